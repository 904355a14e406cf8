// Requirements of a package that brings no venv: those that the image lacks, and whether anything installs them.

import { normalisedName } from '../../terms/distribution-name.js';
import { evaluateMarker, readMarker, targetEnvironment } from '../../terms/marker.js';
import { requirementLines } from '../../terms/requirement-lines.js';
import { readRequirement } from '../../terms/requirement.js';
import type { Evidence, Tree } from '../evidence.js';
import type { With } from '../rule.js';
import { hasPackagedVenv } from '../settings/default-command.js';
import { valueOf } from '../settings/setting-values.js';
import { installerOf } from './installers.js';

/** Names in the app's requirements.txt, as written; without those that a marker keeps from the site, or may keep. */
export function requirementsOf({ files }: Tree, image: Evidence['image']): string[] {
  const lines = requirementLines(files.get('requirements.txt')?.text ?? '');
  return lines.flatMap((line) => {
    const name = /^[A-Za-z0-9][\w.-]*/.exec(line)?.[0];
    const marker = readRequirement(line)?.marker;
    return name !== undefined && (marker === undefined || holds(marker, image)) ? [name] : [];
  });
}

function holds(marker: string, image: Evidence['image']): boolean {
  const read = readMarker(marker);
  return (
    read !== undefined &&
    image !== undefined &&
    evaluateMarker(read, targetEnvironment(image.latest))
  );
}

/** What images hold of themselves, where nobody says which one it is. */
const IN_SOME_IMAGE: readonly string[] = ['gunicorn', 'uvicorn', 'uvicorn-worker'];

/** Files that pip leaves beside the packages that it installs. */
const INSTALLED = /(?:^|\/)(?:site-packages\/|[^/]+\.(?:dist|egg)-info\/|pyvenv\.cfg$)/;

/** The requirements that are neither in the package nor in the image; none where that cannot be known. */
export function lackingRequirements(evidence: With<'package' | 'app'>): readonly string[] {
  const { app, image, package: zip } = evidence;
  if (hasPackagedVenv(evidence) !== false || !app.complete || zip.problem) return [];
  const paths = [...app.files.keys()];
  if (paths.some((path) => INSTALLED.test(path))) return [];
  const present = image?.packages ?? IN_SOME_IMAGE;
  return requirementsOf(app, image).filter((name) => {
    const module = name.toLowerCase().replaceAll(/[-.]/g, '_');
    const isOwn = app.files.has(`${module}.py`) || app.files.has(`${module}/__init__.py`);
    return !isOwn && !present.includes(normalisedName(name));
  });
}

/** Whether the start installs packages, or may find them in a folder that is not of the package. */
export function isInstalledOtherwise({ startup, preRun = [], settings = [] }: Evidence): boolean {
  if (valueOf(settings, 'PYTHONPATH') !== undefined) return true;
  return [...(startup?.commands ?? []), ...preRun].some(
    ({ words, environment }) =>
      installerOf(words) !== undefined ||
      environment['PYTHONPATH'] !== undefined ||
      words.some((word) => /\/bin\/(?:activate|python|gunicorn)/.test(word)),
  );
}
