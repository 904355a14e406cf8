// Finds a module among files as Python's import does, folder by folder.

/** Paths of files, relative to the app root. */
export interface ModuleFiles {
  has(path: string): boolean;
  hasFolder(path: string): boolean;
  /** Whether a compiled module is there: `name.so`, `name.cpython-312-x86_64-linux-gnu.so`, `name.pyc`. */
  hasCompiled(path: string): boolean;
}

/** What a dotted name leads to. */
export type FoundModule =
  | { readonly kind: 'source'; readonly path: string }
  /** A folder without `__init__.py`, or a compiled module: nothing to look into. */
  | { readonly kind: 'opaque' }
  /** `part` is the dotted name up to what is not there; `near` the module that has no such part. */
  | { readonly kind: 'missing'; readonly part: string; readonly near: string | undefined };

/** Prepares paths for looking up modules. */
export function moduleFiles(paths: Iterable<string>): ModuleFiles {
  const files = new Set(paths);
  const folders = new Set<string>(['']);
  const compiled = new Set<string>();
  for (const path of files) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      folders.add(path.slice(0, at));
    }
    const stem = /^(.*?)(?:\.(?:cpython-|abi3)[^/]*)?\.(?:so|pyc)$/.exec(path)?.[1];
    if (stem !== undefined) compiled.add(stem);
  }
  return {
    has: (path) => files.has(path),
    hasFolder: (path) => folders.has(path),
    hasCompiled: (path) => compiled.has(path),
  };
}

/** Looks a dotted name up in folders in their order; a folder without `__init__.py` counts last. */
export function findModule(
  name: string,
  roots: readonly string[],
  files: ModuleFiles,
): FoundModule {
  const [top = '', ...rest] = name.split('.');
  const steps = roots.map((root) => step(below(root, top), files));
  let current =
    steps.find((found) => found !== undefined && found.kind !== 'namespace') ??
    steps.find((found) => found !== undefined);
  if (current === undefined) return { kind: 'missing', part: top, near: undefined };
  for (const [index, part] of rest.entries()) {
    if (current.kind === 'compiled') return { kind: 'opaque' };
    const within: Step | undefined =
      current.folder === undefined ? undefined : step(below(current.folder, part), files);
    if (within === undefined) {
      const known = [top, ...rest.slice(0, index)].join('.');
      return {
        kind: 'missing',
        part: `${known}.${part}`,
        near: current.kind === 'source' ? current.path : undefined,
      };
    }
    current = within;
  }
  return current.kind === 'source' ? { kind: 'source', path: current.path } : { kind: 'opaque' };
}

type Step =
  | { readonly kind: 'source'; readonly path: string; readonly folder: string | undefined }
  | { readonly kind: 'compiled' }
  | { readonly kind: 'namespace'; readonly folder: string };

function step(base: string, files: ModuleFiles): Step | undefined {
  const init = `${base}/__init__`;
  if (files.has(`${init}.py`)) return { kind: 'source', path: `${init}.py`, folder: base };
  if (files.hasCompiled(init) || files.hasCompiled(base)) return { kind: 'compiled' };
  if (files.has(`${base}.py`)) return { kind: 'source', path: `${base}.py`, folder: undefined };
  return files.hasFolder(base) ? { kind: 'namespace', folder: base } : undefined;
}

/** Whether a text is a name that an import statement can have. */
export function isModuleName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(text);
}

/** A path below a folder; the app root is the empty one. */
export function below(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

/** The module of a name that one of the app's own sources imports: from the app root, else from beside it. */
export function findImported(
  name: string,
  importer: string,
  files: ModuleFiles,
): string | undefined {
  const parts = importer.split('/').slice(0, -1);
  const roots = [...parts.keys(), parts.length].map((count) => parts.slice(0, count).join('/'));
  for (const root of roots) {
    const found = findModule(name, [root], files);
    if (found.kind === 'source') return found.path;
  }
  return undefined;
}
