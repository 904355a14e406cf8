// What a shell test comes to where that is known: files, folders and programs that are asked for.

import type { PathKind } from '../known-paths.js';
import { and, NO, not, or, YES, type Truth } from './truth.js';
import { isNegated } from './nodes.js';
import { expandValue, expandWord, type Variables } from './words.js';
import type { AndOr, Command, CompoundList, PipelineNode, TestExpression } from './shell.js';

/** What is known of the world that tests ask for. */
export interface World {
  path(path: string, kind: PathKind): Truth | undefined;
  program(name: string): Truth | undefined;
}

const PATH_TESTS: Readonly<Record<string, PathKind>> = {
  '-f': 'file',
  '-d': 'folder',
  '-e': 'any',
  '-r': 'any',
  '-s': 'filled',
};

/** The outcome of a condition, such as that of an `if`; `undefined` where nobody can know. */
export function testOutcome(
  node: CompoundList | AndOr | PipelineNode,
  variables: Variables,
  world: World,
): Truth | undefined {
  const inner = (one: CompoundList | AndOr | PipelineNode): Truth | undefined =>
    testOutcome(one, variables, world);
  switch (node.type) {
    case 'CompoundList': {
      const [only] = node.commands;
      return node.commands.length === 1 && only !== undefined ? inner(only.command) : undefined;
    }
    case 'AndOr':
      return node.commands
        .map((command) => inner(command))
        .reduce((left, right, index) =>
          node.operators[index - 1] === '&&' ? and(left, right) : or(left, right),
        );
    case 'Pipeline': {
      const [only] = node.commands;
      const truth = node.commands.length === 1 && only !== undefined ? inner(only) : undefined;
      return isNegated(node) ? not(truth) : truth;
    }
    case 'Redirected':
      return inner(node.command);
    case 'TestCommand':
      return ofExpression(node.expression, variables, world);
    case 'Command':
      return ofCommand(wordsOf(node, variables), world);
    default:
      return undefined;
  }
}

function wordsOf({ name, args }: Command, variables: Variables): string[] {
  const words = name === undefined ? [] : expandWord(name, variables);
  // An empty word counts in a test, so each stays one.
  return [...words, ...args.map((arg) => (arg.type === 'Word' ? expandValue(arg, variables) : ''))];
}

function ofCommand(words: readonly string[], world: World): Truth | undefined {
  const [program = '', ...args] = words;
  switch (program) {
    case 'true':
      return YES;
    case 'false':
      return NO;
    case '[':
      return args.at(-1) === ']' ? ofOperands(args.slice(0, -1), world) : undefined;
    case 'test':
      return ofOperands(args, world);
    case 'command':
      return /^-[vV]$/.test(args[0] ?? '') ? ofProgram(args.slice(1), world) : undefined;
    case 'which':
    case 'type':
    case 'hash':
      return ofProgram(args, world);
    default:
      return undefined;
  }
}

function ofProgram(args: readonly string[], world: World): Truth | undefined {
  const name = args.find((word) => !word.startsWith('-'));
  return name === undefined ? undefined : world.program(name);
}

/** `-f x` and `! -f x`; anything longer is not judged. */
function ofOperands(words: readonly string[], world: World): Truth | undefined {
  const [first, ...rest] = words;
  if (first === '!') return not(ofOperands(rest, world));
  return words.length === 2 ? ofUnary(words[0] ?? '', words[1] ?? '', world) : undefined;
}

function ofUnary(operator: string, operand: string, world: World): Truth | undefined {
  const kind = Object.hasOwn(PATH_TESTS, operator) ? PATH_TESTS[operator] : undefined;
  return kind === undefined || operand === '' ? undefined : world.path(operand, kind);
}

/** The inside of `[[ … ]]`. */
function ofExpression(node: TestExpression, variables: Variables, world: World): Truth | undefined {
  const inner = (one: TestExpression): Truth | undefined => ofExpression(one, variables, world);
  switch (node.type) {
    case 'TestUnary':
      return ofUnary(node.operator, expandValue(node.operand, variables), world);
    case 'TestNot':
      return node.negations.length % 2 === 1 ? not(inner(node.operand)) : inner(node.operand);
    case 'TestGroup':
      return inner(node.expression);
    case 'TestLogical': {
      const both = node.operator === '&&' ? and : or;
      return node.operands.map(inner).reduce((left, right) => both(left, right));
    }
    default:
      return undefined;
  }
}
