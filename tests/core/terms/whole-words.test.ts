// A long text in a message: whole words of it, and never a half one.

import assert from 'node:assert/strict';
import { wholeWords } from '../../../tasks/core/terms/whole-words.js';

const rows = [
  { name: 'as long as may be', text: 'gunicorn app:app', most: 16, cut: 'gunicorn app:app' },
  { name: 'that is longer', text: 'gunicorn --bind app:app', most: 17, cut: 'gunicorn --bind…' },
  { name: 'with room to the end of a word', text: 'one two three', most: 7, cut: 'one two…' },
  { name: 'with blanks behind the last word', text: 'one   two', most: 5, cut: 'one…' },
  { name: 'of one word', text: 'TOKEN=0123456789', most: 12, cut: '…' },
];

describe('whole words of a text', () => {
  for (const { name, text, most, cut } of rows) {
    it(`are kept of one ${name}`, () => assert.equal(wholeWords(text, most), cut));
  }
});
