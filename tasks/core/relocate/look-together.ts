// Many files are looked at by all of the machine's cores: this thread, and some that do nothing else.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FileScanner } from '../archives/scan-file.js';
import type { BuildPath } from './build-paths.js';
import { lookAt, type Look } from './look.js';
import { allShares, takeShares, type LookedAt, type Share, type Task } from './look-shares.js';

/** Fewer files are looked at sooner than another thread is there. */
const MANY = 1000;

/** More threads than that wait for each other in the file system. */
const MOST_WORKERS = 3;

/** Most memory of a worker's young objects, in MB: it makes few, and its thread ends before packing begins. */
const YOUNG = 4;

/** Where the worker's program lies: beside this one, also where that is the task's only other file. */
const PROGRAM = join(__dirname, 'look-worker.js');

export interface TogetherOptions {
  /** Of this thread. */
  readonly scanner: FileScanner;
  /** What the scanner searches for. */
  readonly paths: readonly BuildPath[];
  /** Is told of bytes and files. */
  readonly looked: (bytes: number, files: number) => void;
}

/** Threads that look at files from the moment it is made. Has to be closed. */
export class LookTogether {
  private readonly task: Task;
  private readonly options: TogetherOptions;
  private readonly workers: readonly Worker[];
  private readonly ends: readonly Promise<unknown>[];
  /** By share. */
  private readonly looks: (readonly Look[])[] = [];

  /** @param files absolute paths */
  constructor(files: readonly string[], options: TogetherOptions) {
    const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this.task = { files, paths: options.paths, taken };
    this.options = options;
    const count = files.length < MANY ? 0 : Math.min(availableParallelism() - 1, MOST_WORKERS);
    this.workers = Array.from({ length: count }, () => startWorker(this.task));
    for (const worker of this.workers) worker.on('message', (done: LookedAt) => this.note(done));
    this.ends = this.workers.map((worker) => new Promise((end) => worker.once('exit', end)));
  }

  /**
   * Looks at what the others leave, and waits for them.
   * @returns one look a file, in their order
   * @throws Stopped `file-changed`, the system's error, or the signal's
   */
  async finish(signal: AbortSignal): Promise<Look[]> {
    const { files, taken } = this.task;
    for (const share of takeShares(files.length, taken)) {
      signal.throwIfAborted();
      this.note(this.lookAtShare(share));
      await setImmediate();
    }
    const stop = (): void => void this.close();
    signal.addEventListener('abort', stop, { once: true });
    await Promise.all(this.ends);
    signal.removeEventListener('abort', stop);
    signal.throwIfAborted();
    // A thread that failed has left its share: here the same failure is an error, unless it was the thread's own.
    for (const share of allShares(files.length)) {
      if (!this.looks[share.share]) this.note(this.lookAtShare(share));
    }
    return this.looks.flat();
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private lookAtShare({ share, from, to }: Share): LookedAt {
    const { scanner } = this.options;
    const files = this.task.files.slice(from, to);
    return { share, looks: files.map((path) => lookAt(path, scanner, (look) => look)) };
  }

  private note({ share, looks }: LookedAt): void {
    this.looks[share] = looks;
    const bytes = looks.reduce((sum, { size }) => sum + size, 0);
    this.options.looked(bytes, looks.length);
  }
}

function startWorker(task: Task): Worker {
  const worker = new Worker(PROGRAM, {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
  // What it had taken is looked at once more, by `finish`.
  worker.on('error', () => undefined);
  return worker;
}
