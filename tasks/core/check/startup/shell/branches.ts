// Branches and loops of a shell text: what of it may run or not, and what is known behind it.

import { branchOf, fork, join, type Scope } from './scope.js';
import type { Case, CompoundList, If, Word } from './shell.js';
import { and, not, reachBehind, YES, type Truth } from './truth.js';

/** Reads the commands of a list in a scope. */
export type ReadList = (list: CompoundList | undefined, scope: Scope) => void;

/** The outcome of a condition, where it is known; `body` is what runs if it holds. */
export type JudgeTest = (clause: CompoundList, body: CompoundList) => Truth | undefined;

/** Reads what may run or not, such as the body of `while`. */
export function readMaybe(list: CompoundList, scope: Scope, read: ReadList): void {
  const branch = branchOf(scope, 'unknown');
  read(list, branch);
  join(scope, [fork(scope), branch]);
}

/** Reads the body of `for` or `select`; `words` is what it runs over, where that is written. */
export function readLoop(
  words: readonly Word[] | undefined,
  body: CompoundList,
  scope: Scope,
  read: ReadList,
): void {
  // The loop's variable has several values, so none is known; a literal word makes it run at least once.
  const runs = words?.some((word) => word.parts === undefined) === true;
  const branch = runs ? fork(scope) : branchOf(scope, 'unknown');
  read(body, branch);
  join(scope, runs ? [branch] : [fork(scope), branch]);
}

/** Reads the clauses and the bodies of `if`, of which one runs. */
export function readIf(
  node: If,
  scope: Scope,
  { read, readTest }: { readonly read: ReadList; readonly readTest: ReadList },
  judge: JudgeTest,
): void {
  readTest(node.clause, scope);
  for (const { clause } of node.elif) readTest(clause, fork(scope));
  // Whether none of the conditions before held.
  let otherwise: Truth | undefined = YES;
  const branches: Scope[] = [];
  for (const { clause, then } of [node, ...node.elif]) {
    const truth = judge(clause, then);
    const branch = branchOf(scope, reachBehind(and(otherwise, truth)));
    read(then, branch);
    branches.push(branch);
    otherwise = and(otherwise, not(truth));
  }
  const last = branchOf(scope, reachBehind(otherwise));
  read(node.else, last);
  join(scope, [...branches, last]);
}

/** Reads the bodies of `case`, of which one runs at most. */
export function readCase(node: Case, scope: Scope, read: ReadList): void {
  const branches = node.items.map(({ body }) => {
    const branch = branchOf(scope, 'unknown');
    read(body, branch);
    return branch;
  });
  const isTotal = node.items.some(({ pattern }) => pattern.some((word) => word.text === '*'));
  join(scope, isTotal ? branches : [fork(scope), ...branches]);
}
