// Work done side by side whose results come out in the order in which it was given.

/**
 * Starts up to `width` pieces of work at once and yields their results in order.
 * When one fails or the reader stops, no further work is started and none is left unobserved.
 */
export async function* inOrder<Result>(
  work: AsyncIterable<() => Promise<Result>> | Iterable<() => Promise<Result>>,
  width: number,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  try {
    for await (const start of work) {
      const result = start();
      // It may fail while an earlier result is awaited; it is looked at in its turn.
      result.catch(() => undefined);
      pending.push(result);
      if (pending.length < width) continue;
      const first = pending.shift();
      if (first) yield await first;
    }
    for (let next = pending.shift(); next; next = pending.shift()) yield await next;
  } finally {
    await Promise.allSettled(pending);
  }
}
