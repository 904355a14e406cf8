// Which shared objects of a package are loaded when its distributions are imported, as far as headers tell. Pure.

import { posix } from 'node:path';
import type { SharedObject } from './shared-objects.js';

/** What Python imports: the tag is in the name. */
const EXTENSION_MODULE = /\.(?:cpython-[^/.]*|abi3)\.so$/;

/** Shared objects by the names under which the loader finds them: soname and file name. */
export type Provided = ReadonlyMap<string, readonly SharedObject[]>;

/** Indexes shared objects by soname and file name. */
export function providedBy(objects: readonly SharedObject[]): Provided {
  const found = new Map<string, SharedObject[]>();
  for (const object of objects) {
    for (const name of new Set([posix.basename(object.path), object.soname])) {
      if (name === undefined) continue;
      const same = found.get(name);
      if (same) same.push(object);
      else found.set(name, [object]);
    }
  }
  return found;
}

/**
 * The extension modules and all that they load. A distribution without extension modules loads its
 * libraries itself, so all of them count but those that may be plugins of another; beside extension modules,
 * a library that none of them loads may be a plugin or a debugger's part that is never used.
 */
export function findLoaded(objects: readonly SharedObject[]): Set<SharedObject> {
  const isModule = ({ path }: SharedObject): boolean => EXTENSION_MODULE.test(path);
  const withModules = new Set(objects.filter(isModule).map(({ distribution }) => distribution));
  const provided = providedBy(objects);
  const plugins = pluginsOf(objects, provided);
  const loaded = new Set(
    objects.filter(
      (object) =>
        isModule(object) ||
        object.distribution === undefined ||
        (!withModules.has(object.distribution) && !plugins.has(object)),
    ),
  );
  // A set grows while it is walked, and each object is in it once: circles end by themselves.
  const followed = new Set<string>();
  for (const object of loaded) {
    for (const name of object.needed.map((path) => posix.basename(path))) {
      if (followed.has(name)) continue;
      followed.add(name);
      for (const library of provided.get(name) ?? []) loaded.add(library);
    }
  }
  return loaded;
}

/**
 * Those of a distribution without extension modules that are loaded only by others of it, or when they are asked for:
 * what stands on others of it, and is not the one library that all lead to.
 */
function pluginsOf(objects: readonly SharedObject[], provided: Provided): Set<SharedObject> {
  const siblings = (object: SharedObject): SharedObject[] =>
    object.needed
      .flatMap((path) => provided.get(posix.basename(path)) ?? [])
      .filter((one) => one !== object && one.distribution === object.distribution);
  const standing = objects.filter((object) => siblings(object).length > 0);
  const needed = new Set(standing.flatMap(siblings));
  const ends = new Map<string | undefined, number>();
  for (const { distribution } of standing.filter((object) => !needed.has(object))) {
    ends.set(distribution, (ends.get(distribution) ?? 0) + 1);
  }
  return new Set(standing.filter(({ distribution }) => (ends.get(distribution) ?? 0) > 1));
}
