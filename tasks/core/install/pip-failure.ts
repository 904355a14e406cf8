// Why pip failed, read from what it printed (22.3 to 26.3): a table of reasons, the most telling first.

import type { InstallReason } from '../terms/failure.js';
import { BUILD_SIGNS, find, QUOTED_LINES, type Sign, type Verdict } from './failure-signs.js';
import type { PipLog } from './pip-log.js';
import { INDEX_WITHOUT_SCHEME } from './pip-passed-over.js';

const NO_ROOM = /No space left on device|Disk quota exceeded/;

/** What pip says itself, wherever it says it. */
const PIP_SIGNS: readonly Sign[] = [
  { reason: 'disk-full', pattern: NO_ROOM },
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
    reason: 'certificate-file',
    pattern:
      /Could not find (?:a suitable TLS CA certificate bundle|the TLS (?:certificate|key) file), invalid path: ([^\n]+)/,
  },
  { reason: 'index-refused', pattern: /HTTP error 40[13] while getting (\S+)/ },
  { reason: 'index-refused', pattern: /40[13] Client Error[^\n]*? for url: (\S+)/ },
  { reason: 'index-busy', pattern: /HTTP error 429 while getting ([^\s#]+)/ },
  { reason: 'index-busy', pattern: /429 Client Error[^\n]*? for url: (\S+)/ },
  // All that a requirements file names was found before: this is a file of the job's settings.
  {
    reason: 'constraint-file',
    pattern:
      /Could not open (?:requirements|constraint) file: \[Errno (?:2|21)\][^\n]*?'([^'\n]+)'/,
  },
  {
    reason: 'invalid-metadata',
    pattern:
      /Ignoring version \S+ of (\S+) since it has invalid metadata:[^]*?No matching distribution found for \1(?![\w.-])/,
  },
  {
    reason: 'no-version-for-python',
    pattern: /Package '([^'\n]+)' requires a different Python: /,
  },
  { reason: 'conflict', pattern: /The conflict is caused by:\n([^]*?)\n\s*\n/ },
  {
    reason: 'conflict',
    pattern: /Cannot install ([^\n]*?) because these package versions have conflicting/,
  },
  { reason: 'conflict', pattern: /ERROR: ResolutionImpossible/ },
  { reason: 'git-missing', pattern: /Cannot find command '?(git|hg|svn|bzr)'?/ },
  {
    reason: 'clone-failed',
    pattern:
      /(?:git clone|git fetch|git submodule update|hg clone|svn checkout)[^\n]*? (\S+:\/\/\S+)[^\n]* did not run successfully/,
  },
  { reason: 'clone-failed', pattern: /git \S[^\n]* did not run successfully/ },
  {
    reason: 'no-version-for-python',
    pattern:
      /Ignored the following versions that require a different python version:[^]*?No matching distribution found for ([^\n(]+)/,
  },
  { reason: 'index-without-scheme', pattern: INDEX_WITHOUT_SCHEME },
  {
    reason: 'no-fitting-version',
    pattern:
      /Could not find a version that satisfies the requirement ([^\n(]+?) \([^\n]*from versions: (?!none)[^\n)]/,
  },
  // A requirement by its address, for which no index is asked; pip stops at what it collected last.
  {
    reason: 'network',
    pattern:
      /Collecting (?:[^\n@]*@ ?)?https?:\/\/(?:[^\s/@]*@)?([^\s/:@]+)(?=[\s/:])[^\n]*\n(?:(?!\s*Collecting )[^\n]*\n)*?[^\n]*(?:ConnectionPool\(host='|(?:while fetching|Unable to fetch) https?:\/\/(?:[^\s/@]*@)?)\1(?![\w.-])/,
  },
  // A requirements file by its address: before all are read, pip says nothing else. pip 26.2 has other words for it.
  {
    reason: 'network',
    pattern:
      /^(?:(?:WARNING|DEPRECATION): [^\n]*\n)*(?:ERROR: Could not install packages due to an OSError: HTTPS?ConnectionPool\(host='|error: [\w-]+\n\n× [^\n]*(?:while fetching|Unable to fetch) https?:\/\/(?:[^\s/@]*@)?)([^\s'/:]+)/,
  },
  {
    reason: 'slow',
    pattern: /after connection broken by 'ReadTimeoutError[^]*\(from versions: none\)/,
  },
  {
    reason: 'network',
    pattern: /after connection broken by [^]*\(from versions: none\)/,
  },
  { reason: 'not-found', pattern: /No matching distribution found for ([^\n(]+)/ },
  {
    reason: 'slow',
    pattern:
      /ReadTimeoutError|[Rr]ead timed out|didn't respond within [\d.]+ seconds(?! \(while establishing)/,
  },
  {
    reason: 'network',
    pattern:
      /Failed to establish a new connection|Temporary failure in name resolution|Name or service not known|Connection (?:refused|reset|timed out|aborted|broken)|NewConnectionError|ProxyError|ProtocolError|Max retries exceeded|didn't respond within [\d.]+ seconds|error: (?:connection-failed|proxy-connection-failed|ssl-verification-failed|incomplete-download)(?!\S)|connection error: |too many 5\d\d error responses|5\d\d Server Error|407 (?:Client Error: )?Proxy Authentication|Wheel '[^'\n]+' located at [^\n]+ is invalid/,
  },
  {
    reason: 'invalid-requirement',
    pattern: /Invalid requirement: '[^'\n]+': [^\n]*\bmarker\b[^\n]*\n\s+(\S[^\n]*)\n\s+~*\^/,
  },
  { reason: 'invalid-requirement', pattern: /Invalid requirement: '([^'\n]+)'/ },
  { reason: 'invalid-requirement', pattern: /Invalid requirement: ([^\n]+)/ },
  { reason: 'invalid-requirement', pattern: /InvalidMarker: Invalid marker: '([^'\n]+)'/ },
  {
    reason: 'invalid-requirement',
    pattern: /InvalidMarker: [^\n]*\n\s+(\S[^\n]*)\n\s+~*\^/,
  },
  { reason: 'invalid-requirement', pattern: /error: no such option: (\S+)/ },
  { reason: 'invalid-requirement', pattern: /The '([^'\n]+)' egg fragment is invalid/ },
  {
    reason: 'invalid-requirement',
    pattern:
      /(?:Could not open (?:requirements|constraint) file|Could not install packages due to an OSError: \[Errno (?:2|21)\]|Expected package name)[^\n]*?'([^'\n]+)'/,
  },
  {
    reason: 'invalid-requirement',
    pattern: /ERROR: (\S+\.whl) is not a supported wheel on this platform/,
  },
  { reason: 'not-found', pattern: /HTTP error 404 while getting (\S+)/ },
  // A requirements file by its address.
  { reason: 'invalid-requirement', pattern: /^ERROR: 404 Client Error[^\n]* for url: (\S+)/m },
  {
    reason: 'invalid-requirement',
    pattern: /Directory '([^'\n]+)' is not installable|\S does not appear to be a Python project/,
  },
  {
    reason: 'build-failed',
    pattern:
      /(?:Failed building wheel for|Failed to build|Could not build wheels for) '?(?:[^\s']*\/)?([\w.-]*\w)/,
  },
  {
    reason: 'build-failed',
    pattern:
      /(?:Collecting|Processing) (?:\S*\/)?([^\s/]+)(?:(?!Collecting |Processing )[^])*subprocess-exited-with-error/,
  },
  { reason: 'build-failed', pattern: /subprocess-exited-with-error/ },
];

/** The lines that tell why pip failed, and are quoted: the last ones, or those up to where it first found no room. */
export function tellingOfPip(lines: readonly string[]): string[] {
  const full = lines.findIndex((line) => NO_ROOM.test(line));
  const isShown = full === -1 || lines.length - full <= QUOTED_LINES;
  return lines.slice(0, isShown ? undefined : full + 1).slice(-QUOTED_LINES);
}

/** Reasons behind which an index may stand that pip speaks of in its log file only. */
const MAYBE_INDEX: readonly InstallReason[] = ['not-found', 'no-fitting-version', 'unknown'];

const MAYBE_BUILD: readonly InstallReason[] = ['build-failed', 'unknown'];

/**
 * Tells why pip failed.
 * @param printed what pip printed
 * @param log what only its log file says; its debug lines name many things that did no harm, so they are
 *   asked last
 */
export function classifyPipFailure(printed: string, log: PipLog): Verdict {
  const said = find(PIP_SIGNS, printed);
  const error = said.reason === 'unknown' ? find(PIP_SIGNS, log.errors) : said;
  if (MAYBE_BUILD.includes(error.reason)) {
    const built = find([...BUILD_SIGNS, ...PIP_SIGNS], [...log.childOutput, printed].join('\n'));
    return built.reason === 'unknown' || built.reason === 'build-failed' ? error : built;
  }
  if (!MAYBE_INDEX.includes(error.reason)) return error;
  const index = find(INDEX_SIGNS, log.notFetched.join('\n'));
  if (index.reason !== 'unknown') return index;
  const isPage = error.reason === 'not-found' && log.emptyPage !== undefined;
  return isPage ? { reason: 'index-page', subject: log.emptyPage } : error;
}

const INDEX_SIGNS = PIP_SIGNS.filter(({ reason }) =>
  ['certificate', 'index-refused', 'index-busy', 'slow', 'network'].includes(reason),
);
