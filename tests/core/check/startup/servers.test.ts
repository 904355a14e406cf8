import assert from 'node:assert/strict';

import { readStartup } from '../../../../tasks/core/check/startup/read-startup.js';
import type { ServerCommand } from '../../../../tasks/core/check/startup/startup.js';
import { tree } from './startup-fixtures.js';

interface Row {
  readonly command: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string>>;
  /** `server module:callable host:port`, `-` for what is not known, then what else is expected. */
  readonly expect: string;
  readonly rest?: Partial<ServerCommand>;
}

function short({ server, module, callable, host, port }: ServerCommand): string {
  const name = callable === undefined ? (module ?? '-') : `${module}:${callable}`;
  return `${server} ${name} ${host ?? '-'}:${port ?? '-'}`;
}

async function serversOf({
  command,
  files,
  settings = {},
}: Row): Promise<readonly ServerCommand[]> {
  const list = Object.entries(settings).map(([name, value]) => ({
    name,
    value,
    slotSetting: undefined,
  }));
  return (await readStartup(command, files && tree(files), undefined, list)).servers;
}

describe('servers', () => {
  const rows: readonly Row[] = [
    {
      command: 'gunicorn app:app',
      expect: 'gunicorn app:app 0.0.0.0:$PORT',
      rest: { workerClass: 'sync', timeout: 30, accessLog: false },
    },
    {
      command: 'gunicorn --bind=0.0.0.0 --timeout 600 app:app',
      expect: 'gunicorn app:app 0.0.0.0:8000',
      rest: { timeout: 600 },
    },
    {
      command: 'gunicorn -b 127.0.0.1:5000 mysite.wsgi',
      expect: 'gunicorn mysite.wsgi:application 127.0.0.1:5000',
    },
    { command: 'gunicorn a:b runserver', expect: 'gunicorn a:b 0.0.0.0:$PORT' },
    { command: 'uvicorn main.py:app', expect: 'uvicorn main.py:app 127.0.0.1:8000' },
    { command: 'gunicorn -b :80 a:b', expect: 'gunicorn a:b 0.0.0.0:80' },
    {
      command: 'gunicorn -b0.0.0.0:${PORT:-8000} -w4 -t=120 a:b',
      expect: 'gunicorn a:b 0.0.0.0:$PORT',
      rest: { timeout: 120 },
    },
    { command: 'gunicorn -b [::]:8000 a:b', expect: 'gunicorn a:b :::8000' },
    { command: 'gunicorn -b unix:/tmp/a.sock a:b', expect: 'gunicorn a:b unix:/tmp/a.sock:-' },
    { command: 'gunicorn -b $HOST:$PORT a:b', expect: 'gunicorn a:b 0.0.0.0:$PORT' },
    { command: 'gunicorn -b 0.0.0.0:$OTHER a:b', expect: 'gunicorn a:b 0.0.0.0:-' },
    { command: 'export PORT=5000; gunicorn a:b', expect: 'gunicorn a:b 0.0.0.0:5000' },
    {
      command: 'gunicorn -b 127.0.0.1:1 -b 0.0.0.0:8000 a:b',
      expect: 'gunicorn a:b 127.0.0.1:1',
      rest: {
        binds: [
          { host: '127.0.0.1', port: 1 },
          { host: '0.0.0.0', port: 8000 },
        ],
      },
    },
    {
      command:
        'gunicorn -D --reload --chdir src --certfile c --threads 4 --access-logfile - "a:b()"',
      expect: 'gunicorn a:b 0.0.0.0:$PORT',
      rest: {
        daemon: true,
        reload: true,
        folder: 'src',
        tls: true,
        workerClass: 'gthread',
        accessLog: true,
        factory: true,
      },
    },
    {
      command: 'python -m gunicorn -k uvicorn.workers.UvicornWorker a:b',
      expect: 'gunicorn a:b 0.0.0.0:$PORT',
      rest: { viaModule: true, workerClass: 'uvicorn.workers.UvicornWorker' },
    },
    {
      command: 'GUNICORN_CMD_ARGS="--bind=127.0.0.1:9 --timeout 5" gunicorn --timeout 7 a:b',
      expect: 'gunicorn a:b 127.0.0.1:9',
      rest: { timeout: 7 },
    },
    {
      command: 'gunicorn a:b',
      settings: { GUNICORN_CMD_ARGS: '-b 0.0.0.0:81' },
      expect: 'gunicorn a:b 0.0.0.0:81',
    },
    {
      command: 'gunicorn a:b',
      files: {
        'gunicorn.conf.py':
          'import os\nbind = "0.0.0.0:9000"  # here\ntimeout = 90\nworker_class = "gevent"\naccesslog = "-"\n',
      },
      expect: 'gunicorn a:b 0.0.0.0:9000',
      rest: { timeout: 90, workerClass: 'gevent', accessLog: true },
    },
    {
      command: 'gunicorn -c conf.py -b :1 a:b',
      files: { 'conf.py': 'bind = "0.0.0.0:9000"\ntimeout = f()' },
      expect: 'gunicorn a:b 0.0.0.0:1',
      rest: { timeout: undefined, configFile: 'conf.py' },
    },
    {
      command: 'gunicorn -c conf.py a:b',
      files: { 'conf.py': `bind = f"0.0.0.0:{os.environ.get('PORT', 8000)}"` },
      expect: 'gunicorn a:b 0.0.0.0:$PORT',
    },
    { command: 'gunicorn -c conf.py a:b', expect: 'gunicorn a:b -:-' },
    { command: 'gunicorn --version', expect: '' },
    { command: 'uvicorn main:app', expect: 'uvicorn main:app 127.0.0.1:8000' },
    {
      command: 'python -m uvicorn main:app --host 0.0.0.0',
      expect: 'uvicorn main:app 0.0.0.0:8000',
      rest: { viaModule: true },
    },
    {
      command: 'uvicorn --factory --app-dir src --reload main:make --port=$PORT',
      expect: 'uvicorn main:make 127.0.0.1:$PORT',
      rest: { factory: true, folder: 'src', reload: true },
    },
    { command: 'uvicorn a:b --uds /tmp/x', expect: 'uvicorn a:b unix:/tmp/x:-' },
    {
      command: 'uvicorn a:b',
      settings: { UVICORN_HOST: '0.0.0.0' },
      expect: 'uvicorn a:b 0.0.0.0:8000',
    },
    { command: 'hypercorn -b 0.0.0.0:$PORT app:app', expect: 'hypercorn app:app 0.0.0.0:$PORT' },
    { command: 'hypercorn app:app', expect: 'hypercorn app:app 127.0.0.1:8000' },
    ...[
      ['bind = "0.0.0.0:5000"', '0.0.0.0:5000'],
      ['workers = 2\nbind = ["127.0.0.1:8000"]', '127.0.0.1:8000'],
      ['workers = 2', '127.0.0.1:8000'],
      ['bind = "0.0.0.0:$PORT"', '-:-'],
      ['bind = ["127.0.0.1:8001"]\ninsecure_bind = ["0.0.0.0:8000"]', '-:-'],
      ['bind = ', '-:-'],
    ].map(([text = '', bound = '']) => ({
      command: `hypercorn -c h.toml app:app # ${text}`,
      files: { 'h.toml': `${text}\n` },
      expect: `hypercorn app:app ${bound}`,
    })),
    {
      command: 'hypercorn -c h.toml -b 0.0.0.0:8000 app:app',
      files: { 'h.toml': 'bind = "127.0.0.1:8000"\n' },
      expect: 'hypercorn app:app 0.0.0.0:8000',
    },
    { command: 'hypercorn -c h.toml app:app', expect: 'hypercorn app:app -:-' },
    {
      command: 'hypercorn -c python:conf app:app',
      expect: 'hypercorn app:app -:-',
      rest: { configFile: undefined },
    },
    {
      command: 'daphne mysite.asgi:application',
      expect: 'daphne mysite.asgi:application 127.0.0.1:8000',
    },
    { command: 'daphne -b 0.0.0.0 -p $PORT a:b', expect: 'daphne a:b 0.0.0.0:$PORT' },
    {
      command: 'daphne -e ssl:443:privateKey=k a:b',
      expect: 'daphne a:b 0.0.0.0:443',
      rest: { tls: true },
    },
    { command: 'granian --interface asgi a:b --host 0.0.0.0', expect: 'granian a:b 0.0.0.0:8000' },
    { command: 'waitress-serve a:b', expect: 'waitress a:b 0.0.0.0:8080' },
    {
      command: 'waitress-serve --asyncore-use-poll --port 8000 a:b',
      expect: 'waitress a:b 0.0.0.0:8000',
    },
    { command: 'uvicorn --reset-contextvars a:b', expect: 'uvicorn a:b 127.0.0.1:8000' },
    {
      command: 'waitress-serve --listen=*:8000 --call a:make',
      expect: 'waitress a:make 0.0.0.0:8000',
      rest: { factory: true },
    },
    {
      command: 'flask --app hello run -h 0.0.0.0 -p 8000',
      expect: 'flask hello 0.0.0.0:8000',
      rest: { reload: true },
    },
    { command: 'FLASK_APP=x.py flask run', expect: 'flask x 127.0.0.1:5000' },
    { command: 'flask db upgrade', expect: '' },
    {
      command: 'python manage.py runserver',
      expect: 'django - 127.0.0.1:8000',
      rest: { reload: true },
    },
    {
      command: 'python manage.py runserver 8000 --noreload',
      expect: 'django - 127.0.0.1:8000',
      rest: { reload: false },
    },
    { command: 'django-admin runserver 0:$PORT', expect: 'django - 0.0.0.0:$PORT' },
    { command: 'python manage.py migrate', expect: '' },
    { command: 'streamlit run src/app.py', expect: 'streamlit src.app 0.0.0.0:8501' },
    {
      command: 'python -m streamlit run app.py --server.port 8000 --server.address 127.0.0.1',
      expect: 'streamlit app 127.0.0.1:8000',
      rest: { viaModule: true },
    },
    {
      command: 'streamlit run app.py',
      files: {
        '.streamlit/config.toml': '[theme]\nport = 1\n[server]\nport = 8000\naddress = "0.0.0.0"',
      },
      expect: 'streamlit app 0.0.0.0:8000',
    },
    {
      command: 'echo "[server]" > ~/.streamlit/config.toml; streamlit run app.py',
      expect: 'streamlit app -:-',
    },
    { command: 'gradio app.py', expect: 'gradio app -:-' },
    {
      command: 'chainlit run app.py -h -w --port 8000',
      expect: 'chainlit app 127.0.0.1:8000',
      rest: { reload: true },
    },
    { command: 'panel serve app.py --address 0.0.0.0', expect: 'panel app 0.0.0.0:5006' },
    { command: 'bokeh serve --port=8000 app.py', expect: 'bokeh app 0.0.0.0:8000' },
    { command: 'fastapi run main.py', expect: 'fastapi main 0.0.0.0:8000' },
    {
      command: 'fastapi dev main.py',
      expect: 'fastapi main 127.0.0.1:8000',
      rest: { reload: true },
    },
    { command: 'celery -A proj worker', expect: 'celery - -:-' },
    { command: 'python -u -W ignore app.py --x', expect: 'python app -:-' },
    { command: 'python -m pkg.serve', expect: 'python pkg.serve -:-', rest: { viaModule: true } },
    { command: 'python -m http.server 8000', expect: 'http.server - 0.0.0.0:8000' },
    { command: 'python -m pip install x', expect: '' },
    { command: 'python -c "print(1)"', expect: '' },
    {
      command: 'poetry run opentelemetry-instrument --traces_exporter x gunicorn a:b',
      expect: 'gunicorn a:b 0.0.0.0:$PORT',
    },
    {
      command: 'python -m debugpy --listen 5678 -m uvicorn a:b',
      expect: 'uvicorn a:b 127.0.0.1:8000',
    },
    { command: '/antenv/bin/gunicorn a:b', expect: 'gunicorn a:b 0.0.0.0:$PORT' },
    ...['--check-config', '--print-config', '--version', '--help'].map((option) => ({
      command: `gunicorn ${option} a:b`,
      expect: '',
    })),
    ...[
      ["os.environ['PORT']", '0.0.0.0:$PORT'],
      ['os.environ.get("PORT", 80)', '0.0.0.0:$PORT'],
      ['os.getenv("PORT", "80")', '0.0.0.0:$PORT'],
      ['os.getenv("OTHER")', '-:-'],
    ].map(([value = '', bound = '']) => ({
      command: `gunicorn a:b # ${value}`,
      files: { 'gunicorn.conf.py': `import os\nbind = "0.0.0.0:" + ${value}\n` },
      expect: `gunicorn a:b ${bound}`,
    })),
    {
      command: 'gunicorn a:b # a branch',
      files: { 'gunicorn.conf.py': 'bind = ":80"\nif x:\n    bind = ":81"\n' },
      expect: 'gunicorn a:b -:-',
    },
    {
      command: 'gunicorn a:b # a list of what is not known',
      files: { 'gunicorn.conf.py': 'bind = ["0.0.0.0:80", own()]\n' },
      expect: 'gunicorn a:b -:-',
    },
    {
      command: 'gunicorn a:b # a comparison, and one in single quotes',
      files: { 'gunicorn.conf.py': "bind = ':80'\nbind == ':81'\nif x:\n    bind == ':82'\n" },
      expect: 'gunicorn a:b 0.0.0.0:80',
    },
    ...[
      [`"0.0.0.0:80" # it's the port`, '0.0.0.0:80'],
      [`'0.0.0.0:80'# "here"`, '0.0.0.0:80'],
      [`["0.0.0.0:80"]  # it's one`, '0.0.0.0:80'],
      [`"unix:/tmp/#1"`, 'unix:/tmp/#1:-'],
      [`"unix:/tmp/ #'1"  # it's a file`, `unix:/tmp/ #'1:-`],
      [`"0.0.0.0:80 # it's open`, '-:-'],
    ].map(([value = '', bound = '']) => ({
      command: `gunicorn a:b # ${value}`,
      files: { 'gunicorn.conf.py': `bind = ${value}\n` },
      expect: `gunicorn a:b ${bound}`,
    })),
    {
      command: 'gunicorn a:b # a list',
      files: { 'gunicorn.conf.py': 'bind = ["127.0.0.1:80", \'0.0.0.0:81\',]  # two\n' },
      expect: 'gunicorn a:b 127.0.0.1:80',
    },
    {
      command: 'gunicorn',
      files: { 'gunicorn.conf.py': 'wsgi_app = "a:b"\n' },
      expect: 'gunicorn a:b 0.0.0.0:$PORT',
    },
    { command: 'echo gunicorn a:b', expect: '' },
  ];
  for (const row of rows) {
    const reason = row.files ? ' with its configuration' : row.settings ? ' with settings' : '';
    it(`${row.command}${reason}`, async () => {
      const found = await serversOf(row);
      assert.equal(found.map(short).join(', '), row.expect);
      for (const [key, value] of Object.entries(row.rest ?? {})) {
        assert.deepEqual(
          Object.entries(found[0] ?? {}).find(([name]) => name === key)?.[1],
          value,
          key,
        );
      }
    });
  }
});
