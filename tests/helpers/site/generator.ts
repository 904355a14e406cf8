// The platform's generator: unpacks a whole-app tarball and decides what the start script does
// (platform contract A8 to A11, A13). Left out: build.env, appsvc.yaml, dynamic install, debugging.

import { chmod, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, posix } from 'node:path';

import { detectApp } from './framework.js';
import { loadManifest, type Manifest } from './manifest.js';
import { runInside, type PrivateRoot } from './namespace.js';
import { writeStartScript } from './start-script.js';
import { expandTarGz, makeDestination, type OnHost } from './tarball.js';

const WWWROOT = '/home/site/wwwroot';
const DEFAULT_SITE = '/opt/defaultsite';
const UNPACK_SECONDS = 120;

export interface Container {
  readonly root: PrivateRoot;
  /** Maps a path of the container to the host's. */
  readonly onHost: OnHost;
  readonly environment: Readonly<Record<string, string>>;
  readonly pythonVersion: string;
}

/**
 * Does the generator's work for a command, or detects the app when it is empty, and answers the
 * start script. Throws where the generator ends without one.
 */
export async function createScript(container: Container, command: string): Promise<string> {
  const { environment, onHost, pythonVersion } = container;
  const manifest = await loadManifest(onHost(`${WWWROOT}/oryx-manifest.toml`));
  const appPath = await locateApp(container, manifest);
  const venvName = manifest.VirtualEnvName || 'antenv';
  const hasVenv = await exists(onHost(join(appPath, venvName)));
  const hasArchive = manifest.CompressedVirtualEnvFile !== '';
  const packageFolder = hasVenv || hasArchive ? manifest.PackageDir : '__oryx_packages__';
  if (command !== '') await makeExecutable(onHost, appPath, command);
  return writeStartScript({
    manifest,
    appPath,
    venvName,
    has: { venv: hasVenv, packages: await exists(onHost(join(appPath, packageFolder))) },
    packageFolder,
    pythonVersion,
    preRunCommand: environment['PRE_RUN_COMMAND'] ?? '',
    command:
      command === ''
        ? defaultCommand(container, manifest, appPath)
        : `PATH="$PATH:${appPath}" ${command}`,
  });
}

/** Answers the folder that the app runs from, and unpacks it there when it is a tarball. */
async function locateApp(container: Container, manifest: Manifest): Promise<string> {
  // Exactly "true": "True" counts as false.
  if (manifest.CompressDestinationDir !== 'true') return WWWROOT;
  const archives = ['output.tar.zst', 'output.tar.gz'].map((name) => join(WWWROOT, name));
  const found = await Promise.all(archives.map(async (path) => exists(container.onHost(path))));
  const archive = archives[found.indexOf(true)];
  if (archive === undefined) throw new Error('No output.tar.zst or output.tar.gz in wwwroot.');
  const destination = manifest.SourceDirectoryInBuildContainer;
  await makeDestination(destination, container.onHost);
  try {
    if (archive.endsWith('.zst')) await expandTarZst(container, archive, destination);
    else await expandTarGz(container.onHost(archive), destination, container.onHost);
  } catch (error) {
    throw new Error(`'${archive}' cannot be unpacked: ${String(error)}`, { cause: error });
  }
  return destination;
}

/** By the system's tar: everything is kept. */
async function expandTarZst(
  { root, environment }: Container,
  archive: string,
  destination: string,
): Promise<void> {
  const words = ['/bin/tar', '-I', 'zstd', '-xf', archive, '-C', destination];
  const { code, stderr } = await runInside(root, words, WWWROOT, environment, UNPACK_SECONDS);
  if (code !== 0) throw new Error(stderr);
}

/** Only when the whole command is the path of a file. */
async function makeExecutable(onHost: OnHost, appPath: string, command: string): Promise<void> {
  for (const path of [posix.join(appPath, command), posix.resolve(WWWROOT, command)]) {
    const found = await stat(onHost(path)).catch(() => undefined);
    if (found === undefined || found.isDirectory()) continue;
    await chmod(onHost(path), 0o755);
    return;
  }
}

function defaultCommand(container: Container, manifest: Manifest, appPath: string): string {
  const { environment, onHost } = container;
  const version = manifest.PythonVersion || container.pythonVersion;
  const fastApi = hasFastApi(version) && !readSwitch(environment, 'DISABLE_FASTAPI_DETECTION');
  // The name given to init, not the manifest's.
  const found = detectApp(onHost(appPath), 'antenv', fastApi);
  const folder = found === undefined ? DEFAULT_SITE : appPath;
  const config = environment['PYTHON_USE_GUNICORN_CONFIG_FROM_PATH'] ?? '';
  const args = [
    `--timeout 600 --access-logfile '-' --error-logfile '-'`,
    ...(config === '' ? [] : [`-c ${config}`]),
    ...workers(environment),
    `--chdir=${folder}`,
  ];
  return `GUNICORN_CMD_ARGS="${args.join(' ')}" gunicorn ${found ?? 'application:app'}`;
}

function hasFastApi(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 14);
}

function workers(environment: Container['environment']): string[] {
  if (!readSwitch(environment, 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS')) return [];
  const count = environment['PYTHON_GUNICORN_CUSTOM_WORKER_NUM'] || 2 * cpus().length + 1;
  const threads = environment['PYTHON_GUNICORN_CUSTOM_THREAD_NUM'] || undefined;
  return [`--workers=${count}`, ...(threads === undefined ? [] : [`--threads=${threads}`])];
}

/** Go's own idea of a boolean; anything else ends the generator. */
function readSwitch(environment: Container['environment'], name: string): boolean {
  const value = environment[name] ?? '';
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true;
  if (['', '0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false;
  throw new Error(`Invalid value '${value}' for '${name}'.`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
