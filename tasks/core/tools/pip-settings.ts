// The job's own pip settings: respected, except what would move or change what we install.

import { resolve } from 'node:path';
import type { Host, Outcome } from '../host.js';
import { credentialsIn } from '../terms/redaction.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';
import { IS_STARTED, NOT_FROM_HERE, RUN_PIP } from './run-pip.js';

/** Settings of pip that would put the packages elsewhere, nowhere, or into another Python. */
const REFUSED = ['target', 'user', 'prefix', 'root', 'dry-run', 'python'];

/** The environment that pip runs in, and what of the job's settings was left out. */
export interface PipSettings {
  readonly env: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** What pip says of a configuration file that it cannot read. */
  readonly unreadable?: string;
}

/** Prints what `pip config list` says, as JSON; the values are Python literals there. */
const READ_CONFIG = `
${NOT_FROM_HERE}
import ast, contextlib, io, json, os, runpy
${IS_STARTED}
sys.argv = ["pip", "config", "list"]
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    try:
        ${RUN_PIP}
    except SystemExit as end:
        if end.code:
            sys.exit(end.code)
found = {}
for line in printed.getvalue().splitlines():
    key, equals, value = line.partition("=")
    if equals and not key.startswith(":env:"):
        try:
            found[key] = str(ast.literal_eval(value))
        except (ValueError, SyntaxError):
            pass
print(json.dumps(found))
`;

/**
 * Reads the job's pip settings from `PIP_*` and from pip's configuration files. The files are replaced by
 * their settings as variables, since no option of pip takes back what a file sets.
 * Credentials found on the way are added to the host's secrets.
 */
export async function readPipSettings(host: Host, program: string): Promise<PipSettings> {
  const env = scrubbedEnvironment(host.env);
  const outcome = await askForConfig(host, program, env);
  const fromFiles = outcome.exitCode === 0 ? configIn(outcome.stdout) : undefined;
  const { kept, notes } = keepHarmless({ ...asVariables(fromFiles ?? {}), ...pipVariables(env) });
  for (const [name, value] of Object.entries(kept)) host.secrets.push(...secretsOf(name, value));
  const others = Object.entries(env).filter(([name]) => !isPipVariable(name));
  // A file that pip cannot read is left to it: it stops, and names the file.
  const file = fromFiles ? { PIP_CONFIG_FILE: '/dev/null' } : configFile(host, env);
  const said = outcome.lastLines.join(' ');
  // A Python without pip has none of its settings.
  const isUnreadable = fromFiles === undefined && said.includes('onfiguration file');
  return {
    env: { ...Object.fromEntries(others), ...kept, ...file },
    notes,
    ...(isUnreadable ? { unreadable: said } : {}),
  };
}

/** pip prints an index without its scheme as it is, with user and token. */
function secretsOf(name: string, value: string): string[] {
  const isIndex = name.endsWith('INDEX_URL');
  return credentialsIn(isIndex ? value.replace(/(?<!\S)(?!\S*:\/\/)/g, 'https://') : value);
}

function askForConfig(
  host: Host,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  return host.run({
    program,
    args: ['-c', READ_CONFIG],
    // A relative PIP_CONFIG_FILE is taken from where the user stands.
    cwd: host.workingFolder,
    env,
    output: 'capture',
  });
}

function configIn(stdout: string): Record<string, string> {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, string>;
}

function configFile(host: Host, env: Readonly<Record<string, string>>): Record<string, string> {
  const path = env['PIP_CONFIG_FILE'];
  return path === undefined ? {} : { PIP_CONFIG_FILE: resolve(host.workingFolder, path) };
}

/** The sections of pip's files that `pip install` reads; the later one wins. */
const SECTIONS = ['global', 'install'];

/** Turns `install.index-url` and the like into `PIP_INDEX_URL`. */
function asVariables(settings: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const section of SECTIONS) {
    for (const [key, value] of Object.entries(settings)) {
      const name = key.slice(section.length + 1);
      if (key.startsWith(`${section}.`)) found[variableOf(name)] = value;
    }
  }
  return found;
}

function pipVariables(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => isPipVariable(name)));
}

function isPipVariable(name: string): boolean {
  return name.startsWith('PIP_');
}

function variableOf(setting: string): string {
  return `PIP_${setting.toUpperCase().replaceAll('-', '_')}`;
}

function keepHarmless(variables: Record<string, string>): {
  kept: Record<string, string>;
  notes: string[];
} {
  const refused = REFUSED.map(variableOf).filter((name) => variables[name] !== undefined);
  const dropped = new Set([...refused, 'PIP_CONFIG_FILE']);
  const kept = Object.entries(variables).filter(([name]) => !dropped.has(name));
  const notes = refused
    .filter((name) => variables[name] !== '')
    .map(
      (name) =>
        `pip's setting ${name} of this job is left out: it would change what is installed or where.`,
    );
  return { kept: Object.fromEntries(kept), notes };
}
