// Servers that are never come to, because another one runs in the foreground before them.

import { rule, type Rule } from '../rule.js';
import { quote } from '../startup/startup-words.js';
import type { ServerCommand } from '../startup/startup.js';

/** Words with which celery starts its workers elsewhere, or only asks them something. */
const ENDS = ['multi', '--detach', '-D', 'inspect', 'control', 'status'];

/** Whether a server stays in the foreground, so that nothing behind it is come to. */
function stays({ server, command, daemon }: ServerCommand): boolean {
  const { words, wrappers = [], background, conditional } = command;
  if (server === 'python' || background || daemon || conditional) return false;
  return !wrappers.includes('timeout') && !words.some((word) => ENDS.includes(word));
}

export const neverReached: Rule = rule({
  code: 'startup/never-reached',
  severity: 'error',
  why: 'A worker or a server in the foreground runs until the container ends. What stands behind it, with && or on the next line, is never started.',
  source: 'contract A11; measured with dash and bash',
  example: {
    bad: 'celery -A app worker && gunicorn app:app',
    good: 'celery -A app worker & exec gunicorn app:app',
  },
  needs: ['startup'],
  *find({ startup: { servers } }) {
    const first = servers.findIndex(stays);
    const before = servers[first];
    const next = servers
      .slice(first + 1)
      .find(({ server, command }) => server !== 'python' && !command.conditional);
    if (before === undefined || next === undefined) return;
    // A worker that is not started leaves a site that answers.
    const isWebLost = before.server === 'celery' && next.server !== 'celery';
    const isServed = servers.slice(0, first).some(({ server }) => server !== 'celery');
    const severity = isWebLost && !isServed ? 'error' : 'warning';
    yield { before, next, severity, where: next.command.where };
  },
  message: ({ before, next }) =>
    `${quote(next.command.words.join(' '))} is never started: ${before.server} runs in the foreground before it.`,
  fix: ({ before }) =>
    `Send ${before.server} to the background with '&', and put exec in front of the last server.`,
});
