// Real apps from the real index: packaged in every layout, looked into, and started at their final addresses.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LAYOUTS, type Layout } from '../../tasks/core/terms/layout.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { bytecodeProblems } from '../helpers/bytecode-check.js';
import { antenv, antenvPackage } from '../helpers/command-line.js';
import { takeApart, type PackedFile } from '../helpers/package-tree.js';
import { findPython } from '../helpers/pythons.js';
import { assertStarted } from '../helpers/rehearsal-numbers.js';
import { errorsAndWarnings } from '../helpers/report-findings.js';
import { Site } from '../helpers/site.js';

const APPS = resolve('tests/apps');

/** The minor of the Python that all of these are built with. */
const MINOR = '3.11';

const ELF = Buffer.from('\x7fELF', 'latin1');

interface Start {
  readonly how: string;
  readonly command: string;
  /** What the checks warn of where they are right to; nothing when not given. */
  readonly warnings?: readonly string[];
}

const MIGRATES_AT_START = [
  "warning startup/slow-step: 'manage.py migrate' runs before the server at every start.",
];

interface App {
  readonly name: string;
  /** Answers JSON with `greeting`, `file` and `prefix`. */
  readonly page: string;
  readonly module: string;
  /** The status of a path that the app does not have. */
  readonly knock: number;
  /** A module that takes its time. */
  readonly slow: string;
  readonly starts: readonly [Start, ...Start[]];
}

const REAL_APPS: readonly App[] = [
  {
    name: 'flask',
    page: '/',
    module: 'app.py',
    knock: 404,
    slow: 'flask',
    starts: [
      { how: 'gunicorn', command: 'gunicorn app:app' },
      { how: 'a startup.sh', command: 'startup.sh' },
      {
        how: 'no command',
        command: '',
        warnings: [
          "warning startup/empty-keeps-old: The app has 'startup.sh', but the startup command is empty.",
        ],
      },
    ],
  },
  {
    name: 'fastapi',
    page: '/',
    module: 'main.py',
    knock: 404,
    slow: 'fastapi',
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
    knock: 404,
    slow: 'django',
    starts: [
      { how: 'gunicorn', command: 'gunicorn mysite.wsgi' },
      {
        how: 'migrate, typed in',
        command: 'python manage.py migrate && gunicorn mysite.wsgi',
        warnings: MIGRATES_AT_START,
      },
      { how: 'migrate, in a startup.sh', command: 'startup.sh', warnings: MIGRATES_AT_START },
    ],
  },
  {
    name: 'dash',
    page: '/about',
    module: 'app.py',
    knock: 200,
    slow: 'pandas',
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

const SAMPLES = resolve('samples');

/** As samples/README.md names them. */
const STARTS_OF_SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'flask-hello': ['', 'gunicorn app:app'],
};

describe('the samples', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'antenv-samples-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are all known here', () => {
    const names = readdirSync(SAMPLES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual(names.toSorted(), Object.keys(STARTS_OF_SAMPLES).toSorted());
  });

  for (const [name, commands] of Object.entries(STARTS_OF_SAMPLES)) {
    for (const command of commands) {
      it(`${name} is packaged without an error or a warning for '${command}'`, async () => {
        assert.ok(python, `These tests need a CPython ${MINOR}.`);
        const flags = ['--python', join(python, 'bin', 'python3'), `--startup-command=${command}`];
        const out = join(folder, `${name}.zip`);
        const report = await antenvPackage([join(SAMPLES, name), ...flags, '--out', out]);
        assert.deepEqual(errorsAndWarnings(report), []);
        assert.deepEqual(await judged(out, command), []);
      });
    }
  }
});

function packagedApp(app: App, layout: Layout): void {
  let folder: string;
  let report: PackageReport;
  let files: PackedFile[];
  let site: Site;
  // A startup file is packed where the platform finds it; all other commands need nothing.
  const packedFor = app.starts.find(({ command }) => command === 'startup.sh') ?? app.starts[0];

  before(async () => {
    assert.ok(python, `These tests need a CPython ${MINOR}.`);
    // A blank and letters beyond ASCII, as work folders have them.
    folder = mkdtempSync(join(tmpdir(), 'ant env ümläut '));
    const appRoot = join(folder, 'sources', app.name);
    const temp = join(folder, 'agent temp');
    mkdirSync(temp, { recursive: true });
    cpSync(join(APPS, app.name), appRoot, { recursive: true });
    const how = ['--python', join(python, 'bin', 'python3'), '--layout', layout];
    const what = ['--runtime-stack', `PYTHON|${MINOR}`, `--startup-command=${packedFor.command}`];
    const asked = ['--rehearse', 'required', '--health-check-path', app.page];
    report = await antenvPackage(
      [appRoot, ...how, ...what, ...asked, '--out', join(folder, 'out', 'app.zip')],
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

  it('was started when it was packaged', () => assertStarted(report, app));

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

  it('is judged rightly while it is packaged', () => {
    assert.deepEqual(errorsAndWarnings(report), packedFor.warnings ?? []);
  });

  for (const { how, command, warnings = [] } of app.starts) {
    it(`is judged rightly for its start with ${how}`, async () => {
      assert.deepEqual(await judged(report.package.path, command), warnings);
    });

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

/** The errors and warnings that `antenv validate` tells of a package with a startup command. */
async function judged(path: string, command: string): Promise<string[]> {
  const flags = ['--runtime-stack', `PYTHON|${MINOR}`, `--startup-command=${command}`];
  const run = await antenv(['validate', path, ...flags, '--rehearse=off', '--json']);
  assert.equal(run.code, 0, run.stderr);
  return errorsAndWarnings(JSON.parse(run.stdout) as object);
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
