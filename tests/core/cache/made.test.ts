// The two files beside a kept venv: what was written is read, and nothing else is taken for it.

import assert from 'node:assert/strict';
import {
  readComplete,
  readMade,
  writeComplete,
  writeMade,
} from '../../../tasks/core/cache/made.js';
import { factsOf } from './kept-venv.js';

const MADE = {
  facts: factsOf(),
  madeAt: '2026-11-20T09:12:34.000Z',
  builtAt: { venv: ['/work/antenv'], work: ['/work'], appRoot: ['/app'] },
  leftOpen: ['flask'],
};
const COMPLETE = { files: 6, bytes: 20, digest: 'abc', made: 'def' };

/** An object with one field changed, or without it. */
const rows = (object: object, values: readonly unknown[]): [string, string][] =>
  Object.keys(object).flatMap((name) =>
    values.map((value): [string, string] => [
      `${name} is ${value === undefined ? 'not there' : JSON.stringify(value)}`,
      JSON.stringify({ ...object, [name]: value }),
    ]),
  );

describe('made.json', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readMade(writeMade(MADE)), MADE);
  });

  for (const [name, text] of [
    ...rows(MADE, [undefined, 7, [7]]),
    ...rows(MADE.builtAt, [undefined, '/work', [7]]).map(([field, builtAt]): [string, string] => [
      `${field}, in builtAt`,
      JSON.stringify({ ...MADE, builtAt: JSON.parse(builtAt) as unknown }),
    ]),
    ['it is null', 'null'],
    ['it is no JSON', '{'],
  ] as const) {
    it(`is none where ${name}`, () => {
      assert.equal(readMade(text), undefined);
    });
  }
});

describe('complete.json', () => {
  it('is read as it was written', () => {
    assert.deepEqual(readComplete(writeComplete(COMPLETE)), COMPLETE);
  });

  for (const [name, text] of rows(COMPLETE, [undefined, [7]])) {
    it(`is none where ${name}`, () => {
      assert.equal(readComplete(text), undefined);
    });
  }
});
