// What the container's entry point makes of the startup command before the start script gets it (contract A6).

import { SITE_ROOT, type Layout } from '../../terms/layout.js';
import { pathInApp } from './app-paths.js';
import type { Tree } from '../evidence.js';
import { expandValue } from './shell/words.js';
import type { ShellParser, Statement, SyntaxNode, Word } from './shell/shell.js';
import type { QuotingDamage, StartupKind } from './startup.js';

/** The command as the start script gets it. */
export interface InitResult {
  readonly kind: StartupKind;
  readonly effective: string;
  readonly quoting?: QuotingDamage;
  /** The file whose first line it is. */
  readonly file?: { readonly path: string; readonly text: string | undefined };
}

const NOTHING = new Map<string, string>();

/** Files that are given as a startup command in the belief that they are run. */
const FILE_NAME = /^[\w@%+=:,.$/{}~-]+\.(?:txt|py|cmd|conf|command|cfg|ini|md|ya?ml|json|toml)$/;

/**
 * Follows the entry point: nothing at all, a word that names an existing `.sh`, a word that names another
 * existing file, or anything else, which goes through `eval` between single quotes. Where the app's tree
 * is not known, a word's ending tells whether it is a file.
 */
export function readInit(
  text: string,
  app: Tree | undefined,
  layout: Layout | undefined,
  parser: ShellParser,
): InitResult {
  const word = text.trim();
  if (word === '') return { kind: 'none', effective: '' };
  if (!/\s/.test(word)) {
    const path = pathInApp(word, { folder: '', layout, script: undefined });
    const file = path === undefined ? undefined : app?.files.get(path);
    if (word.endsWith('.sh') && (file !== undefined || app?.complete !== true)) {
      return { kind: 'script', effective: word };
    }
    if (
      !word.endsWith('.sh') &&
      (file !== undefined || (app === undefined && FILE_NAME.test(word)))
    ) {
      return firstLine(path ?? word, file?.text, parser);
    }
  }
  return throughEval(text, 'command', parser);
}

/** A source is no shell text: what a shell would make of its first line says nothing. */
export function isSource(path: string): boolean {
  return path.endsWith('.py');
}

/** Of any file that is no `.sh`, `head -n 1` is the command. */
function firstLine(path: string, text: string | undefined, parser: ShellParser): InitResult {
  const line = (text ?? '').split('\n', 1)[0] ?? '';
  if (isSource(path)) return { kind: 'first-line', effective: line, file: { path, text } };
  return { ...throughEval(line, 'first-line', parser), file: { path, text } };
}

/** What stands before the command in the line that is evaluated, and its arguments with the command. */
const BEFORE = `oryx create-script -appPath ${SITE_ROOT} -userStartupCommand `;
const ARGUMENTS = 5;

function throughEval(text: string, kind: StartupKind, parser: ShellParser): InitResult {
  if (!text.includes("'")) return { kind, effective: text };
  const { tree, problem } = parser.parse(`${BEFORE}'${text}'`);
  if (problem?.isLimit === true) return { kind, effective: text };
  if (problem !== undefined) {
    const isUnbalanced = parser.parse(text).problem !== undefined;
    const quoting = { effect: 'broken', message: problem.message, isUnbalanced } as const;
    return { kind, effective: '', quoting };
  }
  const argument = tree.commands.length === 1 ? onlyArgument(tree.commands[0]) : undefined;
  if (argument === undefined) {
    const kept = keptOf(tree.commands[0]);
    return { kind, effective: kept, quoting: { effect: 'cut', kept } };
  }
  const effective = expandValue(argument, NOTHING);
  const changed = changedWord(text, effective, parser);
  return { kind, effective, ...(changed === undefined ? {} : { quoting: changed }) };
}

/** The command, where the evaluated line is still one program with five arguments and nothing else. */
function onlyArgument(statement: Statement | undefined): Word | undefined {
  if (statement?.background === true || statement?.command.type !== 'Command') return undefined;
  const { args, redirects } = statement.command;
  const last = args[ARGUMENTS - 1];
  if (args.length !== ARGUMENTS || redirects.length > 0) return undefined;
  return last?.type === 'Word' ? last : undefined;
}

/** What stands in the command's place where the line fell apart. */
function keptOf(statement: Statement | undefined): string {
  const node = statement?.command;
  const first = node?.type === 'AndOr' || node?.type === 'Pipeline' ? node.commands[0] : node;
  const argument = first?.type === 'Command' ? first.args[ARGUMENTS - 1] : undefined;
  return argument?.type === 'Word' ? expandValue(argument, NOTHING) : '';
}

/** The first word that is another one after the quotes are gone, or stands for the names of files then. */
function changedWord(
  before: string,
  after: string,
  parser: ShellParser,
): QuotingDamage | undefined {
  const meant = wordsOf(before, parser);
  const got = wordsOf(after, parser);
  for (const [index, { text, isPattern }] of meant.entries()) {
    const other = got[index];
    if (other === undefined || other.text !== text) {
      return { effect: 'changed', word: text, becomes: other?.text ?? '' };
    }
    if (other.isPattern && !isPattern) return { effect: 'changed', word: text, becomes: undefined };
  }
  return undefined;
}

function wordsOf(text: string, parser: ShellParser): { text: string; isPattern: boolean }[] {
  const words: { text: string; isPattern: boolean }[] = [];
  const values = new Set<SyntaxNode>();
  parser.visit(parser.parse(text).tree, (node) => {
    if (node.type === 'Assignment' && node.value.type === 'Word') {
      // One word: what is said of it names the variable, and does not quote the value.
      values.add(node.value);
      const value = expandValue(node.value, NOTHING);
      words.push({ text: `${node.name}=${value}`, isPattern: false });
    }
    if (node.type !== 'Word' || values.has(node)) return;
    // A pattern with a beginning of its own, such as `--allow=*`, names no file of an app.
    const isPattern = node.parts?.[0]?.type === 'Glob';
    words.push({ text: expandValue(node, NOTHING), isPattern });
  });
  return words;
}
