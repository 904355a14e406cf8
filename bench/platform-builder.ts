// The commands that the platform's own builder runs for an app with requirements.txt, and the package they make.
// Source: BaseBashBuildScript.sh.tpl and PythonBashBuildSnippet.sh.tpl of Oryx.

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compression } from '../tasks/core/terms/layout.js';
import type { Python } from './wheels.js';

/** The app is a folder of its own, in which the venv is made. */
export interface Building {
  readonly app: string;
  readonly python: Python;
  readonly env: NodeJS.ProcessEnv;
}

/** Not `--system-site-packages`, which it gives besides: what this machine's Python has is not the image's. */
export function makeVenv({ app, python, env }: Building): void {
  run(python.program, ['-m', 'venv', '--copies', 'antenv'], { cwd: app, env });
}

/** pip compiles what it installs, as there. */
export function installRequirements({ app, env }: Building): void {
  const args = ['-m', 'pip', 'install', '--prefer-binary', '-r', 'requirements.txt'];
  run(join(app, 'antenv/bin/python'), args, { cwd: app, env });
}

const ARCHIVES = {
  gzip: { name: 'output.tar.gz', flags: ['-zcf'] },
  zstd: { name: 'output.tar.zst', flags: ['-I', 'zstd', '-cf'] },
} as const satisfies Record<Compression, { name: string; flags: readonly string[] }>;

/**
 * Packs app and venv from where they were built. (By default the builder first copies both without their times,
 * which makes all bytecode stale; that is left out, in its favour.)
 * @returns the archive's path, in `folder`
 */
export function compress(app: string, folder: string, compression: Compression): string {
  const { name, flags } = ARCHIVES[compression];
  const archive = join(folder, name);
  run('tar', [...flags, archive, '.'], { cwd: app });
  return archive;
}

/** Points the venv to where Python is in the image that the builder runs in, and in that which runs the app. */
export function moveToImage({ app, python }: Building): void {
  const path = join(app, 'antenv/pyvenv.cfg');
  const text = readFileSync(path, 'utf8');
  const home = `/opt/python/${python.version}/bin`;
  writeFileSync(path, text.replace(/^home = .*$/m, `home = ${home}`));
}

/**
 * What the builder leaves in the site's folder, as a zip: the archive and its manifest.
 * @param app where it was built, which is where it is unpacked at each start
 */
export function writePackage(zip: string, archive: string, { app, python }: Building): void {
  const folder = join(archive, '..');
  writeFileSync(join(folder, 'oryx-manifest.toml'), manifest(app, python));
  rmSync(zip, { force: true });
  run('zip', ['-q', '-0', '-j', zip, archive, join(folder, 'oryx-manifest.toml')], { cwd: folder });
  if (statSync(zip).size < statSync(archive).size) throw new Error(`${zip} lacks its archive.`);
}

function manifest(app: string, { version }: Python): string {
  const keys = {
    PythonVersion: version,
    virtualEnvName: 'antenv',
    OperationId: '0123456789abcdef',
    SourceDirectoryInBuildContainer: app,
    PlatformName: 'python',
    CompressDestinationDir: 'true',
  };
  return Object.entries(keys)
    .map(([key, value]) => `${key}="${value}"\n`)
    .join('');
}

function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): void {
  execFileSync(program, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
}
