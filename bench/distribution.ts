// One distribution of an unpacked venv, in a venv of its own.

import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../tasks/core/terms/record.js';

/**
 * Copies what a distribution's RECORD lists below site-packages, and its bytecode.
 * @throws Error when the venv has no such distribution
 */
export function copyDistribution(name: string, from: string, to: string): void {
  const sitePackages = sitePackagesIn(from);
  const info = readdirSync(join(from, sitePackages)).find((folder) =>
    new RegExp(`^${name}-[^-]+\\.dist-info$`, 'i').test(folder),
  );
  if (info === undefined) throw new Error(`${from} has no ${name}.`);
  const record = readRecord(readFileSync(join(from, sitePackages, info, 'RECORD'), 'utf8'));
  const listed = record.map(({ path }) => path).filter((path) => !path.startsWith('..'));
  // RECORD need not list the bytecode.
  const tops = new Set(listed.map((path) => path.split('/')[0] ?? path));
  for (const top of tops) {
    cpSync(join(from, sitePackages, top), join(to, sitePackages, top), { recursive: true });
  }
}

/** Such as `lib/python3.11/site-packages`. */
function sitePackagesIn(venv: string): string {
  const python = readdirSync(join(venv, 'lib')).find((name) => name.startsWith('python3.'));
  if (python === undefined) throw new Error(`${venv} has no Python.`);
  return join('lib', python, 'site-packages');
}
