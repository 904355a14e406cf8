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

/** Programs that start servers, by what brings them; for an empty text the venv needs none of them. */
const STARTERS: Readonly<Record<string, string>> = {
  poetry: '',
  pipenv: '',
  pdm: '',
  hatch: '',
  rye: '',
  uv: '',
  'opentelemetry-instrument': 'opentelemetry-distro',
  'newrelic-admin': 'newrelic',
  'ddtrace-run': 'ddtrace',
  supervisord: 'supervisor',
  circusd: 'circus',
  honcho: 'honcho',
  uwsgi: 'uwsgi',
};

/** What a command starts servers with, if no image holds it: the program, and the distribution to install. */
export function starterOf({
  words: [program = ''],
}: Pick<ShellCommand, 'words'>): { program: string; distribution: string } | undefined {
  const distribution = Object.hasOwn(STARTERS, program) ? STARTERS[program] : undefined;
  return distribution === undefined ? undefined : { program, distribution };
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

/** What to do where gunicorn serves an ASGI app with a worker of its own. */
export function asgiWorker(hasUvicorn: boolean): string {
  return hasUvicorn
    ? 'Add this to the command: -k uvicorn.workers.UvicornWorker'
    : 'Add uvicorn to the requirements, and this to the command: -k uvicorn.workers.UvicornWorker';
}
