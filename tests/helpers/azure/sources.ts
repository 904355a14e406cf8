// Sources of an app of which nothing is known but the environment variables that they read.

import type { PythonSources } from '../../../tasks/core/check/sources/python-sources.js';
import { moduleFact } from '../module-fact.js';

/** Modules by path, each with the variables that it reads, a line each. */
export function sourcesReading(reads: Readonly<Record<string, readonly string[]>>): PythonSources {
  const modules = Object.entries(reads).map(([path, names]) =>
    moduleFact(path, {
      environment: names.map((name, index) => ({ name, line: index + 1 })),
    }),
  );
  return { modules: new Map(modules.map((one) => [one.path, one])), broken: [] };
}
