// Sites as the platform's own builder leaves them (platform contract A3, A4, A9): where our packages arrive on.

import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RealVenv } from './rehearsal-venv.js';
import { rewrite } from './rehearsal-venv.js';
import { archive, writeTree, type Tree } from './site/hand-made-package.js';

/** The folder that it built in; a new one for each build. */
const BUILT_IN = '/tmp/8dd0123456789ab';

const FLAT = [`SourceDirectoryInBuildContainer="${BUILT_IN}"`, 'virtualEnvName="antenv"'];

/** Makes one of them from an app and a venv; its folder. */
type Build = (venv: RealVenv, app: Tree) => Promise<string>;

/** By the name of what is characteristic of each. */
export const BUILT_SITES = {
  'output.tar.gz': async (venv, app) => compressed(venv, app, 'output.tar.gz'),
  'output.tar.zst': async (venv, app) => compressed(venv, app, 'output.tar.zst'),
  'a folder antenv': async (venv, app) => {
    const site = await emptySite(venv, FLAT);
    await writeTree(site, app);
    await unpackMoved(venv, join(site, 'antenv'), '/home/site/wwwroot/antenv');
    return site;
  },
  'antenv.tar.gz': async (venv, app) => {
    const site = await emptySite(venv, [...FLAT, 'compressedVirtualEnvFile="antenv.tar.gz"']);
    await writeTree(site, app);
    await venv.unpack(join(site, 'unpacked'));
    await archive(join(site, 'unpacked'), join(site, 'antenv.tar.gz'));
    await rm(join(site, 'unpacked'), { recursive: true });
    // What a start leaves.
    await symlink('/antenv', join(site, 'antenv'));
    return site;
  },
} as const satisfies Readonly<Record<string, Build>>;

async function compressed(venv: RealVenv, app: Tree, name: string): Promise<string> {
  const site = await emptySite(venv, [...FLAT, 'CompressDestinationDir="true"']);
  const contents = await mkdtemp(join(venv.folder, 'built-'));
  await writeTree(contents, app);
  await unpackMoved(venv, join(contents, 'antenv'), `${BUILT_IN}/antenv`);
  await archive(contents, join(site, name));
  await rm(contents, { recursive: true });
  return site;
}

async function emptySite(venv: RealVenv, manifest: readonly string[]): Promise<string> {
  const site = await mkdtemp(join(venv.folder, 'site-'));
  await writeFile(join(site, 'oryx-manifest.toml'), `${manifest.join('\n')}\n`);
  await writeFile(join(site, '.ostype'), 'linux\n');
  return site;
}

/** A venv belongs to the address that it was made at. */
async function unpackMoved(venv: RealVenv, folder: string, address: string): Promise<void> {
  await venv.unpack(folder);
  await rewrite(join(folder, 'bin/activate'), /\/antenv/g, address);
}
