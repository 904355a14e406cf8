// Which script or text a command hands to a shell: `./run.sh`, `bash run.sh`, `. run.sh`, `bash -c "…"`.

import type { Layout } from '../../../terms/layout.js';
import { pathInApp } from '../app-paths.js';
import type { Tree } from '../../evidence.js';
import { isShell, programName } from './wrappers.js';
import type { Command } from './shell.js';
import type { Shell } from '../startup.js';

/** What a command makes a shell read. */
export type Called =
  | {
      readonly kind: 'script';
      readonly path: string;
      readonly text: string;
      readonly interpreter: string | undefined;
      readonly shell: Shell;
      /** Read by the calling shell itself, with `.` or `source`. */
      readonly sourced: boolean;
    }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly shell: Shell;
      readonly sourced: boolean;
      /** Its offset in the text that calls, where that is not the one of the command. */
      readonly at?: number;
    };

/** Where the call stands. */
export interface Caller {
  readonly app: Tree | undefined;
  readonly layout: Layout | undefined;
  readonly folder: string | undefined;
  readonly script: string | undefined;
  readonly shell: Shell;
}

/** A script longer than this is not read. */
const LONGEST = 1 << 17;

/** What the words call, as far as the app's tree holds its text. */
export function findCalled(words: readonly string[], caller: Caller): Called | undefined {
  const [program = '', ...rest] = words;
  if (program === 'eval') {
    return { kind: 'text', text: rest.join(' '), shell: caller.shell, sourced: true };
  }
  if (program === '.' || program === 'source') return sourced(rest[0], caller);
  if (isShell(program)) return shellCalled(shellNamed(program), rest, caller);
  return named(program, caller);
}

/** The here-document that a shell without a script reads: `bash <<END`. */
export function heredocOf(
  { redirects }: Command,
  [program = '', ...args]: readonly string[],
): Called | undefined {
  if (!isShell(program) || args.some((word) => !/^-[a-z]*$/.test(word) || word.includes('c')))
    return undefined;
  const document = redirects.findLast((redirect) => redirect.type === 'HereDoc');
  if (document?.type !== 'HereDoc') return undefined;
  const { text, pos } = document.body;
  return { kind: 'text', text, shell: shellNamed(program), sourced: false, at: pos };
}

function shellNamed(program: string): Shell {
  return programName(program) === 'bash' ? 'bash' : 'sh';
}

/** `bash -c text`, `bash script`, with any options before. */
function shellCalled(shell: Shell, args: readonly string[], caller: Caller): Called | undefined {
  let at = 0;
  let isText = false;
  for (; /^[-+]./.test(args[at] ?? ''); at += 1) {
    const option = args[at] ?? '';
    if (/^-[a-z]*$/.test(option) && option.includes('c')) isText = true;
    if (/^[-+][a-z]*[oO]$/.test(option) || /^--(?:rcfile|init-file)$/.test(option)) at += 1;
  }
  const word = args[at];
  if (word === undefined) return undefined;
  if (isText) return { kind: 'text', text: word, shell, sourced: false };
  const file = textOf(pathInApp(word, caller), caller);
  return file && { ...file, kind: 'script', shell, sourced: false };
}

function sourced(word: string | undefined, caller: Caller): Called | undefined {
  // A venv's own script says nothing about the app.
  if (word === undefined || word.endsWith('/bin/activate')) return undefined;
  const file = textOf(pathInApp(word, caller), caller);
  return file && { ...file, kind: 'script', shell: caller.shell, sourced: true };
}

/** A script run by its name: through PATH, which holds the app root (contract A11), or as a path. */
function named(program: string, caller: Caller): Called | undefined {
  const isPath = program.includes('/');
  if (!isPath && !program.endsWith('.sh')) return undefined;
  const folder = isPath ? caller.folder : '';
  const file = textOf(pathInApp(program, { ...caller, folder }), caller);
  if (file === undefined) return undefined;
  const shell = shellOf(file.interpreter, file.path, caller.shell);
  return shell && { ...file, kind: 'script', shell, sourced: false };
}

/** The shell that a shebang names; without one, the calling shell reads the script itself. */
function shellOf(interpreter: string | undefined, path: string, caller: Shell): Shell | undefined {
  if (interpreter === undefined)
    return /\.(?:sh|bash)$|^[^.]*$/.test(programName(path)) ? caller : undefined;
  const words = interpreter.split(/\s+/);
  const program =
    programName(words[0] ?? '') === 'env' ? words.find((word) => isShell(word)) : words[0];
  return program !== undefined && isShell(program) ? shellNamed(program) : undefined;
}

function textOf(
  path: string | undefined,
  { app }: Caller,
): { path: string; text: string; interpreter: string | undefined } | undefined {
  const text = path === undefined ? undefined : app?.files.get(path)?.text;
  if (path === undefined || text === undefined || text.length > LONGEST) return undefined;
  const interpreter = /^#![ \t]*(\S[^\r\n]*)/.exec(text)?.[1]?.trimEnd();
  return { path, text, interpreter };
}
