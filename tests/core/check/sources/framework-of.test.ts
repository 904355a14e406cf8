// Which interface an app of the startup command speaks, followed through the app's modules.

import assert from 'node:assert/strict';
import { frameworkOf, servedApp } from '../../../../tasks/core/check/sources/framework-of.js';
import { serverOf, sourcesOf } from '../../../helpers/app-evidence.js';

const FACTORY = 'from fastapi import FastAPI\ndef create_app():\n    return FastAPI()\n';

/** Each row: sources, what the server loads, and what that is. */
const ROWS: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly target: string;
  readonly folder?: string;
  readonly expect: readonly [string | undefined, 'asgi' | 'wsgi' | undefined];
}[] = [
  {
    name: 'Flask by its module',
    files: { 'app.py': 'import flask\napp = flask.Flask(__name__)\n' },
    target: 'app:app',
    expect: ['flask', 'wsgi'],
  },
  {
    name: 'the server of Dash',
    files: { 'app.py': 'import dash\napp = dash.Dash()\nserver = app.server\n' },
    target: 'app:server',
    expect: ['flask', 'wsgi'],
  },
  {
    name: 'a package that passes the app on',
    files: {
      'pkg/__init__.py': 'from .web import app as api\n',
      'pkg/web.py': 'from pkg.make import create_app\napp = create_app()\n',
      'pkg/make.py': FACTORY,
    },
    target: 'pkg:api',
    expect: ['fastapi', 'asgi'],
  },
  {
    name: 'a factory that is called',
    files: { 'make.py': FACTORY },
    target: 'make:create_app()',
    expect: ['fastapi', 'asgi'],
  },
  {
    name: 'a class of its own',
    files: {
      'src/app.py':
        'from starlette.applications import Starlette\nclass Mine(Starlette): ...\napp = Mine()\n',
    },
    target: 'app:app',
    folder: 'src',
    expect: ['starlette', 'asgi'],
  },
  {
    name: 'Django’s two interfaces',
    files: {
      'mysite/asgi.py':
        'from django.core.asgi import get_asgi_application\napplication = get_asgi_application()\n',
    },
    target: 'mysite.asgi:application',
    expect: ['django-asgi', 'asgi'],
  },
  {
    name: 'an ASGI app around a WSGI app',
    files: {
      'app.py':
        'from flask import Flask\nfrom asgiref.wsgi import WsgiToAsgi\napp = Flask("x")\napp = WsgiToAsgi(app)\n',
    },
    target: 'app:app',
    expect: ['asgi', 'asgi'],
  },
  {
    name: 'nothing where branches differ',
    files: {
      'app.py':
        'from flask import Flask\nfrom quart import Quart\nif x:\n    app = Flask("x")\nelse:\n    app = Quart("x")\n',
    },
    target: 'app:app',
    expect: [undefined, undefined],
  },
  {
    name: 'nothing where modules import each other',
    files: { 'a.py': 'from b import app\n', 'b.py': 'from a import app\n' },
    target: 'a:app',
    expect: [undefined, undefined],
  },
];

describe('frameworkOf', () => {
  for (const { name, files, target, folder, expect } of ROWS) {
    it(name, async () => {
      const [module, callable = ''] = target.split(':');
      const server = serverOf(`gunicorn ${target}`, {
        module,
        callable: callable.replace('()', ''),
        factory: callable.endsWith('()'),
        folder,
      });
      const sources = await sourcesOf(files);
      assert.deepEqual(
        [servedApp(server, sources)?.framework, frameworkOf(server, sources)],
        expect,
      );
    });
  }
});
