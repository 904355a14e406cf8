// What a shell complains about: reads the error lines of dash and bash, and of programs that miss a file.

import type { Place } from '../../terms/finding.js';
import type { TreeFile } from '../evidence.js';
import { findFile, neverAnswered, ownPath, shorten, type Story } from './story.js';
import { STARTUP_COMMAND } from '../places.js';

/** `missing` is a file that is opened, `unknown` a program that is to be run, `option` one of `set`. */
export type ShellFault =
  'unknown' | 'missing' | 'folder' | 'denied' | 'format' | 'interpreter' | 'syntax' | 'option';

export interface ShellError {
  readonly fault: ShellFault;
  /** The program or file; of a syntax error what it is about. */
  readonly name: string;
  readonly where: Place;
  readonly line: string;
}

/** What comes before the complaint: `script: 3: `, `script: line 3: ` or `bash: `. */
const SPOKEN_BY = /^(\S+): (?:line )?(\d+): |^(?:-?(?:ba|da)?sh|env|\/usr\/bin\/env): /;

const FAULTS: readonly (readonly [ShellFault, RegExp])[] = [
  ['syntax', /^[Ss]yntax error(?::| near unexpected token)? ?(.+)$/],
  ['syntax', /^(unexpected EOF while looking for matching .+)$/],
  ['option', /^set: Illegal option (-o \w+)$/],
  ['folder', /^cd: can't cd to (.+)$/],
  ['folder', /^cd: (.+): No such file or directory$/],
  ['missing', /^\.: cannot open (.+): No such file$/],
  ['missing', /^\.: (.+): not found$/],
  ['missing', /^cannot open (.+): No such file$/],
  ['interpreter', /^(.+): cannot execute: required file not found$/],
  ['interpreter', /^(.+?): (?:\S+: )?bad interpreter: .+$/],
  ['format', /^(.+?): (?:cannot execute binary file: )?Exec format error$/],
  ['denied', /^(.+): Permission denied$/],
  ['unknown', /^(?:exec: )?(.+?): (?:command )?not found$/],
  ['missing', /^[‘'"]?(.+?)[’'"]?: No such file or directory$/],
];

/** Programs that name the file they miss in their own words. */
const PROGRAMS: readonly (readonly [ShellFault, RegExp])[] = [
  ['missing', /^\S*python[\d.]*: can't open file '(.+)': \[Errno 2\]/],
  ['missing', /^Error: '(.+)' doesn't exist$/],
  ['folder', /^Error: can't chdir to '(.+)'$/],
];

/** The last complaint of a shell in the log. */
export function findShellError(story: Story): ShellError | undefined {
  for (const line of story.rehearsal.log.toReversed()) {
    const error = readError(line.trim(), story);
    if (error !== undefined) return error;
  }
  return undefined;
}

function readError(line: string, story: Story): ShellError | undefined {
  const spoken = SPOKEN_BY.exec(line);
  const [rest, table] = spoken ? [line.slice(spoken[0].length), FAULTS] : [line, PROGRAMS];
  for (const [fault, pattern] of table) {
    const name = pattern.exec(rest)?.[1];
    if (name === undefined) continue;
    const where = placeOfSpeaker(spoken?.[1], spoken?.[2], story);
    return { fault, name, where, line: shorten(line) };
  }
  return undefined;
}

/** A script of the app, else the startup command, which is what the platform's own script runs. */
function placeOfSpeaker(script = '', line = '1', { rehearsal }: Story): Place {
  const path = ownPath(script, rehearsal.appPath);
  const isCommand = path === undefined || script === '' || /^(?:ba|da)?sh$/.test(script);
  return isCommand ? STARTUP_COMMAND : { file: path, line: Number(line) };
}

/**
 * Whether the shell's complaint can be why the start failed: a later exception of Python counts for
 * more, unless the exit code is one of a shell.
 */
export function endedInShell(story: Story): boolean {
  if (!neverAnswered(story)) return false;
  const { traceback, rehearsal } = story;
  return traceback === undefined || [2, 126, 127].includes(rehearsal.exit?.code ?? 0);
}

/** The last complaint, where it can be the reason and is one of these. */
export function shellError(story: Story, ...faults: readonly ShellFault[]): ShellError | undefined {
  if (!endedInShell(story)) return undefined;
  const error = findShellError(story);
  return error && faults.includes(error.fault) ? error : undefined;
}

/** The file that a shell says is not there, where the package has it. */
export function foundFile(story: Story, error: ShellError | undefined): TreeFile | undefined {
  if (error?.fault !== 'unknown' && error?.fault !== 'interpreter') return undefined;
  const file = findFile(story, error.name);
  return typeof file === 'object' ? file : undefined;
}

/** What the first line of a script says after `#!`. */
export function shebangOf(file: TreeFile | undefined): string | undefined {
  // A dot matches no carriage return.
  return /^#!\s*([^\n]*)/.exec(file?.text?.split('\n')[0] ?? '')?.[1];
}
