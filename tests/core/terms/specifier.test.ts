// Specifiers: which versions meet them.

import assert from 'node:assert/strict';
import { readSpecifiers, satisfies } from '../../../tasks/core/terms/specifier.js';
import { readVersion } from '../../../tasks/core/terms/version.js';

function meets(text: string, given: string, options?: { readonly prereleases?: boolean }): boolean {
  const [version, specifiers] = [readVersion(text), readSpecifiers(given)];
  assert.ok(version && specifiers, `${text} ${given}`);
  return satisfies(version, specifiers, options);
}

describe('satisfies', () => {
  const cases = [
    { given: '', yes: ['0.dev0', '1!3+x'], no: [] },
    { given: '==1.0', yes: ['1', '1.0.0', '1.0+local'], no: ['1.0.post1', '1.0a1', '1!1.0'] },
    { given: '==1.0+Local', yes: ['1.0.0+local'], no: ['1.0', '1.0+local.1'] },
    {
      given: '==1.0.*',
      yes: ['1', '1.0.dev1', '1.0.5', '1.0+x'],
      no: ['1.1.dev0', '10.0', '1!1.0'],
    },
    { given: '!=1.0', yes: ['1.0.post1', '1.0a1'], no: ['1', '1.0+local'] },
    { given: '!=1.0.*', yes: ['1.1.dev0', '0.9'], no: ['1.0rc1', '1.0.9'] },
    { given: '<1.0', yes: ['0.9.post1'], no: ['1.0', '1.0a1', '1.0.dev0'] },
    { given: '<1.0rc1', yes: ['1.0b9', '1.0.dev0', '1.0rc1.dev1'], no: ['1.0rc1', '1.0'] },
    { given: '<1.0.post1', yes: ['1.0', '1.0a1', '1.0.post0'], no: ['1.0.post1.dev0'] },
    { given: '<=1.0', yes: ['1.0+local', '1.0a1'], no: ['1.0.post1', '1.0.1'] },
    { given: '>1.0', yes: ['1.0.1', '1.1.dev0'], no: ['1.0', '1.0.post1.dev1', '1.0+local'] },
    { given: '>1.0.post1', yes: ['1.0.post2'], no: ['1.0.post1+x', '1.0.post1'] },
    { given: '>1.0a1', yes: ['1.0a2.dev1', '1.0', '1.0.post1'], no: ['1.0a1.post1', '1.0a1+x'] },
    { given: '>1.0.dev1', yes: ['1.0.dev2', '1.0', '1.0.post1'], no: ['1.0.dev1'] },
    { given: '>=1.0', yes: ['1', '1.0+local', '1.0.post1'], no: ['1.0rc1'] },
    { given: '~=1.4.2', yes: ['1.4.2', '1.4.10', '1.4.3.dev1'], no: ['1.4.1', '1.5', '1.5.dev0'] },
    { given: '~=2.0rc1', yes: ['2.0rc1', '2.9'], no: ['2.0b1', '3.0.dev0'] },
    { given: '===1.0A1', yes: ['1.0a1'], no: ['1.0.0a1'] },
    { given: '===1.0.0', yes: ['1.0.0'], no: ['1.0'] },
    { given: ' >=1.0 , <2, !=1.5.*, ', yes: ['1.4', '1.6'], no: ['0.9', '1.5.3', '2.0', '2.0rc1'] },
  ];

  for (const { given, yes, no } of cases) {
    it(`takes for ${JSON.stringify(given)} what meets it`, () => {
      assert.deepEqual(
        [...yes, ...no].filter((text) => meets(text, given)),
        yes,
      );
    });
  }

  it('leaves out prereleases where they are not wanted', () => {
    const none = { prereleases: false };
    assert.equal(meets('2.0rc1', '>=1'), true);
    assert.equal(meets('2.0rc1', '>=1', none), false);
    assert.equal(meets('2.0rc1', '==2.0rc1', none), false);
    assert.equal(meets('2.0.post1', '>=1', none), true);
  });
});

describe('readSpecifiers', () => {
  const refused = [
    ['1.0', '=1.0', '=>1.0', '<>1.0', '>=', '>=1.0.*', '<1.0+x', '~=1', '~=1.0.*', '~=1.0+x'],
    [
      '==1.0a1.*',
      '==1.0.post1.*',
      '==1.0.dev1.*',
      '==1.0+x.*',
      '==1.0 .*',
      '==*',
      '>=1 <2',
      '(>=1)',
      '===a;b',
      '>=1;',
      '>=dev',
    ],
  ].flat();
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(readSpecifiers(text), undefined);
    });
  }
});
