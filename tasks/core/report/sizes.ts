// Sizes and numbers in words.

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

/** Bytes as a person reads them, in steps of 1000: `88.7 MB`. */
export function readableSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${UNITS[unit] ?? 'B'}`;
}
