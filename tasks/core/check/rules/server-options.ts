// Options that a server does not have.

import { rule, type Rule } from '../rule.js';
import { isServedWithout } from '../startup/server-survives.js';
import { foreignOptions } from '../startup/servers/foreign-options.js';

export const unknownOption: Rule = rule({
  code: 'server/unknown-option',
  severity: 'error',
  why: 'Each server has options of its own. At one that it does not know it ends at once: "unrecognized arguments", "No such option".',
  source: 'gunicorn 27, uvicorn 0.54 and hypercorn 0.18, run with each of them',
  example: {
    bad: 'gunicorn --host 0.0.0.0 --port 8000 app:app',
    good: 'gunicorn --bind 0.0.0.0:8000 app:app',
  },
  needs: ['startup'],
  *find({ startup }) {
    for (const server of startup.servers) {
      if (server.command.conditional) continue;
      const severity = isServedWithout(server.command, startup) ? 'warning' : 'error';
      for (const [instead, options] of foreignOptions(server)) {
        const names = options.map((name) => `'${name}'`).join(' or ');
        yield { server: server.server, names, instead, where: server.command.where, severity };
      }
    }
  },
  message: ({ server, names }) => `${server} has no option ${names}, and ends with an error.`,
  fix: ({ instead }) =>
    instead === undefined ? 'Leave it out.' : `Write in its place: ${instead}`,
});
