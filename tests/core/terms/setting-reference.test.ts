import assert from 'node:assert/strict';
import { originOf, originsOf } from '../../../tasks/core/terms/setting-reference.js';

const rows: readonly { value: string; expect: ReturnType<typeof originOf> }[] = [
  { value: '@Microsoft.KeyVault(VaultName=v;SecretName=s)', expect: 'Key Vault' },
  {
    value: '@microsoft.keyvault(secreturi=https://v.vault.azure.net/secrets/s)',
    expect: 'Key Vault',
  },
  {
    value: '@Microsoft.AppConfiguration(Endpoint=https://c.azconfig.io; Key=db; Label=web)',
    expect: 'App Configuration',
  },
  { value: '@Microsoft.KeyVault(VaultName=v;SecretName=s', expect: undefined },
  { value: '"@Microsoft.KeyVault(VaultName=v;SecretName=s)"', expect: undefined },
  { value: 'Microsoft.KeyVault(VaultName=v;SecretName=s)', expect: undefined },
  { value: '', expect: undefined },
];

describe('the origin of a value', () => {
  for (const { value, expect } of rows) {
    it(`${value} is ${expect ?? 'the value itself'}`, () => assert.equal(originOf(value), expect));
  }

  it('is told once for all references', () => {
    assert.equal(
      originsOf([
        { name: 'A', origin: 'Key Vault' },
        { name: 'B', origin: 'App Configuration' },
        { name: 'C', origin: 'Key Vault' },
      ]),
      'App Configuration and Key Vault',
    );
  });
});
