// Which file of the app a command needs to be there.

import { posix } from 'node:path';

import type { Tree } from '../evidence.js';
import { readPythonCall, withoutPython } from './servers/python-call.js';
import { withoutLaunchers } from './servers/launchers.js';
import { hasExpansion } from './shell/words.js';
import { isPython, isShell } from './shell/wrappers.js';
import type { ShellCommand } from './startup.js';

/** The script that a command runs, as written: `./x.sh`, `bash x.sh`, `python x.py`, `streamlit run x.py`. */
export function calledFile(command: ShellCommand): string | undefined {
  const [program = '', ...args] = withoutLaunchers(command.words);
  const file = scriptOf(program, args);
  if (file === undefined || file === '-' || hasExpansion(file.replace(/^\$\{?APP_PATH\}?/, ''))) {
    return undefined;
  }
  return file;
}

/** Servers that are given the app as a file. */
const GIVEN_A_FILE = new Set(['streamlit', 'chainlit', 'gradio', 'fastapi']);

function scriptOf(program: string, args: readonly string[]): string | undefined {
  const [server = '', ...given] = withoutPython([program, ...args]);
  // Streamlit takes an address as well.
  if (GIVEN_A_FILE.has(server)) return given.find((word) => /^(?!-|\w+:\/\/).*\.py$/.test(word));
  if (isPython(program)) {
    const call = readPythonCall(args);
    return call.kind === 'script' ? call.name : undefined;
  }
  if (isShell(program)) {
    if (args.some((word) => /^-[a-z]*[cs]/.test(word))) return undefined;
    const at = args.findIndex((word) => !/^[-+]./.test(word));
    return /^[-+]o$/.test(args[at - 1] ?? '') ? undefined : args[at];
  }
  // Activation has a rule of its own.
  const isRead = program === '.' || program === 'source';
  if (isRead) return args[0]?.endsWith('/activate') === true ? undefined : args[0];
  return /\.(?:sh|py)$/.test(program) || /^\.{1,2}\//.test(program) ? program : undefined;
}

/** Programs that make files. */
const MAKERS = new Set([
  'cp',
  'mv',
  'ln',
  'touch',
  'mkdir',
  'curl',
  'wget',
  'tar',
  'unzip',
  'git',
  'tee',
  'install',
]);

/** Whether a command before may have made the path, or a folder above it. */
export function isMadeBefore(
  path: string,
  before: readonly Pick<ShellCommand, 'words' | 'writesTo'>[],
): boolean {
  const name = posix.basename(path);
  return before.some(({ words, writesTo = [] }) => {
    if (writesTo.some((file) => posix.basename(file) === name)) return true;
    const [program = ''] = words;
    if (['tar', 'unzip', 'git'].includes(program)) return true;
    // `uv sync` and `uv venv` do not say its name.
    if (name === '.venv' && words.includes('uv')) return true;
    const makesVenv = words.includes('venv') || program === 'virtualenv';
    return (
      (makesVenv || MAKERS.has(program)) && words.some((word) => posix.basename(word) === name)
    );
  });
}

/** A file of the app whose name is nearly that: other case, or in another folder. */
export function nearestName(path: string, app: Tree): string | undefined {
  const files = [...app.files.keys()];
  const lower = path.toLowerCase();
  const name = posix.basename(lower);
  return (
    files.find((file) => file.toLowerCase() === lower) ??
    files.find((file) => posix.basename(file.toLowerCase()) === name)
  );
}
