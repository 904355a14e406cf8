// TOML and JSON that others wrote: read, and looked into without trusting their shape.

import { parse } from 'smol-toml';

/** An object of a file that others wrote. Whole numbers of TOML are bigints, so that `1` and `1.0` differ. */
export type Table = Readonly<Record<string, unknown>>;

/**
 * Reads TOML.
 * @throws TomlError with the place of the mistake
 */
export function readToml(text: string): Table {
  return parse(text, { integersAsBigInt: true });
}

/** Reads TOML; `undefined` where it is none, which the tool that it is written for refuses as well. */
export function readSoundToml(text: string): Table | undefined {
  try {
    return readToml(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object, and neither a list nor a date. */
export function isTable(value: unknown): value is Table {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** What is found along the names; undefined if one of them is missing. */
export function valueAt(table: Table, ...names: readonly string[]): unknown {
  let value: unknown = table;
  for (const name of names) {
    if (!isTable(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** The table along the names; an empty one if there is none. */
export function tableAt(table: Table, ...names: readonly string[]): Table {
  const value = valueAt(table, ...names);
  return isTable(value) ? value : {};
}

/** The tables of the list along the names; what is none is left out. */
export function tablesAt(table: Table, ...names: readonly string[]): readonly Table[] {
  const value = valueAt(table, ...names);
  return Array.isArray(value) ? value.filter(isTable) : [];
}

/** The text along the names. */
export function textAt(table: Table, ...names: readonly string[]): string | undefined {
  const value = valueAt(table, ...names);
  return typeof value === 'string' ? value : undefined;
}

/** The texts of the list along the names; what is none is left out. */
export function textsAt(table: Table, ...names: readonly string[]): readonly string[] {
  const value = valueAt(table, ...names);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
