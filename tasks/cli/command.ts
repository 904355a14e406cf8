// What a command of the command line is.

export interface CliOption {
  /** Without the dashes. */
  readonly name: string;
  /** What its value is called in the help; none for a switch. */
  readonly value?: string;
  /** May be given more than once; the values become lines. */
  readonly repeatable?: true;
  readonly help: string;
}

export interface CliCommand {
  readonly name: string;
  /** Behind the name, such as `APP_ROOT`. */
  readonly operands: string;
  /** One line. */
  readonly summary: string;
  readonly options: readonly CliOption[];
  readonly example: string;
  /**
   * Runs it; returns the exit code.
   * @throws Stopped
   */
  run(args: readonly string[]): Promise<number>;
}
