// What the report of a package must say of a rehearsal that went well: an answer, and numbers that make sense.

import assert from 'node:assert/strict';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { factsOf } from './rehearsal-run.js';
import { errorsAndWarnings } from './report-findings.js';

export interface Expected {
  /** The status that the knock gets. */
  readonly knock: number;
  /** A module that takes its time. */
  readonly slow: string;
}

/** Asserts that the app answered its knock and, with 200, its health path. */
export function assertStarted(report: PackageReport, { knock, slow }: Expected): void {
  const { answer, health, exit, listening, parked, log, ...facts } = factsOf(report);
  assert.deepEqual(
    { answer: answer?.status, health: health?.status, exit, listening, parked },
    {
      answer: knock,
      health: 200,
      exit: undefined,
      listening: [{ address: '0.0.0.0', port: 8000 }],
      parked: false,
    },
    log.join('\n'),
  );
  assert.deepEqual(
    errorsAndWarnings(report).filter((line) => line.includes('rehearsal/')),
    [],
  );
  const { seconds, imports } = facts;
  assert.ok(seconds && answer);
  const { total, unpack, interpreter, imports: importing, rest } = seconds;
  const sum = unpack + (interpreter ?? NaN) + (importing ?? NaN) + rest;
  assert.ok(Math.abs(total - sum) < 0.01, JSON.stringify(seconds));
  assert.ok(Math.abs(total - answer.seconds) < 0.01, JSON.stringify({ seconds, answer }));
  assert.ok((importing ?? 0) > 0.05, JSON.stringify(seconds));
  assert.equal(imports.length, 10);
  assert.ok(
    imports.some(({ module }) => module.startsWith(slow)),
    JSON.stringify(imports),
  );
  assert.deepEqual(
    imports,
    imports.toSorted((a, b) => b.seconds - a.seconds),
  );
  assertReads(report);
}

function assertReads(report: PackageReport): void {
  const { siteReads } = factsOf(report);
  // Where no access times are kept there is no number.
  if (siteReads === undefined) return;
  const { files, modules, bytes } = siteReads;
  const told = JSON.stringify(siteReads);
  assert.ok(files >= modules, told);
  // Unpacked before the container starts.
  if (report.layout === 'appTarball') assert.equal(modules, 0, told);
  else if (report.layout === 'flat') assert.ok(modules > 100 && bytes > 100_000, told);
  else assert.ok(modules > 0 && modules < 50 && bytes > 1_000_000, told);
}
