// Whether a path into the venv leads anywhere, layout by layout (contract A9).

import { SITE_ROOT, VENV_NAME, type Layout } from '../../terms/layout.js';
import { pathInApp, type Viewpoint } from './app-paths.js';
import type { Tree } from '../evidence.js';

/** Why a path is wrong; `undefined` when it is right or when nobody can know. */
export type VenvPathProblem = 'other-layout' | 'other-folder' | 'build-id' | 'missing';

/** The folder of the platform's own builds, `/tmp/8dc0f1e2a3b4c5d`, changes with every build. */
const BUILD_FOLDER = /^\/tmp\/[0-9a-f]{10,}(?=\/)/;

/**
 * Judges a path such as `/antenv/bin/activate`. A relative `antenv/…` is right in the app root, whatever the
 * layout is: where the venv lies elsewhere, the platform makes a link of that name.
 */
export function venvPathProblem(
  path: string,
  view: Viewpoint,
  app: Tree | undefined,
): VenvPathProblem | undefined {
  const { layout } = view;
  if (BUILD_FOLDER.test(path)) return 'build-id';
  if (path.startsWith(`/${VENV_NAME}/`)) {
    return layout === undefined || isOnItsOwn(layout) ? undefined : 'other-layout';
  }
  // Meant as a path of the site; such a package has no venv there, wherever the home folder is.
  const onSite = path.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, '/home');
  if (onSite.startsWith(`${SITE_ROOT}/`) && layout === 'appTarball') return 'other-layout';
  const inApp = pathInApp(path, view);
  if (inApp === undefined || inApp.startsWith(`${VENV_NAME}/`)) return undefined;
  if (inApp.endsWith(`/${VENV_NAME}/bin/activate`)) return missing(inApp, app, 'other-folder');
  return missing(inApp, app, 'missing');
}

function isOnItsOwn(layout: Layout): boolean {
  return layout === 'venvTarball' || layout === 'venvZip';
}

function missing(
  path: string,
  app: Tree | undefined,
  problem: VenvPathProblem,
): VenvPathProblem | undefined {
  return app?.complete === true && !app.files.has(path) ? problem : undefined;
}
