// What a Python reads in sources, and that no source stops it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { gatherSources } from '../../../../tasks/core/check/sources/gather-sources.js';
import type { ModuleFact } from '../../../../tasks/core/check/sources/python-sources.js';
import { sourcesOf } from '../../../helpers/app-evidence.js';
import { cpythons } from '../../../helpers/cpythons.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';
import { NO_FACTS } from '../../../helpers/module-fact.js';

const NOTHING: Omit<ModuleFact, 'path'> = {
  ...NO_FACTS,
  factories: [],
  aliases: [],
  stars: [],
  sets: {},
  paths: {},
};

async function factOf(text: string, path = 'app.py'): Promise<ModuleFact> {
  const { modules, broken } = await sourcesOf({ [path]: text });
  assert.deepEqual(broken, []);
  const fact = modules.get(path);
  assert.ok(fact);
  return fact;
}

/** Each row: a source, and what it changes of an empty module. */
const ROWS: readonly {
  readonly name: string;
  readonly path?: string;
  readonly text: string;
  readonly expect: Partial<ModuleFact>;
}[] = [
  { name: 'an empty module', text: '"""Docs: sqlite:///x.db"""\n', expect: {} },
  {
    name: 'a Flask app that runs itself',
    text: 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(debug=True)\n',
    expect: {
      names: ['Flask', 'app'],
      imports: [{ module: 'flask', line: 1, optional: false }],
      apps: [{ name: 'app', framework: 'flask', line: 2 }],
      runs: [{ call: 'app.run', host: '127.0.0.1', port: 5000, debug: true, line: 4 }],
    },
  },
  {
    name: 'names in every kind of statement',
    text: 'if x:\n    a = 1\nelse:\n    b = 2\nfor c in y:\n    pass\nwith z as d:\n    (e, *f), g.h, i[0] = 1, 2, 3\ntry:\n    import j.k\nexcept E as l:\n    pass\nclass M:\n    n = 1\ndef o(p):\n    global q\n    r = 1\nif (s := 1):\n    pass\n[t for t in y]\nif __name__ == "__main__":\n    u = 1\n',
    expect: {
      names: ['a', 'b', 'c', 'd', 'e', 'f', 'j', 'l', 'M', 'o', 'q', 's'],
      imports: [{ module: 'j', line: 10, optional: true }],
      // Only what is certain: a name in a branch has no value.
      constants: {},
    },
  },
  {
    name: 'a star import',
    text: 'from x import *\n',
    expect: { open: true, stars: ['x'], imports: [{ module: 'x', line: 1, optional: false }] },
  },
  {
    name: 'names at run time',
    text: 'globals()["app"] = 1\n',
    expect: { open: true, dynamic: true },
  },
  { name: 'a path of its own', text: '__path__.append("/a")\n', expect: { dynamic: true } },
  {
    name: 'a module-level __getattr__',
    text: 'def __getattr__(name): ...\n',
    expect: { open: true, dynamic: true, names: ['__getattr__'] },
  },
  {
    name: 'a factory, and an app made by it',
    text: 'import fastapi\ndef create_app():\n    app = fastapi.FastAPI()\n    return app\napi = create_app()\n',
    expect: {
      names: ['fastapi', 'create_app', 'api'],
      imports: [{ module: 'fastapi', line: 1, optional: false }],
      apps: [{ name: 'api', framework: 'fastapi', line: 5 }],
      factories: [{ name: 'create_app', framework: 'fastapi', line: 2 }],
    },
  },
  {
    name: 'a factory that awaits',
    text: 'from aiohttp import web\nasync def make():\n    app = web.Application()\n    return app\n',
    expect: {
      names: ['web', 'make'],
      imports: [{ module: 'aiohttp', line: 1, optional: false }],
      aliases: [{ name: 'web', module: 'aiohttp', attribute: 'web', called: false }],
      factories: [{ name: 'make', framework: 'aiohttp', line: 2, awaited: true }],
    },
  },
  {
    name: 'an app that another module makes',
    path: 'pkg/run.py',
    text: 'from .factory import create_app\napp = create_app()\napp.run(host="0.0.0.0")\n',
    expect: {
      names: ['create_app', 'app'],
      aliases: [
        { name: 'create_app', module: 'pkg.factory', attribute: 'create_app', called: false },
        { name: 'app', module: 'pkg.factory', attribute: 'create_app', called: true },
      ],
      runs: [
        { call: 'app.run', host: '0.0.0.0', port: 'default', debug: false, line: 3, of: 'app' },
      ],
    },
  },
  {
    name: 'an app that is wrapped by something unknown',
    text: 'import bottle, wrap\napp = bottle.Bottle()\napp = wrap.It(app)\n',
    expect: {
      names: ['bottle', 'wrap', 'app'],
      imports: [
        { module: 'bottle', line: 1, optional: false },
        { module: 'wrap', line: 1, optional: false },
      ],
      aliases: [{ name: 'app', module: 'wrap', attribute: 'It', called: true }],
    },
  },
  {
    name: 'host and port that follow variables',
    text: 'import os, uvicorn\nPORT = int(os.environ.get("PORT", 5000))\ndef main():\n    uvicorn.run("app:app", host=os.getenv("HOST") or "127.0.0.1", port=PORT)\ndef never():\n    uvicorn.run("app:app")\nmain()\n',
    expect: {
      names: ['os', 'uvicorn', 'PORT', 'main', 'never'],
      imports: [
        { module: 'os', line: 1, optional: false },
        { module: 'uvicorn', line: 1, optional: false },
      ],
      runs: [
        {
          call: 'uvicorn.run',
          host: '${HOST:-127.0.0.1}',
          port: '${PORT:-5000}',
          debug: false,
          line: 4,
        },
      ],
    },
  },
  {
    name: 'host and port that nobody can know',
    text: 'import uvicorn\nuvicorn.run("app:app", **options)\n',
    expect: {
      names: ['uvicorn'],
      imports: [{ module: 'uvicorn', line: 1, optional: false }],
      runs: [{ call: 'uvicorn.run', host: undefined, port: undefined, debug: false, line: 2 }],
    },
  },
  {
    name: 'variables without a default',
    text: 'import os\nA = os.environ["A"]\nos.environ.get("B")\ntry:\n    os.environ["C"]\nexcept KeyError:\n    pass\nif "D" in os.environ:\n    os.environ["D"]\nos.environ.setdefault("E", "x")\nos.environ["E"]\n',
    expect: {
      names: ['os', 'A'],
      imports: [{ module: 'os', line: 1, optional: false }],
      environment: [{ name: 'A', line: 2 }],
      sets: { E: 'x' },
      setsAlways: ['E'],
      setsDefault: ['E'],
    },
  },
  {
    name: 'constants and paths of settings',
    path: 'mysite/settings.py',
    text: 'import os\nfrom pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nSTATIC_ROOT = BASE_DIR / "static"\nMEDIA_ROOT = os.path.join(BASE_DIR, "media")\nDEBUG = True\nHOSTS = ["a"]\nHOSTS += ["b"]\nMORE = []\nMORE.append("c")\nKEY = os.environ["KEY"]\n',
    expect: {
      names: [
        'os',
        'Path',
        'BASE_DIR',
        'STATIC_ROOT',
        'MEDIA_ROOT',
        'DEBUG',
        'HOSTS',
        'MORE',
        'KEY',
      ],
      imports: [
        { module: 'os', line: 1, optional: false },
        { module: 'pathlib', line: 2, optional: false },
      ],
      aliases: [
        { name: 'Path', module: 'pathlib', attribute: 'Path', called: false },
        { name: 'MEDIA_ROOT', module: 'os.path', attribute: 'join', called: true },
      ],
      environment: [{ name: 'KEY', line: 11 }],
      constants: { DEBUG: true, HOSTS: ['a', 'b'] },
      paths: { BASE_DIR: '', STATIC_ROOT: 'static', MEDIA_ROOT: 'media' },
      lines: { STATIC_ROOT: 4, DEBUG: 6 },
      writes: [{ path: 'media', line: 5 }],
    },
  },
  {
    name: 'what is written beside the app, and elsewhere',
    text: 'open("a.txt", "w")\nopen("b.txt")\nopen("/tmp/c.txt", "w")\nopen(f"logs/{x}.log", mode="a")\nopen(d, "w")\n',
    expect: {
      writes: [
        { path: 'a.txt', line: 1 },
        { path: 'logs/', line: 4 },
      ],
    },
  },
  {
    name: 'texts: drivers and databases, never the password beside them',
    text: 'a = "DRIVER={ODBC Driver 17 for SQL Server};PWD=hunter2"\nb = "sqlite:///x.db"\nc = "sqlite:///:memory:"\nd = g("D") or "sqlite:///y.db"\ne = "sqlite:////tmp/z.db"\n',
    expect: {
      names: ['a', 'b', 'c', 'd', 'e'],
      constants: {
        a: 'DRIVER={ODBC Driver 17 for SQL Server};PWD=hunter2',
        b: 'sqlite:///x.db',
        c: 'sqlite:///:memory:',
        e: 'sqlite:////tmp/z.db',
      },
      texts: [
        { text: 'ODBC Driver 17 for SQL Server', line: 1 },
        { text: 'sqlite:///x.db', line: 2 },
        { text: 'sqlite:///y.db', line: 4, optional: true },
      ],
    },
  },
  {
    name: 'what a module does on a site: the variables of the platform are there',
    text: 'import os\na = "on" if "WEBSITE_HOSTNAME" in os.environ else "off"\nb = "off" if "WEBSITE_SITE_NAME" not in os.environ else "on"\nc = 1 if os.environ.get("WEBSITE_INSTANCE_ID") else 2\nd = "WEBSITE_HOSTNAME" not in os.environ\ne = 1 if "OTHER" in os.environ else 2\nf = 1 if os.getenv("OTHER", "x") else 2\ng = 1 if d else 2\n',
    expect: {
      names: ['os', 'a', 'b', 'c', 'd', 'e', 'f', 'g'],
      imports: [{ module: 'os', line: 1, optional: false }],
      constants: { a: 'on', b: 'on', c: 1, d: false, g: 2 },
    },
  },
];

describe('gatherSources', () => {
  const folder = folderPerTest();

  for (const { name, path = 'app.py', text, expect } of ROWS) {
    it(`reads ${name}`, async () => {
      assert.deepEqual(await factOf(text, path), { path, ...NOTHING, ...expect });
    });
  }

  it('reads a file on disk by its own encoding', async () => {
    const bytes = Buffer.concat([
      Buffer.from('# -*- coding: latin-1 -*-\nNAME = "caf'),
      Buffer.from([0xe9]),
      Buffer.from('"\n'),
    ]);
    await writeFiles(folder.path, { 'app.py': bytes });
    const file = join(folder.path, 'app.py');
    const sources = await gatherSources(fakeHost(), 'python3', [{ path: 'app.py', file }]);
    assert.deepEqual(sources?.modules.get('app.py')?.constants, { NAME: 'café' });
  });

  it('imports nothing of the app and runs nothing of it', async () => {
    const mark = join(folder.path, 'ran');
    const text = `open(${JSON.stringify(mark)}, "w")\n`;
    await writeFiles(folder.path, { 'ast.py': text, 'json.py': text, 'app.py': text });
    const host = fakeHost({ tempFolder: folder.path });
    const sources = await gatherSources(host, 'python3', [{ path: 'app.py', text }]);
    assert.deepEqual([...(sources?.modules.keys() ?? [])], ['app.py']);
    await assert.rejects(import('node:fs/promises').then(({ stat }) => stat(mark)));
  });

  it('says where sources do not parse, and reads the others', async () => {
    const { modules, broken } = await sourcesOf({
      'a.py': 'x = 1\n',
      'b.py': 'x = 1\nx = = 2\n',
      'c.py': 'x = 1\0\n',
      'd.py': '# coding: no-such-thing\nx = 1\n',
      'e.py': 'x = 1\n',
      'notes.txt': 'x = = 2\n',
    });
    assert.deepEqual([...modules.keys()], ['a.py', 'e.py']);
    assert.deepEqual(
      broken.map(({ path, line }) => `${path}:${line}`),
      ['b.py:2', 'c.py:1', 'd.py:1'],
    );
    assert.equal(broken[0]?.message, 'invalid syntax');
    assert.match(broken[2]?.message ?? '', /unknown encoding/);
  });

  it('says which Python could not read a source', async () => {
    const files = [{ path: 'a.py', text: 'match x:\n    case _ if (y := 1):\n        z = = 1\n' }];
    for (const { program, minor } of cpythons()) {
      const sources = await gatherSources(fakeHost(), program, files);
      assert.deepEqual(
        sources?.broken.map(({ line, python }) => ({ line, python })),
        // Before 3.10 there is no `match`.
        [{ line: minor === '3.9' ? 1 : 3, python: minor }],
      );
    }
  });

  it('is not stopped by hostile sources, with an old and a new Python', async function () {
    this.timeout(60_000);
    const hostile = {
      'parentheses.py': '('.repeat(100_000),
      'brackets.py': 'x = ' + '['.repeat(90) + ']'.repeat(90),
      'minus.py': `x = ${'-'.repeat(100_000)}1`,
      'sum.py': `x = ${'1+'.repeat(20_000)}1`,
      'dots.py': `x = a${'.b'.repeat(20_000)}`,
      'blocks.py': Array.from({ length: 99 }, (_, n) => `${' '.repeat(n)}if x:`).join('\n'),
      'names.py':
        'a0 = b0 = f()\n' +
        Array.from(
          { length: 60 },
          (_, n) => `if x:\n  a${n + 1} = a${n}\nelse:\n  a${n + 1} = a${n}\n`,
        ).join(''),
      'surrogate.py': 'x = "\ud800"\n',
      'large.py': `x = ${JSON.stringify('y'.repeat(5_000_000))}\n`,
      'huge.py': `x = ${'9'.repeat(10_000)}\ny = 1e999\n`,
      'loop.py': 'from loop import *\nx = x\nx += x\n',
      'last.py': 'x = 1\n',
    };
    for (const { program, minor } of [cpythons().at(0), cpythons().at(-1)].flatMap(
      (one) => one ?? [],
    )) {
      const files = Object.entries(hostile).map(([path, text]) => ({ path, text }));
      const sources = await gatherSources(fakeHost(), program, files);
      assert.deepEqual(sources?.modules.get('last.py')?.constants, { x: 1 }, minor);
      assert.ok(sources?.unread?.includes('large.py'), minor);
      assert.ok(!sources?.modules.has('parentheses.py'), minor);
    }
  });

  it('goes on behind a source that ends the Python itself', async () => {
    const real = fakeHost();
    const inputs: number[] = [];
    // The process is killed while it reads the second of three sources.
    const host = {
      ...real,
      run: async (command: Parameters<typeof real.run>[0]) => {
        const outcome = await real.run(command);
        const lines = outcome.stdout.split('\n').slice(0, -1);
        inputs.push(lines.length);
        if (inputs.length > 1) return outcome;
        return { ...outcome, exitCode: null, stdout: `${lines[0]}\n{"facts": {"nam` };
      },
    };
    const files = ['a.py', 'b.py', 'c.py'].map((path) => ({ path, text: 'x = 1\n' }));
    const sources = await gatherSources(host, 'python3', files);
    assert.deepEqual(inputs, [3, 1]);
    assert.deepEqual([...(sources?.modules.keys() ?? [])], ['a.py', 'c.py']);
    assert.deepEqual(sources?.broken, []);
    assert.deepEqual(sources?.unread, ['b.py']);
  });

  it('has nothing to say without a Python', async () => {
    const files = [{ path: 'app.py', text: 'x = 1\n' }];
    assert.equal(await gatherSources(fakeHost(), 'no-such-python', files), undefined);
  });

  it('needs no Python where there are no sources', async () => {
    const sources = await gatherSources(fakeHost(), 'no-such-python', []);
    assert.deepEqual(sources, { modules: new Map(), broken: [], unread: [] });
  });
});
