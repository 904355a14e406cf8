// appsvc.yaml: its `run` block is put behind the app's command (platform contract A7, A11).

import { SITE_ROOT } from '../../terms/layout.js';
import { loadText } from './container-files.js';
import type { OnHost } from './inside.js';

const HEADING = 'run:';

/** The block of a site's `appsvc.yaml`; empty when it has none. */
export async function loadRunBlock(onHost: OnHost): Promise<string> {
  return readRunBlock((await loadText(onHost, `${SITE_ROOT}/appsvc.yaml`)) ?? '');
}

/**
 * Not YAML: from the first line that starts with `run:` and says more, up to the next line with a
 * colon in it.
 */
export function readRunBlock(text: string): string {
  const lines = text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  const start = lines.findIndex((line) => line.startsWith(HEADING) && line !== HEADING);
  if (start < 0) return '';
  const following = lines.slice(start + 1);
  const next = following.findIndex((line) => line.includes(':'));
  const block = next < 0 ? following : following.slice(0, next);
  return [(lines[start] ?? '').slice(HEADING.length), ...block]
    .map((line) => line.trim())
    .join('\n');
}
