// Filling the venv with the real pip, offline: where things land, and what of the job changes nothing.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { installDependencies, type InstalledVenv } from '../../../tasks/core/install/antenv.js';
import { chooseInstaller } from '../../../tasks/core/install/installers.js';
import type { Installer } from '../../../tasks/core/install/installer.js';
import type { Wanted } from '../../../tasks/core/terms/dependencies.js';
import type { FailureOf } from '../../../tasks/core/terms/failure.js';
import { UNTOLD_WHEELS } from '../../../tasks/core/terms/wheels.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { askPython, pythonProgram } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';
import { sourceFiles, writeSdist, writeWheel } from '../../helpers/wheels.js';

describe('installDependencies', () => {
  const folder = folderPerTest();
  const notes: string[] = [];
  let minor: string;

  before(() => {
    minor = askPython(
      'import json, sys; print(json.dumps("%d.%d" % sys.version_info[:2]))',
    ) as string;
  });

  beforeEach(async () => {
    notes.length = 0;
    for (const name of ['app', 'work', 'wheels']) await mkdir(join(folder.path, name));
  });

  function hostWith(env: Readonly<Record<string, string>>): FakeHost {
    return fakeHost({
      tempFolder: folder.path,
      env: {
        PATH: '/usr/bin:/bin',
        PIP_CONFIG_FILE: '/dev/null',
        PIP_NO_INDEX: '1',
        PIP_FIND_LINKS: join(folder.path, 'wheels'),
        PIP_NO_CACHE_DIR: '1',
        ...env,
      },
    });
  }

  async function install(
    host: FakeHost,
    declared = '',
    tellsWheels = false,
  ): Promise<InstalledVenv> {
    const tell = { warn: () => undefined, note: (text: string) => void notes.push(text) };
    const python = { program: pythonProgram(), version: `${minor}.0`, minor, pip: '24.0' };
    const format = 'requirements.txt';
    const installer = await chooseInstaller(host, tell, 'pip', { format, python });
    return installDependencies(host, installer, {
      python,
      glibc: '2.31',
      dependencies: {
        wanted: { kind: 'file', path: join(folder.path, 'app', 'requirements.txt') },
        project: undefined,
        text: declared,
      },
      appRoot: join(folder.path, 'app'),
      work: join(folder.path, 'work'),
      tellsWheels,
    });
  }

  const below = (...names: readonly string[]): string => join(folder.path, ...names);

  it('installs into the venv, whatever the job says and whatever lies in the app root', async () => {
    await writeWheel(below('wheels'), { name: 'tiny', version: '1.0' });
    await writeFiles(below('app'), {
      'requirements.txt': 'tiny\n',
      'queue.py': 'raise SystemExit("the app\'s queue.py was imported")\n',
      'logging.py': 'raise SystemExit("the app\'s logging.py was imported")\n',
      'pip.py': 'raise SystemExit("the app\'s pip.py was imported")\n',
      'json.py': 'raise SystemExit("the app\'s json.py was imported")\n',
    });
    const elsewhere = below('elsewhere');
    const host = hostWith({
      PIP_TARGET: elsewhere,
      PIP_ROOT: elsewhere,
      PIP_DRY_RUN: '1',
      PYTHONPATH: below('app'),
      PYTHONHOME: elsewhere,
      PYTHONPYCACHEPREFIX: elsewhere,
      PYTHONOPTIMIZE: '2',
    });
    const { path, distributions } = await install(host);
    const sitePackages = join(path, 'lib', `python${minor}`, 'site-packages');
    assert.deepEqual(readdirSync(sitePackages).toSorted(), ['tiny-1.0.dist-info', 'tiny.py']);
    assert.ok(!existsSync(elsewhere));
    assert.deepEqual(
      distributions.map(({ name, version, tags, files }) => ({ name, version, tags, files })),
      [{ name: 'tiny', version: '1.0', tags: ['py3-none-any'], files: 6 }],
    );
    assert.deepEqual(
      notes.map((note) => /PIP_\w+/.exec(note)?.[0]),
      ['PIP_TARGET', 'PIP_ROOT', 'PIP_DRY_RUN'],
    );
  });

  it('takes what the building Python has too, fits wheels to the glibc, builds pure sources', async () => {
    const tag = `cp${minor.replace('.', '')}`;
    const native = (glibc: string): string => `${tag}-${tag}-manylinux_${glibc}_x86_64`;
    await writeWheel(below('wheels'), { name: 'pip', version: '1.2.3' });
    await writeWheel(below('wheels'), { name: 'native', version: '1.0', tag: native('2_31') });
    await writeWheel(below('wheels'), { name: 'native', version: '2.0', tag: native('2_34') });
    await writeSdist(below('wheels'), 'source', 'return pure(folder, name)');
    await writeFiles(below('app'), { 'requirements.txt': 'pip==1.2.3\nnative\nsource\n' });
    const { distributions } = await install(hostWith({}));
    assert.deepEqual(
      distributions.map(({ name, version }) => `${name} ${version}`),
      ['native 1.0', 'pip 1.2.3', 'source 1.0'],
    );
  });

  it('tells the wheel of what came as one, and of nothing else', async () => {
    await writeWheel(below('wheels'), { name: 'My.Lib', version: '1.0' });
    await writeSdist(below('wheels'), 'source', 'return pure(folder, name)');
    await writeFiles(below('app', 'lib'), sourceFiles('own', 'return pure(folder, name)'));
    await writeFiles(below('app'), { 'requirements.txt': 'My.Lib\nsource\n./lib\n' });
    const { wheels } = await install(hostWith({}), '', true);
    const wheel = readdirSync(below('wheels')).find((name) => name.endsWith('.whl')) ?? '';
    assert.deepEqual(
      new Map(wheels),
      new Map([
        ['my-lib', sha256(await readFile(below('wheels', wheel)))],
        ['source', undefined],
        ['own', undefined],
      ]),
    );
  });

  it('builds a folder that a requirement names, and leaves nothing in it', async () => {
    const build = 'os.makedirs("build/lib"); os.mkdir("own.egg-info"); return pure(folder, name)';
    await writeFiles(below('app', 'lib'), sourceFiles('own', build));
    await writeFiles(below('app'), { 'requirements.txt': './lib\n' });
    const { distributions } = await install(hostWith({}), './lib\n');
    assert.deepEqual(
      distributions.map(({ name, version }) => `${name} ${version}`),
      ['own 1.0'],
    );
    assert.deepEqual(readdirSync(below('app', 'lib')).toSorted(), [
      'PKG-INFO',
      '__pycache__',
      'backend.py',
      'extension.c',
      'pyproject.toml',
    ]);
  });

  it("quotes a build's own words when it fails, and reads only this run's part of the job's log file", async () => {
    await writeSdist(below('wheels'), 'native', 'sys.exit("error: no luck today")');
    await writeFiles(below('app'), { 'requirements.txt': 'native\n' });
    await writeFiles(folder.path, {
      'pip.log':
        '2026-01-01T00:00:00,000 Could not fetch URL http://h/: 403 Client Error: x for url: http://h/\n',
    });
    const host = hostWith({ PIP_LOG: '../pip.log' });
    const failure = (await failureOf(install(host))) as FailureOf<'pip-failed'>;
    assert.equal(failure.reason, 'build-failed');
    assert.ok(failure.lastLines.includes('    error: no luck today'), failure.lastLines.join('\n'));
    assert.ok(host.lines.includes('child: error: no luck today'), host.lines.join('\n'));
    assert.match(await readFile(below('pip.log'), 'utf8'), /no luck today/);
  });

  it('knows that no index was asked, where a distribution is not found', async () => {
    await writeFiles(below('app'), { 'requirements.txt': 'tiny\n' });
    const failure = (await failureOf(install(hostWith({})))) as FailureOf<'pip-failed'>;
    const { reason, subject, noIndex } = failure;
    assert.deepEqual(
      { reason, subject, noIndex },
      { reason: 'not-found', subject: 'tiny', noIndex: 'setting' },
    );
  });

  it('knows that the requirements themselves want no index to be asked', async () => {
    const declared = '--no-index\ntiny\n';
    await writeFiles(below('app'), { 'requirements.txt': declared });
    const host = hostWith({ PIP_NO_INDEX: '0' });
    const failure = (await failureOf(install(host, declared))) as FailureOf<'pip-failed'>;
    const { reason, subject, noIndex } = failure;
    assert.deepEqual(
      { reason, subject, noIndex },
      { reason: 'not-found', subject: 'tiny', noIndex: 'requirements' },
    );
  });

  describe('wants hashes of all', () => {
    const rows = [
      { name: 'for one hash', text: 'six==1.0 \\\n    --hash=sha256:00\ntiny\n', expect: true },
      { name: 'not for one in a comment', text: 'tiny  # six --hash=sha256:00\n', expect: false },
      { name: 'not for one in a line that is a comment', text: '# --hash=a\ntiny', expect: false },
      { name: 'not for very many empty lines', text: '\n'.repeat(200_000), expect: false },
    ];
    for (const { name, text, expect } of rows) {
      it(name, async () => {
        assert.deepEqual(await hashedParts({ kind: 'file', path: '/requirements.txt' }, text), [
          expect,
        ]);
      });
    }

    it('not for a hash in what declares the requirements and is no requirements file', async () => {
      const text = '[tool.tasks]\npin = "pip hash --hash=sha256"\n';
      assert.deepEqual(await hashedParts({ kind: 'lines', lines: ['tiny'] }, text), [false]);
    });
  });

  /** Of each call of the installer, whether it takes nothing without a hash. */
  async function hashedParts(wanted: Wanted, text: string): Promise<boolean[]> {
    const calls: boolean[] = [];
    const installer: Installer = {
      name: 'pip',
      version: '24.0',
      env: {},
      install: async ({ hashed }) => {
        calls.push(hashed);
        return Promise.resolve(UNTOLD_WHEELS);
      },
      buildWheel: async () => Promise.resolve(),
    };
    await installDependencies(hostWith({}), installer, {
      python: { program: pythonProgram(), version: `${minor}.0`, minor, pip: '24.0' },
      glibc: '2.31',
      dependencies: { wanted, project: undefined, text },
      appRoot: join(folder.path, 'app'),
      work: join(folder.path, 'work'),
    });
    return calls;
  }

  it('refuses an editable install that came by another way', async () => {
    await writeFiles(below('app'), { 'requirements.txt': 'lib\n' });
    await writeFiles(below('fake'), {
      'lib-1.0.dist-info/METADATA': 'Name: lib\nVersion: 1.0\n',
      'lib-1.0.dist-info/direct_url.json': '{"url": "file:///x", "dir_info": {"editable": true}}',
    });
    const { loadInstalled } = await import('../../../tasks/core/install/installed.js');
    assert.deepEqual(await failureOf(loadInstalled(below('fake'))), {
      code: 'editable-installed',
      distribution: 'lib',
    });
  });
});
