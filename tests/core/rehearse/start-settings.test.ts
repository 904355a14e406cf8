// What of the app settings the app gets in a rehearsal, and what they say of the start.

import assert from 'node:assert/strict';
import { splitSettings } from '../../../tasks/core/rehearse/start-settings.js';

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

  it('keep the text of what is no reference to the platform', () => {
    const broken = '@Microsoft.KeyVault(VaultName=v;SecretName=s';
    assert.deepEqual(splitSettings([setting('KEY', broken)]), {
      given: { KEY: broken },
      references: [],
    });
  });
});
