// Shared objects by the distribution that brought them, for findings that name it once.

import type { VenvFacts } from '../evidence.js';
import type { SharedObject } from './shared-objects.js';

/** The shared objects of one distribution, or one that belongs to none. */
export interface Owner {
  /** For messages: the distribution's name, or the path of the only object. */
  readonly name: string;
  readonly distribution: string | undefined;
  readonly objects: readonly SharedObject[];
}

/** Groups shared objects in the order of their first appearance. */
export function byOwner(objects: readonly SharedObject[]): Owner[] {
  const groups = new Map<string, SharedObject[]>();
  for (const object of objects) {
    const name = object.distribution ?? object.path;
    groups.set(name, [...(groups.get(name) ?? []), object]);
  }
  return [...groups].map(([name, own]) => ({
    name,
    distribution: own[0]?.distribution,
    objects: own,
  }));
}

/**
 * Leaves out what came with wheels for any platform: they do without their machine code, such as
 * debugpy's part that attaches to a running process (it asks for glibc 2.34).
 */
export function ofPlatforms(
  objects: readonly SharedObject[],
  venv: VenvFacts | undefined,
): readonly SharedObject[] {
  const forAny = new Set(
    venv?.distributions
      .filter(({ tags }) => tags.length > 0 && tags.every((tag) => tag.endsWith('-any')))
      .map(({ name }) => name),
  );
  return objects.filter(({ distribution }) => !forAny.has(distribution ?? ''));
}

/**
 * Owners whose extension modules are all of another machine, by machine. Wheels for any machine carry
 * code for several and load what fits; Windows is the matter of `venv/windows`.
 */
export function foreignOwners(objects: readonly SharedObject[]): Map<string, Owner[]> {
  const found = new Map<string, Owner[]>();
  for (const owner of byOwner(objects.filter(({ problem }) => problem === undefined))) {
    if (owner.objects.some(({ machine }) => machine === 'x86-64')) continue;
    const module = owner.objects.find(
      ({ path, machine }) => path.endsWith('.so') && machine !== 'pe' && machine !== 'unknown',
    );
    if (module) found.set(module.machine, [...(found.get(module.machine) ?? []), owner]);
  }
  return found;
}

/** Up to three of the names in quotes, and how many more: `'a', 'b', 'c' and 2 more`. */
export function listed(names: readonly string[]): string {
  return joined(names.map((name) => `'${name}'`));
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 2 more`. */
export function joined(names: readonly string[]): string {
  const left = names.length - MOST_NAMED;
  if (left > 0) return `${names.slice(0, MOST_NAMED).join(', ')} and ${left} more`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A message is read in a log, on one line. */
const MOST_NAMED = 3;
