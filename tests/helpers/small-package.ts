// Small packages from entries made by hand, written by the real packer: no pip, no network.

import { NO_PARTS } from '../../tasks/core/archives/part-store.js';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeManifest } from '../../tasks/core/pack/oryx-manifest.js';
import { pack } from '../../tasks/core/pack/pack.js';
import { pyvenvCfg, venvPythonEntries } from '../../tasks/core/relocate/venv-python.js';
import type { Entry } from '../../tasks/core/terms/archive-entry.js';
import {
  layoutFacts,
  type Addresses,
  type Compression,
  type Layout,
  type LayoutFacts,
} from '../../tasks/core/terms/layout.js';
import { bytesEntry, MAY_2024 } from './entries.js';
import { fakeHost } from './fake-host.js';

export interface SmallApp {
  readonly facts: LayoutFacts;
  readonly addresses: Addresses;
  readonly app: readonly Entry[];
  readonly venv: readonly Entry[];
  readonly manifest: string;
}

const SITE = 'lib/python3.12/site-packages';

/** The start of an ELF file; what follows is no concern of who looks for shared objects. */
export const ELF_START = Buffer.from('\u007fELF and more', 'latin1');

/** An app of some modules with one distribution in its venv, true at its address. */
export function smallApp(layout: Layout, compression: Compression = 'gzip'): SmallApp {
  const facts = layoutFacts(layout);
  const addresses = facts.addresses('0123456789abcdef');
  const modules = Array.from({ length: 30 }, (_, index) =>
    bytesEntry(`pages/page${index}.py`, `NUMBER = ${index}\n`),
  );
  const app = [
    bytesEntry('app.py', 'from tiny import app\n'),
    bytesEntry('requirements.txt', 'tiny==1.0\n'),
    bytesEntry('startup.sh', '#!/bin/sh\nexec tiny app:app\n', true),
    ...modules,
  ];
  const record = [
    'tiny/__init__.py,,',
    'tiny/native.cpython-312-x86_64-linux-gnu.so,,',
    'tiny-1.0.dist-info/METADATA,,',
    '../../../bin/tiny,,',
    '',
  ].join('\n');
  const venv = [
    pyvenvCfg(addresses.venv, '3.12.4', '3.12'),
    ...venvPythonEntries('3.12', facts.venvKeepsLinks),
    bytesEntry('bin/activate', `VIRTUAL_ENV=${addresses.venv}\n`),
    bytesEntry('bin/tiny', `#!${addresses.venv}/bin/python\nimport tiny\n`, true),
    bytesEntry('bin/tool', ELF_START, true),
    bytesEntry(`${SITE}/tiny/__init__.py`, 'app = None\n'),
    bytesEntry(
      `${SITE}/tiny/__pycache__/__init__.cpython-312.pyc`,
      Buffer.from([0xcb, 0x0d, 0x0d, 0x0a, 1, 0, 0, 0, 9, 9, 9, 9]),
    ),
    bytesEntry(`${SITE}/tiny/native.cpython-312-x86_64-linux-gnu.so`, ELF_START),
    bytesEntry(
      `${SITE}/tiny-1.0.dist-info/METADATA`,
      'Name: Tiny\nVersion: 1.0\nRequires-Dist: other>=2\n\nName: of the description\n',
    ),
    bytesEntry(`${SITE}/tiny-1.0.dist-info/RECORD`, record),
    bytesEntry(`${SITE}/tiny-1.0.dist-info/WHEEL`, 'Tag: cp312-cp312-manylinux_2_17_x86_64\n'),
    bytesEntry(
      `${SITE}/tiny-1.0.dist-info/entry_points.txt`,
      '[console_scripts]\ntiny = tiny:main\n\n[other]\nno = no:no\n',
    ),
  ];
  const manifest = writeManifest({
    layout,
    compression,
    operationId: '0'.repeat(32),
    buildContainer: addresses.buildContainer,
    pythonMinor: '3.12',
    antenvVersion: '1.0.0',
  });
  return { facts, addresses, app, venv, manifest };
}

/** Packs it into a folder; the package's path. */
export async function packSmall(
  small: SmallApp,
  folder: string,
  compression: Compression = 'gzip',
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const packagePath = join(folder, 'app.zip');
  const host = fakeHost({ tempFolder: folder });
  await pack(
    host,
    { warn: () => undefined, note: () => undefined },
    {
      ...small,
      compression,
      startupCommand: 'startup.sh',
      baseTime: MAY_2024,
      store: NO_PARTS,
      packagePath,
      partial: packagePath,
    },
  );
  return packagePath;
}
