// Variables that a module asks of an object, or of a settings class, that another module of the app makes.

import type { ModuleFact, PythonSources, VariableFact } from '../sources/python-sources.js';
import { findImported, moduleFiles, type ModuleFiles } from '../sources/find-module.js';

type Ask = NonNullable<ModuleFact['asks']>[number];
type Offer = NonNullable<ModuleFact['offers']>[string];

/** A variable that is read, and the module whose line it is. */
export interface PlacedRead {
  readonly read: VariableFact;
  readonly path: string;
}

/** What leads on from one module to another, at most. */
const HOPS = 5;

/** What modules ask of what others make, by the path of the asking module. */
export function readsElsewhere({ modules }: PythonSources): ReadonlyMap<string, PlacedRead[]> {
  const files = moduleFiles(modules.keys());
  const reads = [...modules.values()].map(({ path, asks = [] }): [string, PlacedRead[]] => [
    path,
    asks.flatMap((ask) => readsOf(ask, path, findOffer(ask, path, modules, files))),
  ]);
  return new Map(reads);
}

interface FoundOffer {
  readonly offer: Offer;
  readonly path: string;
}

function readsOf(
  { variable, line }: Ask,
  path: string,
  found: FoundOffer | undefined,
): PlacedRead[] {
  if (found === undefined) return [];
  const { prefix, defaults = [], reads = [] } = found.offer;
  if (variable === undefined) return reads.map((read) => ({ read, path: found.path }));
  const isAsked = prefix !== undefined && !defaults.includes(variable);
  return isAsked ? [{ read: { name: `${prefix}${variable}`, line }, path }] : [];
}

/** Follows a name through modules that import it from others. */
function findOffer(
  ask: Ask,
  importer: string,
  modules: PythonSources['modules'],
  files: ModuleFiles,
): FoundOffer | undefined {
  let [module, name, from] = [ask.module, ask.of, importer];
  for (let hop = 0; hop < HOPS; hop += 1) {
    const fact = modules.get(findImported(module, from, files) ?? '');
    if (fact === undefined) return undefined;
    const offer = fact.offers?.[name];
    if (offer !== undefined) return { offer, path: fact.path };
    const next = nextOf(fact, name);
    if (next === undefined) return undefined;
    [module, name, from] = [next.module, next.name, fact.path];
  }
  return undefined;
}

function nextOf({ names, aliases = [], stars = [] }: ModuleFact, name: string) {
  const alias = aliases.find((one) => one.name === name && !one.called);
  if (alias !== undefined) return { module: alias.module, name: alias.attribute };
  const [star] = stars;
  const isStar = star !== undefined && stars.length === 1 && !names.includes(name);
  return isStar ? { module: star, name } : undefined;
}
