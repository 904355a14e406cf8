// The order of the work: resolve, install, framework, app, relocate, bytecode, check, pack, report.

import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compileBytecode, type Bytecode } from './bytecode/compile.js';
import { evidenceFromEntries, type ToBePacked } from './check/package/evidence-from-entries.js';
import { gatherEvidence } from './check/gather.js';
import { loadSettings } from './check/settings/load-settings.js';
import { collectStaticFiles } from './framework/static-files.js';
import type { Host } from './host.js';
import { installRequirements } from './install/antenv.js';
import { loadAppFiles } from './pack/app-files.js';
import { writeManifest } from './pack/oryx-manifest.js';
import { fullDisk, reserveOutput, writeWhole } from './pack/output.js';
import { pack } from './pack/pack.js';
import {
  makeReport,
  publishReport,
  REPORT_NAME,
  SARIF_NAME,
  type Packaged,
  type Parts,
} from './package-report.js';
import type { PackageRequest } from './package-request.js';
import { venvAtAddress, type RelocatedVenv } from './relocate/venv-at-address.js';
import { resolveTarget, type Target } from './resolve/resolve.js';
import { Run } from './run.js';
import { stackName, type RuntimeImage } from './runtime/images.js';
import { replaceEntries, type Entry, type FileEntry } from './terms/archive-entry.js';
import { Stopped } from './terms/failure.js';
import type { Judgement } from './terms/judgement.js';
import { layoutFacts } from './terms/layout.js';
import { judgeAndTell } from './tell-judgement.js';
import { VERSION } from './version.js';

/**
 * Packages an app, and writes its report beside the package.
 * @throws Stopped with the reason; then there is no new package and nothing is left behind
 */
export async function packageApp(request: PackageRequest, host: Host): Promise<Packaged> {
  const run = new Run(host);
  const target = await run.stage('resolve', 'Resolve: what is to be built', () =>
    resolveTarget(host, run, request),
  );
  const packagePath = request.packagePath ?? host.packagePathFor(request.appRoot);
  const beside = [REPORT_NAME, SARIF_NAME].map((name) => join(dirname(packagePath), name));
  const release = await reserveOutput(packagePath, beside);
  try {
    return await inPrivateFolder(host, (work) =>
      // The package gets its name last, so that none is there without its report.
      writeWhole(packagePath, async (partial) => {
        const parts = await build(host, run, request, { target, packagePath, partial, work });
        return publishReport(host, makeReport(request, packagePath, parts, run));
      }),
    );
  } finally {
    await release();
  }
}

async function inPrivateFolder<Result>(
  host: Host,
  use: (work: string) => Promise<Result>,
): Promise<Result> {
  const work = await makePrivateFolder(host.tempFolder);
  try {
    return await use(work);
  } catch (error) {
    throw fullDisk(work, error);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function makePrivateFolder(below: string): Promise<string> {
  // Python separates the folders of PYTHONPATH by it, and refuses a venv there.
  const unusable = (reason: string, cause?: unknown): Stopped =>
    new Stopped({ code: 'temp-folder-unusable', path: below, reason }, { cause });
  if (below.includes(':')) throw unusable("its name has a ':'");
  return mkdtemp(join(below, 'antenv-')).catch((error: unknown) => {
    throw unusable(error instanceof Error ? error.message : String(error), error);
  });
}

interface Place {
  readonly target: Target;
  readonly packagePath: string;
  /** Where the package is written before it gets its name. */
  readonly partial: string;
  /** The run's private folder. */
  readonly work: string;
}

async function build(host: Host, run: Run, request: PackageRequest, place: Place): Promise<Parts> {
  const { target, packagePath, work } = place;
  const { python, image } = target;
  const { appRoot } = request;
  const facts = layoutFacts(request.layout);
  const { path: venv, distributions } = await run.stage(
    'install',
    'Install: requirements into antenv',
    () =>
      installRequirements(host, run, {
        program: python.program,
        python: python.minor,
        glibc: image.glibc,
        requirements: target.requirements.path,
        appRoot,
        work,
      }),
  );
  const staticFiles = await run.stage('framework', 'Framework: static files', () =>
    collectStaticFiles(host, run, request.collectStatic, {
      root: appRoot,
      venv,
      installed: distributions.map(({ name }) => name),
    }),
  );
  const app = await run.stage('app', "App: the app's own files", () =>
    loadAppFiles(host, run, { appRoot, excludes: request.excludes, own: [work, packagePath] }),
  );
  const relocated = await run.stage('relocate', 'Relocate: the venv at its address', () =>
    venvAtAddress(host, run, { facts, venv, work, appRoot, app: app.entries, python }),
  );
  const bytecode = await run.stage('bytecode', 'Bytecode: compiled for the address', () =>
    compileBytecode(
      host,
      { program: python.program, minor: python.minor, cacheTag: python.cacheTag, work },
      [
        {
          entries: files(app.entries),
          address: relocated.addresses.app,
          checked: facts.appIsEditedOnSite,
        },
        {
          // Scripts in the venv's bin are run, not imported.
          entries: files(relocated.entries).filter(({ path }) => path.startsWith('lib/')),
          address: relocated.addresses.venv,
          checked: false,
        },
      ],
    ),
  );
  const contents = toBePacked(request, target, app.entries, relocated, bytecode);
  const judgement = await run.stage('check', 'Check: would it start?', () =>
    checkContents(host, run, request, { ...contents, python: python.program, image }),
  );
  const packed = await run.stage('pack', 'Pack: everything into one zip', () =>
    pack(host, run, {
      ...contents,
      compression: request.compression,
      startupCommand: request.startupCommand,
      baseTime: target.baseTime.seconds,
      packagePath,
      partial: place.partial,
      work,
    }),
  );
  return { target, distributions, staticFiles, app, relocated, bytecode, judgement, packed };
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

/**
 * Judges what is about to be packed.
 * @throws Stopped `judged-bad` when a finding reaches `failOn`
 */
async function checkContents(
  host: Host,
  run: Run,
  request: PackageRequest,
  contents: ToBePacked & { readonly python: string; readonly image: RuntimeImage },
): Promise<Judgement> {
  const gathered = await evidenceFromEntries(contents, host.signal);
  const { startupCommand, appSettings } = request;
  const evidence = await gatherEvidence(host, run, {
    gathered,
    startupCommand,
    settings: appSettings === undefined ? undefined : await loadSettings(appSettings),
    runtimeStack: stackName(contents.image.python),
    python: contents.python,
  });
  return judgeAndTell(host, run, evidence, request);
}
