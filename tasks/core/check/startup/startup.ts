// The startup command taken apart: what will be run, in which order, with which server.

import type { Place } from '../../terms/finding.js';

/** A simple command of the startup command or of a script that it calls. */
export interface ShellCommand {
  /**
   * Its words, with quotes removed; an expansion is replaced where the command or script itself sets the
   * variable, and kept as written else (`$PORT`), but for the default of a program (`${PYTHON:-python}`). A line that only assigns is one word, `NAME=value`.
   * Programs that only start another one (`wrappers`) are taken off the front.
   */
  readonly words: readonly string[];
  /** `NAME=value` before the words, and exports in force. */
  readonly environment: Readonly<Record<string, string>>;
  readonly where: Place;
  /** Whether it is sent to the background, by `&` or `nohup … &`. */
  readonly background: boolean;
  /** Whether it runs only if a test before it says so: `[ -f x ] && …`, `if …; then`. */
  readonly conditional: boolean;
  /** How the tests around it come out, as far as that is known; without it `conditional` is all that is. */
  readonly reach?: Reach;
  /** Folder that it runs in, relative to the app root, after the `cd`s before it; `undefined` when unknown. */
  readonly folder: string | undefined;
  /** Names in `environment` that stand before the words of this very command. */
  readonly assigned?: readonly string[];
  /** `exec`, `nohup`, `env`, `sudo`, … that stood before the words. */
  readonly wrappers?: readonly string[];
  /** The shell that reads it: dash for the startup command itself. */
  readonly shell?: Shell;
  /** The program that reads its output, of `curl … | bash`. */
  readonly pipedInto?: string;
  /** Whether what follows runs only if it succeeds: `&&`, or `set -e`. */
  readonly gate?: boolean;
  /** The number of the first command that still runs when it fails; infinite where none does. */
  readonly afterFailure?: number;
  /** Files that its output goes to. */
  readonly writesTo?: readonly string[];
}

/** Whether a command is come to at the first start of a container. */
export type Reach = 'certain' | 'likely' | 'unknown' | 'never';

/** `sh` is dash on the images. */
export type Shell = 'sh' | 'bash';

/** An address that a server binds. */
export interface Bind {
  /** `unix:…` for a socket; `undefined` when it cannot be known. */
  readonly host: string | undefined;
  readonly port: number | '$PORT' | undefined;
  /** What stands for the port and is none, such as `PORT` or `%PORT%`. */
  readonly notPort?: string;
}

/** A server, or a program that acts as one. */
export interface ServerCommand {
  /** gunicorn, uvicorn, hypercorn, daphne, granian, waitress, flask, django, streamlit, …, python. */
  readonly server: string;
  readonly command: ShellCommand;
  /** How it is called: the console script, or `python -m`. */
  readonly viaModule: boolean;
  readonly module: string | undefined;
  readonly callable: string | undefined;
  /** `module:create_app()` or `--factory`. */
  readonly factory: boolean;
  /** The address it binds, with the tool's default; `undefined` when it cannot be known. */
  readonly host: string | undefined;
  /** A number, `$PORT` when it follows the setting, or `undefined` when it cannot be known. */
  readonly port: number | '$PORT' | undefined;
  /** Every address, where it binds several; `host` and `port` are of the first. */
  readonly binds?: readonly Bind[];
  /** gunicorn's worker class as written, or `sync`. */
  readonly workerClass: string | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  /** `--chdir`, `--app-dir`. */
  readonly folder: string | undefined;
  readonly configFile: string | undefined;
  readonly tls: boolean;
  readonly daemon: boolean;
  readonly reload: boolean;
  readonly accessLog: boolean;
  /** Whether the command and its configuration name no app, as far as both are known. */
  readonly lacksApp?: boolean;
  /** Where options were set that are not in the command itself, by their long names. */
  readonly origins?: Readonly<Record<string, OptionOrigin>>;
}

/** Where an option was set: in a file of the app, or in the variable that the server reads. */
export type OptionOrigin =
  | { readonly kind: 'file'; readonly path: string; readonly line: number }
  | { readonly kind: 'variable'; readonly name: string; readonly isAppSetting: boolean };

/** A script of the app that the startup command runs. */
export interface StartupScript {
  /** Relative to the app root. */
  readonly path: string;
  readonly text: string;
  /** The interpreter of its shebang, or nothing. */
  readonly interpreter: string | undefined;
  /** The shell that runs it, after shebang and call. */
  readonly shell?: Shell;
  /** What of it only bash understands. */
  readonly bashisms?: readonly Bashism[];
}

/** Something that bash understands and dash does not. */
export interface Bashism {
  /** As written, such as `[[` or `source`. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/**
 * What the entry point's `eval '…'` does to single quotes of the command (contract A6): the text is no
 * longer shell (and may not have been any before), it is cut off, or a word is another one (`becomes` nothing: a pattern of file names).
 */
export type QuotingDamage =
  | { readonly effect: 'broken'; readonly message: string; readonly isUnbalanced: boolean }
  | { readonly effect: 'cut'; readonly kept: string }
  | { readonly effect: 'changed'; readonly word: string; readonly becomes: string | undefined };

/** What the container's entry point makes of the command (contract A6). */
export type StartupKind = 'none' | 'script' | 'first-line' | 'command';

export interface Startup {
  /** As the user wrote it. */
  readonly text: string;
  readonly kind: StartupKind;
  /** What reaches the start script, after the entry point's quoting. */
  readonly effective: string;
  /** What the entry point's quoting breaks; the commands below are as the user meant them. */
  readonly quoting?: QuotingDamage;
  /** What it begins with where that is no simple command, such as `(` or `if`. */
  readonly startsWith?: string;
  /** What of the command itself dash does not understand. */
  readonly bashisms?: readonly Bashism[];
  /** For `first-line`: the file, with its text where the app's tree holds it. */
  readonly file?: { readonly path: string; readonly text: string | undefined };
  /** Why it cannot be parsed, where it cannot. */
  readonly problem:
    { readonly message: string; readonly where: Place; readonly isLimit?: boolean } | undefined;
  readonly commands: readonly ShellCommand[];
  readonly servers: readonly ServerCommand[];
  readonly scripts: readonly StartupScript[];
  /** Codes that `# antenv: ignore code` names, with the place. */
  readonly ignored: readonly { readonly code: string; readonly where: Place }[];
}
