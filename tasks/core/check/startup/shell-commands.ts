// The commands of a shell text in the order they run, through branches, functions and the scripts they call.

import type { Layout } from '../../terms/layout.js';
import type { Place } from '../../terms/finding.js';
import { pathInApp } from './app-paths.js';
import { findBashisms } from './bashisms.js';
import type { Tree } from '../evidence.js';
import { findCalled, type Called } from './follow-scripts.js';
import { assignedValue, firstProgram, isTest, outputs } from './shell-nodes.js';
import { runBuiltin } from './shell-builtins.js';
import { assign, exportsOf, fork, join, newShell, startScope, type Scope } from './shell-scope.js';
import { expandWord } from './shell-words.js';
import { unwrap, type Unwrapped } from './shell-wrappers.js';
import type {
  AndOr,
  Case,
  Command,
  CommandNode,
  CompoundList,
  If,
  PipelineNode,
  ShellParser,
  ShellText,
  Statement,
  SyntaxNode,
  Word,
} from './shell.js';
import type { Shell, ShellCommand, StartupScript } from './startup.js';

/** What a text comes to. */
export interface ShellReading {
  readonly commands: readonly ShellCommand[];
  readonly scripts: readonly StartupScript[];
  /** Of the text itself or of a script that it calls; the first one. */
  readonly problem: { readonly message: string; readonly where: Place } | undefined;
  readonly ignored: readonly { readonly code: string; readonly where: Place }[];
}

/** A text and where it stands. */
export interface ShellSource {
  readonly text: string;
  /** As findings name it. */
  readonly file: string;
  /** The line of its first line, from 1; `undefined` when lines of it say nothing. */
  readonly firstLine: number | undefined;
  readonly shell: Shell;
}

/** Where the text runs. */
export interface ShellSite {
  readonly parser: ShellParser;
  readonly app: Tree | undefined;
  readonly layout: Layout | undefined;
}

/** Calls within calls beyond this depth, and commands beyond this number, are not followed. */
const DEEPEST = 24;
const MOST_COMMANDS = 5000;

/** Reads a text and, as far as the app's tree holds them, the scripts that it calls; each once. */
export function readCommands(source: ShellSource, site: ShellSite): ShellReading {
  const walk = new Walk(site);
  walk.text(source, startScope(source.shell), undefined, 0);
  return walk;
}

/** A piece of text under way: how its offsets become places. */
interface Piece {
  readonly parsed: ShellText;
  readonly script: string | undefined;
  readonly depth: number;
  readonly place: (offset: number) => Place;
}

/** What a command's surroundings say about it. */
interface Surroundings {
  readonly gate?: boolean;
  readonly pipedInto?: string | undefined;
}

class Walk implements ShellReading {
  readonly commands: ShellCommand[] = [];
  readonly scripts: StartupScript[] = [];
  readonly ignored: { code: string; where: Place }[] = [];
  problem: { message: string; where: Place } | undefined;

  private readonly site: ShellSite;
  private readonly active = new Set<SyntaxNode>();

  constructor(site: ShellSite) {
    this.site = site;
  }

  text(source: ShellSource, scope: Scope, script: string | undefined, depth: number): void {
    const parsed = this.site.parser.parse(source.text);
    const place = (line: number): Place =>
      source.firstLine === undefined
        ? { file: source.file }
        : { file: source.file, line: source.firstLine + line - 1 };
    if (parsed.problem !== undefined) {
      this.problem ??= { message: parsed.problem.message, where: place(parsed.problem.line) };
    }
    for (const comment of parsed.comments) {
      const codes = /^antenv:\s*ignore\s+(.*)$/.exec(comment.text)?.[1] ?? '';
      for (const code of codes.split(/[\s,]+/).filter((word) => word !== '')) {
        this.ignored.push({ code, where: place(comment.line) });
      }
    }
    const piece = { parsed, script, depth, place: (at: number) => place(parsed.lineAt(at)) };
    this.statements(parsed.tree.commands, scope, piece);
  }

  private statements(list: readonly Statement[], scope: Scope, piece: Piece): void {
    for (const statement of list) {
      if (scope.ended || this.commands.length >= MOST_COMMANDS) return;
      const { command } = statement;
      const own = statement.background === true ? fork(scope, { background: true }) : scope;
      if (command.type === 'AndOr') this.andOr(command, own, piece);
      else this.pipeline(command, own, piece, { gate: own.stopsOnError });
    }
  }

  private list(list: CompoundList | undefined, scope: Scope, piece: Piece): void {
    this.statements(list?.commands ?? [], scope, piece);
  }

  private andOr(node: AndOr, scope: Scope, piece: Piece): void {
    let afterTest = false;
    for (const [index, command] of node.commands.entries()) {
      const operator = node.operators[index - 1];
      const gate = node.operators[index] === '&&';
      const before = node.commands[index - 1];
      if (operator === '&&' && before !== undefined) afterTest ||= isTest(before);
      if (operator !== '||' && !afterTest) {
        this.pipeline(command, scope, piece, { gate });
        if (scope.ended) return;
        continue;
      }
      const branch = fork(scope, { conditional: true });
      this.pipeline(command, branch, piece, { gate });
      join(scope, [fork(scope), branch]);
    }
  }

  private pipeline(
    node: PipelineNode,
    scope: Scope,
    piece: Piece,
    surroundings: Surroundings,
  ): void {
    if (node.type !== 'Pipeline') return this.command(node, scope, piece, surroundings);
    for (const [index, command] of node.commands.entries()) {
      const next = node.commands[index + 1];
      const pipedInto = next === undefined ? undefined : firstProgram(next);
      const own = node.commands.length === 1 ? scope : fork(scope);
      this.command(command, own, piece, { ...surroundings, pipedInto });
    }
  }

  private command(node: CommandNode, scope: Scope, piece: Piece, surroundings: Surroundings): void {
    switch (node.type) {
      case 'Command':
        return this.simple(node, scope, piece, surroundings);
      case 'Redirected':
        return this.command(node.command, scope, piece, surroundings);
      case 'If':
        return this.branches(node, scope, piece);
      case 'While':
        this.list(node.clause, scope, piece);
        return this.maybe(node.body, scope, piece);
      case 'For':
      case 'Select':
        return this.loop(node.wordlist, node.body, scope, piece);
      case 'ArithmeticFor':
        return this.maybe(node.body, scope, piece);
      case 'Case':
        return this.cases(node, scope, piece);
      case 'Subshell':
        return this.list(node.body, fork(scope), piece);
      case 'BraceGroup':
        return this.list(node.body, scope, piece);
      case 'Function':
        scope.functions.set(node.name.value, node.body);
        return;
      case 'Coproc':
        return this.body(node.body, fork(scope, { background: true }), piece);
      case 'TestCommand': {
        const words = piece.parsed.text.slice(node.pos, node.end).split(/\s+/);
        return this.emit(
          { words, wrappers: [], environment: {} },
          node,
          scope,
          piece,
          surroundings,
        );
      }
      case 'ArithmeticCommand':
        return;
    }
  }

  private body(
    node: CommandNode | CompoundList,
    scope: Scope,
    piece: Piece,
    surroundings: Surroundings = {},
  ): void {
    if (node.type === 'CompoundList') this.list(node, scope, piece);
    else this.command(node, scope, piece, surroundings);
  }

  /** What may run or not. */
  private maybe(list: CompoundList, scope: Scope, piece: Piece): void {
    const branch = fork(scope, { conditional: true });
    this.list(list, branch, piece);
    join(scope, [fork(scope), branch]);
  }

  private loop(
    words: readonly Word[] | undefined,
    body: CompoundList,
    scope: Scope,
    piece: Piece,
  ): void {
    // The loop's variable has several values, so none is known; a literal word makes it run at least once.
    const runs = words?.some((word) => word.parts === undefined) === true;
    const branch = fork(scope, { conditional: scope.conditional || !runs });
    this.list(body, branch, piece);
    join(scope, runs ? [branch] : [fork(scope), branch]);
  }

  private branches(node: If, scope: Scope, piece: Piece): void {
    this.list(node.clause, scope, piece);
    const bodies = [node.then, ...node.elif.map(({ then }) => then), node.else];
    for (const { clause } of node.elif) this.list(clause, fork(scope), piece);
    const branches = bodies.map((body) => {
      const branch = fork(scope, { conditional: true });
      this.list(body, branch, piece);
      return branch;
    });
    join(scope, branches);
  }

  private cases(node: Case, scope: Scope, piece: Piece): void {
    const branches = node.items.map(({ body }) => {
      const branch = fork(scope, { conditional: true });
      this.list(body, branch, piece);
      return branch;
    });
    const isTotal = node.items.some(({ pattern }) => pattern.some((word) => word.text === '*'));
    join(scope, isTotal ? branches : [fork(scope), ...branches]);
  }

  private simple(node: Command, scope: Scope, piece: Piece, surroundings: Surroundings): void {
    this.substitutions(node, scope, piece);
    const assigned: Record<string, string> = {};
    for (const item of node.prefix) {
      if (item.type !== 'Assignment') continue;
      const value = assignedValue(item.value, scope);
      assigned[item.name] = value ?? '';
      if (node.name === undefined) assign(scope, item.name, item.append ? undefined : value);
    }
    const words = [...(node.name === undefined ? [] : expandWord(node.name, scope.variables))];
    for (const item of node.args) {
      if (item.type === 'Word') words.push(...expandWord(item, scope.variables));
      else words.push(`${item.name}=${assignedValue(item.value, scope) ?? ''}`);
    }
    if (words.length === 0) {
      const alone = Object.entries(assigned).map(([name, value]) => `${name}=${value}`);
      if (alone.length > 0) {
        this.emit(
          { words: alone, wrappers: [], environment: {} },
          node,
          scope,
          piece,
          surroundings,
        );
      }
      return;
    }
    this.run(words, assigned, node, scope, piece, surroundings);
  }

  private run(
    words: readonly string[],
    assigned: Readonly<Record<string, string>>,
    node: Command,
    scope: Scope,
    piece: Piece,
    surroundings: Surroundings,
  ): void {
    const unwrapped = unwrap(words);
    const [program = ''] = unwrapped.words;
    const body = scope.functions.get(program);
    if (body !== undefined && !this.active.has(body) && piece.depth < DEEPEST) {
      this.active.add(body);
      this.body(body, scope, { ...piece, depth: piece.depth + 1 }, surroundings);
      this.active.delete(body);
      return;
    }
    const environment = { ...assigned, ...unwrapped.environment };
    const called = this.called(unwrapped.words, scope, piece);
    if (called?.kind !== 'text') {
      this.emit({ ...unwrapped, environment }, node, scope, piece, surroundings);
    }
    if (called !== undefined) this.follow(called, environment, node, scope, piece);
    runBuiltin(unwrapped.words, scope, (path) => this.path(path, scope, piece));
    if (program === 'exit' || unwrapped.wrappers.includes('exec')) scope.ended = true;
  }

  private called(words: readonly string[], scope: Scope, piece: Piece): Called | undefined {
    if (piece.depth >= DEEPEST) return undefined;
    const { app, layout } = this.site;
    const { folder, shell } = scope;
    const called = findCalled(words, { app, layout, folder, shell, script: piece.script });
    const isKnown =
      called?.kind === 'script' && this.scripts.some(({ path }) => path === called.path);
    return isKnown ? undefined : called;
  }

  private follow(
    called: Called,
    environment: Readonly<Record<string, string>>,
    node: Command,
    scope: Scope,
    piece: Piece,
  ): void {
    const inner = called.sourced ? scope : newShell(scope, called.shell);
    for (const [name, value] of Object.entries(environment)) {
      assign(inner, name, value);
      inner.exported.add(name);
    }
    const where = piece.place(node.pos);
    if (called.kind === 'text') {
      const source = {
        text: called.text,
        file: where.file,
        firstLine: where.line,
        shell: inner.shell,
      };
      this.text(source, inner, piece.script, piece.depth + 1);
      return;
    }
    // Windows line ends are a finding of their own; the commands are read as they were meant.
    const text = called.text.replaceAll('\r\n', '\n');
    const bashisms = findBashisms(this.site.parser.parse(text), this.site.parser);
    const { path, interpreter, shell } = called;
    this.scripts.push({ path, text: called.text, interpreter, shell, bashisms });
    const source = { text, file: path, firstLine: 1, shell };
    this.text(source, inner, path, piece.depth + 1);
  }

  /** `$(…)` and backquotes run before the command whose words they are in. */
  private substitutions(node: Command, scope: Scope, piece: Piece): void {
    const written = piece.parsed.text.slice(node.pos, node.end);
    if (!written.includes('$(') && !written.includes('`')) return;
    let end = -1;
    this.site.parser.visit(node, (part) => {
      if (part.type !== 'CommandExpansion' || part.pos < end) return;
      end = part.end;
      if (part.script === undefined || piece.depth >= DEEPEST) return;
      // Text that was decoded first has offsets of its own; its commands stand where the whole does.
      const isDecoded = part.script.source !== undefined;
      const place = isDecoded ? () => piece.place(node.pos) : piece.place;
      const inner = { ...piece, depth: piece.depth + 1, place };
      this.statements(part.script.commands, fork(scope, { background: false }), inner);
    });
  }

  private emit(
    { words, wrappers, environment }: Unwrapped,
    node: SyntaxNode,
    scope: Scope,
    piece: Piece,
    { gate = false, pipedInto }: Surroundings,
  ): void {
    if (this.commands.length >= MOST_COMMANDS) return;
    const writesTo = node.type === 'Command' ? outputs(node.redirects, scope) : [];
    this.commands.push({
      words,
      environment: { ...exportsOf(scope), ...environment },
      where: piece.place(node.pos),
      background: scope.background,
      conditional: scope.conditional,
      folder: scope.folder,
      assigned: Object.keys(environment),
      wrappers,
      shell: scope.shell,
      ...(pipedInto === undefined ? {} : { pipedInto }),
      gate,
      writesTo,
    });
  }

  private path(path: string, scope: Scope, piece: Piece): string | undefined {
    const { layout } = this.site;
    return pathInApp(path, { folder: scope.folder, layout, script: piece.script });
  }
}
