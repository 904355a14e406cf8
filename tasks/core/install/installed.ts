// What is really in the venv: every distribution, read back from its dist-info.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Stopped, systemErrorCode } from '../terms/failure.js';
import type { Distribution } from '../terms/distribution.js';
import { readRecord } from '../terms/record.js';

/**
 * Lists the distributions of a site-packages folder by name.
 * @throws Stopped `editable-installed`
 */
export async function loadInstalled(sitePackages: string): Promise<Distribution[]> {
  const names = await readdir(sitePackages);
  const infos = names.filter((name) => name.endsWith('.dist-info')).toSorted();
  const found: Distribution[] = [];
  // One at a time: an agent may allow fewer open files than there are distributions.
  for (const info of infos) found.push(await loadDistribution(sitePackages, info));
  return found.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

async function loadDistribution(sitePackages: string, info: string): Promise<Distribution> {
  const text = async (name: string): Promise<string> =>
    loadOptional(join(sitePackages, info, name));
  const metadata = headers(await text('METADATA'));
  const name = metadata('Name')[0] ?? info.replace(/-.*$/, '');
  await refuseEditable(name, await text('direct_url.json'));
  const rows = readRecord(await text('RECORD'));
  return {
    name,
    version: metadata('Version')[0] ?? '',
    tags: headers(await text('WHEEL'))('Tag'),
    files: rows.length,
    bytes: rows.reduce((sum, row) => sum + Number(row.size || 0), 0),
  };
}

async function refuseEditable(distribution: string, directUrl: string): Promise<void> {
  if (directUrl === '') return;
  const { dir_info: folder } = JSON.parse(directUrl) as { dir_info?: { editable?: boolean } };
  if (folder?.editable === true) throw new Stopped({ code: 'editable-installed', distribution });
}

async function loadOptional(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return '';
    throw error;
  });
}

/** Reads the headers of an email-like text: every value of a field, in order. */
function headers(text: string): (field: string) => string[] {
  const head = text.split(/\r?\n\r?\n/)[0] ?? '';
  const lines = head.split(/\r?\n/);
  return (field) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${field.toLowerCase()}:`))
      .map((line) => line.slice(field.length + 1).trim());
}
