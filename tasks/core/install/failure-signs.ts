// Signs: how the reason of a failure is read from what was printed, and those that builders give under any installer.

import type { InstallReason } from '../terms/failure.js';

/**
 * How many lines of an installer are kept to tell why it failed: the reason may stand before all that a builder printed
 * (uv), or before the stack of each line that found no room in a log file (pip).
 */
export const KEPT_LINES = 2000;

/** How many of them an error message quotes. */
export const QUOTED_LINES = 25;

/** One way in which a reason shows. */
export interface Sign {
  readonly reason: InstallReason;
  /** The first group is the subject: a requirement, a program, a header, an address. */
  readonly pattern: RegExp;
  /** The subject, where it is always the same. */
  readonly subject?: string;
}

const PROGRAM =
  '(?:[\\w.]+-)*(?:gcc|g\\+\\+|cc|c\\+\\+|clang|clang\\+\\+|gfortran|rustc|cargo|cmake|ninja|make|swig)(?:-[\\d.]+)?';

/** What builders say when something to build with is missing. */
export const BUILD_SIGNS: readonly Sign[] = [
  {
    reason: 'header-missing',
    pattern:
      /fatal error: '?([^\s:']+\.h(?:pp|h|xx)?)'?(?:: No such file or directory| file not found)/,
  },
  {
    reason: 'compiler-missing',
    pattern: new RegExp(
      `(?:unable to execute|command) ['"]?(${PROGRAM})['"]?:? (?:failed: )?No such file or directory`,
    ),
  },
  {
    reason: 'compiler-missing',
    pattern: new RegExp(`No such file or directory: ['"]?(${PROGRAM})['"]?(?![\\w/])`),
  },
  {
    reason: 'compiler-missing',
    pattern: new RegExp(`(?:^|[\\s:])(${PROGRAM}): (?:command )?not found`, 'm'),
  },
  { reason: 'compiler-missing', pattern: /Unknown compiler\(s\): \[\['([^']+)'/ },
  {
    reason: 'compiler-missing',
    pattern: /\b(pg_config|mysql_config|mariadb_config|xml2-config|pkg-config)\b[^\n]*\bnot found/,
  },
  { reason: 'compiler-missing', pattern: /can't find (Rust) compiler/ },
  {
    reason: 'compiler-missing',
    pattern:
      /\b(pkg-config|rustc|[Cc]argo|[Cc][Mm]ake)\b[^\n]*(?:not installed|is required|must be installed)/,
  },
];

/** Why an installer failed. */
export interface Verdict {
  readonly reason: InstallReason;
  /** What it is about as the installer wrote it; empty when it named nothing. */
  readonly subject: string;
}

/** More of a line is a list of versions or a builder's output: no reason stands behind it. */
const LONGEST_LINE = 2000;

/** The first sign that a text shows; `unknown` for none. */
export function find(signs: readonly Sign[], text: string): Verdict {
  const lines = text.split('\n').map((line) => line.slice(0, LONGEST_LINE));
  const shown = lines.join('\n');
  for (const { reason, pattern, subject } of signs) {
    const match = pattern.exec(shown);
    if (match) return { reason, subject: tidied(subject ?? match[1] ?? '') };
  }
  return { reason: 'unknown', subject: '' };
}

/** One line without what an installer puts around a name: quotes, a full stop, where it is from. */
function tidied(subject: string): string {
  return subject
    .split('\n')
    .map((line) => line.trim().replace(/ \(from .*$/, ''))
    .filter((line) => line !== '')
    .join('; ')
    .replace(/^['"]+|(?<!['".,;:])['".,;:]+$/g, '');
}
