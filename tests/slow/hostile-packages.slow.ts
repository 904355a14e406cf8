// Packages that are none, that lie, or that are made to hurt: facts or one clear error, and little memory.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatherPackage } from '../../tasks/core/check/package/gather-package.js';
import type { Gathered } from '../../tasks/core/check/package/gathered.js';
import { archiveRules } from '../../tasks/core/check/rules/archive.js';
import type { Finding } from '../../tasks/core/terms/finding.js';
import { elf, elfEnds } from '../helpers/elf-builder.js';
import { failureOf } from '../helpers/expect-stopped.js';
import { output, pythonProgram } from '../helpers/programs.js';
import { findingsOf } from '../helpers/report-findings.js';
import { folderPerTest } from '../helpers/temp-folder.js';

const { signal } = new AbortController();
const GATHER = require.resolve('../../tasks/core/check/package/gather-package.js');

/** Prints the peak of a gathering's memory in MB, and what it found; the heap grows as in the product. */
const MEASURE = `
require(${JSON.stringify(require.resolve('../../tasks/core/young-generation.js'))});
const { gatherPackage } = require(process.argv[1]);
gatherPackage(process.argv[2], new AbortController().signal).then(async (made) => {
  const { package: facts, app, venv } = made.evidence;
  await made.close();
  console.log(JSON.stringify({
    peak: Math.round(process.resourceUsage().maxRSS / 1024),
    entries: facts.entries.length,
    reason: facts.problem && facts.problem.reason,
    files: [app, venv && venv.tree].map((tree) => tree ? tree.files.size : -1),
    notes: made.notes,
  }));
});
`;

const MAIN = require.resolve('../../tasks/cli/main.js');

/** Runs the command line in this process, and says at its end what its memory was at most, in MB. */
const RUN_AND_MEASURE = `
process.on('exit', () => console.error('peak ' + Math.round(process.resourceUsage().maxRSS / 1024)));
require(process.argv[1]);
`;

/** So many bytes lie between the ends of a shared object. */
const GAP = 400 * 1024 ** 2;

/** Writes `native.so`, whose dynamic section is behind 400 MB of nothing. */
function largeObject(): string {
  const { head, tail } = elfEnds(
    { needed: ['libc.so.6', 'libGL.so.1'], versions: { 'libc.so.6': ['GLIBC_2.99'] } },
    GAP,
  );
  return [
    'import os; native = os.path.join(os.path.dirname(path), "native.so")',
    'f = open(native, "wb")',
    `f.write(bytes.fromhex("${head.toString('hex')}"))`,
    `f.seek(${head.length + GAP})`,
    `f.write(bytes.fromhex("${tail.toString('hex')}"))`,
    'f.close()',
  ].join('\n');
}

interface Measured {
  readonly peak: number;
  readonly entries: number;
  readonly reason?: string;
  readonly files: readonly number[];
  readonly notes: readonly string[];
}

describe('a hostile package', function () {
  this.timeout(120_000);
  const folder = folderPerTest();

  /** Runs Python with `z`, a zip to be written, and `path`. */
  function written(code: string): string {
    const path = join(folder.path, 'package.zip');
    const lines = [
      'import io, sys, tarfile, zipfile, zlib, gzip, struct',
      'path = sys.argv[1]',
      'z = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)',
      'manifest = "CompressDestinationDir = \\"true\\"\\nSourceDirectoryInBuildContainer = \\"/tmp/x\\"\\n"',
      code,
      'z.close()',
    ];
    output(pythonProgram(), ['-I', '-W', 'ignore', '-c', lines.join('\n'), path]);
    return path;
  }

  async function gathered(path: string): Promise<Gathered> {
    const made = await gatherPackage(path, signal, folder.path);
    await made.close();
    return made;
  }

  /** The errors of the family archive. */
  async function errorsOf(path: string): Promise<string[]> {
    const { evidence } = await gathered(path);
    return archiveRules
      .flatMap((rule) => rule.check(evidence) ?? [])
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) => `${code}: ${message}`);
  }

  function measured(path: string): Measured {
    const said = execFileSync(process.execPath, ['-e', MEASURE, GATHER, path], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: folder.path },
    });
    return JSON.parse(said) as Measured;
  }

  /** What the command line says of a package or an app folder, and the peak of its memory in MB. */
  function judged(path: string): { findings: readonly Finding[]; peak: number } {
    const args = ['validate', path, '--runtime-stack=PYTHON|3.12', '--rehearse=off', '--json'];
    const run = spawnSync(process.execPath, ['-e', RUN_AND_MEASURE, MAIN, ...args], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: folder.path },
      maxBuffer: 2 ** 28,
    });
    assert.ok(run.stdout.startsWith('{'), run.stderr);
    const findings = findingsOf(JSON.parse(run.stdout) as object);
    return { findings, peak: Number(/^peak (\d+)$/m.exec(run.stderr)?.[1]) };
  }

  it('that is not there, or is a folder, is one clear error', async () => {
    await mkdir(join(folder.path, 'folder.zip'));
    for (const name of ['missing.zip', 'folder.zip']) {
      const path = join(folder.path, name);
      const failure = await failureOf(gatherPackage(path, signal, folder.path));
      assert.equal(failure.code === 'package-unreadable' && failure.path, path);
    }
  });

  it('that is no zip is told by what it is', async () => {
    const path = join(folder.path, 'package.zip');
    await writeFile(path, 'no zip');
    assert.deepEqual(await errorsOf(path), [
      'archive/not-a-zip: The package cannot be read as a zip: it has no end of a zip: it is none, or was cut off.',
    ]);
    output('sh', ['-c', `echo hello | gzip > '${path}'`]);
    assert.deepEqual(await errorsOf(path), [
      'archive/not-a-zip: The package is a gzip archive, not a zip.',
    ]);
    output('tar', ['-cf', path, '-C', '/etc', 'hostname']);
    assert.deepEqual(await errorsOf(path), [
      'archive/not-a-zip: The package is a tar archive, not a zip.',
    ]);
  });

  it('that is empty or cut off is an error', async () => {
    const path = written('z.writestr("app.py", "x = 1\\n" * 500)');
    await truncate(path, (await readFile(path)).length - 30);
    assert.deepEqual(await errorsOf(path), [
      'archive/not-a-zip: The package cannot be read as a zip: it has no end of a zip: it is none, or was cut off.',
    ]);
    await truncate(path, 0);
    assert.equal((await errorsOf(path)).length, 1);
  });

  it('that lies about a size is an error, and the rest is known', async () => {
    const path = written('z.writestr("app.py", "x = 1\\n" * 500); z.writestr("b.py", "y = 2\\n")');
    const bytes = await readFile(path);
    bytes.writeUInt32LE(10, bytes.lastIndexOf('app.py') - 46 + 24);
    await writeFile(path, bytes);
    const { evidence } = await gathered(path);
    assert.equal(evidence.package?.problem?.file, 'app.py');
    assert.equal(evidence.app?.files.get('b.py')?.text, 'y = 2\n');
  });

  it('whose entries are encrypted is an error, and nobody tries to read them', async () => {
    const path = written('z.writestr("app.py", "x = 1\\n" * 500)');
    const bytes = await readFile(path);
    bytes.writeUInt16LE(1, bytes.lastIndexOf('app.py') - 46 + 8);
    await writeFile(path, bytes);
    assert.deepEqual(await errorsOf(path), ["archive/encrypted: 1 entry is encrypted: 'app.py'."]);
  });

  it('whose names repeat, lead away and have backslashes is told each', async () => {
    const path = written(
      'z.writestr("app.py", "1"); z.writestr("app.py", "22"); z.writestr("../up.py", ""); z.writestr("/etc/x", "1"); z.writestr("a\\\\b", "1")',
    );
    assert.deepEqual(await errorsOf(path), [
      "archive/backslash-name: 1 name in the zip has backslashes, which are no folders on Linux: 'a\\b'.",
      "archive/name-leaves-site: 2 names lead out of the folder that the package is unpacked in: '../up.py' and '/etc/x'.",
      "archive/twin-names: 1 name is in the package more than once: 'app.py'.",
    ]);
  });

  it('whose entries overlap is an error', async () => {
    const path = written('z.writestr("a.py", "x = 1\\n"); z.writestr("b.so", bytes(9_000_000))');
    const bytes = await readFile(path);
    const line = bytes.lastIndexOf('b.so') - 46;
    const twin = Buffer.from(bytes.subarray(line, line + 50));
    const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
    const twins = Buffer.concat(Array.from({ length: 50 }, () => twin));
    const last = Buffer.from(bytes.subarray(end));
    last.writeUInt16LE(52, 8);
    last.writeUInt16LE(52, 10);
    await writeFile(path, Buffer.concat([bytes.subarray(0, end), twins, last]));
    assert.deepEqual(await errorsOf(path), [
      "archive/overlapping: 50 entries of the package overlap another one: 'b.so', 'b.so' and 48 more. Nothing in it was looked into.",
      "archive/twin-names: 1 name is in the package more than once: 'b.so'.",
    ]);
  });

  it('of more entries than are read is told as that, not as broken', async () => {
    const path = written('for i in range(120_001): z.writestr("%d" % i, "")');
    assert.deepEqual(await errorsOf(path), [
      'archive/many-entries: The package has 120001 entries, so that none was looked into: it has more entries than are read here (120,000); Kudu has 60 seconds to change the permissions of all files, and fails otherwise.',
    ]);
  });

  it('with a manifest that is none, is told', async () => {
    const path = written('z.writestr("oryx-manifest.toml", "a = = b"); z.writestr("app.py", "")');
    const { evidence } = await gathered(path);
    assert.equal(evidence.manifest, undefined);
    assert.match(evidence.package?.manifestProblem ?? '', /^Invalid TOML/);
  });

  it('with a broken tarball in it is an error that names the tarball', async () => {
    const path = written(
      'z.writestr("oryx-manifest.toml", manifest); z.writestr("output.tar.gz", b"\\x1f\\x8b rubbish")',
    );
    const [error = ''] = await errorsOf(path);
    assert.match(error, /^archive\/not-a-zip: 'output\.tar\.gz' in the package cannot be read: /);
  });

  it('ends when it is told to', async () => {
    const path = written('z.writestr("app.py", "")');
    const gone = new Error('gone');
    await assert.rejects(gatherPackage(path, AbortSignal.abort(gone), folder.path), gone);
  });

  const heavy = [
    {
      name: 'of 100,000 entries',
      code: 'for i in range(100_000): z.writestr("folder/data%d.bin" % i, "x")',
      expected: { entries: 100_000, files: [100_000, -1], notes: [] },
    },
    {
      name: 'of sources beyond what is kept',
      code: 'import random; r = random.Random(1)\nfor i in range(160): z.writestr("m%d.py" % i, r.randbytes(256 * 1024).hex())',
      expected: {
        entries: 160,
        files: [160, -1],
        notes: [
          '64 files were not looked into: there is too much text to keep, more than 64 MB or 20,000 files.',
        ],
      },
    },
    {
      name: 'with a tarball that unpacks to 3 GB of nothing',
      code: [
        't = tarfile.TarInfo("zeros.bin"); t.size = 3 * 1024 ** 3',
        'data = gzip.compress(t.tobuf()) + 48 * gzip.compress(bytes(64 * 1024 ** 2), 9)',
        'z.writestr("oryx-manifest.toml", manifest)',
        'z.writestr("output.tar.gz", data)',
      ].join('\n'),
      expected: {
        entries: 2,
        files: [-1, -1],
        notes: [],
        reason: 'it unpacks to more than 1073741824 bytes',
      },
    },
    {
      name: 'with a shared object of 200 MB that shrinks to nothing',
      code: 'z.writestr("a.so", bytes(200_000_000))',
      expected: { entries: 1, files: [1, -1], notes: [] },
    },
    {
      name: 'whose entry claims 3 GB',
      code: [
        'z.writestr("data.bin", b"x"); z.writestr("app.py", b"")',
        'z.close()',
        'b = bytearray(open(path, "rb").read())',
        'at = b.rindex(b"data.bin") - 46',
        'struct.pack_into("<I", b, at + 24, 3 * 1024 ** 3)',
        'open(path, "wb").write(b)',
      ].join('\n'),
      expected: { entries: 2, files: [2, -1], notes: [] },
    },
  ];
  for (const { name, code, expected } of heavy) {
    it(`${name} is looked into with less than 300 MB`, () => {
      const { peak, ...found } = measured(written(code));
      assert.deepEqual(found, expected);
      assert.ok(peak < 300, `${peak} MB`);
    });
  }

  it('with 20,000 shared objects that name long libraries is judged with less than 300 MB', () => {
    const bytes = elf({
      needed: ['l'.repeat(1000)],
      neededAt: Array.from({ length: 100 }, (_, index) => 2 + index),
    });
    const code = [
      `native = bytes.fromhex("${bytes.toString('hex')}")`,
      'for i in range(20_000): z.writestr("native%d.so" % i, native)',
    ].join('\n');
    const { findings, peak } = judged(written(code));
    const told = findings.filter((one) => one.code === 'native/library-missing');
    // Of the first ones the names are kept, 8 MB of them.
    assert.equal(told.length, 87);
    assert.ok(peak < 300, `${peak} MB`);
  });

  const large = [
    {
      name: 'in the zip',
      path: 'package.zip',
      where: 'native.so',
      code: 'z.write(native, "native.so")',
    },
    {
      name: 'in antenv.tar.gz',
      path: 'package.zip',
      where: 'antenv/lib/python3.12/site-packages/native.so',
      code: [
        't = tarfile.open(path + ".gz", "w:gz", compresslevel=1)',
        't.add(native, "lib/python3.12/site-packages/native.so")',
        't.close()',
        `z.writestr("oryx-manifest.toml", 'CompressedVirtualEnvFile = "antenv.tar.gz"\\n')`,
        'z.write(path + ".gz", "antenv.tar.gz")',
      ].join('\n'),
    },
    {
      name: 'in an app folder',
      path: 'app',
      where: 'native.so',
      code: 'app = os.path.join(os.path.dirname(path), "app"); os.mkdir(app); os.rename(native, os.path.join(app, "native.so"))',
    },
  ];
  for (const { name, path, where, code } of large) {
    it(`with a shared object of 400 MB ${name} is judged with less than 300 MB`, () => {
      written(`${largeObject()}\n${code}`);
      const { findings, peak } = judged(join(folder.path, path));
      const found = findings.map(
        ({ severity, code: rule, message }) => `${severity} ${rule}: ${message}`,
      );
      assert.deepEqual(
        found.filter((finding) => finding.includes(' native/')),
        [
          `error native/glibc-too-new: '${where}' needs glibc 2.99, but the image of PYTHON|3.12 (Debian 11) has 2.31.`,
          `error native/library-missing: '${where}' needs libGL.so.1, which the image of PYTHON|3.12 (Debian 11) does not have.`,
        ],
      );
      assert.ok(peak < 300, `${peak} MB`);
    });
  }
});
