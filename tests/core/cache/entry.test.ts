// An entry: files of another user are not used.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCache } from '../../../tasks/core/cache/cache.js';
import { inspectEntry, removeUnused } from '../../../tasks/core/cache/entry.js';
import { keyOf } from '../../../tasks/core/cache/facts.js';
import { prepareFolder } from '../../../tasks/core/cache/folder.js';
import { takeLease } from '../../../tasks/core/cache/leases.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { folderPerTest } from '../../helpers/temp-folder.js';
import { factsOf, makeVenv } from './kept-venv.js';

describe('an entry of the cache', () => {
  const folder = folderPerTest();

  it('is not used when another user owns files of it', async () => {
    const root = join(folder.path, 'cache');
    const tell = { warn: assert.fail, note: assert.fail };
    const options = { folder: root, limit: 100, appRoot: folder.path, version: '1.0.0' };
    const cache = await openCache(fakeHost(), tell, options);
    const facts = factsOf();
    await cache.keep({ facts, pinned: 'all', sources: [] }, await makeVenv(folder.path, 'work'));
    const prepared = await prepareFolder(root, folder.path);
    const { signal } = new AbortController();
    const found = await inspectEntry(prepared, keyOf(facts), signal);
    assert.ok(found && 'made' in found);
    const others = { ...prepared, trusted: new Set([4711]) };
    assert.deepEqual(await inspectEntry(others, keyOf(facts), signal), {
      problem: 'another user owns 7 files of it',
    });
    // Windows tells no owners.
    const untold = await inspectEntry({ ...prepared, trusted: new Set() }, keyOf(facts), signal);
    assert.ok(untold && 'made' in untold);
  });

  it('is gone when nobody uses it, and stays otherwise', async () => {
    const prepared = await prepareFolder(join(folder.path, 'cache'), folder.path);
    await mkdir(join(prepared.venvs, 'abc'));
    await writeFile(join(prepared.venvs, 'abc', 'x'), '');
    const release = await takeLease(prepared.leases, 'abc');
    assert.equal(await removeUnused(prepared, 'abc'), false);
    await release?.();
    assert.equal(await removeUnused(prepared, 'abc'), true);
    assert.equal(await removeUnused(prepared, 'abc'), true);
  });
});
