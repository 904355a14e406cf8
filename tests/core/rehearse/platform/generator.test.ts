// What the generator makes of a site: its answers, and where it ends without a start script. That the script
// does the same as the platform's is shown by the contract.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import {
  createStartScript,
  type Container,
  type StartScript,
} from '../../../../tasks/core/rehearse/platform/generator.js';
import { NO_FLAGS } from '../../../../tasks/core/rehearse/platform/generator-flags.js';
import { PlatformFailure } from '../../../../tasks/core/rehearse/platform/platform-failure.js';
import { zstdSupport } from '../../../../tasks/core/rehearse/platform/zstd-support.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';
import { containerIn } from './container.js';

const APP = { 'app.py': '' };
const WHOLE = {
  'oryx-manifest.toml': 'CompressDestinationDir="true"\nSourceDirectoryInBuildContainer="/tmp/x"\n',
};
const GUNICORN = `GUNICORN_CMD_ARGS="--timeout 600 --access-logfile '-' --error-logfile '-'`;

describe('the generator', () => {
  const folder = folderPerTest();

  interface Given {
    readonly files: Readonly<Record<string, string | Buffer>>;
    readonly environment?: Readonly<Record<string, string>>;
    readonly command?: string;
    readonly container?: Partial<Container>;
  }

  async function generate({
    files,
    environment = {},
    command,
    container,
  }: Given): Promise<StartScript> {
    const all = { ...containerIn(folder.path, environment), ...container };
    await writeFiles(join(folder.path, 'home/site/wwwroot'), files);
    return createStartScript(all, command === undefined ? NO_FLAGS : { ...NO_FLAGS, command });
  }

  async function refusal(given: Given): Promise<readonly [number, string]> {
    const error: unknown = await generate(given).catch((reason: unknown) => reason);
    assert.ok(error instanceof PlatformFailure, String(error));
    assert.equal(error.step, 'generator');
    return [error.exitCode, error.words];
  }

  it('answers with the detected app', async () => {
    const { script, ...answer } = await generate({ files: APP });
    assert.deepEqual(answer, {
      appPath: '/home/site/wwwroot',
      command: `${GUNICORN} --chdir=/home/site/wwwroot" gunicorn app:app`,
      parked: false,
      installsPython: false,
    });
    assert.equal(script.split('\n').at(-2), answer.command);
  });

  it('answers with the parking page where it finds no app', async () => {
    const { command, parked } = await generate({ files: { 'main.py': 'import fastapi' } });
    assert.equal(parked, true);
    assert.equal(command, `${GUNICORN} --chdir=/opt/defaultsite" gunicorn application:app`);
  });

  it('answers with the user command, whatever is there', async () => {
    const { command, parked } = await generate({ files: {}, command: 'serve it' });
    assert.equal(parked, false);
    assert.equal(command, 'PATH="$PATH:/home/site/wwwroot" serve it');
  });

  it('writes the marker right before the command', async () => {
    const { script, command } = await generate({ files: APP });
    const [marker, last] = script.split('\n').slice(-3);
    assert.match(marker ?? '', /^\(export -p > \/opt\/startup\/marker\.new && mv .*\)$/);
    assert.equal(last, command);
  });

  it('says that it would download a Python', async () => {
    const environment = { ENABLE_DYNAMIC_INSTALL: 'true', PYTHON_VERSION: '3.12.3' };
    assert.equal((await generate({ files: APP, environment })).installsPython, true);
    await mkdir(join(folder.path, 'opt/python/3.12.3'), { recursive: true });
    assert.equal((await generate({ files: APP, environment })).installsPython, false);
  });

  it('unpacks a whole app, and does so once', async () => {
    const files = { ...WHOLE, 'output.tar.gz': gzipSync(Buffer.alloc(1024)) };
    const { appPath, parked } = await generate({ files });
    assert.equal(appPath, '/tmp/x');
    assert.equal(parked, true);
    await writeFiles(join(folder.path, 'tmp/x'), { left: '' });
    assert.deepEqual(await refusal({ files }), [1, 'remove /tmp/x: directory not empty']);
  });

  it('follows the links of the container, not those of this machine', async () => {
    const wwwroot = join(folder.path, 'home/site/wwwroot');
    await mkdir(wwwroot, { recursive: true });
    await symlink('/usr', join(wwwroot, 'antenv'));
    const { script } = await generate({ files: APP });
    assert.ok(script.includes("No virtual environment at '/home/site/wwwroot/antenv'."));
    await mkdir(join(folder.path, 'usr'));
    const other = await generate({ files: APP });
    assert.ok(other.script.includes('export PYTHONPATH='));
  });

  it('unpacks nothing to a folder of this machine', async () => {
    await mkdir(join(folder.path, 'outside'));
    await symlink(join(folder.path, 'outside'), join(folder.path, 'tmp'));
    const files = { ...WHOLE, 'output.tar.gz': gzipSync(Buffer.alloc(1024)) };
    const [code, words] = await refusal({ files });
    assert.equal(code, 2);
    assert.match(words, /^panic: An error occurred when trying to create directory structure/);
    assert.deepEqual(readdirSync(join(folder.path, 'outside')), []);
  });

  it('ends at a name in the archive that leaves the folder', async () => {
    const header = Buffer.alloc(512);
    header.write('../../escaped');
    header.write('0000644\0', 100);
    header.write('00000000000\0', 124);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const archive = gzipSync(Buffer.concat([header, Buffer.alloc(1024)]));
    const [code, words] = await refusal({ files: { ...WHOLE, 'output.tar.gz': archive } });
    assert.equal(code, 2);
    assert.match(words, /extract tarball .* the name '\.\.\/\.\.\/escaped' leaves the folder$/);
    assert.ok(!existsSync(join(folder.path, 'escaped')));
  });

  const broken = { ...WHOLE, 'output.tar.gz': 'broken' };
  const ROWS: readonly (Given & { name: string; code: number; words: RegExp })[] = [
    {
      name: 'a manifest that is no TOML',
      files: { 'oryx-manifest.toml': 'no toml' },
      code: 1,
      words:
        /^Error occurred when trying to deserialize the manifest file '.*oryx-manifest\.toml'\./,
    },
    {
      name: 'a value that is no string',
      files: { 'oryx-manifest.toml': 'CompressDestinationDir = true' },
      code: 1,
      words: /incompatible types: 'CompressDestinationDir' is no string/,
    },
    {
      name: 'two spellings of a key',
      files: { 'oryx-manifest.toml': 'packagedir = "a"\nPackageDir = "b"' },
      code: 1,
      words: /'packagedir' and 'PackageDir' are one key/,
    },
    {
      name: 'no archive',
      files: WHOLE,
      code: 2,
      words: /^panic: zstd\/gzip output not found: '.*output\.tar\.zst' or '.*output\.tar\.gz'$/,
    },
    {
      name: 'a broken archive',
      files: broken,
      code: 2,
      words: /^panic: An error occurred when trying to extract tarball '.*output\.tar\.gz'\. ./,
    },
    {
      name: 'an archive of zstd before its time',
      files: { ...WHOLE, 'output.tar.zst': '' },
      container: { zstd: { app: false, venv: false } },
      code: 2,
      words: /^panic: Could not find file '\/home\/site\/wwwroot\/output\.tar\.gz'\.$/,
    },
    {
      name: 'a venv archive of zstd before its time',
      files: { 'oryx-manifest.toml': 'compressedVirtualEnvFile = "a.tar.zst"' },
      container: { zstd: { app: true, venv: false } },
      code: 1,
      words: /^Error: Unrecognizable file 'a\.tar\.zst'\. Expected one of '\.zip', '\.tar\.gz'\.$/,
    },
    {
      name: 'build.env that cannot be read',
      files: { 'build.env': 'no variable' },
      code: 2,
      words: /^panic: Error reading configuration file 'build\.env'/,
    },
    {
      name: 'a switch that is neither on nor off',
      files: APP,
      environment: { PYTHON_ENABLE_GUNICORN_MULTIWORKERS: 'yes' },
      code: 2,
      words: /^panic: Invalid value 'yes' for 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS'\./,
    },
  ];

  for (const { name, code, words, ...given } of ROWS) {
    it(`ends at ${name}`, async () => {
      const [exitCode, said] = await refusal(given);
      assert.equal(exitCode, code);
      assert.match(said, words);
      assert.ok(!said.includes(folder.path), said);
    });
  }

  it('reads an archive of zstd only where the image does', () => {
    assert.deepEqual(zstdSupport('3.9.18'), { app: true, venv: false });
    assert.deepEqual(zstdSupport('3.12'), { app: true, venv: true });
    assert.deepEqual(zstdSupport('3.99.0'), { app: true, venv: true });
  });
});
