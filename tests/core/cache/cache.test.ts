// The cache: a venv that is whole is used again in place, anything else is told and taken away.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { asFlag } from '../../../tasks/cli/flags.js';
import { openCache, type Cache, type CachedVenv } from '../../../tasks/core/cache/cache.js';
import { keyOf, valueFact, writeCacheKey, type Fact } from '../../../tasks/core/cache/facts.js';
import type { VenvToKeep } from '../../../tasks/core/cache/keep.js';
import { whileUnused } from '../../../tasks/core/cache/leases.js';
import type { VenvFacts } from '../../../tasks/core/cache/venv-facts.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { output } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';
import { factsOf, makeVenv, SITE } from './kept-venv.js';

const DAY = 24 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
const FIRST = Date.parse('2026-11-20T09:12:34Z');

describe('the cache', () => {
  const folder = folderPerTest();
  const root = (): string => join(folder.path, 'cache');
  const venvs = (...names: readonly string[]): string => join(root(), 'v1', 'venvs', ...names);
  let said: string[];
  let open: Cache[];
  let time: number;

  beforeEach(() => {
    said = [];
    open = [];
    time = FIRST;
  });

  afterEach(async () => {
    for (const cache of open) await cache.close();
  });

  /** A run of its own, as another job has it. */
  async function job(
    options: { readonly limit?: number; readonly host?: FakeHost } = {},
  ): Promise<Cache> {
    const cache = await openCache(
      options.host ?? fakeHost(),
      {
        warn: (text) => void said.push(`warning: ${text}`),
        note: (text) => void said.push(`note: ${text}`),
      },
      {
        folder: root(),
        limit: options.limit ?? 100,
        appRoot: folder.path,
        version: '1.0.0',
        now: () => new Date(time),
      },
    );
    open.push(cache);
    return cache;
  }

  const locked = (facts: readonly Fact[] = factsOf()): VenvFacts => ({
    facts,
    pinned: 'all',
    sources: [],
  });
  const entry = (facts = factsOf(), ...names: readonly string[]): string =>
    venvs(keyOf(facts), ...names);

  /** Keeps a venv as a run does, from beginning to end. */
  async function keep(facts: VenvFacts = locked(), name = 'work'): Promise<CachedVenv> {
    const cache = await job();
    const kept = await cache.keep(facts, await makeVenv(folder.path, name));
    await cache.close();
    return kept;
  }

  /** What a run is told that looks for a venv; none is expected. */
  async function missed(facts: VenvFacts = locked()): Promise<string[]> {
    const cache = await job();
    said = [];
    assert.equal(await cache.find(facts), undefined);
    await cache.close();
    return said;
  }

  describe('with nothing in it', () => {
    it('tells once that parts cannot be kept, of whichever kind they are', async () => {
      const cache = await job();
      await rm(join(root(), 'v1', 'parts'), { recursive: true });
      assert.equal(cache.parts.begin('a'), undefined);
      assert.equal(cache.bytecode.begin('b'), undefined);
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', /^note: Parts of the package are not kept in the cache: ENOENT/);
    });

    it('tells how much of the package need not be compressed again', async () => {
      const host = fakeHost();
      const cache = await job({ host });
      cache.tellParts();
      cache.parts.begin('a')?.end({});
      assert.equal(cache.parts.find('b', 3_000_000), undefined);
      // Asked for once more when packing has to begin anew.
      assert.ok(cache.parts.find('a', 3_000_000));
      assert.ok(cache.parts.find('a', 3_000_000));
      cache.tellParts();
      assert.deepEqual(host.lines, [
        'info: Of 6 MB of distributions in the package 3 MB were compressed before, and are used again.',
      ]);
    });

    it('has nothing half written in it when a run ends before its parts are whole', async () => {
      const cache = await job();
      cache.parts.begin('a')?.add(Buffer.from('half'));
      cache.bytecode.begin('b')?.add(Buffer.from('half'));
      const kept = await cache.keep(locked(), await makeVenv(folder.path, 'work'));
      kept.looks.begin('c')?.add(Buffer.from('half'));
      const parts = join(root(), 'v1', 'parts');
      assert.equal((await readdir(parts)).length, 3);
      await cache.close();
      assert.deepEqual(await readdir(parts), []);
    });

    it('finds nothing, and says so', async () => {
      assert.deepEqual(await missed(), ['note: The cache has no venv yet.']);
      assert.deepEqual(await readdir(join(root(), 'v1', 'leases')), []);
    });

    it('is nothing at all without a folder', async () => {
      const tell = { warn: assert.fail, note: assert.fail };
      const options = { folder: undefined, limit: 1, appRoot: folder.path, version: '1.0.0' };
      const cache = await openCache(fakeHost(), tell, options);
      const venv = await makeVenv(folder.path, 'work');
      assert.equal(await cache.find(locked()), undefined);
      const kept = await cache.keep(locked(), venv);
      assert.deepEqual(shown(kept), { path: venv.path, builtAt: builtAt(venv), reused: false });
      assert.equal(await kept.verify('any'), true);
      await cache.prune();
      await cache.close();
    });
  });

  const shown = (venv: CachedVenv): unknown => ({
    path: venv.path,
    builtAt: venv.builtAt,
    reused: venv.reused,
  });

  function builtAt({ path, work, appRoot }: VenvToKeep): CachedVenv['builtAt'] {
    return { venv: [path], work: [work], appRoot: [appRoot] };
  }

  describe('with the venv in it', () => {
    it('moves it in, and gives it to the next run where it is', async () => {
      const host = fakeHost();
      const venv = await makeVenv(folder.path, 'work');
      const first = await (await job({ host })).keep(locked(), venv);
      assert.deepEqual(host.lines, ['info: The venv is kept in the cache, 1 MB.']);
      assert.equal(existsSync(venv.path), false);
      assert.deepEqual(shown(first), {
        path: entry(factsOf(), 'antenv'),
        builtAt: builtAt(venv),
        reused: false,
      });
      assert.deepEqual((await readdir(entry())).toSorted(), [
        'antenv',
        'complete.json',
        'made.json',
      ]);
      assert.deepEqual(said, []);
      time += 30 * DAY;
      const second = await (await job()).find(locked());
      assert.deepEqual(second && shown(second), {
        path: entry(factsOf(), 'antenv'),
        builtAt: builtAt(venv),
        reused: true,
      });
      assert.deepEqual(said, [
        `note: The venv of 2026-11-20 at 09:12 UTC is used again (6 files, 1 MB): nothing that made it has changed. To have it made anew, delete '${entry()}' or change the key of the Cache step.`,
      ]);
    });

    it('names no step of a pipeline on a laptop', async () => {
      await keep();
      await (await job({ host: fakeHost({ input: asFlag }) })).find(locked());
      assert.deepEqual(said, [
        `note: The venv of 2026-11-20 at 09:12 UTC is used again (6 files, 1 MB): nothing that made it has changed. To have it made anew, delete '${entry()}'.`,
      ]);
    });

    it('remembers where it was built by every spelling', async () => {
      await mkdir(join(folder.path, 'real'));
      await symlink('real', join(folder.path, 'link'));
      const venv = await makeVenv(folder.path, 'link/work');
      const real = await realpath(venv.work);
      const kept = await (await job()).keep(locked(), venv);
      assert.deepEqual(kept.builtAt, {
        venv: [venv.path, join(real, 'antenv')],
        work: [venv.work, real],
        appRoot: [venv.appRoot],
      });
    });

    it('gives it after Cache@2 has saved and restored the folder, whatever the umask', async () => {
      const first = await keep();
      const tar = join(folder.path, 'cache.tar');
      output('tar', ['-cf', tar, '-C', root(), '.']);
      await rm(root(), { recursive: true });
      await mkdir(root());
      const restore = `umask 077 && tar --no-same-permissions -xf - -C . < '${tar}'`;
      output('sh', ['-c', `cd '${root()}' && ${restore}`]);
      const found = await (await job()).find(locked());
      assert.equal(found?.path, first.path);
    });

    // Where the machine has a second disk.
    (existsSync('/dev/shm') ? it : it.skip)('takes it from another disk, too', async () => {
      const elsewhere = await mkdtemp('/dev/shm/antenv-test-');
      try {
        const venv = await makeVenv(elsewhere, 'work');
        const kept = await (await job()).keep(locked(), venv);
        assert.deepEqual(shown(kept), {
          path: entry(factsOf(), 'antenv'),
          builtAt: builtAt(venv),
          reused: false,
        });
        assert.equal(await readlink(join(kept.path, 'lib64')), 'lib');
        assert.ok(await (await job()).find(locked()));
      } finally {
        await rm(elsewhere, { recursive: true });
      }
    });

    it('writes the facts beside it, for reading', async () => {
      await keep();
      const path = join(root(), 'cacheKey');
      assert.equal(await readFile(path, 'utf8'), writeCacheKey(factsOf()));
      await keep(locked(factsOf('3.11.7')));
      assert.equal(await readFile(path, 'utf8'), writeCacheKey(factsOf('3.11.7')));
      await (await job()).find(locked());
      assert.equal(await readFile(path, 'utf8'), writeCacheKey(factsOf()));
      assert.deepEqual((await readdir(root())).toSorted(), ['cacheKey', 'v1']);
    });

    it('says what it is not, beside the one that is nearest', async () => {
      await keep(locked(factsOf('3.9.1', 'django\n')), 'far');
      time += DAY;
      await keep(locked(factsOf('3.11.6', 'flask\n')), 'near');
      assert.deepEqual(await missed(locked(factsOf('3.11.7', 'flask<4\n'))), [
        'note: No venv of the cache fits. Beside that of 2026-11-21 at 09:12 UTC: Python 3.11.6 became 3.11.7; requirements.txt changed.',
      ]);
      assert.deepEqual(await missed(locked(factsOf('3.9.1', 'flask\n'))), [
        'note: No venv of the cache fits. Beside that of 2026-11-21 at 09:12 UTC: Python 3.11.6 became 3.9.1.',
      ]);
    });

    it('says that another version of this program made it', async () => {
      await keep();
      const newer = [valueFact('Antenv', '1.1.0'), ...factsOf().slice(1)];
      assert.deepEqual(await missed(locked(newer)), [
        'note: No venv of the cache fits. Beside that of 2026-11-20 at 09:12 UTC: Antenv 1.0.0 became 1.1.0.',
      ]);
      assert.ok(existsSync(entry()));
    });

    it('is not asked for what cannot be known again', async () => {
      const unknowable = { unknowable: "the source in '.' takes its version from version control" };
      assert.deepEqual(await missed(unknowable), [
        "note: The venv is not looked for in the cache: the source in '.' takes its version from version control.",
      ]);
      const kept = await keep(unknowable);
      assert.equal(kept.path, join(folder.path, 'work', 'antenv'));
      assert.ok(existsSync(kept.path));
      assert.deepEqual(await readdir(venvs()), []);
    });
  });

  describe('while versions are left open', () => {
    const open7: VenvFacts = { facts: factsOf(), pinned: ['click'], sources: [] };

    it('gives the venv for seven days', async () => {
      await keep(open7);
      time += 7 * DAY - 1000;
      const cache = await job();
      assert.ok(await cache.find(open7));
      assert.deepEqual(said, [
        `note: The venv of 2026-11-20 at 09:12 UTC is used again (6 files, 1 MB): nothing that made it has changed. Nothing fixes the version of flask: newer ones are looked for from 2026-11-27 at 09:12 UTC on. To have it made anew, delete '${entry()}' or change the key of the Cache step.`,
      ]);
      await cache.close();
      time += 1000;
      assert.deepEqual(await missed(open7), [
        'note: The cached venv of this app is not used, and it is removed: it is of 2026-11-20 at 09:12 UTC, more than 7 days old, and nothing fixes the version of flask.',
      ]);
      assert.equal(existsSync(entry()), false);
    });

    it('gives the one of a clock that was a little ahead', async () => {
      await keep(open7);
      time -= DAY;
      const cache = await job();
      assert.ok(await cache.find(open7));
      await cache.close();
    });

    it('gives none of days to come: it would be used until they are past', async () => {
      await keep(open7);
      time -= DAY + 1000;
      assert.deepEqual(await missed(open7), [
        'note: The cached venv of this app is not used, and it is removed: it is of 2026-11-20 at 09:12 UTC, which is yet to come, and nothing fixes the version of flask.',
      ]);
      assert.equal(existsSync(entry()), false);
    });

    it('knows which come from where nothing moves', async () => {
      const venv = await makeVenv(folder.path, 'work');
      const info = join(venv.path, SITE, 'flask-3.0.dist-info');
      await mkdir(info);
      const commit = '0123456789012345678901234567890123456789';
      const url = 'https://example.org/flask.git';
      const origin = (asked: string): string =>
        JSON.stringify({
          url,
          vcs_info: { vcs: 'git', requested_revision: asked, commit_id: commit },
        });
      await writeFile(join(info, 'direct_url.json'), origin(commit));
      await (await job()).keep(open7, venv);
      assert.deepEqual(await leftOpen(), []);
      await rm(entry(), { recursive: true });
      const moving = await makeVenv(folder.path, 'other');
      await mkdir(join(moving.path, SITE, 'flask-3.0.dist-info'));
      await writeFile(
        join(moving.path, SITE, 'flask-3.0.dist-info', 'direct_url.json'),
        origin('main'),
      );
      await (await job()).keep(open7, moving);
      assert.deepEqual(await leftOpen(), ['flask']);
    });

    for (const [url, expected] of [
      ['https://example.org/flask-3.0-py3-none-any.whl', []],
      ['https://example.org/flask/archive/main.zip', ['flask']],
    ] as const) {
      it(`knows that of '${url}'`, async () => {
        const venv = await makeVenv(folder.path, 'work');
        await writeFiles(join(venv.path, SITE, 'flask-3.0.dist-info'), {
          'direct_url.json': JSON.stringify({ url, archive_info: {} }),
        });
        await (await job()).keep(open7, venv);
        assert.deepEqual(await leftOpen(), expected);
      });
    }

    async function leftOpen(): Promise<unknown> {
      const made = JSON.parse(await readFile(entry(factsOf(), 'made.json'), 'utf8')) as {
        leftOpen: unknown;
      };
      return made.leftOpen;
    }
  });

  describe('with a venv that was damaged', () => {
    const inVenv = (...names: readonly string[]): string => entry(factsOf(), 'antenv', ...names);
    const damages: readonly (readonly [string, () => Promise<unknown>, () => string])[] = [
      [
        'a file is missing',
        () => rm(inVenv(SITE, 'click.py')),
        () => 'it has 5 files instead of 6',
      ],
      [
        'a file was added',
        () => writeFile(inVenv(SITE, 'x.pth'), ''),
        () => 'it has 7 files instead of 6',
      ],
      [
        'a file is shorter',
        () => truncate(inVenv(SITE, 'click.py'), 1),
        () => 'its files have 17 bytes instead of 20',
      ],
      [
        'a file has another name',
        () => rename(inVenv(SITE, 'click.py'), inVenv(SITE, 'clock.py')),
        () => 'names, sizes or modes of its files changed',
      ],
      [
        'a script cannot be run any more',
        () => chmod(inVenv('bin', 'flask'), 0o644),
        () => 'names, sizes or modes of its files changed',
      ],
      [
        'a link leads elsewhere',
        async () => {
          await rm(inVenv('lib64'));
          await symlink('bin', inVenv('lib64'));
        },
        () => 'names, sizes or modes of its files changed',
      ],
      [
        'all of it is missing',
        () => rm(inVenv(), { recursive: true }),
        () => `it cannot be read (ENOENT: no such file or directory, scandir '${inVenv()}')`,
      ],
      [
        'it was not written to its end',
        () => rm(entry(factsOf(), 'complete.json')),
        () => 'it was not written to its end (no complete.json)',
      ],
      [
        'its mark is no JSON',
        () => truncate(entry(factsOf(), 'complete.json'), 10),
        () => 'complete.json cannot be understood',
      ],
      [
        'its mark is something else',
        () => writeFile(entry(factsOf(), 'complete.json'), '{"files":6}'),
        () => 'complete.json cannot be understood',
      ],
      [
        'its facts are gone',
        () => rm(entry(factsOf(), 'made.json')),
        () => 'made.json is not the one that was written',
      ],
      [
        'its facts are no JSON',
        () => truncate(entry(factsOf(), 'made.json'), 10),
        () => 'made.json is not the one that was written',
      ],
      [
        'its facts changed',
        () => appendFile(entry(factsOf(), 'made.json'), ' '),
        () => 'made.json is not the one that was written',
      ],
      [
        'it is a file',
        async () => {
          await rm(entry(), { recursive: true });
          await writeFile(entry(), '');
        },
        () =>
          `it cannot be read (ENOTDIR: not a directory, open '${entry(factsOf(), 'complete.json')}')`,
      ],
    ];
    for (const [name, damage, why] of damages) {
      it(`does not use it, says why and removes it: ${name}`, async () => {
        await keep();
        await damage();
        assert.deepEqual(await missed(), [
          `note: The cached venv of this app is not used, and it is removed: ${why()}.`,
        ]);
        assert.deepEqual(await readdir(venvs()), []);
        assert.deepEqual(await readdir(join(root(), 'v1', 'leases')), []);
        const again = await keep(locked(), 'again');
        assert.equal(again.path, inVenv());
      });
    }

    it('does not use one whose Python is gone', async () => {
      const python = join(folder.path, 'python');
      await writeFile(python, '');
      const venv = await makeVenv(folder.path, 'work');
      await rm(join(venv.path, 'bin', 'python'));
      await symlink(python, join(venv.path, 'bin', 'python'));
      const cache = await job();
      await cache.keep(locked(), venv);
      await cache.close();
      await rm(python);
      assert.deepEqual(await missed(), [
        'note: The cached venv of this app is not used, and it is removed: the Python that it leads to is not there.',
      ]);
    });

    it('does not use the venv of another key', async () => {
      await keep();
      const other = factsOf('3.11.7');
      await rename(entry(), entry(other));
      assert.deepEqual(await missed(locked(other)), [
        'note: The cached venv of this app is not used, and it is removed: made.json is not the one that was written.',
      ]);
    });

    it('leaves it to a job that uses it, and keeps nothing in its place', async () => {
      await keep();
      const other = await job();
      assert.ok(await other.find(locked()));
      await rm(inVenv(SITE, 'click.py'));
      const cache = await job();
      said = [];
      assert.equal(await cache.find(locked()), undefined);
      // Told once, however often it is asked for.
      assert.equal(await cache.find(locked()), undefined);
      const venv = await makeVenv(folder.path, 'work');
      assert.equal((await cache.keep(locked(), venv)).path, venv.path);
      assert.deepEqual(said, [
        'note: The cached venv of this app is not used, and it stays, since another job uses it: it has 5 files instead of 6.',
        'note: The venv is not kept in the cache: the same one is there already, of another job.',
      ]);
      assert.ok(existsSync(entry()));
    });

    it('tells a content that is not that of the first use, and finds it no more', async () => {
      const first = await keep();
      assert.equal(await first.verify('aaa'), true);
      const cache = await job();
      const found = await cache.find(locked());
      assert.equal(await found?.verify('aaa'), true);
      assert.ok(existsSync(entry()));
      said = [];
      assert.equal(await found?.verify('bbb'), false);
      assert.deepEqual(said, [
        `warning: The cached venv is not used: files of it have another content than when it was kept. '${entry()}' is taken out of the cache.`,
      ]);
      assert.equal(existsSync(entry()), false);
      assert.equal(await cache.find(locked()), undefined);
      const again = await cache.keep(locked(), await makeVenv(folder.path, 'again'));
      assert.equal(await again.verify('ccc'), true);
    });

    it('does not use what another job takes away right now, and keeps nothing there', async () => {
      await keep();
      const cache = await job();
      said = [];
      const venv = await makeVenv(folder.path, 'again');
      await whileUnused(join(root(), 'v1', 'leases'), keyOf(factsOf()), async () => {
        assert.equal(await cache.find(locked()), undefined);
        assert.equal((await cache.keep(locked(), venv)).path, venv.path);
      });
      assert.deepEqual(said, [
        'note: The cached venv of this app is not used: another job takes it out of the cache right now.',
        'note: The venv is not kept in the cache: another job takes it out of the cache right now.',
      ]);
      assert.deepEqual(await readdir(join(root(), 'v1', 'leases')), []);
    });

    it('gives it back when the run is cancelled while every name is looked at', async () => {
      await keep();
      const cache = await job({ host: fakeHost({ signal: AbortSignal.abort() }) });
      await assert.rejects(cache.find(locked()), { name: 'AbortError' });
      await cache.close();
      assert.deepEqual(await readdir(join(root(), 'v1', 'leases')), []);
    });

    it('does not find a content that another job still uses', async () => {
      const first = await keep();
      await first.verify('aaa');
      const other = await job();
      await other.find(locked());
      const cache = await job();
      const found = await cache.find(locked());
      said = [];
      assert.equal(await found?.verify('bbb'), false);
      assert.deepEqual(said, [
        `warning: The cached venv is not used: files of it have another content than when it was kept. '${entry()}' stays, since another job uses it.`,
      ]);
      assert.ok(existsSync(entry()));
      assert.equal(await cache.find(locked()), undefined);
    });
  });

  describe('that cannot take the venv', () => {
    for (const { name, url } of [
      { name: 'a credential', url: 'https://build:t0ken@example.org/flask.whl' },
      { name: 'a signed address', url: 'https://example.org/flask.whl?sv=2020&sig=Zm9v%3D' },
    ]) {
      it(`leaves one that holds ${name} where it is, and says in which file`, async () => {
        const venv = await makeVenv(folder.path, 'work');
        const info = `${SITE}/flask-3.0.dist-info`;
        await mkdir(join(venv.path, info));
        const origin = { url, archive_info: {} };
        await writeFile(join(venv.path, info, 'direct_url.json'), JSON.stringify(origin));
        const kept = await (await job()).keep(locked(), venv);
        assert.equal(kept.path, venv.path);
        assert.deepEqual(said, [
          `note: The venv is not kept in the cache: a credential is in its file '${info}/direct_url.json'.`,
        ]);
        assert.deepEqual(await readdir(venvs()), []);
      });
    }

    it('leaves one where it is that is made of a folder which only another folder requires', async () => {
      const venv = await makeVenv(folder.path, 'work');
      const url = `file://${join(folder.path, 'my%20libs', 'flask')}`;
      await writeFiles(join(venv.path, SITE, 'flask-3.0.dist-info'), {
        'direct_url.json': JSON.stringify({ url, dir_info: {} }),
      });
      const kept = await (await job()).keep(locked(), venv);
      assert.equal(kept.path, venv.path);
      assert.deepEqual(said, [
        `note: The venv is not kept in the cache: flask is made of '${join(folder.path, 'my libs', 'flask')}', which no requirement names.`,
      ]);
    });

    for (const { of, path } of [
      { of: 'a source, by another name of its folder', path: 'link/flask' },
      { of: 'what lies in a source', path: 'libs/flask/inner' },
      { of: 'what this run has built itself', path: 'work/built.whl' },
    ]) {
      it(`keeps one that is made of ${of}`, async () => {
        const venv = await makeVenv(folder.path, 'work');
        await mkdir(join(folder.path, 'libs', 'flask'), { recursive: true });
        await symlink('libs', join(folder.path, 'link'));
        const url = `file://${join(folder.path, path)}`;
        await writeFiles(join(venv.path, SITE, 'flask-3.0.dist-info'), {
          'direct_url.json': JSON.stringify({ url, dir_info: {} }),
        });
        const sources = [join(folder.path, 'libs', 'flask')];
        await (await job()).keep({ facts: factsOf(), pinned: 'all', sources }, venv);
        assert.ok(existsSync(entry()));
        assert.deepEqual(said, []);
      });
    }

    it('knows the secrets of the job, whatever they look like', async () => {
      const venv = await makeVenv(folder.path, 'work');
      await writeFile(join(venv.path, 'pip.conf'), 'password = hunter22\n');
      await writeFile(join(venv.path, 'uv.toml'), 'password = "hunter22"\n');
      const cache = await job({ host: fakeHost({ secrets: ['hunter22', 'a'] }) });
      assert.equal((await cache.keep(locked(), venv)).path, venv.path);
      assert.deepEqual(said, [
        "note: The venv is not kept in the cache: a credential is in its file 'pip.conf'.",
      ]);
    });

    it('takes no word of three letters for a secret', async () => {
      const venv = await makeVenv(folder.path, 'work');
      await writeFile(join(venv.path, 'pip.conf'), '[global]\ntimeout = 100\n');
      const cache = await job({ host: fakeHost({ secrets: ['100', 'out', ' ou '] }) });
      assert.equal((await cache.keep(locked(), venv)).path, entry(factsOf(), 'antenv'));
    });

    it('says so where the facts cannot be written beside it, and leaves no half of them', async () => {
      await mkdir(join(root(), 'cacheKey'), { recursive: true });
      const failure = await failureOf(keep());
      assert.equal(failure.code, 'cache-folder-unusable');
      assert.deepEqual((await readdir(root())).toSorted(), ['cacheKey', 'v1']);
    });

    it('says so where it cannot read what the content was, and does not begin anew', async () => {
      const kept = await keep();
      await symlink('content', entry(factsOf(), 'content'));
      const failure = await failureOf(kept.verify('aaa'));
      assert.equal(failure.code, 'cache-folder-unusable');
      assert.match('reason' in failure ? failure.reason : '', /^ELOOP: /);
    });

    // Where the machine has a second disk.
    (existsSync('/dev/shm') ? it : it.skip)(
      'leaves the venv on its own disk as it is when it cannot be described',
      async () => {
        const elsewhere = await mkdtemp('/dev/shm/antenv-test-');
        try {
          const venv = await makeVenv(elsewhere, 'work');
          const enough = new Error('enough');
          const signal = {
            throwIfAborted: () => {
              if (readdirSync(venvs()).length > 0) throw enough;
            },
          } as AbortSignal;
          const cache = await job({ host: fakeHost({ signal }) });
          await assert.rejects(cache.keep(locked(), venv), (error) => error === enough);
          assert.equal(await readFile(join(venv.path, SITE, 'click.py'), 'utf8'), 'y=1\n');
          assert.deepEqual(await readdir(venvs()), []);
        } finally {
          await rm(elsewhere, { recursive: true });
        }
      },
    );

    it('says that its disk is full, and puts the venv back where it was', async () => {
      const venv = await makeVenv(folder.path, 'work');
      const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      // The disk takes the folder, and nothing that is written into it.
      const signal = {
        throwIfAborted: () => {
          if (!existsSync(venv.path)) throw full;
        },
      } as AbortSignal;
      const cache = await job({ host: fakeHost({ signal }) });
      assert.equal((await cache.keep(locked(), venv)).path, venv.path);
      assert.deepEqual(said, [
        'note: The venv is not kept in the cache: its disk is full (ENOSPC: no space left on device).',
      ]);
      assert.equal(await readFile(join(venv.path, SITE, 'click.py'), 'utf8'), 'y=1\n');
      assert.deepEqual(await readdir(venvs()), []);
    });

    it('ends no run while its disk is full', async function () {
      const venv = await makeVenv(folder.path, 'work');
      const kept = await makeVenv(folder.path, 'before');
      const disk = join(folder.path, 'disk');
      await mkdir(disk);
      const script = `
        const { existsSync, readdirSync, writeFileSync } = require('node:fs');
        const { openCache } = require('${require.resolve('../../../tasks/core/cache/cache.js')}');
        const { fakeHost } = require('${require.resolve('../../helpers/fake-host.js')}');
        const { venv, kept, facts, others } = JSON.parse(process.argv[1]);
        const tell = { warn: console.log, note: console.log };
        const options = { folder: '.', limit: 100, appRoot: '.', version: '1.0.0', now: () => new Date(0) };
        (async () => {
          const cache = await openCache(fakeHost(), tell, options);
          const before = await cache.keep(facts, kept);
          try { writeFileSync('all', Buffer.alloc(1e6)); } catch {}
          console.log(await cache.find(facts));
          console.log(await before.verify('content'));
          console.log((await cache.keep(others, venv)).path === venv.path, existsSync(venv.path));
          await cache.prune();
          await cache.close();
          console.log(...readdirSync('.'), ...readdirSync('v1/leases'));
        })();`;
      const given = JSON.stringify({
        venv,
        kept,
        facts: locked(),
        others: locked(factsOf('3.12.1')),
      });
      // A file system of our own; mounting needs rights that a container may lack.
      const mounted =
        'mount -t tmpfs -o size=256k antenv-test "$1" && cd "$1" && exec "$2" -e "$3" "$4"';
      const args = ['sh', '-c', mounted, 'sh', disk, process.execPath, script, given];
      const { status, stdout } = spawnSync('unshare', ['--mount', ...args], { encoding: 'utf8' });
      if (status !== 0) this.skip();
      const full = 'its disk is full (ENOSPC: no space left on device, write)';
      assert.deepEqual(stdout.trimEnd().split('\n'), [
        `The venv is not looked for in the cache: ${full}.`,
        'undefined',
        `The content of the venv is not noted: ${full}.`,
        'true',
        `The venv is not kept in the cache: ${full}.`,
        'true true',
        'all cacheKey v1',
      ]);
    });
  });

  describe('of two jobs at once', () => {
    it('keeps the venv of the one, and leaves that of the other alone', async () => {
      const [one, two] = await Promise.all(
        ['one', 'two'].map(async (name) => {
          const cache = await job();
          const venv = await makeVenv(folder.path, name);
          return { venv, kept: await cache.keep(locked(), venv) };
        }),
      );
      assert.ok(one && two);
      const paths = [one, two].map(({ kept }) => kept.path);
      assert.equal(paths.filter((path) => path === entry(factsOf(), 'antenv')).length, 1);
      for (const path of paths) {
        assert.equal(await readFile(join(path, SITE, 'click.py'), 'utf8'), 'y=1\n');
      }
      assert.deepEqual(said, [
        'note: The venv is not kept in the cache: the same one is there already, of another job.',
      ]);
      assert.deepEqual(await readdir(venvs()), [keyOf(factsOf())]);
    });
  });

  describe('when it is pruned', () => {
    const names = ['3.9.1', '3.10.1', '3.11.1', '3.12.1'];

    /** Four venvs of 0.6 MB, each used a day after the one before. */
    async function fill(): Promise<void> {
      for (const python of names) {
        const venv = await makeVenv(folder.path, python);
        await writeFile(join(venv.path, SITE, 'data.bin'), Buffer.alloc(600_000));
        const cache = await job();
        await cache.keep(locked(factsOf(python)), venv);
        await cache.close();
        const seconds = time / 1000;
        await utimes(entry(factsOf(python), 'complete.json'), seconds, seconds);
        time += DAY;
      }
      said = [];
    }

    const left = async (): Promise<string[]> => {
      const keys = await readdir(venvs());
      const known = names.filter((python) => keys.includes(keyOf(factsOf(python))));
      assert.equal(known.length, keys.length);
      return known;
    };

    it('keeps to its limit: what was not used for the longest time goes', async () => {
      await fill();
      await (await job({ limit: 2 })).prune();
      assert.deepEqual(await left(), ['3.10.1', '3.11.1', '3.12.1']);
      assert.deepEqual(said, [
        'note: 1 venv of 1 MB was taken out of the cache, not used for the longest time: its limit is 2 MB.',
      ]);
    });

    it('counts a use, and never takes what is in use', async () => {
      await fill();
      const user = await job();
      await user.find(locked(factsOf('3.9.1')));
      await user.close();
      const second = await job();
      await second.find(locked(factsOf('3.10.1')));
      said = [];
      await (await job({ limit: 1 })).prune();
      assert.deepEqual(await left(), ['3.10.1']);
      assert.deepEqual(said, [
        'note: 3 venvs of 2 MB were taken out of the cache, not used for the longest time: its limit is 1 MB.',
      ]);
      said = [];
      await (await job({ limit: 0 })).prune();
      assert.deepEqual(await left(), ['3.10.1']);
      assert.deepEqual(said, []);
    });

    it('takes one that was not used in place of an older one that was', async () => {
      await fill();
      const user = await job();
      await user.find(locked(factsOf('3.9.1')));
      await user.close();
      await (await job({ limit: 2 })).prune();
      assert.deepEqual(await left(), ['3.9.1', '3.11.1', '3.12.1']);
    });

    it('takes nothing when the limit is just reached', async () => {
      const cache = await job({ limit: 1 });
      for (const letter of ['a', 'b']) {
        const path = join(root(), 'v1', 'parts', letter.repeat(64));
        await writeFile(path, Buffer.alloc(500_000));
        await utimes(path, (time - DAY) / 1000, (time - DAY) / 1000);
      }
      await cache.prune();
      assert.deepEqual(said, []);
      assert.equal((await readdir(join(root(), 'v1', 'parts'))).length, 2);
    });

    it('takes parts of packages as well, but none that was used within the hour', async () => {
      await fill();
      const ago = { a: 30 * DAY, b: 2 * HOUR, c: HOUR / 2 };
      const paths = Object.entries(ago).map(async ([letter, age]) => {
        const path = join(root(), 'v1', 'parts', letter.repeat(64));
        await writeFile(path, Buffer.alloc(400_000));
        await utimes(path, (time - age) / 1000, (time - age) / 1000);
      });
      await Promise.all(paths);
      const partial = join(root(), 'v1', 'parts', '.partial-0123abcd');
      await writeFile(partial, 'half');
      await utimes(partial, (time - HOUR) / 1000, (time - HOUR) / 1000);
      await (await job({ limit: 3 })).prune();
      assert.deepEqual(await left(), names.slice(1));
      assert.deepEqual(said, [
        'note: 1 venv and 1 part of packages of 2 MB were taken out of the cache, not used for the longest time: its limit is 3 MB.',
      ]);
      await (await job({ limit: 0 })).prune();
      assert.deepEqual(await readdir(join(root(), 'v1', 'parts')), ['c'.repeat(64)]);
    });

    it('says nothing below the limit', async () => {
      await fill();
      await (await job({ limit: 3 })).prune();
      assert.deepEqual(await left(), names);
      assert.deepEqual(said, []);
    });

    it('clears away what runs left that were killed, and nothing of others', async () => {
      await keep();
      const cache = await job();
      await mkdir(venvs('.partial-0123abcd', 'antenv'), { recursive: true });
      await mkdir(venvs('.gone-0123abcd'));
      await mkdir(join(root(), 'v0'));
      await cache.prune();
      assert.deepEqual(await readdir(venvs()), [keyOf(factsOf())]);
      assert.deepEqual((await readdir(root())).toSorted(), ['cacheKey', 'v0', 'v1']);
    });
  });
});
