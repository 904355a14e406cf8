// The one door to the shell parser: text of a command or script to its tree, its first problem and its comments.

import type { ParsedScript, SyntaxNode } from 'unbash' with { 'resolution-mode': 'import' };

export type * from 'unbash' with { 'resolution-mode': 'import' };

/** Why shell text cannot be parsed. */
export interface ShellProblem {
  /** In the parser's words, such as `unterminated single quote`. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** The parser gave up, at text that a shell may well read. */
  readonly isLimit?: true;
}

/** A comment, without its `#`. */
export interface ShellComment {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** Shell text as parsed. The tree is there in any case; where there is a problem it holds a part only. */
export interface ShellText {
  readonly text: string;
  readonly tree: ParsedScript;
  readonly problem: ShellProblem | undefined;
  readonly comments: readonly ShellComment[];
  /** The line of an offset, from 1. */
  lineAt(offset: number): number;
}

/** Parses shell text as bash does. It never throws. */
export type ParseShell = (text: string) => ShellText;

/** Visits every node of a tree, parents first. */
export type VisitShell = (tree: SyntaxNode, visit: (node: SyntaxNode) => void) => void;

export interface ShellParser {
  readonly parse: ParseShell;
  readonly visit: VisitShell;
}

/**
 * Text beyond this many characters is not parsed: the platform hands the command over as one argument,
 * and Linux allows 128 KiB for one.
 */
const LONGEST = 1 << 17;

/** Loads the parser, which is an ES module and cannot be required on every supported Node. */
export async function loadShellParser(): Promise<ShellParser> {
  const { parse, forEachChild } = await import('unbash');
  const visit: VisitShell = (tree, callback) => {
    // Its own stack: a tree may be deeper than a call stack is.
    const waiting: SyntaxNode[] = [tree];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      callback(node);
      const children: SyntaxNode[] = [];
      forEachChild(node, (child) => children.push(child));
      waiting.push(...children.toReversed());
    }
  };
  return { visit, parse: (text) => shellText(text, parse, visit) };
}

function shellText(
  text: string,
  parse: (text: string) => ParsedScript,
  visit: VisitShell,
): ShellText {
  const lineAt = lineFinder(text);
  if (text.length > LONGEST) {
    const problem = {
      message: `longer than ${LONGEST} characters`,
      line: 1,
      isLimit: true,
    } as const;
    return { text, tree: parse(''), problem, comments: [], lineAt };
  }
  const tree = parse(text);
  const problem = firstProblem(tree, visit, lineAt);
  return { text, tree, problem, comments: comments(text, tree, visit, lineAt), lineAt };
}

function firstProblem(
  tree: ParsedScript,
  visit: VisitShell,
  lineAt: (offset: number) => number,
): ShellProblem | undefined {
  let first: ShellProblem | undefined;
  // Where a command substitution stands: text that was decoded first has offsets of its own.
  let outer = 0;
  visit(tree, (node) => {
    if (node.type === 'CommandExpansion' && node.script?.source !== undefined) outer = node.pos;
    if (node.type !== 'Script') return;
    const error = node.errors?.[0];
    if (first !== undefined || error === undefined) return;
    const offset = node.source === undefined ? error.pos : outer;
    const isLimit = error.message.startsWith('maximum ');
    first = { message: error.message, line: lineAt(offset), ...(isLimit && { isLimit }) };
  });
  return first;
}

/** Offsets of a text to lines, by halving. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** The tree has no comments: a `#` that begins a word, yet is part of no word and no here-document, is one. */
function comments(
  text: string,
  tree: ParsedScript,
  visit: VisitShell,
  lineAt: (offset: number) => number,
): ShellComment[] {
  if (!text.includes('#')) return [];
  const taken = takenRanges(tree, visit);
  const found: ShellComment[] = [];
  for (const match of text.matchAll(/(?<=^|[\s;&|()])#([^\n]*)/gm)) {
    if (taken.some(([from, to]) => from <= match.index && match.index < to)) continue;
    found.push({ text: (match[1] ?? '').trim(), line: lineAt(match.index) });
  }
  return found;
}

function takenRanges(tree: ParsedScript, visit: VisitShell): [number, number][] {
  const ranges: [number, number][] = [];
  visit(tree, (node) => {
    if (node.type === 'Word' || node.type === 'Assignment' || node.type === 'HereDocBody') {
      if (node.text.includes('#')) ranges.push([node.pos, node.end]);
    }
  });
  return ranges;
}
