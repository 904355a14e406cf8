import assert from 'node:assert/strict';
import {
  neededVariables,
  type Setters,
} from '../../../../tasks/core/check/settings/needed-variables.js';
import type { Tree } from '../../../../tasks/core/check/evidence.js';
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

  const appOf = (path: string, text: string | undefined): Tree => ({
    files: new Map([[path, { path, size: 1, executable: false, text }]]),
    complete: true,
  });

  for (const path of ['.env', 'mysite/.env', '.env.prod', 'prod.env', '.envs/.prod/.django']) {
    it(`are not those of a packaged ${path}`, () => {
      const tree = appOf(path, 'export A="1"\n# B=2\n');
      assert.deepEqual(namesNeeded([app], { app: tree }), ['B app.py:2']);
    });
  }

  for (const path of ['.env.example', 'sample.env', 'environment.py', '.env/pyvenv.cfg']) {
    it(`are those of a packaged ${path}, which is not read`, () => {
      assert.equal(namesNeeded([app], { app: appOf(path, 'A=1\n') }).length, 2);
    });
  }

  it('are not told beside a packaged .env that is too large to be looked into', () => {
    assert.deepEqual(namesNeeded([app], { app: appOf('.env', undefined) }), []);
  });

  it('are not told where a source sets variables of any name', () => {
    const fills = moduleFact('load.py', { fills: true });
    assert.deepEqual(namesNeeded([app, fills]), []);
    assert.equal(namesNeeded([app, { ...fills, path: 'tests/load.py' }]).length, 2);
  });

  it('are not those of settings that the site does not use', () => {
    const settings = (name: string) =>
      moduleFact(`web/settings/${name}.py`, {
        stars: ['web.settings.base'],
        environment: [{ name: name.toUpperCase(), line: 2 }],
      });
    const modules = [
      moduleFact('web/wsgi.py', { sets: { DJANGO_SETTINGS_MODULE: 'web.settings.production' } }),
      moduleFact('web/settings/__init__.py', {}),
      module('web/settings/base.py', ['KEY']),
      settings('local'),
      settings('production'),
    ];
    assert.deepEqual(namesNeeded(modules), [
      'KEY web/settings/base.py:1',
      'PRODUCTION web/settings/production.py:2',
    ]);
    // Where it is not known which of them it uses, it may be any.
    assert.equal(namesNeeded(modules.slice(1)).length, 3);
  });

  it('are not those of a configuration for development beside one for production', () => {
    const development = module('config/development.py', ['DBHOST']);
    assert.deepEqual(namesNeeded([development, module('config/production.py', ['KEY'])]), [
      'KEY config/production.py:1',
    ]);
    const alone = [development, module('production.py', [])];
    assert.deepEqual(namesNeeded(alone), ['DBHOST config/development.py:1']);
  });

  it('are those of such a configuration all the same, where a start has failed in it', () => {
    const modules = ['dev.py', 'prod.py'].map((path) => module(path, ['A']));
    const sources = { modules: new Map(modules.map((one) => [one.path, one])), broken: [] };
    const setters = { settings: [], startup: undefined, app: undefined, sources };
    assert.deepEqual(neededVariables(setters, 'dev.py'), [
      { name: 'A', where: { file: 'dev.py', line: 1 } },
    ]);
  });

  it('are not those of which another is enough', () => {
    const read = { name: 'A', others: ['A_FILE', 'OTHER'], line: 1 };
    const either = moduleFact('app.py', { environment: [read] });
    const settings = [{ name: 'OTHER', value: '', slotSetting: undefined }];
    assert.deepEqual(namesNeeded([either]), ['A app.py:1']);
    assert.deepEqual(namesNeeded([either], { settings }), []);
  });

  it('are not those that are there in other letters, where case does not count', () => {
    const read = { name: 'SECRET_KEY', line: 1 };
    const settings = [{ name: 'secret_key', value: '', slotSetting: undefined }];
    const anyCase = moduleFact('app.py', { environment: [{ ...read, anyCase: true }] });
    assert.deepEqual(namesNeeded([anyCase], { settings }), []);
    const exact = moduleFact('app.py', { environment: [read] });
    assert.deepEqual(namesNeeded([exact], { settings }), ['SECRET_KEY app.py:1']);
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
