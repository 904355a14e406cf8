// What the shell knows at one place of a text: variables, folder, and under which condition it gets there.

import type { CompoundList, Function as ShellFunction } from './shell.js';
import type { Reach, Shell } from '../startup.js';
import { bothReached } from './truth.js';

/** The state of a shell, changed as its commands are read. A subshell gets a copy. */
export interface Scope {
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly functions: Map<string, ShellFunction['body'] | CompoundList>;
  /** Relative to the app root; `undefined` when unknown. */
  folder: string | undefined;
  /** Folders that `pushd` keeps. */
  readonly folders: (string | undefined)[];
  conditional: boolean;
  reach: Reach;
  background: boolean;
  stopsOnError: boolean;
  /** After `exit` or `exec`: what follows never runs. */
  ended: boolean;
  readonly shell: Shell;
}

/** A value longer than this is not kept, so that doubling a variable again and again stays small. */
const LONGEST_VALUE = 4096;

/** The state at the start of the startup command: dash, in the app root (contract A11). */
export function startScope(shell: Shell): Scope {
  return {
    variables: new Map(),
    exported: new Set(),
    functions: new Map(),
    folder: '',
    folders: [],
    conditional: false,
    reach: 'certain',
    background: false,
    stopsOnError: false,
    ended: false,
    shell,
  };
}

/** A copy, for a subshell or a branch. */
export function fork(scope: Scope, changes: Partial<Scope> = {}): Scope {
  return {
    ...scope,
    variables: new Map(scope.variables),
    exported: new Set(scope.exported),
    functions: new Map(scope.functions),
    folders: [...scope.folders],
    ...changes,
  };
}

/** A copy for what a test keeps from running, or not. */
export function branchOf(scope: Scope, reach: Reach): Scope {
  return fork(scope, { conditional: true, reach: bothReached(scope.reach, reach) });
}

/** Reads what `set -e` does not stop at: a condition, and each command of a chain but the last. */
export function withoutStop(scope: Scope, read: () => void): void {
  const { stopsOnError } = scope;
  scope.stopsOnError = false;
  read();
  scope.stopsOnError = stopsOnError;
}

/** A new shell: it inherits what is exported, and no functions. */
export function newShell(scope: Scope, shell: Shell): Scope {
  const inherited = [...scope.variables].filter(([name]) => scope.exported.has(name));
  return fork(scope, {
    variables: new Map(inherited),
    functions: new Map(),
    folders: [],
    stopsOnError: false,
    shell,
  });
}

/** After branches of which one ran: what they do not agree on is unknown. */
export function join(scope: Scope, branches: readonly Scope[]): void {
  const alive = branches.filter((branch) => !branch.ended);
  const [first] = alive;
  if (first === undefined) {
    scope.ended ||= branches.length > 0;
    return;
  }
  if (alive.some((branch) => branch.folder !== first.folder)) scope.folder = undefined;
  else scope.folder = first.folder;
  const names = new Set(alive.flatMap((branch) => [...branch.variables.keys()]));
  for (const name of names) {
    const value = first.variables.get(name);
    const isSame = alive.every((branch) => branch.variables.get(name) === value);
    assign(scope, name, isSame ? value : undefined);
    if (alive.some((branch) => branch.exported.has(name))) scope.exported.add(name);
  }
  for (const branch of alive) {
    for (const [name, body] of branch.functions) scope.functions.set(name, body);
  }
}

/** Sets a variable, or forgets it where its value is not known. */
export function assign(scope: Scope, name: string, value: string | undefined): void {
  if (value === undefined || value.length > LONGEST_VALUE) scope.variables.delete(name);
  else scope.variables.set(name, value);
}

/** The exports in force whose values are known. */
export function exportsOf(scope: Scope): Record<string, string> {
  const known = [...scope.variables].filter(([name]) => scope.exported.has(name));
  return Object.fromEntries(known);
}
