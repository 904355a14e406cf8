// A run that ends before its work is done: Node.js leaves, with exit code 0, when nothing is left that could go on.

/**
 * Waits for `work`.
 * @throws Error when Node.js is about to leave before that; and whatever `work` throws
 */
export async function finished<Result>(work: Promise<Result>): Promise<Result> {
  const unfinished = new Promise<never>((_, reject) => {
    process.once('beforeExit', () =>
      reject(new Error('the work waits for something that never comes.')),
    );
  });
  return Promise.race([work, unfinished]);
}
