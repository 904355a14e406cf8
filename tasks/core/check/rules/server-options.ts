// Options that a server does not have, or does not read where they stand.

import { rule, type Rule } from '../rule.js';
import { writtenTarget } from '../sources/loaded-app.js';
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

export const optionBehindApp: Rule = rule({
  code: 'server/option-behind-app',
  severity: 'error',
  why: 'waitress-serve reads its options up to the first word that is none. Whatever stands behind the app it takes for another app, and ends: "Specify one application only."',
  source: 'contract A11; measured with waitress 3.0',
  example: {
    bad: 'waitress-serve app:app --port=8000',
    good: 'waitress-serve --port=8000 app:app',
  },
  needs: ['startup'],
  *find({ startup }) {
    for (const server of startup.servers) {
      const { command } = server;
      if (server.server !== 'waitress' || command.conditional) continue;
      const target = writtenTarget(server);
      const at = command.words.indexOf(target);
      // As the value of an option it ends none.
      if (at === -1 || command.words[at - 1] === '--app') continue;
      const options = command.words.slice(at + 1).filter((word) => word.startsWith('-'));
      if (options.length === 0) continue;
      const severity = isServedWithout(command, startup) ? 'warning' : 'error';
      yield { target, options, where: command.where, severity };
    }
  },
  message: ({ target, options }) =>
    `waitress-serve reads no options behind '${target}', and ends with an error: ${options.map((name) => `'${name}'`).join(', ')}.`,
  fix: ({ target }) => `Write them before '${target}'.`,
});
