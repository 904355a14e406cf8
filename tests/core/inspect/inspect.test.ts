// Inspecting packages that others made: plain zips, damaged ones, links, and what the platform drops.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzip } from '../../../tasks/core/archives/gzip.js';
import { tarParts } from '../../../tasks/core/archives/tar-parts.js';
import { tarBytes } from '../../../tasks/core/archives/write-tar.js';
import { zipBytes } from '../../../tasks/core/archives/write-zip.js';
import { inspectPackage, type Inspection } from '../../../tasks/core/inspect/inspect.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import { allBytes, bytesEntry, linkEntry, timed } from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const NEVER = new AbortController().signal;
const zip = (entries: readonly Entry[]): Promise<Buffer> =>
  allBytes(zipBytes(timed(entries), NEVER));
const tarGz = (entries: readonly Entry[]): Promise<Buffer> =>
  allBytes(gzip(tarParts(timed(entries), NEVER)));
const file = (path: string, content: string | Buffer = ''): Entry => bytesEntry(path, content);

const VENV = [
  file('pyvenv.cfg'),
  file('lib/python3.12/site-packages/flask/__init__.py'),
  file('lib/python3.12/site-packages/flask-3.0.0.dist-info/METADATA'),
  file('lib/python3.12/site-packages/my_pkg-1.2-3.dist-info/METADATA'),
  linkEntry('bin/python', 'python3'),
];
const inApp = VENV.map((entry) => ({ ...entry, path: `antenv/${entry.path}` }));

describe('inspectPackage', () => {
  const folder = folderPerTest();

  async function inspect(bytes: Buffer): Promise<Inspection> {
    const path = join(folder.path, 'web.zip');
    await writeFile(path, bytes);
    return inspectPackage(path);
  }

  interface Case {
    readonly name: string;
    readonly entries: () => Promise<readonly Entry[]>;
    readonly expect: Partial<Inspection>;
  }

  const manifest = (text: string): Entry => file('oryx-manifest.toml', text);
  const FOUND = { pythons: ['3.12'], distributions: ['flask 3.0.0', 'my_pkg 1.2-3'] };
  const NONE = { pythons: [], distributions: [] };

  const cases: readonly Case[] = [
    {
      name: 'a plain zip of an app',
      entries: async () => Promise.resolve([file('app.py')]),
      expect: {
        ...NONE,
        layout: 'no manifest',
        manifest: null,
        inner: null,
        addresses: { app: '/home/site/wwwroot', venv: null },
        dropped: [],
      },
    },
    {
      name: 'a venv in a tarball, with links that the platform keeps',
      entries: async () => [
        manifest('compressedVirtualEnvFile = "antenv.tar.gz"\n'),
        file('antenv.tar.gz', await tarGz(VENV)),
      ],
      expect: {
        ...FOUND,
        layout: 'venvTarball',
        addresses: { app: '/home/site/wwwroot', venv: '/antenv' },
        dropped: [],
      },
    },
    {
      name: 'a venv in zstd',
      entries: async () => {
        const tar =
          output('tar', ['--version']) === ''
            ? Buffer.alloc(0)
            : await allBytes(tarBytes(timed(VENV), NEVER));
        const path = join(folder.path, 'venv.tar');
        await writeFile(path, tar);
        output('zstd', ['--quiet', path, '-o', `${path}.zst`]);
        const { readFile } = await import('node:fs/promises');
        return [
          manifest('compressedVirtualEnvFile = "antenv.tar.zst"\n'),
          file('antenv.tar.zst', await readFile(`${path}.zst`)),
        ];
      },
      expect: { ...FOUND, layout: 'venvTarball' },
    },
    {
      name: 'a venv in a zip',
      entries: async () => [
        manifest('compressedVirtualEnvFile = "antenv.zip"\n'),
        file('antenv.zip', await zip(VENV)),
      ],
      expect: { ...FOUND, layout: 'venvZip', dropped: [] },
    },
    {
      name: 'a whole app in a tarball, whose links are lost',
      entries: async () => [
        manifest('CompressDestinationDir = "true"\nSourceDirectoryInBuildContainer = "/tmp/8d1"\n'),
        file('output.tar.gz', await tarGz([file('app.py'), ...inApp])),
      ],
      expect: {
        ...FOUND,
        layout: 'appTarball',
        addresses: { app: '/tmp/8d1', venv: '/tmp/8d1/antenv' },
        dropped: [
          { path: 'antenv/bin/python', why: 'a SymbolicLink in output.tar.gz is not unpacked' },
        ],
      },
    },
    {
      name: 'a flat package with what Kudu drops',
      entries: async () =>
        Promise.resolve([
          manifest('virtualEnvName = "antenv"\n'),
          ...inApp,
          file('deploy.sh'),
          file('a\\b.txt'),
          file('.git/HEAD'),
        ]),
      expect: {
        ...FOUND,
        layout: 'flat',
        addresses: { app: '/home/site/wwwroot', venv: '/home/site/wwwroot/antenv' },
        dropped: [
          { path: '.git/HEAD', why: 'Kudu never copies a file of that name' },
          { path: 'a\\b.txt', why: 'the backslash stays in the name' },
          { path: 'antenv/bin/python', why: 'the link becomes a text file' },
          { path: 'deploy.sh', why: 'Kudu never copies a file of that name' },
        ],
      },
    },
    {
      name: 'keys in other letters, a byte order mark, and a venv of another name in a tarball',
      entries: async () => [
        manifest(
          '\ufeffCompressedVirtualEnvFile = "./env.tar.gz"\nVirtualEnvName = "env"\nPlatformName = "python"\n',
        ),
        file('env.tar.gz', await tarGz(VENV)),
      ],
      expect: {
        ...FOUND,
        layout: 'venvTarball',
        addresses: { app: '/home/site/wwwroot', venv: '/env' },
      },
    },
    {
      name: 'a folder of another name that the manifest names',
      entries: async () =>
        Promise.resolve([
          manifest('VirtualEnvName = "env"\n'),
          ...VENV.map((entry) => ({ ...entry, path: `env/${entry.path}` })),
        ]),
      expect: {
        ...FOUND,
        layout: 'flat',
        addresses: { app: '/home/site/wwwroot', venv: '/home/site/wwwroot/env' },
      },
    },
    {
      name: 'a tarball of an app that the manifest does not let unpack',
      entries: async () => [
        manifest('CompressDestinationDir = "True"\n'),
        file('output.tar.gz', await tarGz([file('app.py'), ...inApp])),
      ],
      expect: {
        ...NONE,
        layout: 'flat',
        inner: null,
        addresses: { app: '/home/site/wwwroot', venv: null },
      },
    },
    {
      name: 'an inner archive that the manifest names and that is not there',
      entries: async () =>
        Promise.resolve([manifest('compressedVirtualEnvFile = "antenv.tar.gz"\n'), file('app.py')]),
      expect: { ...NONE, layout: 'flat', inner: null },
    },
  ];

  for (const { name, entries, expect } of cases) {
    it(name, async () => {
      const found = await inspect(await zip(await entries()));
      const wanted = Object.keys(expect) as (keyof Inspection)[];
      assert.deepEqual(Object.fromEntries(wanted.map((key) => [key, found[key]])), expect);
    });
  }

  it('refuses what is no zip, half a zip, nothing', async () => {
    const whole = await zip([file('app.py', 'x'.repeat(1000))]);
    for (const bytes of [
      Buffer.from('not a zip'),
      whole.subarray(0, whole.length - 30),
      Buffer.alloc(0),
    ]) {
      assert.equal((await failureOf(inspect(bytes))).code, 'package-unreadable');
    }
    assert.equal(
      (await failureOf(inspectPackage(join(folder.path, 'gone.zip')))).code,
      'package-unreadable',
    );
    assert.equal((await failureOf(inspectPackage(folder.path))).code, 'package-unreadable');
  });

  it('refuses a manifest that is no TOML, and names it', async () => {
    const failure = await failureOf(inspect(await zip([manifest('a = = b\n')])));
    assert.equal(failure.code, 'package-unreadable');
    assert.match('reason' in failure ? failure.reason : '', /^oryx-manifest\.toml: /);
  });

  it('refuses an inner archive that is damaged', async () => {
    const good = await tarGz(VENV);
    const text = 'compressedVirtualEnvFile = "antenv.tar.gz"\n';
    for (const bytes of [good.subarray(0, good.length / 2), Buffer.from('no gzip')]) {
      const failure = await failureOf(
        inspect(await zip([manifest(text), file('antenv.tar.gz', bytes)])),
      );
      assert.equal(failure.code, 'package-unreadable');
    }
  });

  it('refuses an inner zip that memory would not hold, before a byte of it is read', async () => {
    const bytes = await zip([
      manifest('compressedVirtualEnvFile = "antenv.zip"\n'),
      file('antenv.zip', await zip(VENV)),
    ]);
    // Its size in the directory.
    bytes.writeUInt32LE(0x9000_0000, bytes.lastIndexOf('antenv.zip') - 46 + 24);
    bytes.writeUInt16LE(8, bytes.lastIndexOf('antenv.zip') - 46 + 10);
    assert.deepEqual(await failureOf(inspect(bytes)), {
      code: 'package-unreadable',
      path: 'antenv.zip',
      reason: 'it is larger than 2147483648 bytes',
    });
  });

  it('tells the later of two manifests, which is the one on the site', async () => {
    // The packer writes no name twice: the first one gets its name afterwards.
    const text = (
      await zip([file('oryx-manifest.tomX', 'a = "1"\n'), manifest('a = "2"\n')])
    ).toString('latin1');
    const bytes = Buffer.from(text.replaceAll('tomX', 'toml'), 'latin1');
    assert.deepEqual({ ...(await inspect(bytes)).manifest }, { a: '2' });
  });

  it('refuses an entry whose bytes are damaged', async () => {
    const bytes = await zip([
      manifest('virtualEnvName = "antenv"\n'.repeat(1) + `# ${'x'.repeat(500)}\n`),
    ]);
    // Into the deflated data, behind the local header.
    bytes.fill(0xff, 70, 80);
    assert.equal((await failureOf(inspect(bytes))).code, 'package-unreadable');
  });
});
