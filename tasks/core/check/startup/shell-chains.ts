// Chains of `&&` and `||`: which of their commands only a test lets run.

import { isTest } from './shell-nodes.js';
import { branchOf, fork, join, type Scope } from './shell-scope.js';
import type { AndOr, PipelineNode } from './shell.js';
import { and, not, or, reachBehind, YES, type Truth } from './truth.js';

/** Reads one command of a chain; `gate` says whether the next one runs only if it succeeds. */
export type ReadLink = (command: PipelineNode, scope: Scope, gate: boolean) => void;

/** The outcome of a test, where it is known; `behind` are the commands that follow it in the chain. */
export type JudgeLink = (
  command: PipelineNode,
  behind: readonly PipelineNode[],
) => Truth | undefined;

/** Reads a chain. What is no test counts as success: a program that fails has worse to tell. */
export function readChain(node: AndOr, scope: Scope, read: ReadLink, judge: JudgeLink): void {
  const { commands, operators } = node;
  let afterTest = false;
  let afterProgram = false;
  let truth: Truth | undefined = YES;
  for (const [index, command] of commands.entries()) {
    const operator = operators[index - 1];
    const before = commands[index - 1];
    if (operator === '&&' && before !== undefined) afterTest ||= isTest(before);
    const gate = operators[index] === '&&';
    const isOr = operator === '||';
    // Nobody knows whether a program fails.
    const wanted: Truth | undefined = isOr ? (afterProgram ? undefined : not(truth)) : truth;
    if (isOr || afterTest) {
      const branch = branchOf(scope, reachBehind(wanted));
      read(command, branch, gate);
      join(scope, [fork(scope), branch]);
    } else {
      read(command, scope, gate);
      if (scope.ended) return;
    }
    const own = isTest(command) ? judge(command, commands.slice(index + 1)) : YES;
    afterProgram ||= !isTest(command);
    truth = index === 0 ? own : isOr ? or(truth, own) : and(truth, own);
  }
}
