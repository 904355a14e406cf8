// Progress in words: `Packing: 120 of 334 MB, 8,000 of 20,000 files`.

import type { Progress } from '../terms/progress.js';
import { counted } from '../terms/counted.js';
import { readableSize } from './sizes.js';

/** One line; a total that is not known is left out. */
export function progressWords(doing: string, { done, of }: Progress): string {
  return `${doing}: ${bytesOf(done.bytes, of.bytes)}, ${filesOf(done.files, of.files)}`;
}

/** The unit is said once where both have it. */
function bytesOf(done: number, of: number | undefined): string {
  const some = readableSize(done);
  if (of === undefined) return some;
  const all = readableSize(of);
  const [value = '', unit] = some.split(' ');
  return all.endsWith(` ${unit}`) ? `${value} of ${all}` : `${some} of ${all}`;
}

function filesOf(done: number, of: number | undefined): string {
  if (of === undefined) return counted(done, 'file');
  return `${done.toLocaleString('en-US')} of ${counted(of, 'file')}`;
}
