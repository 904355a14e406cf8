// The commands of a shell text in the order they run, through branches, functions and the scripts they call.

import { pathInApp, type Viewpoint } from '../app-paths.js';
import { findBashisms } from './bashisms.js';
import { findCalled, heredocOf, type Called } from './follow-scripts.js';
import { readCase, readIf, readLoop, readMaybe, type ReadList } from './branches.js';
import { runBuiltin } from './builtins.js';
import { chainLinks, readChain } from './chains.js';
import { firstProgram, isEndless, isNegated, substitutionsIn } from './nodes.js';
import {
  Reading,
  type Piece,
  type ShellReading,
  type ShellSite,
  type ShellSource,
  type Surroundings,
} from './reading.js';
import { assign, fork, newShell, startScope, withoutStop, type Scope } from './scope.js';
import { outcomeOf } from './test-outcome.js';
import { withDefaultProgram } from './words.js';
import { unwrap } from './wrappers.js';
import { readSimple, type SimpleCommand } from './simple-command.js';
import type { Truth } from './truth.js';
import type {
  AndOr,
  Command,
  CommandNode,
  CompoundList,
  PipelineNode,
  Statement,
  SyntaxNode,
} from './shell.js';

/** Calls within calls beyond this depth are not followed. */
const DEEPEST = 24;

/** Reads a text and, as far as the app's tree holds them, the scripts that it calls; each once. */
export function readCommands(source: ShellSource, site: ShellSite): ShellReading {
  const walk = new Walk(site);
  walk.text(source, startScope(source.shell), undefined, 0);
  return walk.reading.finished();
}

class Walk {
  readonly reading = new Reading();

  private readonly site: ShellSite;
  /** Functions under way: one that calls itself is not followed again. */
  private readonly active = new Set<SyntaxNode>();

  constructor(site: ShellSite) {
    this.site = site;
  }

  text(source: ShellSource, scope: Scope, script: string | undefined, depth: number): void {
    const parsed = this.site.parser.parse(source.text);
    const piece = this.reading.begin(source, parsed, script, depth);
    this.statements(parsed.tree.commands, scope, piece);
  }

  private statements(list: readonly Statement[], scope: Scope, piece: Piece): void {
    for (const statement of list) {
      if (scope.ended || this.reading.isFull) return;
      const { command } = statement;
      const own = statement.background === true ? fork(scope, { background: true }) : scope;
      const from = this.at;
      const stops = own.stopsOnError;
      if (command.type === 'AndOr') this.andOr(command, own, piece);
      else this.pipeline(command, own, piece, { gate: own.stopsOnError });
      if (own !== scope) this.reading.part(from, { kind: 'caught', next: this.at });
      else if (stops) this.reading.part(from, { kind: 'stop' });
    }
  }

  /** The number of the command that is read next. */
  private get at(): number {
    return this.reading.commands.length;
  }

  private andOr(node: AndOr, scope: Scope, piece: Piece): void {
    const starts: number[] = [];
    readChain(
      node,
      scope,
      (command, own, gate) => {
        starts.push(this.at);
        const read = (): void => this.pipeline(command, own, piece, { gate });
        if (starts.length < node.commands.length) withoutStop(own, read);
        else read();
      },
      (command, behind) => this.outcome(command, behind, scope, piece),
    );
    starts.push(this.at);
    for (const link of chainLinks(node, starts, this.reading.commands)) {
      this.reading.part(link.from, link.onFailure, link.to);
    }
  }

  private pipeline(
    node: PipelineNode,
    scope: Scope,
    piece: Piece,
    surroundings: Surroundings,
  ): void {
    if (node.type !== 'Pipeline') return this.command(node, scope, piece, surroundings);
    const from = this.at;
    for (const [index, command] of node.commands.entries()) {
      const next = node.commands[index + 1];
      const pipedInto = next === undefined ? undefined : firstProgram(next);
      const own = node.commands.length === 1 ? scope : fork(scope);
      this.command(command, own, piece, { ...surroundings, pipedInto });
    }
    if (isNegated(node)) this.reading.part(from, { kind: 'caught', next: this.at });
  }

  private command(node: CommandNode, scope: Scope, piece: Piece, surroundings: Surroundings): void {
    const read: ReadList = (list, own) => this.statements(list?.commands ?? [], own, piece);
    const from = this.at;
    switch (node.type) {
      case 'Command':
        return this.simple(node, scope, piece, surroundings);
      case 'Redirected':
        return this.command(node.command, scope, piece, surroundings);
      case 'If':
        return readIf(
          node,
          scope,
          { read, readTest: (list, own) => this.tested(list, own, piece) },
          (clause, body) => this.outcome(clause, [body], scope, piece),
        );
      case 'While':
        withoutStop(scope, () => read(node.clause, scope));
        this.reading.part(
          from,
          isEndless(node, this.site.parser) ? { kind: 'never' } : { kind: 'caught', next: this.at },
        );
        return readMaybe(node.body, scope, read);
      case 'For':
      case 'Select':
        return readLoop(node.wordlist, node.body, scope, read);
      case 'ArithmeticFor':
        return readMaybe(node.body, scope, read);
      case 'Case':
        return readCase(node, scope, read);
      case 'Subshell':
        read(node.body, fork(scope));
        return this.reading.part(from, { kind: 'shell' });
      case 'BraceGroup':
        return read(node.body, scope);
      case 'Function':
        scope.functions.set(node.name.value, node.body);
        return;
      case 'Coproc':
        return this.body(node.body, fork(scope, { background: true }), piece);
      case 'TestCommand': {
        const words = piece.parsed.text.slice(node.pos, node.end).split(/\s+/);
        const test = { words, wrappers: [], environment: {} };
        return this.reading.add(test, node, scope, piece, surroundings);
      }
      case 'ArithmeticCommand':
        return;
    }
  }

  /** A condition: that it fails stops nothing. */
  private tested(list: CompoundList | undefined, scope: Scope, piece: Piece): void {
    const from = this.at;
    withoutStop(scope, () => this.statements(list?.commands ?? [], scope, piece));
    this.reading.part(from, { kind: 'caught', next: this.at });
  }

  private body(
    node: CommandNode | CompoundList,
    scope: Scope,
    piece: Piece,
    surroundings: Surroundings = {},
  ): void {
    if (node.type === 'CompoundList') this.statements(node.commands, scope, piece);
    else this.command(node, scope, piece, surroundings);
  }

  private simple(node: Command, scope: Scope, piece: Piece, surroundings: Surroundings): void {
    this.substitutions(node, scope, piece);
    const command = readSimple(node, scope);
    if (command.words.length === 0) return;
    if (command.onlyAssigns) {
      const assignment = { words: command.words, wrappers: [], environment: {} };
      return this.reading.add(assignment, node, scope, piece, surroundings);
    }
    this.run(command, node, scope, piece, surroundings);
  }

  private run(
    { words, assigned }: SimpleCommand,
    node: Command,
    scope: Scope,
    piece: Piece,
    surroundings: Surroundings,
  ): void {
    const unwrapped = unwrap(words);
    const command = withDefaultProgram(unwrapped.words);
    const [program = ''] = command;
    const body = scope.functions.get(program);
    if (body !== undefined && !this.active.has(body) && piece.depth < DEEPEST) {
      this.active.add(body);
      this.body(body, scope, { ...piece, depth: piece.depth + 1 }, surroundings);
      this.active.delete(body);
      return;
    }
    const environment = { ...assigned, ...unwrapped.environment };
    const called = heredocOf(node, command) ?? this.called(command, scope, piece);
    if (called?.kind !== 'text') {
      this.reading.add(
        { ...unwrapped, words: command, environment },
        node,
        scope,
        piece,
        surroundings,
      );
    }
    if (called !== undefined) {
      const from = this.at;
      this.follow(called, environment, node, scope, piece);
      if (!called.sourced) this.reading.part(from, { kind: 'shell' });
    }
    runBuiltin(command, scope, (path) => pathInApp(path, this.view(scope, piece)));
    if (program === 'exit' || unwrapped.wrappers.includes('exec')) scope.ended = true;
  }

  private called(words: readonly string[], scope: Scope, piece: Piece): Called | undefined {
    if (piece.depth >= DEEPEST) return undefined;
    const { app, layout } = this.site;
    const { folder, shell } = scope;
    const called = findCalled(words, { app, layout, folder, shell, script: piece.script });
    const isKnown =
      called?.kind === 'script' && this.reading.scripts.some(({ path }) => path === called.path);
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
    const where = piece.place(called.kind === 'text' ? (called.at ?? node.pos) : node.pos);
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
    this.reading.scripts.push({ path, text: called.text, interpreter, shell, bashisms });
    const source = { text, file: path, firstLine: 1, shell };
    this.text(source, inner, path, piece.depth + 1);
  }

  /** `$(…)` and backquotes run before the command whose words they are in. */
  private substitutions(node: Command, scope: Scope, piece: Piece): void {
    const written = piece.parsed.text.slice(node.pos, node.end);
    if (piece.depth >= DEEPEST || !/\$\(|`/.test(written)) return;
    for (const { script } of substitutionsIn(node, this.site.parser)) {
      if (script === undefined) continue;
      // Text that was decoded first has offsets of its own; its commands stand where the whole does.
      const place = script.source === undefined ? piece.place : () => piece.place(node.pos);
      const inner = { ...piece, depth: piece.depth + 1, place };
      this.statements(script.commands, fork(scope, { background: false }), inner);
    }
  }

  private outcome(
    test: CompoundList | PipelineNode,
    behind: readonly (CompoundList | PipelineNode)[],
    scope: Scope,
    piece: Piece,
  ): Truth | undefined {
    const { commands } = this.reading;
    const view = this.view(scope, piece);
    return outcomeOf(test, { site: this.site, scope, view, before: commands, behind });
  }

  private view({ folder }: Scope, { script }: Piece): Viewpoint {
    return { folder, layout: this.site.layout, script };
  }
}
