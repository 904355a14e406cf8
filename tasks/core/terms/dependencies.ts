// What is to be installed, whichever file declares it.

/**
 * The kinds of files that declare dependencies, in the order in which one is chosen when nobody says which.
 * `requirements.txt` goes first though a lock says more: the platform's own builder reads it first, and so did this
 * tool before it knew locks, so nobody's site changes by itself; many export it from their lock, some with a line
 * that the lock lacks (gunicorn). The lock that is not used is told. Then the exact ones, then what is resolved anew.
 */
export const SOURCE_FORMATS = [
  'requirements.txt',
  'uv.lock',
  'pylock.toml',
  'poetry.lock',
  'Pipfile.lock',
  'pyproject.toml',
  'setup.py',
] as const;

export type SourceFormat = (typeof SOURCE_FORMATS)[number];

/** What the installer is given. */
export type Wanted =
  /** A requirements file as its author wrote it: the installer resolves it. */
  | { readonly kind: 'file'; readonly path: string }
  /** Requirement lines that still have to be resolved; none for a project alone. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** Every distribution pinned, for the target alone: nothing is resolved any more. */
  | {
      readonly kind: 'locked';
      /** Lines of a requirements file, `--hash` options and all. */
      readonly lines: readonly string[];
      /**
       * Whether each line has its hashes, so that the installer can demand them. Else some have none (a commit, a
       * folder), which pip refuses beside lines that do: it wants the two kinds apart.
       */
      readonly hashed: boolean;
    };

/** The app as a Python project of its own: built as a wheel and installed, never editable. */
export interface Project {
  /** The folder with its `pyproject.toml` or `setup.py`, absolute. */
  readonly root: string;
  readonly extras: readonly string[];
  /** Whether its own dependencies are among what is wanted; else the wheel's metadata names them. */
  readonly dependenciesKnown: boolean;
}

/** The dependencies that an app declares, read for one target. */
export interface Dependencies {
  readonly format: SourceFormat;
  /** The file that was chosen, absolute. */
  readonly path: string;
  /** That file and all that was read with it, absolute, in reading order. */
  readonly files: readonly string[];
  /** Files that declare dependencies, too, and were not used; absolute. */
  readonly notUsed: readonly string[];
  readonly wanted: Wanted;
  readonly project: Project | undefined;
  /** What the user should know about the choice. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** The whole text, for finding credentials that must be masked. */
  readonly text: string;
}

/** Who installs: `auto` is pip unless the lock is uv's, so that a result never depends on what an agent happens to have. */
export const INSTALLERS = ['auto', 'pip', 'uv'] as const;

export type InstallerChoice = (typeof INSTALLERS)[number];
