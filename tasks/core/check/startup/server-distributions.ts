// Which distributions a server needs, and which of them the images hold without a venv.

import type { RuntimeImage } from '../../runtime/images.js';
import { imageHasUvicorn } from './image-programs.js';
import type { ServerCommand } from './startup.js';

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
