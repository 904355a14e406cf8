// Variables of a pipeline in the startup command that nobody replaced.

import { rule, type Rule } from '../rule.js';
import { STARTUP_COMMAND } from '../startup/read-startup.js';
import { quote } from '../startup/startup-words.js';

/** Programs whose output is of use without an argument; to the shell `$(name)` is one. */
const PROGRAMS: readonly string[] =
  'arch cat date env getconf groups hostname id logname ls mktemp nproc printenv ps pwd tty uname uptime users who whoami'.split(
    ' ',
  );

/** What stays as it is written: of the pipeline where it knows no such variable, of a template that is none. */
const LEFT = /\$\(([A-Za-z_][\w.-]*)\)|\$\{\{[^}]*\}\}/g;

export const unresolvedVariable: Rule = rule({
  code: 'startup/unresolved-variable',
  severity: 'warning',
  why: 'A pipeline leaves $(name) as it is where no variable has that name. The shell of the container then looks for a program of that name, finds none, and puts nothing in its place; where it is the whole command, the start ends. ${{ … }} is an error of the shell.',
  source: 'Microsoft Learn: define variables in Azure Pipelines; measured with dash',
  example: { bad: '$(startupCommand)', good: 'gunicorn app:app' },
  needs: ['startup'],
  *find({ startup }) {
    const text = startup.text.trim();
    const left = new Set<string>();
    for (const [written, name] of text.matchAll(LEFT)) {
      if (name === undefined || !PROGRAMS.includes(name)) left.add(written);
    }
    for (const written of left) {
      const isAll = written === text || written.startsWith('${{');
      const severity = isAll ? ('error' as const) : ('warning' as const);
      yield { written, where: { file: STARTUP_COMMAND }, severity };
    }
  },
  message: ({ written }) => `The command still holds ${quote(written)}, which nobody has replaced.`,
  fix: ({ written }) =>
    written.startsWith('${{')
      ? 'Write its value: only YAML templates know such an expression.'
      : 'Define that variable for the stage, or write its value.',
});
