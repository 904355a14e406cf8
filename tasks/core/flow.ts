// The order of the work: site, resolve, install, framework, app, relocate, bytecode, check, pack, archive, rehearse, report.

import { dirname } from 'node:path';
import { compileBytecode, type Bytecode, type SourceTree } from './bytecode/compile.js';
import { leaveOutBytecode } from './bytecode/left-out.js';
import { openCache } from './cache/cache.js';
import type { TypedValues } from './check/site/site-evidence.js';
import { gatherEvidence } from './check/gather.js';
import { evidenceFromEntries, type ToBePacked } from './check/package/evidence-from-entries.js';
import { packedZip } from './check/package/packed-zip.js';
import { takenDependencies } from './check/sources/dependencies-of.js';
import { loadSettings } from './check/settings/load-settings.js';
import type { Host } from './host.js';
import { writeManifest } from './pack/oryx-manifest.js';
import { fullDisk, reserveOutput, writeWhole } from './pack/output.js';
import { pack, type Packed } from './pack/pack.js';
import {
  makeReport,
  publishPackaged,
  publishRefused,
  tellReplaced,
  type Packaged,
  type Parts,
  type Refused,
} from './package-report.js';
import type { PackageRequest } from './package-request.js';
import { prepareSound, type Prepared, type PreparePlace } from './prepare.js';
import type { RelocatedVenv } from './relocate/venv-at-address.js';
import { judgeStart, type Looked, type Rehearsed } from './judge-start.js';
import { JUDGED_BAD } from './rehearse-stage.js';
import { resolveTarget, type Target } from './resolve/resolve.js';
import { reportPaths } from './report-files.js';
import { Run } from './run.js';
import { evidenceOf, settingsAfter, siteStage, stackToBuild } from './site-stage.js';
import { stackName } from './runtime/images.js';
import { replaceEntries, type Entry, type FileEntry } from './terms/archive-entry.js';
import { Stopped } from './terms/failure.js';
import { testFoldersOf } from './terms/pruning.js';
import type { SiteReading } from './terms/site.js';
import { layoutFacts } from './terms/layout.js';
import { separatorIn } from './terms/python-environment.js';
import type { Advance } from './terms/progress.js';
import { judged, judgedAgain, tellClosing } from './tell-judgement.js';
import { emptyMeanwhile, removeTree } from './tools/folders.js';
import { makePrivateFolder } from './tools/private-folder.js';
import { VERSION } from './version.js';

/**
 * Packages an app, and writes its report beside the package; a package that is judged bad is not there, but its
 * report is.
 * @throws Stopped with the reason; then nothing is left behind; what an earlier run made stays, unless the new one was judged bad
 */
export async function packageApp(asked: PackageRequest, host: Host): Promise<Packaged | Refused> {
  const run = new Run(host);
  const { reading, request } = await siteStage(host, run, asked);
  const { target, typed } = await run.stage(
    'resolve',
    'Resolve: what is to be built',
    async () => ({
      target: await resolveTarget(host, run, {
        ...request,
        runtimeStack: stackToBuild(asked.runtimeStack, request.runtimeStack),
      }),
      typed:
        request.appSettings === undefined ? undefined : await loadSettings(request.appSettings),
    }),
  );
  const settings = settingsAfter(reading, typed);
  const site: AskedPlace = {
    reading,
    typed: {
      runtimeStack: asked.runtimeStack,
      startupCommand: asked.startupCommand,
      settings: typed?.settings,
    },
  };
  const packagePath = request.packagePath ?? host.packagePathFor(request.appRoot);
  const cache = await openCache(host, run, {
    folder: request.cacheFolder,
    limit: request.cacheLimit,
    appRoot: request.appRoot,
    version: VERSION,
  });
  const release = await reserveOutput(
    packagePath,
    Object.values(reportPaths(dirname(packagePath))),
  );
  try {
    return await inPrivateFolder(host, (work) =>
      // The package gets its name last, so that none is there without its report.
      writeWhole(
        packagePath,
        async (partial) => {
          const place = { target, settings, site, cache, packagePath, partial, work };
          const { packed, ...parts } = await build(host, run, request, place);
          cache.tellParts();
          await cache.prune();
          await tellReplaced(host, run, packagePath);
          const report = makeReport(request, parts, run);
          return packed
            ? publishPackaged(host, packagePath, packed, report)
            : publishRefused(host, packagePath, report);
        },
        ({ report }) => report.package !== null,
      ),
    );
  } finally {
    await cache.close();
    await release();
  }
}

async function inPrivateFolder<Result>(
  host: Host,
  use: (work: string) => Promise<Result>,
): Promise<Result> {
  const work = privateFolderIn(host.tempFolder);
  try {
    return await use(work);
  } catch (error) {
    throw fullDisk(work, error);
  } finally {
    removeTree(work);
  }
}

function privateFolderIn(below: string): string {
  const separator = separatorIn(below);
  if (separator !== undefined) {
    const reason = `its name has a '${separator}'`;
    throw new Stopped({ code: 'temp-folder-unusable', path: below, reason });
  }
  return makePrivateFolder(below);
}

/** A site that was asked, if one was, and what was typed in beside it. */
interface AskedPlace {
  readonly reading: SiteReading | undefined;
  readonly typed: TypedValues;
}

interface Place extends PreparePlace {
  readonly site: AskedPlace;
  /** Where the package is written before it gets its name. */
  readonly partial: string;
}

/** What the stages gave; nothing is packed when the judgement is bad. */
interface Built extends Parts {
  readonly packed: Packed | undefined;
}

/** The sources of app and venv, each with its address there; `toBePacked` takes their bytecode in this order. */
function sourceTrees(
  { layout }: PackageRequest,
  { app, relocated }: Pick<Prepared, 'app' | 'relocated'>,
): SourceTree[] {
  const { addresses, entries } = relocated;
  // Scripts in the venv's bin are run, not imported.
  const imported = files(entries).filter(({ path }) => path.startsWith('lib/'));
  const checked = layoutFacts(layout).appIsEditedOnSite;
  return [
    { entries: files(app.entries), address: addresses.app, checked },
    { entries: imported, address: addresses.venv, checked: false },
  ];
}

/** Bytecode for the address, where a Python of the target's minor is at hand. */
async function compiled(
  host: Host,
  run: Run,
  { compiler, target }: Target,
  { work, cache, advance }: Pick<Place, 'work' | 'cache'> & { readonly advance: Advance },
  trees: readonly SourceTree[],
): Promise<Bytecode> {
  if (!compiler) return leaveOutBytecode(run, host.input, target.minor, trees);
  return compileBytecode(host, { ...compiler, work, store: cache.bytecode, advance }, trees);
}

async function build(host: Host, run: Run, request: PackageRequest, place: Place): Promise<Built> {
  const { target, settings, site, packagePath } = place;
  const prepared = await prepareSound(host, run, request, place);
  const { ready, staticFiles, app, relocated, leftOutOfVenv } = prepared;
  const { distributions, installer } = ready;
  const bytecode = await run.stage('bytecode', 'Bytecode: compiled for the address', (advance) =>
    compiled(host, run, target, { ...place, advance }, sourceTrees(request, prepared)),
  );
  const contents = toBePacked(request, target, app.entries, relocated, bytecode);
  const { reading } = site;
  const before = {
    target,
    distributions,
    installer,
    reused: ready.venv.reused,
    staticFiles,
    app,
    relocated,
    leftOutOfVenv,
    bytecode,
    settings,
    reading,
  };
  const looked = await run.stage('check', 'Check: would it start?', () =>
    checkContents(host, run, request, { contents, settings, target, site }),
  );
  if (looked.judgement.verdict === 'failed') return { ...before, ...notPacked(looked) };
  const packed = await run.stage('pack', 'Pack: everything into one zip', (advance) =>
    pack(host, run, {
      ...contents,
      advance,
      compression: request.compression,
      startupCommand: request.startupCommand,
      baseTime: target.baseTime.seconds,
      store: place.cache.parts,
      packagePath,
      partial: place.partial,
    }),
  );
  const arrived = await run.stage('archive', 'Archive: would it arrive?', () =>
    checkArchive(host, request, looked, { contents, packed, place }),
  );
  if (arrived.judgement.verdict === 'failed') return { ...before, ...notPacked(arrived) };
  const { judgement, rehearsal } = await startedMeanwhile(place.work, () =>
    judgeStart(host, run, request, arrived, {
      prunedFolders: testFoldersOf(leftOutOfVenv),
      zip: place.partial,
      program: target.compiler?.program ?? target.python.program,
    }),
  );
  tellClosing(host, judgement);
  const isGood = judgement.verdict === 'passed';
  return { ...before, judgement, rehearsal, packed: isGood ? packed : undefined };
}

function notPacked({ judgement }: Looked): Pick<Built, 'judgement' | 'rehearsal' | 'packed'> {
  return { judgement, rehearsal: JUDGED_BAD, packed: undefined };
}

function files(entries: readonly Entry[]): FileEntry[] {
  return entries.filter((entry): entry is FileEntry => entry.kind === 'file');
}

/** App and venv with their bytecode, and the manifest: what is judged and then packed. */
function toBePacked(
  { layout, compression }: PackageRequest,
  { image }: Target,
  app: readonly Entry[],
  relocated: RelocatedVenv,
  bytecode: Bytecode,
): ToBePacked {
  const [appCode = [], venvCode = []] = bytecode.trees;
  const { addresses, id } = relocated;
  return {
    facts: layoutFacts(layout),
    addresses,
    app: replaceEntries(app, appCode),
    venv: replaceEntries(relocated.entries, venvCode),
    manifest: writeManifest({
      layout,
      compression,
      operationId: id,
      buildContainer: addresses.buildContainer,
      pythonMinor: image.python,
      antenvVersion: VERSION,
    }),
  };
}

/** Judges what is about to be packed, by all rules but those that want the zip itself. */
async function checkContents(
  host: Host,
  run: Run,
  request: PackageRequest,
  subject: Pick<Place, 'target' | 'settings' | 'site'> & { readonly contents: ToBePacked },
): Promise<Looked> {
  const { image } = subject.target;
  const evidence = await gatherEvidence(host, run, {
    gathered: await evidenceFromEntries(subject.contents, host.signal),
    startupCommand: request.startupCommand,
    settings: subject.settings,
    runtimeStack: stackName(image.python),
    dependencies: takenDependencies(subject.target.dependencies, request.appRoot),
    site: evidenceOf(subject.site.reading, subject.site.typed),
    python: parserFor(subject.target),
  });
  const judgement = judged(host, run, evidence, request);
  if (judgement.verdict === 'failed') tellClosing(host, judgement);
  return { evidence, judgement };
}

/** The Python that reads the app's sources; an older one than the target's would refuse newer syntax. */
function parserFor({ compiler, python, target }: Target): string | undefined {
  if (compiler) return compiler.program;
  const isOlder = python.minor.localeCompare(target.minor, 'en', { numeric: true }) < 0;
  return isOlder ? undefined : python.program;
}

/** Judges the zip before it gets its name, by the rules that had to wait for it. */
async function checkArchive(
  host: Host,
  request: PackageRequest,
  { evidence, judgement }: Looked,
  made: { readonly contents: ToBePacked; readonly packed: Packed; readonly place: Place },
): Promise<Looked> {
  const { contents, packed, place } = made;
  const zip = await packedZip({
    path: place.packagePath,
    partial: place.partial,
    size: packed.size,
    innerName: packed.inner?.name,
    contents,
  });
  const withZip = { ...evidence, package: zip };
  const whole = judgedAgain(host, judgement, withZip, request);
  if (whole.verdict === 'failed') tellClosing(host, whole);
  return { evidence: withZip, judgement: whole };
}

/** Starts the zip before it gets its name, and removes meanwhile what it was made of: the disk may be too small for both. */
async function startedMeanwhile(work: string, start: () => Promise<Rehearsed>): Promise<Rehearsed> {
  const emptied = emptyMeanwhile(work);
  try {
    return await start();
  } finally {
    await emptied;
  }
}
