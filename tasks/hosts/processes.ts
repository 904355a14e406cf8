// Runs programs: the one file that spawns. Lines are handed on as they come, and the last ones kept.

import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { Command, Outcome } from '../core/host.js';
import { Stopped, systemErrorCode } from '../core/terms/failure.js';
import { neutralise, redact } from '../core/terms/redaction.js';

/** How many lines an error message quotes at most. */
const LAST_LINES = 25;

/** A program that ignores SIGTERM for this long is killed, in milliseconds; the agent waits 7.5 s for us. */
const PATIENCE = 3000;

const CLOSED_EARLY = ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE'];

/** How long pipes are read after their program has ended, in milliseconds. */
const LINGER = 2000;

/** As a shell says it: the program could not be started. */
const NOT_STARTED = 127;

export interface Surroundings {
  readonly signal: AbortSignal;
  /** Read whenever a line comes: more secrets may be known by then. */
  readonly secrets: readonly string[];
  line(text: string): void;
}

/**
 * Runs a program in a process group of its own, so that cancelling ends its children too.
 * @throws Stopped `cancelled`
 */
export async function runProcess(command: Command, around: Surroundings): Promise<Outcome> {
  around.signal.throwIfAborted();
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: [command.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => endGroup(child);
  around.signal.addEventListener('abort', stop, { once: true });
  try {
    const outcome = await observe(child, command, around);
    if (around.signal.aborted) throw new Stopped({ code: 'cancelled' });
    return outcome;
  } finally {
    around.signal.removeEventListener('abort', stop);
  }
}

async function observe(
  child: ChildProcess,
  command: Command,
  around: Surroundings,
): Promise<Outcome> {
  const last = new LastLines(around);
  const pieces: Buffer[] = [];
  const [ended] = await Promise.all([
    exit(child),
    feed(child, command.input),
    followOutput(child, command, last, pieces),
    follow(child.stderr, (line) => last.add(line, command.output === 'stream')),
  ]);
  if (ended.error) last.add(ended.error.message, false);
  return {
    exitCode: ended.error ? NOT_STARTED : ended.code,
    stdout: Buffer.concat(pieces).toString('utf8'),
    lastLines: last.lines,
  };
}

function exit(child: ChildProcess): Promise<{ code: number | null; error?: Error }> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('close', (code) => resolve({ code }));
    child.once('exit', () => letGoLater(child));
  });
}

/** A program may leave a child behind that keeps its pipes open; what it has said by then is all we wait for. */
function letGoLater(child: ChildProcess): void {
  const timer = setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, LINGER);
  child.once('close', () => clearTimeout(timer));
}

async function feed(child: ChildProcess, input: AsyncIterable<Buffer> | undefined): Promise<void> {
  if (!input || !child.stdin) return;
  await writeEach(input, child.stdin).catch((error: unknown) => {
    // A program that ends early closes the pipe, and its exit code tells why. An input that fails is our
    // failure: the program would take half of it for the whole.
    if (!CLOSED_EARLY.includes(systemErrorCode(error) ?? '')) throw error;
  });
}

/** Writes a piece while the next one is made; not more of them, so that whoever makes them knows which are written. */
async function writeEach(pieces: AsyncIterable<Buffer>, to: Writable): Promise<void> {
  // Whoever waits for a write is told what became of it.
  to.on('error', () => undefined);
  const each: AsyncIterator<Buffer, undefined> = pieces[Symbol.asyncIterator]();
  const closed = new Promise<IteratorReturnResult<undefined>>((resolve) => {
    to.once('close', () => resolve({ done: true, value: undefined }));
  });
  // An input may wait for what never comes, while the program has ended.
  const next = (): Promise<IteratorResult<Buffer>> => Promise.race([each.next(), closed]);
  try {
    let written = Promise.resolve();
    for (let step = await next(); step.done !== true; step = await next()) {
      await written;
      written = write(step.value, to);
      written.catch(() => undefined);
    }
    await written;
    to.end();
    await finished(to);
  } finally {
    to.destroy();
    each.return?.().catch(() => undefined);
  }
}

function write(piece: Buffer, to: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

async function followOutput(
  child: ChildProcess,
  { output }: Command,
  last: LastLines,
  pieces: Buffer[],
): Promise<void> {
  const { stdout } = child;
  if (!stdout) return;
  if (typeof output === 'object') {
    await pipeline(stdout, output.stream);
  } else if (output === 'capture') {
    stdout.on('data', (piece: Buffer) => pieces.push(piece));
    await finished(stdout).catch(() => undefined);
  } else {
    await follow(stdout, (line) => last.add(line, true));
  }
}

/** Hands on the lines of a stream until it ends or is let go. */
async function follow(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  stream.once('close', () => lines.close());
  lines.on('line', onLine);
  await new Promise<void>((resolve) => lines.once('close', () => resolve()));
}

class LastLines {
  lines: string[] = [];
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  add(line: string, show: boolean): void {
    if (show) this.around.line(line);
    this.lines.push(neutralise(redact(line, this.around.secrets)));
    if (this.lines.length > LAST_LINES) this.lines.shift();
  }
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), PATIENCE);
  child.once('close', () => clearTimeout(timer));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
