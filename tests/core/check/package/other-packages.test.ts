// Packages of other tools, and app folders: where their app and their venv are found.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatherFolder } from '../../../../tasks/core/check/package/gather-folder.js';
import { gatherPackage } from '../../../../tasks/core/check/package/gather-package.js';
import type { Gathered } from '../../../../tasks/core/check/package/gathered.js';
import { archiveRules } from '../../../../tasks/core/check/rules/archive.js';
import { manifestRules } from '../../../../tasks/core/check/rules/manifest.js';
import { venvRules } from '../../../../tasks/core/check/rules/venv.js';
import { ELF_START } from '../../../helpers/small-package.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

const { signal } = new AbortController();
const SITE = 'lib/python3.12/site-packages';

/** An app, a venv for it as the agent made it. */
const APP = { 'app.py': 'app = 1\n', 'requirements.txt': 'tiny\n', 'run.sh': '#!/bin/sh\n' };
const VENV = {
  'pyvenv.cfg': 'home = /opt/hostedtoolcache/Python/3.12.4/x64/bin\n',
  'bin/activate': 'x=1\n',
  'bin/tiny': '#!/home/vsts/work/1/s/antenv/bin/python\n',
  [`${SITE}/tiny.py`]: 'x = 1\n',
  [`${SITE}/tiny.pyc`]: 'x',
  [`${SITE}/tiny-1.0.dist-info/METADATA`]: 'Name: tiny\nVersion: 1.0\n',
  [`${SITE}/tiny-1.0.dist-info/RECORD`]: 'tiny.py,,\n',
};

describe('a package of another tool', () => {
  const folder = folderPerTest();

  /** Codes of errors and warnings, and the gathering. */
  async function looked(name = 'app.zip'): Promise<{ codes: string[]; made: Gathered }> {
    const made = await gatherPackage(join(folder.path, name), signal, folder.path);
    await made.close();
    const codes = [...archiveRules, ...manifestRules, ...venvRules]
      .flatMap((rule) => rule.check(made.evidence) ?? [])
      .filter(({ severity }) => severity !== 'note')
      .map(({ code, severity }) => `${severity} ${code}`);
    return { codes, made };
  }

  function run(program: string, ...args: readonly string[]): void {
    execFileSync(program, args, { cwd: folder.path });
  }

  /** The folder \`name\` as a zip, its contents at the root. */
  function zipped(name: string, ...flags: readonly string[]): void {
    execFileSync('zip', ['-q', '-r', ...flags, '../app.zip', '.'], {
      cwd: join(folder.path, name),
    });
  }

  it('a plain zip with antenv is flat, its venv not activated', async () => {
    await writeFiles(join(folder.path, 'app'), APP);
    await writeFiles(join(folder.path, 'app/antenv'), VENV);
    await symlink('/usr/bin/python3', join(folder.path, 'app/antenv/bin/python'));
    zipped('app', '-y');
    const { codes, made } = await looked();
    const { layout, manifest, app, venv } = made.evidence;
    assert.deepEqual(
      [layout, manifest, [...(app?.files.keys() ?? [])].toSorted()],
      ['flat', undefined, ['app.py', 'requirements.txt', 'run.sh']],
    );
    assert.deepEqual(
      [venv?.folder, venv?.address, venv?.minors, venv?.distributions.map(({ name }) => name)],
      ['antenv', '/home/site/wwwroot/antenv', ['3.12'], ['tiny']],
    );
    assert.deepEqual(codes, ['warning venv/python-link-in-zip', 'warning venv/dangling-shebang']);
  });

  it('a folder of the platform builder is a whole-app tarball', async () => {
    await writeFiles(join(folder.path, 'built'), APP);
    await writeFiles(join(folder.path, 'built/antenv'), {
      ...VENV,
      'bin/tiny': '#!/tmp/8dc/antenv/bin/python\n',
      'bin/python': ELF_START,
    });
    await chmod(join(folder.path, 'built/antenv/bin/tiny'), 0o755);
    await symlink('lib', join(folder.path, 'built/antenv/lib64'));
    await writeFiles(join(folder.path, 'out'), {
      'oryx-manifest.toml':
        'PlatformName="python"\r\nCompressDestinationDir="true"\r\nSourceDirectoryInBuildContainer="/tmp/8dc"\r\nvirtualEnvName="antenv"\r\n',
    });
    run('tar', '-C', 'built', '-czf', 'out/output.tar.gz', '.');
    zipped('out');
    const { codes, made } = await looked();
    const { layout, app, venv } = made.evidence;
    assert.deepEqual(
      [layout, app?.files.get('app.py')?.text, venv?.address, venv?.minors],
      ['appTarball', 'app = 1\n', '/tmp/8dc/antenv', ['3.12']],
    );
    assert.deepEqual(
      ['bin/tiny', 'bin/activate'].map((path) => venv?.tree.files.get(path)?.executable),
      [true, false],
    );
    assert.equal(venv?.tree.files.has('lib64'), false);
    assert.deepEqual(
      made.sharedObjectFiles.map(({ path }) => path),
      ['antenv/bin/python'],
    );
    assert.deepEqual(codes, []);
  });

  it('a folder of the platform builder may be compressed with zstd, and keeps links', async () => {
    await writeFiles(join(folder.path, 'built/antenv'), VENV);
    await symlink('lib', join(folder.path, 'built/antenv/lib64'));
    await writeFiles(join(folder.path, 'out'), {
      'oryx-manifest.toml':
        'CompressDestinationDir="true"\nSourceDirectoryInBuildContainer="/tmp/8dc"\n',
    });
    run('tar', '-C', 'built', '-I', 'zstd', '-cf', 'out/output.tar.zst', '.');
    zipped('out');
    const { made } = await looked();
    const { files } = made.evidence.venv?.tree ?? { files: new Map<string, { link?: string }>() };
    assert.equal(files.get('lib64')?.link, 'lib');
  });

  it('a zip in a zip, one folder too deep, or a venv of another name is an error', async () => {
    await writeFiles(join(folder.path, 'app'), APP);
    run('zip', '-q', '-r', 'deep.zip', 'app');
    await mkdir(join(folder.path, 'outer'));
    run('zip', '-q', '-r', 'outer/inner.zip', 'app');
    zipped('outer');
    await writeFiles(join(folder.path, 'app/venv'), VENV);
    execFileSync('zip', ['-q', '-r', '../named.zip', '.'], { cwd: join(folder.path, 'app') });
    assert.deepEqual((await looked('app.zip')).codes, ['error archive/zip-in-zip']);
    assert.deepEqual((await looked('deep.zip')).codes, ['error archive/nested-folder']);
    assert.deepEqual((await looked('named.zip')).codes, ['error venv/other-name']);
  });

  it('the tarball of an app without its manifest is told as that', async () => {
    await writeFiles(join(folder.path, 'built'), { ...APP, 'antenv/pyvenv.cfg': '' });
    await writeFiles(join(folder.path, 'out'), { '.ostype': 'DEBIAN|BOOKWORM\n' });
    run('tar', '-C', 'built', '-czf', 'out/output.tar.gz', '.');
    zipped('out');
    assert.deepEqual((await looked()).codes, ['error manifest/tarball-unannounced']);
  });

  it('whose entries nobody can read is told once, not by what they seem to lack', async () => {
    await writeFiles(join(folder.path, 'app'), {
      ...APP,
      'oryx-manifest.toml': 'compressedVirtualEnvFile = "antenv.tar.gz"\n',
    });
    await writeFiles(join(folder.path, 'venv'), VENV);
    await symlink('app.py', join(folder.path, 'app/link.py'));
    run('tar', '-C', 'venv', '-czf', 'app/antenv.tar.gz', '.');
    zipped('app', '-y', '-P', 'secret');
    assert.deepEqual((await looked()).codes, ['error archive/encrypted']);
    const path = join(folder.path, 'app.zip');
    await rm(path);
    zipped('app', '-y', '-x', 'oryx-manifest.toml', '-P', 'secret');
    execFileSync('zip', ['-q', '../app.zip', 'oryx-manifest.toml'], {
      cwd: join(folder.path, 'app'),
    });
    const { codes, made } = await looked();
    assert.deepEqual(codes, ['error archive/encrypted']);
    assert.equal(made.evidence.layout, 'venvTarball');
  });

  it('whose entries are compressed in another way is told once, too', async () => {
    await writeFiles(join(folder.path, 'app'), { 'app.py': APP['app.py'] });
    zipped('app');
    const path = join(folder.path, 'app.zip');
    const bytes = await readFile(path);
    // LZMA, in the line of the directory.
    bytes.writeUInt16LE(14, bytes.lastIndexOf('app.py') - 46 + 10);
    await writeFile(path, bytes);
    assert.deepEqual((await looked()).codes, ['error archive/compression-method']);
  });

  it('an encrypted zip of the venv cannot be read', async () => {
    await writeFiles(join(folder.path, 'app'), {
      ...APP,
      'oryx-manifest.toml': 'compressedVirtualEnvFile = "antenv.zip"\n',
    });
    await writeFiles(join(folder.path, 'venv'), VENV);
    execFileSync('zip', ['-q', '-r', '-D', '-P', 'secret', '../app/antenv.zip', 'pyvenv.cfg'], {
      cwd: join(folder.path, 'venv'),
    });
    zipped('app');
    const { codes, made } = await looked();
    assert.deepEqual(codes, ['error archive/not-a-zip']);
    assert.deepEqual(made.evidence.package?.problem, {
      file: 'antenv.zip',
      reason: "'pyvenv.cfg' in it is encrypted",
    });
  });
});

describe('an app folder', () => {
  const folder = folderPerTest();

  it('is a complete tree, without other venvs, version control and caches', async () => {
    const root = join(folder.path, 'app');
    await writeFiles(root, {
      ...APP,
      '.git/HEAD': 'x',
      '__pycache__/app.pyc': 'x',
      '.venv/pyvenv.cfg': '',
      '.venv/bin/x': '',
      'data/large.bin': 'x',
      'native.so': ELF_START,
    });
    await chmod(join(root, 'run.sh'), 0o755);
    await symlink('nowhere', join(root, 'lost'));
    await symlink('app.py', join(root, 'again.py'));
    await symlink('.', join(root, 'data/self'));
    const made = await gatherFolder(root, undefined, signal);
    const { app, venv } = made.evidence;
    const listed = [...(app?.files.values() ?? [])].map(({ path, text, executable, link }) => [
      path,
      text,
      executable,
      link,
    ]);
    assert.deepEqual(listed, [
      ['again.py', 'app = 1\n', false, undefined],
      ['app.py', 'app = 1\n', false, undefined],
      ['data/large.bin', undefined, false, undefined],
      ['lost', undefined, false, 'nowhere'],
      ['native.so', undefined, false, undefined],
      ['requirements.txt', 'tiny\n', false, undefined],
      ['run.sh', '#!/bin/sh\n', true, undefined],
    ]);
    assert.deepEqual([app?.complete, venv], [true, undefined]);
    const content = await made.sharedObjectFiles[0]?.open();
    assert.deepEqual(content?.read(0, content.size), ELF_START);
    await content?.close();
  });

  it('has each folder once on the way to another, however their links lead in circles', async () => {
    const root = join(folder.path, 'app');
    const names = ['x', 'y', 'z'];
    for (const name of names) {
      await writeFiles(root, { [`${name}/${name}.py`]: '' });
      for (const other of names) {
        if (other !== name) await symlink(`../${other}`, join(root, name, other));
      }
    }
    await symlink('../..', join(root, 'x/around'));
    const { app } = (await gatherFolder(root, undefined, signal)).evidence;
    const below = (name: string): string[] =>
      [...(app?.files.keys() ?? [])].filter((path) => path.startsWith(`${name}/`));
    assert.deepEqual(below('x'), ['x/x.py', 'x/y/y.py', 'x/y/z/z.py', 'x/z/y/y.py', 'x/z/z.py']);
    assert.deepEqual(below('y'), ['y/x/x.py', 'y/x/z/z.py', 'y/y.py', 'y/z/x/x.py', 'y/z/z.py']);
  });

  it('may have its venv beside or elsewhere', async () => {
    const root = join(folder.path, 'app');
    await writeFiles(root, APP);
    await writeFiles(join(root, 'antenv'), { ...VENV, 'bin/x': ELF_START });
    await symlink('lib', join(root, 'antenv/lib64'));
    const beside = await gatherFolder(root, undefined, signal);
    assert.deepEqual(
      [
        beside.evidence.venv?.folder,
        beside.evidence.venv?.distributions.map(({ name }) => name),
        beside.evidence.venv?.tree.files.get('lib64')?.link,
        beside.sharedObjectFiles.map(({ path }) => path),
        [...(beside.evidence.app?.files.keys() ?? [])],
      ],
      ['antenv', ['tiny'], 'lib', ['antenv/bin/x'], ['app.py', 'requirements.txt', 'run.sh']],
    );
    await writeFiles(join(folder.path, 'elsewhere'), VENV);
    const named = await gatherFolder(root, join(folder.path, 'elsewhere'), signal);
    assert.deepEqual(
      [named.evidence.venv?.folder, named.evidence.venv?.address, named.evidence.venv?.minors],
      ['', join(folder.path, 'elsewhere'), ['3.12']],
    );
  });

  it('that is not there is an error, and the walk ends when it is told to', async () => {
    await assert.rejects(gatherFolder(join(folder.path, 'no'), undefined, signal), {
      code: 'ENOENT',
    });
    const gone = new Error('gone');
    await assert.rejects(gatherFolder(folder.path, undefined, AbortSignal.abort(gone)), gone);
  });
});
