// A tar archive in parts that are compressed, and may be kept, each by itself.

import type { TimedEntry } from '../terms/archive-entry.js';
import type { GzipPart } from './gzip.js';
import { cutStretches, nameStretch, type Stretch } from './stretches.js';
import { UNHEARD } from './read-content.js';
import { TAR_END, tarBlocks, withFolders, type TarOptions } from './write-tar.js';

/** Changes with how entries become bytes of a tar archive. */
const FORMAT = 'tar 1';

/**
 * The same bytes as `tarBytes` has, cut between distributions.
 * @param entries sorted by path
 * @throws Stopped `file-changed` while blocks are taken
 */
export function* tarParts(
  entries: readonly TimedEntry[],
  signal: AbortSignal,
  options: TarOptions = {},
): Generator<GzipPart> {
  const { read = UNHEARD } = options;
  const stretches = cutStretches([...withFolders(entries)]);
  for (const stretch of stretches) {
    signal.throwIfAborted();
    yield {
      ...(stretch.isInstalled && { name: () => nameStretch(FORMAT, stretch, true) }),
      size: stretch.size,
      blocks: (isChecked) =>
        tarBlocks(stretch.entries, signal, { ...options, isChecked, end: NOTHING }),
      onKept: () => read(stretch.size, filesOf(stretch)),
    };
  }
  yield { size: TAR_END.length, blocks: () => [TAR_END] };
}

const NOTHING = Buffer.alloc(0);

function filesOf({ entries }: Stretch): number {
  return entries.filter(({ kind }) => kind === 'file').length;
}
