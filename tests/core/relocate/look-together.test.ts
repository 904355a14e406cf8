import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { FileStates } from '../../../tasks/core/relocate/file-states.js';
import { LookTogether } from '../../../tasks/core/relocate/look-together.js';
import { Looker, type Look, type Looking } from '../../../tasks/core/relocate/look.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

const SOUGHT = Buffer.from('/agent/work');

/** Few enough for one thread, and enough for several. */
const COUNTS = [0, 1, 65, 1500] as const;

describe('files that are looked at together', () => {
  const folder = folderPerTest();

  const textOf = (at: number): string => (at % 50 === 3 ? 'in /agent/work/x' : `text ${at}`);

  async function files(count: number): Promise<string[]> {
    const names = Array.from({ length: count }, (_, at) => `f${at}`);
    await writeFiles(folder.path, Object.fromEntries(names.map((name, at) => [name, textOf(at)])));
    return names.map((name) => join(folder.path, name));
  }

  function together(
    paths: readonly string[],
    looked: (files: number) => void,
    more: Partial<Looking & { places: readonly number[] }> = {},
  ): LookTogether {
    const states = FileStates.of(paths.length).numbers;
    const { places = [...paths.keys()], ...rest } = more;
    const looking = { files: paths, beginnings: [SOUGHT], plain: [], states, ...rest };
    const looker = new Looker(looking);
    return new LookTogether(looking, { looker, places, looked: (_, count) => looked(count) });
  }

  const { signal } = new AbortController();

  for (const count of COUNTS) {
    it(`are told of in their order, ${count} of them`, async () => {
      let told = 0;
      const all = together(await files(count), (more) => (told += more));
      const expected = Array.from({ length: count }, (_, at): Look => {
        const text = textOf(at);
        return {
          size: text.length,
          isProgram: false,
          digest: sha256(text),
          begins: text.startsWith('in '),
        };
      });
      assert.deepEqual(await all.finish(signal), expected);
      await all.close();
      assert.equal(told, count);
    });
  }

  for (const count of [2, 1500]) {
    it(`are not searched where their content is known, and are told as they are on disk, ${count} of them`, async () => {
      const paths = await files(count);
      const states = FileStates.of(count).numbers;
      // As it is said of one that has the path nevertheless, so that it is seen that nobody looked.
      const plain = paths.map((_, at) => sha256(at % 100 === 3 ? textOf(at) : 'another content'));
      const all = together(paths, () => undefined, { plain, states });
      const looks = await all.finish(signal);
      await all.close();
      assert.deepEqual(
        looks.map(({ begins }) => begins),
        paths.map((_, at) => at % 100 === 53),
      );
      const expected = FileStates.of(count);
      for (const [at, path] of paths.entries()) expected.tell(at, statSync(path));
      assert.deepEqual(states, expected.numbers);
      assert.equal(expected.newest, Math.max(...paths.map((path) => statSync(path).ctimeMs)));
    });
  }

  it('are those that are meant, and no others', async () => {
    const all = together(await files(10), () => undefined, { places: [2, 7] });
    const looks = await all.finish(signal);
    assert.deepEqual(Object.keys(looks), ['2', '7']);
    await all.close();
  });

  it('are looked at here where a thread has taken them and ended', async () => {
    const paths = await files(65);
    const all = together(paths, () => undefined);
    // As one does that has no memory left.
    Atomics.add(all['task'].taken, 0, 10);
    const looks = await all.finish(signal);
    assert.deepEqual(
      looks.map(({ digest }) => digest),
      paths.map((_, at) => sha256(textOf(at))),
    );
    await all.close();
  });

  it('are programs where anybody may run them, and none stays open', async () => {
    const paths = await files(3);
    await chmod(paths[0] ?? '', 0o654);
    const before = readdirSync('/proc/self/fd').length;
    const all = together(paths, () => undefined);
    const looks = await all.finish(signal);
    assert.deepEqual(
      looks.map(({ isProgram }) => isProgram),
      [true, false, false],
    );
    assert.equal(readdirSync('/proc/self/fd').length, before);
    await all.close();
  });

  it('are looked at also by threads beside this one, where there are other cores', async function () {
    if (availableParallelism() === 1) this.skip();
    const paths = await files(1500);
    await new Promise<void>((resolve) => {
      let left = paths.length;
      const all = together(paths, (more) => {
        left -= more;
        if (left === 0) void all.close().then(resolve);
      });
    });
  });

  it('fail with what is wrong with one of them, whichever thread meets it', async () => {
    const paths = await files(1500);
    await rm(paths[700] ?? '');
    const all = together(paths, () => undefined);
    await assert.rejects(all.finish(signal), { code: 'ENOENT', path: paths[700] });
    await all.close();
  });

  it('are no longer looked at when cancelled', async () => {
    const stop = new AbortController();
    const all = together(await files(1500), () => stop.abort());
    await assert.rejects(all.finish(stop.signal), { name: 'AbortError' });
    await all.close();
  });
});
