// The environment that a Python of ours runs in: the job's, without what would move or change the result.

import { delimiter } from 'node:path';

/** What would make Python take a path for two: it separates those of PYTHONPATH, and no venv is made below it. */
export function separatorIn(path: string): string | undefined {
  return path.includes(delimiter) ? delimiter : undefined;
}

/**
 * Variables that make Python import, write or optimise otherwise than the venv should, or fail at what pip does: with
 * PYTHONWARNINGS=error, as for an app's tests, its own deprecations end it.
 */
const REFUSED = [
  'PYTHONPATH',
  'PYTHONHOME',
  'PYTHONPYCACHEPREFIX',
  'PYTHONOPTIMIZE',
  'PYTHONSTARTUP',
  'PYTHONPLATLIBDIR',
  'PYTHONINSPECT',
  'PYTHONWARNINGS',
  'VIRTUAL_ENV',
  '__PYVENV_LAUNCHER__',
];

/** A copy of an environment without those variables. */
export function scrubbedEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !REFUSED.includes(name)));
}
