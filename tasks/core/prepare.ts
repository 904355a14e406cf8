// What goes into the package, made ready: the venv, static files, the app's files, and the venv at its address.

import { collectStaticFiles, type StaticFiles } from './framework/static-files.js';
import type { Host } from './host.js';
import { loadAppFiles, type AppFiles } from './pack/app-files.js';
import type { PackageRequest } from './package-request.js';
import { VenvReader } from './prune/venv-reader.js';
import { venvAtAddress, type RelocatedVenv } from './relocate/venv-at-address.js';
import type { Run } from './run.js';
import type { ReadSettings } from './terms/app-setting.js';
import { layoutFacts } from './terms/layout.js';
import type { LeftOutOfVenv } from './terms/pruning.js';
import { readyVenv, type ReadyVenv, type VenvPlace } from './venv-stage.js';

export interface PreparePlace extends VenvPlace {
  readonly settings: ReadSettings | undefined;
}

/** What goes into the package, before it is judged. */
export interface Prepared {
  readonly ready: ReadyVenv;
  readonly staticFiles: StaticFiles;
  readonly app: AppFiles;
  readonly relocated: RelocatedVenv;
  /** Of the venv, the largest first. */
  readonly leftOutOfVenv: readonly LeftOutOfVenv[];
}

async function prepare(
  host: Host,
  run: Run,
  request: PackageRequest,
  place: PreparePlace,
): Promise<Prepared> {
  const { target, packagePath, work } = place;
  const { appRoot } = request;
  const ready = await run.stage('install', 'Install: requirements into antenv', () =>
    readyVenv(host, run, request, place),
  );
  const { venv, distributions } = ready;
  const staticFiles = await run.stage('framework', 'Framework: static files', () =>
    collectStaticFiles(host, run, request.collectStatic, {
      root: appRoot,
      venv: venv.path,
      installed: distributions.map(({ name }) => name),
      runsHere: target.build === 'native',
    }),
  );
  const own = [
    work,
    packagePath,
    ...(request.cacheFolder === undefined ? [] : [request.cacheFolder]),
  ];
  const app = await run.stage('app', "App: the app's own files", () =>
    loadAppFiles(host, run, {
      appRoot,
      excludes: request.excludes,
      own,
      isOnShare: layoutFacts(request.layout).appIsEditedOnSite,
    }),
  );
  const reader = request.prune === 'safe' ? venvReader(app, request, place) : undefined;
  const relocated = await run.stage('relocate', 'Relocate: the venv at its address', (advance) =>
    venvAtAddress(host, run, {
      advance,
      facts: layoutFacts(request.layout),
      venv: venv.path,
      builtAt: venv.builtAt,
      app: app.entries,
      store: venv.looks,
      ...(ready.wheels && { wheels: ready.wheels }),
      ...(reader && { pruning: reader }),
      python: { ...target.target, basePrefix: target.python.basePrefix },
      ...(target.build === 'cross' && {
        places: {
          onWindows: process.platform === 'win32',
          hostMinor: target.python.minor,
          targetMinor: target.target.minor,
        },
      }),
    }),
  );
  return { ready, staticFiles, app, relocated, leftOutOfVenv: reader?.leftOut ?? [] };
}

/** Whatever of the app and of the site's configuration may name a module of the venv. */
function venvReader(
  { entries }: AppFiles,
  { startupCommand }: PackageRequest,
  { settings }: PreparePlace,
): VenvReader {
  const values = (settings?.settings ?? []).map(({ value }) => value);
  return new VenvReader({ app: entries, mentions: [startupCommand ?? '', ...values] });
}

/**
 * Prepares what goes into the package; once more where the venv came from the cache and turns out to be damaged: then
 * it is made anew.
 * @throws Stopped whatever these stages throw
 */
export async function prepareSound(
  host: Host,
  run: Run,
  request: PackageRequest,
  place: PreparePlace,
): Promise<Prepared> {
  const prepared = await prepare(host, run, request, place);
  if (await isSound(prepared)) return prepared;
  const anew = await prepare(host, run, request, place);
  await isSound(anew);
  return anew;
}

async function isSound({ ready, relocated }: Prepared): Promise<boolean> {
  return ready.venv.verify(relocated.installed);
}
