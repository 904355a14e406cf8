// A venv that this Python cannot use: there is none, or it is made for another minor.

import { minorOf } from '../../terms/python-minor.js';
import { findLine, type Story } from './story.js';

const NO_VENV = /(?:could not find|no|missing) virtual environment/i;

const OTHER_MINOR = /lib\/python(\d+\.\d+)\/site-packages/;

/** What the platform says when there is no venv. */
export function noVenvLine(story: Story): string | undefined {
  return findLine(story, NO_VENV)?.line;
}

/** The minors that the venv was made for, where the image's is not among them. */
export function otherMinors(story: Story): readonly string[] | undefined {
  const minors = venvMinors(story);
  return minors.length === 0 || minors.includes(imageMinor(story)) ? undefined : minors;
}

/** By the package, or by what the log says. */
function venvMinors({ venv, rehearsal: { log } }: Story): readonly string[] {
  if (venv !== undefined && venv.minors.length > 0) return venv.minors;
  const found = log.flatMap((line) => OTHER_MINOR.exec(line)?.[1] ?? []);
  return [...new Set(found)];
}

/** The minor of the image's Python, such as `3.12`. */
export function imageMinor({ rehearsal: { python } }: Story): string {
  return minorOf(python);
}

/** What `python -m` was to run and did not find. */
export function moduleToRun(
  story: Story,
): { readonly name: string; readonly line: string } | undefined {
  if (story.ending !== 'ended') return undefined;
  const found = findLine(story, /python[\d.]*: No module named '?([\w.]+)'?/);
  return found && { name: found.match[1] ?? '', line: found.line };
}
