// Unread: how this room tells itself why something could not be read. Never leaves it: ask-site makes it a value.

import type { SitePart, SiteProblem, SiteReason } from '../terms/site.js';
import { wholeWords } from '../terms/whole-words.js';

/** What is known where it happens; the part is known by whoever asked. */
export type Trouble = Omit<SiteProblem, 'part'>;

export class Unread extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(trouble.reason, options);
    this.name = 'Unread';
    this.trouble = trouble;
  }
}

/** Makes one: why, who was asked, what came back. */
export function unread(reason: SiteReason, subject: string, said = '', cause?: unknown): Unread {
  return new Unread({ reason, subject, said }, { cause });
}

/** A problem of what was thrown; anything that is no `Unread` goes on. */
export function problemOf(part: SitePart, error: unknown): SiteProblem {
  if (error instanceof Unread) return { part, ...error.trouble };
  throw error;
}

/** The first line of what another program says, short enough for a message. */
export function inShort(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/);
  return wholeWords(line, 200);
}
