// What the entry point makes of a startup command: rows run through the real bash.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { initCommand } from '../../../../tasks/core/rehearse/platform/init.js';
import { PlatformFailure } from '../../../../tasks/core/rehearse/platform/platform-failure.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';
import { containerIn } from './container.js';

const FILES = {
  'startup.sh': 'exec python app.py\n',
  'startup.txt': 'gunicorn app:app\nsecond line\n',
  'crlf.txt': 'gunicorn app:app\r\n',
  'quoted.txt': "gunicorn --access-logfile '-' app:app\n",
  'app.py': 'from flask import Flask\n',
  'empty.txt': '',
  'UPPER.SH': 'first line\nsecond\n',
};

const ROWS: readonly { readonly given: string; readonly command: string }[] = [
  { given: '', command: '' },
  { given: 'startup.sh', command: 'startup.sh' },
  { given: './startup.sh', command: './startup.sh' },
  { given: 'missing.sh', command: 'missing.sh' },
  { given: 'sh startup.sh', command: 'sh startup.sh' },
  { given: 'startup.txt', command: 'gunicorn app:app' },
  { given: 'crlf.txt', command: 'gunicorn app:app\r' },
  { given: 'quoted.txt', command: 'gunicorn --access-logfile - app:app' },
  { given: 'app.py', command: 'from flask import Flask' },
  { given: 'empty.txt', command: '' },
  { given: 'UPPER.SH', command: 'first line' },
  { given: 'python app.py "a b" $PORT', command: 'python app.py "a b" $PORT' },
  { given: 'two\nlines', command: 'two\nlines' },
  {
    given: "gunicorn --access-logfile '-' app:app",
    command: 'gunicorn --access-logfile - app:app',
  },
  { given: 'gunicorn "app:create_app()"', command: 'gunicorn "app:create_app()"' },
  { given: "python 'a b' c", command: 'python a' },
  { given: "bash -c 'python a.py && echo b'", command: 'bash -c python' },
  { given: 'echo "$(pwd)" `pwd` \\x', command: 'echo "$(pwd)" `pwd` \\x' },
];

describe('the entry point', () => {
  const folder = folderPerTest();

  async function init(given: string, environment: Readonly<Record<string, string>> = {}) {
    const container = containerIn(folder.path, environment);
    await writeFiles(join(folder.path, 'home/site/wwwroot'), FILES);
    return initCommand(container, given);
  }

  async function refusal(work: Promise<unknown>): Promise<PlatformFailure> {
    const error: unknown = await work.catch((reason: unknown) => reason);
    assert.ok(error instanceof PlatformFailure, String(error));
    return error;
  }

  for (const { given, command } of ROWS) {
    it(`hands on ${JSON.stringify(given)}`, async () => {
      const { flags } = await init(given);
      assert.deepEqual(flags, {
        command,
        debugAdapter: '',
        debugPort: '5678',
        debugWait: false,
      });
      assert.deepEqual(readdirSync(join(folder.path, 'opt/startup')), []);
    });
  }

  it('makes a script executable', async () => {
    await init('startup.sh');
    assert.equal(statSync(join(folder.path, 'home/site/wwwroot/startup.sh')).mode & 0o111, 0o111);
  });

  it('runs at once what broke out of the quotes, and tells what that said', async () => {
    const { flags, output } = await init("x '; echo ran too early; : '");
    assert.equal(flags.command, 'x ');
    assert.equal(output, 'ran too early\n');
  });

  it('reads no file of this machine that a part that broke out has put there', async () => {
    await writeFiles(folder.path, { 'outside/secret': '-appPath\0of this machine\0' });
    const secret = join(folder.path, 'outside/secret');
    const { step, words } = await refusal(
      init(`x'; ln -sfn ${secret} /opt/startup/arguments; echo '`),
    );
    assert.deepEqual([step, words], ['init', 'startup.sh: No such file or directory']);
    assert.equal(readFileSync(secret, 'utf8'), '-appPath\0of this machine\0');
  });

  it('has no start script when the quoting breaks', async () => {
    for (const given of ["gunicorn 'app:create_app()'", "echo 'open"]) {
      const { step, words } = await refusal(init(given));
      assert.equal(step, 'init');
      assert.match(words, /(?:syntax error|unexpected EOF)[^]*\nstartup\.sh: No such file/);
    }
  });

  it('gives up on a part that broke out and does not end', async () => {
    const container = containerIn(folder.path);
    const ended = initCommand(
      { ...container, inside: (words, env) => container.inside(words, env, 0.5) },
      "x '; sleep 9; : '",
    );
    const { step, words } = await refusal(ended);
    assert.equal(step, 'init');
    assert.match(words, /outside of its quotes, and had not ended after 20 seconds\./);
  });

  it('asks for a debugger where the site is set to it, exactly', async () => {
    const port = { APPSVC_TUNNEL_PORT: '49494' };
    const on = await init('python app.py', { APPSVC_REMOTE_DEBUGGING: 'TRUE', ...port });
    assert.deepEqual(on.flags, {
      command: 'python app.py',
      debugAdapter: 'ptvsd',
      debugPort: '49494',
      debugWait: false,
    });
    const off = await init('', { APPSVC_REMOTE_DEBUGGING: 'true', ...port });
    assert.equal(off.flags.debugAdapter, '');
    const { step, words } = await refusal(init('', { APPSVC_REMOTE_DEBUGGING: 'TRUE' }));
    assert.equal(step, 'generator');
    assert.equal(words, 'flag needs an argument: -debugPort');
  });

  it('waits for a debugger where the site is set to it, exactly', async () => {
    const debugging = { APPSVC_REMOTE_DEBUGGING: 'TRUE', APPSVC_TUNNEL_PORT: '49494' };
    const rows = [
      [{ ...debugging, APPSVC_REMOTE_DEBUGGING_BREAK: 'TRUE' }, true],
      [{ ...debugging, APPSVC_REMOTE_DEBUGGING_BREAK: 'true' }, false],
      [{ APPSVC_REMOTE_DEBUGGING_BREAK: 'TRUE' }, false],
    ] as const;
    for (const [environment, debugWait] of rows) {
      const { flags } = await init('', environment);
      assert.equal(flags.debugWait, debugWait, JSON.stringify(environment));
    }
  });

  it('has the generator refuse a word that became a flag of its own', async () => {
    const { step, words, exitCode } = await refusal(init("gunicorn ' -w ' 2"));
    assert.equal(step, 'generator');
    assert.equal(words, 'flag provided but not defined: -w');
    assert.equal(exitCode, 2);
  });
});
