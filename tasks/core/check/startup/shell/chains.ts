// Chains of `&&` and `||`: which of their commands only a test lets run.

import { isTest } from './nodes.js';
import { branchOf, fork, join, type Scope } from './scope.js';
import type { Part } from './failures.js';
import type { AndOr, PipelineNode } from './shell.js';
import type { ShellCommand } from '../startup.js';
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

/**
 * What each link of a chain does when it fails.
 * @param starts the number of each link's first command, and last the number behind the chain
 */
export function chainLinks(
  { operators }: AndOr,
  starts: readonly number[],
  commands: readonly Pick<ShellCommand, 'words'>[],
): Part[] {
  const end = starts.at(-1) ?? 0;
  return starts.slice(0, -1).map((from, index): Part => {
    const to = starts[index + 1] ?? end;
    const alternative = operators.indexOf('||', index);
    if (alternative === -1 || alternative + 1 >= starts.length - 1) {
      const isLast = index === starts.length - 2;
      return { from, to, onFailure: { kind: 'chain', next: end, isLast } };
    }
    const next = starts[alternative + 1] ?? end;
    // `|| exit 1`
    const ends = commands
      .slice(next, starts[alternative + 2])
      .some(({ words }) => words[0] === 'exit');
    return { from, to, onFailure: ends ? { kind: 'never' } : { kind: 'caught', next } };
  });
}
