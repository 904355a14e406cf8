// Kudu's part of a deployment: unpacks the zip and copies it to wwwroot (platform contract A1, A2, A4).

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { Stopped, systemErrorCode } from '../../terms/failure.js';
import type { Advance } from '../../terms/progress.js';
import { removeTree } from '../../tools/folders.js';
import { PlatformFailure, reasonOf } from './platform-failure.js';
import { syncFolder } from './sync-folder.js';
import { unzip } from './unzip.js';

/** Where a site lies on this machine; both folders on one file system. */
export interface SiteFolders {
  /** Becomes `/home/site/wwwroot`; made when it is not there. */
  readonly wwwroot: string;
  /** Made, used and removed by each deployment. */
  readonly extracted: string;
}

/** What a deployment left behind. */
export interface Deployed {
  /** Relative paths that it brought: the next deployment's `previous`. */
  readonly brought: ReadonlySet<string>;
  /**
   * Relative paths of files that it left as they were, their time and size being equal, though
   * their content differs.
   */
  readonly notReplaced: readonly string[];
}

export interface DeployOptions {
  /** The deployment before. */
  readonly previous?: Deployed;
  /** Is told of each file that is unpacked. */
  readonly advance?: Advance;
}

/** Nothing has been deployed yet. */
export const NOTHING_DEPLOYED: Deployed = { brought: new Set(), notReplaced: [] };

/**
 * Deploys a zip as Kudu does when nothing is to be built. Not modelled: the limit of 60 seconds on
 * `chmod`, and the builders that app settings or a `.deployment` file choose (contract A3).
 * @param signal stops it between two files
 * @throws Stopped `package-unreadable`
 * @throws PlatformFailure `deploy`
 */
export async function deployPackage(
  zip: string,
  { wwwroot, extracted }: SiteFolders,
  signal: AbortSignal,
  { previous = NOTHING_DEPLOYED, advance }: DeployOptions = {},
): Promise<Deployed> {
  const brought = new Set<string>();
  const notReplaced: string[] = [];
  try {
    await mkdir(wwwroot, { recursive: true });
    await rm(join(wwwroot, 'oryx-manifest.toml'), { force: true });
    removeTree(extracted);
    await mkdir(extracted);
    await unzip(zip, extracted, signal, advance);
    const sync = { from: extracted, to: wwwroot, previous: previous.brought, signal };
    await syncFolder({ ...sync, next: brought, notReplaced });
  } catch (error) {
    throw asFailure(error);
  } finally {
    removeTree(extracted);
  }
  return { brought, notReplaced };
}

/** What a name in the package made impossible: a file where a folder is, a name that is too long. */
const OF_THE_PACKAGE = ['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ENOTEMPTY', 'EINVAL'];

function asFailure(error: unknown): unknown {
  if (error instanceof PlatformFailure || error instanceof Stopped) return error;
  if (!OF_THE_PACKAGE.includes(systemErrorCode(error) ?? '')) return error;
  return new PlatformFailure({ step: 'deploy', words: reasonOf(error) }, { cause: error });
}
