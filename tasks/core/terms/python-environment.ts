// The environment that a Python of ours runs in: the job's, without what would move or change the result.

/** Variables that make Python import, write or optimise otherwise than the venv should. */
const REFUSED = [
  'PYTHONPATH',
  'PYTHONHOME',
  'PYTHONPYCACHEPREFIX',
  'PYTHONOPTIMIZE',
  'PYTHONSTARTUP',
  'PYTHONPLATLIBDIR',
  'PYTHONINSPECT',
  'VIRTUAL_ENV',
  '__PYVENV_LAUNCHER__',
];

/** A copy of an environment without those variables. */
export function scrubbedEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !REFUSED.includes(name)));
}
