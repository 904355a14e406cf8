// What the emulated agent does with each line of a task's output, row by row.
import { deepEqual, equal } from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { receiveLine } from './commands.js';
import type { Restrictions } from './definition.js';
import { makeWorkshop } from './fake-task.js';
import { createJob } from './job.js';
import type { Job, JobOptions } from './job.js';
import { Step } from './step.js';
import type { TaskRun } from './task-run.js';

interface Row {
  name: string;
  job?: Partial<JobOptions>;
  restrictions?: Restrictions;
  lines: string[];
  expect: Partial<TaskRun>;
}

describe('agent: lines of a task', () => {
  let root = '';
  let remove = async (): Promise<void> => {};
  before(async () => {
    ({ folder: root, remove } = await makeWorkshop());
  });
  after(async () => remove());

  async function startStep(row: Omit<Row, 'name' | 'lines' | 'expect'>): Promise<Step> {
    const job = await createJob({ hostType: 'build', root, ...row.job });
    await writeFile(join(job.sources, 'app.py'), '');
    const restrictions = [row.restrictions ?? {}];
    return new Step(job, { refName: 'pack', outputVariables: ['packagePath'], restrictions });
  }

  /** Lines and expectations may write `<s>` for the sources folder. */
  function placed<T>(value: T, job: Job): T {
    const sources = JSON.stringify(job.sources).slice(1, -1);
    return JSON.parse(JSON.stringify(value).replaceAll('<s>', sources)) as T;
  }

  const rows: Row[] = [
    {
      name: 'plain lines are shown, commands are not',
      lines: ['a', '', '##vso[task.debug]b', '##[section]c'],
      expect: { log: ['a', '', '##[section]c'], result: 'Succeeded', issues: [] },
    },
    {
      name: 'System.Debug shows debug lines and the commands processed',
      job: { variables: { 'System.Debug': 'true' } },
      lines: ['##vso[task.debug]b', '##vso[task.setprogress value=5]x%3By'],
      expect: {
        log: ['##[debug]b', '##[debug]Processed: ##vso[task.setprogress value=5]x;y'],
        progress: [{ percent: 5, operation: 'x;y' }],
      },
    },
    {
      name: 'issues',
      lines: [
        '##vso[task.logissue type=error;code=E1;source=x]one%0Atwo',
        '##vso[task.issue type=Warning]three',
        '##vso[task.logissue type=warning;sourcepath=<s>/app.py;linenumber=3;code=W1]four',
        '##vso[task.logissue type=warning;sourcepath=<s>/gone.py]five',
      ],
      expect: {
        result: 'Succeeded',
        log: [
          '##[error]one',
          'two',
          '##[warning]three',
          '##[warning]app.py(3,): warning W1: four',
          '##[warning]<s>/gone.py(,): warning : five',
        ],
        issues: [
          { type: 'error', message: 'one\ntwo', code: 'E1' },
          { type: 'warning', message: 'three' },
          {
            type: 'warning',
            message: 'app.py(3,): warning W1: four',
            code: 'W1',
            sourcepath: 'app.py',
            line: 3,
          },
          {
            type: 'warning',
            message: '<s>/gone.py(,): warning : five',
            sourcepath: '<s>/gone.py',
          },
        ],
        warningsOfAgent: [],
        errorsOfAgent: [],
      },
    },
    {
      name: 'in a release, the path of an issue stays',
      job: { hostType: 'release' },
      lines: ['##vso[task.logissue type=error;sourcepath=<s>/app.py]x'],
      expect: {
        issues: [
          {
            type: 'error',
            message: '<s>/app.py(,): error : x',
            sourcepath: '<s>/app.py',
          },
        ],
      },
    },
    {
      name: 'an issue of no type, and of an unknown type',
      lines: ['##vso[task.logissue]x', '##vso[task.logissue type=info]y'],
      expect: {
        result: 'Failed',
        warningsOfAgent: ['The command task.logissue names no type, so there is no issue.'],
        errorsOfAgent: [
          "The command '##vso[task.logissue type=info]y' could not be carried out.",
          "The issue type is 'info', not error or warning.",
        ],
      },
    },
    {
      name: 'ten issues of a type are kept, the others are apart',
      lines: Array.from({ length: 12 }, (_, at) => `##vso[task.logissue type=error]${at}`),
      expect: {
        issues: Array.from({ length: 10 }, (_, at) => ({ type: 'error', message: `${at}` })),
        issuesBeyondCap: [
          { type: 'error', message: '10' },
          { type: 'error', message: '11' },
        ],
        log: Array.from({ length: 12 }, (_, at) => `##[error]${at}`),
      },
    },
    {
      name: 'variables: plain, declared output, isoutput',
      lines: [
        '##vso[task.setvariable variable=plain]1',
        '##vso[task.setvariable variable=PackagePath]2',
        '##vso[task.setvariable variable=extra;isoutput=TRUE]3',
      ],
      expect: {
        setVariables: { plain: '1' },
        outputs: { PackagePath: '2', extra: '3' },
        warningsOfAgent: [],
      },
    },
    {
      name: 'a variable that is not settable is refused with a warning',
      restrictions: { settableVariables: ['packagePath'] },
      lines: [
        '##vso[task.setvariable variable=other]1',
        '##vso[task.setvariable variable=packagepath]2',
        '##vso[task.prependpath]/opt/bin',
      ],
      expect: {
        result: 'Succeeded',
        setVariables: {},
        outputs: { packagepath: '2' },
        warningsOfAgent: [
          "Variable 'other' was not set: it is not among the settable variables.",
          "Variable 'PATH' was not set: it is not among the settable variables.",
        ],
      },
    },
    {
      name: 'a read-only variable is set, with a warning',
      lines: ['##vso[task.setvariable variable=Build.SourcesDirectory]/x'],
      expect: {
        result: 'Succeeded',
        setVariables: { 'Build.SourcesDirectory': '/x' },
        warningsOfAgent: ["Variable 'Build.SourcesDirectory' is read-only and was overwritten."],
      },
    },
    {
      name: 'a read-only variable is an error when the organisation says so',
      job: { variables: { 'agent.readOnlyVariables': 'true' } },
      lines: ['##vso[task.setvariable variable=agent.name]x'],
      expect: {
        result: 'Failed',
        setVariables: {},
        errorsOfAgent: [
          "The command '##vso[task.setvariable variable=agent.name]x' could not be carried out.",
          "Variable 'agent.name' is read-only.",
        ],
      },
    },
    {
      name: 'a variable without a name, a secret of two lines',
      lines: [
        '##vso[task.setvariable]x',
        '##vso[task.setvariable variable=a;issecret=true]one%0Atwo',
      ],
      expect: {
        result: 'Failed',
        setVariables: {},
        errorsOfAgent: [
          "The command '##vso[task.setvariable]x' could not be carried out.",
          "The command needs the property 'variable'.",
          "The command '##vso[task.setvariable variable=a;issecret=true]one%0Atwo' could not be carried out.",
          'A secret may not have several lines.',
        ],
      },
    },
    {
      name: 'secrets of the job and of the task are masked in log and issues, not in lines',
      job: { secrets: { token: 'tok-123' } },
      lines: [
        'a tok-123 new-456',
        '##vso[task.setsecret]new-456',
        '##vso[task.setvariable variable=v;issecret=true]var-789',
        '##vso[task.settaskvariable variable=t;issecret=true]tv-000',
        'b tok-123 new-456 var-789 tv-000 access-token-of-the-emulated-job',
        Buffer.from('tok-123').toString('base64'),
        '##vso[task.logissue type=error]c tok-123',
        '##vso[task.complete result=Failed]tok-123',
      ],
      expect: {
        log: ['a *** new-456', 'b *** *** *** *** ***', '***', '##[error]c ***'],
        issues: [{ type: 'error', message: 'c ***' }],
        taskVariables: { t: 'tv-000' },
        resultMessage: 'tok-123',
        result: 'Failed',
      },
    },
    {
      name: 'progress is clamped; what is no number is zero',
      lines: [
        '##vso[task.setprogress value=-5]a',
        '##vso[task.setprogress value=250]b',
        '##vso[task.setprogress value=half]c',
        '##vso[task.setprogress]d',
      ],
      expect: {
        progress: [
          { percent: 0, operation: 'a' },
          { percent: 100, operation: 'b' },
          { percent: 0, operation: 'c' },
          { percent: 0, operation: 'd' },
        ],
      },
    },
    {
      name: 'results: the worse wins',
      lines: [
        '##vso[task.complete result=SucceededWithIssues]a',
        '##vso[task.complete result=Succeeded]b',
      ],
      expect: { result: 'SucceededWithIssues', resultMessage: 'b' },
    },
    {
      name: "task-lib's Cancelled is no result",
      lines: ['##vso[task.complete result=Cancelled]a'],
      expect: {
        result: 'Failed',
        resultMessage: '',
        errorsOfAgent: [
          "The command '##vso[task.complete result=Cancelled]a' could not be carried out.",
          "There is no result 'Cancelled'.",
        ],
      },
    },
    {
      name: 'a failed command does not hide a result beyond Failed',
      lines: ['##vso[task.complete result=Skipped]a', '##vso[task.nothing]'],
      expect: { result: 'Skipped' },
    },
    {
      name: 'uploads of files that are there',
      lines: [
        '##vso[task.uploadsummary]<s>/app.py',
        '##vso[task.uploadfile]<s>/app.py',
        '##vso[task.addattachment type=t;name=n]<s>/app.py',
      ],
      expect: {
        result: 'Succeeded',
        summaries: ['<s>/app.py'],
        attachments: [
          { type: 'Distributedtask.Core.Summary', name: 'app.py', path: '<s>/app.py' },
          { type: 'DistributedTask.Core.FileAttachment', name: 'app.py', path: '<s>/app.py' },
          { type: 't', name: 'n', path: '<s>/app.py' },
        ],
      },
    },
    {
      name: 'a summary that is missing, or is a folder, fails the step',
      lines: ['##vso[task.uploadsummary]<s>/gone.md', '##vso[task.uploadsummary]<s>'],
      expect: {
        result: 'Failed',
        summaries: [],
        errorsOfAgent: [
          "The command '##vso[task.uploadsummary]<s>/gone.md' could not be carried out.",
          "The file to upload does not exist: '<s>/gone.md'.",
          "The command '##vso[task.uploadsummary]<s>' could not be carried out.",
          "The file to upload does not exist: '<s>'.",
        ],
      },
    },
    {
      name: 'restricted mode refuses uploads, and only warns',
      restrictions: { commands: 'restricted' },
      lines: ['##vso[task.uploadsummary]<s>/app.py', '##vso[task.setprogress value=1]a'],
      expect: {
        result: 'Succeeded',
        summaries: [],
        progress: [{ percent: 1, operation: 'a' }],
        warningsOfAgent: ['##vso[task.uploadsummary] is not allowed in this step.'],
      },
    },
    {
      name: 'malformed: shown, with a warning',
      lines: ['x ##vso[task.setvariable y'],
      expect: {
        result: 'Succeeded',
        log: [
          "##[warning]'x ##vso[task.setvariable y' holds '##vso' but is no well-formed command.",
          'x ##vso[task.setvariable y',
        ],
      },
    },
    {
      name: 'unknown area: not shown, a warning',
      lines: ['##vso[some.thing]x'],
      expect: {
        result: 'Succeeded',
        log: ['##[warning]There are no commands ##vso[some.…].'],
      },
    },
    {
      name: 'unknown event: the step fails',
      lines: ['##vso[task.setvar variable=a]b'],
      expect: {
        result: 'Failed',
        issues: [
          {
            type: 'error',
            message: "The command '##vso[task.setvar variable=a]b' could not be carried out.",
          },
          { type: 'error', message: 'There is no command ##vso[task.setvar].' },
        ],
      },
    },
    {
      name: 'names of areas and events ignore case',
      lines: ['##vso[Task.SetVariable Variable=a]b'],
      expect: { setVariables: { a: 'b' } },
    },
    {
      name: 'artifacts and builds, in a build',
      lines: [
        '##vso[artifact.upload artifactname=drop]<s>/app.py',
        '##vso[artifact.associate artifactname=a;type=x]#/1/a',
        '##vso[build.updatebuildnumber]5',
        '##vso[build.addbuildtag]green',
        '##vso[build.uploadsummary]<s>/app.py',
      ],
      expect: { result: 'Succeeded', errorsOfAgent: [], summaries: ['<s>/app.py'] },
    },
    {
      name: 'artifacts and builds, in a release without a build',
      job: { hostType: 'release' },
      lines: ['##vso[artifact.upload artifactname=a]<s>/app.py', '##vso[build.addbuildtag]green'],
      expect: {
        result: 'Failed',
        errorsOfAgent: [
          "The command '##vso[artifact.upload artifactname=a]<s>/app.py' could not be carried out.",
          'The job has no variable Build.BuildId.',
          "The command '##vso[build.addbuildtag]green' could not be carried out.",
          'The job has no variable Build.BuildId.',
        ],
      },
    },
    {
      name: 'artifacts, in a release of a build',
      job: { hostType: 'release', variables: { 'Build.BuildId': '1', 'Build.ContainerId': '2' } },
      lines: [
        '##vso[artifact.upload artifactname=a]<s>/app.py',
        '##vso[artifact.associate artifactname=a]#/1/a',
        '##vso[artifact.associate artifactname=a;artifacttype=FilePath]\\\\share\\a',
        '##vso[release.updatereleasename]R',
      ],
      expect: {
        result: 'Failed',
        errorsOfAgent: [
          "The command '##vso[artifact.upload artifactname=a]<s>/app.py' could not be carried out.",
          'An artifact cannot be uploaded in a release.',
          "The command '##vso[artifact.associate artifactname=a]#/1/a' could not be carried out.",
          "An artifact of type 'container' cannot be associated in a release.",
        ],
      },
    },
    {
      name: 'a release command in a build fails the step and is shown',
      lines: ['##vso[release.updatereleasename]R'],
      expect: {
        result: 'Failed',
        log: [
          '##[error]##vso[release.…] does not work in a build.',
          '##vso[release.updatereleasename]R',
        ],
      },
    },
    {
      name: 'an attachment name that is a path, a connection that is not there, a record without id',
      lines: [
        '##vso[task.addattachment type=t;name=a/b]<s>/app.py',
        '##vso[task.setendpoint id=x;field=url]http://localhost',
        '##vso[task.logdetail name=a;type=b]c',
      ],
      expect: {
        result: 'Failed',
        errorsOfAgent: [
          "The command '##vso[task.addattachment type=t;name=a/b]<s>/app.py' could not be carried out.",
          "'a/b' cannot be part of a file name.",
          "The command '##vso[task.setendpoint id=x;field=url]http://localhost' could not be carried out.",
          "The job has no service connection 'x'.",
          "The command '##vso[task.logdetail name=a;type=b]c' could not be carried out.",
          "The command needs the property 'id'.",
        ],
      },
    },
  ];
  for (const row of rows) {
    it(row.name, async () => {
      const step = await startStep(row);
      const lines = placed(row.lines, step.job);
      lines.forEach((line) => receiveLine(step, line));
      const run = step.finish();
      const expected = placed(row.expect, step.job);
      const seen = Object.fromEntries(
        Object.keys(expected).map((key) => [key, run[key as keyof TaskRun]]),
      );
      deepEqual(seen, expected);
      deepEqual(run.lines, lines);
    });
  }

  it('variables land in the job: outputs under the step name only', async () => {
    const step = await startStep({});
    receiveLine(step, '##vso[task.setvariable variable=packagePath]/a.zip');
    receiveLine(step, '##vso[task.setvariable variable=key;issecret=true;isoutput=true]k');
    receiveLine(step, '##vso[task.setvariable variable=My.Var;preservecase=true]v');
    const { variables } = step.job;
    deepEqual(
      ['packagePath', 'pack.packagePath', 'pack.key', 'My.Var'].map((name) => variables.find(name)),
      [
        undefined,
        landed('pack.packagePath', '/a.zip', {}),
        landed('pack.key', 'k', { secret: true, readOnly: true }),
        landed('My.Var', 'v', { preserveCase: true }),
      ],
    );
  });

  it('PATH entries are kept once, the latest last', async () => {
    const step = await startStep({});
    for (const path of ['/a', '/b', '/a']) {
      receiveLine(step, `##vso[task.prependpath]${path}`);
    }
    deepEqual(step.job.prependedPaths, ['/b', '/a']);
  });

  it('a summary that was deleted before the end is told', async () => {
    const step = await startStep({});
    const path = join(step.job.temp, 'summary.md');
    await writeFile(path, '# Packed\n');
    receiveLine(step, `##vso[task.uploadsummary]${path}`);
    await rm(path);
    const { result, summaries, warningsOfAgent } = step.finish();
    deepEqual(
      [result, summaries, warningsOfAgent],
      [
        'Succeeded',
        [path],
        [`The file to upload was deleted before it could be uploaded: '${path}'.`],
      ],
    );
  });

  it('build.updatebuildnumber changes the variable', async () => {
    const step = await startStep({});
    receiveLine(step, '##vso[build.updatebuildnumber]5');
    equal(step.job.variables.get('Build.BuildNumber'), '5');
  });
});

function landed(name: string, value: string, flags: Record<string, boolean>): unknown {
  return { name, value, secret: false, readOnly: false, preserveCase: false, ...flags };
}
