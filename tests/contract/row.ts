// A row of the contract: a site as it lies in wwwroot, and what its container is started with.

import type { Tree } from '../helpers/site/hand-made-package.js';

/** An archive below wwwroot. */
export interface Archive {
  readonly tree: Tree;
  /**
   * Shell commands that pack the tree, run in its folder with the archive's path as `$1`; left out:
   * all of it at the archive's root, as its name's ending says.
   */
  readonly pack?: string;
}

export interface Row {
  readonly name: string;
  /** Text of `oryx-manifest.toml`; left out: there is none. */
  readonly manifest?: string;
  /** Files below wwwroot. */
  readonly tree?: Tree;
  /** Archives below wwwroot, by path. */
  readonly archives?: Readonly<Record<string, Archive>>;
  /** Added to the container's environment. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Taken out of the container's environment. */
  readonly unset?: readonly string[];
  /** What the generator gets as the user's command; left out: it detects the app. */
  readonly command?: string;
  /** Port of a remote debugger; left out: none is asked for. */
  readonly debugPort?: string;
  /** Whether the app waits for the debugger. */
  readonly debugWait?: true;
  /** Why our model may do something else here. */
  readonly knownDifference?: string;
  /** How often the site is started, each time in a fresh container; once when left out. */
  readonly starts?: number;
}
