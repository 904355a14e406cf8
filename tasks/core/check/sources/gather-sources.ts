// Gathers what the app's Python sources say, by letting a Python parse them; they are never imported.

import type { Host } from '../../host.js';
import { asciiJson } from '../../terms/ascii-json.js';
import { scrubbedEnvironment } from '../../terms/python-environment.js';
import type { ModuleFact, PythonSources } from './python-sources.js';
import { READER } from './reader/reader.js';

/** A `.py` file of the app: its text, or where it is. */
export interface SourceFile {
  /** Relative to the app root, with `/`. */
  readonly path: string;
  readonly text?: string | undefined;
  /** An absolute path, read when there is no text. */
  readonly file?: string;
}

/** Larger sources are data in disguise: 512 KB. */
const LARGEST = 512 * 1024;

/** What a source on disk is taken for before it is read: 32 KB. */
const USUAL = 32 * 1024;

/** All sources together, in characters; beyond it the deepest files are left out. */
const MOST = 64 * 1024 * 1024;

/** Memory of the reader, in bytes. */
const MEMORY = 256 * 1024 * 1024;

/** Seconds for one source; the slowest real one of 512 KB takes two on a slow agent. */
const PATIENCE = 10;

/** Neither the job's variables, nor the user's folders, nor installed packages can be imported. */
const ISOLATED = ['-I', '-S', '-B', '-W', 'ignore'];

/** The reader itself comes by standard input: it is longer than a command line may be on Windows. */
const BOOT = 'import sys; exec(compile(sys.stdin.buffer.read(int(sys.argv[1])), "reader", "exec"))';

const READER_SIZE = Buffer.byteLength(READER);

/** How often the reader is started again behind a source that ended it. */
const RESTARTS = 5;

/**
 * Reads every `.py` among the files with a CPython from 3.8 on. Sources that do not parse are `broken`, which
 * depends on that Python's version; those over 512 KB, or too deep to be looked into, are `unread`.
 * @returns `undefined` when that Python cannot be run
 * @throws Stopped `cancelled`
 */
export async function gatherSources(
  host: Host,
  program: string,
  files: Iterable<SourceFile>,
): Promise<PythonSources | undefined> {
  const found: Found = { modules: new Map(), broken: [], unread: [] };
  let rest = chosen(files, found.unread);
  for (let start = 0; rest.length > 0 && start <= RESTARTS; start += 1) {
    const read = await readAll(host, program, rest, found);
    if (read === undefined) return undefined;
    const fatal = rest[read];
    if (fatal !== undefined) found.unread.push(fatal.path);
    rest = rest.slice(read + 1);
  }
  found.unread.push(...rest.map(({ path }) => path));
  return found;
}

interface Found {
  readonly modules: Map<string, ModuleFact>;
  readonly broken: PythonSources['broken'][number][];
  readonly unread: string[];
}

/** Those that are read, the ones near the app root first; the others are told as unread. */
function chosen(files: Iterable<SourceFile>, unread: string[]): SourceFile[] {
  let room = MOST;
  return [...files]
    .filter(({ path, text, file }) => path.endsWith('.py') && (text ?? file) !== undefined)
    .toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))
    .filter(({ path, text }) => {
      const size = text?.length ?? USUAL;
      const isRead = size <= LARGEST && size <= room;
      if (isRead) room -= size;
      else unread.push(path);
      return isRead;
    });
}

function depth(path: string): number {
  return path.split('/').length;
}

/** How many sources it answered before its end; `undefined` when it did not start. */
async function readAll(
  host: Host,
  program: string,
  files: readonly SourceFile[],
  found: Found,
): Promise<number | undefined> {
  const outcome = await host.run({
    program,
    args: [...ISOLATED, '-c', BOOT, String(READER_SIZE), String(MEMORY), String(PATIENCE)],
    cwd: host.tempFolder,
    env: scrubbedEnvironment(host.env),
    output: 'capture',
    input: jobs(files),
  });
  const answers = outcome.stdout.split('\n').slice(0, -1).map(readAnswer);
  if (outcome.exitCode !== 0 && answers.length === 0 && !(await starts(host, program))) {
    return undefined;
  }
  for (const answer of answers) keep(answer, files, found);
  return outcome.exitCode === 0 ? files.length : answers.length;
}

/** Whether a program is a Python that could have run the reader. */
async function starts(host: Host, program: string): Promise<boolean> {
  const check = 'import ast, faulthandler, sys; sys.exit(sys.version_info < (3, 8))';
  const outcome = await host.run({
    program,
    args: [...ISOLATED, '-c', check],
    cwd: host.tempFolder,
    env: scrubbedEnvironment(host.env),
    output: 'capture',
  });
  return outcome.exitCode === 0;
}

async function* jobs(files: readonly SourceFile[]): AsyncGenerator<Buffer> {
  yield Buffer.from(READER);
  for (const [index, { path, text, file }] of files.entries()) {
    const source = text === undefined ? { file } : { text };
    const line = JSON.stringify({ index, path, limit: LARGEST, ...source });
    yield Buffer.from(`${asciiJson(line)}\n`, 'latin1');
  }
}

type RunFact = ModuleFact['runs'][number];

/** JSON says `null` for what cannot be known. */
type Run = Omit<RunFact, 'host' | 'port'> & {
  readonly host: string | null;
  readonly port: number | string | null;
};

interface Answer {
  readonly index: number;
  readonly facts?: Omit<ModuleFact, 'path' | 'runs'> & { readonly runs: readonly Run[] };
  readonly broken?: Omit<PythonSources['broken'][number], 'path'>;
}

function readAnswer(line: string): Answer {
  return JSON.parse(line) as Answer;
}

function keep({ index, facts, broken }: Answer, files: readonly SourceFile[], found: Found): void {
  const path = files[index]?.path;
  if (path === undefined) return;
  if (broken) found.broken.push({ path, ...broken });
  else if (!facts) found.unread.push(path);
  if (!facts) return;
  const runs = facts.runs.map((run) => ({
    ...run,
    host: run.host ?? undefined,
    port: run.port ?? undefined,
  }));
  found.modules.set(path, { path, ...facts, runs });
}
