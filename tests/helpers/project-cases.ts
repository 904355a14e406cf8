// The projects of tests/projects: how each is started, and what its own tools install of it.
//
// What is expected of a lock file was read from an installation with the tool that wrote it, without development
// groups: `uv sync --locked --no-dev`, `poetry install --only main`, `pdm install --without dev`, `pipenv sync`,
// `pip install -r` for the files of pip. Write such a list anew with the lock file.

import type { SourceFormat } from '../../tasks/core/terms/dependencies.js';

/** What a user asks for besides the project's own dependencies, and what comes with it. */
export interface Chosen {
  readonly groups: readonly string[];
  readonly extras: readonly string[];
  /** As `name version`, or a name where no file pins the version. */
  readonly adds: readonly string[];
}

export interface Project {
  /** What it shows, for the names of tests. */
  readonly name: string;
  /** Its folder in tests/projects. */
  readonly folder: string;
  readonly format: SourceFormat;
  /** The file to take when it is not the one that is found without being named. */
  readonly file?: string;
  readonly startupCommand: string;
  /** Answers 200 when all that it needs is installed. */
  readonly page: string;
  /** What is installed for a minor such as `3.12`, as `name version`, the project itself among it. */
  readonly locked?: (minor: string) => readonly string[];
  /** Names that are installed whatever the index has today, where no file pins the versions. */
  readonly names?: readonly string[];
  /** The project's own distribution, and a file of it below site-packages. */
  readonly own?: { readonly distribution: string; readonly file: string };
  readonly chosen?: Chosen;
}

const FLASK = [
  'blinker 1.9.0',
  'flask 3.1.3',
  'itsdangerous 2.2.0',
  'jinja2 3.1.6',
  'markupsafe 3.0.4',
  'werkzeug 3.1.9',
];

/** The last that Python 3.9 can have, and what they need there. */
const FLASK_WITH_GUNICORN_ON_3_9 = [
  ...FLASK,
  'click 8.1.8',
  'gunicorn 23.0.0',
  'importlib-metadata 8.7.1',
  'packaging 26.3',
  'zipp 3.23.1',
];

const FLASK_WITH_GUNICORN = [...FLASK, 'click 8.5.1', 'gunicorn 27.0.1'];

const flaskWithGunicorn = (minor: string): readonly string[] =>
  minor === '3.9' ? FLASK_WITH_GUNICORN_ON_3_9 : FLASK_WITH_GUNICORN;

const MARKDOWN_OF_MINOR: Readonly<Record<string, string>> = {
  '3.9': 'markdown 3.9',
  '3.10': 'markdown 3.10.3',
};

/** What FastAPI and uvicorn need in one version, whichever file pins them. */
const BELOW_FASTAPI = [
  'annotated-types 0.8.0',
  'anyio 4.16.0',
  'click 8.5.1',
  'h11 0.16.0',
  'idna 3.20',
  'opentelemetry-api 1.45.2',
  'pydantic 2.14.3',
  'pydantic-core 2.50.4',
  'typing-extensions 4.16.0',
  'typing-inspection 0.4.5',
  'uvicorn 0.54.0',
];

/** FastAPI as it was locked for Python 3.11 and later. */
const FASTAPI_OF_3_11 = [
  ...BELOW_FASTAPI,
  'annotated-doc 0.0.7',
  'fastapi 0.165.0',
  'starlette 1.10.0',
];

/** FastAPI as it was locked for Python 3.10 and later in one version. */
const FASTAPI_OF_3_10 = [
  ...BELOW_FASTAPI,
  'annotated-doc 0.0.6',
  'fastapi 0.162.5',
  'starlette 1.7.0',
];

const JINJA = ['jinja2 3.1.6', 'markupsafe 3.0.4'];

const METRICS = 'prometheus-client 0.26.0';

const serve = (app: string): string => `uvicorn ${app} --host 0.0.0.0 --port 8000`;

export const UV_LOCK: Project = {
  name: 'uv.lock',
  folder: 'uv-lock',
  format: 'uv.lock',
  startupCommand: 'gunicorn guestbook.app:app',
  page: '/visitors/Ada',
  locked: (minor) => [...flaskWithGunicorn(minor), 'guestbook 0.4.0'],
  own: { distribution: 'guestbook 0.4.0', file: 'guestbook/templates/visitor.html' },
  chosen: { groups: ['metrics'], extras: ['markdown'], adds: [METRICS, 'markdown 3.11.3'] },
};

export const REQUIREMENTS: Project = {
  name: 'requirements.txt',
  folder: 'requirements',
  format: 'requirements.txt',
  startupCommand: 'gunicorn app:app',
  page: '/recipes/tea',
  locked: (minor) => [...flaskWithGunicorn(minor), MARKDOWN_OF_MINOR[minor] ?? 'markdown 3.11.3'],
};

/** One for each format, and a second one where a format has two faces. */
export const PROJECTS: readonly Project[] = [
  UV_LOCK,
  {
    name: 'pylock.toml',
    folder: 'pylock',
    format: 'pylock.toml',
    startupCommand: serve('main:app'),
    page: '/hello/Ada',
    locked: () => [...FASTAPI_OF_3_10, ...JINJA],
    chosen: { groups: ['metrics'], extras: ['yaml'], adds: [METRICS, 'pyyaml 6.0.3'] },
  },
  {
    name: 'pylock.small.toml',
    folder: 'pylock',
    format: 'pylock.toml',
    file: 'pylock.small.toml',
    startupCommand: serve('main:app'),
    page: '/hello/Ada',
    locked: () => [...FASTAPI_OF_3_11, ...JINJA],
  },
  {
    name: 'poetry.lock of Poetry 2',
    folder: 'poetry-2',
    format: 'poetry.lock',
    startupCommand: serve('weather_board.main:app'),
    page: '/towns/Oslo',
    locked: () => [
      ...JINJA,
      'anyio 4.16.0',
      'click 8.5.1',
      'h11 0.16.0',
      'idna 3.20',
      'starlette 1.7.0',
      'typing-extensions 4.16.0',
      'uvicorn 0.54.0',
      'weather-board 2.0.1',
    ],
    own: { distribution: 'weather-board 2.0.1', file: 'weather_board/templates/town.html' },
    chosen: { groups: ['metrics'], extras: ['yaml'], adds: [METRICS, 'pyyaml 6.0.3'] },
  },
  {
    name: 'poetry.lock of Poetry 1',
    folder: 'poetry-1',
    format: 'poetry.lock',
    startupCommand: 'gunicorn bookshelf:app',
    page: '/books/1',
    locked: () => [...FLASK, 'bookshelf 0.3.2', 'click 8.1.8', 'gunicorn 22.0.0', 'packaging 26.3'],
    own: { distribution: 'bookshelf 0.3.2', file: 'bookshelf/templates/book.html' },
    chosen: { groups: [], extras: ['markdown'], adds: ['markdown 3.9'] },
  },
  {
    name: 'Pipfile.lock',
    folder: 'pipenv',
    format: 'Pipfile.lock',
    startupCommand: 'waitress-serve --port=8000 app:app',
    page: '/pages/about',
    locked: () => ['bottle 0.13.4', 'markdown 3.11.3', 'waitress 3.0.2'],
    chosen: { groups: ['metrics'], extras: [], adds: [METRICS] },
  },
  REQUIREMENTS,
  {
    name: 'requirements.txt with hashes',
    folder: 'requirements-hashed',
    format: 'requirements.txt',
    startupCommand: serve('main:app'),
    page: '/status',
    locked: () => FASTAPI_OF_3_11,
  },
  {
    name: 'pyproject.toml of setuptools',
    folder: 'pyproject-setuptools',
    format: 'pyproject.toml',
    startupCommand: 'todo-web',
    page: '/items/1',
    names: [
      'blinker',
      'click',
      'flask',
      'itsdangerous',
      'jinja2',
      'markupsafe',
      'todo-web',
      'waitress',
      'werkzeug',
    ],
    own: { distribution: 'todo-web 1.0.3', file: 'todo_web/templates/item.html' },
    chosen: {
      groups: ['metrics'],
      extras: ['markdown'],
      adds: ['markdown', 'prometheus-client'],
    },
  },
  {
    name: 'pyproject.toml of Hatchling',
    folder: 'pyproject-hatchling',
    format: 'pyproject.toml',
    startupCommand: serve('short_links.web:app'),
    page: '/about',
    names: ['anyio', 'click', 'h11', 'idna', 'short-links', 'starlette', 'uvicorn'],
    own: { distribution: 'short-links 0.9.1', file: 'short_links/web.py' },
    chosen: { groups: [], extras: ['yaml'], adds: ['pyyaml'] },
  },
  {
    name: 'setup.py',
    folder: 'setup-py',
    format: 'setup.py',
    startupCommand: 'waitress-serve --port=8000 wiki.web:app',
    page: '/wiki/Home',
    names: ['bottle', 'tiny-wiki', 'waitress'],
    own: { distribution: 'tiny-wiki 3.1', file: 'wiki/views/page.tpl' },
    chosen: { groups: [], extras: ['markdown'], adds: ['markdown'] },
  },
];
