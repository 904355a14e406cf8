// The world at the first start of a container, as the tests of a shell text find it at one place of that text.

import { posix } from 'node:path';

import type { Viewpoint } from './app-paths.js';
import { isMadeBefore } from './called-file.js';
import type { Tree } from '../evidence.js';
import { knownProgram } from './image-programs.js';
import { knownPath } from './known-paths.js';
import type { World } from './shell/test-expression.js';
import type { ShellCommand } from './startup.js';
import { UNLIKELY } from './shell/truth.js';

/** Programs that look for another one. */
const LOOKING: readonly string[] = ['command', 'which', 'type', 'hash'];

/** A command, as far as it matters for what is there. */
export type Maker = Pick<ShellCommand, 'words' | 'writesTo'>;

/** What is looked at, from where, and what was run before. */
export interface Moment {
  readonly app: Tree | undefined;
  readonly view: Viewpoint;
  /** The platform has not yet set up the venv. */
  readonly isBeforeVenv: boolean;
  readonly before: readonly Maker[];
  /** The commands that are run if the test says so. */
  readonly behind: readonly Maker[];
}

/** The world of a moment. What a command before has touched is not known any more. */
export function worldAt({ app, view, isBeforeVenv, before, behind }: Moment): World {
  return {
    path: (path, kind) => {
      if (isMadeBefore(path, before) || isRemovedBefore(path, before)) return undefined;
      // A script that makes what it looks for does so because the package does not have it.
      const known = knownPath(path, kind, { app, view, isBeforeVenv });
      return known ?? (isMadeBefore(path, behind) ? UNLIKELY : undefined);
    },
    program: (name) =>
      before.some(({ words }) => words.includes(name) && !LOOKING.includes(words[0] ?? ''))
        ? undefined
        : knownProgram(name),
  };
}

function isRemovedBefore(path: string, before: readonly Maker[]): boolean {
  const name = posix.basename(path);
  return before.some(
    ({ words }) => words[0] === 'rm' && words.some((word) => posix.basename(word) === name),
  );
}
