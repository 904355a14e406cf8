// Commands that are no program under any circumstances.

import { rule, type Rule } from '../rule.js';
import { appCandidates, startupCommandFor } from '../sources/app-candidates.js';
import type { PythonSources } from '../sources/python-sources.js';
import { isServedWithout } from '../startup/server-survives.js';
import { quote } from '../startup/startup-words.js';
import type { ServerCommand } from '../startup/startup.js';
import { unknownProgram, type UnknownProgram } from '../startup/unknown-program.js';
import { STARTUP_COMMAND } from '../places.js';

const MESSAGES: Readonly<Record<Exclude<UnknownProgram['kind'], 'typography'>, string>> = {
  quoted: 'is in quotes as a whole, and the shell looks for one program of that name.',
  mark: 'has an invisible byte order mark (BOM) before it, which the shell takes for a part of the name.',
  option: 'is an option, and no program stands before it.',
  procfile: 'is how a line of a Procfile begins; the shell takes it for a program.',
  app: 'names an app, and no server stands before it.',
};

export const unknownProgramRule: Rule = rule({
  code: 'startup/unknown-program',
  severity: 'error',
  why: "The first word of a command is the program, and the rest is handed to it as it is written: text copied from a web page or a Procfile often holds something else there. The start ends in 'not found'.",
  source: 'contract A11; measured with dash',
  example: { bad: '"gunicorn --bind=0.0.0.0 app:app"', good: 'gunicorn --bind=0.0.0.0 app:app' },
  needs: ['startup'],
  *find({ startup, sources }) {
    for (const command of startup.commands) {
      const server = startup.servers.find((one) => one.command === command);
      const found = command.conditional ? undefined : unknownProgram(command, server !== undefined);
      // What single quotes do to the command itself is another finding.
      const isTold = found?.kind === 'quoted' && startup.quoting !== undefined;
      if (found === undefined || isTold) continue;
      const goesOn = isIgnored(found, server) || isServedWithout(command, startup);
      const severity = goesOn ? 'warning' : 'error';
      const rest = command.words.slice(1).join(' ');
      const served = found.kind === 'app' ? servedBy(found.word, sources) : undefined;
      yield { found, served, rest, where: command.where, severity };
    }
  },
  message: ({ found }) =>
    found.kind === 'typography'
      ? `The command holds ${nameOf(found.character)}, which is part of a word to the shell.`
      : `${quote(found.word)} ${MESSAGES[found.kind]}`,
  fix: ({ found, served, rest, where }) => {
    if (found.kind === 'typography')
      return `Type it anew, with ${found.plain === 'a blank' ? 'a plain blank' : found.plain} in its place.`;
    if (found.kind === 'quoted') return 'Remove the quotes around it.';
    if (found.kind === 'mark')
      return where.file === STARTUP_COMMAND.file
        ? 'Type it anew.'
        : `Save '${where.file}' as UTF-8 without BOM.`;
    if (found.kind === 'procfile') return `Leave it out: ${rest}`;
    return served === undefined
      ? 'Write the server in front of it, such as gunicorn.'
      : `Write the server in front of it: ${served}`;
  },
});

/** The command that serves an app, as its sources tell it: gunicorn alone serves no ASGI app. */
function servedBy(app: string, sources: PythonSources | undefined): string {
  const name = app.replace('()', '');
  const candidates = sources === undefined ? [] : appCandidates(sources);
  const known = candidates.find((one) => `${one.module}:${one.name}` === name);
  return known === undefined ? `gunicorn ${app}` : startupCommandFor(known);
}

/** gunicorn takes the app from its first operand and ignores the others: it starts without the option. */
function isIgnored(found: UnknownProgram, server: ServerCommand | undefined): boolean {
  if (found.kind !== 'typography' || server?.server !== 'gunicorn') return false;
  const app = `${server.module ?? ''}:${server.callable ?? ''}`;
  return server.module !== undefined && !app.includes(found.character);
}

/** A blank cannot be seen, and is told by its number. */
function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{P}\p{S}]/u.test(character) ? `'${character}'` : `the invisible U+${code}`;
}
