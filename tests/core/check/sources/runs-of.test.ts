// Where apps listen that serve themselves.

import assert from 'node:assert/strict';
import { runsOf } from '../../../../tasks/core/check/sources/runs-of.js';
import type { AppSetting } from '../../../../tasks/core/terms/app-setting.js';
import { serverOf, sourcesOf, startupOf } from '../../../helpers/app-evidence.js';

const FLASK = 'import os\nfrom flask import Flask\napp = Flask(__name__)\n';
const DASH = 'from dash import Dash\napp = Dash()\n';
const GRADIO = 'import gradio as gr\nwith gr.Blocks() as demo: ...\ndemo.queue().launch()\n';
const MAIN = 'if __name__ == "__main__":\n    ';

interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly words?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly settings?: readonly AppSetting[];
  /** `call host port`, or nothing. */
  readonly expect: string | undefined;
}

const ROWS: readonly Row[] = [
  {
    name: 'Flask by default',
    files: { 'app.py': `${FLASK}${MAIN}app.run()\n` },
    expect: 'app.run 127.0.0.1 5000',
  },
  {
    name: 'Flask for everybody on the platform’s port',
    files: {
      'app.py': `${FLASK}${MAIN}app.run(host="0.0.0.0", port=int(os.environ.get("PORT", 5000)))\n`,
    },
    expect: 'app.run 0.0.0.0 $PORT',
  },
  {
    name: 'the port that the command itself sets',
    files: { 'app.py': `${FLASK}app.run("0.0.0.0", os.environ["PORT"])\n` },
    environment: { PORT: '9000' },
    expect: 'app.run 0.0.0.0 9000',
  },
  {
    name: 'Dash, which follows HOST and PORT',
    files: { 'app.py': `${DASH}${MAIN}app.run(debug=True)\n` },
    expect: 'app.run 0.0.0.0 $PORT',
  },
  {
    name: 'an app that a package makes',
    files: {
      'run.py': 'from web import create_app\napp = create_app()\napp.run(port=8000)\n',
      'web/__init__.py': 'import flask\ndef create_app():\n    return flask.Flask("x")\n',
    },
    words: 'python run.py',
    expect: 'app.run 127.0.0.1 8000',
  },
  {
    name: 'gradio, where no settings are known',
    files: { 'app.py': GRADIO },
    expect: 'demo.queue().launch unknown unknown',
  },
  {
    name: 'gradio, by its own command',
    files: { 'app.py': GRADIO.replace('()\n', '(server_name="0.0.0.0", server_port=8000)\n') },
    words: 'gradio app.py',
    expect: 'demo.queue().launch 0.0.0.0 8000',
  },
  {
    name: 'gradio, without its settings',
    files: { 'app.py': GRADIO },
    settings: [],
    expect: 'demo.queue().launch 127.0.0.1 7860',
  },
  {
    name: 'gradio, with its settings',
    files: { 'app.py': GRADIO },
    settings: [
      { name: 'GRADIO_SERVER_NAME', value: '0.0.0.0', slotSetting: undefined },
      { name: 'GRADIO_SERVER_PORT', value: '8000', slotSetting: undefined },
    ],
    expect: 'demo.queue().launch 0.0.0.0 8000',
  },
  {
    name: 'waitress with an address in one word',
    files: { 'app.py': 'from waitress import serve\nserve(app, listen="*:8000")\n' },
    expect: 'serve 0.0.0.0 8000',
  },
  {
    name: 'a module below a folder, by -m',
    files: {
      'web/__main__.py': 'import uvicorn\nuvicorn.run("web:app", host="localhost")\n',
      'web/__init__.py': '',
    },
    words: 'python -m web',
    expect: 'uvicorn.run localhost 8000',
  },
  {
    name: 'one of several ways',
    files: { 'app.py': `${FLASK}if x:\n    app.run()\nelse:\n    app.run("0.0.0.0")\n` },
    expect: 'app.run unknown unknown',
  },
  {
    name: 'arguments of a command line',
    files: { 'app.py': `${FLASK}app.run(host=args.host, port=args.port)\n` },
    expect: 'app.run unknown unknown',
  },
  {
    name: 'a program that serves nothing',
    files: { 'app.py': `${FLASK}def never():\n    app.run()\n` },
    expect: undefined,
  },
  { name: 'a program that is not there', files: { 'other.py': '' }, expect: undefined },
];

describe('runsOf', () => {
  for (const { name, files, words = 'python app.py', environment = {}, settings, expect } of ROWS) {
    it(name, async () => {
      const [, first, second] = words.split(' ');
      const viaModule = first === '-m';
      const server = serverOf(words, {
        viaModule,
        module: viaModule ? second : first?.replace('.py', ''),
        command: { environment },
      });
      const runs = runsOf(startupOf(server), await sourcesOf(files), settings);
      const found = runs.map(
        ({ call, host, port }) => `${call} ${host ?? 'unknown'} ${port ?? 'unknown'}`,
      );
      assert.deepEqual(found, expect === undefined ? [] : [expect]);
    });
  }

  it('says where the call is, and leaves other servers alone', async () => {
    const sources = await sourcesOf({ 'app.py': `${FLASK}app.run(debug=True)\n` });
    const python = serverOf('python app.py', { module: 'app' });
    const gunicorn = serverOf('gunicorn app:app', { module: 'app', callable: 'app' });
    assert.deepEqual(runsOf(startupOf(gunicorn, python), sources), [
      {
        server: python,
        path: 'app.py',
        line: 4,
        call: 'app.run',
        host: '127.0.0.1',
        port: 5000,
        debug: true,
      },
    ]);
  });
});
