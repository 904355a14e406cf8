// What of the app settings the app gets in a rehearsal, and what they say of the start.

import assert from 'node:assert/strict';
import {
  splitSettings,
  visitedHosts,
  warmupPathOf,
} from '../../../tasks/core/rehearse/start-settings.js';

function setting(name: string, value: string) {
  return { name, value, slotSetting: undefined };
}

describe('the settings of a start', () => {
  it('are given to the app but for those whose values only the platform knows', () => {
    const split = splitSettings([
      setting('MODE', 'web'),
      setting('Api.Key', '@Microsoft.KeyVault(VaultName=v;SecretName=s)'),
      setting('FLAGS', '@Microsoft.AppConfiguration(Endpoint=https://c.azconfig.io; Key=flags)'),
      setting('a.b', 'x'),
    ]);
    assert.deepEqual(split, {
      given: { MODE: 'web', a_b: 'x' },
      references: [
        { name: 'Api_Key', origin: 'Key Vault' },
        { name: 'FLAGS', origin: 'App Configuration' },
      ],
    });
  });

  for (const { path, expect } of [
    { path: '/health?a=b', expect: '/health?a=b' },
    { path: ' health ', expect: '/health' },
    { path: '', expect: '/robots933456.txt' },
    { path: '/a\r\nb', expect: '/robots933456.txt' },
  ]) {
    it(`say what is asked for: ${JSON.stringify(path)}`, () => {
      assert.equal(warmupPathOf({ WEBSITE_WARMUP_PATH: path }), expect);
    });
  }

  it('leave what is asked for as it is when they do not say', () => {
    assert.equal(warmupPathOf({}), '/robots933456.txt');
  });

  for (const { name, own, told, expect } of [
    { name: 'the site has', own: ['a.b', 'c.d'], told: [], expect: ['a.b', 'c.d'] },
    { name: 'is typed in', own: [], told: [' a.b '], expect: ['a.b'] },
    { name: 'the site has, and one typed in', own: ['a.b'], told: ['a.b'], expect: ['a.b'] },
    { name: 'nobody knows', own: [], told: [], expect: [] },
    { name: 'a pattern hides', own: ['a.b', '*.a.b'], told: [], expect: [] },
    { name: 'is none', own: [], told: ['a.b\r\nX: y'], expect: [] },
  ]) {
    it(`say by which host visitors ask: what ${name}`, () => {
      const settings = told.map((value) => setting('WEBSITE_HOSTNAME', value));
      assert.deepEqual(visitedHosts(settings, own), expect);
    });
  }

  it('keep the text of what is no reference to the platform', () => {
    const broken = '@Microsoft.KeyVault(VaultName=v;SecretName=s';
    assert.deepEqual(splitSettings([setting('KEY', broken)]), {
      given: { KEY: broken },
      references: [],
    });
  });
});
