// The nearest name: what a slip of the pen meant, and nothing where that is a guess.

import assert from 'node:assert/strict';
import { nearest } from '../../../tasks/core/terms/nearest.js';

const FLAGS = ['out', 'layout', 'runtime-stack', 'rehearse-timeout', 'rehearse-network'];

describe('the nearest name', () => {
  for (const [word, name] of [
    ['otu', 'out'],
    ['ou', 'out'],
    ['layuot', 'layout'],
    ['lay-out', 'layout'],
    ['runtime', 'runtime-stack'],
    ['runtimeStack', 'runtime-stack'],
    ['rehearse-time', 'rehearse-timeout'],
    ['rehearse', undefined],
    ['nonsense', undefined],
    ['o', undefined],
    ['', undefined],
  ] as const) {
    it(`to '${word}' is ${name ?? 'none'}`, () => assert.equal(nearest(word, FLAGS), name));
  }

  it('is none where nothing is known', () => assert.equal(nearest('out', []), undefined));

  it('to what is long is found at once', () => {
    assert.equal(nearest('x'.repeat(1_000_000), FLAGS), undefined);
  });
});
