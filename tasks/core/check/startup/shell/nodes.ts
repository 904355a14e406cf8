// Small questions about nodes of a shell tree.

import type { Scope } from './scope.js';
import { expandValue, expandWord } from './words.js';
import { unwrap } from './wrappers.js';
import type {
  CommandExpansionPart,
  CommandNode,
  PipelineNode,
  Redirection,
  ShellParser,
  SyntaxNode,
  While,
  Word,
} from './shell.js';

/** The text that an assignment gives; nothing for an array. */
export function assignedValue(
  value: Word | { readonly type: 'ArrayValue' },
  scope: Scope,
): string | undefined {
  return value.type === 'Word' ? expandValue(value, scope.variables) : undefined;
}

/** The files that redirections write to. */
export function outputs(redirects: readonly Redirection[], scope: Scope): string[] {
  return redirects.flatMap((redirect) =>
    redirect.type === 'Redirect' && /^&?>[>|]?$/.test(redirect.operator) && redirect.target
      ? expandWord(redirect.target, scope.variables)
      : [],
  );
}

/** The program of a simple command, behind its wrappers. */
export function firstProgram(node: CommandNode): string | undefined {
  if (node.type !== 'Command' || node.name === undefined) return undefined;
  const words = [node.name, ...node.args].flatMap((word) =>
    word.type === 'Word' ? [word.value] : [],
  );
  return unwrap(words).words[0];
}

/** Commands that are asked for their exit code alone. */
const TESTS = ['[', 'test', 'which', 'type', 'hash', 'grep', 'pgrep', 'true', 'false'];

/** Whether a command only tests something: then what follows its `&&` may not run. */
export function isTest(node: PipelineNode): boolean {
  if (node.type === 'TestCommand' || node.type === 'ArithmeticCommand') return true;
  if (node.type === 'Pipeline') {
    if (isNegated(node)) return true;
    const last = node.commands.at(-1);
    return last !== undefined && isTest(last);
  }
  if (node.type !== 'Command') return false;
  const name = node.name?.value ?? '';
  const [first] = node.args;
  if (name === 'command') return first?.type === 'Word' && /^-[vV]/.test(first.value);
  return TESTS.includes(name);
}

/** `! a` */
export function isNegated(node: PipelineNode): boolean {
  return node.type === 'Pipeline' && node.prefixes.some(({ type }) => type === 'Negation');
}

/** Whether a loop goes on for as long as its condition, a command alone, fails. */
export function isEndless({ kind, clause, body }: While, { visit }: ShellParser): boolean {
  const [only] = clause.commands;
  if (only === undefined || clause.commands.length > 1 || only.command.type === 'AndOr')
    return false;
  if (isNegated(only.command) === (kind === 'until')) return false;
  let isLeft = false;
  visit(body, (node) => {
    isLeft ||= node.type === 'Command' && ['break', 'exit'].includes(node.name?.value ?? '');
  });
  return !isLeft;
}

/** The substitutions below a node, without those inside of another one. */
export function substitutionsIn(node: SyntaxNode, { visit }: ShellParser): CommandExpansionPart[] {
  const found: CommandExpansionPart[] = [];
  visit(node, (part) => {
    const end = found.at(-1)?.end ?? -1;
    if (part.type === 'CommandExpansion' && part.pos >= end) found.push(part);
  });
  return found;
}
