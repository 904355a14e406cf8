// Progress on the agent: what it is told, and what stands in its log. The clock is the real one.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { createJob, runTask } from '../agent/agent.js';
import { makeTask, makeWorkshop } from '../agent/fake-task.js';

const AGENT = resolve(__dirname, '../../tasks/hosts/agent.js');
const RUN = resolve(__dirname, '../../tasks/core/run.js');

/** A task with one stage that is done at once and one that takes somewhat more than two seconds. */
const TASK = `
const { underAgent } = require(${JSON.stringify(AGENT)});
const { Run } = require(${JSON.stringify(RUN)});
const { setTimeout: wait } = require('node:timers/promises');
const of = { bytes: 334_000_000, files: 20_000 };
void underAgent('AntenvPackage', async (inputs, host) => {
  const run = new Run(host);
  await run.stage('relocate', 'Relocate', async (advance) => {
    for (let files = 1; files <= 20_000; files += 1) advance({ done: { bytes: files, files }, of });
  });
  await run.stage('pack', 'Pack', async (advance) => {
    advance({ done: { bytes: 60_000_000, files: 4000 }, of });
    await wait(2050);
    for (let bytes = 167_000_000; bytes <= 167_000_100; bytes += 1) advance({ done: { bytes, files: 8000 }, of });
  });
  host.log.progress({ percent: 100, doing: 'Done' });
  return { message: 'made', summary: '', outputs: {}, ending: 'succeeded' };
});
`;

describe('progress on the agent', () => {
  it('is a line and a percentage after two seconds of a stage, and nothing between', async () => {
    const { folder, remove } = await makeWorkshop();
    try {
      const job = await createJob({ hostType: 'build', root: folder });
      const run = await runTask(job, { taskFolder: await makeTask(folder, TASK) });
      assert.equal(run.result, 'Succeeded', run.log.join('\n'));
      assert.deepEqual(run.progress, [
        { percent: 66, operation: 'Relocate' },
        { percent: 82, operation: 'Pack' },
        { percent: 86, operation: 'Packing: 167 of 334 MB, 8,000 of 20,000 files' },
        { percent: 100, operation: 'Done' },
      ]);
      assert.deepEqual(
        run.groups.map(({ name, lines, closed }) => ({ name, lines, closed })),
        [
          { name: 'Relocate', lines: [], closed: true },
          {
            name: 'Pack',
            lines: ['Packing: 167 of 334 MB, 8,000 of 20,000 files'],
            closed: true,
          },
        ],
      );
      const counted = run.lines.filter((line) => line.includes('Packing: '));
      assert.deepEqual(counted, [
        '##vso[task.setprogress value=86;]Packing: 167 of 334 MB, 8,000 of 20,000 files',
        'Packing: 167 of 334 MB, 8,000 of 20,000 files',
      ]);
    } finally {
      await remove();
    }
  });
});
