// A venv that another Python made: everything at the place that it has on App Service.

import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { output } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';
import {
  filesAtTarget,
  placeAtTarget,
  recordAtTarget,
  type VenvPlaces,
} from '../../../tasks/core/relocate/host-places.js';
import { relocateVenv } from '../../../tasks/core/relocate/relocate.js';
import { loadVenvFiles } from '../../../tasks/core/relocate/venv-files.js';
import { textOf } from '../../helpers/entries.js';

const MINOR: VenvPlaces = { onWindows: false, hostMinor: '3.12', targetMinor: '3.11' };
const WINDOWS: VenvPlaces = { onWindows: true, hostMinor: '3.12', targetMinor: '3.11' };

describe('the place of a file on App Service', () => {
  const rows: readonly (readonly [VenvPlaces, string, string | undefined])[] = [
    [MINOR, 'lib/python3.12/site-packages/a.py', 'lib/python3.11/site-packages/a.py'],
    [MINOR, 'lib64/python3.12/site-packages/a.py', 'lib64/python3.11/site-packages/a.py'],
    [MINOR, 'include/site/python3.12/greenlet/g.h', 'include/site/python3.11/greenlet/g.h'],
    [MINOR, 'lib/python3.1/a.py', 'lib/python3.1/a.py'],
    [MINOR, 'lib/python3.123/a.py', 'lib/python3.123/a.py'],
    [MINOR, 'bin/flask', 'bin/flask'],
    [MINOR, 'share/lib/python3.12/a', 'share/lib/python3.12/a'],
    [WINDOWS, 'Lib/site-packages/a/b.py', 'lib/python3.11/site-packages/a/b.py'],
    [WINDOWS, 'lib/Site-Packages/a.py', 'lib/python3.11/site-packages/a.py'],
    [WINDOWS, 'Scripts/flask.exe', undefined],
    [WINDOWS, 'Scripts/python.exe', undefined],
    [WINDOWS, 'Scripts/activate', undefined],
    [WINDOWS, 'Scripts/activate.bat', undefined],
    [WINDOWS, 'Scripts/Activate.ps1', undefined],
    [WINDOWS, 'Scripts/deactivate.bat', undefined],
    [WINDOWS, 'Scripts/ruff', 'bin/ruff'],
    [WINDOWS, 'Scripts/tool.py', 'bin/tool.py'],
    [WINDOWS, 'Scripts/tools/a.py', 'bin/tools/a.py'],
    [WINDOWS, 'share/site-packages/a', 'share/site-packages/a'],
    [WINDOWS, 'Include/site/python3.12/g.h', 'include/site/python3.11/g.h'],
    [WINDOWS, 'Lib/other/a', 'lib/other/a'],
    [WINDOWS, 'share/man/a.1', 'share/man/a.1'],
    [WINDOWS, 'etc/a.conf', 'etc/a.conf'],
  ];
  for (const [places, path, expect] of rows) {
    it(`${places.onWindows ? 'from Windows' : 'from another minor'}: ${path}`, () => {
      assert.equal(placeAtTarget(path, places), expect);
    });
  }
});

describe('a RECORD', () => {
  const rows = [
    'a.py,sha256=x,1',
    '../../../bin/a,sha256=x,1',
    '../../../include/site/python3.12/a.h,sha256=x,1',
    '/work/antenv/bin/b,,',
    '',
  ].join('\n');

  it('leads from another minor to the same files', () => {
    assert.equal(
      recordAtTarget(rows, 'lib/python3.12/site-packages/a-1.dist-info/RECORD', MINOR),
      rows.replace('python3.12', 'python3.11'),
    );
  });

  it('leads from Windows to the same files, without its own programs', () => {
    const text = [
      'a.py,sha256=x,1',
      '../../Scripts/a.exe,sha256=x,1',
      '../../Scripts/tool,sha256=x,1',
      '..\\..\\share\\a.1,sha256=x,1',
      '',
    ].join('\n');
    assert.equal(
      recordAtTarget(text, 'Lib/site-packages/a-1.dist-info/RECORD', WINDOWS),
      'a.py,sha256=x,1\n../../../bin/tool,sha256=x,1\n../../../share/a.1,sha256=x,1\n',
    );
  });
});

describe('a venv of another minor', () => {
  const folder = folderPerTest();

  it('keeps what may be run, and gets no activate script besides its own', async () => {
    await writeFiles(folder.path, {
      'bin/activate': 'VIRTUAL_ENV=/x\n',
      'lib/python3.12/site-packages/a.so': Buffer.from('\x7fELF rest', 'latin1'),
      'lib/python3.12/site-packages/tool.sh': '#!/bin/sh\n',
    });
    await chmod(join(folder.path, 'lib/python3.12/site-packages/tool.sh'), 0o755);
    const loaded = await loadVenvFiles(folder.path, [], new AbortController().signal);
    const files = await filesAtTarget(loaded, folder.path, MINOR);
    assert.deepEqual(
      files.map(({ path, executable }) => [path, executable]),
      [
        ['bin/activate', false],
        ['lib/python3.11/site-packages/a.so', false],
        ['lib/python3.11/site-packages/tool.sh', true],
      ],
    );
  });
});

describe('a venv that was made on Windows', () => {
  const folder = folderPerTest();

  it('becomes one of a POSIX machine', async () => {
    const venv = join(folder.path, 'antenv');
    await writeFiles(venv, {
      'pyvenv.cfg': 'home = C:\\Python\n',
      'Scripts/python.exe': 'MZ',
      'Scripts/flask.exe': 'MZ',
      'Scripts/activate': 'VIRTUAL_ENV="C:\\x"',
      'Scripts/ruff': Buffer.from('\x7fELF rest', 'latin1'),
      // The path of a script's interpreter as Windows has it.
      'Scripts/data.py': `#!${venv.replaceAll('/', '\\')}\\Scripts\\python.exe\r\nprint("${venv}")\r\n`,
      'Lib/site-packages/flask.py': 'x = 1\n',
      'Lib/site-packages/native.so': Buffer.from('\x7fELF rest', 'latin1'),
      'Lib/site-packages/flask-1.dist-info/entry_points.txt':
        '[console_scripts]\nflask = flask:main\n',
      'Lib/site-packages/flask-1.dist-info/RECORD':
        'flask.py,sha256=x,1\n../../Scripts/flask.exe,sha256=x,1\n../../Scripts/data.py,sha256=x,1\n',
    });
    const paths = [
      { bytes: Buffer.from(venv), replacement: Buffer.from('/antenv'), onlyFromRoot: false },
    ];
    const loaded = await loadVenvFiles(venv, paths, new AbortController().signal);
    const entries = relocateVenv(await filesAtTarget(loaded, venv, WINDOWS), {
      venv: '/antenv',
      installedAt: [venv],
      mappings: [{ from: venv, to: '/antenv' }],
      keepsLinks: false,
      pythonVersion: '3.11.15',
      pythonMinor: '3.11',
    });
    const site = 'lib/python3.11/site-packages';
    assert.deepEqual(
      entries.map((entry) => [entry.path, entry.kind === 'file' && entry.executable]),
      [
        ['bin/activate', false],
        ['bin/data.py', true],
        ['bin/flask', true],
        ['bin/python', true],
        ['bin/python3', true],
        ['bin/python3.11', true],
        ['bin/ruff', true],
        [`${site}/flask-1.dist-info/RECORD`, false],
        [`${site}/flask-1.dist-info/entry_points.txt`, false],
        [`${site}/flask.py`, false],
        [`${site}/native.so`, true],
        ['pyvenv.cfg', false],
      ],
    );
    const text = (path: string): string => textOf(entries.find((entry) => entry.path === path));
    assert.equal(text('bin/data.py'), '#!/antenv/bin/python\nprint("/antenv")\r\n');
    assert.match(text('bin/flask'), /^#!\/antenv\/bin\/python\n/);
    assert.deepEqual(
      text(`${site}/flask-1.dist-info/RECORD`)
        .split('\n')
        .map((row) => row.split(',')[0]),
      ['../../../bin/data.py', '../../../bin/flask', 'flask.py', ''],
    );
    assert.ok(!text('bin/activate').includes(folder.path));
    const SOURCED = `eval "$1"; echo "$VIRTUAL_ENV|\${PATH%%:*}"; deactivate; echo "$VIRTUAL_ENV|$PATH"`;
    const said = output('env', [
      '-i',
      'PATH=/usr/bin:/bin',
      'dash',
      '-euc',
      SOURCED.replace('"$VIRTUAL_ENV|$PATH"', '"${VIRTUAL_ENV:-}|$PATH"'),
      'x',
      text('bin/activate'),
    ]);
    assert.equal(said, '/antenv|/antenv/bin\n|/usr/bin:/bin\n');
  });
});
