import assert from 'node:assert/strict';
import {
  isKeyVaultReference,
  keyVaultProblem,
} from '../../../../tasks/core/check/settings/key-vault-reference.js';

const FORM = 'it does not have the form @Microsoft.KeyVault(…)';
const PART = 'it has a part that is none of SecretUri, VaultName, SecretName, SecretVersion';
const URI = 'SecretUri is not the address of a secret';

describe('references to Key Vault', () => {
  const good = [
    '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/my-secret)',
    '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/my-secret/)',
    '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s/ec96f02080254f109c51a1f14cdb1931)',
    '@Microsoft.KeyVault(SecretUri=https://v.vault.usgovcloudapi.net/secrets/s)',
    '@Microsoft.KeyVault(VaultName=my-vault;SecretName=s)',
    '@Microsoft.KeyVault(VaultName=my-vault; SecretName=s; SecretVersion=ec96f0)',
    '@microsoft.keyvault(secreturi=https://v.vault.azure.net/secrets/s)',
  ];
  for (const value of good) {
    it(`are good as ${value}`, () => {
      assert.equal(isKeyVaultReference(value), true);
      assert.equal(keyVaultProblem(value), undefined);
    });
  }

  const bad: Readonly<Record<string, string>> = {
    '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s': FORM,
    '@Microsoft.KeyVault SecretUri=https://v.vault.azure.net/secrets/s': FORM,
    '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s) ':
      'it has blanks around it',
    '"@Microsoft.KeyVault(VaultName=vault;SecretName=s)"': 'it is in quotes',
    'Microsoft.KeyVault(VaultName=vault;SecretName=s)': 'it does not begin with @',
    '@Microsoft.KeyVault(SecretUri=http://v.vault.azure.net/secrets/s)': URI,
    '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/keys/s)': URI,
    '@Microsoft.KeyVault(SecretUri=v.vault.azure.net)': URI,
    '@Microsoft.KeyVault(https://v.vault.azure.net/secrets/s)': PART,
    '@Microsoft.KeyVault(VaultName=vault,SecretName=s)': 'VaultName is not the name of a vault',
    '@Microsoft.KeyVault(VaultName=vault)': 'SecretName is missing',
    '@Microsoft.KeyVault(VaultName=vault;SecretName=a b)': 'SecretName is not the name of a secret',
    '@Microsoft.KeyVault(SecretName=s)': 'it has neither SecretUri nor VaultName',
    '@Microsoft.KeyVault()': 'it has neither SecretUri nor VaultName',
  };
  for (const [value, problem] of Object.entries(bad)) {
    it(`are bad as ${value}`, () => {
      assert.equal(isKeyVaultReference(value), true);
      assert.equal(keyVaultProblem(value), problem);
    });
  }

  it('are not every text that names Key Vault', () => {
    const others = ['https://v.vault.azure.net/', 'see Microsoft.KeyVault (docs)', 'KeyVault', ''];
    assert.deepEqual(others.filter(isKeyVaultReference), []);
  });
});
