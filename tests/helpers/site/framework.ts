// Which app the platform starts when no startup command is given (platform contract A13).

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FASTAPI_FILES = ['main', 'app', 'application', 'server', 'asgi', 'api', 'index', 'run'];
const FLASK_FILES = ['application', 'app', 'run', 'index', 'server', 'wsgi'];

/** What is handed to gunicorn, such as `app:app`; `undefined` stands for the default site. */
export function detectApp(
  folder: string,
  venvName: string,
  withFastApi: boolean,
): string | undefined {
  return (
    findDjango(folder, venvName) ??
    (withFastApi ? findFastApi(folder) : undefined) ??
    findFlask(folder)
  );
}

/** The first folder in alphabetical order with a `wsgi.py`, whatever is in it. */
function findDjango(folder: string, venvName: string): string | undefined {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== venvName)
    .map((entry) => entry.name);
  const found = names.toSorted().find((name) => isFile(join(folder, name, 'wsgi.py')));
  return found === undefined ? undefined : `${found}.wsgi`;
}

function findFastApi(folder: string): string | undefined {
  const found = FASTAPI_FILES.find((name) => {
    const path = join(folder, `${name}.py`);
    if (!isFile(path)) return false;
    const text = readFileSync(path, 'utf8');
    return /(from|import) fastapi/.test(text) && !text.includes('from flask');
  });
  return found === undefined ? undefined : `-k uvicorn_worker.UvicornWorker ${found}:app`;
}

function findFlask(folder: string): string | undefined {
  const found = FLASK_FILES.find((name) => isFile(join(folder, `${name}.py`)));
  return found === undefined ? undefined : `${found}:app`;
}

function isFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory();
}
