// Versions: their spellings, their order, and what is none.

import assert from 'node:assert/strict';
import {
  compareVersions,
  isPrerelease,
  readVersion,
  writeVersion,
  type Version,
} from '../../../tasks/core/terms/version.js';

function version(text: string): Version {
  const read = readVersion(text);
  assert.ok(read, text);
  return read;
}

describe('readVersion', () => {
  it('reads every part', () => {
    assert.deepEqual(readVersion('1!2.03.0rc4.post5.dev6+Ubuntu-7.x'), {
      epoch: 1n,
      release: [2n, 3n, 0n],
      pre: { letter: 'rc', number: 4n },
      post: 5n,
      dev: 6n,
      local: ['ubuntu', 7n, 'x'],
    });
  });

  it('reads a release alone', () => {
    assert.deepEqual(readVersion('3.12'), {
      epoch: 0n,
      release: [3n, 12n],
      pre: undefined,
      post: undefined,
      dev: undefined,
      local: [],
    });
  });

  const spellings = [
    ['v1.0', '1.0'],
    ['V1.0', '1.0'],
    ['10!1', '10!1'],
    [' 1.0\n', '1.0'],
    ['01.002', '1.2'],
    ['0!1', '1'],
    ['1.0-Alpha_2', '1.0a2'],
    ['1.0beta', '1.0b0'],
    ['1.0.c.1', '1.0rc1'],
    ['1.0PREVIEW3', '1.0rc3'],
    ['1.0pre1', '1.0rc1'],
    ['1.0-4', '1.0.post4'],
    ['1.0-10', '1.0.post10'],
    ['1.0.POST1', '1.0.post1'],
    ['1.0r', '1.0.post0'],
    ['1.0a-1', '1.0a1'],
    ['1.0a--1', '1.0a0.post1'],
    ['1.0_DEV-2', '1.0.dev2'],
    ['1.0dev12', '1.0.dev12'],
    ['1.0+A_01-b', '1.0+a.1.b'],
    ['1.0+a1.1a', '1.0+a1.1a'],
    ['20240102030405060708', '20240102030405060708'],
  ] as const;

  for (const [given, expect] of spellings) {
    it(`reads ${JSON.stringify(given)} as ${expect}`, () => {
      assert.equal(writeVersion(version(given)), expect);
    });
  }

  const refused = ['', '1.', '1..0', '1.0-', '1.0a1b1', '1.0.dev1.post1', '1.0+', '1.0+a+b', 'x'];
  for (const text of [...refused, '1.*', '1.0 a1', '1.0.final', '１.０', '1'.repeat(5000)]) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(readVersion(text), undefined);
    });
  }
});

describe('compareVersions', () => {
  const ordered = [
    [
      '0',
      '1.0.dev0',
      '1.0.dev1',
      '1.0a0',
      '1.0a1.dev1',
      '1.0a1',
      '1.0a1.post1.dev1',
      '1.0a1.post1',
    ],
    ['1.0a2', '1.0b1', '1.0rc1', '1.0', '1.0+a', '1.0+a.b', '1.0+1', '1.0+1.a', '1.0+2', '1.0+10'],
    ['1.0.post0.dev1', '1.0.post0', '1.0.post1', '1.0.1', '1.2', '1.10'],
    ['9007199254740992', '9007199254740993', '1!0.1'],
  ]
    .flat()
    .map(version);

  it('puts versions in the order of PEP 440', () => {
    for (const [index, a] of ordered.entries()) {
      const signs = ordered.map((b) => Math.sign(compareVersions(a, b)));
      const expect = ordered.map((_, other) => Math.sign(index - other));
      assert.deepEqual(signs, expect, writeVersion(a));
    }
  });

  it('takes zeros at the end for nothing', () => {
    assert.equal(compareVersions(version('1'), version('1.0.0')), 0);
    assert.equal(compareVersions(version('1.0a1'), version('1.0.0-alpha.1')), 0);
  });
});

describe('isPrerelease', () => {
  it('tells them from the others', () => {
    const texts = [
      '1.0a1',
      '1.0.dev1',
      '1.0.post1.dev1',
      '1.0rc1.post1',
      '1.0',
      '1.0.post1',
      '1+a',
    ];
    assert.deepEqual(
      texts.map((text) => isPrerelease(version(text))),
      [true, true, true, true, false, false, false],
    );
  });
});
