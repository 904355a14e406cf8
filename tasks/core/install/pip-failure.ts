// Why pip failed, read from what it printed: a table of reasons, the most telling first.

import type { PipReason } from '../terms/failure.js';

interface Sign {
  readonly reason: PipReason;
  readonly pattern: RegExp;
}

/** The first group of a pattern is the subject: a requirement, a program, a header, a host. */
const SIGNS: readonly Sign[] = [
  { reason: 'disk-full', pattern: /No space left on device/ },
  {
    reason: 'hash-mismatch',
    pattern: /THESE PACKAGES DO NOT MATCH THE HASHES[^]*?\n\s+(\S+) from/,
  },
  { reason: 'hash-mismatch', pattern: /THESE PACKAGES DO NOT MATCH THE HASHES/ },
  {
    reason: 'hash-missing',
    pattern: /Hashes are required in --require-hashes mode[^]*?\n\s+(\S+)/,
  },
  { reason: 'hash-missing', pattern: /In --require-hashes mode, all requirements must have/ },
  { reason: 'certificate', pattern: /CERTIFICATE_VERIFY_FAILED|certificate verify failed/ },
  {
    reason: 'index-refused',
    pattern: /40[13] (?:Client )?Error[^\n]*?(https?:\/\/[^\s'"]+)/,
  },
  { reason: 'index-refused', pattern: /HTTP error 40[13] while getting (\S+)/ },
  {
    reason: 'conflict',
    pattern: /(?:ERROR: )?Cannot install ([^\n]*?) because these package versions have conflicting/,
  },
  { reason: 'conflict', pattern: /ResolutionImpossible/ },
  { reason: 'git-missing', pattern: /Cannot find command '?(git|hg|svn|bzr)'?/ },
  {
    reason: 'header-missing',
    pattern: /fatal error: ([^\s:]+\.h(?:pp)?): No such file or directory/,
  },
  {
    reason: 'compiler-missing',
    pattern:
      /(?:unable to execute|command|[Nn]o such file or directory:) '?((?:[\w.-]+-)?(?:gcc|g\+\+|cc|c\+\+|clang|gfortran|rustc|cargo|cmake|ninja|make|swig))'?\b(?:: No such file| failed: No such file|$|\n| )/m,
  },
  {
    reason: 'compiler-missing',
    pattern: /(pg_config|mysql_config|mysqlclient|pkg-config)\b[^\n]* not found/,
  },
  {
    reason: 'compiler-missing',
    pattern: /\b(pkg-config|rustc|cargo|cmake)\b[^\n]*(?:not installed|is required)/i,
  },
  {
    reason: 'no-version-for-python',
    pattern:
      /Ignored the following versions that require a different python version:[^]*?No matching distribution found for ([^\s(]+[^\n(]*)/,
  },
  {
    reason: 'build-failed',
    pattern: /(?:Failed building wheel for|Failed to build|Could not build wheels for) '?([\w.-]+)/,
  },
  { reason: 'build-failed', pattern: /metadata-generation-failed[^]*?╰─> ([^\n]+)/ },
  { reason: 'build-failed', pattern: /subprocess-exited-with-error/ },
  {
    reason: 'network',
    pattern:
      /(?:Failed to establish a new connection|Temporary failure in name resolution|Name or service not known|Read timed out|Connection (?:refused|reset|timed out|aborted|broken)|NewConnectionError|ProxyError|Max retries exceeded)/,
  },
  {
    reason: 'no-fitting-version',
    pattern:
      /Could not find a version that satisfies the requirement ([^\n(]+?) \([^\n]*from versions: (?!none)[^\n]+\)/,
  },
  { reason: 'not-found', pattern: /No matching distribution found for ([^\n(]+)/ },
  { reason: 'invalid-requirement', pattern: /Invalid requirement: ([^\n]+)/ },
  {
    reason: 'invalid-requirement',
    pattern:
      /(?:Could not open requirements file|Could not install packages due to an OSError|does not appear to be a Python project|Expected package name)[^\n]*?'([^'\n]+)'/,
  },
];

/**
 * Tells why pip failed.
 * @param printed all that pip printed or wrote to its log
 * @returns the reason, and what it is about as pip wrote it (empty when pip named nothing)
 */
export function classifyPipFailure(printed: string): { reason: PipReason; subject: string } {
  for (const { reason, pattern } of SIGNS) {
    const match = pattern.exec(printed);
    if (match) return { reason, subject: match[1]?.trim() ?? '' };
  }
  return { reason: 'unknown', subject: '' };
}
