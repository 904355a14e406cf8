import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { emptyMeanwhile, removeTree } from '../../../tasks/core/tools/folders.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

describe('removeTree', () => {
  const folder = folderPerTest();
  const at = (...names: string[]): string => join(folder.path, ...names);

  it('does nothing where nothing is', () => {
    removeTree(at('nothing'));
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('removes folders without permissions, and not what links lead to', () => {
    mkdirSync(at('kept'));
    writeFileSync(at('kept', 'file'), '');
    mkdirSync(at('tree', 'locked', 'in'), { recursive: true });
    symlinkSync(at('kept'), at('tree', 'locked', 'in', 'link'));
    for (const path of [at('tree', 'locked', 'in'), at('tree', 'locked'), at('tree')]) {
      chmodSync(path, 0);
    }
    removeTree(at('tree'));
    assert.deepEqual(readdirSync(folder.path), ['kept']);
    assert.deepEqual(readdirSync(at('kept')), ['file']);
  });

  it('removes folders that are nested more deeply than a path can be long', () => {
    mkdirSync(at('tree'));
    symlinkSync('/', at('tree', 'link'));
    nestDeeply(at('tree'), at('next'));
    removeTree(at('tree'));
    assert.deepEqual(readdirSync(folder.path), []);
  });
});

describe('emptyMeanwhile', () => {
  const folder = folderPerTest();
  const at = (...names: string[]): string => join(folder.path, ...names);

  it('does nothing where nothing is', async () => {
    await emptyMeanwhile(at('nothing'));
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('leaves the folder itself, and what links lead to', async () => {
    mkdirSync(at('kept'));
    writeFileSync(at('kept', 'file'), '');
    mkdirSync(at('tree', 'in'), { recursive: true });
    writeFileSync(at('tree', 'in', 'file'), '');
    symlinkSync(at('kept'), at('tree', 'link'));
    await emptyMeanwhile(at('tree'));
    assert.deepEqual(readdirSync(at('tree')), []);
    assert.deepEqual(readdirSync(at('kept')), ['file']);
  });

  it('leaves what cannot be removed to removeTree', async () => {
    mkdirSync(at('tree'));
    mkdirSync(at('tree', 'file'));
    mkdirSync(at('tree', 'in'));
    nestDeeply(at('tree', 'in'), at('next'));
    await emptyMeanwhile(at('tree'));
    assert.ok(!existsSync(at('tree', 'file')));
    removeTree(at('tree'));
    assert.deepEqual(readdirSync(folder.path), []);
  });
});

/** Puts a folder into 5,000 others, from the inside outwards: no path to the innermost one can be written. */
function nestDeeply(tree: string, next: string): void {
  for (let depth = 0; depth < 5000; depth += 1) {
    mkdirSync(next);
    renameSync(tree, join(next, 'tree'));
    renameSync(next, tree);
  }
}
