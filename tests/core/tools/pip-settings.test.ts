// The job's pip settings: what is respected, what is neutralised, what becomes a secret.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readPipSettings, type PipSettings } from '../../../tasks/core/tools/pip-settings.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { pythonProgram } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('readPipSettings', () => {
  const folder = folderPerTest();

  async function read(
    env: Readonly<Record<string, string>>,
    file?: string,
    workingFolder?: string,
  ): Promise<PipSettings & { readonly secrets: readonly string[] }> {
    await writeFiles(folder.path, { 'pip.conf': file ?? '' });
    const host = fakeHost({
      tempFolder: folder.path,
      ...(workingFolder !== undefined && { workingFolder }),
      env: { PATH: '/usr/bin:/bin', PIP_CONFIG_FILE: join(folder.path, 'pip.conf'), ...env },
    });
    const settings = await readPipSettings(host, pythonProgram());
    return { ...settings, secrets: host.secrets };
  }

  /** Settings that this machine's own pip.conf has, whatever a test does. */
  let everywhere: readonly string[];

  before(async () => {
    const host = fakeHost({ env: { PATH: '/usr/bin:/bin' } });
    everywhere = Object.keys((await readPipSettings(host, pythonProgram())).env);
  });

  const variables = ({ env }: PipSettings): Record<string, string> =>
    Object.fromEntries(
      Object.entries(env).filter(
        ([name]) => !everywhere.includes(name) || ['PATH', 'PIP_CONFIG_FILE'].includes(name),
      ),
    );

  const pipVariables = (settings: PipSettings): Record<string, string> =>
    Object.fromEntries(Object.entries(variables(settings)).filter(([name]) => name !== 'PATH'));

  const note = (name: string): string =>
    `pip's setting ${name} of this job is left out: it would change what is installed or where.`;

  it('leaves out what would move or change the result, from variables, and says so', async () => {
    const found = await read({
      PIP_TARGET: '/tmp/elsewhere',
      PIP_USER: '1',
      PIP_PREFIX: '/tmp/elsewhere',
      PIP_ROOT: '/tmp/elsewhere',
      PIP_DRY_RUN: '1',
      PIP_PYTHON: '/usr/bin/python3',
      PIP_TIMEOUT: '7',
    });
    assert.deepEqual(pipVariables(found), { PIP_TIMEOUT: '7', PIP_CONFIG_FILE: '/dev/null' });
    assert.deepEqual(
      found.notes,
      ['PIP_TARGET', 'PIP_USER', 'PIP_PREFIX', 'PIP_ROOT', 'PIP_DRY_RUN', 'PIP_PYTHON'].map(note),
    );
  });

  it('leaves out the same from a pip.conf, and keeps the rest of it', async () => {
    const found = await read(
      {},
      `[global]
index-url = https://user:s3cret%40word@feed.invalid/simple/
timeout = 3
extra-index-url =
    https://one.invalid/simple
    https://two.invalid/simple
[install]
target = /tmp/elsewhere
user = true
no-binary = :none:
timeout = 5
[freeze]
exclude = x
`,
    );
    assert.deepEqual(pipVariables(found), {
      PIP_INDEX_URL: 'https://user:s3cret%40word@feed.invalid/simple/',
      PIP_EXTRA_INDEX_URL: '\nhttps://one.invalid/simple\nhttps://two.invalid/simple',
      PIP_TIMEOUT: '5',
      PIP_NO_BINARY: ':none:',
      PIP_CONFIG_FILE: '/dev/null',
    });
    assert.deepEqual(found.notes, [note('PIP_TARGET'), note('PIP_USER')]);
    assert.deepEqual(found.secrets, ['s3cret%40word', 's3cret@word', 'dXNlcjpzM2NyZXRAd29yZA==']);
  });

  for (const [where, env, file] of [
    ['a variable', { PIP_PYTHON: '/gone/python' }, ''],
    ['the file', {}, 'python = /gone/python\n'],
  ] as const) {
    it(`keeps the rest of a file when ${where} names another Python for pip`, async () => {
      const index = 'https://feed.invalid/simple/';
      const found = await read(env, `[global]\n${file}index-url = ${index}\n`);
      assert.deepEqual(pipVariables(found), {
        PIP_INDEX_URL: index,
        PIP_CONFIG_FILE: '/dev/null',
      });
      assert.deepEqual(found.notes, [note('PIP_PYTHON')]);
    });
  }

  it('takes no module from the working directory', async () => {
    await writeFiles(folder.path, { 'ast.py': 'raise SystemExit("from here")\n' });
    const found = await read({}, '[global]\ntimeout = 3\n', folder.path);
    assert.equal(found.env['PIP_TIMEOUT'], '3');
  });

  it('lets a variable win over the file', async () => {
    const found = await read(
      { PIP_INDEX_URL: 'https://t0ken@variable.invalid/simple/' },
      '[global]\nindex-url = https://file.invalid/simple/\n',
    );
    assert.equal(found.env['PIP_INDEX_URL'], 'https://t0ken@variable.invalid/simple/');
    assert.deepEqual(found.secrets, ['t0ken', 'dDBrZW46']);
  });

  it('knows user and token of an index whose address has no scheme', async () => {
    const index = 'user:t0ken@feed.invalid/simple';
    const found = await read({ PIP_EXTRA_INDEX_URL: `https://pypi.invalid/simple ${index}` }, '');
    assert.deepEqual(found.secrets, ['t0ken', 'dXNlcjp0MGtlbg==']);
  });

  it("drops Python's own variables that would change what is imported or written", async () => {
    const found = await read({
      PYTHONPATH: '/nowhere',
      PYTHONHOME: '',
      PYTHONPYCACHEPREFIX: '/nowhere',
      PYTHONOPTIMIZE: '2',
      PYTHONUTF8: '1',
      HTTPS_PROXY: 'http://proxy.invalid:8080',
    });
    assert.deepEqual(variables(found), {
      PATH: '/usr/bin:/bin',
      PYTHONUTF8: '1',
      HTTPS_PROXY: 'http://proxy.invalid:8080',
      PIP_CONFIG_FILE: '/dev/null',
    });
  });

  it('lets pip itself complain of a file that it cannot read', async () => {
    const found = await read({}, 'no section\n');
    assert.deepEqual(found.notes, []);
    assert.equal(found.env['PIP_CONFIG_FILE'], join(folder.path, 'pip.conf'));
    assert.equal(
      found.unreadable,
      `Configuration file could not be loaded. File contains no section headers. file: '${join(folder.path, 'pip.conf')}', line: 1 'no section\\n'`,
    );
  });
});
