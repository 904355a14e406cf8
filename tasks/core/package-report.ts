// Puts the report together from what the stages gave, and writes it where the package is or would be.

import { basename, dirname, extname, relative } from 'node:path';
import type { Bytecode } from './bytecode/compile.js';
import type { StaticFiles } from './framework/static-files.js';
import type { Host } from './host.js';
import type { AppFiles } from './pack/app-files.js';
import { removeOutput } from './pack/output.js';
import type { Packed } from './pack/pack.js';
import type { PackageRequest } from './package-request.js';
import type { RelocatedVenv } from './relocate/venv-at-address.js';
import { asLog } from './report/as-log.js';
import { prunedReport } from './report/pruned.js';
import { siteReport } from './report/site.js';
import {
  judgementOf,
  largestOf,
  reportParts,
  type BuildReport,
  type PackageReport,
  type RefusedReport,
} from './report/report.js';
import { findReplaced, writeReport } from './report-files.js';
import type { Target } from './resolve/resolve.js';
import type { Run } from './run.js';
import { IMAGES_AS_OF, stackName } from './runtime/images.js';
import type { ReadSettings } from './terms/app-setting.js';
import type { Distribution } from './terms/distribution.js';
import type { FailureOf } from './terms/failure.js';
import { countOf, type Judgement } from './terms/judgement.js';
import type { LeftOutOfVenv } from './terms/pruning.js';
import type { RehearsalReport } from './terms/rehearsal.js';
import type { SiteReading } from './terms/site.js';
import { redactDeep } from './terms/redaction.js';
import { VERSION } from './version.js';

/** What each stage gave. */
export interface Parts {
  readonly target: Target;
  readonly distributions: readonly Distribution[];
  readonly installer: { readonly name: string; readonly version: string };
  readonly reused: boolean;
  readonly staticFiles: StaticFiles;
  readonly app: AppFiles;
  readonly relocated: RelocatedVenv;
  readonly leftOutOfVenv: readonly LeftOutOfVenv[];
  readonly bytecode: Bytecode;
  readonly settings: ReadSettings | undefined;
  readonly judgement: Judgement;
  readonly rehearsal: RehearsalReport;
  readonly reading?: SiteReading | undefined;
}

/** The report of all but the package itself. */
export function makeReport(request: PackageRequest, parts: Parts, run: Run): BuildReport {
  const { target, distributions, relocated, bytecode, settings } = parts;
  const { python, image, dependencies } = target;
  const fromRoot = (path: string): string => relative(request.appRoot, path);
  return {
    schema: 1,
    antenvVersion: VERSION,
    layout: request.layout,
    compression: request.compression,
    addresses: { app: relocated.addresses.app, venv: relocated.addresses.venv },
    python: {
      version: python.version,
      program: python.program,
      pip: python.pip,
      libc: python.libc,
      build: target.build,
    },
    image: {
      runtimeStack: stackName(image.python),
      distribution: image.distribution,
      glibc: image.glibc,
      endOfLife: image.endOfLife,
      asOf: IMAGES_AS_OF,
    },
    requirements: {
      format: dependencies.format,
      path: fromRoot(dependencies.path),
      files: dependencies.files.map(fromRoot),
      notUsed: dependencies.notUsed.map(fromRoot),
      groups: request.groups,
      extras: request.extras,
    },
    installed: {
      by: parts.installer,
      reused: parts.reused,
      count: distributions.length,
      bytes: distributions.reduce((sum, { bytes }) => sum + bytes, 0),
      distributions: distributions.map(({ name, version }) => ({ name, version })),
      largest: largestOf(distributions),
    },
    pruned: prunedReport(request.prune, parts.leftOutOfVenv),
    staticFiles: parts.staticFiles,
    bytecode: {
      files: bytecode.trees.reduce((sum, tree) => sum + tree.length, 0),
      notCompiled: bytecode.notCompiled,
    },
    leftOut: parts.app.leftOut,
    times: { base: baseOf(target), source: target.baseTime.source },
    deployment: {
      startupCommand: request.startupCommand ?? '',
      appSettings: (settings?.settings ?? []).map(({ name }) => name),
    },
    ...reportParts(parts.judgement),
    rehearsal: parts.rehearsal,
    ...(parts.reading ? { site: siteReport(parts.reading) } : {}),
    warnings: run.warnings,
    notes: run.notes,
    stages: run.times,
  };
}

function baseOf({ baseTime: { seconds } }: Target): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString();
}

/** Tells that the report of another package in the same folder is about to be replaced. */
export async function tellReplaced(host: Host, run: Run, packagePath: string): Promise<void> {
  const other = await findReplaced(packagePath);
  if (other === undefined) return;
  const own = basename(packagePath);
  const place = host.input.with('packagePath', `…/${basename(own, extname(own))}/${own}`);
  run.note(
    `antenv-report.json and antenv.sarif of '${other}' are replaced by those of '${own}' in the same folder. Give each package a folder of its own: ${place}`,
  );
}

/** A finished package: the report as published, and the facts that later steps need as they are. */
export interface Packaged {
  /** Redacted: a secret that happens to be part of a path is masked in it. */
  readonly report: PackageReport;
  readonly packagePath: string;
  readonly packageSha256: string;
  readonly layout: string;
  readonly pythonVersion: string;
}

/** No package, because of what was found; everything else went well. */
export interface Refused {
  readonly report: RefusedReport;
  readonly refusal: FailureOf<'judged-bad'>;
}

/**
 * Redacts the report of a package, writes it beside it and logs it.
 * @throws Stopped `report-not-writable`, `disk-full`, `file-too-large`
 */
export async function publishPackaged(
  host: Host,
  packagePath: string,
  { inner, ...packed }: Packed,
  made: BuildReport,
): Promise<Packaged> {
  const report = redactDeep(
    { ...made, package: { path: packagePath, ...packed, inner: inner ?? null } },
    host.secrets,
  );
  await writeReport(dirname(packagePath), report);
  tellReport(host, report);
  return {
    report,
    packagePath,
    packageSha256: packed.sha256,
    layout: made.layout,
    pythonVersion: made.python.version,
  };
}

/**
 * The same where there is no package: one of an earlier run goes, whether the report can be written or not, or it
 * would pass for what was judged.
 * @throws Stopped `output-not-writable`, `report-not-writable`, `disk-full`, `file-too-large`
 */
export async function publishRefused(
  host: Host,
  packagePath: string,
  made: BuildReport,
): Promise<Refused> {
  const report = redactDeep({ ...made, package: null }, host.secrets);
  // First: a disk may have no room for the report.
  await removeOutput(packagePath);
  const paths = await writeReport(dirname(packagePath), report);
  tellReport(host, report);
  const judgement = judgementOf(report);
  return {
    report,
    refusal: {
      code: 'judged-bad',
      failOn: judgement.failOn,
      errors: countOf(judgement, 'error'),
      warnings: countOf(judgement, 'warning'),
      report: paths.report,
    },
  };
}

function tellReport(host: Host, report: PackageReport | RefusedReport): void {
  host.log.group('Report');
  asLog(report, host.input).forEach((line) => host.log.info(line));
  host.log.endGroup();
  host.log.progress({ percent: 100, doing: 'Done' });
}
