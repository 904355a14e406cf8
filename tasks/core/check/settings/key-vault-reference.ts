// References to Key Vault in the values of app settings, and what is wrong with them.

/** Names of secrets and vaults hold letters, digits and dashes; a version is a hexadecimal number. */
const NAME = /^[0-9A-Za-z-]{1,127}$/;
const VAULT = /^[A-Za-z][0-9A-Za-z-]{1,22}[0-9A-Za-z]$/;
const SECRET_PATH = /^\/secrets\/[0-9A-Za-z-]{1,127}(?:\/[0-9A-Za-z]*)?\/?$/;
const PARTS = ['SecretUri', 'VaultName', 'SecretName', 'SecretVersion'];

/** Whether the value is meant as a reference, well formed or not. */
export function isKeyVaultReference(value: string): boolean {
  return /^[\s"'@]*Microsoft\.KeyVault\s*\(/i.test(value) || /^@Microsoft\.KeyVault/i.test(value);
}

/**
 * What keeps App Service from taking the value as a reference, in words that end the sentence "…: …".
 * The app would then get the text of the reference itself. `undefined` when nothing does.
 */
export function keyVaultProblem(value: string): string | undefined {
  if (/^\s*["']/.test(value)) return 'it is in quotes';
  if (value !== value.trim()) return 'it has blanks around it';
  if (!value.startsWith('@')) return 'it does not begin with @';
  const inner = /^@Microsoft\.KeyVault\((.*)\)$/is.exec(value)?.[1];
  if (inner === undefined) return 'it does not have the form @Microsoft.KeyVault(…)';
  const parts = new Map(
    inner
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(pairOf),
  );
  if ([...parts.keys()].some((name) => !PARTS.some((part) => isSame(part, name)))) {
    return `it has a part that is none of ${PARTS.join(', ')}`;
  }
  return problemOfParts((name) => [...parts].find(([key]) => isSame(key, name))?.[1]);
}

function problemOfParts(part: (name: string) => string | undefined): string | undefined {
  const uri = part('SecretUri');
  if (uri !== undefined)
    return isSecretUri(uri) ? undefined : 'SecretUri is not the address of a secret';
  const vault = part('VaultName');
  if (vault === undefined) return 'it has neither SecretUri nor VaultName';
  if (!VAULT.test(vault)) return 'VaultName is not the name of a vault';
  const secret = part('SecretName');
  if (secret === undefined) return 'SecretName is missing';
  return NAME.test(secret) ? undefined : 'SecretName is not the name of a secret';
}

function isSecretUri(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, username } = new URL(text);
  return protocol === 'https:' && username === '' && SECRET_PATH.test(pathname);
}

function pairOf(part: string): [string, string] {
  const equals = part.indexOf('=');
  return equals === -1 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
