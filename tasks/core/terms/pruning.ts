// Pruning: what of an installed venv is not packed, since nothing needs it at run time.

/** `safe`: test directories that nothing names, and installers that nobody asked for. `none`: everything is packed. */
export const PRUNE = ['safe', 'none'] as const;

export type Prune = (typeof PRUNE)[number];

/** Something of the venv that is not packed. */
export interface LeftOutOfVenv {
  readonly reason: 'test directory' | 'installer';
  /** The directory's path in the venv, or the name of the distribution. */
  readonly what: string;
  readonly files: number;
  /** Before compression, and without the bytecode that would have been made of them. */
  readonly bytes: number;
}

/** The test directories among them, below site-packages: `pkg/tests`. */
export function testFoldersOf(leftOut: readonly LeftOutOfVenv[]): string[] {
  return leftOut
    .filter(({ reason }) => reason === 'test directory')
    .map(({ what }) => belowSite(what));
}

/** Where distributions are in a venv; what one carries along inside of itself is a part of it. */
export const SITE = /^lib\/python[\d.]+\/site-packages\//;

/** A path of the venv as an import sees it. */
export function belowSite(path: string): string {
  return path.replace(SITE, '');
}
