// Third-party notices: the licence of every package whose code is in a bundle.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { Bundle } from './bundle.js';

/** A package that is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** The SPDX expression of its package.json. */
  readonly license: string;
  /** The texts of its licence and notice files, in the order of their names. */
  readonly texts: readonly string[];
}

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * The packages whose code is in a bundle, by name and version; without the project itself.
 * @throws Error when a package has no licence field or file, or is bundled already and so hides its own
 */
export function bundledPackages(root: string, bundle: Bundle): BundledPackage[] {
  const folders = new Set<string>();
  for (const input of inputsOf(bundle)) {
    if (input.endsWith('.min.js')) {
      throw new Error(
        `${input} is a bundle itself and hides its packages. Import its parts instead.`,
      );
    }
    const folder = packageFolder(resolve(root, input));
    // Our own package.json is in the bundle too, for the version.
    if (folder.split(sep).includes('node_modules')) folders.add(folder);
  }
  const packages = [...folders].map(loadPackage);
  return packages.toSorted((a, b) => compare(`${a.name} ${a.version}`, `${b.name} ${b.version}`));
}

/** The text of ThirdPartyNotices.txt. */
export function writeNotices(task: string, packages: readonly BundledPackage[]): string {
  const head = `${task} contains code of the packages below, each under its own licence.\n`;
  const sections = packages.map(({ name, version, license, texts }) => {
    const title = `${name} ${version} (${license})`;
    return `\n${'-'.repeat(title.length)}\n${title}\n${'-'.repeat(title.length)}\n\n${texts.join('\n\n')}\n`;
  });
  return head + sections.join('');
}

/** Only files that gave bytes to the output: what was shaken off is not shipped. */
function inputsOf(bundle: Bundle): string[] {
  return Object.values(bundle.outputs).flatMap((output) => Object.keys(output.inputs));
}

/** Climbs to the first package.json with a name: some packages have a nameless one in `dist`. */
function packageFolder(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && readManifest(manifest).name !== undefined) return folder;
    if (dirname(folder) === folder) throw new Error(`${file} belongs to no package.`);
  }
}

function loadPackage(folder: string): BundledPackage {
  const { name = '', version, license } = readManifest(join(folder, 'package.json'));
  if (typeof version !== 'string' || typeof license !== 'string') {
    throw new Error(`The package.json of ${name} names no version or no licence.`);
  }
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file));
  if (files.length === 0) throw new Error(`${name} ${version} has no licence file to ship.`);
  const texts = files.toSorted(compare).map((file) => readText(join(folder, file)));
  return { name, version, license, texts };
}

interface Manifest {
  readonly name?: string;
  readonly version?: unknown;
  readonly license?: unknown;
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

function readText(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
