// What is known of a test's outcome, and what that says about the commands behind it.

import type { Reach } from '../startup.js';

/** A test's outcome at the first start of a container; `undefined` where nobody can know. */
export interface Truth {
  readonly holds: boolean;
  /** Whether it follows from what is known, and is not only the likely outcome. */
  readonly isSure: boolean;
}

export const YES: Truth = { holds: true, isSure: true };
export const NO: Truth = { holds: false, isSure: true };
export const LIKELY: Truth = { holds: true, isSure: false };
export const UNLIKELY: Truth = { holds: false, isSure: false };

/** `! a` */
export function not(truth: Truth | undefined): Truth | undefined {
  return truth && { ...truth, holds: !truth.holds };
}

/** `a && b`: one that does not hold is enough to know it. */
export function and(a: Truth | undefined, b: Truth | undefined): Truth | undefined {
  const failing = [a, b].filter((one) => one?.holds === false);
  if (failing.length > 0) return { holds: false, isSure: failing.some((one) => one?.isSure) };
  if (a === undefined || b === undefined) return undefined;
  return { holds: true, isSure: a.isSure && b.isSure };
}

/** `a || b` */
export function or(a: Truth | undefined, b: Truth | undefined): Truth | undefined {
  return not(and(not(a), not(b)));
}

/** Whether commands are come to that run only if a test holds. */
export function reachBehind(truth: Truth | undefined): Reach {
  if (truth === undefined) return 'unknown';
  if (truth.holds) return truth.isSure ? 'certain' : 'likely';
  return truth.isSure ? 'never' : 'unknown';
}

/** Whether commands are come to behind two tests: the worse counts. */
export function bothReached(a: Reach, b: Reach): Reach {
  const order: readonly Reach[] = ['never', 'unknown', 'likely', 'certain'];
  return order.find((reach) => reach === a || reach === b) ?? 'unknown';
}
