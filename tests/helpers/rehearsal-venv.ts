// A real venv with real packages, installed once by the product's own flow, and packages made by hand around it.

import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { antenvPackage } from './command-line.js';
import { findPython } from './pythons.js';
import { archive, run, writeTree, type Tree } from './site/hand-made-package.js';

/** The minor of the Python that the venv is made with. */
export const MINOR = '3.11';

/** The name of the venv's archive in a package of the layout venvTarball. */
const ARCHIVE = 'antenv.tar.gz';
const MANIFEST = 'oryx-manifest.toml';

/** What a package is made of by hand. */
export interface Parts {
  /** The app's own files. */
  readonly app: Tree;
  /** The venv's archive; none when not given. */
  readonly venv?: string;
  /** Called with the folder of the package before it is zipped. */
  readonly prepare?: (folder: string) => Promise<void>;
}

/** A workbench with a real venv on it: packages are made below one folder. */
export class RealVenv {
  /** Everything is made below it. */
  readonly folder: string;
  /** The archive of the venv as the packer made it. */
  readonly archive: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.archive = join(folder, 'packed', ARCHIVE);
  }

  /** Installs `requirements` from the index and packages them as `venvTarball`, in an existing folder. */
  static async install(folder: string, requirements: readonly string[]): Promise<RealVenv> {
    const appRoot = join(folder, 'app');
    await mkdir(appRoot);
    await writeFile(join(appRoot, 'requirements.txt'), `${requirements.join('\n')}\n`);
    await writeFile(join(appRoot, 'app.py'), 'app = None\n');
    const zip = await packed(appRoot, []);
    execFileSync('unzip', ['-q', zip, '-d', join(folder, 'packed')]);
    return new RealVenv(folder);
  }

  /** Makes a package by hand: the app's files and, where there is one, a venv archive with the packer's manifest. */
  async package({ app, venv, prepare }: Parts): Promise<string> {
    const contents = await mkdtemp(join(this.folder, 'package-'));
    await writeTree(contents, app);
    if (venv !== undefined) {
      await copyFile(venv, join(contents, ARCHIVE));
      await copyFile(join(this.folder, 'packed', MANIFEST), join(contents, MANIFEST));
    }
    await prepare?.(contents);
    return zipped(contents);
  }

  /** The same with the venv as a folder of the package, links and all, and without a manifest. */
  async flatPackage(app: Tree, change: (venv: string) => Promise<void>): Promise<string> {
    const contents = await mkdtemp(join(this.folder, 'package-'));
    await writeTree(contents, app);
    await this.unpack(join(contents, 'antenv'));
    await change(join(contents, 'antenv'));
    return zipped(contents);
  }

  /** A package of the layout appTarball, made by the packer in one go. */
  async wholeApp(app: Tree): Promise<string> {
    const folder = await mkdtemp(join(this.folder, 'whole-'));
    await writeTree(join(folder, 'app'), { ...app, 'requirements.txt': 'flask\ngunicorn\n' });
    return packed(join(folder, 'app'), ['--layout', 'appTarball']);
  }

  /** Another archive of the venv, with something changed in the unpacked one. */
  async changed(change: (venv: string) => Promise<void>): Promise<string> {
    const folder = await mkdtemp(join(this.folder, 'venv-'));
    await this.unpack(join(folder, 'venv'));
    await change(join(folder, 'venv'));
    const target = join(folder, ARCHIVE);
    run(join(folder, 'venv'), 'tar', '-I', 'gzip -1', '-cf', target, '.');
    await rm(join(folder, 'venv'), { recursive: true });
    return target;
  }

  /** Unpacks the venv into a folder, which is made. */
  async unpack(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    run(folder, 'tar', '-xzf', this.archive);
  }
}

/** Packages an app beside its folder; the package's path. */
async function packed(appRoot: string, flags: readonly string[]): Promise<string> {
  const python = findPython(MINOR);
  if (python === undefined) throw new Error(`These tests need a CPython ${MINOR}.`);
  const how = ['--python', join(python, 'bin', 'python3'), '--rehearse', 'off', ...flags];
  const { package: made } = await antenvPackage([appRoot, ...how, '--out', `${appRoot}.zip`]);
  return made.path;
}

async function zipped(contents: string): Promise<string> {
  await archive(contents, `${contents}.zip`);
  await rm(contents, { recursive: true });
  return `${contents}.zip`;
}

/** Changes the text of a file. */
export async function rewrite(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`Nothing to change in ${path}.`);
  await writeFile(path, changed);
}
