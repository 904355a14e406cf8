// The progress of whole runs: it goes one way, and its numbers are those of the package.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Run } from '../../tasks/core/run.js';
import type { Advance, Progress } from '../../tasks/core/terms/progress.js';
import { LAYOUTS } from '../../tasks/core/terms/layout.js';
import { noise } from '../helpers/entries.js';
import { fakeHost, type FakeHost } from '../helpers/fake-host.js';
import { quickPython } from '../helpers/fake-python.js';
import { takeApart } from '../helpers/package-tree.js';
import { packaged, tempApp } from '../helpers/temp-app.js';
import { folderPerTest } from '../helpers/temp-folder.js';

/** What was told last of something. */
function lastOf({ told }: FakeHost, wanted: string): Progress | undefined {
  return told.findLast(({ doing, progress }) => doing === wanted && progress)?.progress;
}

/** Whether what is told of something never goes back. */
function onlyGrows({ told }: FakeHost, wanted: string): boolean {
  const done = told.flatMap(({ doing, progress }) =>
    doing === wanted && progress ? [progress.done] : [],
  );
  return done.every(
    ({ bytes, files }, at) =>
      bytes >= (done[at - 1]?.bytes ?? 0) && files >= (done[at - 1]?.files ?? 0),
  );
}

function amount(files: readonly { readonly bytes: Buffer }[]): { bytes: number; files: number } {
  return { bytes: files.reduce((sum, { bytes }) => sum + bytes.length, 0), files: files.length };
}

describe('the progress of a run', () => {
  const folder = folderPerTest();

  describe('of many files', () => {
    let python: string;
    let app: string;

    beforeEach(async () => {
      const modules = Array.from({ length: 600 }, (_, number) => [
        `tiny/module_${number}.py`,
        `NUMBER = ${number}\n`.repeat((number % 7) + 1),
      ]);
      python = await quickPython(join(folder.path, 'quick'), [
        {
          name: 'tiny',
          version: '1.0',
          files: { 'tiny/__init__.py': '', ...(Object.fromEntries(modules) as object) },
        },
      ]);
      app = await tempApp(join(folder.path, 'app'), { 'model.bin': noise(2_500_000) });
    });

    for (const layout of LAYOUTS) {
      it(`goes one way for ${layout}, and ends with all that is in the package`, async () => {
        const host = fakeHost({ tempFolder: folder.path });
        const report = await packaged(host, app, { layout, pythonPath: python });

        const percents = host.told.map(({ percent }) => percent);
        assert.deepEqual(
          percents,
          percents.toSorted((a, b) => a - b),
        );
        assert.deepEqual([percents[0], percents.at(-1)], [1, 100]);
        assert.ok(percents.every((percent) => Number.isInteger(percent)));

        const files = takeApart(report, folder.path);
        const packing = lastOf(host, 'Packing');
        assert.deepEqual(packing, { done: amount(files), of: amount(files) });
        const compiling = lastOf(host, 'Compiling');
        const sources = amount(files.filter(({ address }) => address.endsWith('.py')));
        assert.deepEqual(compiling, { done: sources, of: sources });
        const reading = lastOf(host, 'Reading the venv');
        assert.ok(reading && reading.done.files > 600);
        assert.deepEqual(reading.of, { files: reading.done.files });
        for (const doing of ['Packing', 'Compiling', 'Reading the venv']) {
          assert.ok(onlyGrows(host, doing), doing);
        }
      });
    }
  });

  it('does not go back when a stage is run once more', async () => {
    const host = fakeHost();
    const run = new Run(host);
    const halfway = (advance: Advance): Promise<void> => {
      advance({ done: { bytes: 50, files: 1 }, of: { bytes: 100 } });
      return Promise.resolve();
    };
    await run.stage('pack', 'Pack', halfway);
    await run.stage('relocate', 'Relocate', halfway);
    const progress = { done: { bytes: 50, files: 1 }, of: { bytes: 100 } };
    assert.deepEqual(host.told, [
      { percent: 82, doing: 'Pack' },
      { percent: 86, doing: 'Packing', progress },
      { percent: 86, doing: 'Relocate' },
      { percent: 86, doing: 'Reading the venv', progress },
    ]);
  });

  it('is not told of a stage that is over, whatever still goes on in it', async () => {
    const host = fakeHost();
    let late: Advance | undefined;
    const failing = new Run(host).stage('pack', 'Pack', (advance) => {
      late = advance;
      return Promise.reject(new Error('full'));
    });
    await assert.rejects(failing, { message: 'full' });
    late?.({ done: { bytes: 1, files: 1 }, of: {} });
    assert.deepEqual(host.told, [{ percent: 82, doing: 'Pack' }]);
  });
});
