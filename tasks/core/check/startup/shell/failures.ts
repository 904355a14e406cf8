// Where a shell goes on when one of its commands fails: behind `||`, at the next line, or nowhere.

/** What a part of a text does when its last command has failed. */
export type OnFailure =
  /** What `&&` lets run is left out; the chain has failed as well, unless it was the last command of it. */
  | { readonly kind: 'chain'; readonly next: number; readonly isLast: boolean }
  /** The failure counts for nothing behind it, as in a condition. */
  | { readonly kind: 'caught'; readonly next: number }
  /** `set -e`: the shell ends. */
  | { readonly kind: 'stop' }
  /** A loop that goes on until it succeeds, or a branch that ends the shell. */
  | { readonly kind: 'never' }
  /** The part is a shell of its own: it ends here at the latest. */
  | { readonly kind: 'shell' };

/** A part of a text, as numbers of its commands: from, up to and without the end. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly onFailure: OnFailure;
}

/**
 * The number of the first command that still runs after a command failed; infinite when none does.
 * @param parts inner ones first
 * @param isFatal whether the failure itself ends the shell, as that of `.` does in dash
 */
export function nextAfterFailure(command: number, parts: readonly Part[], isFatal = false): number {
  let next = isFatal ? Infinity : command + 1;
  let isIgnored = false;
  for (const { from, to, onFailure } of parts) {
    if (command < from || command >= to) continue;
    if (onFailure.kind === 'shell') {
      next = Math.min(next, to);
      continue;
    }
    if (next > to) continue;
    // What runs behind it in the same part decides how the part ends.
    if (next < to) return next;
    if (onFailure.kind === 'caught') return onFailure.next;
    if (onFailure.kind === 'chain') {
      next = onFailure.next;
      isIgnored ||= !onFailure.isLast;
    } else if (onFailure.kind === 'never' || !isIgnored) {
      next = Infinity;
    }
  }
  return next;
}
