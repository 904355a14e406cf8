// The flow from end to end, with a pip that needs no time: same input, same bytes; a report that keeps its schema.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import { withZip } from '../../tasks/core/archives/read-zip.js';
import { packageApp } from '../../tasks/core/flow.js';
import { inspectPackage } from '../../tasks/core/inspect/inspect.js';
import { asLog } from '../../tasks/core/report/as-log.js';
import { asMarkdown } from '../../tasks/core/report/as-markdown.js';
import type { PackageReport, RefusedReport } from '../../tasks/core/report/report.js';
import { LAYOUTS } from '../../tasks/core/terms/layout.js';
import { failureOf } from '../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../helpers/fake-host.js';
import { quickPython, writeScript } from '../helpers/fake-python.js';
import { output } from '../helpers/programs.js';
import { packaged, requestFor, tempApp } from '../helpers/temp-app.js';
import { folderPerTest } from '../helpers/temp-folder.js';

const schema = JSON.parse(readFileSync('docs/antenv-report.schema.json', 'utf8')) as object;
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

/** A file's modification time in the zip, from `unzip`: not our own reader. */
function timesOf(path: string): Map<string, number> {
  const listing = output('python3', [
    '-c',
    'import sys, zipfile, calendar\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, calendar.timegm(i.date_time + (0, 0, 0)), sep="\\t")',
    path,
  ]);
  return new Map(
    listing
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name = '', time = '']) => [name, Number(time)]),
  );
}

describe('packageApp', () => {
  const folder = folderPerTest();
  let python: string;

  beforeEach(async () => {
    python = await quickPython(join(folder.path, 'quick'), [
      {
        name: 'tiny',
        version: '1.0',
        files: { 'tiny/__init__.py': 'X = {3, 1, 2}\n', 'tiny/template.py': '{% not python %}\n' },
      },
    ]);
  });

  function hostWith(env: Readonly<Record<string, string>> = {}, secrets: string[] = []): FakeHost {
    return fakeHost({
      tempFolder: folder.path,
      secrets,
      env: { PATH: '/usr/bin:/bin', SOURCE_DATE_EPOCH: '1700000000', ...env },
    });
  }

  async function appAt(...place: readonly string[]): Promise<string> {
    return tempApp(join(folder.path, ...place, 'app'), {
      'static/site.css': 'body {}\n',
      'pkg/__init__.py': '',
      'pkg/views.py': 'def view():\n    return 1\n',
      'startup.sh': '#!/bin/sh\n',
    });
  }

  for (const layout of LAYOUTS) {
    it(`${layout}: the same app in two folders gives the same bytes, and a report as the schema says`, async () => {
      const first = await appAt('one');
      const second = await appAt('another folder', 'with a longer name');
      const asked = { layout, pythonPath: python, startupCommand: 'startup.sh' };
      const reports = [
        await packaged(hostWith(), first, asked),
        await packaged(hostWith(), second, asked),
      ] as const;
      const [a, b] = await Promise.all(reports.map((report) => readFile(report.package.path)));
      assert.ok(a && b && a.equals(b));
      assert.equal(reports[0].package.sha256, reports[1].package.sha256);

      const written = JSON.parse(
        await readFile(join(folder.path, 'one', 'antenv-report.json'), 'utf8'),
      ) as PackageReport;
      assert.deepEqual(written, reports[0]);
      assert.ok(validate(written), JSON.stringify(validate.errors));
      assert.equal(written.layout, layout);
      assert.deepEqual(written.installed.distributions, [{ name: 'tiny', version: '1.0' }]);
      assert.deepEqual(
        written.bytecode.notCompiled.map((path) => path.replace(/^.*site-packages\//, '')),
        ['tiny/template.py'],
      );
      assert.deepEqual(written.warnings, []);
      // Nothing but the package and its report.
      assert.deepEqual((await readdir(join(folder.path, 'one'))).toSorted(), [
        'antenv-report.json',
        'antenv.sarif',
        'app',
        'web.zip',
      ]);
      const found = await inspectPackage(written.package.path);
      assert.deepEqual(
        { layout: found.layout, addresses: found.addresses, distributions: found.distributions },
        { layout, addresses: written.addresses, distributions: ['tiny 1.0'] },
      );
    });
  }

  it('gives a changed file another time, others none, and no time in the future', async () => {
    const app = await appAt('one');
    const asked = { layout: 'flat', pythonPath: python } as const;
    const epoch = Math.floor(Date.now() / 1000) + 86_400;
    const host = hostWith({ SOURCE_DATE_EPOCH: String(epoch) });
    const before = timesOf((await packaged(host, app, asked)).package.path);
    await tempApp(app, { 'pkg/views.py': 'def view():\n    return 2\n' });
    const after = timesOf((await packaged(host, app, asked)).package.path);
    const now = Date.now() / 1000;
    assert.ok([...after.values()].every((time) => time <= now && time > now - 3600));
    // The base moved with the clock, by some seconds: that is the same for all.
    const shift = (after.get('app.py') ?? 0) - (before.get('app.py') ?? 0);
    const changed = [...after].filter(([name, time]) => time - (before.get(name) ?? 0) !== shift);
    assert.deepEqual(
      changed.map(([name]) => name.replace(/cpython-\d+/, 'cpython')),
      ['oryx-manifest.toml', 'pkg/__pycache__/views.cpython.pyc', 'pkg/views.py'],
    );
  });

  it('notes that times are from content alone when nothing else is known', async () => {
    const app = await appAt('one');
    const host = fakeHost({ tempFolder: folder.path, env: { PATH: '/usr/bin:/bin' } });
    const report = await packaged(host, app, { pythonPath: python });
    assert.deepEqual(report.times, { base: null, source: 'content alone' });
    assert.deepEqual(report.notes, [
      'Neither a commit nor SOURCE_DATE_EPOCH nor a pipeline gives a time, so times in the package come from content alone: a new version may look older than the one before. Set SOURCE_DATE_EPOCH if web caches matter.',
    ]);
  });

  it('masks the secrets of the job in log, report and summary, and warns of one in a file', async () => {
    const secret = 'pa55-w0rd-of-the-job';
    const app = await tempApp(join(folder.path, 'one', 'app'), {
      'settings.py': `KEY = '${secret}'\n`,
      'requirements.txt': '--extra-index-url https://me:t0ken-of-feed@feed.invalid/simple\ntiny\n',
      [`${secret}.txt`]: '',
    });
    const host = hostWith({}, [secret]);
    const report = await packaged(host, app, {
      pythonPath: python,
      startupCommand: `gunicorn --env KEY=${secret} app:app`,
      appSettings: `-KEY ${secret}`,
      excludes: ['*.txt', '!requirements.txt'],
      // A token in a requirements file is an error of its own.
      failOn: 'never',
    });
    assert.deepEqual(
      report.warnings,
      ['requirements.txt', 'settings.py'].map(
        (name) =>
          `'${name}' holds the value of a secret variable, and everybody who can read the package can read it. Read it from an app setting instead.`,
      ),
    );
    assert.deepEqual(report.leftOut, [{ path: '***.txt', reason: 'excludes' }]);
    assert.equal(report.deployment.startupCommand, 'gunicorn --env KEY=*** app:app');
    assert.deepEqual(report.deployment.appSettings, ['KEY']);
    const all = [JSON.stringify(report), asMarkdown(report), ...asLog(report)].join('\n');
    for (const word of [secret, 't0ken-of-feed']) assert.ok(!all.includes(word), word);
    assert.ok(host.secrets.includes('t0ken-of-feed'));
  });

  it('notes that the report of another package in the folder is replaced, and nothing where it is its own', async () => {
    const app = await appAt('one');
    const at = (name: string): string => join(folder.path, 'one', name);
    const asked = { pythonPath: python };
    const api = await packaged(hostWith(), app, { ...asked, packagePath: at('api.zip') });
    assert.deepEqual(api.notes, []);
    const web = await packaged(hostWith(), app, { ...asked, packagePath: at('web.zip') });
    assert.deepEqual(web.notes, [
      "antenv-report.json and antenv.sarif of 'api.zip' are replaced by those of 'web.zip' in the same folder. Give each package a folder of its own: packagePath: …/web/web.zip",
    ]);
    const again = await packaged(hostWith(), app, { ...asked, packagePath: at('web.zip') });
    assert.deepEqual(again.notes, []);
  });

  it('leaves an earlier package alone when a run stops, and no lock', async () => {
    const app = await appAt('one');
    const { package: made } = await packaged(hostWith(), app, { pythonPath: python });
    const before = await readFile(made.path);
    await mkdir(join(app, 'antenv'));
    const failure = await failureOf(packaged(hostWith(), app, { pythonPath: python }));
    assert.deepEqual(failure, { code: 'app-has-antenv', path: 'antenv' });
    assert.ok((await readFile(made.path)).equals(before));
    assert.deepEqual((await readdir(join(folder.path, 'one'))).toSorted(), [
      'antenv-report.json',
      'antenv.sarif',
      'app',
      'web.zip',
    ]);
  });

  describe('when the judgement is bad', () => {
    const at = (...names: readonly string[]): string => join(folder.path, 'one', ...names);

    /** A run that must end without a package; its report as returned, which is as written. */
    async function refused(
      app: string,
      asked: Parameters<typeof requestFor>[1],
      host = hostWith(),
    ): Promise<RefusedReport> {
      const packagePath = at('web.zip');
      const result = await packageApp(requestFor(app, { packagePath, ...asked }), host);
      assert.ok('refusal' in result);
      const { report, refusal } = result;
      assert.deepEqual(refusal, {
        code: 'judged-bad',
        failOn: report.judgement.failOn,
        errors: report.findings.filter(({ severity }) => severity === 'error').length,
        warnings: report.findings.filter(({ severity }) => severity === 'warning').length,
        report: at('antenv-report.json'),
      });
      assert.deepEqual(JSON.parse(await readFile(at('antenv-report.json'), 'utf8')), report);
      assert.ok(validate(report), JSON.stringify(validate.errors));
      assert.equal(report.judgement.verdict, 'failed');
      const sarif = JSON.parse(await readFile(at('antenv.sarif'), 'utf8')) as {
        runs: { results: { ruleId: string }[] }[];
      };
      assert.deepEqual(
        sarif.runs[0]?.results.map(({ ruleId }) => ruleId),
        report.findings.map(({ code }) => code),
      );
      return report;
    }

    const files = ['antenv-report.json', 'antenv.sarif', 'app'];

    it('writes the report with all that is known, and no package; one of an earlier run goes', async () => {
      const app = await appAt('one');
      await packaged(hostWith(), app, { pythonPath: python });
      assert.deepEqual((await readdir(at())).toSorted(), [...files, 'web.zip']);
      const host = hostWith();
      const startupCommand = 'pip install -r requirements.txt && gunicorn app:app';
      const report = await refused(app, { pythonPath: python, startupCommand }, host);
      assert.deepEqual((await readdir(at())).toSorted(), files);
      assert.equal(report.package, null);
      assert.equal(report.findings[0]?.code, 'startup/install-at-start');
      assert.deepEqual(report.installed.distributions, [{ name: 'tiny', version: '1.0' }]);
      assert.deepEqual(
        report.stages.map(({ name }) => name),
        ['resolve', 'install', 'framework', 'app', 'relocate', 'bytecode', 'check'],
      );
      // What waits for the zip is told as not run: nothing more comes.
      assert.ok(report.judgement.notRun.some(({ code }) => code === 'archive/too-large'));
      assert.ok(host.lines.includes('info: Package       none'));
      assert.ok(host.lines.some((line) => line.startsWith('info: Not checked without package')));
    });

    it('names the file that was asked for as the one to add to', async () => {
      const app = await appAt('one');
      await writeFile(join(app, 'web.txt'), 'tiny\n');
      const startupCommand = 'python -m hypercorn --bind 0.0.0.0:$PORT app:app';
      const asked = { pythonPath: python, startupCommand, requirements: join(app, 'web.txt') };
      const report = await refused(app, asked);
      const found = report.findings.find(({ code }) => code === 'server/not-installed');
      assert.equal(found?.fix, 'Add it to web.txt: hypercorn');
    });

    it('finds it in the zip itself, before that gets its name', async () => {
      const app = await appAt('one');
      await packaged(hostWith(), app, { pythonPath: python });
      const withTool = await writeScript(join(folder.path, 'with-tool'), [
        `case "$3" in */bin/python) printf '#!/opt/gone/python\\n' > "\${3%/python}/tool"; chmod +x "\${3%/python}/tool" ;; esac`,
        `exec '${python}' "$@"`,
      ]);
      const report = await refused(app, { pythonPath: withTool, failOn: 'warning' });
      assert.deepEqual((await readdir(at())).toSorted(), files);
      assert.equal(report.package, null);
      assert.deepEqual(
        report.findings.filter(({ severity }) => severity !== 'note'),
        [
          {
            code: 'venv/dangling-shebang',
            severity: 'warning',
            message:
              "1 script of the venv ('tool') begins with '#!/opt/gone/python', which is not there at run time.",
            fix: 'Start it as a module: python -m tool',
            where: { file: 'antenv/bin/tool' },
          },
        ],
      );
      assert.deepEqual(report.stages.map(({ name }) => name).slice(-3), [
        'check',
        'pack',
        'archive',
      ]);
      assert.deepEqual(
        report.judgement.notRun.filter(({ missing }) => missing.includes('package')),
        [],
      );
    });

    it('makes the package all the same when nothing is to fail', async () => {
      const app = await appAt('one');
      const startupCommand = 'pip install -r requirements.txt && gunicorn app:app';
      const asked = { pythonPath: python, startupCommand, failOn: 'never' } as const;
      const report = await packaged(hostWith(), app, asked);
      assert.equal(report.findings[0]?.code, 'startup/install-at-start');
      assert.equal(report.judgement.verdict, 'passed');
      assert.deepEqual((await readdir(at())).toSorted(), [...files, 'web.zip']);
    });
  });

  it('lets every rule that wants the zip look at it, and says so once', async () => {
    const app = await appAt('one');
    const host = hostWith();
    const settings = join(folder.path, 'settings.json');
    await writeFile(settings, '{"SCM_DO_BUILD_DURING_DEPLOYMENT":"false","B":"2"}');
    const startupCommand = 'python app.py';
    const asked = { pythonPath: python, startupCommand, appSettings: settings } as const;
    const report = await packaged(host, app, asked);
    assert.deepEqual(
      report.judgement.notRun.filter(({ missing }) => missing.includes('package')),
      [],
    );
    assert.deepEqual(report.deployment.appSettings, ['SCM_DO_BUILD_DURING_DEPLOYMENT', 'B']);
    assert.equal(host.lines.filter((line) => / from \d+ rules/.test(line)).length, 1);
    assert.ok(!host.lines.some((line) => /Not checked without [^:]*package/.test(line)));
  });

  it('releases the output when there is no folder for temporary files', async () => {
    const app = await appAt('one');
    const host = { ...hostWith(), tempFolder: join(folder.path, 'gone') };
    await mkdir(host.tempFolder);
    const run = host.run.bind(host);
    host.run = async (command) => {
      const outcome = await run(command);
      await rm(host.tempFolder, { recursive: true, force: true });
      return outcome;
    };
    const failure = await failureOf(packaged(host, app, { pythonPath: python }));
    assert.equal(failure.code, 'temp-folder-unusable');
    assert.deepEqual(await readdir(join(folder.path, 'one')), ['app']);
  });

  it('packs into the app root itself, and again, without its own leftovers', async () => {
    const app = await appAt('one');
    const asked = { pythonPath: python, packagePath: join(app, 'dist', 'any name.zip') };
    const first = await packaged(hostWith(), app, asked);
    const second = await packaged(hostWith(), app, asked);
    assert.equal(first.package.sha256, second.package.sha256);
    assert.deepEqual(second.leftOut, [
      { path: 'dist/antenv-report.json', reason: 'earlier package' },
      { path: 'dist/antenv.sarif', reason: 'earlier package' },
      { path: 'dist/any name.zip', reason: 'earlier package' },
    ]);
    const names = await withZip(asked.packagePath, (entries) =>
      Promise.resolve(entries.map(({ path }) => path)),
    );
    assert.ok(!names.some((name) => name.startsWith('dist/a')), names.join(', '));
  });
});
