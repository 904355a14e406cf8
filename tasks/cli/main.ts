#!/usr/bin/env node
// antenv, the command line: arguments to a command, its end to an exit code.

import '../core/young-generation.js';
import './node-version.js';
import { explainError } from '../core/report/explain.js';
import { outputFailure, Stopped } from '../core/terms/failure.js';
import { nearest } from '../core/terms/nearest.js';
import { neutralise, redact } from '../core/terms/redaction.js';
import { VERSION } from '../core/version.js';
import { finished } from '../hosts/unfinished.js';
import type { CliCommand } from './command.js';
import { COMMANDS } from './commands.js';
import { asFlag } from './flags.js';
import { helpForAll, helpFor, usageOf } from './help.js';

/** 0 fine, 1 stopped or judged bad, 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-V') return print(VERSION);
  if (name === undefined) return complain(helpForAll(COMMANDS));
  if (HELP.includes(name)) return help(rest[0]);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) return complainOf(name);
  if (rest.some((argument) => argument === '--help' || argument === '-h')) return help(name);
  return runCommand(command, rest);
}

const HELP: readonly string[] = ['--help', '-h', 'help'];

/** What is told of a wrong call. */
const USAGE: readonly (string | undefined)[] = [
  'usage',
  'unknown-choice',
  'no-such-number',
  'no-site-path',
  'nothing-to-judge',
  'site-app-missing',
];

const HINT = 'Run again with ANTENV_DEBUG=1, and report what it prints.';
const DEBUG = process.env['ANTENV_DEBUG'] === '1';

async function runCommand(command: CliCommand, args: readonly string[]): Promise<number> {
  try {
    return await finished(command.run(args));
  } catch (error) {
    const code = error instanceof Stopped ? error.failure.code : undefined;
    // The whole page of the help would push the message off the screen.
    const more = code === 'usage' ? `\n${usageOf(command)}` : '';
    tell(error, more);
    if (DEBUG && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    return USAGE.includes(code) ? 2 : 1;
  }
}

function tell(error: unknown, more = ''): void {
  process.stderr.write(`\n${neutralise(redact(explainError(error, HINT, asFlag), []))}${more}\n`);
}

function help(name: string | undefined): number {
  if (name === undefined || HELP.includes(name)) return print(helpForAll(COMMANDS));
  const command = COMMANDS.find((candidate) => candidate.name === name);
  return command ? print(helpFor(command)) : complainOf(name);
}

function complainOf(unknown: string): number {
  const meant = nearest(
    unknown,
    COMMANDS.map(({ name }) => name),
  );
  const hint = meant === undefined ? '' : `; perhaps '${meant}' is meant`;
  return complain(`antenv has no command '${unknown}'${hint}.\n\n${helpForAll(COMMANDS)}`);
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}

/** Whoever reads no more, as `head`, has what it wanted; of what a disk did not take, nobody else would say so. */
function hearLostOutput(): void {
  let lost: Stopped | undefined;
  process.stdout.on('error', (error) => (lost ??= outputFailure(error)));
  process.once('exit', (code) => {
    if (code !== 0 || lost?.failure.code !== 'disk-full') return;
    tell(lost);
    process.exitCode = 1;
  });
}

hearLostOutput();
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
