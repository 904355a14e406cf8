// The effects of a start: what the app's command saw, and what lies on disk afterwards.

import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** One program that was started: the app's command, or a stand-in for a program of the image. */
export interface Call {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Variables that the container did not have, or had with another value; `null`: no longer there. */
  readonly environment: Readonly<Record<string, string | null>>;
}

export type Effects =
  | { readonly generator: number }
  | {
      /** Exit code of the start script. */
      readonly exit: number | null;
      readonly calls: readonly Call[];
      /** What a shell over SSH finds after its profile. */
      readonly shell: readonly Call[];
      /** Paths that are new or not what they were, with type, mode and content; `null`: gone. */
      readonly files: Readonly<Record<string, string | null>>;
    };

/** Where the probe puts what it saw; each call has a folder. */
export const CALLS = '/opt/startup/calls';

/** Notes how it was started, and does nothing else. */
export const PROBE = `#!/bin/sh
number=$(/bin/ls ${CALLS} | /usr/bin/wc -l)
/bin/mkdir ${CALLS}/$number
/bin/cat /proc/$$/cmdline > ${CALLS}/$number/argv
/bin/cat /proc/$$/environ > ${CALLS}/$number/environment
/bin/readlink /proc/$$/cwd > ${CALLS}/$number/cwd
exit \${PROBE_EXIT:-0}
`;

/** Different from one machine to the next, or from one call to the next. */
const NOT_COMPARED = ['_', 'TAR_OPTIONS', 'PROBE_EXIT'];

/** Reads what the probe saw; `folder` is the host's path of `CALLS`. */
export function readCalls(folder: string, base: Readonly<Record<string, string>>): Call[] {
  const numbers = readdirSync(folder).toSorted((a, b) => Number(a) - Number(b));
  return numbers.map((number) => {
    const argv = splitZeros(join(folder, number, 'argv')).map(withoutCores);
    const cwd = readFileSync(join(folder, number, 'cwd'), 'utf8').trimEnd();
    const pairs = splitZeros(join(folder, number, 'environment')).map((text) => {
      const at = text.indexOf('=');
      return [text.slice(0, at), withoutCores(text.slice(at + 1))] as const;
    });
    return { argv, cwd, environment: difference(base, Object.fromEntries(pairs)) };
  });
}

function splitZeros(path: string): string[] {
  return readFileSync(path, 'utf8').split('\0').slice(0, -1);
}

/** The number of workers follows that of the machine's processors. */
function withoutCores(text: string): string {
  return text.replace(`--workers=${2 * availableParallelism() + 1} `, '--workers=<2n+1> ');
}

/** What is new or another in `after`; `null` stands for what is gone. */
export function difference(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const changed = names.filter(
    (name) => before[name] !== after[name] && !NOT_COMPARED.includes(name),
  );
  return Object.fromEntries(changed.map((name) => [name, after[name] ?? null]));
}

/** The image's own, and what is different by design. */
const NOT_LISTED = ['/dev', '/opt', '/proc', '/run', '/var', '/root/.bashrc'];

/** Times before this one were restored from an archive. */
const RESTORED = Date.UTC(2021, 0, 1);

/**
 * Lists what a start has left in a container's folder (host paths).
 * @param mounted names at its root that show folders of this machine
 */
export function listFiles(
  folder: string,
  home: string,
  mounted: readonly string[],
): Record<string, string> {
  const hidden = [...NOT_LISTED, '/home', ...mounted];
  return { ...walk(folder, '', hidden), ...walk(home, '/home', []) };
}

function walk(onHost: string, path: string, hidden: readonly string[]): Record<string, string> {
  const names = readdirSync(onHost).filter((name) => !hidden.includes(`${path}/${name}`));
  const found: Record<string, string> = {};
  for (const name of names) {
    const child = join(onHost, name);
    found[`${path}/${name}`] = describe(child);
    if (!lstatSync(child).isDirectory()) continue;
    Object.assign(found, walk(child, `${path}/${name}`, hidden));
  }
  return found;
}

function describe(path: string): string {
  const info = lstatSync(path);
  if (info.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  const mode = (info.mode & 0o7777).toString(8);
  if (info.isDirectory()) return `folder ${mode}`;
  if (/\.(?:tar\.(?:gz|zst)|zip|tgz)$/.test(path)) return `archive ${mode}`;
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);
  return `file ${mode} ${digest}${info.mtimeMs < RESTORED ? ' with its time' : ''}`;
}
