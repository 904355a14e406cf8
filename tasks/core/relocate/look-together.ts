// Many files are looked at by all of the machine's cores: this thread, and some that do nothing else.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Turns } from '../terms/turns.js';
import type { Look, Looker, Looking } from './look.js';
import { takeFiles, type LookedAt, type Task } from './take-files.js';

/** Fewer files are looked at before another thread has begun. */
const MANY = 1000;

/** Each takes some memory, and what more than one bring was not measured. */
const MOST_WORKERS = 3;

/** Most memory of a worker's young objects, in MB: it makes few, and its thread ends before packing begins. */
const YOUNG = 4;

/** Where the worker's program lies: beside this one, also where that is the task's only other file. */
const PROGRAM = join(__dirname, 'look-worker.js');

export interface TogetherOptions {
  /** Of this thread. */
  readonly looker: Looker;
  /** Places of the files that are meant; all others are somebody else's. */
  readonly places: readonly number[];
  /** Is told of bytes and files. */
  readonly looked: (bytes: number, files: number) => void;
}

/** Threads that look at files from the moment it is made. Has to be closed. */
export class LookTogether {
  private readonly task: Task;
  private readonly options: TogetherOptions;
  private readonly workers: readonly Worker[];
  private readonly ends: readonly Promise<unknown>[];
  /** By the files' places. */
  private readonly looks: Look[] = [];

  constructor(looking: Looking, options: TogetherOptions) {
    const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this.task = { looking, places: options.places, taken };
    this.options = options;
    this.workers = startWorkers(this.task);
    for (const worker of this.workers) {
      worker.on('message', (looked: readonly LookedAt[]) => this.note(looked));
    }
    this.ends = this.workers.map((worker) => new Promise((end) => worker.once('exit', end)));
  }

  /**
   * Looks at what the others leave, and waits for them.
   * @returns the looks, by the files' places
   * @throws Stopped `file-changed`, the system's error, or the signal's
   */
  async finish(signal: AbortSignal): Promise<readonly Look[]> {
    await this.lookAtEach(takeFiles(this.task), signal);
    await this.othersEnd(signal);
    // A thread that failed has left files: here the same failure is an error, unless it was the thread's own.
    await this.lookAtEach(this.forgotten(), signal);
    return this.looks;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private async lookAtEach(places: Iterable<number>, signal: AbortSignal): Promise<void> {
    const turns = new Turns();
    for (const at of places) {
      signal.throwIfAborted();
      const look = this.options.looker.lookAt(at, (seen) => seen);
      this.note([{ at, look }]);
      if (turns.isOver(look.size)) await setImmediate();
    }
  }

  private async othersEnd(signal: AbortSignal): Promise<void> {
    const stop = (): void => void this.close();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await Promise.all(this.ends);
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
  }

  private *forgotten(): Generator<number> {
    for (const at of this.task.places) if (!this.looks[at]) yield at;
  }

  private note(looked: readonly LookedAt[]): void {
    let bytes = 0;
    for (const { at, look } of looked) {
      this.looks[at] = look;
      bytes += look.size;
    }
    this.options.looked(bytes, looked.length);
  }
}

/** As many as there are other cores, or as the machine has room for. */
function startWorkers(task: Task): Worker[] {
  const others = Math.min(availableParallelism() - 1, MOST_WORKERS);
  const workers: Worker[] = [];
  while (task.places.length >= MANY && workers.length < others) {
    const worker = startWorker(task);
    if (!worker) break;
    workers.push(worker);
  }
  return workers;
}

function startWorker(task: Task): Worker | undefined {
  try {
    const worker = new Worker(PROGRAM, {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    // What it had taken is looked at once more, by `finish`.
    worker.on('error', () => undefined);
    return worker;
  } catch {
    // A container may allow no more threads; the work is done without.
    return undefined;
  }
}
