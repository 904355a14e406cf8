// Evidence of an app written down in a test: its files, what a Python reads in its sources, its startup command.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Evidence, Tree, VenvFacts } from '../../tasks/core/check/evidence.js';
import { gatherSources } from '../../tasks/core/check/sources/gather-sources.js';
import type { PythonSources } from '../../tasks/core/check/sources/python-sources.js';
import type {
  ServerCommand,
  ShellCommand,
  Startup,
} from '../../tasks/core/check/startup/startup.js';
import { PLAIN } from '../../tasks/core/check/startup/servers/tool.js';
import { fakeHost } from './fake-host.js';

/** A tree of files with these texts. */
export function treeOf(files: Readonly<Record<string, string>>, complete = true): Tree {
  return {
    files: new Map(
      Object.entries(files).map(([path, text]) => [
        path,
        { path, size: text.length, executable: false, text },
      ]),
    ),
    complete,
  };
}

/** `python3` itself: the one on PATH may be a version manager's stand-in, which is slow to start. */
let python: string | undefined;

function findPython3(): string {
  const ask = ['-I', '-c', 'import sys; print(sys.executable)'];
  python ??= execFileSync('python3', ask, { encoding: 'utf8' }).trim();
  return python;
}

/** What the `python3` of this machine reads in the sources among the files. */
export async function sourcesOf(files: Readonly<Record<string, string>>): Promise<PythonSources> {
  const given = Object.entries(files).map(([path, text]) => ({ path, text }));
  const sources = await gatherSources(fakeHost(), findPython3(), given);
  assert.ok(sources);
  return sources;
}

/** An app: its files and its sources. */
export async function appOf(files: Readonly<Record<string, string>>): Promise<Evidence> {
  return { app: treeOf(files), sources: await sourcesOf(files) };
}

/** A command of words that runs in the app root. */
export function commandOf(words: string, changes: Partial<ShellCommand> = {}): ShellCommand {
  return {
    words: words.split(' '),
    environment: {},
    where: { file: 'startup command' },
    background: false,
    conditional: false,
    folder: '',
    ...changes,
  };
}

/** A server as its command line would be read. */
export function serverOf(
  words: string,
  facts: Partial<Omit<ServerCommand, 'command'>> & { readonly command?: Partial<ShellCommand> },
): ServerCommand {
  const { command, ...rest } = facts;
  return {
    ...PLAIN,
    server: words.split(' ')[0] ?? '',
    viaModule: false,
    host: '0.0.0.0',
    port: '$PORT',
    workerClass: words.startsWith('gunicorn') ? 'sync' : undefined,
    ...rest,
    command: commandOf(words, command),
  };
}

/** A startup command that runs these servers. */
export function startupOf(...servers: readonly ServerCommand[]): Startup {
  const text = servers.map(({ command }) => command.words.join(' ')).join(' && ');
  return {
    text,
    kind: text === '' ? 'none' : 'command',
    effective: text,
    problem: undefined,
    commands: servers.map(({ command }) => command),
    servers,
    scripts: [],
    ignored: [],
  };
}

/** A virtual environment with these modules at the top of its site-packages. */
export function venvOf(...topLevel: readonly string[]): VenvFacts {
  const distribution = {
    name: 'some',
    version: '1.0',
    tags: [],
    scripts: [],
    topLevel,
    requires: [],
    editable: false,
  };
  return {
    folder: 'antenv',
    address: '/antenv',
    tree: treeOf({}),
    minors: ['3.12'],
    distributions: [distribution],
  };
}
