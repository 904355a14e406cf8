// Which framework an app object is of, followed through the app's own modules; and whether that is ASGI or WSGI.

import { findImported, moduleFiles, type ModuleFiles } from './find-module.js';
import { loadedModule, type ImportContext } from './loaded-module.js';
import type { ModuleFact, PythonSources } from './python-sources.js';
import type { ServerCommand } from '../startup/startup.js';

export type ServerInterface = 'asgi' | 'wsgi';

/** By framework, as the reader of the sources names them; those left out serve themselves. */
const INTERFACES: Readonly<Record<string, ServerInterface>> = {
  fastapi: 'asgi',
  starlette: 'asgi',
  quart: 'asgi',
  litestar: 'asgi',
  sanic: 'asgi',
  blacksheep: 'asgi',
  fasthtml: 'asgi',
  'django-asgi': 'asgi',
  channels: 'asgi',
  'falcon-asgi': 'asgi',
  asgi: 'asgi',
  flask: 'wsgi',
  django: 'wsgi',
  bottle: 'wsgi',
  falcon: 'wsgi',
  wsgi: 'wsgi',
};

/** An import chain longer than this is no app's. */
const LONGEST_CHAIN = 8;

/** The interface of a framework by its name, such as `fastapi`. */
export function interfaceOf(framework: string | undefined): ServerInterface | undefined {
  return framework === undefined ? undefined : INTERFACES[framework];
}

/** What `module:callable` of a server speaks; `undefined` when the sources do not say for certain. */
export function frameworkOf(
  server: ServerCommand,
  sources: PythonSources,
  context: ImportContext = {},
): ServerInterface | undefined {
  return interfaceOf(servedApp(server, sources, context)?.framework);
}

/** An app, or a function that makes it. */
export interface MadeApp {
  readonly framework: string;
  /** Made by an `async def`. */
  readonly awaited?: true;
}

/** What a server's `module:callable` is; `called` for what a call of it returns. */
export function servedApp(
  server: ServerCommand,
  sources: PythonSources,
  context: ImportContext = {},
  called = server.factory,
): MadeApp | undefined {
  const files = moduleFiles(sources.modules.keys());
  const found = loadedModule(server, files, { ...context, sources });
  const callable = server.callable;
  if (found?.kind !== 'source' || callable === undefined) return undefined;
  const fact = sources.modules.get(found.path);
  if (fact === undefined) return undefined;
  return follow({ fact, name: callable, called }, sources, files, 0);
}

/** The framework of a top-level name of a module; `called` for what a call of it returns. */
export function frameworkOfName(
  fact: ModuleFact,
  name: string,
  sources: PythonSources,
  called = false,
): string | undefined {
  return follow({ fact, name, called }, sources, moduleFiles(sources.modules.keys()), 0)?.framework;
}

interface Step {
  readonly fact: ModuleFact;
  readonly name: string;
  readonly called: boolean;
}

function follow(
  { fact, name, called }: Step,
  sources: PythonSources,
  files: ModuleFiles,
  depth: number,
): MadeApp | undefined {
  const known: (MadeApp & { readonly name: string }) | undefined = (
    called ? fact.factories : fact.apps
  )?.find((made) => made.name === name);
  if (known !== undefined) return known;
  const alias = fact.aliases?.find((other) => other.name === name);
  if (alias === undefined || depth === LONGEST_CHAIN || (called && alias.called)) return undefined;
  const path = findImported(alias.module, fact.path, files);
  const next = path === undefined || path === fact.path ? undefined : sources.modules.get(path);
  if (next === undefined) return undefined;
  const step = { fact: next, name: alias.attribute, called: called || alias.called };
  return follow(step, sources, files, depth + 1);
}
