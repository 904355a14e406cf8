// What can stop the work: a code and its facts. The words are in report/explain.ts.

/** Why pip gave up, told apart by what it printed. */
export type PipReason =
  | 'not-found'
  | 'no-version-for-python'
  | 'no-fitting-version'
  | 'hash-mismatch'
  | 'hash-missing'
  | 'index-refused'
  | 'compiler-missing'
  | 'header-missing'
  | 'build-failed'
  | 'conflict'
  | 'network'
  | 'certificate'
  | 'invalid-requirement'
  | 'git-missing'
  | 'clone-failed'
  | 'disk-full'
  | 'unknown';

/** Everything that ends a run before a package exists. `where` is `file` or `file:line`. */
export type Failure =
  | { code: 'app-root-missing'; path: string }
  | { code: 'app-root-not-a-folder'; path: string }
  | { code: 'app-root-empty'; path: string }
  | { code: 'unresolved-variable'; input: string; value: string }
  | { code: 'unknown-choice'; input: string; value: string; allowed: readonly string[] }
  | { code: 'no-such-number'; input: string; value: string; least: number; most: number }
  | { code: 'unknown-runtime-stack'; value: string; known: readonly string[] }
  | { code: 'requirements-missing'; appRoot: string; seen: readonly string[] }
  | { code: 'requirements-not-found'; path: string; askedBy: string }
  | { code: 'requirements-unreadable'; path: string; reason: string }
  | { code: 'requirements-not-utf8'; path: string; looksLike: string }
  | { code: 'requirements-editable'; where: string; line: string; target: string }
  | { code: 'editable-installed'; distribution: string }
  | { code: 'python-missing'; asked: string; tried: readonly string[] }
  | { code: 'python-unusable'; program: string; lastLines: readonly string[] }
  | { code: 'python-not-cpython'; program: string; implementation: string }
  | { code: 'python-other-platform'; program: string; platform: string }
  | { code: 'python-other-minor'; program: string; found: string; wanted: string; stack: string }
  | { code: 'python-minor-unknown'; program: string; found: string; known: readonly string[] }
  | { code: 'venv-module-missing'; program: string; minor: string }
  | { code: 'pip-missing'; program: string; minor: string }
  | { code: 'pip-too-old'; program: string; found: string; needed: string }
  | { code: 'venv-failed'; program: string; lastLines: readonly string[] }
  | {
      code: 'pip-failed';
      reason: PipReason;
      subject: string;
      lastLines: readonly string[];
      python: string;
      glibc: string;
    }
  | { code: 'django-missing'; found: string }
  | { code: 'names-clash'; first: string; second: string }
  | { code: 'name-with-backslash'; name: string }
  | { code: 'name-not-utf8'; folder: string }
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
  | { code: 'output-not-writable'; path: string; reason: string; input?: string }
  | { code: 'output-busy'; path: string; lock: string; pid: number }
  | { code: 'disk-full'; path: string }
  | { code: 'temp-folder-unusable'; path: string; reason: string }
  | { code: 'package-not-found'; pattern: string; found: readonly string[] }
  | { code: 'nothing-to-judge' }
  /** `given` holds the other inputs as `name: 'value'`. */
  | { code: 'site-app-missing'; given: readonly string[] }
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

/** The POSIX code of a system error (`ENOENT`, `EACCES`, …), or `undefined` for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
