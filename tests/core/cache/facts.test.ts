// Facts: a key of all of them, and the reasons in words.

import assert from 'node:assert/strict';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import {
  contentFact,
  differences,
  keyOf,
  readFact,
  valueFact,
  writeCacheKey,
  type Fact,
} from '../../../tasks/core/cache/facts.js';

const FACTS: readonly Fact[] = [
  valueFact('Python', '3.11.6'),
  contentFact('requirements.txt', 'flask\n'),
  contentFact('setting PIP_INDEX_URL', 'https://example.org/simple'),
];

describe('the facts of a venv', () => {
  it('have a key that any of them changes', () => {
    const others = [
      FACTS,
      [valueFact('Python', '3.11.7'), ...FACTS.slice(1)],
      [valueFact('python', '3.11.6'), ...FACTS.slice(1)],
      [FACTS[0], contentFact('requirements.txt', 'flask\n\n'), FACTS[2]],
      FACTS.slice(0, 2),
      [],
    ] as readonly (readonly Fact[])[];
    const keys = others.map(keyOf);
    assert.equal(new Set(keys).size, others.length);
    for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
    assert.equal(keyOf([...FACTS]), keyOf(FACTS));
  });

  it('are told where they differ: all of it, contents without what they are', () => {
    assert.deepEqual(differences(FACTS, FACTS), []);
    const now = [
      valueFact('Python', '3.11.7'),
      contentFact('requirements.txt', 'flask<4\n'),
      contentFact('constraints.txt', 'click<9\n'),
    ];
    assert.deepEqual(differences(FACTS, now), [
      'Python 3.11.6 became 3.11.7',
      'requirements.txt changed',
      'constraints.txt is new',
      'setting PIP_INDEX_URL is gone',
    ]);
  });

  it('are a text that can be compared', () => {
    assert.equal(
      writeCacheKey(FACTS),
      `Python: 3.11.6\nrequirements.txt: sha256 ${sha256('flask\n')}\n` +
        `setting PIP_INDEX_URL: sha256 ${sha256('https://example.org/simple')}\n`,
    );
  });

  it('are read back from JSON, and nothing else is', () => {
    assert.deepEqual((JSON.parse(JSON.stringify(FACTS)) as unknown[]).map(readFact), FACTS);
    for (const other of [
      null,
      'x',
      {},
      { kind: 'value', name: 'x' },
      { kind: 'content', name: 'x', value: 'y' },
      { kind: 'value', name: 1, value: 'y' },
    ]) {
      assert.equal(readFact(other), undefined);
    }
  });
});
