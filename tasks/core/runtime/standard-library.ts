// The modules of Python's standard library, by minor: the typed door to standard-library.json.

import { minorNumber } from '../terms/python-minor.js';
import data from './standard-library.json';

const always = new Set(data.always);
const since = new Map(Object.entries(data.since));
const removedIn = new Map(Object.entries(data.removedIn));

/** The minor of Python that no longer has a module, such as `3.12` for `distutils`. */
export function removedFrom(module: string): string | undefined {
  return removedIn.get(module);
}

/**
 * Whether a top-level module belongs to the standard library of a minor such as `3.12`; of any
 * minor that App Service has, when none is given. Private modules always do: apps seldom name them.
 */
export function isStandardModule(module: string, minor: string | undefined): boolean {
  if (module.startsWith('_') || always.has(module)) return true;
  const [first, gone] = [since.get(module), removedIn.get(module)];
  if (first === undefined && gone === undefined) return false;
  if (minor === undefined) return true;
  return gone === undefined ? !isBefore(minor, first ?? minor) : isBefore(minor, gone);
}

function isBefore(minor: string, other: string): boolean {
  return minorNumber(minor) < minorNumber(other);
}
