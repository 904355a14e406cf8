// A reference in the place of a value: the platform resolves it, and the app sees what it leads to.

/** Where a value comes from that the app setting itself does not hold. */
export type ValueOrigin = 'Key Vault' | 'App Configuration';

/** An app setting whose value is a reference. */
export interface SettingReference {
  readonly name: string;
  readonly origin: ValueOrigin;
}

/** Any other form is no reference to the platform, and the app gets its text (F110; Microsoft Learn, app-service-configuration-references). */
const FORMS: readonly (readonly [ValueOrigin, RegExp])[] = [
  ['Key Vault', /^@Microsoft\.KeyVault\(.+\)$/is],
  ['App Configuration', /^@Microsoft\.AppConfiguration\(.+\)$/is],
];

/** Where the value of an app setting comes from; `undefined` when it is the value itself. */
export function originOf(value: string): ValueOrigin | undefined {
  return FORMS.find(([, form]) => form.test(value))?.[0];
}

/** `Key Vault`, `App Configuration` or `App Configuration and Key Vault`. */
export function originsOf(references: readonly SettingReference[]): string {
  return [...new Set(references.map(({ origin }) => origin))].toSorted().join(' and ');
}
