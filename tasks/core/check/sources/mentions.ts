// What sources and settings mention: database drivers and database files.

import { isAside } from './app-candidates.js';
import type { Evidence } from '../evidence.js';
import type { PythonSources } from './python-sources.js';
import type { Place } from '../../terms/finding.js';
import { APP_SETTINGS } from '../places.js';

/** An ODBC driver that the app asks for. */
export interface DriverMention {
  /** The major of Microsoft's driver, such as 17. */
  readonly driver: number;
  readonly where: Place;
  /** Only one of several ways through the program comes here. */
  readonly isOptional: boolean;
}

/**
 * Microsoft's drivers on the image of a Python minor (contract A14); `undefined` for a minor that is not known.
 */
export function driversOf(minor: string): readonly number[] | undefined {
  const [major, number = 0] = minor.split('.').map(Number);
  if (major !== 3 || number < 9 || number > 15) return undefined;
  if (number === 15) return [];
  return number === 14 ? [18] : [17, 18];
}

/** Every driver that sources or app settings name, once a file. */
export function driverMentions({ sources, settings }: Evidence): readonly DriverMention[] {
  const inSources = [...(sources?.modules.values() ?? [])]
    .filter(({ path }) => !isAside(path))
    .flatMap(({ path, texts }) =>
      texts.flatMap(({ text, line, optional }) => {
        const driver = driverIn(text);
        if (driver === undefined) return [];
        return [{ driver, where: { file: path, line }, isOptional: optional === true }];
      }),
    );
  const inSettings = (settings ?? []).flatMap(({ value }) => {
    const driver = driverIn(value);
    if (driver === undefined) return [];
    return [{ driver, where: APP_SETTINGS, isOptional: false }];
  });
  const seen = new Set<string>();
  return [...inSources, ...inSettings].filter(({ driver, where }) => {
    const key = `${driver} ${where.file}`;
    return !seen.has(key) && seen.add(key);
  });
}

function driverIn(text: string): number | undefined {
  const found = /ODBC[ +]Driver[ +](\d{2})(?:\.\d)?[ +]for[ +]SQL[ +]Server/i.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** A database file that the app keeps. */
export interface DatabaseFile {
  /** As written, relative to the app root or absolute. */
  readonly database: string;
  readonly where: Place;
}

const SQLITE = /^(?:sqlite:\/\/\/|sqlite3\.connect |django\.db\.backends\.sqlite3 )(.+)$/s;

/** SQLite files that the app opens in every case: one a file of the app, and each where it is named first. */
export function sqliteFiles(sources: PythonSources): readonly DatabaseFile[] {
  return [...sources.modules.values()]
    .filter(({ path }) => !isAside(path))
    .flatMap(({ path, texts }) => {
      const found = texts
        .filter(({ optional }) => optional !== true)
        .map(({ text, line }) => ({ database: SQLITE.exec(text)?.[1], line }))
        .find(({ database }) => database !== undefined);
      if (found?.database === undefined) return [];
      return [{ database: found.database, where: { file: path, line: found.line } }];
    })
    .filter(({ database }, at, all) => all.findIndex((one) => one.database === database) === at);
}
