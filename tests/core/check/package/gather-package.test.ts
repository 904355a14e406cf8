// Our own packages in all layouts, by way of the zip and by way of the entries: the same evidence, nothing to say.

import assert from 'node:assert/strict';
import { bytesEntry } from '../../../helpers/entries.js';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence, Tree } from '../../../../tasks/core/check/evidence.js';
import { evidenceFromEntries } from '../../../../tasks/core/check/package/evidence-from-entries.js';
import { gatherPackage } from '../../../../tasks/core/check/package/gather-package.js';
import type { Gathered, SharedObjectFile } from '../../../../tasks/core/check/package/gathered.js';
import { archiveRules } from '../../../../tasks/core/check/rules/archive.js';
import { manifestRules } from '../../../../tasks/core/check/rules/manifest.js';
import { secretRules } from '../../../../tasks/core/check/rules/secret.js';
import { venvRules } from '../../../../tasks/core/check/rules/venv.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { LAYOUTS, type Layout } from '../../../../tasks/core/terms/layout.js';
import type { Progress } from '../../../../tasks/core/terms/progress.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { folderPerTest } from '../../../helpers/temp-folder.js';
import { ELF_START, packSmall, smallApp } from '../../../helpers/small-package.js';

const { signal } = new AbortController();
const RULES = [...archiveRules, ...manifestRules, ...venvRules];

/** Every finding of the three families. */
function findingsOf(evidence: Evidence): string[] {
  return RULES.flatMap((rule) => rule.check(evidence) ?? []).map(
    ({ code, severity, message }) => `${severity} ${code}: ${message}`,
  );
}

const stack = { runtimeStack: 'PYTHON|3.12', image: findImage('3.12') };

/** A tree as path to text, `…` where it is not kept, `-> target` for a link; `*` behind executable ones. */
function sketch(tree: Tree | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(tree?.files.values() ?? [])]
      .map(({ path, text, link, executable }): [string, string] => [
        `${path}${executable ? '*' : ''}`,
        link === undefined ? (text ?? '…') : `-> ${link}`,
      ])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Path and bytes of every shared object. */
async function objectsOf({ sharedObjectFiles }: Gathered): Promise<[string, Buffer][]> {
  const found: [string, Buffer][] = [];
  for (const file of sharedObjectFiles) found.push([file.path, await bytesOf(file)]);
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

async function bytesOf(file: SharedObjectFile): Promise<Buffer> {
  const content = await file.open();
  assert.equal(content.size, file.size);
  const bytes = content.read(0, content.size);
  await content.close();
  return bytes;
}

describe('gathering our own package', () => {
  const folder = folderPerTest();

  async function gathered(
    layout: Layout,
    compression: 'gzip' | 'zstd' = 'gzip',
  ): Promise<Gathered> {
    const at = join(folder.path, `${layout}-${compression}`);
    const path = await packSmall(smallApp(layout, compression), at, compression);
    return gatherPackage(path, signal, folder.path);
  }

  for (const layout of LAYOUTS) {
    it(`finds in ${layout} what was packed`, async () => {
      const { evidence } = await gathered(layout);
      assert.equal(evidence.layout, layout);
      assert.equal(evidence.package?.problem, undefined);
      const { addresses } = smallApp(layout);
      assert.deepEqual(
        { ...evidence.venv, tree: undefined },
        {
          folder: layout.startsWith('venv') ? '' : 'antenv',
          address: addresses.venv,
          tree: undefined,
          minors: ['3.12'],
          distributions: [
            {
              name: 'tiny',
              version: '1.0',
              tags: ['cp312-cp312-manylinux_2_17_x86_64'],
              scripts: ['tiny'],
              topLevel: ['tiny'],
              requires: ['other>=2'],
              editable: false,
            },
          ],
        },
      );
    });

    it(`counts what it goes through of ${layout}`, async () => {
      const path = await packSmall(smallApp(layout), join(folder.path, layout), 'gzip');
      const told: Progress[] = [];
      const made = await gatherPackage(path, signal, folder.path, (one) => told.push(one));
      await made.close();
      const { entries = [], inner } = made.evidence.package ?? {};
      const outer = entries.filter(
        (entry) => entry.path === inner?.name || layout !== 'appTarball',
      );
      const bytes = outer
        .filter((entry) => entry.path !== 'oryx-manifest.toml')
        .reduce((sum, { size }) => sum + size, 0);
      const files =
        (layout === 'appTarball' ? 0 : entries.length - (inner ? 2 : 1)) +
        (inner?.entries ?? []).filter(({ type }) => type === 'File').length;
      const last = told.at(-1);
      assert.deepEqual(last?.of, inner ? { bytes } : { bytes, files });
      assert.equal(last?.done.files, files);
      // Of a zip inside, its own records are not counted.
      if (layout === 'venvZip') assert.ok(last.done.bytes > 0 && last.done.bytes < bytes);
      else assert.equal(last?.done.bytes, bytes);
      assert.deepEqual(
        told,
        told.toSorted((a, b) => a.done.bytes - b.done.bytes || a.done.files - b.done.files),
      );
    });

    it(`finds no fault in ${layout}`, async () => {
      const { evidence, notes } = await gathered(layout);
      assert.deepEqual(
        findingsOf({ ...evidence, ...stack }).filter((finding) => !finding.startsWith('note ')),
        [],
      );
      assert.deepEqual(notes, []);
    });

    it(`gathers from the entries of ${layout} what it gathers from the package`, async () => {
      const one = await evidenceFromEntries(smallApp(layout), signal);
      const two = await gathered(layout);
      const plain = ({ evidence: { app, venv, manifest } }: Gathered): unknown => ({
        app: sketch(app),
        venv: { ...venv, tree: sketch(venv?.tree) },
        manifest,
      });
      assert.deepEqual(plain(one), plain(two));
      assert.deepEqual(await objectsOf(one), await objectsOf(two));
      assert.deepEqual(
        findingsOf({ ...one.evidence, ...stack }).filter((finding) => !finding.startsWith('note ')),
        [],
      );
      await two.close();
    });

    it(`reads the shared objects of ${layout}, until it is closed`, async () => {
      const made = await gathered(layout);
      const native =
        'antenv/lib/python3.12/site-packages/tiny/native.cpython-312-x86_64-linux-gnu.so';
      assert.deepEqual(await objectsOf(made), [
        ['antenv/bin/tool', ELF_START],
        [native, ELF_START],
      ]);
      assert.deepEqual([made.owner(native), made.owner('antenv/bin/tool')], ['tiny', undefined]);
      await made.close();
      const left = (await readdir(folder.path)).filter((name) => name.startsWith('antenv-check-'));
      assert.deepEqual(left, []);
    });
  }

  for (const layout of LAYOUTS) {
    it(`stops at shared objects of ${layout} where the temporary folder is gone`, async () => {
      const path = await packSmall(smallApp(layout), join(folder.path, layout), 'gzip');
      const gone = join(folder.path, 'gone');
      assert.deepEqual(await failureOf(gatherPackage(path, signal, gone)), {
        code: 'temp-folder-unusable',
        path: gone,
        reason: `ENOENT: no such file or directory, mkdtemp '${gone}/antenv-check-${String(process.pid).padStart(7, '0')}-XXXXXX'`,
      });
    });
  }

  it('knows a shared object with a version behind its name, and an empty one', async () => {
    const bare = smallApp('venvTarball');
    const objects = [
      bytesEntry('lib/libssl-7f59e8e2.so.1.1.1k', ELF_START),
      bytesEntry('lib/libempty.so', ''),
    ];
    const app = { ...bare, venv: [...bare.venv, ...objects] };
    const made = await gatherPackage(
      await packSmall(app, join(folder.path, 'more'), 'gzip'),
      signal,
      folder.path,
    );
    const inLib = (await objectsOf(made)).filter(([path]) => path.startsWith('antenv/lib/lib'));
    assert.deepEqual(inLib, [
      ['antenv/lib/libempty.so', Buffer.alloc(0)],
      ['antenv/lib/libssl-7f59e8e2.so.1.1.1k', ELF_START],
    ]);
    await made.close();
  });

  it('keeps what rules read, and no more', async () => {
    const { evidence } = await gathered('appTarball');
    const { addresses } = smallApp('appTarball');
    const python = '#!/bin/bash\nexec -a "$0" /opt/python/3/bin/python3 "$@"\n';
    const site = 'lib/python3.12/site-packages';
    const app = sketch(evidence.app);
    assert.equal(Object.keys(app).length, 33);
    assert.equal(app['startup.sh*'], '#!/bin/sh\nexec tiny app:app\n');
    assert.equal(app['pages/page7.py'], 'NUMBER = 7\n');
    const venv = sketch(evidence.venv?.tree);
    assert.deepEqual(
      { ...venv, 'pyvenv.cfg': '', [`${site}/tiny-1.0.dist-info/RECORD`]: '' },
      {
        'bin/activate': `VIRTUAL_ENV=${addresses.venv}\n`,
        'bin/python*': python,
        'bin/python3*': python,
        'bin/python3.12*': python,
        'bin/tiny*': `#!${addresses.venv}/bin/python\nimport tiny\n`,
        'bin/tool*': '…',
        [`${site}/tiny-1.0.dist-info/METADATA`]:
          'Name: Tiny\nVersion: 1.0\nRequires-Dist: other>=2',
        [`${site}/tiny-1.0.dist-info/RECORD`]: '',
        [`${site}/tiny-1.0.dist-info/WHEEL`]: 'Tag: cp312-cp312-manylinux_2_17_x86_64\n',
        [`${site}/tiny-1.0.dist-info/entry_points.txt`]:
          '[console_scripts]\ntiny = tiny:main\n\n[other]\nno = no:no\n',
        [`${site}/tiny/__init__.py`]: '…',
        [`${site}/tiny/__pycache__/__init__.cpython-312.pyc`]: '…',
        [`${site}/tiny/native.cpython-312-x86_64-linux-gnu.so`]: '…',
        'pyvenv.cfg': '',
      },
    );
    const compiled = evidence.venv?.tree.files.get(
      `${site}/tiny/__pycache__/__init__.cpython-312.pyc`,
    );
    assert.equal(compiled?.bytecode, 'unchecked');
  });

  it('keeps enough of keys and of what names indexes to find the secrets in them', async () => {
    const bare = smallApp('venvTarball');
    const body = `${'QUJD'.repeat(16)}\n`.repeat(25);
    const block = (kind: string): string =>
      `-----BEGIN ${kind}-----\n${body}-----END ${kind}-----\n`;
    const index = 'https://build:p4tp4tp4tp4t@host.example/simple';
    const files = {
      'cacert.pem': block('CERTIFICATE').repeat(200),
      'certs/server.key': block('RSA PRIVATE KEY'),
      'key.pem': block('CERTIFICATE').repeat(4) + block('PRIVATE KEY'),
      'libs/constraints.txt': `--index-url ${index}\n`,
      'pip.conf': `[global]\nextra-index-url = ${index}\n`,
      'poetry.lock': `${'# a line\n'.repeat(20_000)}url = "${index}"\n`,
      'uv.lock': `source = { registry = "${index}" }\n`,
    };
    const more = Object.entries(files).map(([path, text]) => bytesEntry(path, text));
    const app = { ...bare, app: [...bare.app, ...more] };
    const path = await packSmall(app, join(folder.path, 'secrets'));
    const { evidence, close } = await gatherPackage(path, signal, folder.path);
    await close();
    const said = secretRules
      .flatMap((rule) => rule.check(evidence) ?? [])
      .map(({ severity, message, where }) => `${severity} ${where?.line}: ${message}`);
    assert.deepEqual(said.toSorted(), [
      'error 109: The package holds key.pem, with a private key.',
      'error 1: The package holds certs/server.key, with a private key.',
      'error 1: The package holds libs/constraints.txt, with an address with its password.',
      'error 1: The package holds uv.lock, with an address with its password.',
      'error 20001: The package holds poetry.lock, with an address with its password.',
      'error 2: The package holds pip.conf, with an address with its password.',
    ]);
  });

  it('warns of zstd alone in a package with zstd', async () => {
    for (const [layout, name, since] of [
      ['venvTarball', 'antenv.tar.zst', '2026-07-10'],
      ['appTarball', 'output.tar.zst', '2026-01-09'],
    ] as const) {
      const { evidence } = await gathered(layout, 'zstd');
      assert.deepEqual(findingsOf({ ...evidence, ...stack }), [
        `warning archive/zstd-unread: '${name}' is compressed with zstd, which images unpack from ${since} on; the image on a site may be older.`,
      ]);
    }
  });
});
