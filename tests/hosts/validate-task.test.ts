// AntenvValidate@1 on the agent: what it is given, and how the step ends.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createJob, runTask, type Job, type TaskRun } from '../agent/agent.js';
import { makeTask, makeWorkshop } from '../agent/fake-task.js';

const AGENT = resolve(__dirname, '../../tasks/hosts/agent.js');
const INDEX = resolve(__dirname, '../../tasks/AntenvValidate/index.js');

const TASK = `
const { underAgent } = require(${JSON.stringify(AGENT)});
const { antenvValidate } = require(${JSON.stringify(INDEX)});
void underAgent('AntenvValidate', antenvValidate);
`;

describe('AntenvValidate on the agent', () => {
  let workshop: string;
  let remove: () => Promise<void>;
  let taskFolder: string;
  let job: Job;

  beforeEach(async () => {
    ({ folder: workshop, remove } = await makeWorkshop());
    taskFolder = await makeTask(workshop, TASK);
    job = await createJob({ hostType: 'build', root: workshop });
  });

  afterEach(() => remove());

  const run = (inputs: Readonly<Record<string, string>>): Promise<TaskRun> =>
    runTask(job, { taskFolder, inputs });

  const PIP = 'pip install six && gunicorn app:app';

  it('passes with a warning', async () => {
    const { result, issues } = await run({ startupCommand: PIP });
    assert.equal(result, 'Succeeded');
    assert.deepEqual(
      issues.map(({ type, code }) => [type, code]),
      [['warning', 'startup/install-at-start']],
    );
  });

  it('says in an error that warnings fail the step', async () => {
    const { result, issues } = await run({ startupCommand: PIP, failOn: 'warning' });
    assert.equal(result, 'Failed');
    assert.deepEqual(
      issues.filter(({ type }) => type === 'error').map(({ message }) => message),
      [
        [
          'The warnings fail this step.',
          "  Found no error and 1 warning; failOn is 'warning'.",
          'Mend what the findings in the log say, name a rule in suppress if it is wrong here, or set failOn: error.',
        ].join('\n'),
      ],
    );
  });

  it('does not say so of errors, which are issues themselves', async () => {
    const { result, issues } = await run({ startupCommand: '$(command)', failOn: 'warning' });
    assert.equal(result, 'Failed');
    assert.deepEqual(
      issues.map(({ type, code }) => [type, code]),
      [['error', 'startup/unresolved-variable']],
    );
  });

  it('judges app settings as they are typed in; prints none of their values, and no password, to debug either', async () => {
    job = await createJob({
      hostType: 'build',
      root: workshop,
      variables: {
        'System.Debug': 'true',
        'Agent.ProxyUrl': 'http://proxy.example',
        'Agent.ClientCert': '/agent.pem',
      },
      secrets: { 'Agent.ProxyPassword': 'a-password', 'Agent.ClientCertPassword': 'a-passphrase' },
    });
    const appSettings = '{"MY KEY":"a-value"}';
    const { issues, lines } = await run({ startupCommand: 'gunicorn app:app', appSettings });
    assert.deepEqual(
      issues.map(({ code }) => code),
      ['setting/name-invalid'],
    );
    const told = lines.filter((line) => /a-(?:value|password|passphrase)/.test(line));
    assert.deepEqual(told, []);
  });

  it('takes the staging folder for the package where it is given, and not for nothing', async () => {
    await writeFile(join(job.staging ?? '', 'web.zip'), '');
    const asked = '$(Build.ArtifactStagingDirectory)';
    const { result, resultMessage } = await run({ package: asked, startupCommand: PIP });
    assert.equal(result, 'Failed');
    assert.equal(
      resultMessage,
      [
        'This folder is no app, but holds a package.',
        `  package: '${job.staging ?? ''}'`,
        "  found 'web.zip'",
        `Give the path of the zip: ${job.staging ?? ''}/web.zip`,
      ].join('\n'),
    );
  });
});
