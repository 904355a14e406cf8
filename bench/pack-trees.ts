// The trees that packing is measured on, and which bars each of them is judged by.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './files-below.js';
import type { Bar } from './measure.js';
import { installTree } from './real-tree.js';
import { makeTree, type TreeSize } from './seeded-tree.js';
import { thePython, type Python } from './wheels.js';

/** A tree to pack. */
export interface PackTree {
  readonly name: string;
  readonly runs: number;
  /** Whether the bars of time and size are judged on it. */
  readonly isJudged: boolean;
  /** Most memory in MB. */
  readonly memory: Bar | undefined;
  /** Makes it below a new folder; answers the Python that made it, if one did. */
  readonly make: (venv: string, work: string) => Python | undefined;
}

/** Bytes a file, as in a venv of 334 MB in 20,000 files. */
const MEAN = 16_700;

/** The first three have files of one mean size: from each to the next, one file more has its price. */
export const FILES = [2000, 20_000, 60_000] as const;

/** The memory is that of the process that packs, without zstd's. */
const MEMORY = { atMost: 160 };

export const TREES: readonly PackTree[] = [
  seeded({ files: FILES[0], bytes: FILES[0] * MEAN }, { runs: 7 }),
  seeded({ files: FILES[1], bytes: FILES[1] * MEAN }, { memory: MEMORY }),
  seeded({ files: FILES[2], bytes: FILES[2] * MEAN }),
  seeded({ files: 20_000, bytes: 1.2e9 }, { memory: { atMost: 200 } }),
  {
    name: 'a real venv with Dash, pandas, scipy',
    runs: 5,
    isJudged: true,
    memory: MEMORY,
    make: (venv, work) => {
      const python = thePython();
      installTree(venv, work, python);
      return python;
    },
  },
];

function seeded(size: TreeSize, other: Partial<Pick<PackTree, 'runs' | 'memory'>> = {}): PackTree {
  return {
    name: 'seeded',
    runs: 5,
    isJudged: false,
    memory: undefined,
    make: (venv) => {
      makeTree(join(venv, 'lib/python3.11/site-packages'), size);
      return undefined;
    },
    ...other,
  };
}

/** Number of regular files below a folder, and their bytes. */
export function sizeOf(folder: string): TreeSize {
  const sizes = [...filesBelow(folder)].map((path) => statSync(join(folder, path)).size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
