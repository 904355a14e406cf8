// A venv of the cache, relocated: the same entries as that of a fresh installation.

import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openCache } from '../../../tasks/core/cache/cache.js';
import { spelledOut } from '../../../tasks/core/cache/keep.js';
import { venvAtAddress } from '../../../tasks/core/relocate/venv-at-address.js';
import { LAYOUTS, layoutFacts } from '../../../tasks/core/terms/layout.js';
import { entrySize } from '../../../tasks/core/terms/archive-entry.js';
import { bytesEntry } from '../../helpers/entries.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { installVenv } from '../../helpers/installed-venv.js';
import { folderPerTest } from '../../helpers/temp-folder.js';
import { factsOf } from './kept-venv.js';

describe('a kept venv at its address', () => {
  const folder = folderPerTest();
  for (const layout of LAYOUTS) {
    it(`is what it would have been: ${layout}`, async () => {
      const made = await installVenv(folder.path);
      const tell = { warn: assert.fail, note: () => undefined };
      const app = [bytesEntry('app.py', 'x = 1\n')];
      const common = { facts: layoutFacts(layout), app, python: made.python };
      const fresh = await venvAtAddress(fakeHost(), tell, {
        ...common,
        venv: made.venv,
        builtAt: await spelledOut({ ...made, path: made.venv }),
      });
      const cache = await openCache(fakeHost(), tell, {
        folder: join(folder.path, 'cache'),
        limit: 100,
        appRoot: made.appRoot,
        version: '1.0.0',
      });
      const facts = { facts: factsOf(), pinned: 'all', sources: [folder.path] } as const;
      await cache.keep(facts, { ...made, path: made.venv, distributions: [] });
      const kept = await cache.find(facts);
      assert.ok(kept);
      // The next job: another private folder, and the sources elsewhere.
      await rename(made.work, join(folder.path, 'gone'));
      await rename(made.appRoot, join(folder.path, 'app'));
      const here = { ...common, venv: kept.path, builtAt: kept.builtAt, store: kept.looks };
      // Files that were written a moment ago are read anew.
      await setTimeout(150);
      const again = await venvAtAddress(fakeHost(), tell, here);
      const known = await venvAtAddress(fakeHost(), tell, here);
      const told = ({ entries, addresses, id, installed }: typeof fresh): unknown => ({
        addresses,
        id,
        installed,
        entries: entries.map((entry) => ({ ...entry, content: entrySize(entry) })),
      });
      assert.deepEqual(told(again), told(fresh));
      assert.deepEqual(told(known), told(fresh));
      assert.equal(await kept.verify(fresh.installed), true);
      assert.equal(await kept.verify(again.installed), true);
      await cache.close();
    });
  }
});
