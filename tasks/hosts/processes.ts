// Runs programs: the one file that spawns. Lines are handed on as they come, and the last ones kept.

import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { Command, Outcome } from '../core/host.js';
import { startFailure, systemErrorCode } from '../core/terms/failure.js';
import { neutralise, redact } from '../core/terms/redaction.js';
import { endGroup } from './process-group.js';

/** How many lines are kept when nobody says: as many as an error message quotes. */
const LAST_LINES = 25;

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
 * @throws Stopped `agent-full`, `too-few-open-files`; the reason of the run's signal, and that of the command's own when it is over before the start
 */
export async function runProcess(command: Command, around: Surroundings): Promise<Outcome> {
  around.signal.throwIfAborted();
  command.signal?.throwIfAborted();
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: [command.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  let groupEnds = Promise.resolve();
  const stop = (): void => {
    if (child.pid !== undefined) groupEnds = endGroup(child.pid);
  };
  const signals = [around.signal, ...(command.signal ? [command.signal] : [])];
  signals.forEach((signal) => signal.addEventListener('abort', stop, { once: true }));
  try {
    const outcome = await observe(child, command, around);
    around.signal.throwIfAborted();
    return outcome;
  } finally {
    signals.forEach((signal) => signal.removeEventListener('abort', stop));
    await groupEnds;
  }
}

async function observe(
  child: ChildProcess,
  command: Command,
  around: Surroundings,
): Promise<Outcome> {
  const last = new LastLines(around, command.keptLines ?? LAST_LINES);
  const pieces: Buffer[] = [];
  const [ended] = await Promise.all([
    exit(child),
    feed(child, command.input),
    followOutput(child, command, last, pieces),
    follow(child.stderr, (line) => last.add(line, command.output === 'stream')),
  ]);
  const refused = ended.error && startFailure(ended.error);
  if (refused) throw refused;
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
  const { stdin } = child;
  if (!input || !stdin) return;
  // Whoever waits for a write is told what became of it.
  stdin.on('error', () => undefined);
  const pieces = untilClosed(input, stdin);
  try {
    let written = Promise.resolve();
    // A piece is written while the next one is made, and not more of them: whoever makes them knows which are written.
    for await (const piece of pieces) {
      await written;
      written = orClosed(write(piece, stdin));
      // It may fail while the next one is made; it is looked at in its turn.
      written.catch(() => undefined);
    }
    await written;
    stdin.end();
    await orClosed(finished(stdin));
  } finally {
    stdin.destroy();
  }
}

function write(piece: Buffer, to: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

/** A program that ends early closes the pipe, and its exit code tells why. */
async function orClosed(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!CLOSED_EARLY.includes(systemErrorCode(error) ?? '')) throw error;
  });
}

/**
 * Pieces as long as somebody takes them: an input may wait for what never comes, while the program has ended. One
 * that fails is our failure, whatever the program says: it would take half of it for the whole.
 */
async function* untilClosed(input: AsyncIterable<Buffer>, to: Writable): AsyncGenerator<Buffer> {
  const each: AsyncIterator<Buffer, undefined> = input[Symbol.asyncIterator]();
  const end: IteratorReturnResult<undefined> = { done: true, value: undefined };
  // Of the piece that is waited for; one promise for all of them would hold each.
  let letGo = (): void => undefined;
  to.once('close', () => letGo());
  const next = (): Promise<IteratorResult<Buffer, undefined>> =>
    new Promise((resolve, reject) => {
      letGo = () => resolve(end);
      if (to.closed) letGo();
      else each.next().then(resolve, reject);
    });
  try {
    for (let step = await next(); step.done !== true; step = await next()) yield step.value;
  } finally {
    each.return?.().catch(() => undefined);
  }
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
  private readonly most: number;

  constructor(around: Surroundings, most: number) {
    this.around = around;
    this.most = most;
  }

  add(line: string, show: boolean): void {
    if (show) this.around.line(line);
    this.lines.push(neutralise(redact(line, this.around.secrets)));
    if (this.lines.length > this.most) this.lines.shift();
  }
}
