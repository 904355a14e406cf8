// A source of an app, of which nothing is known but what a test says.

import type { ModuleFact } from '../../tasks/core/check/sources/python-sources.js';

/** What is known of a source of which nothing is known. */
export const NO_FACTS: Omit<ModuleFact, 'path'> = {
  names: [],
  open: false,
  imports: [],
  apps: [],
  environment: [],
  runs: [],
  writes: [],
  constants: {},
  texts: [],
};

/** A source with these facts alone. */
export function moduleFact(path: string, facts: Partial<ModuleFact>): ModuleFact {
  return { ...NO_FACTS, ...facts, path };
}
