// What to install instead of distributions that need libraries which the images lack.

/** Distributions that do the same without the library, by normalised name. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  'opencv-python': 'opencv-python-headless',
  'opencv-contrib-python': 'opencv-contrib-python-headless',
  mysqlclient: 'PyMySQL',
};

/** What advice depends on. */
export interface Circumstances {
  /** Normalised; `undefined` for code that no distribution brought. */
  readonly distribution: string | undefined;
  /** Tags of its WHEEL file. */
  readonly tags: readonly string[];
  /** The system of the image, such as `Debian 11`. */
  readonly system: string;
}

/** The one thing to do about a distribution whose library is missing. */
export function insteadOf(circumstances: Circumstances): string {
  const { distribution = '', system } = circumstances;
  const replacement = REPLACEMENTS[distribution];
  if (replacement !== undefined) {
    return `Replace '${distribution}' by '${replacement}' in the requirements.`;
  }
  if (isBuiltHere(circumstances)) return compileThere(circumstances);
  return `Take a distribution that brings the library, or run the app in a custom container of ${system} that has it.`;
}

/**
 * Whether code was compiled on the machine that installed it: `linux_x86_64`, a tag that no index takes,
 * or no distribution at all.
 */
export function isBuiltHere({ distribution, tags }: Circumstances): boolean {
  return distribution === undefined || tags.some((tag) => /(?:^|-)linux_\w+$/.test(tag));
}

/** What to do about code that was compiled for another system. */
export function compileThere({ distribution, system }: Circumstances): string {
  if (distribution === undefined) return `Compile it in a job container of ${system}.`;
  return `Require a version of '${distribution}' that has a wheel (pip install --only-binary=${distribution} ${distribution} takes one), or compile it in a job container of ${system}.`;
}
