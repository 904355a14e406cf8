// uv's configuration files: the user's indexes are in them, so they are read, but none may move the installation.

import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Host } from '../host.js';
import { Stopped } from '../terms/failure.js';
import { isTable, readToml, tableAt, type Table } from './toml.js';

/** Settings of `[pip]` that put the packages elsewhere; no option of uv takes them back. */
const MOVING = ['target', 'prefix'];

/**
 * Refuses a configuration that uv would follow away from the venv.
 * @param folder where uv is called; its files are looked for from there upwards
 * @throws Stopped `uv-moved`
 */
export async function checkUvConfig(host: Host, folder: string): Promise<void> {
  for (const { path, table } of await readFiles(host, folder)) {
    const pip = tableAt(table, 'pip');
    const setting = MOVING.find((name) => pip[name] !== undefined);
    if (setting !== undefined) throw new Stopped({ code: 'uv-moved', path, setting });
  }
}

interface ConfigFile {
  readonly path: string;
  readonly table: Table;
}

/** The files that uv reads: one named by the job alone, else the project's, the user's and the system's. */
async function readFiles({ env, workingFolder }: Host, folder: string): Promise<ConfigFile[]> {
  if ((env['UV_NO_CONFIG'] ?? '') !== '') return [];
  const named = env['UV_CONFIG_FILE'] ?? '';
  if (named !== '') return found([await readUvToml(resolve(workingFolder, named))]);
  const { XDG_CONFIG_HOME, HOME, APPDATA, XDG_CONFIG_DIRS } = env;
  const ofUser = XDG_CONFIG_HOME ?? (HOME === undefined ? APPDATA : join(HOME, '.config'));
  const ofSystem = [...(XDG_CONFIG_DIRS ?? '/etc/xdg').split(':'), '/etc'];
  const others = [ofUser, ...ofSystem].filter((base) => base !== undefined && base !== '');
  return found([
    await nearest(folder),
    ...(await Promise.all(others.map(async (base) => readUvToml(join(base ?? '', 'uv/uv.toml'))))),
  ]);
}

function found(files: readonly (ConfigFile | undefined)[]): ConfigFile[] {
  return files.filter((file) => file !== undefined);
}

/** `uv.toml` comes before `pyproject.toml`, and the nearest folder that has either settles it. */
async function nearest(folder: string): Promise<ConfigFile | undefined> {
  const own = (await readUvToml(join(folder, 'uv.toml'))) ?? (await readProject(folder));
  const above = dirname(folder);
  return own ?? (above === folder ? undefined : nearest(above));
}

async function readProject(folder: string): Promise<ConfigFile | undefined> {
  const file = await readUvToml(join(folder, 'pyproject.toml'));
  const uv = file && tableAt(file.table, 'tool')['uv'];
  return file && isTable(uv) ? { path: file.path, table: uv } : undefined;
}

/** Nothing for a file that is not there or no TOML: uv itself complains of the latter. */
async function readUvToml(path: string): Promise<ConfigFile | undefined> {
  try {
    return { path, table: readToml(await readFile(path, 'utf8')) };
  } catch {
    return undefined;
  }
}
