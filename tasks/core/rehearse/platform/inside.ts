// How the model reaches the container: running something in it, and finding its files on this machine.

/** How a program in the container ended. */
export interface Ended {
  /** `null` when a signal ended it, be it for want of time. */
  readonly code: number | null;
  /** Both streams, in the order in which they came. */
  readonly output: string;
}

/**
 * Runs a program in the container to its end, in `/home/site/wwwroot`, with the umask 022 and with
 * exactly the given environment. Ends it after `seconds`.
 */
export type Inside = (
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  seconds: number,
) => Promise<Ended>;

/** Maps an absolute path of the container to this machine's, without looking at links. */
export type OnHost = (path: string) => string;
