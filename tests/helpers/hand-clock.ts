// A clock that goes when it is told to.

export interface HandClock {
  /** Milliseconds. */
  (): number;
  /** Lets time go by, in milliseconds. */
  wait(time: number): void;
}

/** A clock that stands, at some moment that is not zero. */
export function handClock(): HandClock {
  let time = 1_234_567;
  return Object.assign(() => time, {
    wait: (more: number) => {
      time += more;
    },
  });
}
