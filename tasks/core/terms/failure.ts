// What can stop the work: a code and its facts. The words are in report/explain.ts.

import type { InputName } from './input-name.js';
import type { WheelGap } from './wheel-gap.js';

/** Why an installer gave up, told apart by what it printed. */
export type InstallReason =
  | 'not-found'
  | 'no-version-for-python'
  | 'no-fitting-version'
  | 'no-wheel'
  | 'invalid-metadata'
  | 'hash-mismatch'
  | 'hash-missing'
  | 'index-refused'
  | 'index-busy'
  | 'index-without-scheme'
  | 'index-page'
  | 'compiler-missing'
  | 'header-missing'
  | 'build-failed'
  | 'conflict'
  | 'network'
  | 'slow'
  | 'certificate'
  | 'certificate-file'
  | 'constraint-file'
  | 'invalid-requirement'
  | 'git-missing'
  | 'clone-failed'
  | 'disk-full'
  | 'unknown';

/** How an installer failed. */
export interface InstallFacts {
  readonly reason: InstallReason;
  /** What it is about as the installer wrote it; empty when it named nothing. */
  readonly subject: string;
  readonly lastLines: readonly string[];
  /** The minor that it installed for. */
  readonly python: string;
  readonly glibc: string;
  /** It asked no index, and where that was said: in pip's settings, or in the requirements. */
  readonly noIndex?: 'setting' | 'requirements';
  /** It failed to build the app's own project: its folder, and whether the dependencies are known without the build. */
  readonly project?: { readonly root: string; readonly dependenciesKnown: boolean };
}

/** Everything that ends a run before a package exists. `where` is `file` or `file:line`; so is `askedBy`, unless the user asked. */
export type Failure =
  | { code: 'app-root-missing'; path: string }
  | { code: 'app-root-not-a-folder'; path: string }
  | { code: 'app-root-empty'; path: string }
  | { code: 'unresolved-variable'; input: InputName; value: string }
  | { code: 'unknown-choice'; input: InputName; value: string; allowed: readonly string[] }
  | { code: 'no-such-number'; input: InputName; value: string; least: number; most: number }
  | { code: 'no-site-path'; input: InputName; value: string }
  | { code: 'unknown-runtime-stack'; value: string; known: readonly string[] }
  | { code: 'requirements-missing'; appRoot: string; seen: readonly string[] }
  /** `beside` is a file of that name in the app root. */
  | {
      code: 'requirements-not-found';
      path: string;
      askedBy: string | undefined;
      beside?: string;
    }
  | { code: 'requirements-unreadable'; path: string; reason: string }
  | { code: 'requirements-not-utf8'; path: string; looksLike: string }
  | { code: 'requirements-editable'; where: string; line: string; target: string }
  | { code: 'dependencies-unreadable'; path: string; reason: string }
  | { code: 'lock-version-unknown'; path: string; found: string; known: string }
  | { code: 'lock-outdated'; path: string; project: string; command: string }
  /** `lock` is that of a workspace around the app, which has it as a member. */
  | { code: 'lock-missing'; path: string; reason: string; command: string; lock?: string }
  | { code: 'lock-without-project'; path: string; project: string }
  | { code: 'locked-unusable'; path: string; name: string; reason: string }
  | { code: 'uv-export-failed'; path: string; lastLines: readonly string[] }
  | { code: 'unknown-group'; path: string; name: string; known: readonly string[] }
  | { code: 'unknown-extra'; path: string; name: string; known: readonly string[] }
  | { code: 'python-excluded'; path: string; requires: string; python: string }
  | { code: 'environment-excluded'; path: string; environments: readonly string[]; python: string }
  | { code: 'editable-installed'; distribution: string }
  | { code: 'python-missing'; asked: string; tried: readonly string[]; within?: string }
  | { code: 'python-unusable'; program: string; lastLines: readonly string[] }
  | { code: 'python-not-cpython'; program: string; implementation: string }
  | { code: 'python-too-old'; program: string; found: string; needed: string; minor: string }
  | {
      code: 'cross-needs-uv';
      program: string;
      found: string;
      /** The building Python's platform, such as `macOS on arm64`. */
      platform: string;
      /** Whether that platform is App Service's, so that another Python would do. */
      samePlatform: boolean;
      stack: string;
      minor: string;
      /** Why there is no uv: asked for pip, or it could not be had. */
      because: 'installer is pip' | 'not to be had';
      lastLines: readonly string[];
    }
  | {
      code: 'wheels-missing';
      stack: string;
      minor: string;
      glibc: string;
      gaps: readonly WheelGap[];
    }
  | { code: 'sdist-not-pure'; name: string; version: string; tags: readonly string[] }
  | { code: 'python-minor-unknown'; program: string; found: string; known: readonly string[] }
  | { code: 'venv-module-missing'; program: string; minor: string }
  | { code: 'pip-missing'; program: string; minor: string }
  | { code: 'pip-too-old'; program: string; found: string; needed: string }
  | { code: 'venv-failed'; program: string; lastLines: readonly string[] }
  | {
      code: 'uv-missing';
      program: string;
      fetched: string;
      oldest: string;
      lastLines: readonly string[];
    }
  | { code: 'uv-moved'; path: string; setting: string }
  | ({ code: 'pip-failed' } & InstallFacts)
  | ({ code: 'uv-failed' } & InstallFacts)
  | { code: 'django-missing'; found: string }
  | { code: 'static-files-cross' }
  | { code: 'names-clash'; first: string; second: string }
  | { code: 'name-with-backslash'; name: string }
  /** What is no UTF-8 in the name is U+FFFD. */
  | { code: 'name-not-utf8'; name: string }
  | { code: 'link-leaves-app-root'; link: string; target: string }
  | { code: 'link-dangling'; link: string; target: string }
  | { code: 'link-to-itself'; link: string; target: string }
  | { code: 'app-has-antenv'; path: string }
  | { code: 'nothing-to-pack'; appRoot: string }
  | { code: 'file-changed'; path: string }
  | { code: 'file-unreadable'; path: string; reason: string }
  | { code: 'settings-unreadable'; path: string; reason: string }
  | { code: 'zstd-missing' }
  | { code: 'zstd-failed'; lastLines: readonly string[] }
  | { code: 'zstd-never-read'; stack: string }
  | { code: 'bytecode-failed'; lastLines: readonly string[] }
  | { code: 'output-is-folder'; path: string }
  | { code: 'output-not-zip'; path: string }
  /** `taken`: no right would help, since something else is in the way. */
  | {
      code: 'output-not-writable';
      path: string;
      reason: string;
      input?: InputName;
      taken?: true;
    }
  /** A file that is written beside the package, or in place of one: its name is ours. */
  | { code: 'report-not-writable'; path: string; reason: string; taken?: true }
  | { code: 'output-busy'; path: string; lock: string; pid: number }
  | { code: 'disk-full'; path: string }
  | { code: 'file-too-large'; path: string }
  | { code: 'agent-full'; lastLines: readonly string[] }
  | { code: 'too-few-open-files'; reason: string }
  | { code: 'working-folder-gone'; reason: string }
  | { code: 'temp-folder-unusable'; path: string; reason: string }
  | { code: 'cache-folder-unusable'; path: string; reason: string }
  | { code: 'package-not-found'; pattern: string; found: readonly string[] }
  | { code: 'package-in-folder'; folder: string; found: readonly string[] }
  | { code: 'package-folder-empty'; folder: string }
  | { code: 'nothing-to-judge' }
  | { code: 'warnings-fail'; warnings: number }
  /** `given` holds the other inputs with their values. */
  | { code: 'site-app-missing'; given: readonly (readonly [InputName, string])[] }
  | { code: 'site-connection-missing' }
  | { code: 'rehearsal-impossible'; reason: string; alone: boolean }
  | {
      code: 'judged-bad';
      failOn: string;
      errors: number;
      warnings: number;
      /** Path of the report. */
      report: string;
    }
  | { code: 'package-unreadable'; path: string; reason: string }
  | { code: 'usage'; message: string }
  | { code: 'cancelled' };

/** The failure with code `Code`, with its facts. */
export type FailureOf<Code extends Failure['code']> = Extract<Failure, { code: Code }>;

/** Thrown by any stage that cannot go on; carries facts, never prose. */
export class Stopped extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options);
    this.name = 'Stopped';
    this.failure = failure;
  }
}

/** What anything that was thrown says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The POSIX code of a system error (`ENOENT`, `EACCES`, …), or `undefined` for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether a system error says that nothing is at a path. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '');
}

/** Whether a system error says that a disk is full, or a quota used up. */
export function isFullDisk(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemErrorCode(error) ?? '');
}

/** What programs say that get no process or thread any more: shells, Python and what is written in Rust. */
const NO_PROCESS =
  /\bfork: (?:retry: )?Resource temporarily unavailable|: Cannot fork|BlockingIOError: \[Errno 11\] Resource temporarily unavailable|can't start new thread|failed to spawn thread/;

/** The failure of a program, or of the agent where that could not give the program a process. */
export function failureOrFullAgent<Told extends Failure & { lastLines: readonly string[] }>(
  failure: Told,
): Told | FailureOf<'agent-full'> {
  const { lastLines } = failure;
  const isFull = lastLines.some((line) => NO_PROCESS.test(line));
  return isFull ? { code: 'agent-full', lastLines } : failure;
}

/** What it means that a program could not be started: nothing of its own where the agent has no process or pipe for it. */
export function startFailure(error: Error): Stopped | undefined {
  const failure: Failure | undefined =
    systemErrorCode(error) === 'EAGAIN'
      ? { code: 'agent-full', lastLines: [error.message] }
      : machineFailure(error);
  return failure && new Stopped(failure, { cause: error });
}

/** What it means that no more of a file could be written; nothing where it was not for want of room. */
export function roomFailure(
  path: string,
  error: unknown,
): FailureOf<'disk-full' | 'file-too-large'> | undefined {
  if (isFullDisk(error)) return { code: 'disk-full', path };
  return systemErrorCode(error) === 'EFBIG' ? { code: 'file-too-large', path } : undefined;
}

/** What an error of the system says of the machine or the call, whatever was at work; nothing for any other one. */
export function machineFailure(error: unknown): Failure | undefined {
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  const room = roomFailure(typeof path === 'string' ? path : '', error);
  if (room) return room;
  if (systemErrorCode(error) === 'EMFILE') {
    return { code: 'too-few-open-files', reason: messageOf(error) };
  }
  // The one system call that has no path among its facts, since it was to find one.
  const isOfFolder = error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
  return isOfFolder && isMissing(error)
    ? { code: 'working-folder-gone', reason: messageOf(error) }
    : undefined;
}

/** What it means that our output cannot be written: a full disk; else its reader is gone, as with `antenv … | head`. */
export function outputFailure(error: unknown): Stopped {
  const failure: Failure = isFullDisk(error)
    ? { code: 'disk-full', path: 'standard output' }
    : { code: 'cancelled' };
  return new Stopped(failure, { cause: error });
}

/** What it means that a file or folder that was there cannot be read by now; what is no error of the system as it is. */
export function readFailure(path: string, error: unknown): unknown {
  if (systemErrorCode(error) === undefined) return error;
  const failure: Failure = isMissing(error)
    ? { code: 'file-changed', path }
    : { code: 'file-unreadable', path, reason: messageOf(error) };
  return new Stopped(failure, { cause: error });
}

/** What it means that nothing can be made in the folder for temporary files. */
export function tempFolderFailure(path: string, error: unknown): Stopped {
  const failure: Failure = isFullDisk(error)
    ? { code: 'disk-full', path }
    : { code: 'temp-folder-unusable', path, reason: messageOf(error) };
  return new Stopped(failure, { cause: error });
}
