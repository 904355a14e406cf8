import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from '../../../tasks/core/tools/folders.js';
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
    // From the inside outwards: no path to the innermost one can be written.
    for (let depth = 0; depth < 5000; depth += 1) {
      mkdirSync(at('next'));
      renameSync(at('tree'), at('next', 'tree'));
      renameSync(at('next'), at('tree'));
    }
    removeTree(at('tree'));
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
