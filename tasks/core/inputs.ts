// Inputs: what the user asked for, read the same way from a task and from the command line.

import { resolve } from 'node:path';
import { Stopped } from './terms/failure.js';
import type { InputName } from './terms/input-name.js';

/** Where the values come from. */
export interface InputSource {
  /** The value as given, or `undefined` when nothing was given. */
  value(name: InputName): string | undefined;
  /** What relative paths are relative to. */
  readonly workingFolder: string;
  /** What an empty path to a file arrives as: the agent makes a folder of it (azure-pipelines.md 2.1). */
  readonly emptyPaths: readonly string[];
  /** Whether a text that is given and empty was meant so. An input of a task that nobody set is empty, too. */
  readonly emptyIsGiven?: boolean;
}

/**
 * Typed reading of inputs.
 * @throws Stopped `unresolved-variable`: every reader but those of texts refuses a macro that nobody replaced
 */
export class Inputs {
  private readonly source: InputSource;

  constructor(source: InputSource) {
    this.source = source;
  }

  /** A text, or `undefined` when it is empty. */
  text(name: InputName): string | undefined {
    const value = this.source.value(name)?.trim();
    if (value === undefined || value === '') return undefined;
    return value;
  }

  /** A text; `''` when it is known to be empty, `undefined` when nobody said. */
  textOrEmpty(name: InputName): string | undefined {
    const isGiven = this.source.emptyIsGiven === true && this.source.value(name) !== undefined;
    return this.text(name) ?? (isGiven ? '' : undefined);
  }

  /**
   * One word of a fixed list.
   * @throws Stopped `unknown-choice`
   */
  choice<Choice extends string>(name: InputName, allowed: readonly [Choice, ...Choice[]]): Choice {
    const value = this.resolved(name);
    if (value === undefined) return allowed[0];
    const found = allowed.find((choice) => choice.toLowerCase() === value.toLowerCase());
    if (found === undefined)
      throw new Stopped({ code: 'unknown-choice', input: name, value, allowed });
    return found;
  }

  /**
   * A whole number, or `undefined` when none is given.
   * @throws Stopped `no-such-number`
   */
  integer(name: InputName, least: number, most: number): number | undefined {
    const value = this.resolved(name);
    if (value === undefined) return undefined;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new Stopped({ code: 'no-such-number', input: name, value, least, most });
  }

  /** The lines of a text that are not empty. */
  lines(name: InputName): string[] {
    return (this.resolved(name) ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  }

  /** The words of a list, apart by commas or white space. */
  words(name: InputName): string[] {
    return (this.resolved(name) ?? '').split(/[\s,]+/).filter((word) => word !== '');
  }

  /** The absolute path of a file, or `undefined` when none is given; a slash at its end stays. */
  file(name: InputName): string | undefined {
    const path = this.path(name);
    return path !== undefined && this.source.emptyPaths.includes(path)
      ? undefined
      : this.place(name);
  }

  /** The absolute path of a file or a folder that is text to the agent: the sources are meant where they are named. */
  place(name: InputName): string | undefined {
    const path = this.path(name);
    return path !== undefined && this.endsInSlash(name) ? `${path}/` : path;
  }

  /** The absolute path of a folder; the working folder when none is given. */
  folder(name: InputName): string {
    return this.path(name) ?? this.source.workingFolder;
  }

  /** A program: a name to be found on PATH, or a path. */
  program(name: InputName): string | undefined {
    const value = this.resolved(name);
    return value?.includes('/') === true ? this.path(name) : value;
  }

  /** A short text in which no macro may be left. */
  word(name: InputName): string | undefined {
    return this.resolved(name);
  }

  /**
   * A path of a site as a request names it, with or without a query.
   * @throws Stopped `no-site-path`
   */
  sitePath(name: InputName): string | undefined {
    const value = this.resolved(name);
    if (value === undefined || /^\/[!-~]*$/.test(value)) return value;
    throw new Stopped({ code: 'no-site-path', input: name, value });
  }

  private path(name: InputName): string | undefined {
    const value = this.resolved(name);
    return value === undefined ? undefined : resolve(this.source.workingFolder, unquoted(value));
  }

  private endsInSlash(name: InputName): boolean {
    return unquoted(this.text(name) ?? '').endsWith('/');
  }

  /** A command or settings may hold `$(…)` of the shell; everything else may not. */
  private resolved(name: InputName): string | undefined {
    const value = this.text(name);
    if (value?.includes('$(') === true) {
      throw new Stopped({ code: 'unresolved-variable', input: name, value });
    }
    return value;
  }
}

/** Quotes around the whole of a path are a shell's: a field of a pipeline hands them over as they are typed. */
function unquoted(path: string): string {
  return /^(["'])(.+)\1$/.exec(path)?.[2] ?? path;
}
