// The start script that the platform's generator writes, the same in effect (platform contract A9, A11).

import { posix } from 'node:path';

import type { Manifest } from './manifest.js';

/** What the script depends on, found out before. Paths are the container's. */
export interface Start {
  readonly manifest: Manifest;
  readonly appPath: string;
  readonly venvName: string;
  /** Whether `<appPath>/<venvName>` and the package folder are there. */
  readonly has: { readonly venv: boolean; readonly packages: boolean };
  readonly packageFolder: string;
  /** As the manifest has it, else the environment. */
  readonly pythonVersion: string;
  readonly preRunCommand: string;
  /** Whether a Python would have to be downloaded first. */
  readonly installsPython: boolean;
  /** The last line: a user's command or the default one. */
  readonly command: string;
  /** Comes behind the command. */
  readonly runBlock: string;
  /**
   * Path of a file that the script writes right before the command, with the variables that the
   * command gets, as a shell reads them. Not the platform's.
   */
  readonly marker: string;
}

/** Writes the script, for dash. */
export function writeStartScript(start: Start): string {
  return [
    '#!/bin/sh',
    ...profile(`export APP_PATH="${start.appPath}"`, 'cd $APP_PATH'),
    ...(start.installsPython ? [`oryx setupEnv -appPath ${start.appPath}`] : []),
    ...preRun(start),
    `cd ${start.appPath}`,
    `export APP_PATH="${start.appPath}"`,
    // To the letter: under a `set -u` of the command before, the script ends here where HOST is not set.
    'if [ -z "$HOST" ]; then export HOST=0.0.0.0; fi',
    'if [ -z "$PORT" ]; then export PORT=80; fi',
    `export PATH="/opt/python/${start.pythonVersion}/bin:$PATH"`,
    ...venvProfile(start),
    ...venv(start),
    ...packageFolder(start),
    // In a shell of its own, so that whatever happens there ends there.
    `(export -p > ${start.marker}.new && mv ${start.marker}.new ${start.marker})`,
    start.command,
    ...(start.runBlock === '' ? [] : ['', start.runBlock]),
    '',
  ].join('\n');
}

/** Joins as the generator does: without a slash at the end. */
export function joinPath(folder: string, name: string): string {
  return posix.join(folder, name).replace(/(?<=.)\/$/, '');
}

/** For a shell over SSH only. */
function profile(...lines: readonly string[]): string[] {
  return lines.map((line) => `echo '${line}' >> ~/.bashrc`);
}

function venvProfile(start: Start): string[] {
  const folder = venvFolder(start);
  return profile(`export VIRTUALENVIRONMENT_PATH="${folder}"`, guardedActivation(folder));
}

/** Before PATH, PYTHONPATH and the activation: it does not see the venv. */
function preRun({ appPath, preRunCommand }: Start): string[] {
  // A backslash at the command's end takes the next line along: there as here a comment.
  return preRunCommand === '' ? [] : [`cd "${appPath}"`, preRunCommand, '# End'];
}

function venvFolder({ manifest, appPath, venvName }: Start): string {
  if (manifest.CompressedVirtualEnvFile !== '') return `/${venvName}`;
  return joinPath(appPath, venvName);
}

function venv(start: Start): string[] {
  const hasArchive = start.manifest.CompressedVirtualEnvFile !== '';
  if (!hasArchive && !start.has.venv) {
    return [`echo "No virtual environment at '${venvFolder(start)}'."`];
  }
  const unpacking = hasArchive ? venvFromArchive(start) : [];
  return [...unpacking, ...pythonPath(start), ...activation(start)];
}

function activation(start: Start): string[] {
  const { manifest, venvName } = start;
  // Unguarded, so dash exits when there is no such file.
  const activate = `. ${venvName}/bin/activate`;
  if (manifest.CompressDestinationDir === 'true') return [activate];
  if (manifest.CompressedVirtualEnvFile !== '') return [guardedActivation(venvFolder(start))];
  const source = manifest.SourceDirectoryInBuildContainer;
  if (source === '') return [];
  return [`mkdir -p ${source}`, `ln -sf ${venvFolder(start)} ${source}`, activate];
}

function guardedActivation(folder: string): string {
  return `if [ -f ${folder}/bin/activate ]; then . ${folder}/bin/activate; fi`;
}

function venvFromArchive(start: Start): string[] {
  const folder = venvFolder(start);
  const name = start.venvName;
  return [
    // By way of a variable: its words are split, and quotes in a file's name are only characters.
    `unpack="${unpackCommand(start.manifest.CompressedVirtualEnvFile, folder)}"`,
    `rm -fr ${folder}`,
    `mkdir -p ${folder}`,
    '$unpack',
    `if [ -d ${name} ]; then mv -f ${name} _del_${name} || true; fi`,
    `if [ -d ${folder} ]; then ln -sfn ${folder} ./${name}; fi`,
  ];
}

/** Any other ending has ended the generator before. */
function unpackCommand(archive: string, folder: string): string {
  if (archive.endsWith('.zip')) return `unzip -q ${archive} -d ${folder}`;
  const zstd = archive.endsWith('.tar.zst');
  return `tar ${zstd ? '-I zstd -xf' : '-xzf'} ${archive} -C ${folder}`;
}

const MINOR = `$(python -c 'import sys; print("%d.%d" % sys.version_info[:2])')`;

/** The image exports PYTHON_VERSION with all three numbers; from here on the app sees two. */
function pythonPath(start: Start): string[] {
  const sitePackages = `"${venvFolder(start)}/lib/python$PYTHON_VERSION/site-packages"`;
  return [
    `PYTHON_VERSION=${MINOR}`,
    `export PYTHONPATH=\${PYTHONPATH:+$PYTHONPATH:}${sitePackages}`,
    'echo "PYTHONPATH is now $PYTHONPATH"',
  ];
}

function packageFolder(start: Start): string[] {
  if (start.packageFolder === '') return [];
  const folder = joinPath(start.appPath, start.packageFolder);
  if (!start.has.packages) return [`echo "No package folder at '${folder}'."`];
  return [
    `user_site="$HOME/.local/lib/python${MINOR}/site-packages"`,
    'mkdir -p "$user_site"',
    `echo "${folder}" > "$user_site/oryx.pth"`,
    `PATH="${folder}/bin:$PATH"`,
  ];
}
