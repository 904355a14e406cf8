import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import {
  loadShellParser,
  type ShellParser,
} from '../../../../tasks/core/check/startup/shell/shell.js';
import { readInit } from '../../../../tasks/core/check/startup/startup-init.js';
import { tree } from './startup-fixtures.js';

/** What bash hands to the generator, as the entry point evaluates it; `undefined` when it cannot. */
function evaluated(command: string): string | undefined {
  const script = `oryx() { printf '%s\\n%s' "$#" "$2"; }; eval "oryx -userStartupCommand '$1'"`;
  const { status, stdout } = spawnSync('bash', ['-c', script, 'init', command], {
    encoding: 'utf8',
    cwd: '/proc/self',
  });
  const [count, ...argument] = stdout.split('\n');
  return status === 0 && count === '2' ? argument.join('\n') : undefined;
}

describe("the entry point's reading of the startup command", () => {
  let parser: ShellParser;
  before(async () => {
    parser = await loadShellParser();
  });

  const kinds = [
    { name: 'nothing', command: '  ', kind: 'none', effective: '' },
    {
      name: 'a script',
      command: 'startup.sh',
      files: { 'startup.sh': '' },
      kind: 'script',
      effective: 'startup.sh',
    },
    {
      name: 'a script on the site',
      command: '/home/site/wwwroot/s.sh',
      files: { 's.sh': '' },
      kind: 'script',
      effective: '/home/site/wwwroot/s.sh',
    },
    {
      name: 'a script that is missing',
      command: 'startup.sh',
      files: {},
      kind: 'command',
      effective: 'startup.sh',
    },
    {
      name: 'a script with an argument',
      command: 'startup.sh x',
      files: { 'startup.sh': '' },
      kind: 'command',
      effective: 'startup.sh x',
    },
    {
      name: 'a script in upper case',
      command: 'run.SH',
      files: { 'run.SH': 'a\nb' },
      kind: 'first-line',
      effective: 'a',
    },
    {
      name: 'a text file',
      command: 'startup.txt',
      files: { 'startup.txt': 'one two\nthree' },
      kind: 'first-line',
      effective: 'one two',
    },
    {
      name: 'a file without an ending',
      command: 'start',
      files: { start: 'a b' },
      kind: 'first-line',
      effective: 'a b',
    },
    {
      name: 'a word that is no file',
      command: 'gunicorn',
      files: {},
      kind: 'command',
      effective: 'gunicorn',
    },
    {
      name: 'a script of an unknown app',
      command: 'startup.sh',
      kind: 'script',
      effective: 'startup.sh',
    },
    {
      name: 'a text file of an unknown app',
      command: 'startup.txt',
      kind: 'first-line',
      effective: '',
    },
    {
      name: 'a word of an unknown app',
      command: 'gunicorn',
      kind: 'command',
      effective: 'gunicorn',
    },
  ] as const;
  for (const { name, command, kind, effective, ...row } of kinds) {
    it(`${name} is ${kind}`, () => {
      const app = 'files' in row ? tree(row.files) : undefined;
      const found = readInit(command, app, undefined, parser);
      assert.deepEqual([found.kind, found.effective], [kind, effective]);
    });
  }

  const harmless = [
    "gunicorn --access-logfile '-' app:app",
    "gunicorn 'app:app'",
    'gunicorn "app:create_app()"',
    "gunicorn --forwarded-allow-ips='*' app:app",
    "gunicorn --bind '0.0.0.0:8000' 'app:app' --workers '4'",
  ];
  for (const command of harmless) {
    it(`leaves ${command} whole, as bash does`, () => {
      const found = readInit(command, undefined, undefined, parser);
      assert.equal(found.quoting, undefined);
      assert.equal(found.effective, evaluated(command));
    });
  }

  const broken = [
    {
      command: "gunicorn 'app:create_app()'",
      quoting: { effect: 'broken', message: "unexpected token '('", isUnbalanced: false },
    },
    {
      command: "echo 'abc",
      quoting: { effect: 'broken', message: 'unterminated single quote', isUnbalanced: true },
    },
    {
      command: "bash -c 'python a.py && gunicorn b'",
      quoting: { effect: 'cut', kept: 'bash -c python' },
    },
    { command: "bash -c 'python a.py'", quoting: { effect: 'cut', kept: 'bash -c python' } },
    { command: "sh -c 'a;b'", quoting: { effect: 'cut', kept: 'sh -c a' } },
    { command: "sh -c 'a' & b 'c&d'", quoting: { effect: 'cut', kept: 'sh -c a & b c' } },
  ];
  for (const { command, quoting } of broken) {
    it(`sees ${command} fall apart, as it does in bash`, () => {
      const found = readInit(command, undefined, undefined, parser);
      assert.deepEqual(found.quoting, quoting);
      assert.notEqual(evaluated(command), found.effective);
    });
  }

  const changed = [
    { command: "gunicorn --forwarded-allow-ips '*' app:app", word: '*', becomes: undefined },
    { command: 'run --json \'{"a":1}\'', word: '{"a":1}', becomes: '{a:1}' },
  ];
  for (const { command, ...rest } of changed) {
    it(`sees a word of ${command} change`, () => {
      const found = readInit(command, undefined, undefined, parser);
      assert.deepEqual(found.quoting, { effect: 'changed', ...rest });
      assert.equal(found.effective, evaluated(command));
    });
  }
});
