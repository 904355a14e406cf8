// streamlit's configuration file, `.streamlit/config.toml`, as the options that it stands for.

import { posix } from 'node:path';

import type { Call } from './tool.js';

/** The `[server]` table of the file in the folder that streamlit starts in: `--server.port` to its value. */
export function readStreamlitConfig({ app, command }: Call): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (command.folder === undefined) return found;
  const text = app?.files.get(posix.join(command.folder, '.streamlit/config.toml'))?.text ?? '';
  let table = '';
  for (const line of text.split(/\r?\n/)) {
    table = /^\s*\[([\w.]+)\]/.exec(line)?.[1] ?? table;
    const [, key, quoted, plain] = /^\s*([\w.]+)\s*=\s*(?:"([^"]*)"|([\w.]+))/.exec(line) ?? [];
    if (key === undefined) continue;
    found.set(`--${table === '' ? key : `${table}.${key}`}`, quoted ?? plain ?? '');
  }
  return found;
}
