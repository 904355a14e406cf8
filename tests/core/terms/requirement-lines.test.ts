// The lines of a requirements file, as pip sees them.

import assert from 'node:assert/strict';
import {
  includedFile,
  logicalLines,
  sayNoIndex,
} from '../../../tasks/core/terms/requirement-lines.js';

const BLANKS = ' '.repeat(300_000);

describe('logicalLines', () => {
  const cases = [
    {
      name: 'numbers and comments',
      given: '# a\nflask # web\n\n  six  \n',
      expect: [
        [2, 'flask'],
        [4, 'six'],
      ],
    },
    {
      name: 'a # inside a URL',
      given: 'git+https://h/x#egg=x\n',
      expect: [[1, 'git+https://h/x#egg=x']],
    },
    {
      name: 'continued lines',
      given: 'flask==1 \\\n  --hash=a \\\n  --hash=b\nsix',
      expect: [
        [1, 'flask==1   --hash=a   --hash=b'],
        [4, 'six'],
      ],
    },
    {
      name: 'a comment that ends in a backslash',
      given: '# a \\\nflask\n',
      expect: [[2, 'flask']],
    },
    {
      name: 'Windows and old Mac line ends',
      given: 'a\r\nb\rc',
      expect: [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ],
    },
    { name: 'a file that ends in a backslash', given: 'a\\', expect: [[1, 'a']] },
    {
      name: 'a line with more blanks than anybody writes',
      given: `flask${BLANKS}x # web\nsix`,
      expect: [
        [1, `flask${BLANKS}x`],
        [2, 'six'],
      ],
    },
    { name: 'nothing', given: '', expect: [] },
  ];

  for (const { name, given, expect } of cases) {
    it(name, () => {
      assert.deepEqual(
        logicalLines(given).map(({ number, line }) => [number, line]),
        expect,
      );
    });
  }
});

describe('sayNoIndex', () => {
  for (const { name, given, expect } of [
    { name: 'no lines', given: [], expect: false },
    { name: 'a line of its own', given: ['-f wheels', '--no-index'], expect: true },
    { name: 'an option behind another', given: ['-f wheels --no-index'], expect: true },
    { name: 'a folder of that name', given: ['-f ./--no-index-of-ours'], expect: false },
    { name: 'another option', given: ['--no-index-at-all'], expect: false },
  ]) {
    it(name, () => {
      assert.equal(sayNoIndex(given), expect);
    });
  }
});

describe('includedFile', () => {
  it('takes no time with more blanks than anybody writes', () => {
    assert.equal(includedFile(`-r a.txt${BLANKS}-c b.txt`, {}), 'a.txt');
    assert.equal(includedFile(`-r a${BLANKS}b.txt`, {}), `a${BLANKS}b.txt`);
    assert.equal(includedFile(`--pre${BLANKS}'`, {}), undefined);
  });
});
