// The emulated agent as a whole: tiny programs run as tasks.
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createJob, runTask } from './agent.js';
import type { HostType, Job, JobOptions, RunOptions, TaskRun } from './agent.js';
import { makeTask, makeWorkshop } from './fake-task.js';

const dumpEnvironment = 'console.log(JSON.stringify(process.env))';

describe('agent', () => {
  let folder = '';
  let remove = async (): Promise<void> => {};
  beforeEach(async () => {
    ({ folder, remove } = await makeWorkshop());
  });
  afterEach(async () => remove());

  async function newJob(options: Partial<JobOptions> = {}): Promise<Job> {
    return createJob({ hostType: 'build', root: folder, ...options });
  }

  async function runScript(
    job: Job,
    script: string,
    options: Partial<RunOptions> & { taskJson?: Record<string, unknown> } = {},
  ): Promise<TaskRun> {
    const taskFolder = await makeTask(folder, script, options.taskJson);
    return runTask(job, { taskFolder, ...options });
  }

  async function environmentOf(
    job: Job,
    options: Parameters<typeof runScript>[2] = {},
  ): Promise<Record<string, string>> {
    const { lines } = await runScript(job, dumpEnvironment, options);
    return JSON.parse(lines.join('')) as Record<string, string>;
  }

  describe('folders', () => {
    const rows: { hostType: HostType; expect: unknown; made: string[] }[] = [
      {
        hostType: 'build',
        expect: ['_work/1/s', '_work/1/a', '_work/_temp'],
        made: ['1/TestResults', '1/a', '1/b', '1/s', '_temp', '_tool'],
      },
      {
        hostType: 'release',
        expect: ['_work/r1/a', undefined, '_work/_temp'],
        made: ['_temp', '_tool', 'r1/a'],
      },
    ];
    for (const { hostType, expect, made } of rows) {
      it(`of a ${hostType}`, async () => {
        const job = await newJob({ hostType });
        const inRoot = (path: string | undefined): string | undefined =>
          path?.slice(folder.length + 1);
        deepEqual([job.sources, job.staging, job.temp].map(inRoot), expect);
        const found = await readdir(job.workFolder, { recursive: true });
        deepEqual(found.filter((name) => !/^r?1$/.test(name)).toSorted(), made);
      });
    }

    it('a new job keeps the sources and empties the temporary folder', async () => {
      const first = await newJob();
      await writeFile(join(first.sources, 'app.py'), '');
      await mkdir(join(first.temp, 'old'));
      const second = await newJob();
      deepEqual([await readdir(second.sources), await readdir(second.temp)], [['app.py'], []]);
    });

    it('need a root that is there', async () => {
      await rejects(newJob({ root: join(folder, 'nowhere') }), { code: 'ENOENT' });
    });
  });

  describe('environment', () => {
    it('of a release: every name, nothing of this process', async () => {
      process.env['LEAK_OF_THE_TEST'] = 'x';
      const job = await newJob({
        hostType: 'release',
        variables: { 'Release.Artifacts._Shop CI.Type': 'Build', 'my-var': '1' },
        secrets: { 'Db.Password': 'p4ss' },
      });
      const env = await environmentOf(job, {
        agentEnv: { PATH: '/usr/bin:/bin' },
        inputs: { extra: 'yes' },
        taskJson: { inputs: [{ name: 'appRoot', type: 'filePath' }] },
      });
      delete process.env['LEAK_OF_THE_TEST'];
      deepEqual(
        Object.keys(env).toSorted(),
        `AGENT_ACCEPTTEEEULA AGENT_CLOUDID AGENT_HOMEDIRECTORY AGENT_ID AGENT_ISSELFHOSTED
        AGENT_JOBNAME AGENT_JOBSTATUS AGENT_MACHINENAME AGENT_NAME AGENT_OS AGENT_OSARCHITECTURE
        AGENT_RELEASEDIRECTORY AGENT_ROOTDIRECTORY AGENT_TEMPDIRECTORY AGENT_TOOLSDIRECTORY
        AGENT_VERSION AGENT_WORKFOLDER ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN
        ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION ENDPOINT_AUTH_SYSTEMVSSCONNECTION
        ENDPOINT_URL_SYSTEMVSSCONNECTION INPUT_APPROOT INPUT_EXTRA MY-VAR PATH
        RELEASE_ARTIFACTS__SHOP_CI_TYPE RELEASE_ATTEMPTNUMBER RELEASE_DEFINITIONENVIRONMENTID
        RELEASE_DEFINITIONID RELEASE_DEFINITIONNAME RELEASE_ENVIRONMENTID RELEASE_ENVIRONMENTNAME
        RELEASE_PRIMARYARTIFACTSOURCEALIAS RELEASE_REASON RELEASE_RELEASEID RELEASE_RELEASENAME
        RELEASE_RELEASEURI RELEASE_REQUESTEDFOR SECRET_DB_PASSWORD SECRET_SYSTEM_ACCESSTOKEN
        SYSTEM_ARTIFACTSDIRECTORY SYSTEM_COLLECTIONID SYSTEM_COLLECTIONURI SYSTEM_CULTURE
        SYSTEM_DEFAULTWORKINGDIRECTORY SYSTEM_DEFINITIONID SYSTEM_ENABLEACCESSTOKEN
        SYSTEM_HOSTTYPE SYSTEM_JOBID SYSTEM_JOBNAME SYSTEM_PLANID SYSTEM_SERVERTYPE
        SYSTEM_TASKDEFINITIONSURI SYSTEM_TASKDISPLAYNAME SYSTEM_TASKINSTANCEID
        SYSTEM_TASKINSTANCENAME SYSTEM_TEAMFOUNDATIONCOLLECTIONURI SYSTEM_TEAMPROJECT
        SYSTEM_TEAMPROJECTID SYSTEM_TIMELINEID SYSTEM_WORKFOLDER TASK_DISPLAYNAME
        TASK_PUBLISHTELEMETRY TF_BUILD VSTS_PROCESS_LOOKUP_ID VSTS_PUBLIC_VARIABLES
        VSTS_SECRET_VARIABLES agent.jobstatus`.split(/\s+/),
      );
      deepEqual(
        [env['INPUT_APPROOT'], env['INPUT_EXTRA'], env['MY-VAR'], env['SECRET_DB_PASSWORD']],
        [join(folder, '_work/r1/a'), 'yes', '1', 'p4ss'],
      );
      deepEqual(JSON.parse(env['VSTS_SECRET_VARIABLES'] ?? ''), [
        'system.accessToken',
        'Db.Password',
      ]);
      equal(env['VSTS_PUBLIC_VARIABLES']?.includes('"Release.Artifacts._Shop CI.Type"'), true);
    });

    it('of a build: its folders and the agent', async () => {
      const env = await environmentOf(await newJob());
      const work = join(folder, '_work');
      const expected: Record<string, string | undefined> = {
        AGENT_BUILDDIRECTORY: join(work, '1'),
        AGENT_HOMEDIRECTORY: folder,
        AGENT_MACHINENAME: hostname(),
        AGENT_TEMPDIRECTORY: join(work, '_temp'),
        AGENT_TOOLSDIRECTORY: join(work, '_tool'),
        AGENT_WORKFOLDER: work,
        BUILD_ARTIFACTSTAGINGDIRECTORY: join(work, '1/a'),
        BUILD_BINARIESDIRECTORY: join(work, '1/b'),
        BUILD_REPOSITORY_LOCALPATH: join(work, '1/s'),
        BUILD_SOURCESDIRECTORY: join(work, '1/s'),
        BUILD_STAGINGDIRECTORY: join(work, '1/a'),
        COMMON_TESTRESULTSDIRECTORY: join(work, '1/TestResults'),
        PIPELINE_WORKSPACE: join(work, '1'),
        SYSTEM_ARTIFACTSDIRECTORY: join(work, '1/a'),
        SYSTEM_CULTURE: 'en-US',
        SYSTEM_DEFAULTWORKINGDIRECTORY: join(work, '1/s'),
        SYSTEM_HOSTTYPE: 'build',
        TF_BUILD: 'True',
        'agent.jobstatus': 'Succeeded',
        AGENT_RELEASEDIRECTORY: undefined,
        LANG: 'C.UTF-8',
        HOME: process.env['HOME'] ?? '',
        PATH: process.env['PATH'] ?? '',
      };
      const seen = Object.fromEntries(Object.keys(expected).map((name) => [name, env[name]]));
      deepEqual(seen, expected);
    });

    it('who wins: inputs, variables, env, the agent', async () => {
      const job = await newJob({
        variables: { 'input.x': 'variable', both: 'variable', later: '$(both)!' },
        secrets: { key: 'k3y' },
      });
      const env = await environmentOf(job, {
        agentEnv: { PATH: '/bin', BOTH: 'agent', STEP: 'agent', ONLY: 'agent', TF_BUILD: 'no' },
        env: { ' BOTH ': 'env', STEP: ' $(key) $(ONLY) $(later) $(none) ' },
        inputs: { x: 'input' },
      });
      deepEqual(
        ['INPUT_X', 'BOTH', 'STEP', 'ONLY', 'TF_BUILD', 'KEY', 'SECRET_KEY'].map((n) => env[n]),
        ['input', 'variable', 'k3y agent variable! $(none)', 'agent', 'True', undefined, 'k3y'],
      );
    });

    it('people cannot put commands into their own words', async () => {
      const message = 'Fix ##vso[task.complete result=Failed]';
      const env = await environmentOf(
        await newJob({
          variables: { 'Build.SourceVersionMessage': message, mine: message },
        }),
      );
      deepEqual(
        [env['BUILD_SOURCEVERSIONMESSAGE'], env['MINE']],
        ['Fix **vso[task.complete result=Failed]', message],
      );
    });

    it('service connections come to the task that names them', async () => {
      const id = '11111111-2222-3333-4444-555555555555';
      const connection = {
        id,
        url: 'https://management.azure.com/',
        scheme: 'ServicePrincipal',
        parameters: { tenantid: 't', serviceprincipalkey: 'key-of-it' },
        data: { subscriptionId: 's' },
      };
      const job = await newJob({ connections: [connection] });
      const taskJson = { inputs: [{ name: 'azure', type: 'connectedService:AzureRM' }] };
      const named = await environmentOf(job, { taskJson, inputs: { azure: id } });
      const unnamed = await environmentOf(job, { taskJson });
      const endpoints = (env: Record<string, string>): unknown =>
        Object.fromEntries(Object.entries(env).filter(([name]) => name.includes(id)));
      deepEqual(
        [endpoints(named), endpoints(unnamed)],
        [
          {
            [`ENDPOINT_URL_${id}`]: 'https://management.azure.com/',
            [`ENDPOINT_AUTH_${id}`]:
              '{"parameters":{"tenantid":"t","serviceprincipalkey":"key-of-it"},"scheme":"ServicePrincipal"}',
            [`ENDPOINT_AUTH_SCHEME_${id}`]: 'ServicePrincipal',
            [`ENDPOINT_AUTH_PARAMETER_${id}_TENANTID`]: 't',
            [`ENDPOINT_AUTH_PARAMETER_${id}_SERVICEPRINCIPALKEY`]: 'key-of-it',
            [`ENDPOINT_DATA_${id}`]: '{"subscriptionId":"s"}',
            [`ENDPOINT_DATA_${id}_SUBSCRIPTIONID`]: 's',
          },
          {},
        ],
      );
      equal(job.masker.mask('t key-of-it'), 't ***');
    });
  });

  describe('process', () => {
    it('works in the sources, from a target that its inputs may name', async () => {
      const job = await newJob();
      const run = await runScript(job, 'console.log(process.cwd())', {
        taskJson: { execution: { Node24: { target: '$(part).js' } } },
        inputs: { part: 'fake' },
      });
      deepEqual([run.lines, run.result, run.exitCode], [[job.sources], 'Succeeded', 0]);
    });

    it('or in the folder that its handler names', async () => {
      const job = await newJob();
      const target = 'fake.js';
      const workingDirectory = '$(Agent.TempDirectory)';
      const run = await runScript(job, 'console.log(process.cwd())', {
        taskJson: { execution: { Node20_1: { target, workingDirectory } } },
      });
      deepEqual(run.lines, [job.temp]);
    });

    it('is heard on both streams, to the last line, and its input is at its end', async () => {
      const script = `
        process.stdin.on('data', () => {}).on('end', () => {
          process.stdout.write('10%\\r20%\\r##vso[task.setvariable variable=a]1\\npröoof 工');
          process.stderr.write('err ##vso[task.setvariable variable=b]2');
        });`;
      const run = await runScript(await newJob(), script);
      deepEqual(
        [run.setVariables, [...run.log].toSorted()],
        [{ a: '1', b: '2' }, ['10%', '20%', 'pröoof 工']],
      );
    });

    const ends: { name: string; script: string; expect: unknown[] }[] = [
      {
        name: 'exit 3 fails, whatever was said before',
        script: "console.log('##vso[task.complete result=Succeeded]fine'); process.exitCode = 3;",
        expect: ['Failed', 3, ["The task's process ended with exit code 3."]],
      },
      {
        name: 'so does a signal',
        script: "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);",
        expect: ['Failed', 137, ["The task's process ended with exit code 137."]],
      },
      {
        name: 'exit 0 may fail too',
        script: "console.log('##vso[task.complete result=Failed;]broken')",
        expect: ['Failed', 0, []],
      },
    ];
    for (const { name, script, expect } of ends) {
      it(name, async () => {
        const { result, exitCode, errorsOfAgent } = await runScript(await newJob(), script);
        deepEqual([result, exitCode, errorsOfAgent], expect);
      });
    }

    it('a target, or a node, that is not there fails the step', async () => {
      const job = await newJob();
      const execution = { Node24: { target: 'gone.js' } };
      const noTarget = await runScript(job, '', { taskJson: { execution } });
      deepEqual(
        [noTarget.result, noTarget.exitCode, noTarget.errorsOfAgent.length],
        ['Failed', null, 1],
      );
      const noNode = await runScript(job, '', { node: join(folder, 'no-node') });
      deepEqual(
        [noNode.result, noNode.exitCode, noNode.errorsOfAgent],
        ['Failed', null, [`spawn ${join(folder, 'no-node')} ENOENT`]],
      );
    });

    it('twice in one job: variables and folders are those of the first run', async () => {
      const script = `
        const { existsSync, writeFileSync } = require('node:fs');
        console.log(existsSync('left') + ' ' + process.env.SEEN + ' ' + process.env.FAKE1_OUT);
        writeFileSync('left', '');
        console.log('##vso[task.setvariable variable=seen]<$(System.HostType)>');
        console.log('##vso[task.setvariable variable=out;isoutput=true]o');
        console.log('##vso[task.prependpath]/extra/bin');
        console.log(process.env.PATH);`;
      const job = await newJob();
      const taskFolder = await makeTask(folder, script);
      const options = { taskFolder, agentEnv: { PATH: '/bin' } };
      const logs = [await runTask(job, options), await runTask(job, options)].map(({ log }) => log);
      deepEqual(logs, [
        ['false undefined undefined', '/bin'],
        ['true <build> o', '/extra/bin:/bin'],
      ]);
      equal(job.variables.get('task.displayName'), undefined);
    });

    it("speaks task-lib's language", async () => {
      const job = await newJob({ secrets: { token: 'tök;en]%' } });
      const taskLib = JSON.stringify(require.resolve('azure-pipelines-task-lib'));
      const script = `
        const tl = require(${taskLib});
        console.log(tl.getInput('layout', true), tl.getBoolInput('flag'), tl.getPathInput('root'));
        console.log(tl.filePathSupplied('root'), tl.getVariable('Agent.TempDirectory'));
        console.log(tl.getVariable('token') === 'tök;en]%', tl.getInput('none'));
        console.log(Object.keys(process.env).filter((n) => /^(INPUT|SECRET)_/.test(n)).length);
        tl.setVariable('packagePath', 'a;b]c%d\\ne');
        tl.warning('w ' + tl.getVariable('token'));
        tl.setProgress(40, 'half');
        tl.setResult(tl.TaskResult.Failed, 'no; [good]');`;
      const run = await runScript(job, script, {
        stepName: 'pack',
        inputs: { FLAG: 'True', layout: ' flat ' },
        taskJson: {
          inputs: [
            { name: 'layout', type: 'string' },
            { name: 'flag', type: 'boolean' },
            { name: 'root', type: 'filePath' },
          ],
          outputVariables: [{ name: 'packagePath' }],
          restrictions: { settableVariables: { allowed: ['packagePath'] } },
        },
      });
      deepEqual(
        {
          log: run.log,
          issues: run.issues,
          result: [run.result, run.resultMessage, run.exitCode],
          outputs: run.outputs,
          variable: job.variables.get('pack.packagePath'),
          progress: run.progress,
          sources: await readdir(job.sources),
        },
        {
          log: [
            `flat true ${job.sources}`,
            `false ${job.temp}`,
            'true undefined',
            '0',
            '##[warning]w ***',
            '##[error]no; [good]',
          ],
          issues: [
            { type: 'warning', message: 'w ***' },
            { type: 'error', message: 'no; [good]' },
          ],
          result: ['Failed', 'no; [good]', 0],
          outputs: { packagePath: 'a;b]c%d\ne' },
          variable: 'a;b]c%d\ne',
          progress: [{ percent: 40, operation: 'half' }],
          sources: [],
        },
      );
    });
  });

  describe('end of a run', () => {
    const waits = { sigint: 300, sigterm: 300, done: 500, streams: 500, orphans: 200 };
    const cancelWhen = (line: string): boolean => line === 'ready';
    const stay = "setInterval(() => {}, 1000); console.log('ready');";
    const rows: { name: string; script: string; signals: string[]; exitCode: number }[] = [
      {
        name: 'SIGINT, and the task ends by itself',
        script: `process.on('SIGINT', () => { console.log('bye'); process.exit(0); }); ${stay}`,
        signals: ['SIGINT'],
        exitCode: 0,
      },
      { name: 'SIGINT, unheard of', script: stay, signals: ['SIGINT'], exitCode: 130 },
      {
        name: 'SIGTERM after SIGINT',
        script: `process.on('SIGINT', () => {}); ${stay}`,
        signals: ['SIGINT', 'SIGTERM'],
        exitCode: 143,
      },
      {
        name: 'SIGKILL after both',
        script: `for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => {}); ${stay}`,
        signals: ['SIGINT', 'SIGTERM', 'SIGKILL'],
        exitCode: 137,
      },
    ];
    for (const { name, script, signals, exitCode } of rows) {
      it(`cancelled: ${name}`, async () => {
        const run = await runScript(await newJob(), script, { cancelWhen, waits });
        deepEqual(
          [run.result, run.signals, run.exitCode, run.issues, run.orphans],
          [
            'Canceled',
            signals,
            exitCode,
            [{ type: 'error', message: 'The operation was cancelled.' }],
            [],
          ],
        );
      });
    }

    it('what a task leaves running is told and ended', async () => {
      const script = `
        const { spawn } = require('node:child_process');
        const child = spawn('sleep', ['61'], { detached: true, stdio: 'ignore' });
        child.unref();
        console.log(child.pid);`;
      const run = await runScript(await newJob(), script, { waits });
      deepEqual([run.result, run.orphans], ['Succeeded', ['sleep 61']]);
      const pid = Number(run.lines[0]);
      equal(await isGone(pid), true);
    });

    it('a child that holds the streams open delays the end, but not for ever', async () => {
      const script =
        "require('node:child_process').spawn('sleep', ['62'], { detached: true, stdio: 'inherit' }).unref();";
      const started = Date.now();
      const run = await runScript(await newJob(), script, { waits });
      deepEqual([run.result, run.exitCode, run.orphans], ['Succeeded', 0, ['sleep 62']]);
      equal(Date.now() - started >= waits.streams, true);
    });

    it('done=true ends the wait for a task that does not end', async () => {
      const script = `
        setInterval(() => {}, 1000);
        console.log('##vso[task.complete result=SucceededWithIssues;done=true]done');`;
      const run = await runScript(await newJob(), script, { waits });
      deepEqual(
        [run.result, run.exitCode, run.signals, run.orphans.length],
        ['SucceededWithIssues', null, [], 1],
      );
    });

    it('two runs at once do not end each other', async () => {
      const job = await newJob();
      const slow = runScript(job, "setTimeout(() => console.log('slow'), 600)");
      const fast = await runScript(job, "console.log('fast')");
      const both = [fast, await slow];
      deepEqual(
        both.map(({ log, result }) => [log, result]),
        [
          [['fast'], 'Succeeded'],
          [['slow'], 'Succeeded'],
        ],
      );
    });
  });
});

/** Waits for a killed process to vanish; what nobody waits for may linger as a zombie. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 40; tries += 1) {
    const state = await processState(pid);
    if (state === undefined || state === 'Z') {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function processState(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text?.slice(text.lastIndexOf(')') + 2)[0];
}
