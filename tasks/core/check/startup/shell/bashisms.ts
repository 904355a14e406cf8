// What of a shell text only bash understands, so that dash, the `sh` of the images, stops at it or goes wrong.

import type { SyntaxNode, ShellParser, ShellText, Word } from './shell.js';
import type { Bashism } from '../startup.js';

/** Builtins of bash that dash does not have (contract A11, dash 0.5.11 and 0.5.12). */
const BUILTINS = new Set([
  'source',
  'pushd',
  'popd',
  'declare',
  'typeset',
  'shopt',
  'let',
  'mapfile',
  'readarray',
  'disown',
]);

/** Every bashism, in the order of the text. */
export function findBashisms(parsed: ShellText, parser: ShellParser): Bashism[] {
  const found: Bashism[] = [];
  parser.visit(parsed.tree, (node) => {
    const text = bashism(node, parsed.text);
    if (text !== undefined) found.push({ text, line: parsed.lineAt(node.pos) });
  });
  return found;
}

function bashism(node: SyntaxNode, source: string): string | undefined {
  switch (node.type) {
    case 'TestCommand':
      return '[[';
    case 'ArithmeticCommand':
    case 'ArithmeticFor':
      return '((';
    case 'Select':
      return 'select';
    case 'Coproc':
      return 'coproc';
    case 'ArrayValue':
      return '=(…)';
    case 'HereString':
      return '<<<';
    case 'ProcessSubstitution':
      return `${node.operator}(…)`;
    case 'AnsiCQuoted':
      return "$'…'";
    case 'Redirect':
      return node.operator.startsWith('&') ? node.operator : undefined;
    case 'Function':
      return source.startsWith('function', node.pos) ? 'function' : undefined;
    case 'ParameterExpansion':
      return parameterBashism(node);
    case 'Command':
      return commandBashism(
        node.name,
        node.args.filter((word): word is Word => word.type === 'Word'),
      );
    default:
      return undefined;
  }
}

function parameterBashism(
  node: Extract<SyntaxNode, { type: 'ParameterExpansion' }>,
): string | undefined {
  const type = node.operation?.type;
  const isOfBash =
    node.index !== undefined ||
    node.prefix === '!' ||
    type === 'Replace' ||
    type === 'Slice' ||
    type === 'CaseModification';
  return isOfBash ? node.text : undefined;
}

function commandBashism(name: Word | undefined, args: readonly Word[]): string | undefined {
  const program = name?.value ?? '';
  if (BUILTINS.has(program)) return program;
  const words = args.map((word) => word.value);
  if (program === '[' && words.includes('==')) return '==';
  if (program === 'set' && words.includes('pipefail')) return 'set -o pipefail';
  return undefined;
}
