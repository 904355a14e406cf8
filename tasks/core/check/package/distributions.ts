// The distributions of a venv, as their dist-info folders describe them (Core Metadata, PEP 376, PEP 610).

import { normalisedName } from '../../terms/distribution-name.js';
import { readRecord } from '../../terms/record.js';
import type { DistributionFact, Tree } from '../evidence.js';

const INFO = /^((?:lib\/python[\d.]+|Lib)\/site-packages)\/([^/]+)\.dist-info\/[^/]+$/;

/** A dist-info folder: where it is, and what its name says. */
interface Info {
  readonly site: string;
  /** `name-1.0` */
  readonly base: string;
}

/** Lists the distributions by name. */
export function distributionsOf(tree: Tree): DistributionFact[] {
  return infosOf(tree)
    .map((info) => distributionOf(tree, info))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The distribution that brought a file, by the file's path in the venv. */
export function ownersOf(tree: Tree): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const info of infosOf(tree)) {
    const { name } = identity(tree, info);
    for (const path of recordedPaths(tree, info)) owners.set(path, name);
  }
  return owners;
}

function infosOf({ files }: Tree): Info[] {
  const found = new Map<string, Info>();
  for (const path of files.keys()) {
    const [, site, base] = INFO.exec(path) ?? [];
    if (site !== undefined && base !== undefined) found.set(`${site}/${base}`, { site, base });
  }
  return [...found.values()];
}

function distributionOf(tree: Tree, info: Info): DistributionFact {
  const paths = recordedPaths(tree, info);
  return {
    ...identity(tree, info),
    tags: fields(textOf(tree, info, 'WHEEL'), 'Tag'),
    scripts: scriptsOf(textOf(tree, info, 'entry_points.txt'), paths),
    topLevel: topLevelOf(tree, info, paths),
    requires: fields(textOf(tree, info, 'METADATA'), 'Requires-Dist'),
    editable: isEditable(textOf(tree, info, 'direct_url.json'), paths),
  };
}

function identity(tree: Tree, { site, base }: Info): { name: string; version: string } {
  const metadata = textOf(tree, { site, base }, 'METADATA');
  const [, name = base, version = ''] = /^(.+)-([^-]+)$/.exec(base) ?? [];
  return {
    name: normalisedName(fields(metadata, 'Name')[0] ?? name),
    version: fields(metadata, 'Version')[0] ?? version,
  };
}

function textOf({ files }: Tree, { site, base }: Info, name: string): string {
  return files.get(`${site}/${base}.dist-info/${name}`)?.text ?? '';
}

/** Every value of a field, in order. */
function fields(text: string, name: string): string[] {
  const before = `${name.toLowerCase()}:`;
  return text
    .split(/\r?\n/)
    .filter((line) => line.toLowerCase().startsWith(before))
    .map((line) => line.slice(before.length).trim());
}

/** Paths of RECORD as seen from the venv. */
function recordedPaths(tree: Tree, info: Info): string[] {
  const depth = info.site.split('/').length;
  const up = '../'.repeat(depth);
  return readRecord(textOf(tree, info, 'RECORD')).map(({ path }) =>
    path.startsWith(up) ? path.slice(up.length) : `${info.site}/${path}`,
  );
}

/** Names of the `console_scripts`, and of the scripts that were installed as they are. */
function scriptsOf(entryPoints: string, paths: readonly string[]): string[] {
  const section = /^\[console_scripts\]\s*\n([^[]*)/m.exec(entryPoints.replaceAll('\r', ''))?.[1];
  const named = (section ?? '')
    .split('\n')
    .flatMap((line) => /^\s*([^#;=\s][^=]*?)\s*=/.exec(line)?.[1] ?? []);
  const installed = paths.flatMap((path) => /^bin\/([^/]+)$/.exec(path)?.[1] ?? []);
  return [...new Set([...named, ...installed])].toSorted();
}

const MODULE = /^[\p{L}_][\p{L}\p{N}_]*$/u;

function topLevelOf(tree: Tree, info: Info, paths: readonly string[]): string[] {
  const inside = `${info.site}/`;
  const recorded = paths
    .filter((path) => path.startsWith(inside) && !path.endsWith('.pth'))
    .map((path) => path.slice(inside.length))
    .map((path) => (path.includes('/') ? path.split('/')[0] : path.split('.')[0]) ?? '');
  const listed = textOf(tree, info, 'top_level.txt').split(/\r?\n/);
  const names = recorded.length > 0 ? recorded : listed.map((line) => line.trim());
  return [...new Set(names)]
    .filter((name) => MODULE.test(name) && name !== '__pycache__')
    .filter((name) => !name.startsWith('__editable__'))
    .toSorted();
}

function isEditable(directUrl: string, paths: readonly string[]): boolean {
  if (paths.some((path) => /\/__editable__[^/]*$/.test(path))) return true;
  try {
    const parsed: unknown = JSON.parse(directUrl === '' ? 'null' : directUrl);
    if (typeof parsed !== 'object' || parsed === null || !('dir_info' in parsed)) return false;
    const folder = parsed.dir_info;
    return typeof folder === 'object' && folder !== null && 'editable' in folder
      ? folder.editable === true
      : false;
  } catch {
    return false;
  }
}
