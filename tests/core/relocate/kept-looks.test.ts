import assert from 'node:assert/strict';
import { chmod, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { KeptPart, PartStore } from '../../../tasks/core/archives/part-store.js';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { spellBuildPaths, type BuildPath } from '../../../tasks/core/relocate/build-paths.js';
import type { VenvFile } from '../../../tasks/core/relocate/venv-file.js';
import { loadVenvFiles, type Onlooker } from '../../../tasks/core/relocate/venv-files.js';
import { recordHash } from '../../../tasks/core/terms/record.js';
import type { InstalledWheels } from '../../../tasks/core/terms/wheels.js';
import { MAY_2024 } from '../../helpers/entries.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

const { signal } = new AbortController();
const FROM = '/agent/work/1/s/antenv';
const PATHS = spellBuildPaths([{ from: FROM, to: '/antenv' }]);
const SITE = 'lib/python3.12/site-packages';
const PLAIN = `${SITE}/a/plain.py`;

/** Longer than a file is too fresh. */
const A_WHILE = 150;

/** Keeps notes as the cache does, in memory. */
class Notes implements PartStore {
  readonly kept = new Map<string, string>();
  /** How often the files of a venv were read and kept. */
  times = 0;
  private readonly nothing: KeptPart['content'] = { kind: 'file', path: '', offset: 0, size: 0 };

  find(name: string): KeptPart | undefined {
    const note = this.kept.get(name);
    return note === undefined
      ? undefined
      : { content: this.nothing, crc: 0, note: JSON.parse(note) };
  }

  forget(): void {
    assert.fail('Looks have no bytes.');
  }

  begin(name: string): ReturnType<PartStore['begin']> {
    return {
      add: () => assert.fail('Looks are a note.'),
      end: (note) => {
        this.kept.set(name, JSON.stringify(note));
        if (typeof note === 'object') this.times += 1;
      },
    };
  }
}

describe('what was seen in the files of a venv', () => {
  const folder = folderPerTest();
  let store: Notes;
  let noted: string[];

  const onlooker: Onlooker = {
    name: 'sources',
    wants: (path) => path.endsWith('.py'),
    note: (path, bytes) => {
      noted.push(path);
      return { first: bytes.toString().split('\n', 1)[0] };
    },
  };
  const load = async (by = onlooker, paths = PATHS): Promise<VenvFile[]> => {
    noted = [];
    return loadVenvFiles(folder.path, paths, signal, { onlooker: by, store });
  };
  const inVenv = (path: string): string => join(folder.path, path);
  /** After a first reading: this run reads all files, as if nothing were known, and the next run none. */
  const isReadOnceMore = async (): Promise<void> => {
    const again = await load();
    assert.equal(store.times, 2);
    assert.deepEqual(again, await loadVenvFiles(folder.path, PATHS, signal, { onlooker }));
    assert.deepEqual(await load(), again);
    assert.equal(store.times, 2);
  };

  beforeEach(async () => {
    store = new Notes();
    await writeFiles(folder.path, {
      'bin/tool': `#!${FROM}/bin/python\n`,
      [`${SITE}/a/binary.so`]: Buffer.from(`\u007fELF\0${FROM}/lib\0`),
      [`${SITE}/a/empty.txt`]: '',
      [`${SITE}/a/home.py`]: `home = "${FROM}"\n`,
      [PLAIN]: 'x = 1\ny = 2\n',
      [`${SITE}/a-1.dist-info/RECORD`]: 'a/plain.py,,\n',
    });
    await chmod(inVenv(`${SITE}/a/binary.so`), 0o755);
    // A time that can be set again: others have fractions that are lost on the way.
    await utimes(inVenv(PLAIN), MAY_2024, MAY_2024);
    await setTimeout(A_WHILE);
  });

  it('is known in the next run, and the files are the same', async () => {
    const first = await load();
    assert.deepEqual(noted, [`${SITE}/a/home.py`, PLAIN]);
    assert.deepEqual(await load(), first);
    assert.deepEqual([noted, store.times], [[], 1]);
  });

  const changes: readonly { name: string; change: () => Promise<unknown> }[] = [
    {
      name: 'has other bytes, as many as before, and its old times',
      change: async () => {
        await writeFile(inVenv(PLAIN), 'x = 3\ny = 4\n');
        await utimes(inVenv(PLAIN), MAY_2024, MAY_2024);
        assert.equal((await stat(inVenv(PLAIN))).mtimeMs, MAY_2024 * 1000);
      },
    },
    { name: 'may be run', change: () => chmod(inVenv(PLAIN), 0o755) },
    {
      name: 'is another one that was moved there',
      change: async () => {
        await writeFile(inVenv('new'), 'x = 3\ny = 4\n');
        await rename(inVenv('new'), inVenv(PLAIN));
      },
    },
    { name: 'is new', change: () => writeFile(inVenv(`${SITE}/b.py`), '') },
    {
      name: 'is behind a link',
      change: async () => {
        await rename(inVenv(PLAIN), inVenv('moved.py'));
        await symlink(inVenv('moved.py'), inVenv(PLAIN));
      },
    },
  ];
  for (const { name, change } of changes) {
    it(`is not when a file ${name}`, async () => {
      await load();
      await change();
      await setTimeout(A_WHILE);
      await isReadOnceMore();
    });
  }

  it('is not when a folder has another name, of whose files none was touched', async () => {
    await load();
    // At the same place among the others.
    await rename(inVenv(`${SITE}/a`), inVenv(`${SITE}/A`));
    const again = await load();
    assert.deepEqual(noted, [`${SITE}/A/home.py`, `${SITE}/A/plain.py`]);
    assert.deepEqual(again, await loadVenvFiles(folder.path, PATHS, signal, { onlooker }));
  });

  it('is not when other paths are searched for, or somebody else looks on', async () => {
    await load();
    const others = spellBuildPaths([{ from: `${FROM}/lib`, to: '/antenv/lib' }]);
    const [, binary, , home] = await load(onlooker, others);
    assert.deepEqual([binary?.keepsBuildPath, home?.bytes], [true, undefined]);
    assert.equal(noted.length, 2);
    const files = await load({
      ...onlooker,
      name: 'texts',
      wants: (path) => path.endsWith('.txt'),
    });
    assert.deepEqual(noted, [`${SITE}/a/empty.txt`]);
    assert.deepEqual(
      files.map(({ note }) => note),
      [undefined, undefined, { first: '' }, undefined, undefined, undefined],
    );
  });

  it('is not relied on when a file was written just now', async () => {
    await writeFile(inVenv(PLAIN), 'x = 3\n');
    await load();
    // Not even when nobody touched it since: its time may be that of a second writing.
    await setTimeout(A_WHILE);
    await isReadOnceMore();
  });

  describe('in the venv before', () => {
    const job = (name: string): readonly BuildPath[] =>
      spellBuildPaths([
        { from: `/agent/work/_temp/${name}/antenv`, to: '/antenv' },
        { from: '/agent/work/1/s', to: '/home/site/wwwroot' },
      ]);
    const texts = {
      [`${SITE}/a/first.py`]: 'home = "/agent/work/_temp/first/antenv/lib"\n',
      [`${SITE}/a/second.py`]: 'home = "/agent/work/_temp/second/antenv/lib"\n',
      [`${SITE}/a/sources.txt`]: '/agent/work/1/s/app.py\n',
    };

    /** The next venv has other numbers (inodes) and times, as one that was installed anew. */
    const loadNext = async (changed: Record<string, string>): Promise<VenvFile[]> => {
      const next = join(folder.path, 'next');
      await writeFiles(next, { [PLAIN]: 'x = 1\ny = 2\n', ...texts, ...changed });
      noted = [];
      const files = await loadVenvFiles(next, job('second'), signal, { onlooker, store });
      const by = [...noted];
      assert.deepEqual(files, await loadVenvFiles(next, job('second'), signal, { onlooker }));
      noted = by;
      return files;
    };

    beforeEach(async () => {
      const before = join(folder.path, 'before');
      await writeFiles(before, { [PLAIN]: 'x = 1\ny = 2\n', ...texts });
      await loadVenvFiles(before, job('first'), signal, { onlooker, store });
    });

    it('is true of files with the same content, but for the paths that are others now', async () => {
      const files = await loadNext({});
      assert.deepEqual(noted, []);
      assert.deepEqual(
        files.map(({ path, bytes }) => [posix.basename(path), bytes !== undefined]),
        [
          ['first.py', false],
          ['plain.py', false],
          ['second.py', true],
          ['sources.txt', true],
        ],
      );
    });

    it('is not of a file with another content, nor of a new one', async () => {
      await loadNext({ [PLAIN]: 'x = "/agent/work/_temp/second/antenv"\n', [`${SITE}/b.py`]: '' });
      assert.deepEqual(noted, [PLAIN, `${SITE}/b.py`]);
    });

    it('is not of files that lead elsewhere, or that somebody else looked at', async () => {
      noted = [];
      const next = join(folder.path, 'before');
      const others = spellBuildPaths([{ from: '/elsewhere/antenv', to: '/antenv' }]);
      await loadVenvFiles(next, others, signal, { onlooker, store });
      assert.equal(noted.length, 3);
      const other = { ...onlooker, name: 'others' };
      await loadVenvFiles(next, job('first'), signal, { onlooker: other, store });
      assert.equal(noted.length, 6);
    });

    describe('that was made of the same wheels', () => {
      const RECORD = `${SITE}/a-1.dist-info/RECORD`;
      const OTHER = `${SITE}/b-1.dist-info/RECORD`;
      const WHEEL = 'aa'.repeat(32);
      const WHEELS = new Map([['a', WHEEL]]);
      const OLD = 'x = 1\n';
      /** What is read in its place would have another digest. */
      const NEW = 'x = 2\n';
      const row = (text = OLD, size = text.length): string =>
        `a/plain.py,${recordHash(sha256(text))},${size}\n`;
      const loadAt = async (
        name: string,
        files: Record<string, string>,
        wheels?: InstalledWheels,
      ): Promise<string | undefined> => {
        const venv = join(folder.path, name);
        await writeFiles(venv, { [PLAIN]: OLD, [RECORD]: row(), ...files });
        const watching = { onlooker, store, ...(wheels && { wheels }) };
        const loaded = await loadVenvFiles(venv, job(name), signal, watching);
        return loaded.find(({ path }) => path === PLAIN)?.digest;
      };

      it('is true of their files, which are not read', async () => {
        await loadAt('first', {}, WHEELS);
        noted = [];
        assert.equal(await loadAt('second', { [PLAIN]: NEW }, WHEELS), sha256(OLD));
        assert.deepEqual(noted, []);
      });

      it('is true of them after runs that used the venv again', async () => {
        await loadAt('first', {}, WHEELS);
        await loadAt('first', {});
        assert.equal(store.times, 3);
        assert.equal(await loadAt('second', { [PLAIN]: NEW }, WHEELS), sha256(OLD));
      });

      it('is true of them where the distribution is spelled in another way', async () => {
        const spelled = { [RECORD]: '', [`${SITE}/My_Lib-1.dist-info/RECORD`]: row() };
        const wheels = new Map([['my-lib', WHEEL]]);
        await loadAt('first', spelled, wheels);
        assert.equal(await loadAt('second', { ...spelled, [PLAIN]: NEW }, wheels), sha256(OLD));
      });

      it('is known in the next run, also of files that were not read', async () => {
        await loadAt('first', {}, WHEELS);
        const venv = join(folder.path, 'second');
        await writeFiles(venv, { [PLAIN]: OLD, [RECORD]: row() });
        await setTimeout(A_WHILE);
        const watching = { onlooker, store, wheels: WHEELS };
        const files = await loadVenvFiles(venv, job('second'), signal, watching);
        const { times } = store;
        assert.deepEqual(await loadVenvFiles(venv, job('second'), signal, watching), files);
        assert.equal(store.times, times);
      });

      it('is not of a program, which is read for what runs it', async () => {
        const tool = '#!/bin/sh\n';
        const listed = `../../../bin/tool,${recordHash(sha256(tool))},${tool.length}\n`;
        for (const name of ['first', 'second']) {
          const venv = join(folder.path, name);
          await writeFiles(venv, { 'bin/tool': tool, [RECORD]: listed });
          const watching = { onlooker, store, wheels: WHEELS };
          const [program] = await loadVenvFiles(venv, job(name), signal, watching);
          assert.deepEqual([program?.path, program?.executable], ['bin/tool', true]);
        }
      });

      it('is not of them after a run that found other contents in the venv', async () => {
        await loadAt('first', {}, WHEELS);
        // Of another wheel of that version, by a run that ended before it noted which.
        await loadAt('first', { [PLAIN]: NEW });
        const stale = { [PLAIN]: OLD, [RECORD]: row(NEW) };
        assert.equal(await loadAt('second', stale, WHEELS), sha256(OLD));
      });

      it('is not of a file that was written after its installer had written the RECORD', async () => {
        await loadAt('first', {}, WHEELS);
        const venv = join(folder.path, 'second');
        await writeFiles(venv, { [PLAIN]: OLD, [RECORD]: row() });
        await setTimeout(A_WHILE);
        await writeFiles(venv, { [PLAIN]: NEW });
        await utimes(join(venv, PLAIN), MAY_2024, MAY_2024);
        const watching = { onlooker, store, wheels: WHEELS };
        const [plain] = await loadVenvFiles(venv, job('second'), signal, watching);
        assert.deepEqual([plain?.path, plain?.digest], [PLAIN, sha256(NEW)]);
      });

      type Made = readonly [files: Record<string, string>, wheels?: InstalledWheels];
      const SAME: Made = [{}, WHEELS];
      const rows: readonly { name: string; before?: Made; now?: Made }[] = [
        { name: 'whose wheel is another one', now: [{}, new Map([['a', 'bb'.repeat(32)]])] },
        { name: 'that came as no wheel', now: [{}, new Map([['a', undefined]])] },
        {
          name: 'that came as no wheel before either',
          before: [{}, new Map([['a', undefined]])],
          now: [{}, new Map([['a', undefined]])],
        },
        { name: 'whose wheel nobody told', now: [{}, new Map()] },
        { name: 'whose wheel nobody told before', before: [{}, new Map()] },
        { name: 'of a venv that was there already', now: [{}] },
        { name: 'of which the RECORD tells another hash', now: [{ [RECORD]: row(NEW) }, WHEELS] },
        {
          name: 'whose RECORD tells no hash',
          before: [{ [RECORD]: 'a/plain.py,,\n' }, WHEELS],
          now: [{ [RECORD]: 'a/plain.py,,\n' }, WHEELS],
        },
        {
          name: 'that did not have what the RECORD tells',
          before: [{ [RECORD]: row('y = 1\n') }, WHEELS],
          now: [{ [RECORD]: row('y = 1\n') }, WHEELS],
        },
        { name: 'that another distribution has, too', now: [{ [OTHER]: row(NEW) }, WHEELS] },
        {
          name: 'that another distribution has, too, by another spelling',
          now: [{ [OTHER]: row(NEW).replace('a/', '../site-packages/a/') }, WHEELS],
        },
      ];
      for (const { name, before = SAME, now = SAME } of rows) {
        it(`is not of a file ${name}`, async () => {
          await loadAt('first', ...before);
          const [files, wheels] = now;
          assert.equal(await loadAt('second', { [PLAIN]: NEW, ...files }, wheels), sha256(NEW));
        });
      }

      it('is not of a file that has another size', async () => {
        await loadAt('first', {}, WHEELS);
        const longer = 'x = 100\n';
        assert.equal(await loadAt('second', { [PLAIN]: longer }, WHEELS), sha256(longer));
      });

      it('is not of a file of a distribution that another one carries along', async () => {
        const inner = `${SITE}/a/_vendor/c-1.dist-info/RECORD`;
        const carried = { [RECORD]: '', [inner]: `../${row().slice('a/'.length)}` };
        const wheels = new Map([['c', WHEEL]]);
        await loadAt('first', carried, wheels);
        assert.equal(await loadAt('second', { ...carried, [PLAIN]: NEW }, wheels), sha256(NEW));
      });

      it('tells whether somebody may run a file', async () => {
        await loadAt('first', {}, WHEELS);
        const venv = join(folder.path, 'third');
        await writeFiles(venv, { [PLAIN]: OLD, [RECORD]: row() });
        await chmod(join(venv, PLAIN), 0o755);
        const watching = { onlooker, store, wheels: WHEELS };
        const [plain] = await loadVenvFiles(venv, job('third'), signal, watching);
        assert.deepEqual([plain?.path, plain?.executable], [PLAIN, true]);
      });
    });

    it('is that of the last run, also where nothing was read', async () => {
      await setTimeout(A_WHILE);
      const loadIn = async (name: string): Promise<unknown> =>
        loadVenvFiles(join(folder.path, name), job('first'), signal, { onlooker, store });
      await loadIn('before');
      await writeFiles(join(folder.path, 'other'), { [PLAIN]: 'of another app' });
      await loadIn('other');
      await loadIn('before');
      assert.equal(store.times, 3);
      await loadNext({});
      assert.deepEqual(noted, []);
    });

    it('is no use when it is gone, and nothing is missed', async () => {
      for (const [name, text] of store.kept) if (text.startsWith('{')) store.kept.delete(name);
      await loadNext({});
      assert.equal(noted.length, 3);
    });
  });

  it('is not relied on for a file that relocation changes', async () => {
    await load();
    for (const [name, text] of store.kept) {
      const others = text.replace(/"digests":"[0-9a-f]+"/, (all) => all.replaceAll(/\d/g, '0'));
      store.kept.set(name, others);
    }
    await assert.rejects(load(), {
      failure: { code: 'file-changed', path: inVenv(`${SITE}/a/binary.so`) },
    });
  });
});
