// Which app the platform starts when no startup command is given (platform contract A13).

import { readdir, readFile } from 'node:fs/promises';
import { posix } from 'node:path';

import { VENV_NAME } from '../../terms/layout.js';
import { findFile, findPlainFile } from './container-files.js';
import type { OnHost } from './inside.js';

const FASTAPI_FILES = ['main', 'app', 'application', 'server', 'asgi', 'api', 'index', 'run'];
const FLASK_FILES = ['application', 'app', 'run', 'index', 'server', 'wsgi'];

/** An app that was found. */
export interface FoundApp {
  /** What gunicorn is given, such as `app:app`. */
  readonly gunicorn: string;
  /** What Python runs as a module under a debugger, with its arguments. */
  readonly debug: string;
}

/**
 * Detects the app in a folder of the container; `undefined` stands for the parking page.
 * @param hasFastApi asked when no Django project was found
 */
export async function detectApp(
  onHost: OnHost,
  folder: string,
  hasFastApi: () => boolean,
): Promise<FoundApp | undefined> {
  return (
    (await findDjango(onHost, folder)) ??
    (hasFastApi() ? await findFastApi(onHost, folder) : undefined) ??
    findFlask(onHost, folder)
  );
}

/**
 * The first folder in alphabetical order with a `wsgi.py`, whatever is in it. Left out is the name
 * that the container's entry point gives, even if the manifest has another.
 */
async function findDjango(onHost: OnHost, folder: string): Promise<FoundApp | undefined> {
  const found = await findFile(onHost, folder);
  const entries = found === undefined ? [] : await readdir(found, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory() && entry.name !== VENV_NAME)
    .map((entry) => entry.name)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const name of names) {
    if ((await findPlainFile(onHost, posix.join(folder, name, 'wsgi.py'))) === undefined) continue;
    const debug = 'manage runserver --noreload --nothreading $HOST:$PORT';
    return { gunicorn: `${name}.wsgi`, debug };
  }
  return undefined;
}

async function findFastApi(onHost: OnHost, folder: string): Promise<FoundApp | undefined> {
  for (const name of FASTAPI_FILES) {
    const path = await findPlainFile(onHost, posix.join(folder, `${name}.py`));
    if (path === undefined || !isFastApi(await readFile(path, 'utf8'))) continue;
    const gunicorn = `-k uvicorn_worker.UvicornWorker ${name}:app`;
    return { gunicorn, debug: `uvicorn ${name}:app --host $HOST --port $PORT` };
  }
  return undefined;
}

function isFastApi(text: string): boolean {
  return /(?:from|import) fastapi/.test(text) && !text.includes('from flask');
}

async function findFlask(onHost: OnHost, folder: string): Promise<FoundApp | undefined> {
  for (const name of FLASK_FILES) {
    if ((await findPlainFile(onHost, posix.join(folder, `${name}.py`))) === undefined) continue;
    return { gunicorn: `${name}:app`, debug: 'flask run --host $HOST --port $PORT' };
  }
  return undefined;
}
