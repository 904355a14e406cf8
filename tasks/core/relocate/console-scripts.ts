// Console scripts: the programs of a distribution, written from its entry points as every installer has to.
//
// Each installer has a text of its own for them, and some have none for another machine. Ours is one for all.

import { posix } from 'node:path';
import { entryOfBytes } from '../archives/digest.js';
import type { FileEntry } from '../terms/archive-entry.js';

/** A file of a venv, as much of it as is needed here. */
interface TextFile {
  /** Relative to the venv. */
  readonly path: string;
  readonly bytes: Buffer | undefined;
}

/** One line of `entry_points.txt`: a program and what it calls. */
export interface EntryPoint {
  readonly name: string;
  readonly module: string;
  /** May be dotted: `App.main`. */
  readonly attribute: string;
}

/** A program and the dist-info folder of the distribution that brings it. */
export interface ConsoleScript {
  readonly info: string;
  /** The module that it calls. */
  readonly module: string;
  readonly entry: FileEntry;
}

/** Whether a file names the entry points of an installed distribution, and not of one carried along in another. */
export function isEntryPoints(path: string): boolean {
  return /(?:^|\/)site-packages\/[^/]+\.dist-info\/entry_points\.txt$/.test(path);
}

/**
 * The programs of all distributions. Where two bring the same, the later by the name of its folder has it,
 * whichever an installer took last.
 * @param venv its address at run time
 * @param minor such as `3.12`
 */
export function consoleScripts(
  files: readonly TextFile[],
  venv: string,
  minor: string,
): ConsoleScript[] {
  return files.flatMap(({ path, bytes }) => {
    if (!bytes || !isEntryPoints(path)) return [];
    const info = posix.dirname(path);
    return readEntryPoints(bytes.toString('utf8')).flatMap((point) =>
      namesOf(point, info, minor).map((name) => {
        return { info, module: point.module, entry: script(point, name, venv) };
      }),
    );
  });
}

function script({ module, attribute }: EntryPoint, name: string, venv: string): FileEntry {
  const [imported = ''] = attribute.split('.');
  const lines = [
    `#!${venv}/bin/python`,
    'import sys',
    '',
    `from ${module} import ${imported}`,
    '',
    "if __name__ == '__main__':",
    `    sys.exit(${attribute}())`,
    '',
  ];
  return entryOfBytes(`bin/${name}`, Buffer.from(lines.join('\n')), true);
}

/** pip makes three programs of its own one, whatever else its entry points name. */
function namesOf({ name }: EntryPoint, info: string, minor: string): string[] {
  if (!/\/pip-[^/]+\.dist-info$/.test(info)) return [name];
  return name === 'pip' ? ['pip', 'pip3', `pip${minor}`] : [];
}

const SECTIONS = ['console_scripts', 'gui_scripts'];

/** `name = package.module:object.attribute [extra]`; names with a slash would leave the folder. */
const LINE =
  /^(?<name>[^=/\\]*[^=/\\\s])\s*=\s*(?<module>[\w.]+)\s*:\s*(?<attribute>[\w.]+)\s*(?:\[[^\]]*\]\s*)?$/u;

/** Names that the venv's own Python has. */
const PYTHON = /^(?:python[\d.]*|\.{1,2})$/;

/** Reads the programs among the entry points (Entry points specification, packaging.python.org). */
export function readEntryPoints(text: string): EntryPoint[] {
  const found: EntryPoint[] = [];
  let section = '';
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    const header = /^\[([^\]]*)\]$/.exec(line);
    if (header) section = header[1]?.trim() ?? '';
    if (header || !SECTIONS.includes(section) || /^[#;]/.test(line)) continue;
    const { name = '', module = '', attribute = '' } = LINE.exec(line)?.groups ?? {};
    if (name !== '' && !PYTHON.test(name)) found.push({ name, module, attribute });
  }
  return found;
}
