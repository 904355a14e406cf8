// Work that is done a few pieces at a time, so that tests use the processors of a small machine and no more.

/** As many as the smallest build agent has processors. */
const AT_ONCE = 2;

/** Hands out turns; work that is given later waits longer. */
export class Pool {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** Does the work when its turn has come. A failure is told to who awaits it, also when that is much later. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#inTurn(work);
    done.catch(() => undefined);
    return done;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
