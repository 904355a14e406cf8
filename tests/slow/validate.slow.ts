// A real package and its broken twins: exactly the fault that was planted is told, before anything is deployed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Finding } from '../../tasks/core/terms/finding.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { runTask } from '../agent/agent.js';
import { createJob } from '../agent/job.js';
import { antenv, antenvPackage } from '../helpers/command-line.js';
import { findPython } from '../helpers/pythons.js';
import { errorsAndWarnings, findingsOf } from '../helpers/report-findings.js';

const MINOR = '3.11';
const GOOD = 'gunicorn --timeout 600 --access-logfile - app:app';

describe('a real package before its deployment', () => {
  let folder: string;
  let report: PackageReport;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'antenv-validate-'));
    const python = findPython(MINOR);
    assert.ok(python, `These tests need a CPython ${MINOR}.`);
    const flags = ['--python', join(python, 'bin', 'python3'), `--startup-command=${GOOD}`];
    report = await antenvPackage([
      'tests/apps/flask',
      ...flags,
      '--out',
      join(folder, 'web.zip'),
      '--settings=[{"name":"SCM_DO_BUILD_DURING_DEPLOYMENT","value":"false"}]',
    ]);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  interface Judged {
    /** Exit code: 1 for a package that fails. */
    readonly code: number | null;
    readonly findings: readonly Finding[];
  }

  async function judged(...flags: readonly string[]): Promise<Judged> {
    const run = await antenv([
      'validate',
      report.package.path,
      ...flags,
      '--rehearse=off',
      '--json',
    ]);
    assert.ok(run.stdout.startsWith('{'), run.stderr);
    return { code: run.code, findings: findingsOf(JSON.parse(run.stdout) as object) };
  }

  it('has no finding but notes when it is made', () => {
    assert.deepEqual(errorsAndWarnings(report), []);
  });

  it('has no finding but notes when it is looked into', async () => {
    const { code, findings } = await judged(`--startup-command=${GOOD}`);
    assert.deepEqual(errorsAndWarnings({ findings }), []);
    assert.equal(code, 0);
  });

  const twins: { name: string; flags: readonly string[]; expect: string }[] = [
    {
      name: 'a callable that the module lacks',
      flags: ['gunicorn app:server'],
      expect: 'app/callable-missing',
    },
    {
      name: 'a module that the app lacks',
      flags: ['gunicorn main:app'],
      expect: 'app/module-missing',
    },
    {
      name: 'packages installed at every start',
      flags: ['pip install -r requirements.txt && gunicorn app:app'],
      expect: 'startup/install-at-start',
    },
    {
      name: 'a server on 127.0.0.1',
      flags: ['gunicorn --bind 127.0.0.1:8000 app:app'],
      expect: 'server/bound-to-loopback',
    },
    {
      name: 'a server on another port',
      flags: ['gunicorn --bind 0.0.0.0:5000 app:app'],
      expect: 'server/wrong-port',
    },
    {
      name: 'a value in single quotes',
      flags: ["gunicorn --env 'GREETING=good day' app:app"],
      expect: 'startup/single-quotes',
    },
    {
      name: 'a command that begins with (',
      flags: ['(gunicorn app:app)'],
      expect: 'startup/compound-start',
    },
    {
      name: 'source in the command',
      flags: ['source antenv/bin/activate && gunicorn app:app'],
      expect: 'startup/bash-builtin',
    },
    { name: 'a startup file that is missing', flags: ['start.sh'], expect: 'startup/file-missing' },
    {
      name: 'a server that is not installed',
      flags: ['uvicorn app:app --host 0.0.0.0'],
      expect: 'server/not-installed',
    },
    {
      name: 'a build during the deployment',
      flags: [GOOD, '--settings=[{"name":"SCM_DO_BUILD_DURING_DEPLOYMENT","value":"true"}]'],
      expect: 'setting/build-during-deployment',
    },
    {
      name: 'another Python on the site',
      flags: [GOOD, '--runtime-stack=PYTHON|3.12'],
      expect: 'venv/other-minor',
    },
  ];
  for (const {
    name,
    flags: [command = '', ...more],
    expect,
  } of twins) {
    it(`is told as ${expect}: ${name}`, async () => {
      const { code, findings } = await judged(`--startup-command=${command}`, ...more);
      const told = findings.filter(({ severity }) => severity !== 'note');
      assert.deepEqual(
        told.map((finding) => [finding.severity, finding.code]),
        [['error', expect]],
      );
      assert.equal(code, 1);
    });
  }

  it('is judged by the task in a classic release, by a pattern', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const unzipped = join(folder, 'vsix');
    execFileSync('unzip', ['-q', resolve(`build/antenv-${version}.vsix`), '-d', unzipped]);
    const root = mkdtempSync(join(folder, 'agent '));
    const release = await createJob({ hostType: 'release', root });
    mkdirSync(join(release.sources, '_web', 'drop'), { recursive: true });
    cpSync(report.package.path, join(release.sources, '_web', 'drop', 'web.zip'));
    const run = await runTask(release, {
      taskFolder: join(unzipped, 'tasks', 'AntenvValidate'),
      inputs: { package: '_web/drop/*.zip', startupCommand: 'uvicorn app:app' },
      stepName: 'judge',
      agentEnv: { PATH: process.env['PATH'] ?? '', HOME: folder },
    });
    assert.equal(run.result, 'Failed');
    assert.equal(run.outputs['verdict'], 'failed');
    assert.deepEqual(
      run.issues.map(({ code }) => code),
      ['server/bound-to-loopback', 'server/not-installed'],
    );
    assert.deepEqual(run.warningsOfAgent, []);
    assert.equal(run.summaries.length, 1);
  });
});
