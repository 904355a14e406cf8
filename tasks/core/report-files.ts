// The files of a report: JSON for programs, SARIF for code-scanning tools, in one folder.

import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { outputError, writeText } from './pack/output.js';
import { jsonText } from './report/json-text.js';
import { judgementOf, type Judged } from './report/report.js';
import { asSarif } from './report/sarif.js';
import { whyOfRules } from './tell-judgement.js';
import { VERSION } from './version.js';

const REPORT_NAME = 'antenv-report.json';
const SARIF_NAME = 'antenv.sarif';

export interface ReportPaths {
  readonly report: string;
  readonly sarif: string;
}

/** Where the files of a report go. */
export function reportPaths(folder: string): ReportPaths {
  return { report: join(folder, REPORT_NAME), sarif: join(folder, SARIF_NAME) };
}

/** A larger file is no report: that of a thousand distributions has 200 KB. */
const LARGEST_REPORT = 16 * 1024 * 1024;

/**
 * The name of another package that lies beside this one, and whose report is where this one's goes. What is there may
 * be anything: it is then no such report.
 */
export async function findReplaced(packagePath: string): Promise<string | undefined> {
  const folder = dirname(packagePath);
  const found = await loadJson(reportPaths(folder).report);
  const { antenvVersion, package: made } = isObject(found) ? found : {};
  const path = isObject(made) ? made['path'] : undefined;
  if (typeof antenvVersion !== 'string' || typeof path !== 'string') return undefined;
  const name = basename(path);
  if (name === basename(packagePath)) return undefined;
  return (await fileSize(join(folder, name))) === undefined ? undefined : name;
}

async function loadJson(path: string): Promise<unknown> {
  const size = await fileSize(path);
  if (size === undefined || size > LARGEST_REPORT) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Nothing where there is no regular file, or the name cannot be one. */
async function fileSize(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Writes a report that is redacted already. Both files are whole before one of them gets its name.
 * @param folder an existing one
 * @throws Stopped `report-not-writable`, `disk-full`, `file-too-large`
 */
export async function writeReport(folder: string, report: Judged): Promise<ReportPaths> {
  const paths = reportPaths(folder);
  const sarif = sarifOf(report);
  await writeText(paths.report, jsonText(report), () => writeText(paths.sarif, sarif));
  return paths;
}

/**
 * Writes the findings as SARIF where the user wants them: in place, since that may be `/dev/stdout`.
 * @throws Stopped `output-not-writable`, `disk-full`, `file-too-large`
 */
export async function writeSarif(path: string, report: Judged): Promise<void> {
  await writeFile(path, sarifOf(report)).catch((error: unknown) => {
    throw outputError(path, error, 'sarif');
  });
}

function sarifOf(report: Judged): string {
  return asSarif(judgementOf(report), whyOfRules(), VERSION);
}
