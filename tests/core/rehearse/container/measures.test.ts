// The measures of a start: parts that add up, and the ten slowest imports.

import assert from 'node:assert/strict';
import {
  slowestImports,
  splitSeconds,
} from '../../../../tasks/core/rehearse/container/measures.js';

const answer = { path: '/', status: 200, seconds: 8 };

describe('splitSeconds', () => {
  it('splits a start into its parts', () => {
    assert.deepEqual(splitSeconds({ answer, marker: 3, ready: 3.5, imported: 6 }), {
      total: 8,
      unpack: 3,
      interpreter: 0.5,
      imports: 2.5,
      rest: 2,
    });
  });

  it('says nothing of an interpreter that was not seen', () => {
    assert.deepEqual(splitSeconds({ answer, marker: 3, ready: null, imported: null }), {
      total: 8,
      unpack: 3,
      interpreter: null,
      imports: null,
      rest: 5,
    });
  });

  it('has parts that add up though clocks differ', () => {
    const found = { answer, marker: 3.25, ready: 3.125, imported: 9 };
    assert.deepEqual(splitSeconds(found), {
      total: 8,
      unpack: 3.25,
      interpreter: 0,
      imports: 4.75,
      rest: 0,
    });
  });

  it('has nothing to split without an answer', () => {
    assert.equal(splitSeconds({ answer: null, marker: 1, ready: 2, imported: 3 }), undefined);
  });
});

describe('slowestImports', () => {
  it('gives one line for each top-level package, slowest first', () => {
    const imports = {
      'django.core': 250_000,
      django: 100,
      'django.core.wsgi': 500_000,
      app: 750_000,
    };
    assert.deepEqual(slowestImports(imports), [
      { module: 'app', seconds: 0.75 },
      { module: 'django.core.wsgi', seconds: 0.5 },
    ]);
  });

  it('gives ten at most', () => {
    const imports = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`m${at}`, at]));
    assert.deepEqual(
      slowestImports(imports).map(({ module }) => module),
      ['m11', 'm10', 'm9', 'm8', 'm7', 'm6', 'm5', 'm4', 'm3', 'm2'],
    );
  });
});
