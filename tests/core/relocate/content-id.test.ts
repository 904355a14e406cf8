import assert from 'node:assert/strict';
import { contentId } from '../../../tasks/core/relocate/content-id.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import { bytesEntry, folderEntry, linkEntry } from '../../helpers/entries.js';

const base: readonly Entry[] = [bytesEntry('a', 'x'), linkEntry('b', 'a'), folderEntry('c')];

describe('a content id', () => {
  it('is 32 hex digits, the same for the same content', () => {
    assert.match(contentId(base), /^[0-9a-f]{32}$/);
    assert.equal(contentId(base.map((entry) => ({ ...entry }))), contentId(base));
    assert.match(contentId([]), /^[0-9a-f]{32}$/);
  });

  const changes: { name: string; entries: readonly Entry[] }[] = [
    { name: 'a content', entries: [bytesEntry('a', 'y'), ...base.slice(1)] },
    { name: 'a mode', entries: [bytesEntry('a', 'x', true), ...base.slice(1)] },
    { name: 'a path', entries: [bytesEntry('A', 'x'), ...base.slice(1)] },
    { name: 'a kind', entries: [...base.slice(0, 2), bytesEntry('c', '')] },
    {
      name: "a link's target",
      entries: [...base.slice(0, 1), linkEntry('b', 'c'), ...base.slice(2)],
    },
    { name: 'one entry more', entries: [...base, folderEntry('d')] },
    { name: 'one entry less', entries: base.slice(0, 2) },
  ];
  for (const { name, entries } of changes) {
    it(`changes with ${name}`, () => assert.notEqual(contentId(entries), contentId(base)));
  }
});
