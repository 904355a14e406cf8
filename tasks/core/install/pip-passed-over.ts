// Indexes that pip could not read and went on without: of them it speaks in its log file alone.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { withoutCredentials } from '../terms/redaction.js';

/** An index, and why pip could not read it. */
interface PassedOver {
  readonly index: string;
  readonly why: string;
}

/** A line about a page. That an index has no such page (404, 410) is an answer, and where there are several a common one. */
const PAGE = /Could not fetch URL (\S+?): (?!404 |410 )(.+) - skipping$/;

/**
 * An index whose address has no scheme: pip takes it for a folder. A place of --find-links has no project behind it, and
 * begins with no host.
 */
export const INDEX_WITHOUT_SCHEME =
  /Location '(?=[\w*][^/'\n]*[.:])([^'\n]+)\/[^/'\n]+\/' is ignored: [^\n]*lacks a specific scheme/;

/**
 * Finds what is to be told of a run of pip that went well.
 * @param log pip's log file
 * @param from where this run began in it
 * @returns a warning for each index
 */
export async function loadPassedOver(log: string, from: number): Promise<string[]> {
  const found = new Map<string, string>();
  // It may be long: one line at a time.
  const lines = createInterface({ input: createReadStream(log, { start: from }) });
  for await (const line of lines) {
    const passedOver = readPassedOver(line);
    if (passedOver && !found.has(passedOver.index)) found.set(passedOver.index, passedOver.why);
  }
  return [...found].map(([index, why]) => warning({ index, why }));
}

/** The last part of a page's address is the name of a project. */
function readPassedOver(line: string): PassedOver | undefined {
  const unread = INDEX_WITHOUT_SCHEME.exec(line)?.[1];
  if (unread !== undefined) return { index: unread, why: NO_SCHEME };
  const [, page, said = ''] = PAGE.exec(line) ?? [];
  if (page === undefined) return undefined;
  const index = withoutCredentials(page).replace(/[^/]+\/?$/, '');
  return { index, why: /^\d{3} [^:]+: [^:]+(?= for url)/.exec(said)?.[0] ?? 'no connection' };
}

const NO_SCHEME = 'its address has no scheme';

function fixFor(why: string): string {
  if (why === NO_SCHEME) return 'Write https:// before it';
  return /^40[13] /.test(why) ? 'Run PipAuthenticate@1 before this task' : 'Run it again';
}

function warning({ index, why }: PassedOver): string {
  return `pip could not read the index '${index}' (${why}) and went on without it: what is installed comes from the others, where another package may have the same name. ${fixFor(why)}, or take that index out of pip's settings.`;
}
