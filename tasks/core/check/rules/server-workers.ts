// Whether gunicorn's worker class fits the app.

import type { Evidence } from '../evidence.js';
import { rule, type Rule, type With } from '../rule.js';
import { additionIfLacking } from '../sources/dependencies-of.js';
import { frameworkOf, servedApp, type MadeApp } from '../sources/framework-of.js';
import { writtenTarget } from '../sources/loaded-app.js';
import { asgiWorker } from '../startup/server-distributions.js';
import type { ServerCommand } from '../startup/startup.js';

/** gunicorn's workers that speak WSGI. */
const WSGI_WORKERS = [
  'sync',
  'gthread',
  'gevent',
  'gevent_wsgi',
  'gevent_pywsgi',
  'eventlet',
  'tornado',
];

function speaksAsgi(server: ServerCommand, evidence: Evidence): boolean {
  const { sources, layout, settings } = evidence;
  if (sources === undefined) return /(?:^|\.)asgi$/.test(server.module ?? '');
  return frameworkOf(server, sources, { layout, settings, sources }) === 'asgi';
}

export const asgiOnSyncWorker: Rule = rule({
  code: 'server/asgi-on-sync-worker',
  severity: 'error',
  why: "gunicorn's own workers speak WSGI; an ASGI app answers every request with an error there.",
  source: 'F86: OSS support blog 2024-04-22',
  example: {
    bad: 'gunicorn main:app, for FastAPI',
    good: 'gunicorn -k uvicorn.workers.UvicornWorker main:app',
  },
  needs: ['startup'],
  *find(evidence) {
    for (const server of evidence.startup.servers) {
      const { workerClass, module, callable, command } = server;
      const isWsgi = server.server === 'gunicorn' && WSGI_WORKERS.includes(workerClass ?? '');
      if (!isWsgi || !speaksAsgi(server, evidence)) continue;
      const app = `${module}:${callable}`;
      yield {
        app,
        workerClass,
        lacking: additionIfLacking(evidence, 'uvicorn'),
        where: command.where,
      };
    }
  },
  message: ({ app, workerClass }) =>
    `'${app}' is an ASGI app, but gunicorn's worker class '${workerClass}' speaks WSGI.`,
  fix: ({ lacking }) => asgiWorker(lacking),
});

/** Frameworks that are neither WSGI nor ASGI, with the worker class for each. */
const OWN_WORKERS: ReadonlyMap<string, { readonly title: string; readonly own: string }> = new Map([
  ['aiohttp', { title: 'an aiohttp app', own: 'aiohttp.GunicornWebWorker' }],
  ['tornado', { title: 'a Tornado app', own: 'tornado' }],
]);

export const foreignWorker: Rule = rule({
  code: 'server/foreign-worker',
  severity: 'error',
  why: 'An app of aiohttp or Tornado speaks neither WSGI nor ASGI. Only a worker class made for it serves it; with another one the start fails, or every request is answered with an error.',
  source: 'gunicorn/workers/gtornado.py; aiohttp/worker.py; run with gunicorn 27.0',
  example: {
    bad: 'gunicorn app:app, for aiohttp',
    good: 'gunicorn -k aiohttp.GunicornWebWorker app:app',
  },
  needs: ['startup', 'sources'],
  *find(evidence) {
    for (const server of evidence.startup.servers) {
      const { workerClass, module, callable, command } = server;
      const made = isForeign(server) ? loadedApp(server, evidence) : undefined;
      const worker = OWN_WORKERS.get(made?.framework ?? '');
      if (worker === undefined || worker.own === workerClass) continue;
      const target = writtenTarget(server);
      // A bracket outside of double quotes is the shell's.
      const written = target.includes('(') ? `"${target}"` : target;
      const load = made?.awaited === true ? `${module}:${callable}` : written;
      yield { ...worker, target, load, workerClass, where: command.where };
    }
  },
  message: ({ target, title, workerClass }) =>
    `'${target}' is ${title}, which gunicorn's worker class '${workerClass}' cannot serve.`,
  fix: ({ own, load }) => `Have its own worker class in the command: -k ${own} ${load}`,
});

/** Whether gunicorn's worker class is one of its own, or of uvicorn; what others do nobody knows. */
function isForeign({ server, workerClass = '' }: ServerCommand): boolean {
  const isUvicorn = /^uvicorn(?:_worker)?\./.test(workerClass);
  return server === 'gunicorn' && (isUvicorn || WSGI_WORKERS.includes(workerClass));
}

/** An `async def` that makes the app counts as the app: aiohttp's worker class takes it uncalled. */
function loadedApp(
  server: ServerCommand,
  { sources, layout, settings }: With<'sources'>,
): MadeApp | undefined {
  const context = { layout, settings, sources };
  const called = servedApp(server, sources, context, true);
  return called?.awaited === true ? called : servedApp(server, sources, context);
}
