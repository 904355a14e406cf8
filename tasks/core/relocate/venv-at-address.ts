// The stage: from the installed venv and the app's files to the address of both, and the venv's entries there.

import { realpath } from 'node:fs/promises';
import type { Host, Telling } from '../host.js';
import type { Entry } from '../terms/archive-entry.js';
import { IMAGE_PYTHON_HOME, type Addresses, type LayoutFacts } from '../terms/layout.js';
import { isTelling, spellBuildPaths, type PathMapping } from './build-paths.js';
import { contentId } from './content-id.js';
import { relocateVenv } from './relocate.js';
import { loadVenvFiles, type VenvFile } from './venv-files.js';

export interface RelocationRequest {
  readonly facts: LayoutFacts;
  /** The installed venv. */
  readonly venv: string;
  /** This run's private folder; the venv and pip's temporary files are in it. */
  readonly work: string;
  readonly appRoot: string;
  /** The app's entries: the content id covers them. */
  readonly app: readonly Entry[];
  readonly python: {
    readonly version: string;
    readonly minor: string;
    readonly basePrefix: string;
  };
}

export interface RelocatedVenv {
  /** Entries relative to the venv's address, sorted. */
  readonly entries: readonly Entry[];
  readonly addresses: Addresses;
  /** 32 hex digits that name this content. */
  readonly id: string;
}

/** Stands for the id while the id is computed from relocated files. */
const NO_ID = '0'.repeat(16);

/** What pip's temporary folders become in texts that mention them; they are gone in any case. */
const GONE = '/antenv-build';

/** Plans the venv at its address; files whose build path cannot be replaced are told. */
export async function venvAtAddress(
  host: Host,
  tell: Telling,
  request: RelocationRequest,
): Promise<RelocatedVenv> {
  const { facts } = request;
  const draft = await mappings(request, facts.addresses(NO_ID));
  const files = await loadVenvFiles(request.venv, spellBuildPaths(draft), host.signal);
  tellBuildPathsLeft(tell, files);
  const relocatedTo = (addresses: Addresses, to: readonly PathMapping[]): Entry[] =>
    relocateVenv(files, {
      venv: addresses.venv,
      installedAt: request.venv,
      mappings: to,
      keepsLinks: facts.venvKeepsLinks,
      pythonVersion: request.python.version,
      pythonMinor: request.python.minor,
    });
  const id = contentId([...request.app, ...relocatedTo(facts.addresses(NO_ID), draft)]);
  const addresses = facts.addresses(id.slice(0, NO_ID.length));
  const entries = relocatedTo(addresses, await mappings(request, addresses));
  return { entries, addresses, id };
}

/** The folders of this machine, and what each is on App Service. */
async function mappings(
  { venv, work, appRoot, python }: RelocationRequest,
  addresses: Addresses,
): Promise<PathMapping[]> {
  const known = [
    { from: venv, to: addresses.venv },
    { from: work, to: GONE },
    { from: appRoot, to: addresses.app },
    { from: python.basePrefix, to: IMAGE_PYTHON_HOME },
  ].filter(({ from }) => from === venv || from === work || isTelling(from));
  const real = await Promise.all(
    known.map(async ({ from, to }) => ({ from: await realpath(from), to })),
  );
  return [...known, ...real.filter(({ from }) => known.every((one) => one.from !== from))];
}

function tellBuildPathsLeft(tell: Telling, files: readonly VenvFile[]): void {
  const left = files.filter((file) => file.keepsBuildPath).map(({ path }) => path);
  if (left.length === 0) return;
  const shown =
    left.slice(0, 5).join(', ') + (left.length > 5 ? ` and ${left.length - 5} more` : '');
  tell.note(
    `Built here, and a path of this machine is in them: ${shown}. Binary files are not rewritten; most never use that path.`,
  );
}
