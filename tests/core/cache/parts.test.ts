// Archives whose parts are kept: the same bytes, taken from the folder only where they are sound.

import assert from 'node:assert/strict';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { BlockPool } from '../../../tasks/core/archives/block-pool.js';
import { gzip } from '../../../tasks/core/archives/gzip.js';
import {
  findSound,
  NO_PARTS,
  partPieces,
  withSoundParts,
  type PartStore,
} from '../../../tasks/core/archives/part-store.js';
import { tarParts } from '../../../tasks/core/archives/tar-parts.js';
import { zipBytes } from '../../../tasks/core/archives/write-zip.js';
import { prepareFolder, type CacheFolder } from '../../../tasks/core/cache/folder.js';
import { PartFolder } from '../../../tasks/core/cache/parts.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import {
  allBytes,
  bytesEntry,
  diskEntry,
  MAY_2024,
  noise,
  prose,
  timed,
} from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const { signal } = new AbortController();
const SITE = 'lib/python3.12/site-packages';
const LARGE = Buffer.concat([noise(900_000), prose(900_000)]);

function changeByte(path: string, at: number): void {
  const bytes = readFileSync(path);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe('compressed parts in the cache', () => {
  const folder = folderPerTest();
  let said: string[];
  /** How often packing began. */
  let attempts: number;
  let place: CacheFolder;

  beforeEach(async () => {
    said = [];
    attempts = 0;
    place = await prepareFolder(join(folder.path, 'cache'), folder.path);
  });

  function store(version = '1.0.0', now = new Date()): PartFolder {
    const tell = { warn: assert.fail, note: (text: string) => void said.push(text) };
    return new PartFolder(place, tell, { version, now: () => now });
  }

  /** Three parts: small ones, a large one, small ones again; and what is not installed. */
  function venv(changed = 'x = 1\n'): Entry[] {
    const onDisk = join(folder.path, 'large.so');
    writeFileSync(onDisk, LARGE);
    return [
      bytesEntry('bin/flask', '#!/antenv/bin/python\n', true),
      bytesEntry(`${SITE}/click/core.py`, changed),
      diskEntry(`${SITE}/large/x.so`, onDisk, LARGE),
      bytesEntry(`${SITE}/large/y.py`, prose(3000)),
      bytesEntry(`${SITE}/six.py`, 'y = 2\n'),
    ];
  }

  const packers = {
    gzip: (entries: readonly Entry[], parts: PartStore, mtime = MAY_2024) => {
      const pool = new BlockPool();
      return withSoundParts(parts, (sound) => {
        attempts += 1;
        const made = tarParts(timed(entries, mtime), signal, { pool });
        return allBytes(gzip(made, { pool, store: sound }));
      });
    },
    zip: (entries: readonly Entry[], parts: PartStore, mtime = MAY_2024) =>
      withSoundParts(parts, (sound) => {
        attempts += 1;
        return allBytes(zipBytes(timed(entries, mtime), signal, { store: sound }));
      }),
  };
  const all = { parts: 3, bytes: 1_803_012 };

  for (const [name, packed] of Object.entries(packers)) {
    describe(`of a ${name}`, () => {
      it('give the same bytes whether they are made, kept or used again', async () => {
        const without = await packed(venv(), NO_PARTS);
        const first = store();
        assert.deepEqual(await packed(venv(), first), without);
        first.close();
        const second = store();
        assert.deepEqual(await packed(venv(), second), without);
        assert.deepEqual(first.counts(), { asked: all, used: { parts: 0, bytes: 0 } });
        assert.deepEqual(second.counts(), { asked: all, used: all });
        assert.equal(readdirSync(place.parts).length, 3);
        assert.deepEqual(said, []);
      });

      it('are made anew where something changed, and only there', async () => {
        await packed(venv(), store());
        const changed = venv('x = 2\n');
        const next = store();
        assert.deepEqual(await packed(changed, next), await packed(changed, NO_PARTS));
        assert.deepEqual(next.counts().used, { parts: 2, bytes: all.bytes - 6 });
      });

      it('give the same bytes as without them, where files have another time', async () => {
        await packed(venv(), store());
        const later = MAY_2024 + 60;
        assert.deepEqual(
          await packed(venv(), store(), later),
          await packed(venv(), NO_PARTS, later),
        );
      });

      it('are not those of another version of this product', async () => {
        await packed(venv(), store());
        const next = store('1.0.1');
        await packed(venv(), next);
        assert.equal(next.counts().used.parts, 0);
      });

      const damages = {
        'is empty': (path: string) => truncateSync(path, 0),
        'lost its end': (path: string) => truncateSync(path, readFileSync(path).length - 1),
        'has another byte': (path: string) => changeByte(path, 3),
        'has another length of its note': (path: string) => changeByte(path, -16),
      };
      for (const [what, damage] of Object.entries(damages)) {
        it(`are told and made anew when one ${what}`, async () => {
          const whole = await packed(venv(), store());
          const [part = ''] = readdirSync(place.parts);
          const path = join(place.parts, part);
          const before = readFileSync(path);
          damage(path);
          const next = store();
          assert.deepEqual(await packed(venv(), next), whole);
          assert.deepEqual([next.counts().asked, next.counts().used.parts], [all, 2]);
          const why = what.startsWith('has another')
            ? 'is not what was kept'
            : 'was not written to its end';
          assert.deepEqual(said, [`A kept part of the package is made anew: '${path}' ${why}.`]);
          assert.deepEqual(readFileSync(path), before);
        });
      }

      it('are all told and made anew when all are damaged, and packing begins anew once', async () => {
        const whole = await packed(venv(), store());
        const paths = readdirSync(place.parts).map((part) => join(place.parts, part));
        const before = paths.map((path) => readFileSync(path));
        for (const path of paths) changeByte(path, 3);
        const next = store();
        attempts = 0;
        assert.deepEqual(await packed(venv(), next), whole);
        assert.equal(attempts, 2);
        assert.deepEqual(
          said.toSorted(),
          paths
            .map(
              (path) => `A kept part of the package is made anew: '${path}' is not what was kept.`,
            )
            .toSorted(),
        );
        assert.deepEqual(next.counts(), { asked: all, used: { parts: 0, bytes: 0 } });
        next.close();
        assert.deepEqual(
          paths.map((path) => readFileSync(path)),
          before,
        );
      });

      it('are none of what changed since it was digested, and the packing says so', async () => {
        const entries = venv();
        const file = join(folder.path, 'large.so');
        writeFileSync(file, Buffer.concat([LARGE.subarray(1), LARGE.subarray(0, 1)]));
        const parts = store();
        const failure = await failureOf(packed(entries, parts));
        assert.deepEqual(failure, { code: 'file-changed', path: file });
        parts.close();
        assert.deepEqual(await packed(venv(), store()), await packed(venv(), NO_PARTS));
      });

      it('are none when the packing ends early', async () => {
        const entries = venv();
        const file = join(folder.path, 'large.so');
        truncateSync(file, 10);
        const parts = store();
        await assert.rejects(packed(entries, parts));
        parts.close();
        const names = readdirSync(place.parts);
        assert.ok(
          names.length <= 1 && names.every((one) => /^[0-9a-f]{64}$/.test(one)),
          names.join(' '),
        );
      });

      it('leave no file open, whether they are made, used again or damaged', async () => {
        const before = readdirSync('/proc/self/fd').length;
        await packed(venv(), store());
        await packed(venv(), store());
        for (const one of readdirSync(place.parts)) changeByte(join(place.parts, one), 0);
        await packed(venv(), store());
        assert.equal(readdirSync('/proc/self/fd').length, before);
      });

      it('are told not to be kept where they cannot be, and the archive is whole', async () => {
        rmSync(place.parts, { recursive: true });
        const next = store();
        assert.deepEqual(await packed(venv(), next), await packed(venv(), NO_PARTS));
        assert.match(said.join('\n'), /^Parts of the package are not kept in the cache: ENOENT/);
        assert.equal(said.length, 1);
      });
    });
  }

  it('of a zip serve another time as well, since times stand in its headers', async () => {
    await packers.zip(venv(), store());
    const next = store();
    const later = await packers.zip(venv(), next, MAY_2024 + 100);
    assert.deepEqual(later, await packers.zip(venv(), NO_PARTS, MAY_2024 + 100));
    assert.equal(next.counts().used.parts, 3);
  });

  it('are told not to be kept when one cannot get its name in the end', () => {
    const parts = store();
    const [one, other] = [parts.begin('one'), parts.begin('other')];
    one?.add(Buffer.from('bytes'));
    rmSync(place.parts, { recursive: true });
    one?.end({});
    other?.add(Buffer.from('more'));
    other?.end({});
    parts.close();
    assert.equal(said.length, 1);
    assert.match(
      said[0] ?? '',
      /^Parts of the package are not kept in the cache: ENOENT: .*rename/,
    );
    assert.equal(parts.begin('third'), undefined);
  });

  it('leave nothing behind when one cannot get its name in the end', () => {
    store().begin('one')?.end({});
    const [name = ''] = readdirSync(place.parts);
    rmSync(join(place.parts, name));
    mkdirSync(join(place.parts, name, 'something'), { recursive: true });
    const before = readdirSync('/proc/self/fd').length;
    const parts = store();
    const one = parts.begin('one');
    one?.add(Buffer.from('bytes'));
    one?.end({});
    assert.deepEqual(readdirSync(place.parts), [name]);
    assert.equal(readdirSync('/proc/self/fd').length, before);
    assert.match(
      said.join('\n'),
      /^Parts of the package are not kept in the cache: E\w+: .*rename/,
    );
  });

  describe('that is read later', () => {
    const kept = (): string => {
      const part = store().begin('one');
      part?.add(prose(3000));
      part?.end({ of: 'mine' });
      return join(place.parts, readdirSync(place.parts)[0] ?? '');
    };

    it('is what was kept, with its note', () => {
      const path = kept();
      const found = findSound(store(), 'one', 5000);
      assert.deepEqual(found?.note, { of: 'mine' });
      assert.deepEqual(found.content, { kind: 'file', path, offset: 0, size: 3000 });
      assert.deepEqual(said, []);
    });

    it('is told, removed and not found again when it is not', () => {
      const path = kept();
      changeByte(path, 3);
      const next = store();
      assert.equal(findSound(next, 'one', 5000), undefined);
      assert.deepEqual(said, [
        `A kept part of the package is made anew: '${path}' is not what was kept.`,
      ]);
      assert.deepEqual(readdirSync(place.parts), []);
      assert.deepEqual(next.counts(), {
        asked: { parts: 1, bytes: 5000 },
        used: { parts: 0, bytes: 0 },
      });
      changeByte(kept(), 3);
      assert.equal(next.find('one', 5000), undefined);
    });

    for (const [name, damage] of [
      ['its note is another', (bytes: Buffer) => bytes.write('{"of":"nine"}', 3000)],
      ['its note is longer than all of it', (bytes: Buffer) => bytes.writeUInt32LE(9000, 3013)],
      ['its note is told to be shorter', (bytes: Buffer) => bytes.writeUInt32LE(12, 3013)],
      ['its CRC is another', (bytes: Buffer) => bytes.writeUInt32LE(1, 3017)],
    ] as const) {
      it(`is told and removed where ${name}`, () => {
        const path = kept();
        const bytes = readFileSync(path);
        damage(bytes);
        writeFileSync(path, bytes);
        assert.equal(store().find('one', 5000), undefined);
        assert.deepEqual(said, [
          `A kept part of the package is made anew: '${path}' is not what was kept.`,
        ]);
        assert.deepEqual(readdirSync(place.parts), []);
      });
    }

    it('has the time of its last use, so that pruning takes it last', () => {
      const path = kept();
      utimesSync(path, 1, 1);
      assert.ok(store('1.0.0', new Date(MAY_2024 * 1000)).find('one', 5000));
      assert.equal(statSync(path).mtimeMs, MAY_2024 * 1000);
    });

    it('is not that of another processor', () => {
      kept();
      const { arch } = process;
      Object.defineProperty(process, 'arch', { value: 'riscv64' });
      try {
        assert.equal(store().find('one', 5000), undefined);
      } finally {
        Object.defineProperty(process, 'arch', { value: arch });
      }
      assert.ok(store().find('one', 5000));
    });

    it('is told when another job has removed it meanwhile', async () => {
      const path = kept();
      const parts = store();
      const part = parts.find('one', 5000);
      assert.ok(part);
      rmSync(path);
      const read = withSoundParts(parts, () => {
        attempts += 1;
        return Promise.resolve(attempts === 1 ? [...partPieces(part)] : []);
      });
      assert.deepEqual(await read, []);
      assert.deepEqual(said, [
        `A kept part of the package is made anew: '${path}' was removed or cut meanwhile.`,
      ]);
    });

    it('is told when it has been cut meanwhile', () => {
      const path = kept();
      const parts = store();
      const find = parts.find.bind(parts);
      parts.find = (name, size) => {
        const found = find(name, size);
        truncateSync(path, 10);
        return found;
      };
      assert.equal(findSound(parts, 'one', 5000), undefined);
      assert.deepEqual(said, [
        `A kept part of the package is made anew: '${path}' was removed or cut meanwhile.`,
      ]);
    });

    it('is no file, and stays where it is', () => {
      const path = kept();
      rmSync(path);
      mkdirSync(path);
      assert.equal(store().find('one', 5000), undefined);
      assert.deepEqual(said, [
        `A kept part of the package is made anew: '${path}' cannot be read (EISDIR: illegal operation on a directory, read).`,
        `Parts of the package are not kept in the cache: Path is a directory: rm returned EISDIR (is a directory) ${path}.`,
      ]);
    });

    it('is not counted where packing begins anew without any', () => {
      const path = kept();
      const parts = store();
      const part = parts.find('one', 5000);
      assert.ok(part);
      rmSync(path);
      mkdirSync(path);
      parts.begin('other')?.end({});
      assert.ok(parts.find('other', 300));
      parts.forget(part, 'is not what was kept');
      assert.equal(parts.find('other', 300), undefined);
      assert.deepEqual(parts.counts(), {
        asked: { parts: 2, bytes: 5300 },
        used: { parts: 0, bytes: 0 },
      });
    });
  });

  it('are dropped when nobody ends them', () => {
    const parts = store();
    parts.begin('one')?.add(Buffer.from('bytes'));
    assert.equal(readdirSync(place.parts).length, 1);
    parts.close();
    assert.deepEqual(readdirSync(place.parts), []);
    assert.deepEqual(said, []);
  });

  it('of another user are made anew', async () => {
    await packers.gzip(venv(), store());
    place = { ...place, trusted: new Set([4711]) };
    const next = store();
    await packers.gzip(venv(), next);
    assert.equal(next.counts().used.parts, 0);
    assert.match(
      said[0] ?? '',
      /^A kept part of the package is made anew: '.*' belongs to another user\.$/,
    );
  });
});
