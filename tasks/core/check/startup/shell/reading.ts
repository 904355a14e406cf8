// What reading a shell text comes to: its commands, the scripts it calls, problems and comments, as they are found.

import type { Layout } from '../../../terms/layout.js';
import type { Place } from '../../../terms/finding.js';
import type { Tree } from '../../evidence.js';
import { outputs } from './nodes.js';
import { exportsOf, type Scope } from './scope.js';
import type { Unwrapped } from './wrappers.js';
import type { ShellParser, ShellText, SyntaxNode } from './shell.js';
import { nextAfterFailure, type OnFailure, type Part } from './failures.js';
import type { Shell, ShellCommand, Startup, StartupScript } from '../startup.js';

/** What a text comes to. */
export interface ShellReading {
  readonly commands: readonly ShellCommand[];
  readonly scripts: readonly StartupScript[];
  /** Of the text itself or of a script that it calls; the first one. */
  readonly problem: Startup['problem'];
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
  /** The platform has not yet set up the venv. */
  readonly isBeforeVenv?: boolean;
}

/** A piece of text under way: how its offsets become places. */
export interface Piece {
  readonly parsed: ShellText;
  /** The script it is of, relative to the app root; `undefined` for the startup command itself. */
  readonly script: string | undefined;
  /** Calls within calls. */
  readonly depth: number;
  readonly place: (offset: number) => Place;
}

/** What a command's surroundings say about it. */
export interface Surroundings {
  readonly gate?: boolean;
  readonly pipedInto?: string | undefined;
}

/** Commands beyond this number are not read. */
const MOST_COMMANDS = 5000;

/** Collects what is found. */
export class Reading implements ShellReading {
  readonly commands: ShellCommand[] = [];
  readonly scripts: StartupScript[] = [];
  readonly ignored: { code: string; where: Place }[] = [];
  problem: Startup['problem'];
  /** Parts that say where the shell goes on after a failure, inner ones first. */
  private readonly parts: Part[] = [];

  /** Notes what follows a failure in the commands from a number up to the last one that was read. */
  part(from: number, onFailure: OnFailure, to: number = this.commands.length): void {
    if (from < to) this.parts.push({ from, to, onFailure });
  }

  /** The commands, each with the one that is run next should it fail. */
  finished(): ShellReading {
    const commands = this.commands.map((command, index) => {
      const { words, shell, wrappers = [] } = command;
      // dash ends at a file that `.` does not find.
      const isFatal = words[0] === '.' && shell === 'sh' && !wrappers.includes('command');
      return { ...command, afterFailure: nextAfterFailure(index, this.parts, isFatal) };
    });
    const { scripts, problem, ignored } = this;
    return { commands, scripts, problem, ignored };
  }

  /** Whether no more commands are taken. */
  get isFull(): boolean {
    return this.commands.length >= MOST_COMMANDS;
  }

  /** Takes a text's problem and comments, and makes it a piece. */
  begin(source: ShellSource, parsed: ShellText, script: string | undefined, depth: number): Piece {
    const place = (line: number): Place =>
      source.firstLine === undefined
        ? { file: source.file }
        : { file: source.file, line: source.firstLine + line - 1 };
    if (parsed.problem !== undefined) {
      const { line, ...problem } = parsed.problem;
      this.problem ??= { ...problem, where: place(line) };
    }
    for (const comment of parsed.comments) {
      const codes = /^antenv:\s*ignore\s+(.*)$/.exec(comment.text)?.[1] ?? '';
      for (const code of codes.split(/[\s,]+/).filter((word) => word !== '')) {
        this.ignored.push({ code, where: place(comment.line) });
      }
    }
    return { parsed, script, depth, place: (at) => place(parsed.lineAt(at)) };
  }

  /** Adds a simple command as it stands in its scope. */
  add(
    { words, wrappers, environment }: Unwrapped,
    node: SyntaxNode,
    scope: Scope,
    piece: Piece,
    { gate = false, pipedInto }: Surroundings,
  ): void {
    if (this.isFull) return;
    this.commands.push({
      words,
      environment: { ...exportsOf(scope), ...environment },
      where: piece.place(node.pos),
      background: scope.background,
      conditional: scope.conditional,
      reach: scope.reach,
      folder: scope.folder,
      assigned: Object.keys(environment),
      wrappers,
      shell: scope.shell,
      ...(pipedInto === undefined ? {} : { pipedInto }),
      gate,
      writesTo: node.type === 'Command' ? outputs(node.redirects, scope) : [],
    });
  }
}
