// Runs that come to nothing: the event loop runs dry, which Node.js would call a success, or they cannot even begin.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createJob, runTask } from '../agent/agent.js';
import { makeTask, makeWorkshop } from '../agent/fake-task.js';

const HOSTS = resolve(__dirname, '../../tasks/hosts');

function requireHost(name: string): string {
  return `require(${JSON.stringify(`${HOSTS}/${name}.js`)})`;
}

/** What a program prints that waits for this work. */
function waitingFor(work: string): string {
  const program = `
    ${requireHost('unfinished')}.finished(${work}).then(
      (value) => console.log('done:', value),
      (error) => console.log('failed:', error.message),
    );`;
  return spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' }).stdout;
}

describe('a run whose work waits for something that never comes', () => {
  for (const [what, work, printed] of [
    ['fails', 'new Promise(() => {})', 'failed: the work waits for something that never comes.\n'],
    ['gives what came', 'Promise.resolve(7)', 'done: 7\n'],
    ['waits for what still comes', 'new Promise((done) => setTimeout(done, 50, 8))', 'done: 8\n'],
    ['fails as the work does', "Promise.reject(new Error('so'))", 'failed: so\n'],
  ] as const) {
    it(what, () => assert.equal(waitingFor(work), printed));
  }

  it('fails on the agent, which would take silence for success', async () => {
    assert.deepEqual(await problemsOnAgent(''), [
      'Something that we did not expect: the work waits for something that never comes.\nRun again with the variable System.Debug set to true, and report what it prints.',
    ]);
  });
});

describe('a task whose working folder is gone before it begins', () => {
  it('fails on the agent as it would later', async () => {
    const before = `
      const fs = require('node:fs');
      const gone = fs.mkdtempSync(process.env.AGENT_TEMPDIRECTORY + '/gone-');
      process.chdir(gone);
      fs.rmdirSync(gone);`;
    const problems = await problemsOnAgent(before);
    // Node.js 24 says the same in more words.
    const inBrief = problems.map((problem) => problem.replace(/(?<=ENOENT: ).*(?=, uv_cwd)/, '…'));
    assert.deepEqual(inBrief, [
      'The folder in which this was started is no longer there.\n  ENOENT: …, uv_cwd\nStart it again in a folder that is there.',
    ]);
  });
});

/** The issues of a failed task that waits for what never comes, if it gets so far. */
async function problemsOnAgent(before: string): Promise<string[]> {
  const { folder, remove } = await makeWorkshop();
  try {
    const task = `
      const { underAgent } = ${requireHost('agent')};
      ${before}
      void underAgent('AntenvPackage', () => new Promise(() => {}));`;
    const job = await createJob({ hostType: 'build', root: folder });
    const run = await runTask(job, { taskFolder: await makeTask(folder, task) });
    assert.equal(run.result, 'Failed', run.log.join('\n'));
    return run.issues.map(({ message }) => message);
  } finally {
    await remove();
  }
}
