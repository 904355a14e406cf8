// The report: what a run resolved, installed, left out and packed, as one value that is written as JSON.
// Its schema is docs/antenv-report.schema.json.

import type { Judgement } from '../terms/judgement.js';
import type { Distribution } from '../terms/distribution.js';
import type { Compression, Layout } from '../terms/layout.js';

export interface PackageReport {
  /** Version of this shape; rises when a field changes its meaning or goes away. */
  readonly schema: 1;
  readonly antenvVersion: string;
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
  readonly requirements: { readonly path: string; readonly files: readonly string[] };
  readonly installed: {
    readonly count: number;
    /** Bytes, as the RECORDs have them. */
    readonly bytes: number;
    readonly distributions: readonly { readonly name: string; readonly version: string }[];
    /** The ten with the most bytes, largest first. */
    readonly largest: readonly Pick<Distribution, 'name' | 'version' | 'bytes'>[];
  };
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
  /** What the checks found, and which could not run. */
  readonly judgement: Judgement;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly stages: readonly { readonly name: string; readonly seconds: number }[];
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
