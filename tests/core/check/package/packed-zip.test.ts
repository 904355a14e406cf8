// The facts of a zip of ours, without unpacking it: the same that reading all of it gives.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackageFacts } from '../../../../tasks/core/check/evidence.js';
import { gatherPackage } from '../../../../tasks/core/check/package/gather-package.js';
import { packedZip } from '../../../../tasks/core/check/package/packed-zip.js';
import { LAYOUTS, type Compression, type Layout } from '../../../../tasks/core/terms/layout.js';
import { packSmall, smallApp } from '../../../helpers/small-package.js';
import { folderPerTest } from '../../../helpers/temp-folder.js';

const { signal } = new AbortController();

describe('the facts of a packed zip', () => {
  const folder = folderPerTest();

  const cases: readonly [Layout, Compression][] = [
    ...LAYOUTS.map((layout): [Layout, Compression] => [layout, 'gzip']),
    ['venvTarball', 'zstd'],
    ['appTarball', 'zstd'],
  ];
  for (const [layout, compression] of cases) {
    it(`are those that reading gives: ${layout}, ${compression}`, async () => {
      const contents = smallApp(layout, compression);
      const partial = await packSmall(contents, folder.path, compression);
      const gathered = await gatherPackage(partial, signal, folder.path);
      await gathered.close();
      const read = gathered.evidence.package as PackageFacts;
      const facts = await packedZip({
        path: '/elsewhere/web.zip',
        partial,
        size: read.size,
        innerName: read.inner?.name,
        contents,
      });
      assert.ok(facts.entries.length > 2);
      assert.deepEqual(facts, { ...read, path: '/elsewhere/web.zip' });
    });
  }

  it('are a problem when it cannot be read', async () => {
    const partial = join(folder.path, 'partial');
    await writeFile(partial, 'not a zip');
    const contents = smallApp('flat');
    const zip = { path: '/a/web.zip', partial, size: 9, innerName: undefined, contents };
    const { entries, problem } = await packedZip(zip);
    assert.deepEqual(entries, []);
    assert.deepEqual(problem, {
      file: 'package',
      reason: 'it has no end of a zip: it is none, or was cut off',
    });
  });
});
