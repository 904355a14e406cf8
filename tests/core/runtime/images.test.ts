import assert from 'node:assert/strict';
import {
  findImage,
  IMAGES_AS_OF,
  KNOWN_MINORS,
  readRuntimeStack,
  stackName,
} from '../../../tasks/core/runtime/images.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

describe('the runtime images', () => {
  it('are known by minor, oldest first, on a day', () => {
    assert.deepEqual(KNOWN_MINORS, ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14']);
    assert.match(IMAGES_AS_OF, DAY);
    assert.equal(findImage('3.8'), undefined);
  });

  it('have the glibc of their distribution', () => {
    const found = KNOWN_MINORS.map((minor) => [
      minor,
      findImage(minor)?.distribution,
      findImage(minor)?.glibc,
    ]);
    assert.deepEqual(found, [
      ['3.9', 'Debian 11', '2.31'],
      ['3.10', 'Debian 11', '2.31'],
      ['3.11', 'Debian 11', '2.31'],
      ['3.12', 'Debian 11', '2.31'],
      ['3.13', 'Debian 12', '2.36'],
      ['3.14', 'Ubuntu 24.04', '2.39'],
    ]);
  });

  for (const minor of KNOWN_MINORS) {
    it(`of ${minor} has every fact in its form`, () => {
      const image = findImage(minor);
      assert.match(image?.endOfLife ?? '', /^20\d\d-(0[1-9]|1[0-2])$/);
      assert.match(image?.zstdSince.app ?? '', DAY);
      if (minor === '3.9') assert.equal(image?.zstdSince.venv, null);
      else assert.match(image?.zstdSince.venv ?? '', DAY);
    });
  }
});

describe('a runtime stack', () => {
  const rows = [
    { given: 'PYTHON|3.12', expect: '3.12' },
    { given: ' python | 3.9 ', expect: '3.9' },
    { given: 'python:3.13', expect: '3.13' },
    { given: '3.10', expect: '3.10' },
    { given: 'PYTHON|3.12.4', expect: undefined },
    { given: 'NODE|20-lts', expect: undefined },
    { given: 'PYTHON|', expect: undefined },
    { given: '', expect: undefined },
    { given: '$(stack)', expect: undefined },
  ];
  for (const { given, expect } of rows) {
    it(`'${given}' is ${expect ?? 'none'}`, () => assert.equal(readRuntimeStack(given), expect));
  }

  it('is named as the web app has it', () => {
    assert.equal(stackName('3.12'), 'PYTHON|3.12');
    assert.equal(readRuntimeStack(stackName('3.12')), '3.12');
  });
});
