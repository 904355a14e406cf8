// Commands that install Python packages: pip, uv, poetry, pipenv, pdm, conda and their kind.

import { withoutPython } from './servers/python-call.js';
import { programName } from './shell/wrappers.js';

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
  const [program = '', ...args] = withoutPython(words);
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

/** Options of pip whose value is a path, and no project. */
const WITH_PATH =
  /^(?:-[rctf]|--(?:requirement|constraint|target|find-links|prefix|root|src|cache-dir|log|cert))$/;

/** Whether a word tells pip to install a project: by a path such as `.` or `../lib[extra]`, or as editable. */
export function namesProject(word: string, before = ''): boolean {
  if (/^(?:-e|--editable(?:=.*)?)$/.test(word)) return true;
  return /^\.{1,2}(?:[/[]|$)/.test(word) && !WITH_PATH.test(before);
}
