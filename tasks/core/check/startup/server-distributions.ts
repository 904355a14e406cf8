// Which distributions a server needs, and which of them the images hold without a venv.

import type { VenvFacts } from '../evidence.js';
import type { RuntimeImage } from '../../runtime/images.js';
import { imageHasUvicorn } from './image-programs.js';
import type { ServerCommand, ShellCommand } from './startup.js';

/** Servers whose distribution has another name. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = { fastapi: 'fastapi-cli' };

/** Tools of the table that are distributions themselves. */
const NAMESAKES = [
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'granian',
  'waitress',
  'django',
  'sanic',
  'quart',
  'litestar',
  'streamlit',
  'gradio',
  'chainlit',
  'panel',
  'bokeh',
  'voila',
  'mlflow',
  'shiny',
  'celery',
];

/** gunicorn's worker classes that another distribution brings. */
const WORKERS: readonly { readonly name: RegExp; readonly distribution: string }[] = [
  { name: /^uvicorn\.workers\./, distribution: 'uvicorn' },
  { name: /^uvicorn_worker\./, distribution: 'uvicorn-worker' },
  { name: /^gevent(?:_wsgi|_pywsgi)?$/, distribution: 'gevent' },
  { name: /^eventlet$/, distribution: 'eventlet' },
  { name: /^tornado$/, distribution: 'tornado' },
  { name: /^geventwebsocket\./, distribution: 'gevent-websocket' },
  { name: /^aiohttp\./, distribution: 'aiohttp' },
];

/** Managers of projects, in front of what they run in an environment of their own: a venv that is active needs none. */
export const PROJECT_RUNNERS: readonly string[] = ['poetry', 'pipenv', 'pdm', 'hatch', 'rye'];

/** Other programs that start servers, by what brings them; uv is for an active venv what those managers are. */
const STARTERS: Readonly<Record<string, string | undefined>> = {
  uv: undefined,
  'opentelemetry-instrument': 'opentelemetry-distro',
  'newrelic-admin': 'newrelic',
  'ddtrace-run': 'ddtrace',
  supervisord: 'supervisor',
  circusd: 'circus',
  honcho: 'honcho',
  uwsgi: 'uwsgi',
};

/** A program that starts servers and is in no image, with the distribution to install, if the venv needs it at all. */
export interface Starter {
  readonly program: string;
  readonly distribution: string | undefined;
}

/** What a command starts servers with, if no image holds it. */
export function starterOf({
  words: [program = ''],
}: Pick<ShellCommand, 'words'>): Starter | undefined {
  if (PROJECT_RUNNERS.includes(program)) return { program, distribution: undefined };
  return Object.hasOwn(STARTERS, program)
    ? { program, distribution: STARTERS[program] }
    : undefined;
}

/** The distributions that a server cannot start without. */
export function neededDistributions({ server, workerClass }: ServerCommand): string[] {
  const own = DISTRIBUTIONS[server] ?? (NAMESAKES.includes(server) ? server : undefined);
  const worker = WORKERS.find(({ name }) => name.test(workerClass ?? ''))?.distribution;
  return [own, worker].filter((name) => name !== undefined);
}

/** Whether the image holds it (contract A14); `undefined` when the image is not known and some do. */
export function isBakedIn(
  distribution: string,
  image: RuntimeImage | undefined,
): boolean | undefined {
  if (distribution === 'gunicorn') return true;
  if (distribution !== 'uvicorn' && distribution !== 'uvicorn-worker') return false;
  return image === undefined ? undefined : imageHasUvicorn(image.python);
}

/** Whether the venv is known to have a distribution. */
export function hasDistribution(venv: VenvFacts | undefined, wanted: string): boolean {
  return venv?.distributions.some(({ name }) => name === wanted) === true;
}

/**
 * What to do where gunicorn serves an ASGI app with a worker of its own.
 * @param lacking `uvicorn to requirements.txt`, where it has to be added for it
 */
export function asgiWorker(lacking: string | undefined): string {
  return lacking === undefined
    ? 'Add this to the command: -k uvicorn.workers.UvicornWorker'
    : `Add ${lacking}, and this to the command: -k uvicorn.workers.UvicornWorker`;
}

/**
 * What to do where no startup command is set.
 * @param lacking `uvicorn to requirements.txt`, where it has to be added for it
 */
export function commandToSet(command: string | undefined, lacking: string | undefined): string {
  if (command === undefined) {
    return 'Set a startup command that names module and app, such as: gunicorn --bind=0.0.0.0 --timeout 600 main:app';
  }
  return lacking !== undefined && command.includes('uvicorn')
    ? `Add ${lacking}, and set the startup command: ${command}`
    : `Set the startup command: ${command}`;
}
