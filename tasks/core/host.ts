// The host: all that the core may ask of the world. The agent and the terminal each are one.

import type { AzureAccess, NetworkSettings } from './terms/azure-access.js';
import type { InputWords } from './terms/input-name.js';
import type { Progress } from './terms/progress.js';
import type { SiteProblem } from './terms/site.js';

/** How far the run is. */
export interface RunProgress {
  /** Of the whole run, from 0 to 100; whole, and never less than before. */
  readonly percent: number;
  /** What is going on: a stage's title when it begins, and `Packing` and the like while it counts. */
  readonly doing: string;
  /** What the stage has done so far; not there when a stage begins or the run has ended. */
  readonly progress?: Progress;
}

/** Where the core speaks. Every line is neutralised and redacted by the host; a text is one line, whatever is in it. */
export interface Log {
  info(text: string): void;
  /** Shown, and kept among the report's warnings by whoever calls it. */
  warning(text: string): void;
  /** A line of a child's output: untrusted. */
  child(line: string): void;
  /** Opens a group of lines; groups do not nest. */
  group(title: string): void;
  endGroup(): void;
  /** Told as often as there is anything to tell: the host chooses how much of it is shown. */
  progress(told: RunProgress): void;
}

/** A program to run. No shell is between us and it. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * `stream` logs every line of both streams as it comes; `capture` keeps standard output instead; a stream
   * receives standard output as it is, no faster than it takes it, and is ended.
   */
  readonly output: 'stream' | 'capture' | { readonly stream: NodeJS.WritableStream };
  /** How many of its last lines the outcome has; 25 when not given. */
  readonly keptLines?: number;
  /**
   * Standard input; closed when absent. When a piece is asked for, all but the last one are written and may be
   * used again.
   */
  readonly input?: AsyncIterable<Buffer>;
  /** Ends it and its children, as cancelling does; how it ended is then told as ever. */
  readonly signal?: AbortSignal;
}

/** How a program ended. */
export interface Outcome {
  /** `null` when a signal ended it; 127 when it could not be started at all. */
  readonly exitCode: number | null;
  /** Standard output, when captured. */
  readonly stdout: string;
  /** The last lines of both streams, redacted, oldest first. */
  readonly lastLines: readonly string[];
}

/** The host's way to Azure. */
export interface AzureDoor {
  /** Who signs in, by the service connection or as the host knows it; or why nobody can. */
  access(
    connection: string | undefined,
  ): AzureAccess | { readonly problem: Omit<SiteProblem, 'part'> };
  readonly network: NetworkSettings;
  /** Hides a value from here on wherever it could be read. */
  protect(secret: string): void;
}

export interface Host {
  readonly log: Log;
  /** The environment that children inherit. Secrets of the job are not in it. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the user stands: relative paths in the environment are taken from here. */
  readonly workingFolder: string;
  /** An existing folder for temporary files, absolute. */
  readonly tempFolder: string;
  /** Aborts when the run is to be cancelled. */
  readonly signal: AbortSignal;
  /** Values that must appear nowhere. More may be added when settings are read. */
  readonly secrets: string[];
  readonly azure: AzureDoor;
  /** How its user calls an input. */
  readonly input: InputWords;
  /** Where a package goes when nobody says: an absolute path. */
  packagePathFor(appRoot: string): string;
  /**
   * Runs a program to its end. Cancelling ends its whole process group.
   * @throws Stopped `cancelled`
   */
  run(command: Command): Promise<Outcome>;
}

/** Where a stage tells what the user should know; it is logged and goes into the report. */
export interface Telling {
  /** It would hurt. */
  warn(text: string): void;
  /** Worth knowing. */
  note(text: string): void;
}
