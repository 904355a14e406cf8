// What of a venv nobody needs at run time: test directories that nothing imports, and installers.
//
// Conservative by design: whatever looks as if it were needed stays. A directory that is missed by somebody
// costs a deployment, one that stays costs some seconds.

import { readDistributions, type PruneDistribution, type PruneFile } from './distributions.js';
import { namesIn, namesPart } from './mentions.js';

/** Something that stays behind. */
export interface LeftOutOfVenv {
  readonly reason: 'test directory' | 'installer';
  /** The directory's path in the venv, or the name of the distribution. */
  readonly what: string;
  readonly files: number;
  readonly bytes: number;
}

export interface Pruned {
  readonly leftOut: readonly LeftOutOfVenv[];
  /** Every file that stays behind. */
  readonly paths: ReadonlySet<string>;
  /** Their bytes, before compression. */
  readonly bytes: number;
}

/** A test directory of one distribution. */
interface TestFolder {
  readonly path: string;
  /** What an import would call it. */
  readonly module: string;
  readonly name: string;
  readonly distribution: PruneDistribution;
  readonly files: readonly PruneFile[];
  /** Not only sources are in it. */
  readonly hasData: boolean;
}

/** Installers that a venv may have without anybody asking for them, and what is imported of them. */
const INSTALLERS: Readonly<Record<string, readonly string[]>> = {
  pip: ['pip'],
  setuptools: ['setuptools', 'pkg_resources', 'distutils', '_distutils_hack'],
  wheel: ['wheel'],
};

const SITE = /^((?:lib|Lib)\/(?:python[\d.]+\/)?site-packages)\//;

/**
 * Plans what stays behind. Only `.py`, entry points, `.pth` and programs are looked into, and only by their text.
 * @param venv all files of the venv as installed
 * @param app the app's files
 * @param mentions texts that may name a module, such as the startup command
 */
export function planPrune(
  venv: readonly PruneFile[],
  app: readonly PruneFile[],
  mentions: readonly string[] = [],
): Pruned {
  const distributions = readDistributions(venv);
  const installers = unneededInstallers(distributions, venv, app, mentions);
  const gone = new Set(installers.flatMap(({ files }) => [...files]));
  const rest = venv.filter(({ path }) => !gone.has(path));
  const folders = unneededTests(testFolders(rest, distributions), rest, app, mentions);
  const left = [
    ...folders.map(({ path, files }) => leftOut('test directory', path, files)),
    ...installers.map(({ name, files }) => {
      const own = venv.filter(({ path }) => files.has(path));
      return leftOut('installer', name, own);
    }),
  ];
  const inFolders = folders.flatMap(({ files }) => files.map(({ path }) => path));
  const paths = new Set([
    ...inFolders,
    ...venv.map(({ path }) => path).filter((path) => gone.has(path)),
  ]);
  return { leftOut: left, paths, bytes: left.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function leftOut(
  reason: LeftOutOfVenv['reason'],
  what: string,
  files: readonly PruneFile[],
): LeftOutOfVenv {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { reason, what, files: files.length, bytes };
}

/** Outermost directories named `tests` or `test`, below a package, whose every file one RECORD lists. */
function testFolders(
  venv: readonly PruneFile[],
  distributions: readonly PruneDistribution[],
): TestFolder[] {
  const owners = new Map<string, PruneDistribution>();
  const shared = new Set<string>();
  for (const distribution of distributions) {
    for (const path of distribution.files) {
      if (owners.has(path)) shared.add(path);
      owners.set(path, distribution);
    }
  }
  return [...filesByTestFolder(venv)].flatMap(([path, files]) => {
    const owner = owners.get(files[0]?.path ?? '');
    const isOne = files.every((file) => owners.get(file.path) === owner && !shared.has(file.path));
    if (!owner || !isOne) return [];
    const module = path.replace(SITE, '').replaceAll('/', '.');
    const name = path.slice(path.lastIndexOf('/') + 1);
    const hasData = files.some((file) => !/\.pyi?$/.test(file.path));
    return { path, module, name, distribution: owner, files, hasData };
  });
}

function filesByTestFolder(venv: readonly PruneFile[]): Map<string, PruneFile[]> {
  const found = new Map<string, PruneFile[]>();
  for (const file of venv) {
    const folder = testFolderOf(file.path);
    if (folder === undefined) continue;
    const files = found.get(folder);
    if (files) files.push(file);
    else found.set(folder, [file]);
  }
  return found;
}

/** The outermost test directory that a file lies in; one without a package above it is a package itself. */
function testFolderOf(path: string): string | undefined {
  const site = SITE.exec(path)?.[0];
  if (site === undefined) return undefined;
  const [found] = /^[\w]+(?:\/\w+)*?\/tests?(?=\/)/.exec(path.slice(site.length)) ?? [];
  return found === undefined ? undefined : site + found;
}

/** Those that nothing outside names; a directory that is named makes its own files speak too. */
function unneededTests(
  folders: readonly TestFolder[],
  venv: readonly PruneFile[],
  app: readonly PruneFile[],
  mentions: readonly string[],
): readonly TestFolder[] {
  const inside = new Set(folders.flatMap(({ files }) => files));
  const needed = new Set<TestFolder>();
  const byModule = new Map(folders.map((folder) => [folder.module, folder]));
  const speaking = [
    ...venv.filter((file) => !inside.has(file)).map((file) => ({ file, isOfVenv: true })),
    ...app.map((file) => ({ file, isOfVenv: false })),
  ];
  const hear = (text: string, file: PruneFile | undefined, isOfVenv: boolean): void => {
    const own = file && isOfVenv ? packageOf(file.path) : undefined;
    const names = new Set(namesIn({ text, package: own }));
    const heard = new Set(
      folders.filter((folder) => isOfVenv && file && readsFrom(file, text, names, folder)),
    );
    for (const name of names) addNamed(name, byModule, heard);
    for (const folder of heard) {
      if (needed.has(folder)) continue;
      needed.add(folder);
      speaking.push(...folder.files.map((spoken) => ({ file: spoken, isOfVenv: true })));
    }
  };
  for (const text of mentions) hear(text, undefined, false);
  // Grows while it is gone through.
  for (const { file, isOfVenv } of speaking) {
    if (!speaks(file.path)) continue;
    const bytes = file.read();
    if (!bytes.includes('test')) continue;
    const text = bytes.toString('utf8');
    if (/\btests?\b/.test(text)) hear(text, file, isOfVenv);
  }
  return folders.filter((folder) => !needed.has(folder));
}

/** Python and what starts it: sources, entry points, `.pth` files and programs; not what only pytest or a build runs. */
function speaks(path: string): boolean {
  if (/\/(?:conftest|setup)\.py$/.test(path)) return false;
  return /\.(?:py|pth|sh)$|\.dist-info\/entry_points\.txt$|^bin\/[^/]+$/.test(path);
}

/**
 * Whether a source may read data from a test directory of its own distribution: it has the directory's name in a
 * path, and those of the folders on the way there, or the package around it by name.
 */
function readsFrom(
  { path }: PruneFile,
  text: string,
  names: ReadonlySet<string>,
  folder: TestFolder,
): boolean {
  if (!folder.hasData || !folder.distribution.files.has(path)) return false;
  if (!namesPart(text, folder.name)) return false;
  const around = folder.path.slice(0, -folder.name.length);
  if (path.startsWith(around)) return true;
  const parent = folder.module.slice(0, -folder.name.length - 1);
  if (names.has(parent) || namesPart(text, parent)) return true;
  const shared = path.split('/').findIndex((part, index) => around.split('/')[index] !== part);
  const between = around.split('/').slice(shared, -1);
  return between.every((part) => namesPart(text, part));
}

/** `a.b.tests.c` names the directory `a/b/tests`. */
function addNamed(
  name: string,
  byModule: ReadonlyMap<string, TestFolder>,
  heard: Set<TestFolder>,
): void {
  if (!name.includes('.test')) return;
  for (let dot = name.indexOf('.'); ; dot = name.indexOf('.', dot + 1)) {
    const folder = byModule.get(dot === -1 ? name : name.slice(0, dot));
    if (folder) heard.add(folder);
    if (dot === -1) return;
  }
}

/** The package that a source's relative imports start from. */
function packageOf(path: string): string | undefined {
  const site = SITE.exec(path)?.[0];
  if (site === undefined) return undefined;
  const folder = path.slice(site.length, Math.max(site.length, path.lastIndexOf('/')));
  return folder === '' ? undefined : folder.replaceAll('/', '.');
}

/** Those of pip, setuptools and wheel that no other distribution requires, nobody asked for and nothing imports. */
function unneededInstallers(
  distributions: readonly PruneDistribution[],
  venv: readonly PruneFile[],
  app: readonly PruneFile[],
  mentions: readonly string[],
): readonly PruneDistribution[] {
  const installers = distributions.filter(({ name }) => name in INSTALLERS);
  const others = distributions.filter((one) => !installers.includes(one));
  const required = new Set(others.flatMap(({ requires }) => requires));
  const unasked = installers.filter(({ name, requested }) => !requested && !required.has(name));
  const own = new Set<string>();
  for (const { files } of installers) for (const path of files) own.add(path);
  let left = unasked;
  const hear = (bytes: Buffer): void => {
    left = left.filter(({ name }) => !INSTALLERS[name]?.some((module) => uses(bytes, module)));
  };
  for (const text of mentions) hear(Buffer.from(text));
  for (const { path, read } of [...venv, ...app]) {
    if (left.length === 0) return [];
    if (speaks(path) && !own.has(path)) hear(read());
  }
  return left;
}

/** An import of a module, or its name as a whole string, as in `[sys.executable, "-m", "pip"]`. */
function uses(bytes: Buffer, module: string): boolean {
  if (!bytes.includes(module)) return false;
  const use = new RegExp(
    `\\b(?:import|from)[ \\t]+(?:[\\w., \\t]*[ ,\\t])?${module}(?!\\w)|(['"])${module}(?:\\.[\\w.]+)?\\1`,
  );
  return use.test(bytes.toString('utf8'));
}
