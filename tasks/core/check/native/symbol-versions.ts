// Versions of symbols that shared objects ask for, such as `GLIBC_2.34`: which matter, and which is higher.

/** A version that a shared object asks of a library. */
export interface NeededVersion {
  /** The library that must have it. */
  readonly library: string;
  /** Such as `GLIBC_2.34`. */
  readonly version: string;
}

/** Per family, of the libraries that the image has; others, such as those of a wheel's own copies, do not count. */
export function highestVersions(wanted: readonly NeededVersion[]): Record<string, string> {
  const highest: Record<string, string> = {};
  for (const { library, version } of wanted) {
    const [, family, number] = FAMILY.exec(GLIBC_FEATURES[version] ?? version) ?? [];
    if (family === undefined || number === undefined) continue;
    if (family !== 'GLIBC' && library !== 'libstdc++.so.6') continue;
    const known = highest[family];
    if (known === undefined || compareVersions(number, known) > 0) highest[family] = number;
  }
  return highest;
}

const FAMILY = /^(GLIBC|GLIBCXX|CXXABI)_(\d+(?:\.\d+)*)$/;

/** Versions that name a feature, with the glibc that brought it (glibc 2.36, news: DT_RELR). */
const GLIBC_FEATURES: Readonly<Record<string, string>> = { GLIBC_ABI_DT_RELR: 'GLIBC_2.36' };

/** Compares versions such as `2.4` and `2.31` number by number: negative, zero or positive. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
