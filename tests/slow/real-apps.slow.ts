// Real apps from the real index: packaged in every layout, looked into, and started at their final addresses.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LAYOUTS, type Layout } from '../../tasks/core/terms/layout.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { bytecodeProblems } from '../helpers/bytecode-check.js';
import { antenvPackage } from '../helpers/command-line.js';
import { takeApart, type PackedFile } from '../helpers/package-tree.js';
import { findPython } from '../helpers/pythons.js';
import { Site } from '../helpers/site.js';

const APPS = resolve('tests/apps');

/** The minor of the Python that all of these are built with. */
const MINOR = '3.11';

const ELF = Buffer.from('\x7fELF', 'latin1');

interface Start {
  readonly how: string;
  readonly command: string;
}

interface App {
  readonly name: string;
  /** Answers JSON with `greeting`, `file` and `prefix`. */
  readonly page: string;
  readonly module: string;
  readonly starts: readonly Start[];
}

const REAL_APPS: readonly App[] = [
  {
    name: 'flask',
    page: '/',
    module: 'app.py',
    starts: [
      { how: 'gunicorn', command: 'gunicorn app:app' },
      { how: 'a startup.sh', command: 'startup.sh' },
      { how: 'no command', command: '' },
    ],
  },
  {
    name: 'fastapi',
    page: '/',
    module: 'main.py',
    starts: [
      {
        how: 'gunicorn with a worker',
        command: 'gunicorn -k uvicorn_worker.UvicornWorker main:app',
      },
      { how: 'uvicorn', command: 'uvicorn main:app --host 0.0.0.0 --port $PORT' },
    ],
  },
  {
    name: 'django',
    page: '/',
    module: 'hello/views.py',
    starts: [
      { how: 'migrate, typed in', command: 'python manage.py migrate && gunicorn mysite.wsgi' },
      { how: 'migrate, in a startup.sh', command: 'startup.sh' },
    ],
  },
  {
    name: 'dash',
    page: '/about',
    module: 'app.py',
    starts: [{ how: 'gunicorn', command: 'gunicorn app:server' }],
  },
];

const python = findPython(MINOR);

for (const app of REAL_APPS) {
  for (const layout of LAYOUTS) {
    describe(`${app.name}, packaged as ${layout}`, () => {
      packagedApp(app, layout);
    });
  }
}

function packagedApp(app: App, layout: Layout): void {
  let folder: string;
  let report: PackageReport;
  let files: PackedFile[];
  let site: Site;

  before(async () => {
    assert.ok(python, `These tests need a CPython ${MINOR}.`);
    // A blank and letters beyond ASCII, as work folders have them.
    folder = mkdtempSync(join(tmpdir(), 'ant env ümläut '));
    const appRoot = join(folder, 'sources', app.name);
    const temp = join(folder, 'agent temp');
    mkdirSync(temp, { recursive: true });
    cpSync(join(APPS, app.name), appRoot, { recursive: true });
    const startup = app.starts.some(({ command }) => command === 'startup.sh') ? 'startup.sh' : 'x';
    const how = ['--python', join(python, 'bin', 'python3'), '--layout', layout];
    const what = ['--runtime-stack', `PYTHON|${MINOR}`, `--startup-command=${startup}`];
    report = await antenvPackage(
      [appRoot, ...how, ...what, '--out', join(folder, 'out', 'app.zip')],
      { TMPDIR: temp },
    );
    files = takeApart(report, join(folder, 'apart'));
    site = await Site.create({ pythonHome: python, work: folder });
    await site.deploy(report.package.path);
  });

  after(async () => {
    await site?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds no path of this machine in any file but ELF', () => {
    const paths = [folder, encodeURI(folder), JSON.stringify(folder).slice(1, -1), python ?? ''];
    const holding = files
      .filter(({ bytes }) => !bytes.subarray(0, ELF.length).equals(ELF))
      .filter(({ bytes }) => paths.some((path) => bytes.includes(path)))
      .map(({ address }) => address);
    assert.deepEqual(holding, []);
  });

  it('holds bytecode that is valid where it runs', () => {
    const checked = (source: string): boolean =>
      layout !== 'appTarball' && !source.startsWith(`${report.addresses.venv}/`);
    const pycs = files.filter(({ address }) => address.endsWith('.pyc'));
    assert.ok(pycs.some(({ address }) => address.startsWith(report.addresses.venv)));
    assert.ok(pycs.some(({ address }) => !address.startsWith(report.addresses.venv)));
    assert.deepEqual(bytecodeProblems(join(python ?? '', 'bin', 'python3'), files, checked), []);
  });

  for (const { how, command } of app.starts) {
    it(`answers when started with ${how}`, async () => {
      await site.start({ startupCommand: command });
      const { status, body } = await site.get(app.page);
      assert.equal(status, 200, body);
      const said = JSON.parse(body) as { greeting: string; file: string; prefix: string };
      assert.equal(said.greeting, `${app.name} one`);
      assert.equal(said.file, `${report.addresses.app}/${app.module}`);
      assert.equal(said.prefix, report.addresses.venv);
    });
  }

  if (app.name === 'flask') {
    venvPython(layout, () => ({ report, site }));
    if (layout !== 'appTarball') editedOnSite(() => site);
  }
  if (app.name === 'django') staticFiles(() => ({ report, site, files }));
  if (app.name === 'dash') dashPage(() => site);
}

function venvPython(layout: Layout, made: () => { report: PackageReport; site: Site }): void {
  const print = 'import sys; print(sys.prefix)';
  const rows: {
    name: string;
    command: (venv: string) => string;
    expect: (venv: string) => string;
  }[] = [
    { name: 'from PATH', command: () => `python -c '${print}'`, expect: (venv) => venv },
    {
      name: 'by full path',
      command: (venv) => `${venv}/bin/python -c '${print}'`,
      expect: (venv) => venv,
    },
    {
      name: 'by its other names, without any environment',
      command: (venv) =>
        `for p in python3 python${MINOR}; do env -i LD_LIBRARY_PATH=/opt/python/3/lib ${venv}/bin/$p -c '${print}'; done`,
      expect: (venv) => `${venv}\n${venv}`,
    },
    {
      name: 'as a shebang',
      command: (venv) =>
        `printf '#!${venv}/bin/python\\n${print}\\n' > /tmp/script.py; chmod +x /tmp/script.py; /tmp/script.py`,
      expect: (venv) => venv,
    },
    {
      name: 'behind a console script',
      command: () => 'flask --version | head -n 1',
      expect: () => `Python ${MINOR}`,
    },
    {
      name: 'so that .pth files run',
      command: (venv) =>
        `env -u PYTHONPATH ${venv}/bin/python -c 'import sys; print("_distutils_hack" in sys.modules)'`,
      expect: () => 'True',
    },
    {
      name: 'so that sys.executable starts a child',
      command: (venv) =>
        `env -u PYTHONPATH ${venv}/bin/python -c 'import subprocess, sys; print(subprocess.check_output([sys.executable, "-c", "import flask, sys; print(sys.prefix)"], text=True).strip())'`,
      expect: (venv) => venv,
    },
    {
      name: 'with the packages of the image behind its own',
      command: () =>
        `python -c 'import sys; print("/opt/python/3/lib/python${MINOR}/site-packages" in sys.path)'`,
      expect: () => 'True',
    },
  ];
  for (const { name, command, expect } of rows) {
    it(`has a working bin/python: ${name}`, async () => {
      const { report, site } = made();
      const { venv } = report.addresses;
      const { code, stdout, stderr } = await site.exec(command(venv));
      assert.equal(code, 0, stderr);
      assert.ok(stdout.trim().startsWith(expect(venv)), `${stdout}${stderr}`);
    });
  }
  it('is no copy of a binary', async () => {
    const { report, site } = made();
    const { stdout } = await site.exec(
      `head -c 4 ${report.addresses.venv}/bin/python; readlink ${report.addresses.venv}/bin/python || true`,
    );
    assert.ok(layout.startsWith('venv') ? stdout.endsWith('python3\n') : stdout === '#!/b', stdout);
  });
}

function editedOnSite(made: () => Site): void {
  it('shows a file that was edited on the site after a restart', async () => {
    const site = made();
    await site.start({ startupCommand: 'gunicorn app:app' });
    await site.get('/');
    const source = await site.exec('cat app.py');
    await site.edit('app.py', source.stdout.replace('flask one', 'flask two'));
    await site.restart();
    const { body } = await site.get('/');
    assert.equal((JSON.parse(body) as { greeting: string }).greeting, 'flask two');
  });
}

function staticFiles(
  made: () => { report: PackageReport; site: Site; files: readonly PackedFile[] },
): void {
  it('holds the collected static files and serves them', async () => {
    const { report, site, files } = made();
    assert.deepEqual(report.staticFiles, {
      outcome: 'collected',
      why: 'manage.py and Django are there',
    });
    const style = `${report.addresses.app}/staticfiles/hello/style.css`;
    assert.ok(files.some(({ address }) => address === style));
    await site.start({ startupCommand: 'python manage.py migrate && gunicorn mysite.wsgi' });
    const { status, body } = await site.get('/static/hello/style.css');
    assert.deepEqual({ status, body }, { status: 200, body: 'body { color: teal; }\n' });
    const page = JSON.parse((await site.get('/')).body) as { tables: string[] };
    assert.ok(page.tables.includes('auth_user'), 'the migrations have run');
  });
}

function dashPage(made: () => Site): void {
  it('serves its page', async () => {
    const { status, body } = await made().get('/');
    assert.equal(status, 200);
    assert.match(body, /<title>dash one<\/title>/);
  });
}
