// What a user asks to be packaged, read from the inputs of the task or from the flags.

import { COLLECT_STATIC, type CollectStatic } from './framework/static-files.js';
import type { Inputs } from './inputs.js';
import { readJudgedRequest, type JudgedRequest } from './judged-request.js';
import { INSTALLERS, type InstallerChoice } from './terms/dependencies.js';
import { PRUNE, type Prune } from './terms/pruning.js';
import { COMPRESSIONS, LAYOUTS, type Compression, type Layout } from './terms/layout.js';

/** What is to be packaged; paths are absolute, and `undefined` is what was not given. */
export interface PackageRequest extends JudgedRequest {
  readonly appRoot: string;
  readonly requirements: string | undefined;
  /** Dependency groups to ship besides the app's own dependencies. */
  readonly groups: readonly string[];
  /** Extras of the project to ship. */
  readonly extras: readonly string[];
  readonly installer: InstallerChoice;
  /** Distributions that may be built from source for another machine. */
  readonly allowSdist: readonly string[];
  readonly cacheFolder: string | undefined;
  /** Megabytes that the cache folder may hold. */
  readonly cacheLimit: number;
  readonly pythonPath: string | undefined;
  readonly layout: Layout;
  readonly compression: Compression;
  readonly packagePath: string | undefined;
  readonly excludes: readonly string[];
  readonly prune: Prune;
  readonly collectStatic: CollectStatic;
}

/** Megabytes: some ten large virtual environments. */
export const USUAL_CACHE = 4096;

const LARGEST_CACHE = 1_000_000;

/**
 * Reads the request.
 * @throws Stopped `unknown-choice`, `no-such-number`, `unresolved-variable`
 */
export function readPackageRequest(inputs: Inputs): PackageRequest {
  return {
    appRoot: inputs.folder('appRoot'),
    requirements: inputs.file('requirements'),
    groups: inputs.words('groups'),
    extras: inputs.words('extras'),
    installer: inputs.choice('installer', INSTALLERS),
    allowSdist: inputs.words('allowSdist'),
    cacheFolder: inputs.file('cacheFolder'),
    cacheLimit: inputs.integer('cacheLimit', 1, LARGEST_CACHE) ?? USUAL_CACHE,
    pythonPath: inputs.program('pythonPath'),
    layout: inputs.choice('layout', LAYOUTS),
    compression: inputs.choice('compression', COMPRESSIONS),
    packagePath: inputs.file('packagePath'),
    excludes: inputs.lines('excludes'),
    prune: inputs.choice('prune', PRUNE),
    collectStatic: inputs.choice('collectStatic', COLLECT_STATIC),
    ...readJudgedRequest(inputs),
  };
}
