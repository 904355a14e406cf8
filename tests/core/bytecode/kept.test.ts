// Which bytecode is kept, and for whom.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { PartStore } from '../../../tasks/core/archives/part-store.js';
import type { Job } from '../../../tasks/core/bytecode/job.js';
import { findKept } from '../../../tasks/core/bytecode/kept.js';
import { prepareFolder } from '../../../tasks/core/cache/folder.js';
import { PartFolder } from '../../../tasks/core/cache/parts.js';
import type { FileEntry } from '../../../tasks/core/terms/archive-entry.js';
import { bytesEntry, diskEntry } from '../../helpers/entries.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const SITE = 'lib/python3.12/site-packages';

function jobOf(entry: FileEntry, tree = 0): Job {
  return { tree, entry, runtimePath: `/antenv/${entry.path}`, checked: false };
}

/** Stands for the bytecode of each. */
function bytecodeOf(jobs: readonly Job[]): ReadonlyMap<Job, FileEntry> {
  return new Map(jobs.map((job) => [job, bytesEntry('x.pyc', `of ${job.entry.path}`)]));
}

describe('bytecode that is kept', () => {
  const folder = folderPerTest();

  async function withStore<Result>(use: (store: PartStore) => Result): Promise<Result> {
    const cache = await prepareFolder(join(folder.path, 'cache'), folder.path);
    const tell = { warn: assert.fail, note: assert.fail };
    const store = new PartFolder(cache, tell, { version: '1.0.0', now: () => new Date() });
    try {
      return use(store);
    } finally {
      store.close();
    }
  }

  const keep = (jobs: readonly Job[], unsure: readonly Job[] = []): Promise<void> =>
    withStore((store) => {
      const maker = { version: '3.12.1', cacheTag: 'cpython-312', store };
      findKept(jobs, maker).keep(bytecodeOf(jobs), new Set(unsure));
    });

  /** The paths of the sources whose bytecode is known. */
  const known = (jobs: readonly Job[]): Promise<string[]> =>
    withStore((store) => {
      const maker = { version: '3.12.1', cacheTag: 'cpython-312', store };
      return [...findKept(jobs, maker).known.keys()].map(({ entry }) => entry.path);
    });

  const sure = jobOf(bytesEntry(`${SITE}/one/a.py`, 'A = 1\n'));
  const unsure = jobOf(bytesEntry(`${SITE}/two/b.py`, 'B = 2\n'));

  it('is not that of a distribution with a source that might be valid in another run', async () => {
    const jobs = [sure, unsure, jobOf(bytesEntry(`${SITE}/two/c.py`, 'C = 3\n'))];
    await keep(jobs, [unsure]);
    assert.deepEqual(await known(jobs), [sure.entry.path]);
  });

  it('is not made of a source that has changed since its digest was taken', async () => {
    const path = join(folder.path, 'a.py');
    await writeFile(path, 'A = 1\n');
    const job = jobOf(diskEntry(`${SITE}/one/a.py`, path, 'A = 1\n'));
    await writeFile(path, 'A = 2\n');
    await assert.rejects(keep([job]), { failure: { code: 'file-changed', path } });
    assert.deepEqual(await known([job]), []);
  });

  it('is kept for each tree by itself', async () => {
    const own = jobOf(sure.entry, 1);
    await keep([sure, own]);
    assert.deepEqual(await known([sure]), [sure.entry.path]);
  });
});
