// Settings modules of a Django project that the site does not use: those of a developer's machine and the like.

import { djangoSettings } from '../sources/django-settings.js';
import { findImported, moduleFiles } from '../sources/find-module.js';
import type { With } from '../rule.js';

/** Modules that follow the same settings as those in force, which are not among them. */
export function otherSettings(evidence: With<'sources'>): ReadonlySet<string> {
  const { modules } = evidence.sources;
  const used = djangoSettings(evidence)?.facts.map(({ path }) => path) ?? [];
  const files = moduleFiles(modules.keys());
  const others = [...modules.values()].filter(
    ({ path, stars = [] }) =>
      !used.includes(path) &&
      stars.some((star) => used.includes(findImported(star, path, files) ?? '')),
  );
  return new Set(others.map(({ path }) => path));
}
