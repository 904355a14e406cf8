// Modules at the top of site-packages that have the name of one of Python's own. Pure.

import type { DistributionFact, VenvFacts } from '../evidence.js';
import { isStandardModule } from '../../runtime/standard-library.js';
import { normalisedName } from '../../terms/distribution-name.js';
import { readRequirement } from '../../terms/requirement.js';

export interface ShadowedModule {
  readonly module: string;
  /** Of the venv. */
  readonly path: string;
  readonly distribution: string;
  /** The first distribution that requires it; `undefined` where only the app can have asked for it. */
  readonly requiredBy: string | undefined;
}

/** A module, or a package: a folder without `__init__.py` gives way to Python's own. */
const TOP = /^lib\/python(3\.\d+)\/site-packages\/([a-z]\w*)(?:\.py|\/__init__\.py)$/;

/** Nobody imports Python's own tests, and many distributions pack theirs under this name. */
const UNUSED = ['test'];

/** Every such module of a distribution, in order of path. */
export function findShadowedModules({ tree, distributions }: VenvFacts): ShadowedModule[] {
  const paths = [...tree.files.keys()].filter((path) => TOP.test(path));
  return paths.toSorted().flatMap((path) => {
    const [, minor, module = ''] = TOP.exec(path) ?? [];
    if (!isStandardModule(module, minor) || UNUSED.includes(module)) return [];
    const owner = distributions.find(({ topLevel }) => topLevel.includes(module));
    if (owner === undefined) return [];
    const requiredBy = distributions.find((one) => requiresOf(one).includes(owner.name))?.name;
    return { module, path, distribution: owner.name, requiredBy };
  });
}

/** Without those under a condition, which for a backport is mostly that of an old Python. */
function requiresOf({ requires }: DistributionFact): string[] {
  const all = requires.flatMap((text) => readRequirement(text) ?? []);
  return all.filter(({ marker }) => marker === undefined).map(({ name }) => normalisedName(name));
}
