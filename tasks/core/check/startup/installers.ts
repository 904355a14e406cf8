// Commands that install Python packages: pip, uv, poetry, pipenv, pdm, conda and their kind.

import { readPythonCall } from './servers/python-call.js';
import { isPython, programName } from './shell-wrappers.js';

/** A program and the subcommands of it that install. */
const INSTALLERS: readonly { readonly program: RegExp; readonly commands: readonly string[] }[] = [
  { program: /^pip(?:\d+(?:\.\d+)*)?$/, commands: ['install'] },
  { program: /^uv$/, commands: ['pip install', 'pip sync', 'sync', 'run', 'add', 'tool install'] },
  { program: /^poetry$/, commands: ['install', 'update', 'add', 'sync'] },
  { program: /^pipenv$/, commands: ['install', 'sync', 'update'] },
  { program: /^pdm$/, commands: ['install', 'sync', 'update', 'add'] },
  {
    program: /^(?:conda|mamba|micromamba)$/,
    commands: ['install', 'create', 'update', 'env create', 'env update'],
  },
  { program: /^setup\.py$/, commands: ['install', 'develop'] },
];

/** Programs whose every call installs. */
const ALWAYS = ['pip-sync', 'easy_install', 'uvx'];

/** Options that keep `uv run` and `uv sync` from installing. */
const NOT_INSTALLING = ['--no-sync', '--dry-run', '--help', '--version'];

/** What a command installs with, such as `pip install`; `undefined` when it installs nothing. */
export function installerOf(words: readonly string[]): string | undefined {
  const [program = '', ...args] = asProgram(words);
  const name = programName(program);
  if (args.some((word) => NOT_INSTALLING.includes(word))) return undefined;
  if (ALWAYS.includes(name)) return name;
  const installer = INSTALLERS.find((one) => one.program.test(name));
  const plain = args.filter((word) => !word.startsWith('-'));
  const command = installer?.commands.find((one) =>
    one.split(' ').every((word, index) => plain[index] === word),
  );
  return command === undefined ? undefined : `${name} ${command}`;
}

/** `python -m pip install` and `python setup.py install` are called by their own names. */
function asProgram(words: readonly string[]): readonly string[] {
  const [program = '', ...rest] = words;
  if (!isPython(program)) return words;
  const { kind, name, args } = readPythonCall(rest);
  return kind === 'module' || kind === 'script' ? [name, ...args] : words;
}
