// The files of a report: JSON for programs, SARIF for code-scanning tools, in one folder.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/**
 * Writes a report that is redacted already. Both files are whole before one of them gets its name.
 * @param folder an existing one
 * @throws Stopped `report-not-writable`, `disk-full`
 */
export async function writeReport(folder: string, report: Judged): Promise<ReportPaths> {
  const paths = reportPaths(folder);
  const sarif = sarifOf(report);
  await writeText(paths.report, jsonText(report), () => writeText(paths.sarif, sarif));
  return paths;
}

/**
 * Writes the findings as SARIF where the user wants them: in place, since that may be `/dev/stdout`.
 * @throws Stopped `output-not-writable`, `disk-full`
 */
export async function writeSarif(path: string, report: Judged): Promise<void> {
  await writeFile(path, sarifOf(report)).catch((error: unknown) => {
    throw outputError(path, error, 'sarif');
  });
}

function sarifOf(report: Judged): string {
  return asSarif(judgementOf(report), whyOfRules(), VERSION);
}
