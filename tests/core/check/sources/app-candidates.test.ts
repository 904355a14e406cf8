// Which app is taken for the one to serve where the sources make several, and the command that is advised for it.

import assert from 'node:assert/strict';
import {
  appCandidates,
  likelyCommand,
  nearestCandidate,
  targetOf,
} from '../../../../tasks/core/check/sources/app-candidates.js';
import type {
  ModuleFact,
  PythonSources,
} from '../../../../tasks/core/check/sources/python-sources.js';
import { moduleFact } from '../../../helpers/module-fact.js';

/** Modules in short: what they make as `name framework`, `name() framework` where a function returns it. */
function sourcesOf(modules: Readonly<Record<string, readonly string[]>>): PythonSources {
  const facts = Object.entries(modules).map(([path, made]) => {
    const all = made.map((one) => {
      const [name = '', framework = ''] = one.split(' ');
      return { name, framework, line: 1 };
    });
    const apps = all.filter(({ name }) => !name.endsWith('()'));
    const factories = all
      .filter(({ name }) => name.endsWith('()'))
      .map(({ name, framework, line }) => ({ name: name.slice(0, -2), framework, line }));
    return [path, moduleFact(path, { apps, factories })] as const;
  });
  return { modules: new Map(facts), broken: [] };
}

/** Programs that no gunicorn serves. */
function programs(modules: Readonly<Record<string, Partial<ModuleFact>>>): PythonSources {
  const facts = Object.entries(modules).map(
    ([path, fact]) => [path, moduleFact(path, fact)] as const,
  );
  return { modules: new Map(facts), broken: [] };
}

const STREAMLIT = { imports: [{ module: 'streamlit', line: 1, optional: false }] };
const CHAINLIT = { imports: [{ module: 'chainlit', line: 1, optional: false }] };
const RUNS = {
  runs: [{ call: 'app.run', host: undefined, port: undefined, debug: false, line: 9 }],
};

describe('the apps of the sources', () => {
  const rows: readonly {
    readonly name: string;
    readonly modules: Readonly<Record<string, readonly string[]>>;
    readonly expect: readonly string[];
  }[] = [
    {
      name: 'the usual names before others, an unusual one last',
      modules: { 'a.py': ['flaskapp flask', 'server flask', 'application flask', 'app flask'] },
      expect: ['a:app', 'a:application', 'a:server', 'a:flaskapp'],
    },
    {
      name: 'what is at the root before what is deeper',
      modules: { 'a/b/main.py': ['app flask'], 'a/main.py': ['app flask'], 'z.py': ['app flask'] },
      expect: ['z:app', 'main:app', 'main:app'],
    },
    {
      name: 'by path where they are alike',
      modules: { 'b.py': ['app flask'], 'a.py': ['app flask'] },
      expect: ['a:app', 'b:app'],
    },
    {
      name: 'an app before a function that returns one, also deeper',
      modules: { 'a.py': ['create_app() flask'], 'web/b.py': ['app flask'] },
      expect: ['b:app', '"a:create_app()"'],
    },
    {
      name: "Django's project before an app at the root",
      modules: { 'a.py': ['app flask'], 'site/wsgi.py': ['application django'] },
      expect: ['site.wsgi:application', 'a:app'],
    },
    {
      name: 'the names of functions, too',
      modules: { 'a.py': ['make() flask', 'api() flask', 'create_app() flask'] },
      expect: ['"a:create_app()"', '"a:api()"', '"a:make()"'],
    },
    {
      name: 'no tests, examples and scripts',
      modules: {
        'tests/app.py': ['app flask'],
        'examples/app.py': ['app flask'],
        'test_app.py': ['app flask'],
        'app_test.py': ['app flask'],
        'conftest.py': ['app flask'],
        'a/docs/app.py': ['app flask'],
        'sample/app.py': ['app flask'],
        'latest/app.py': ['app flask'],
      },
      expect: ['app:app'],
    },
    {
      name: 'a module of packages from above the outermost one',
      modules: { 'src/shop/__init__.py': [], 'src/shop/web/__init__.py': ['app flask'] },
      expect: ['shop.web:app'],
    },
    {
      name: 'a module in a package in a package',
      modules: {
        'src/shop/__init__.py': [],
        'src/shop/web/__init__.py': [],
        'src/shop/web/main.py': ['app flask'],
      },
      expect: ['shop.web.main:app'],
    },
    {
      name: 'wsgi.py two folders deep without a package is imported from its folder',
      modules: { 'src/site/wsgi.py': ['application django'] },
      expect: ['wsgi:application'],
    },
    {
      name: 'no framework that no such server serves',
      modules: { 'a.py': ['app dash'] },
      expect: [],
    },
  ];
  for (const { name, modules, expect } of rows) {
    it(name, () => {
      assert.deepEqual(appCandidates(sourcesOf(modules)).map(targetOf), expect);
    });
  }

  const wrong: readonly (readonly [string, string | undefined, string])[] = [
    ['web.main', 'server', 'main:app'],
    ['other', 'api', 'shop:api'],
    ['MAIN', undefined, 'main:app'],
    ['other', 'none', 'main:app'],
  ];
  for (const [module, callable, expected] of wrong) {
    it(`the nearest to ${module}:${callable ?? ''}`, () => {
      const candidates = appCandidates(
        sourcesOf({ 'main.py': ['app flask'], 'shop.py': ['api flask'] }),
      );
      const nearest = nearestCandidate(candidates, { module, callable });
      assert.equal(nearest && targetOf(nearest), expected);
    });
  }
});

describe('the startup command that is advised', () => {
  const rows: readonly (readonly [string, PythonSources | undefined, string | undefined])[] = [
    ['without sources', undefined, undefined],
    ['without an app', programs({ 'a.py': {} }), undefined],
    [
      'a function that returns an ASGI app, below a folder',
      sourcesOf({ 'src/main.py': ['create_app() fastapi'] }),
      'python -m uvicorn main:create_app --factory --app-dir src --host 0.0.0.0',
    ],
    [
      'a WSGI app below a folder',
      sourcesOf({ 'src/main.py': ['app flask'] }),
      'gunicorn --bind=0.0.0.0 --timeout 600 --chdir src main:app',
    ],
    [
      'a folder whose name has a space',
      sourcesOf({ 'my site/main.py': ['app flask'] }),
      'gunicorn --bind=0.0.0.0 --timeout 600 --chdir "my site" main:app',
    ],
    [
      'an ASGI app in a folder whose name has a space',
      sourcesOf({ 'my site/main.py': ['app fastapi'] }),
      'python -m uvicorn main:app --app-dir "my site" --host 0.0.0.0',
    ],
    [
      'the usual first page of Streamlit before others, and no page of pages/',
      programs({ 'about.py': STREAMLIT, 'pages/app.py': STREAMLIT, 'streamlit_app.py': STREAMLIT }),
      'python -m streamlit run streamlit_app.py --server.port $PORT --server.address 0.0.0.0',
    ],
    [
      'what is in pages/ alone is no first page of Streamlit',
      programs({ 'pages/app.py': STREAMLIT }),
      undefined,
    ],
    [
      'the first page of Chainlit, and not what else can be run',
      programs({ 'app.py': CHAINLIT, 'ingest.py': RUNS }),
      'python -m chainlit run app.py --headless --port $PORT --host 0.0.0.0',
    ],
    [
      'usual programs before others, app.py before main.py',
      programs({ 'a.py': RUNS, 'main.py': RUNS, 'app.py': RUNS }),
      'python app.py',
    ],
    [
      'main.py before a program of another name',
      programs({ 'a.py': RUNS, 'main.py': RUNS }),
      'python main.py',
    ],
    [
      'a first page of Streamlit whose name has a space and an apostrophe',
      programs({ "Bob's page.py": STREAMLIT }),
      `python -m streamlit run "Bob's page.py" --server.port $PORT --server.address 0.0.0.0`,
    ],
    [
      'a program that serves itself, the one at the root',
      programs({ 'web/app.py': RUNS, 'serve.py': RUNS, 'tests/main.py': RUNS }),
      'python serve.py',
    ],
    [
      'programs that serve themselves, by path where no name is usual',
      programs({ 'b.py': RUNS, 'a.py': RUNS }),
      'python a.py',
    ],
    ['a program whose name has a space', programs({ 'my app.py': RUNS }), 'python "my app.py"'],
  ];
  for (const [name, sources, expected] of rows) {
    it(name, () => {
      assert.equal(likelyCommand(sources), expected);
    });
  }
});
