// The start script that the platform's generator writes, the same in effect (platform contract A9, A11).

import type { Manifest } from './manifest.js';

/** What the script depends on, found out before. Paths are the container's. */
export interface Start {
  readonly manifest: Manifest;
  readonly appPath: string;
  readonly venvName: string;
  /** Whether `<appPath>/<venvName>` and the package folder are there. */
  readonly has: { readonly venv: boolean; readonly packages: boolean };
  readonly packageFolder: string;
  /** Of the image, all three numbers. */
  readonly pythonVersion: string;
  readonly preRunCommand: string;
  /** The last line: a user's command or the default one. */
  readonly command: string;
}

/** Where a started container keeps the environment that its command got. */
export const ENVIRONMENT_FILE = '/opt/startup/environment.sh';

/** Writes the script, for dash. Throws when the venv archive has an ending that nothing unpacks. */
export function writeStartScript(start: Start): string {
  return [
    '#!/bin/sh',
    ...shellProfile(start),
    ...preRun(start),
    `cd ${start.appPath}`,
    `export APP_PATH="${start.appPath}"`,
    'export HOST="${HOST:-0.0.0.0}"',
    'export PORT="${PORT:-80}"',
    `export PATH="/opt/python/${start.manifest.PythonVersion || start.pythonVersion}/bin:$PATH"`,
    ...venv(start),
    ...packageFolder(start),
    // Not the platform's: lets a test run other programs where the command runs.
    `export -p > ${ENVIRONMENT_FILE}.new && mv ${ENVIRONMENT_FILE}.new ${ENVIRONMENT_FILE}`,
    start.command,
    '',
  ].join('\n');
}

/** For a shell over SSH only. */
function shellProfile(start: Start): string[] {
  const folder = venvFolder(start);
  return [
    `export APP_PATH="${start.appPath}"`,
    'cd $APP_PATH',
    `export VIRTUALENVIRONMENT_PATH="${folder}"`,
    guardedActivation(folder),
  ].map((line) => `echo '${line}' >> ~/.bashrc`);
}

/** Before PATH, PYTHONPATH and the activation: it does not see the venv. */
function preRun({ appPath, preRunCommand }: Start): string[] {
  return preRunCommand === '' ? [] : [`cd "${appPath}"`, preRunCommand];
}

function venvFolder({ manifest, appPath, venvName }: Start): string {
  return manifest.CompressedVirtualEnvFile === '' ? `${appPath}/${venvName}` : `/${venvName}`;
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
  const { manifest, appPath, venvName } = start;
  // Unguarded, so dash exits when there is no such file.
  const activate = `. ${venvName}/bin/activate`;
  if (manifest.CompressDestinationDir === 'true') return [activate];
  if (manifest.CompressedVirtualEnvFile !== '') return [guardedActivation(venvFolder(start))];
  const source = manifest.SourceDirectoryInBuildContainer;
  if (source === '') return [];
  return [`mkdir -p ${source}`, `ln -sf ${appPath}/${venvName} ${source}`, activate];
}

function guardedActivation(folder: string): string {
  return `if [ -f ${folder}/bin/activate ]; then . ${folder}/bin/activate; fi`;
}

function venvFromArchive(start: Start): string[] {
  const folder = venvFolder(start);
  const name = start.venvName;
  return [
    `rm -fr ${folder}`,
    `mkdir -p ${folder}`,
    unpackCommand(start.manifest.CompressedVirtualEnvFile, folder),
    `if [ -d ${name} ]; then mv -f ${name} _del_${name} || true; fi`,
    `if [ -d ${folder} ]; then ln -sfn ${folder} ./${name}; fi`,
  ];
}

function unpackCommand(archive: string, folder: string): string {
  if (archive.endsWith('.tar.gz')) return `tar -xzf ${archive} -C ${folder}`;
  if (archive.endsWith('.tar.zst')) return `tar -I zstd -xf ${archive} -C ${folder}`;
  if (archive.endsWith('.zip')) return `unzip -q ${archive} -d ${folder}`;
  throw new Error(`The venv archive '${archive}' is none of .tar.gz, .tar.zst, .zip.`);
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
  const folder = `${start.appPath}/${start.packageFolder}`;
  if (!start.has.packages) return [`echo "No package folder at '${folder}'."`];
  return [
    `user_site="$HOME/.local/lib/python${MINOR}/site-packages"`,
    'mkdir -p "$user_site"',
    `echo "${folder}" > "$user_site/oryx.pth"`,
    `PATH="${folder}/bin:$PATH"`,
  ];
}
