// The stage: from the installed venv and the app's files to the address of both, and the venv's entries there.

import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256OfTexts } from '../archives/digest.js';
import type { PartStore } from '../archives/part-store.js';
import type { Host, Telling } from '../host.js';
import type { Entry } from '../terms/archive-entry.js';
import type { BuiltAt } from '../terms/built-at.js';
import { IMAGE_PYTHON_HOME, type Addresses, type LayoutFacts } from '../terms/layout.js';
import type { Advance } from '../terms/progress.js';
import type { InstalledWheels } from '../terms/wheels.js';
import { isTelling, spellBuildPaths, type PathMapping } from './build-paths.js';
import { contentId } from './content-id.js';
import { filesAtTarget, placeAtTarget, type VenvPlaces } from './host-places.js';
import { relocateVenv } from './relocate.js';
import type { VenvFile } from './venv-file.js';
import { loadVenvFiles, type Onlooker } from './venv-files.js';

export interface RelocationRequest {
  readonly facts: LayoutFacts;
  /** The installed venv, where it is now. */
  readonly venv: string;
  readonly builtAt: BuiltAt;
  /** The app's entries: the content id covers them. */
  readonly app: readonly Entry[];
  readonly python: {
    readonly version: string;
    readonly minor: string;
    readonly basePrefix: string;
  };
  /** What is not packed of the venv; all of it is when nobody says. */
  readonly pruning?: Pruning;
  /** Where the venv has its things, when another Python than `python` made it, or one on Windows. */
  readonly places?: VenvPlaces;
  /** Is told what of the venv is read. */
  readonly advance?: Advance;
  /** Where it is kept what is seen in the files of a venv. */
  readonly store?: PartStore;
  /** What the venv was filled with, when that was done for this run. */
  readonly wheels?: InstalledWheels;
}

/** Sees the files of the venv where they belong on App Service, and then says which are not packed. */
export interface Pruning extends Onlooker {
  readonly leaveOut: (files: readonly VenvFile[]) => ReadonlySet<string>;
}

export interface RelocatedVenv {
  /** Entries relative to the venv's address, sorted. */
  readonly entries: readonly Entry[];
  readonly addresses: Addresses;
  /** 32 hex digits that name this content. */
  readonly id: string;
  /** Hex sha256 over all files as installed, before anything was planned to be changed or left out. */
  readonly installed: string;
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
  const draftAddresses = facts.addresses(NO_ID);
  const draftMappings = await mappings(request, draftAddresses);
  const files = await loadPlaced(request, draftMappings, host.signal);
  const leftOut = request.pruning?.leaveOut(files) ?? new Set();
  tellBuildPathsLeft(
    tell,
    files.filter(({ path }) => !leftOut.has(path)),
  );
  const relocatedTo = (addresses: Addresses, to: readonly PathMapping[]): Entry[] =>
    relocateVenv(
      files,
      {
        venv: addresses.venv,
        installedAt: request.builtAt.venv,
        mappings: to,
        keepsLinks: facts.venvKeepsLinks,
        pythonVersion: request.python.version,
        pythonMinor: request.python.minor,
      },
      leftOut,
    );
  const draft = relocatedTo(draftAddresses, draftMappings);
  const id = contentId([...request.app, ...draft]);
  const addresses = facts.addresses(id.slice(0, NO_ID.length));
  const entries = isSamePlace(addresses, draftAddresses)
    ? draft
    : relocatedTo(addresses, await mappings(request, addresses));
  return { entries, addresses, id, installed: sha256OfTexts(digestLines(files)) };
}

/** Whether app and venv have the same addresses; nothing in a venv names the third. */
function isSamePlace(one: Addresses, other: Addresses): boolean {
  return one.app === other.app && one.venv === other.venv;
}

function* digestLines(files: readonly VenvFile[]): Generator<string> {
  for (const { path, digest } of files) yield `${path}\0${digest}\n`;
}

async function loadPlaced(
  { venv, builtAt, places, pruning, advance, store, wheels }: RelocationRequest,
  paths: readonly PathMapping[],
  signal: AbortSignal,
): Promise<VenvFile[]> {
  const onlooker = pruning && places ? seeingPlaces(pruning, places) : pruning;
  const watching = {
    ...(onlooker && { onlooker }),
    ...(advance && { advance }),
    ...(store && { store }),
    ...(wheels && { wheels }),
  };
  const files = await loadVenvFiles(venv, spellBuildPaths(paths), signal, watching);
  return places ? filesAtTarget(files, builtAt.venv[0] ?? venv, places) : files;
}

function seeingPlaces({ name, wants, note }: Onlooker, places: VenvPlaces): Onlooker {
  return {
    name: JSON.stringify([name, places]),
    wants: (path, size) => wants(placeAtTarget(path, places) ?? '', size),
    note: (path, bytes) => note(placeAtTarget(path, places) ?? '', bytes),
  };
}

/** The folders of this machine, and what each is on App Service. */
async function mappings(
  { builtAt, python, places }: RelocationRequest,
  addresses: Addresses,
): Promise<PathMapping[]> {
  const { basePrefix } = python;
  const ofPython = [...new Set([basePrefix, await realpath(basePrefix)])];
  const to = (folders: readonly string[], address: string): PathMapping[] =>
    folders.map((from) => ({ from, to: address }));
  return [
    ...(places ? builtAt.venv.flatMap((venv) => foldersInside(venv, addresses.venv, places)) : []),
    ...to(builtAt.venv, addresses.venv),
    ...to(builtAt.work, GONE),
    ...to(builtAt.appRoot.filter(isTelling), addresses.app),
    ...to(ofPython.filter(isTelling), IMAGE_PYTHON_HOME),
  ];
}

/** Folders of the venv that have another name on App Service. */
function foldersInside(venv: string, address: string, places: VenvPlaces): PathMapping[] {
  const { onWindows, hostMinor, targetMinor } = places;
  const lib = `${address}/lib/python${targetMinor}`;
  if (!onWindows) return [{ from: join(venv, 'lib', `python${hostMinor}`), to: lib }];
  return [
    { from: join(venv, 'Lib', 'site-packages'), to: `${lib}/site-packages` },
    { from: join(venv, 'Scripts'), to: `${address}/bin` },
  ];
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
