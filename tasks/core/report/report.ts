// The report: what a run resolved, installed, left out and packed, as one value that is written as JSON.
// Its schema is docs/antenv-report.schema.json.

import type { Finding } from '../terms/finding.js';
import type { Judgement } from '../terms/judgement.js';
import type { SourceFormat } from '../terms/dependencies.js';
import type { Distribution } from '../terms/distribution.js';
import type { RehearsalReport } from '../terms/rehearsal.js';
import type { PrunedReport } from './pruned.js';
import type { SiteReport } from './site.js';
import type { Compression, Layout } from '../terms/layout.js';

/** What every report has: of a package in the making, and of one that is validated. */
export interface Judged {
  /** Version of this shape; rises when a field changes its meaning or goes away. */
  readonly schema: 1;
  readonly antenvVersion: string;
  /** Most important first. */
  readonly findings: readonly Finding[];
  /** What the findings mean, and which rules could not run. */
  readonly judgement: Omit<Judgement, 'findings'>;
  readonly rehearsal: RehearsalReport;
  /** The web app that was asked; absent when none was. */
  readonly site?: SiteReport;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** A judgement as the parts of a report. */
export function reportParts(judgement: Judgement): Pick<Judged, 'findings' | 'judgement'> {
  const { findings, ...rest } = judgement;
  return { findings, judgement: rest };
}

/** The judgement that a report tells of. */
export function judgementOf({ findings, judgement }: Judged): Judgement {
  return { ...judgement, findings };
}

/** What was judged by AntenvValidate or `antenv validate`, and how. */
export interface ValidateReport extends Judged {
  /** The package or app folder; `null` when only the configuration was judged. */
  readonly subject: string | null;
}

/** A run of AntenvPackage or `antenv package` up to the judgement, whatever that is. */
export interface BuildReport extends Judged {
  readonly layout: Layout;
  readonly compression: Compression;
  /** Where app and venv are at run time. */
  readonly addresses: { readonly app: string; readonly venv: string };
  readonly python: {
    /** The building Python's version. */
    readonly version: string;
    readonly program: string;
    readonly pip: string;
    readonly libc: string;
    /** `cross` when it only lent its venv, and wheels were chosen for App Service's Python. */
    readonly build: 'native' | 'cross';
  };
  /** The App Service image that the package is for. */
  readonly image: {
    readonly runtimeStack: string;
    readonly distribution: string;
    readonly glibc: string;
    readonly endOfLife: string;
    /** Day of the facts, `YYYY-MM-DD`. */
    readonly asOf: string;
  };
  readonly requirements: {
    readonly format: SourceFormat;
    readonly path: string;
    readonly files: readonly string[];
    /** Files of the app root that declare dependencies, too. */
    readonly notUsed: readonly string[];
    readonly groups: readonly string[];
    readonly extras: readonly string[];
  };
  readonly installed: {
    readonly by: { readonly name: string; readonly version: string };
    /** Whether the venv came from the cache folder. */
    readonly reused: boolean;
    readonly count: number;
    /** Bytes, as the RECORDs have them. */
    readonly bytes: number;
    readonly distributions: readonly { readonly name: string; readonly version: string }[];
    /** The ten with the most bytes, largest first. */
    readonly largest: readonly Pick<Distribution, 'name' | 'version' | 'bytes'>[];
  };
  /** What of the venv was not packed. */
  readonly pruned: PrunedReport;
  readonly staticFiles: { readonly outcome: string; readonly why: string };
  readonly bytecode: { readonly files: number; readonly notCompiled: readonly string[] };
  readonly leftOut: readonly { readonly path: string; readonly reason: string }[];
  /** What all times in the package are derived from. */
  readonly times: { readonly base: string | null; readonly source: string };
  readonly deployment: {
    readonly startupCommand: string;
    /** Names only: values may be secrets. */
    readonly appSettings: readonly string[];
  };
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
}

/** A run that made a package. */
export interface PackageReport extends BuildReport {
  readonly package: {
    readonly path: string;
    /** Bytes. */
    readonly size: number;
    readonly sha256: string;
    /** Entries of the zip, and of the archive inside it where there is one. */
    readonly entries: number;
    readonly inner: {
      readonly name: string;
      readonly entries: number;
      readonly size: number;
    } | null;
  };
}

/** A run that made none, because of what it found. */
export interface RefusedReport extends BuildReport {
  readonly package: null;
}

/** The distributions with the most bytes, largest first. */
export function largestOf(
  distributions: readonly Distribution[],
  count = 10,
): Pick<Distribution, 'name' | 'version' | 'bytes'>[] {
  return [...distributions]
    .toSorted((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name, version, bytes }) => ({ name, version, bytes }));
}

/** Who installed, in words. */
export function installedBy({ by, reused }: BuildReport['installed']): string {
  return `by ${by.name} ${by.version}${reused ? ', from the cache folder' : ''}`;
}
