// An installer: the one shape of pip and uv.

import type { InstalledWheels } from '../terms/wheels.js';

export type InstallerName = 'pip' | 'uv';

/** The building Python. */
export interface InstallingPython {
  readonly program: string;
  /** All three numbers. */
  readonly version: string;
  readonly minor: string;
  /** The version of its pip. */
  readonly pip: string;
}

/** One call of an installer. */
export interface Installation {
  /** The venv that is filled. */
  readonly venv: string;
  /** Requirements as arguments of the installer, such as `--requirement` and a path. */
  readonly what: readonly string[];
  /** Whether nothing but `what` is installed. */
  readonly alone: boolean;
  /** Whether every requirement has its hashes, and none without is taken. */
  readonly hashed: boolean;
  /** Lines of the requirements that say where all is looked for, such as `--index-url`. */
  readonly indexes: readonly string[];
  /** Whether somebody wants to know which wheels are taken. */
  readonly tellsWheels?: boolean;
  readonly place: Place;
}

/** Where an installer works, and for what. */
export interface Place {
  /** Relative paths in requirements are the installer's, which takes them from the working directory. */
  readonly appRoot: string;
  /** An existing private folder. */
  readonly work: string;
  /** The image's C library, such as `2.31`. */
  readonly glibc: string;
}

/** pip or uv, ready to be called. */
export interface Installer {
  readonly name: InstallerName;
  readonly version: string;
  /** What it runs in: the job's environment with the job's settings for it. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Installs into the venv.
   * @returns the wheels, where they are wanted and the installer tells them
   * @throws Stopped `pip-failed`, `uv-failed`, `uv-moved`, `cancelled`
   */
  install(installation: Installation): Promise<InstalledWheels>;
  /**
   * Builds the project in a folder as a wheel, into another one.
   * @throws as `install`
   */
  buildWheel(source: string, into: string, place: Place): Promise<void>;
  /** Whether it has gone on without an index that it could not read: with that one, another version may be chosen. */
  readonly wentWithout?: () => boolean;
}
