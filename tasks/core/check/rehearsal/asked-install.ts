// What a program that ended says should be installed: libraries name what an optional part of them wants.

import { normalisedName } from '../../terms/distribution-name.js';
import { hasDistribution } from '../startup/server-distributions.js';
import { exceptionLine } from './traceback.js';
import type { Story } from './story.js';

/** With a version or an option it is about one that is there. */
const INSTALL = /\bpip3? install ["'`]?([A-Za-z][\w.-]*\w)(\[[\w,.-]+\])?(?![\w.-]*[<>=~![])/;

/** Without an exception these are the program's last words. */
const LAST_LINES = 6;

/** The distribution with its extras, such as `python-multipart` or `mcp[cli]`; `undefined` where none is named. */
export function askedInstall(story: Story): string | undefined {
  const { log } = story.rehearsal;
  const thrown = story.exception && exceptionLine(story.exception);
  const at =
    thrown === undefined ? -1 : log.findLastIndex((line) => line.trimEnd().endsWith(thrown));
  for (const line of at === -1 ? log.slice(-LAST_LINES) : log.slice(at)) {
    const [, name, extras = ''] = INSTALL.exec(line) ?? [];
    if (name === undefined || name === 'pip') continue;
    const isThere = extras === '' && hasDistribution(story.venv, normalisedName(name));
    return isThere ? undefined : `${name}${extras}`;
  }
  return undefined;
}
