// Packing: which entry gets which time, and what is refused before anything is written.

import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { NO_PARTS } from '../../../tasks/core/archives/part-store.js';
import { listTar } from '../../../tasks/core/archives/read-tar.js';
import { listZip, withZip } from '../../../tasks/core/archives/read-zip.js';
import { prepareFolder } from '../../../tasks/core/cache/folder.js';
import { PartFolder } from '../../../tasks/core/cache/parts.js';
import { pack, type Packed, type PackRequest } from '../../../tasks/core/pack/pack.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import type { Layout } from '../../../tasks/core/terms/layout.js';
import type { Progress } from '../../../tasks/core/terms/progress.js';
import { allBytes, bytesEntry, folderEntry, linkEntry, MAY_2024 } from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { smallApp } from '../../helpers/small-package.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const HOUR = 3600;

describe('pack', () => {
  const folder = folderPerTest();
  const at = (name: string): string => join(folder.path, name);

  function packed(layout: Layout, name: string, asked: Partial<PackRequest> = {}): Promise<Packed> {
    const request = {
      ...smallApp(layout),
      compression: 'gzip',
      startupCommand: 'startup.sh',
      baseTime: MAY_2024,
      store: NO_PARTS,
      packagePath: at('web.zip'),
      partial: at(name),
      ...asked,
    } as const;
    return pack(fakeHost(), { warn: () => undefined, note: () => undefined }, request);
  }

  const timesOf = async (name: string): Promise<Map<string, number>> =>
    new Map((await listZip(at(name))).map(({ path, mtime }) => [path, mtime]));

  const inner = (name: string, path: string): Promise<Buffer> =>
    withZip(at(name), async (entries) => {
      const entry = entries.find((one) => one.path === path);
      assert.ok(entry);
      return allBytes((await entry.stream()) as NodeJS.ReadableStream & AsyncIterable<Buffer>);
    });

  it('gives the same venv the same tarball an hour later, and all else another time', async () => {
    await packed('venvTarball', 'one');
    await packed('venvTarball', 'two', { baseTime: MAY_2024 + HOUR });
    const [one, two] = [await timesOf('one'), await timesOf('two')];
    assert.deepEqual(
      [...two].map(([path, time]) => time - (one.get(path) ?? 0)),
      [...two].map(() => HOUR),
    );
    assert.deepEqual(await inner('one', 'antenv.tar.gz'), await inner('two', 'antenv.tar.gz'));
  });

  it('gives the files of a zip inside the later time as well', async () => {
    await packed('venvZip', 'one');
    await packed('venvZip', 'two', { baseTime: MAY_2024 + HOUR });
    const times = async (name: string): Promise<number[]> =>
      withZip(await inner(name, 'antenv.zip'), async (entries) =>
        Promise.resolve(entries.map(({ mtime }) => mtime)),
      );
    assert.deepEqual(
      await times('two'),
      (await times('one')).map((time) => time + HOUR),
    );
  });

  type Venv = PackRequest['venv'];
  const changes: readonly (readonly [string, (venv: Venv) => Venv])[] = [
    ['a file more is in it', (venv) => [...venv, bytesEntry('bin/new', '1')]],
    ['a file of it is gone', (venv) => venv.slice(0, -1)],
    [
      'a file of it may be run',
      (venv) =>
        venv.map((entry) =>
          entry.kind === 'file' && entry.path === 'bin/activate'
            ? { ...entry, executable: true }
            : entry,
        ),
    ],
    [
      'a file of it has another content',
      (venv) =>
        venv.map((entry) =>
          entry.path === 'bin/activate' ? bytesEntry('bin/activate', '# another\n') : entry,
        ),
    ],
  ];
  for (const [name, change] of changes) {
    it(`gives the archive inside another time when ${name}: Kudu would skip it`, async () => {
      const { venv } = smallApp('venvTarball');
      await packed('venvTarball', 'one');
      await packed('venvTarball', 'two', { venv: change(venv) });
      const [one, two] = [await timesOf('one'), await timesOf('two')];
      assert.notEqual(two.get('antenv.tar.gz'), one.get('antenv.tar.gz'));
      assert.equal(two.get('app.py'), one.get('app.py'));
    });
  }

  it('refuses a file that the archive inside would replace where case is ignored', async () => {
    const { app } = smallApp('venvTarball');
    const failure = await failureOf(
      packed('venvTarball', 'one', { app: [...app, bytesEntry('Antenv.tar.gz', '')] }),
    );
    assert.deepEqual(failure, {
      code: 'names-clash',
      first: 'Antenv.tar.gz',
      second: 'antenv.tar.gz',
    });
    assert.deepEqual(await readdir(folder.path), []);
  });

  it('packs anew, and the same, without kept parts that turn out to be damaged', async () => {
    const cache = await prepareFolder(at('cache'), folder.path);
    const said: string[] = [];
    const tell = { warn: assert.fail, note: (text: string) => void said.push(text) };
    const store = (): PartFolder =>
      new PartFolder(cache, tell, { version: '1.0.0', now: () => new Date() });
    const { sha256 } = await packed('venvTarball', 'one', { store: store() });
    const [name = '', ...others] = await readdir(cache.parts);
    assert.deepEqual(others, []);
    const path = join(cache.parts, name);
    const bytes = await readFile(path);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await writeFile(path, bytes);
    // What was written until then is gone: a file that is there would be an error.
    const again = await packed('venvTarball', 'two', { store: store() });
    assert.equal(again.sha256, sha256);
    assert.deepEqual(said, [
      `A kept part of the package is made anew: '${path}' is not what was kept.`,
    ]);
  });

  it('names the package, and not the file beside it, when it cannot be written', async () => {
    const failure = await failureOf(packed('flat', join('gone', 'one')));
    assert.deepEqual(failure, {
      code: 'output-not-writable',
      path: at('web.zip'),
      reason: `ENOENT: no such file or directory, open '${at(join('gone', 'one'))}'`,
    });
  });

  it('holds folders, links and programs of app and venv, and tells how much of all is done', async () => {
    const app = [
      bytesEntry('app.py', 'app = 1\n'),
      folderEntry('data/empty'),
      bytesEntry('startup.sh', '#!/bin/sh\n', true),
    ];
    const venv = [
      linkEntry('bin/python3', '/opt/python/3/bin/python3'),
      folderEntry('etc'),
      bytesEntry('lib/a.py', 'a = 1\n'),
    ];
    const told: Progress[] = [];
    await packed('appTarball', 'web', {
      app,
      venv,
      advance: (progress) => void told.push(progress),
    });
    const tarball = await inner('web', 'output.tar.gz');
    const inside = await listTar(Readable.from([tarball]), 'output.tar.gz');
    assert.deepEqual(
      inside.map(({ path, type, mode, linkTarget }) => [path, type, mode, linkTarget]),
      [
        ['antenv/', 'Directory', 0o755, ''],
        ['antenv/bin/', 'Directory', 0o755, ''],
        ['antenv/bin/python3', 'SymbolicLink', 0o777, '/opt/python/3/bin/python3'],
        ['antenv/etc/', 'Directory', 0o755, ''],
        ['antenv/lib/', 'Directory', 0o755, ''],
        ['antenv/lib/a.py', 'File', 0o644, ''],
        ['app.py', 'File', 0o644, ''],
        ['data/', 'Directory', 0o755, ''],
        ['data/empty/', 'Directory', 0o755, ''],
        ['startup.sh', 'File', 0o755, ''],
      ],
    );
    // Manifest and startup file of the zip, and all files inside.
    const { manifest } = smallApp('appTarball');
    const all = { bytes: Buffer.byteLength(manifest) + 10 + 8 + 10 + 6, files: 5 };
    assert.deepEqual(told.at(-1), { done: all, of: all });
  });

  it('gives a link and an empty folder the time of what they are', async () => {
    const { app } = smallApp('flat');
    const timeOf = async (name: string, entry: Entry): Promise<number | undefined> => {
      await packed('flat', name, { app: [...app, entry] });
      return [...(await timesOf(name))].find(([path]) => path.startsWith('x'))?.[1];
    };
    const times = [
      await timeOf('one', linkEntry('x', 'here')),
      await timeOf('two', linkEntry('x', 'there')),
      await timeOf('three', folderEntry('x')),
    ];
    assert.equal(new Set(times).size, 3);
  });

  it('tells how many entries are in the zip and in the archive inside', async () => {
    const counts = async (layout: Layout): Promise<unknown> => {
      const { entries, inner: inside } = await packed(layout, layout);
      return [entries, inside?.name, inside?.entries];
    };
    const { app, venv } = smallApp('flat');
    assert.deepEqual(await counts('flat'), [app.length + venv.length + 1, undefined, undefined]);
    const { venv: ofZip } = smallApp('venvZip');
    assert.deepEqual(await counts('venvZip'), [app.length + 2, 'antenv.zip', ofZip.length]);
    // A tar has each folder as well: bin, lib and five below it.
    const { venv: ofTar } = smallApp('venvTarball');
    assert.deepEqual(await counts('venvTarball'), [
      app.length + 2,
      'antenv.tar.gz',
      ofTar.length + 7,
    ]);
  });
});
