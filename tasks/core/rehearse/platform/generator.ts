// The platform's generator: unpacks a whole-app tarball and decides what the start script does
// (platform contract A7 to A11, A13).

import { chmod } from 'node:fs/promises';
import { posix } from 'node:path';

import { SITE_ROOT, VENV_NAME } from '../../terms/layout.js';
import { loadSettings } from './build-env.js';
import { findPlainFile, pathExists } from './container-files.js';
import { defaultCommand, type DefaultCommand } from './default-command.js';
import { NO_FLAGS, type GeneratorFlags } from './generator-flags.js';
import type { Inside, OnHost } from './inside.js';
import { loadManifest, type Manifest } from './manifest.js';
import { generatorError, panic } from './platform-failure.js';
import { loadRunBlock } from './run-block.js';
import { joinPath, writeStartScript } from './start-script.js';
import { unpackApp } from './tarball.js';
import type { ZstdSupport } from './zstd-support.js';

/** The folder with which the manifest's `packagedir` is replaced where there is no venv. */
const PACKAGES = '__oryx_packages__';

/** A container whose files are laid out, before its app runs. */
export interface Container {
  readonly inside: Inside;
  readonly onHost: OnHost;
  readonly environment: Readonly<Record<string, string>>;
  /** What the image's generator reads. */
  readonly zstd: ZstdSupport;
  /** Path in the container of the file that says that the command is about to start. */
  readonly marker: string;
}

/** What the generator made of a site. */
export interface StartScript {
  /** For `/opt/startup/startup.sh`. */
  readonly script: string;
  /** Where the app runs from. */
  readonly appPath: string;
  /** The last line of the script. */
  readonly command: string;
  /** No app was found: the platform's own page starts. */
  readonly parked: boolean;
  /** A Python would be downloaded at each start; here the script goes on without. */
  readonly installsPython: boolean;
}

/**
 * Does the generator's work: with the startup command that the entry point hands on, or detecting the
 * app when there is none. Unpacks a whole-app tarball on the way.
 * @throws PlatformFailure `generator` where the generator ends without a start script
 */
export async function createStartScript(
  container: Container,
  flags: GeneratorFlags = NO_FLAGS,
): Promise<StartScript> {
  const { onHost, environment, marker } = container;
  const manifest = await loadManifest(onHost);
  const settings = await loadSettings(onHost, environment);
  const pythonVersion = manifest.PythonVersion || (environment['PYTHON_VERSION'] ?? '');
  const appPath = await locateApp(container, manifest);
  const packages = await findPackages(container, manifest, appPath);
  const found = await chooseCommand(container, flags, appPath, pythonVersion);
  const installsPython =
    settings.dynamicInstall && !(await pathExists(onHost, `/opt/python/${pythonVersion}`));
  const script = writeStartScript({
    ...packages,
    manifest,
    appPath,
    pythonVersion,
    installsPython,
    preRunCommand: settings.preRunCommand,
    command: found.command,
    runBlock: await loadRunBlock(onHost),
    marker,
  });
  return { script, appPath, ...found, installsPython };
}

/** Answers the folder that the app runs from, and unpacks it there when it is a tarball. */
async function locateApp(container: Container, manifest: Manifest): Promise<string> {
  // Exactly "true": "True" counts as false.
  if (manifest.CompressDestinationDir !== 'true') return SITE_ROOT;
  const { inside, onHost, environment } = container;
  const archive = await findArchive(container);
  const destination = manifest.SourceDirectoryInBuildContainer;
  await unpackApp({ inside, onHost, environment, archive, destination });
  return destination;
}

/** The one of zstd comes first, wherever it is from; a generator that is too old does not see it. */
async function findArchive({ onHost, zstd }: Container): Promise<string> {
  const gzip = `${SITE_ROOT}/output.tar.gz`;
  const wanted = zstd.app ? [`${SITE_ROOT}/output.tar.zst`, gzip] : [gzip];
  for (const path of wanted) {
    if (await pathExists(onHost, path)) return path;
  }
  if (!zstd.app) throw panic(`Could not find file '${gzip}'.`);
  throw panic(`zstd/gzip output not found: ${wanted.map((path) => `'${path}'`).join(' or ')}`);
}

interface Packages {
  readonly venvName: string;
  readonly has: { readonly venv: boolean; readonly packages: boolean };
  readonly packageFolder: string;
}

async function findPackages(
  { onHost, zstd }: Container,
  manifest: Manifest,
  appPath: string,
): Promise<Packages> {
  const archive = manifest.CompressedVirtualEnvFile;
  checkArchive(archive, zstd);
  const venvName = manifest.VirtualEnvName || VENV_NAME;
  const venv = await pathExists(onHost, joinPath(appPath, venvName));
  const packageFolder = venv || archive !== '' ? manifest.PackageDir : PACKAGES;
  const packages = await pathExists(onHost, joinPath(appPath, packageFolder));
  return { venvName, has: { venv, packages }, packageFolder };
}

function checkArchive(archive: string, zstd: ZstdSupport): void {
  const endings = ['.zip', '.tar.gz', ...(zstd.venv ? ['.tar.zst'] : [])];
  if (archive === '' || endings.some((ending) => archive.endsWith(ending))) return;
  const known = endings.map((ending) => `'${ending}'`).join(', ');
  throw generatorError(`Error: Unrecognizable file '${archive}'. Expected one of ${known}.`);
}

async function chooseCommand(
  { onHost, environment }: Container,
  flags: GeneratorFlags,
  appPath: string,
  pythonVersion: string,
): Promise<DefaultCommand> {
  if (flags.command === '') {
    return defaultCommand({ onHost, environment, flags, appPath, pythonVersion });
  }
  await makeExecutable(onHost, appPath, flags.command);
  return { command: `PATH="$PATH:${appPath}" ${flags.command}`, parked: false };
}

/** Only when the whole command is the path of a file. */
async function makeExecutable(onHost: OnHost, appPath: string, command: string): Promise<void> {
  for (const path of [posix.join(appPath, command), command]) {
    const found = await findPlainFile(onHost, path);
    if (found === undefined) continue;
    await chmod(found, 0o755);
    return;
  }
}
