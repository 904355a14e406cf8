// Bytecode, compiled for the address at run time and valid however times are lost on the way (PEP 552).

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../host.js';
import { sha256 } from '../archives/digest.js';
import type { PartStore } from '../archives/part-store.js';
import { entrySize, type FileEntry } from '../terms/archive-entry.js';
import { failureOrFullAgent, Stopped } from '../terms/failure.js';
import { bytecodeEntry, type Job } from './job.js';
import { findKept } from './kept.js';
import { ProgressCount, type Advance } from '../terms/progress.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';
import { normaliseMarshal } from './marshal.js';

/** Sources whose bytecode shares an address and a way of being checked. */
export interface SourceTree {
  readonly entries: readonly FileEntry[];
  /** Prefix of every entry's path at run time; `co_filename` is below it. */
  readonly address: string;
  /** Checked bytecode follows an edited source; unchecked saves reading the source at start. */
  readonly checked: boolean;
}

export interface BytecodeRequest {
  readonly program: string;
  /** In full: another patch release may compile otherwise. */
  readonly version: string;
  readonly minor: string;
  readonly cacheTag: string;
  /** An existing private folder for the bytecode until it is packed. */
  readonly work: string;
  /** Where the bytecode of distributions is kept between runs. */
  readonly store: PartStore;
  /** Is told which sources are compiled, whenever a share of them is. */
  readonly advance?: Advance;
}

export interface Bytecode {
  /** One list of entries a tree, in the order of the trees. */
  readonly trees: readonly (readonly FileEntry[])[];
  /** Sources that are not valid for this Python, such as templates: left without bytecode. */
  readonly notCompiled: readonly string[];
}

/** Without what the site-packages of the Python run at its start, which has no part in it and takes as long as Python itself. */
const ALONE = ['-S', '-B', '-W', 'ignore'];

/** Compiles its share of the jobs into one file; prints where each .pyc is, or why there is none. */
const COMPILE = `
import gc, importlib.util, json, marshal, struct, sys
# Nothing here goes round in circles; to look for that takes a tenth of the time.
gc.disable()
jobs, out = sys.argv[1], sys.argv[2]
sys.setrecursionlimit(5000)
index = []
with open(jobs, encoding="utf-8") as f:
    jobs = json.load(f)
with open(out, "wb") as f:
    for source, name, checked in jobs:
        with open(source, "rb") as s:
            data = s.read()
        try:
            code = compile(data, name, "exec", dont_inherit=True, optimize=0)
            # Refuses what is nested too deep for it, too.
            body = marshal.dumps(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
            index.append("%s: %s" % (type(error).__name__, error))
            continue
        pyc = (importlib.util.MAGIC_NUMBER + struct.pack("<I", 3 if checked else 1)
               + importlib.util.source_hash(data) + body)
        index.append([f.tell(), len(pyc)])
        f.write(pyc)
        # Before 3.13, strings that are still held make the next source's sets other objects.
        del code
print(json.dumps(index))
`;

/** Magic, flags and the source's hash come before the marshal data. */
const HEADER = 16;

/**
 * Compiles every `.py` of the trees whose bytecode was not kept, side by side on the machine's cores.
 * @throws Stopped `bytecode-failed`, `file-changed`, `disk-full`, `cancelled`
 */
export async function compileBytecode(
  host: Host,
  request: BytecodeRequest,
  trees: readonly SourceTree[],
): Promise<Bytecode> {
  const folder = join(request.work, 'bytecode');
  await mkdir(folder);
  const jobs = trees.flatMap(({ entries, address, checked }, tree) =>
    entries
      .filter((entry) => entry.path.endsWith('.py'))
      .map((entry): Job => ({ tree, entry, runtimePath: `${address}/${entry.path}`, checked })),
  );
  const kept = findKept(jobs, request);
  const { known } = kept;
  if (known.size > 0) {
    host.log.info(`Bytecode of ${known.size} of ${jobs.length} sources is used again.`);
  }
  const missing = jobs.filter((job) => !known.has(job));
  const compiled = new Map([...known].flatMap(([job, pyc]) => (pyc ? [[job, pyc]] : [])));
  const shares = share(missing, availableParallelism() * SHARES_A_CORE);
  const unsure = new Set<Job>();
  const whole = { bytes: sourceBytes(missing), files: missing.length };
  const count = new ProgressCount(whole, request.advance);
  await sideBySide(shares, availableParallelism(), async (own, index) => {
    const results = await compileShare(host, request, join(folder, String(index)), own);
    for (const { job, pyc } of results) if (pyc) compiled.set(job, pyc);
    for (const { job, isUnsure } of results) if (isUnsure) unsure.add(job);
    count.add(sourceBytes(own), own.length);
  });
  kept.keep(compiled, unsure);
  return {
    trees: trees.map((_, tree) =>
      jobs.flatMap((job) => (job.tree === tree ? (compiled.get(job) ?? []) : [])),
    ),
    notCompiled: jobs.filter((job) => !compiled.has(job)).map(({ runtimePath }) => runtimePath),
  };
}

function sourceBytes(jobs: readonly Job[]): number {
  return jobs.reduce((sum, { entry }) => sum + entrySize(entry), 0);
}

/** The same bytecode in every job: sets are written in the order of their hashes before 3.11; empty is as if not set. */
const ONE_WAY = { PYTHONHASHSEED: '0', PYTHONNODEBUGRANGES: '', PYTHONINTMAXSTRDIGITS: '' };

/** While one share is put into its one spelling here, Python compiles the next. */
const SHARES_A_CORE = 4;

/** Deals the jobs out in turn, the largest first, so that shares take alike. */
function share(jobs: readonly Job[], count: number): Job[][] {
  const shares = Array.from({ length: count }, (): Job[] => []);
  const bySize = jobs.toSorted((a, b) => entrySize(b.entry) - entrySize(a.entry));
  for (const [position, job] of bySize.entries()) shares[position % count]?.push(job);
  return shares.filter((own) => own.length > 0);
}

/** Does the work of each part, of `width` at once; after a failure no further one is begun. */
async function sideBySide<Part>(
  parts: readonly Part[],
  width: number,
  work: (part: Part, index: number) => Promise<void>,
): Promise<void> {
  const left = parts.entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [index, one] of left) {
      if (failed) return;
      await work(one, index).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: width }, lane));
  const rejected = ended.find((end) => end.status === 'rejected');
  if (rejected) throw rejected.reason;
}

interface Result {
  readonly job: Job;
  readonly pyc: FileEntry | undefined;
  /** Whether the machine had no memory for it; also what Python says of a source that is nested too deep. */
  readonly isUnsure: boolean;
}

async function compileShare(
  host: Host,
  request: BytecodeRequest,
  base: string,
  jobs: readonly Job[],
): Promise<Result[]> {
  const sources = await Promise.all(jobs.map((job, index) => sourceFile(job, `${base}.${index}`)));
  const list = jobs.map((job, index) => [sources[index], job.runtimePath, job.checked]);
  await writeFile(`${base}.json`, JSON.stringify(list));
  const outcome = await host.run({
    program: request.program,
    args: [...ALONE, '-c', COMPILE, `${base}.json`, `${base}.pyc`],
    cwd: request.work,
    env: { ...scrubbedEnvironment(host.env), ...ONE_WAY },
    output: 'capture',
  });
  if (outcome.exitCode !== 0) {
    const gone = sources.find((source) => !existsSync(source));
    throw gone === undefined
      ? compileFailure(request.work, outcome.lastLines)
      : new Stopped({ code: 'file-changed', path: gone });
  }
  const index = JSON.parse(outcome.stdout) as ([number, number] | string)[];
  const bytecode = await normalised(`${base}.pyc`, index, request.minor);
  return jobs.map((job, at) => ({
    job,
    pyc: entryOf(job, request, index[at], bytecode),
    isUnsure: String(index[at]).startsWith('MemoryError'),
  }));
}

/** Python names a full disk by its error number, in whatever language the rest is. */
function compileFailure(work: string, lastLines: readonly string[]): Stopped {
  const isFull = lastLines.some((line) => /^OSError: \[Errno (?:28|122)\]/.test(line));
  return new Stopped(
    isFull
      ? { code: 'disk-full', path: work }
      : failureOrFullAgent({ code: 'bytecode-failed', lastLines }),
  );
}

/** The source as packed: a relocated one is written out for the compiler. */
async function sourceFile({ entry }: Job, scratch: string): Promise<string> {
  if (entry.content.kind === 'file') return entry.content.path;
  await writeFile(scratch, entry.content.bytes);
  return scratch;
}

interface Share {
  readonly path: string;
  readonly bytes: Buffer;
}

async function normalised(
  path: string,
  index: readonly ([number, number] | string)[],
  minor: string,
): Promise<Share> {
  const bytes = await readFile(path);
  for (const range of index) {
    if (typeof range === 'string') continue;
    const [offset, size] = range;
    normaliseMarshal(bytes.subarray(offset + HEADER, offset + size), minor);
  }
  await writeFile(path, bytes);
  return { path, bytes };
}

function entryOf(
  { entry }: Job,
  { cacheTag }: BytecodeRequest,
  range: [number, number] | string | undefined,
  { path, bytes }: Share,
): FileEntry | undefined {
  if (range === undefined || typeof range === 'string') return undefined;
  const [offset, size] = range;
  const digest = sha256(bytes.subarray(offset, offset + size));
  return bytecodeEntry(entry, cacheTag, { kind: 'file', path, offset, size }, digest);
}
