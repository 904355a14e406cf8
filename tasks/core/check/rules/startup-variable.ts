// Variables of a pipeline in the startup command that nobody replaced.

import { replacingFix, unreplacedIn } from '../../terms/pipeline-variable.js';
import { rule, type Rule } from '../rule.js';
import { quote } from '../startup/startup-words.js';
import { STARTUP_COMMAND } from '../places.js';

export const unresolvedVariable: Rule = rule({
  code: 'startup/unresolved-variable',
  severity: 'warning',
  why: 'A pipeline leaves $(name) as it is where no variable has that name. The shell of the container then looks for a program of that name, finds none, and puts nothing in its place; where it is the whole command, the start ends. ${{ … }} is an error of the shell.',
  source: 'Microsoft Learn: define variables in Azure Pipelines; measured with dash',
  example: { bad: '$(startupCommand)', good: 'gunicorn app:app' },
  needs: ['startup'],
  *find({ startup }) {
    const text = startup.text.trim();
    for (const written of unreplacedIn(text)) {
      const isAll = written === text || written.startsWith('${{');
      const severity = isAll ? ('error' as const) : ('warning' as const);
      yield { written, where: STARTUP_COMMAND, severity };
    }
  },
  message: ({ written }) => `The command still holds ${quote(written)}, which nobody has replaced.`,
  fix: ({ written }) => replacingFix(written),
});
