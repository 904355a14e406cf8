import assert from 'node:assert/strict';
import {
  neededVariables,
  type Setters,
} from '../../../../tasks/core/check/settings/needed-variables.js';
import type { ModuleFact } from '../../../../tasks/core/check/sources/python-sources.js';
import type { Startup } from '../../../../tasks/core/check/startup/startup.js';
import { moduleFact } from '../../../helpers/module-fact.js';

function module(path: string, names: readonly string[], sets?: Record<string, string>): ModuleFact {
  const environment = names.map((name, index) => ({ name, line: index + 1 }));
  return moduleFact(path, { environment, ...(sets && { sets }) });
}

function namesNeeded(modules: readonly ModuleFact[], more: Partial<Setters> = {}): string[] {
  const sources = { modules: new Map(modules.map((one) => [one.path, one])), broken: [] };
  const setters = { settings: [], startup: undefined, app: undefined, ...more, sources };
  return neededVariables(setters).map(({ name, where }) => `${name} ${where.file}:${where.line}`);
}

const startup: Startup = {
  text: 'export A=1; gunicorn app:app',
  kind: 'command',
  effective: 'export A=1; gunicorn app:app',
  problem: undefined,
  commands: [
    {
      words: ['gunicorn', 'app:app'],
      environment: { A: '1' },
      where: { file: 'startup command' },
      background: false,
      conditional: false,
      folder: '',
    },
  ],
  servers: [],
  scripts: [],
  ignored: [],
};

describe('variables that the app needs', () => {
  const app = module('app.py', ['A', 'B']);

  it('are told once, where they are read first', () => {
    assert.deepEqual(namesNeeded([app, module('b.py', ['B'])]), ['A app.py:1', 'B app.py:2']);
  });

  it('are not those that an app setting sets', () => {
    const settings = [{ name: 'A', value: '', slotSetting: undefined }];
    assert.deepEqual(namesNeeded([app], { settings }), ['B app.py:2']);
  });

  it('are not those that the startup command sets', () => {
    assert.deepEqual(namesNeeded([app], { startup }), ['B app.py:2']);
  });

  it('are not those that the code sets', () => {
    assert.deepEqual(namesNeeded([app, module('manage.py', [], { B: 'x' })]), ['A app.py:1']);
  });

  it('are not those of a packaged .env', () => {
    const text = 'export A="1"\n# B=2\n';
    const file = { path: '.env', size: 1, executable: false, text };
    const tree = { files: new Map([['.env', file]]), complete: true };
    assert.deepEqual(namesNeeded([app], { app: tree }), ['B app.py:2']);
  });

  it('are not those of the platform and of tools', () => {
    const names = ['PORT', 'WEBSITE_SITE_NAME', 'DJANGO_SETTINGS_MODULE', 'C'];
    assert.deepEqual(namesNeeded([module('app.py', names)]), ['C app.py:4']);
  });

  it('are not those of tests', () => {
    const paths = ['tests/app.py', 'test_app.py', 'lib/conftest.py', 'a/app_test.py'];
    assert.deepEqual(namesNeeded(paths.map((path) => module(path, ['A']))), []);
    assert.deepEqual(namesNeeded([module('contests/app.py', ['A'])]), ['A contests/app.py:1']);
  });
});
