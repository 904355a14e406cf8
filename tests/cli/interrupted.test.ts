// Runs that do not come to their end: cancelled, a disk that fills, a lock that somebody left.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli, type CliRun } from '../helpers/cli-run.js';
import { noise } from '../helpers/entries.js';
import { quickPython, writeScript } from '../helpers/fake-python.js';
import { localIndex } from '../helpers/local-index.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

const CANCELLED = '\nCancelled.\nNothing was left behind; run it again when you like.\n';

describe('antenv package, interrupted', () => {
  const folder = folderPerTest();
  const app = (): string => join(folder.path, 'app');
  const out = (): string => join(folder.path, 'out', 'web.zip');

  beforeEach(() => writeFiles(app(), { 'app.py': 'x = 1\n', 'requirements.txt': '' }));

  function assertNothingLeft(run: CliRun): void {
    assert.deepEqual(run.leftTemp, []);
    assert.deepEqual(run.leftRunning, []);
    assert.deepEqual(readdirSync(join(folder.path, 'out')), []);
  }

  it('SIGINT while pip waits for an index: cancelled, nothing left', async () => {
    await writeFiles(app(), { 'requirements.txt': 'tiny\n' });
    let stop: (() => void) | undefined;
    const index = await localIndex(() => {
      stop?.();
      return 'never';
    });
    try {
      const run = await runCli(['package', app(), '--out', out()], {
        folder: folder.path,
        env: { PIP_NO_INDEX: '', PIP_INDEX_URL: `${index.url}/simple/` },
        onOutput: (_, child) => (stop = () => child.kill('SIGINT')),
      });
      assert.deepEqual(index.asked, ['/simple/tiny/']);
      assert.equal(run.stderr, CANCELLED);
      assert.equal(run.code, 1);
      assertNothingLeft(run);
    } finally {
      await index.close();
    }
  });

  for (const [signal, layout] of [
    ['SIGINT', 'appTarball'],
    ['SIGTERM', 'venvTarball'],
    ['SIGHUP', 'venvTarball'],
  ] as const) {
    it(`${signal} while a large app is packed as ${layout}: cancelled, what was there stays`, async () => {
      await writeFile(join(app(), 'model.bin'), '');
      await truncate(join(app(), 'model.bin'), 2 ** 28);
      await writeFiles(join(folder.path, 'out'), { 'web.zip': 'PK, the one before' });
      const python = await quickPython(join(folder.path, 'quick'), []);
      let sent = false;
      const run = await runCli(
        ['package', app(), '--out', out(), '--python', python, '--layout', layout],
        {
          folder: folder.path,
          onOutput: (printed, child) => {
            if (sent || !printed.includes('Pack: ')) return;
            sent = true;
            setTimeout(() => child.kill(signal), 100);
          },
        },
      );
      assert.equal(run.stderr, CANCELLED);
      assert.equal(run.code, 1);
      assert.deepEqual(run.leftTemp, []);
      assert.deepEqual(run.leftRunning, []);
      assert.deepEqual(readdirSync(join(folder.path, 'out')), ['web.zip']);
      assert.equal(await readFile(out(), 'utf8'), 'PK, the one before');
    });
  }

  it('SIGINT twice, the second while pip tidies up: cancelled once, nothing left', async () => {
    const quick = await quickPython(join(folder.path, 'quick'), []);
    const python = await writeScript(join(folder.path, 'slow', 'bin', 'python'), [
      'case "$2" in',
      '*\'"config", "list"\'*) ;;',
      `*'run_module("pip"'*) trap "echo tidying; sleep 0.3; touch '${folder.path}/tidied'; exit" TERM; echo begun; sleep 60 & wait ;;`,
      'esac',
      `exec '${quick}' "$@"`,
    ]);
    const said = ['begun', 'tidying'];
    const run = await runCli(['package', app(), '--out', out(), '--python', python], {
      folder: folder.path,
      onOutput: (printed, child) => {
        if (!printed.includes(`  ${said[0] ?? 'nothing more'}\n`)) return;
        said.shift();
        child.kill('SIGINT');
      },
    });
    assert.deepEqual([said, run.code, run.stderr], [[], 1, CANCELLED]);
    assert.ok(existsSync(join(folder.path, 'tidied')));
    assertNothingLeft(run);
  });

  it('a lock of a process that is gone is taken over', async () => {
    const lock = join(folder.path, 'out', '.web.zip.antenv-lock');
    const { pid } = spawnSync('true');
    await writeFiles(join(folder.path, 'out'), {
      '.web.zip.antenv-lock': JSON.stringify({ pid, started: '12345' }),
    });
    const python = await quickPython(join(folder.path, 'quick'), []);
    const run = await runCli(['package', app(), '--out', out(), '--python', python], {
      folder: folder.path,
    });
    assert.equal(run.code, 0, run.stderr);
    assert.ok(!existsSync(lock));
    assert.deepEqual(readdirSync(join(folder.path, 'out')), [
      'antenv-report.json',
      'antenv.sarif',
      'web.zip',
    ]);
  });

  describe('by a reader that is gone', () => {
    // As of `antenv … | head`, once head has ended.
    const program = `import os, sys
os.dup2(os.pipe()[1], 1)
os.execvp(sys.argv[1], sys.argv[1:])`;
    const inside = ['python3', '-c', program];

    for (const args of [['--help'], ['inspect', 'web.zip'], ['inspect', 'web.zip', '--json']]) {
      it(`says nothing: ${args.join(' ')}`, async () => {
        // An empty zip is its last record alone.
        await writeFiles(folder.path, {
          'web.zip': Buffer.from('504b0506'.padEnd(44, '0'), 'hex'),
        });
        const { code, stderr } = await runCli(args, { folder: folder.path, inside });
        assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      });
    }

    it('ends a run that would write a package', async () => {
      const python = await quickPython(join(folder.path, 'quick'), []);
      const args = ['package', app(), '--out', out(), '--python', python];
      const run = await runCli(args, { folder: folder.path, inside });
      assert.deepEqual([run.code, run.stderr], [1, CANCELLED]);
      assert.deepEqual([run.leftTemp, run.leftRunning, existsSync(out())], [[], [], false]);
    });
  });

  describe('by a disk that is full of our output', () => {
    const inside = ['sh', '-c', 'exec "$@" > /dev/full', 'sh'];
    const FULL = `
The disk is full.
  while writing 'standard output'
Free space, or set TMPDIR to a folder on a larger disk. --out and --cache-folder may lie on one, too.
`;

    for (const args of [['--help'], ['inspect', 'web.zip'], ['inspect', 'web.zip', '--json']]) {
      it(`says so: ${args.join(' ')}`, async () => {
        await writeFiles(folder.path, {
          'web.zip': Buffer.from('504b0506'.padEnd(44, '0'), 'hex'),
        });
        const { code, stderr } = await runCli(args, { folder: folder.path, inside });
        assert.deepEqual({ code, stderr }, { code: 1, stderr: FULL });
      });
    }

    it('says so of the log, and writes no package', async () => {
      const python = await quickPython(join(folder.path, 'quick'), []);
      const args = ['package', app(), '--out', out(), '--python', python];
      const run = await runCli(args, { folder: folder.path, inside });
      assert.deepEqual([run.code, run.stderr], [1, FULL]);
      assert.deepEqual([run.leftTemp, run.leftRunning, existsSync(out())], [[], [], false]);
    });

    it('says so of a report that a program would read', async () => {
      const args = ['validate', '--startup-command=gunicorn app:app', '--json'];
      const { code, stderr } = await runCli(args, { folder: folder.path, inside });
      assert.equal(code, 1);
      assert.equal(stderr.slice(-FULL.length), FULL);
    });
  });

  describe('by a disk that is full', () => {
    // A file system of our own, seen by the run alone.
    const mounted = (at: string, size: string): string[] => {
      const script = `mount -t tmpfs -o size=${size} antenv-test "${at}" && shift && exec "$@"`;
      return ['unshare', '--mount', 'sh', '-c', script, 'sh', at];
    };
    const possible =
      spawnSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs t /mnt']).status === 0;

    before(function () {
      // Mounting needs rights that a container may lack.
      if (!possible) this.skip();
    });

    const full = [
      { name: 'the package', size: '256k' },
      // The root of the file system has its only inode.
      { name: 'the lock beside it', size: '256k,nr_inodes=1' },
    ];
    for (const { name, size } of full) {
      it(`says so of ${name}`, async () => {
        await writeFile(join(app(), 'data.bin'), noise(400_000));
        await mkdir(join(folder.path, 'out'));
        const python = await quickPython(join(folder.path, 'quick'), []);
        const run = await runCli(
          ['package', app(), '--out', out(), '--python', python, '--layout', 'flat'],
          { folder: folder.path, inside: mounted(join(folder.path, 'out'), size) },
        );
        assert.equal(
          run.stderr,
          `\nThe disk is full.\n  while writing '${out()}'\nFree space, or set TMPDIR to a folder on a larger disk. --out and --cache-folder may lie on one, too.\n`,
        );
        assert.equal(run.code, 1);
        assertNothingLeft(run);
      });
    }

    it('says so of temporary files', async () => {
      const small = join(folder.path, 'small');
      await mkdir(small);
      // The list of what is to be compiled is a file of ours.
      for (let number = 0; number < 800; number += 1) {
        await writeFile(join(app(), `module_${number}.py`), 'x = 1\n');
      }
      const python = await quickPython(join(folder.path, 'quick'), []);
      const run = await runCli(
        ['package', app(), '--out', out(), '--python', python, '--layout', 'appTarball'],
        { folder: folder.path, env: { TMPDIR: small }, inside: mounted(small, '64k') },
      );
      assert.match(
        run.stderr,
        /^\nThe disk is full\.\n {2}while writing '[^']+\/small\/antenv-\d{7}-\w+'\nFree space/,
      );
      assert.equal(run.code, 1);
      assertNothingLeft(run);
    });
  });
});
