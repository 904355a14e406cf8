// PYTHONPATH as an app setting: which of its folders do harm.

import { SITE_ROOT, type Layout } from '../../terms/layout.js';

/** A folder in PYTHONPATH and what is wrong with it, in words that follow the folder. */
export interface PathProblem {
  readonly folder: string;
  readonly problem: string;
}

/** Folders of build machines; none of them is in the container. */
const BUILD_MACHINE =
  /^(?:\/home\/vsts\/|\/opt\/hostedtoolcache\/|\/Users\/|\/agent\/_work\/|[A-Za-z]:[\\/])/;

/** Folders of the container, written without their leading slash (OSSD 2023-08-09). */
const WITHOUT_SLASH = /^(?:home\/site|opt\/|antenv\/lib|tmp\/)/;

/** The harmful folders of a PYTHONPATH. The platform puts it before everything else (contract A6). */
export function pythonPathProblems(value: string, layout: Layout | undefined): PathProblem[] {
  return foldersOf(value).flatMap((folder) => {
    const problem = problemOf(folder, layout);
    return problem === undefined ? [] : [{ folder, problem }];
  });
}

/** A drive's colon divides no folders. */
function foldersOf(value: string): string[] {
  return value.split(/;|(?<!(?:^|[:;])[A-Za-z]):/).filter((folder) => folder !== '');
}

function problemOf(folder: string, layout: Layout | undefined): string | undefined {
  if (BUILD_MACHINE.test(folder)) return 'is a folder of the build machine';
  if (WITHOUT_SLASH.test(folder)) return 'has lost its leading slash';
  if (/(?:^|\/)(?:site|dist)-packages\/?$/.test(folder)) {
    return 'holds packages that win over those of the virtual environment';
  }
  const isOnSite = folder === SITE_ROOT || folder.startsWith(`${SITE_ROOT}/`);
  return layout === 'appTarball' && isOnSite
    ? 'is not where the app runs from in this layout'
    : undefined;
}
