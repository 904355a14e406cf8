import assert from 'node:assert/strict';
import { jsonBreak, jsonItems, lineAt } from '../../../../tasks/core/check/settings/json-items.js';

function breakOf(text: string): number | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    return jsonBreak(text, error instanceof Error ? error.message : '');
  }
  return assert.fail('valid JSON');
}

describe('the items of a JSON text', () => {
  const rows = [
    { text: '[]', expect: [] },
    { text: ' { } ', expect: [] },
    { text: '[1, "a,b" , [2,3], {"c": "]"}]', expect: ['1', '"a,b"', '[2,3]', '{"c": "]"}'] },
    {
      text: '{"a": "\\"}", "a" : {"b": [1]}, "c\\n":null}',
      expect: ['a="\\"}"', 'a={"b": [1]}', 'c\n=null'],
    },
    { text: '["\\\\", "x"]', expect: ['"\\\\"', '"x"'] },
  ];
  for (const { text, expect } of rows) {
    it(`are slices of ${text}`, () => {
      const found = jsonItems(text).map(({ key, from, to }) => {
        const slice = text.slice(from, to).trim();
        return key === undefined ? slice : `${key}=${slice}`;
      });
      assert.deepEqual(found, expect);
    });
  }

  it('are those that JSON.parse sees', () => {
    const text = JSON.stringify([1, 'a', null, { b: ['c', '"]}'] }, [[]], -2.5e7, true], null, 1);
    const parsed = jsonItems(text).map(
      ({ from, to }) => JSON.parse(text.slice(from, to)) as unknown,
    );
    assert.deepEqual(parsed, JSON.parse(text));
  });
});

describe('the place where a text stops to be JSON', () => {
  const rows = [
    { text: '{"a":1,}', expect: 7 },
    { text: '["a",}', expect: 5 },
    { text: '[1 2]', expect: 3 },
    { text: '{"a": tru}', expect: 6 },
    { text: '{"a": "x at position 1 ", b: 2}', expect: 26 },
    { text: "['a']", expect: 1 },
  ];
  for (const { text, expect } of rows) {
    it(`is found in ${text}`, () => assert.equal(breakOf(text), expect));
  }

  it('has a line', () => {
    assert.equal(lineAt('a\nb\n\nc', 0), 1);
    assert.equal(lineAt('a\nb\n\nc', 2), 2);
    assert.equal(lineAt('a\nb\n\nc', 5), 4);
  });
});
