// The target of a cross build, in the words of uv: wheels alone, for a platform and a Python that are named.

import { targetTags } from '../terms/wheel-name.js';
import { uvPlatform } from './uv-platform.js';

/** What App Service has. */
export interface CrossTarget {
  /** All three numbers, such as `3.11.15`: `Requires-Python` and markers are read for them. */
  readonly version: string;
  /** Such as `3.11`. */
  readonly minor: string;
  /** Such as `2.31`. */
  readonly glibc: string;
}

/**
 * The options that make uv choose for the target. A bare `3.11` would be read as 3.11.0, which distributions
 * with `!=3.9.0` and the like refuse.
 * @param built distributions that are built here, although all others must have a wheel
 */
export function crossOptions(target: CrossTarget, built: readonly string[] = []): string[] {
  const where = ['--python-platform', uvPlatform(target.glibc)];
  const which = ['--python-version', target.version];
  // `--no-build` has no exceptions; `--only-binary :all:` has.
  const how = ['--only-binary', ':all:', ...built.flatMap((name) => ['--no-binary', name])];
  return [...where, ...which, ...how];
}

/** The tags that a wheel may have, as a set. */
export function crossTags({ minor, glibc }: CrossTarget): ReadonlySet<string> {
  return new Set(targetTags(minor, glibc));
}
