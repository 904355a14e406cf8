// Requirements: their parts, and what is none.

import assert from 'node:assert/strict';
import { normalisedName } from '../../../tasks/core/terms/distribution-name.js';
import {
  readRequirement,
  writeRequirement,
  type Requirement,
} from '../../../tasks/core/terms/requirement.js';

const PLAIN = { extras: [], specifiers: '', url: undefined, marker: undefined };

describe('readRequirement', () => {
  const cases: readonly { given: string; expect: Requirement; written: string }[] = [
    { given: ' Flask\t', expect: { ...PLAIN, name: 'Flask' }, written: 'Flask' },
    {
      given: 'uvicorn[standard, Web_UI,standard] >= 0.12 , <1.0,',
      expect: {
        ...PLAIN,
        name: 'uvicorn',
        extras: ['standard', 'Web_UI'],
        specifiers: '>=0.12,<1.0',
      },
      written: 'uvicorn[standard,Web_UI]>=0.12,<1.0',
    },
    {
      given: "PyYAML (<6.1,>=3.10) ; python_version < '3.12' ",
      expect: {
        ...PLAIN,
        name: 'PyYAML',
        specifiers: '<6.1,>=3.10',
        marker: "python_version < '3.12'",
      },
      written: "PyYAML<6.1,>=3.10 ; python_version < '3.12'",
    },
    {
      given: 'zope.interface;os_name=="posix"',
      expect: { ...PLAIN, name: 'zope.interface', marker: 'os_name=="posix"' },
      written: 'zope.interface ; os_name=="posix"',
    },
    {
      given: 'six[]===1.0-custom',
      expect: { ...PLAIN, name: 'six', specifiers: '===1.0-custom' },
      written: 'six===1.0-custom',
    },
    {
      given: 'six @ https://host/six.whl;a#sha256=00 ; os_name == "nt"',
      expect: {
        ...PLAIN,
        name: 'six',
        url: 'https://host/six.whl;a#sha256=00',
        marker: 'os_name == "nt"',
      },
      written: 'six @ https://host/six.whl;a#sha256=00 ; os_name == "nt"',
    },
    {
      given: 'six[a]@git+https://host/six.git@v1',
      expect: { ...PLAIN, name: 'six', extras: ['a'], url: 'git+https://host/six.git@v1' },
      written: 'six[a] @ git+https://host/six.git@v1',
    },
  ];

  for (const { given, expect, written } of cases) {
    it(`reads ${JSON.stringify(given)}, and what is written of it`, () => {
      assert.deepEqual(readRequirement(given), expect);
      assert.equal(writeRequirement(expect), written);
      assert.deepEqual(readRequirement(written), expect);
    });
  }

  const refused = [
    ['', '-r other.txt', '-e .', './local', 'git+https://host/x', 'föö', 'foo-', 'foo bar'],
    ['foo[', 'foo[a,]', 'foo[a b]', 'foo[a][b]', 'foo=1', 'foo>=1 <2', 'foo>=1,,<2', 'foo,'],
    ['foo (>=1', 'foo >=1)', 'foo ((>=1))', 'foo==1 --hash=sha256:00', 'foo==1 # why', 'foo ;'],
    ['foo ; nonsense', 'foo @', 'foo @ x y', 'foo>=1 @ x', 'foo\n>=1'],
  ].flat();
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(readRequirement(text), undefined);
    });
  }

  // What takes long with each piece more would not end before the runner's own limit.
  for (const piece of [',', ' ', '(', '.', '[a,', '>=1,', 'a ', '\t,']) {
    it(`refuses 300,000 times ${JSON.stringify(piece)}`, () => {
      assert.equal(readRequirement(`a${piece.repeat(300_000)}!`), undefined);
    });
  }
});

describe('normalisedName', () => {
  it('is the one of PEP 503', () => {
    assert.deepEqual(['Flask', 'ruamel.yaml_-.X'].map(normalisedName), ['flask', 'ruamel-yaml-x']);
  });
});
