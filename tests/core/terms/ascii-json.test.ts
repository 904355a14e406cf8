// JSON in ASCII: the same value, in the letters that Python's `json.dumps` writes.

import assert from 'node:assert/strict';
import { asciiJson } from '../../../tasks/core/terms/ascii-json.js';

const rows = [
  { name: 'what is ASCII already', value: 'plain "text"~', json: '"plain \\"text\\"~"' },
  { name: 'a letter', value: 'Zürich', json: '"Z\\u00fcrich"' },
  { name: 'a character of two units', value: '😀', json: '"\\ud83d\\ude00"' },
  { name: 'half of such a character', value: '\ud83d', json: '"\\ud83d"' },
  { name: 'the one of ASCII that nobody sees', value: '\u007f', json: '"\\u007f"' },
];

describe('JSON in ASCII', () => {
  for (const { name, value, json } of rows) {
    it(`has ${name}`, () => {
      assert.equal(asciiJson(JSON.stringify(value)), json);
      assert.equal(JSON.parse(json), value);
    });
  }
});
