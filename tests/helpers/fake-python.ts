// Pythons that are none: scripts that answer our questions as some other machine's Python would.

import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { output, pythonProgram } from './programs.js';
import { wheelFiles, type WheelFacts } from './wheels.js';
import { writeFiles } from './temp-folder.js';

/** Writes a script that may be run. */
export async function writeScript(path: string, lines: readonly string[]): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${lines.join('\n')}\n`);
  await chmod(path, 0o755);
  return path;
}

/** What a Python of App Service's own kind says of itself. */
export const USUAL_ANSWER = {
  version: '3.12.4',
  minor: '3.12',
  implementation: 'CPython',
  platform: 'linux',
  machine: 'x86_64',
  libc: 'glibc 2.36',
  basePrefix: '/opt/hostedtoolcache/Python/3.12.4/x64',
  cacheTag: 'cpython-312',
  venv: true,
  pip: '24.0',
} as const;

/** A program that answers the probe with the usual, changed by `differences`, and can do nothing else. */
export async function answeringPython(
  path: string,
  differences: Readonly<Partial<Record<keyof typeof USUAL_ANSWER, unknown>>>,
): Promise<string> {
  const answer = JSON.stringify({ ...USUAL_ANSWER, ...differences });
  return writeScript(path, [`printf '%s\\n' '${answer}'`]);
}

/**
 * The real Python with a pip that needs no time: it puts these distributions into the venv.
 * @param folder for the program and the files it copies
 */
export async function quickPython(
  folder: string,
  distributions: readonly WheelFacts[],
): Promise<string> {
  const sitePackages = join(folder, 'site-packages');
  for (const facts of distributions) await writeFiles(sitePackages, wheelFiles(facts));
  await mkdir(sitePackages, { recursive: true });
  return writeScript(join(folder, 'bin', 'python'), [
    'case "$2" in',
    '*\'"config", "list"\'*) echo "{}"; exit ;;',
    `*'run_module("pip"'*) cp -r '${sitePackages}/.' "\${3%/bin/python}"/lib/python*/site-packages/; exit ;;`,
    'esac',
    `exec '${pythonProgram()}' "$@"`,
  ]);
}

/**
 * A real Python that says it is of another kind: to the probe it answers as the machine that is wanted, and
 * everything else it does as itself.
 */
export async function disguisedPython(
  path: string,
  real: string,
  differences: Readonly<Partial<Record<keyof typeof USUAL_ANSWER, unknown>>>,
): Promise<string> {
  const itself = JSON.parse(output(real, ['-c', ITSELF])) as object;
  const answer = JSON.stringify({ ...USUAL_ANSWER, ...itself, executable: path, ...differences });
  return writeScript(path, [
    `case "$2" in *CS_GNU_LIBC_VERSION*basePrefix*) printf '%s\\n' '${answer}'; exit ;; esac`,
    `exec '${real}' "$@"`,
  ]);
}

const ITSELF = `
import json, platform, sys
print(json.dumps({
    "version": platform.python_version(),
    "minor": "%d.%d" % sys.version_info[:2],
    "cacheTag": sys.implementation.cache_tag,
    "basePrefix": sys.base_prefix,
}))
`;
