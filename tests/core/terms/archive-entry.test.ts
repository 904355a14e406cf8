import assert from 'node:assert/strict';
import {
  entrySize,
  missingFolders,
  replaceEntries,
  sortedByPath,
} from '../../../tasks/core/terms/archive-entry.js';
import { bytesEntry, diskEntry, folderEntry, linkEntry } from '../../helpers/entries.js';

describe('an archive entry', () => {
  const sizes = [
    { name: 'bytes', given: bytesEntry('a', 'é'), expect: 2 },
    { name: 'a file', given: diskEntry('a', '/nowhere', 'four'), expect: 4 },
    { name: 'a link', given: linkEntry('a', 'target'), expect: 0 },
    { name: 'a folder', given: folderEntry('a'), expect: 0 },
  ];
  for (const { name, given, expect } of sizes) {
    it(`of ${name} has a size`, () => assert.equal(entrySize(given), expect));
  }

  const orders = [
    { name: 'letters', sorted: ['Z', 'a', 'a', 'a-b', 'a/b', 'é', '\ud7ff'] },
    { name: 'letters beyond 16 bits', sorted: ['Z', 'a-b', 'a/b', '\uff5e', '\u{1f600}'] },
    {
      name: 'the first and last letters of each length',
      sorted: ['\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff', '\u{10000}'],
    },
    {
      name: 'paths that begin alike',
      sorted: ['a', 'a/', 'a/\u{1f600}', 'a/\u{1f600}/b', 'a/\u{1f600}b', 'a/\u{1f601}'],
    },
  ];
  for (const { name, sorted } of orders) {
    it(`is sorted by the bytes of its path, whatever the locale: ${name}`, () => {
      for (const paths of [sorted, sorted.toReversed()]) {
        const found = sortedByPath(paths.map((path) => ({ path })));
        assert.deepEqual(
          found,
          sorted.map((path) => ({ path })),
        );
      }
    });
  }

  it('lies in folders, outermost first', () => {
    assert.deepEqual(missingFolders('a/b/c', new Set()), ['a', 'a/b']);
    assert.deepEqual(missingFolders('a/b/c/d', new Set(['a'])), ['a/b', 'a/b/c']);
    assert.deepEqual(missingFolders('a/b/c', new Set(['a', 'a/b'])), []);
    assert.deepEqual(missingFolders('a', new Set()), []);
  });

  it('takes the place of another of its path', () => {
    const old = [bytesEntry('a', 'old'), bytesEntry('b', 'old')];
    const added = [bytesEntry('b', 'new'), folderEntry('c')];
    assert.deepEqual(replaceEntries(old, added), [bytesEntry('a', 'old'), ...added]);
  });
});
