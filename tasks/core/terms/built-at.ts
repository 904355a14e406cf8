// Where a venv was built: its files hold these paths, wherever the venv is by now.

/** Each in every spelling that may be in a file. */
export interface BuiltAt {
  readonly venv: readonly string[];
  /** The run's private folder, with the installer's temporary files. */
  readonly work: readonly string[];
  readonly appRoot: readonly string[];
}
