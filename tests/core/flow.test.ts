// The flow from end to end, with a pip that needs no time: same input, same bytes; a report that keeps its schema.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import { withZip } from '../../tasks/core/archives/read-zip.js';
import { inspectPackage } from '../../tasks/core/inspect/inspect.js';
import { asLog } from '../../tasks/core/report/as-log.js';
import { asMarkdown } from '../../tasks/core/report/as-markdown.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { LAYOUTS } from '../../tasks/core/terms/layout.js';
import { failureOf } from '../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../helpers/fake-host.js';
import { quickPython } from '../helpers/fake-python.js';
import { output } from '../helpers/programs.js';
import { packaged, tempApp } from '../helpers/temp-app.js';
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
