import assert from 'node:assert/strict';
import { chmod, rename, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { KeptPart, PartStore } from '../../../tasks/core/archives/part-store.js';
import { spellBuildPaths } from '../../../tasks/core/relocate/build-paths.js';
import {
  loadVenvFiles,
  type Onlooker,
  type VenvFile,
} from '../../../tasks/core/relocate/venv-files.js';
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
      end: (note) => void this.kept.set(name, JSON.stringify(note)),
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
    assert.deepEqual(noted, []);
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
      const again = await load();
      assert.ok(noted.includes(PLAIN));
      assert.deepEqual(again, await loadVenvFiles(folder.path, PATHS, signal, { onlooker }));
      noted = [];
      assert.deepEqual(await load(), again);
      assert.deepEqual(noted, []);
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
    assert.equal(store.kept.size, 3);
  });

  it('is not kept of a file that was written just now', async () => {
    await writeFile(inVenv(PLAIN), 'x = 3\n');
    await load();
    assert.equal(store.kept.size, 0);
  });

  it('is not relied on for a file that relocation changes', async () => {
    await load();
    const [[name, text] = ['', '']] = store.kept;
    store.kept.set(name, text.replaceAll(/"digest":"[0-9a-f]{64}"/g, '"digest":"00"'));
    await assert.rejects(load(), {
      failure: { code: 'file-changed', path: inVenv(`${SITE}/a/binary.so`) },
    });
  });
});
