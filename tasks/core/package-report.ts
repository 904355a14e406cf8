// Puts the report together from what the stages gave, and writes it beside the package.

import { writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Bytecode } from './bytecode/compile.js';
import type { StaticFiles } from './framework/static-files.js';
import type { Host } from './host.js';
import type { AppFiles } from './pack/app-files.js';
import { outputError, writeWhole } from './pack/output.js';
import type { Packed } from './pack/pack.js';
import type { PackageRequest } from './package-request.js';
import type { RelocatedVenv } from './relocate/venv-at-address.js';
import { asLog } from './report/as-log.js';
import { asSarif } from './report/sarif.js';
import { largestOf, type PackageReport } from './report/report.js';
import type { Target } from './resolve/resolve.js';
import type { Run } from './run.js';
import { IMAGES_AS_OF, stackName } from './runtime/images.js';
import { whyOfRules } from './tell-judgement.js';
import { settingNames } from './terms/app-setting.js';
import type { Judgement } from './terms/judgement.js';
import type { Distribution } from './terms/distribution.js';
import { redactDeep } from './terms/redaction.js';
import { VERSION } from './version.js';

/** What each stage gave. */
export interface Parts {
  readonly target: Target;
  readonly distributions: readonly Distribution[];
  readonly staticFiles: StaticFiles;
  readonly app: AppFiles;
  readonly relocated: RelocatedVenv;
  readonly bytecode: Bytecode;
  readonly judgement: Judgement;
  readonly packed: Packed;
}

/** Name of the report, in the folder of the package. */
export const REPORT_NAME = 'antenv-report.json';

/** Name of the findings for code-scanning tools, in the same folder. */
export const SARIF_NAME = 'antenv.sarif';

export function makeReport(
  request: PackageRequest,
  packagePath: string,
  parts: Parts,
  run: Run,
): PackageReport {
  const { target, distributions, relocated, bytecode, packed } = parts;
  const { python, image, requirements } = target;
  const fromRoot = (path: string): string => relative(request.appRoot, path);
  return {
    schema: 1,
    antenvVersion: VERSION,
    package: { path: packagePath, ...packed, inner: packed.inner ?? null },
    layout: request.layout,
    compression: request.compression,
    addresses: { app: relocated.addresses.app, venv: relocated.addresses.venv },
    python: {
      version: python.version,
      program: python.program,
      pip: python.pip,
      libc: python.libc,
    },
    image: {
      runtimeStack: stackName(image.python),
      distribution: image.distribution,
      glibc: image.glibc,
      endOfLife: image.endOfLife,
      asOf: IMAGES_AS_OF,
    },
    requirements: { path: fromRoot(requirements.path), files: requirements.files.map(fromRoot) },
    installed: {
      count: distributions.length,
      bytes: distributions.reduce((sum, { bytes }) => sum + bytes, 0),
      distributions: distributions.map(({ name, version }) => ({ name, version })),
      largest: largestOf(distributions),
    },
    staticFiles: parts.staticFiles,
    bytecode: {
      files: bytecode.trees.reduce((sum, tree) => sum + tree.length, 0),
      notCompiled: bytecode.notCompiled,
    },
    leftOut: parts.app.leftOut,
    times: { base: baseOf(target), source: target.baseTime.source },
    deployment: {
      startupCommand: request.startupCommand ?? '',
      appSettings: settingNames(request.appSettings ?? ''),
    },
    judgement: parts.judgement,
    warnings: run.warnings,
    notes: run.notes,
    stages: run.times,
  };
}

function baseOf({ baseTime: { seconds } }: Target): string | null {
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString();
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

/** Redacts the report, writes it and logs it. */
export async function publishReport(host: Host, report: PackageReport): Promise<Packaged> {
  const safe = redactDeep(report, host.secrets);
  const beside = (name: string): string => join(dirname(report.package.path), name);
  await writeBeside(beside(REPORT_NAME), `${JSON.stringify(safe, null, 2)}\n`);
  await writeBeside(beside(SARIF_NAME), asSarif(safe.judgement, whyOfRules(), VERSION));
  host.log.group('Report');
  asLog(safe).forEach((line) => host.log.info(line));
  host.log.endGroup();
  host.log.progress(100, 'Done');
  return {
    report: safe,
    packagePath: report.package.path,
    packageSha256: report.package.sha256,
    layout: report.layout,
    pythonVersion: report.python.version,
  };
}

async function writeBeside(path: string, text: string): Promise<void> {
  await writeWhole(path, (partial) =>
    writeFile(partial, text, { flag: 'wx' }).catch((error: unknown) => {
      throw outputError(path, error);
    }),
  );
}
