// Causes in what a shell is given to run: Windows line endings, and a link that has become a text.

import { cause, type Cause } from './cause.js';
import { endedInShell, findShellError, foundFile, shebangOf } from '../shell-error.js';
import { findLine, type Story } from '../story.js';
import { STARTUP_COMMAND } from '../../places.js';

/** A carriage return, which the log may show as another character. */
const RETURN = String.raw`(?:[\r\ufffd]|\\r)`;

/** It stands at the end of a word; elsewhere it is of a program that draws its progress, or prints bytes. */
const MARKED = new RegExp(
  [
    `${RETURN}["'’]`,
    `${RETURN}: (?:(?:command )?not found|.*option|No such)`,
    `can't cd to .*${RETURN}`,
  ].join('|'),
);

const crlf = cause({
  code: 'rehearsal/crlf',
  severity: 'error',
  why: 'A shell takes the carriage return of a Windows line ending for a part of the word before it.',
  source: 'F72: OSS support blog 2023-04-17; contract A11',
  example: { bad: 'startup.sh with CRLF', good: '*.sh text eol=lf in .gitattributes' },
  find(story) {
    if (!endedInShell(story)) return undefined;
    const error = findShellError(story);
    const file = foundFile(story, error);
    if (error && shebangOf(file)?.includes('\r') === true) {
      return { line: error.line, where: { file: file?.path ?? error.name, line: 1 } };
    }
    const script = story.app?.files.get(error?.where.file ?? '');
    if (error?.fault === 'syntax' && script?.text?.includes('\r\n') === true) {
      return { line: error.line, where: error.where };
    }
    const marked = findLine(story, MARKED);
    if (marked === undefined) return undefined;
    return { line: marked.line, where: error?.where ?? STARTUP_COMMAND };
  },
  message: ({ line, where }) =>
    `'${where.file}' has Windows line endings, and the shell stumbles over them: ${line}.`,
  fix: () => 'Write the script with LF line endings; in .gitattributes: *.sh text eol=lf',
});

const pythonLink = cause({
  code: 'rehearsal/python-link',
  severity: 'error',
  why: 'A symbolic link in the zip becomes a text file on the site; bin/python is then run as a shell script that holds a path.',
  source: 'F38: contract A2',
  example: { bad: 'layout flat with antenv/bin/python as a link', good: 'layout venvTarball' },
  find(story) {
    if (story.ending !== 'ended') return undefined;
    const words = findLine(
      story,
      /\/bin\/python[\d.]*: (?:line )?\d+: .*(?:not found|No such file|denied|format)/,
    );
    // The kernel refuses a script as an interpreter, and dash then reads Python's source itself.
    const source = findLine(
      story,
      /\/bin\/[\w.-]+: (?:line )?\d+: (?:from|import): (?:command )?not found$/,
    );
    const line = words?.line ?? source?.line;
    if (line !== undefined) return { line, where: STARTUP_COMMAND };
    if (story.rehearsal.exit?.code !== 0 || !startsLostLink(story)) return undefined;
    return { line, where: STARTUP_COMMAND };
  },
  message: ({ line }) =>
    line === undefined
      ? "The venv's python is a text file in place of a symbolic link: it ended with code 0, without a word and without running the app."
      : `The venv's python is a text file in place of a symbolic link, and does not start: ${line}.`,
  fix: () => 'Pack the venv as one file, where links survive (layout: venvTarball).',
});

/** A link that leads to the image's Python runs it without arguments: it reads nothing, and ends well. */
function startsLostLink({ rehearsal, venv }: Story): boolean {
  const program = /(?:^|\s)(?:\S*\/)?(bin\/python[\d.]*)\s/.exec(`${rehearsal.command} `)?.[1];
  const file = program === undefined ? undefined : venv?.tree.files.get(program);
  const isPath = file?.text !== undefined && /^[\w./-]+\s*$/.test(file.text);
  return file?.link !== undefined || isPath;
}

/** In their order. */
export const scriptCauses: readonly Cause[] = [crlf, pythonLink];
