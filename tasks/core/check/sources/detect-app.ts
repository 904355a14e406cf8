// What the platform starts when there is no startup command: its detection of frameworks (contract A13).

import { VENV_NAME } from '../../terms/layout.js';
import { minorNumber } from '../../terms/python-minor.js';
import type { Tree } from '../evidence.js';

/** What gunicorn is given by default. */
export interface DetectedApp {
  readonly framework: 'django' | 'fastapi' | 'flask';
  /** `mysite.wsgi`, `app` */
  readonly module: string;
  /** gunicorn's own default for Django. */
  readonly callable: 'application' | 'app';
  /** The file that decided, relative to the app root. */
  readonly path: string;
}

export interface DetectionOptions {
  /** `virtualEnvName` of the manifest, else the platform's. */
  readonly venvName?: string;
  /** Whether `DISABLE_FASTAPI_DETECTION` is set. */
  readonly withoutFastApi?: boolean;
  /** Whether a file mentions FastAPI, where the tree does not hold its text. */
  readonly mentionsFastApi?: (path: string) => boolean | undefined;
}

const FASTAPI_NAMES = ['main', 'app', 'application', 'server', 'asgi', 'api', 'index', 'run'];
const FLASK_NAMES = ['application', 'app', 'run', 'index', 'server', 'wsgi'];

/**
 * The app that the default command starts with a Python minor such as `3.12`; `undefined` for the parking page.
 * `'unknown'` when a file that decides is there and its text is not.
 */
export function detectApp(
  app: Tree,
  minor: string,
  options: DetectionOptions = {},
): DetectedApp | 'unknown' | undefined {
  const django = findDjango(app, options.venvName ?? VENV_NAME);
  if (django !== undefined) return django;
  const hasFastApi = minorNumber(minor) >= 14 && options.withoutFastApi !== true;
  const fastApi = hasFastApi ? findFastApi(app, options) : undefined;
  return fastApi ?? findFlask(app);
}

/** One level deep, in alphabetical order by code unit as Go sorts names; what is in the file does not count. */
function findDjango(app: Tree, venvName: string): DetectedApp | undefined {
  const [first] = [...app.files.keys()]
    .flatMap((path) => /^([^/]+)\/wsgi\.py$/.exec(path)?.[1] ?? [])
    .filter((folder) => folder !== venvName)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (first === undefined) return undefined;
  const path = `${first}/wsgi.py`;
  return { framework: 'django', module: `${first}.wsgi`, callable: 'application', path };
}

function findFastApi(app: Tree, options: DetectionOptions): DetectedApp | 'unknown' | undefined {
  for (const module of FASTAPI_NAMES) {
    const path = `${module}.py`;
    const file = app.files.get(path);
    if (file === undefined) continue;
    const mentions =
      file.text === undefined ? options.mentionsFastApi?.(path) : isFastApi(file.text);
    if (mentions === undefined) return 'unknown';
    if (mentions) return { framework: 'fastapi', module, callable: 'app', path };
  }
  return undefined;
}

function isFastApi(text: string): boolean {
  return /(?:from|import) fastapi/.test(text) && !text.includes('from flask');
}

/** The names alone decide. */
function findFlask(app: Tree): DetectedApp | undefined {
  const module = FLASK_NAMES.find((name) => app.files.has(`${name}.py`));
  if (module === undefined) return undefined;
  return { framework: 'flask', module, callable: 'app', path: `${module}.py` };
}
