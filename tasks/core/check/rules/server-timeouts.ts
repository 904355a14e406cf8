// gunicorn's timeout: neither so short that requests are cut off, nor longer than the platform waits.

import { rule, type Rule } from '../rule.js';
import { placeOfOption } from '../startup/option-places.js';

/** Those that are stopped in the middle of a request that takes longer than the timeout. */
const BLOCKING_WORKERS = ['sync'];

export const timeoutShort: Rule = rule({
  code: 'server/timeout-short',
  severity: 'note',
  why: "gunicorn stops a worker after 30 seconds without an answer; the platform's own command says 600.",
  source: 'F93: OSS support blog 2024-07-01',
  example: { bad: 'gunicorn app:app', good: 'gunicorn --timeout 600 app:app' },
  needs: ['startup'],
  *find({ startup: { servers } }) {
    for (const server of servers) {
      const { workerClass = '', timeout } = server;
      const isBlocking = server.server === 'gunicorn' && BLOCKING_WORKERS.includes(workerClass);
      if (!isBlocking || timeout === undefined || timeout === 0 || timeout > 30) continue;
      yield { timeout, server, where: placeOfOption(server, '--timeout') };
    }
  },
  message: ({ timeout }) =>
    `gunicorn stops a worker that takes longer than ${timeout} seconds for a request.`,
  fix: ({ server }) =>
    `If requests or the loading of the app may take longer: ${server.origins?.['--timeout']?.kind === 'file' ? 'timeout = 600' : '--timeout 600'}`,
});

/** The platform's own command has this many seconds; it cannot be wrong to write the same. */
const PLATFORM_TIMEOUT = 600;

export const timeoutUseless: Rule = rule({
  code: 'server/timeout-useless',
  severity: 'warning',
  why: "The platform's front end gives up after 240 seconds without a byte; a longer timeout only keeps a stuck sync worker busy.",
  source: 'F93: OSS support blog 2024-07-01; contract part D',
  example: { bad: 'gunicorn --timeout 3600 app:app', good: 'gunicorn --timeout 600 app:app' },
  needs: ['startup'],
  *find({ startup: { servers } }) {
    for (const server of servers) {
      const { workerClass = '', timeout = 0 } = server;
      const isBlocking = server.server === 'gunicorn' && BLOCKING_WORKERS.includes(workerClass);
      if (!isBlocking || timeout <= PLATFORM_TIMEOUT) continue;
      yield { timeout, server, where: placeOfOption(server, '--timeout') };
    }
  },
  message: ({ timeout }) =>
    `gunicorn waits ${timeout} seconds for a request, but the platform gives up after 240.`,
  fix: ({ server }) =>
    `Write ${server.origins?.['--timeout']?.kind === 'file' ? 'timeout = 600' : '--timeout 600'}, and let longer work run outside of requests.`,
});
