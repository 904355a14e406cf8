// Rules about what the app requires: distributions, the libraries behind them, and where they come from.

import { posix } from 'node:path';
import { distributionOf } from '../../terms/module-distribution.js';
import type { DistributionFact, Evidence, Tree } from '../evidence.js';
import { findMissingImports } from '../native/missing-imports.js';
import { localPath, privateFeed, readRequirementLines } from '../native/requirement-lines.js';
import { rule, type Rule } from '../rule.js';
import { hasPath } from '../tree.js';
import type { SharedObject } from '../native/shared-objects.js';
import { removedFrom } from '../../runtime/standard-library.js';
import { addition } from '../sources/dependencies-of.js';
import { declaredByInstalled, isBroughtBy } from '../startup/project-installs.js';
import type { PythonSources } from '../sources/python-sources.js';
import { SYSTEM_LIBRARY_USERS, type SystemLibraryUser } from '../native/system-libraries.js';

export const requirementRules: readonly Rule[] = [
  rule({
    code: 'requirement/tkinter',
    severity: 'warning',
    why: 'The images have no Tk library (and no screen), so `import tkinter` fails: "libtk8.6.so: cannot open shared object file". Matplotlib draws without it through its Agg backend.',
    source: 'F49: OSS support blog 2023-04-17',
    example: { bad: 'import tkinter', good: "import matplotlib; matplotlib.use('Agg')" },
    needs: ['sources'],
    find: function* ({ sources, image }) {
      if (image?.libraries.includes('libtk8.6.so') === true) return;
      for (const { path, imports } of sources.modules.values()) {
        const found = imports.find(
          ({ module, optional }) => !optional && TK.includes(module.split('.')[0] ?? ''),
        );
        if (found) yield { module: found.module, where: { file: path, line: found.line } };
      }
    },
    message: ({ module }) =>
      `'import ${module}' needs libtk8.6.so, which the images of App Service do not have.`,
    fix: () =>
      "Import it only where a screen is; for charts set the app setting MPLBACKEND=Agg or call matplotlib.use('Agg').",
  }),

  rule({
    code: 'requirement/system-library',
    severity: 'warning',
    why: 'Some distributions load a library or start a program of the system when they are used. The images lack it, and what a startup command installs is gone after each restart.',
    source: 'F51: packages of the images, resolved with apt',
    example: { bad: 'pyzbar', good: 'zxing-cpp' },
    needs: ['venv'],
    find: function* ({ venv, image, sharedObjects, sources }) {
      const installed = new Map(venv.distributions.map((fact) => [fact.name, fact]));
      for (const user of SYSTEM_LIBRARY_USERS) {
        const fact = installed.get(user.distribution);
        if (!fact || user.broughtBy?.some((name) => installed.has(name)) === true) continue;
        if (isBrought(user, fact, sharedObjects ?? [])) continue;
        if (user.idleIn?.some((name) => installed.has(name)) && !isImported(fact, sources))
          continue;
        if (isOnImage(user, image?.libraries ?? [])) continue;
        yield {
          user,
          version: fact.version,
          where: { file: venv.folder === '' ? venv.address : venv.folder },
        };
      }
    },
    message: ({ user, version }) =>
      `'${user.distribution}' ${version} needs ${user.needs}, which the images of App Service do not have.`,
    fix: ({ user }) => user.fix,
  }),

  rule({
    code: 'requirement/local-path',
    severity: 'warning',
    why: 'A requirement that is a path outside of the app is there on one machine only. Where the package is built without it, pip fails, or the module is missing at run time.',
    source: 'F59: OSS support blog 2023-04-17',
    example: { bad: '../shared-lib', good: './wheels/shared_lib-1.0-py3-none-any.whl' },
    needs: ['app'],
    find: function* ({ app, venv }) {
      // With a packaged venv pip has done its work.
      if (venv) return;
      for (const { file, line, text } of readRequirementLines(app)) {
        const path = localPath(text);
        if (path === undefined || isInApp(app, path)) continue;
        yield { path, where: { file, line } };
      }
    },
    message: ({ path }) => `The requirement '${path}' is a path that the app does not hold.`,
    fix: ({ path }) =>
      `Build a wheel of it into the app (pip wheel --no-deps --wheel-dir wheels ${path}) and require that file.`,
  }),

  rule({
    code: 'requirement/import-missing',
    severity: 'note',
    why: 'An import that nothing provides fails when the module is loaded: "ModuleNotFoundError". Often the distribution is on the developer\'s machine and not in the requirements.',
    source: 'F60: OSS support blog 2022-11-24',
    example: { bad: 'import yaml, without PyYAML in requirements.txt', good: 'PyYAML==6.0.2' },
    needs: ['sources', 'venv', 'app'],
    find: function* (evidence) {
      const { sources, venv, app, image } = evidence;
      if (!venv.tree.complete || !app.complete) return;
      const minor = image?.python ?? (venv.minors.length === 1 ? venv.minors[0] : undefined);
      const packages = image?.packages ?? ['gunicorn'];
      const declared = declaredByInstalled(evidence);
      for (const found of findMissingImports(sources, app, venv, minor, packages)) {
        const { module, file, line } = found;
        // The installation at the start is told, and what to do with its project.
        if (isBroughtBy(declared, module, distributionOf(module))) continue;
        yield { module, removed: removedFrom(module), evidence, where: { file, line } };
      }
    },
    message: ({ module, removed }) =>
      removed === undefined
        ? `'import ${module}' finds no module: none of the installed distributions, the app or Python has it.`
        : `'import ${module}' finds no module: Python has none of that name since ${removed}.`,
    fix: ({ module, removed, evidence }) =>
      removed === undefined
        ? `If it is a package, add it to ${addition(evidence, distributionOf(module))}; if it is the app's own, add it to the package.`
        : succeeded(module, evidence),
  }),

  rule({
    code: 'requirement/private-feed',
    severity: 'warning',
    why: 'A feed that asks for a sign-in is reached where somebody signed in. A build on the platform has no sign-in of the agent, and an app setting PIP_EXTRA_INDEX_URL does nothing for a build on the agent.',
    source: 'F129: MicrosoftDocs/azure-docs issue 102662',
    example: {
      bad: '--extra-index-url https://pkgs.dev.azure.com/contoso/_packaging/feed/pypi/simple/',
      good: '- task: PipAuthenticate@1 before AntenvPackage@1, which packages the venv',
    },
    needs: ['app'],
    find: function* ({ app, venv }) {
      if (venv) return;
      for (const { file, line, text } of readRequirementLines(app)) {
        const host = privateFeed(text);
        if (host !== undefined) yield { host, where: { file, line } };
      }
    },
    message: ({ host }) =>
      `The requirements take distributions from '${host}', which asks for a sign-in that the platform does not have.`,
    fix: () =>
      'Install them on the agent, after a sign-in, and package the venv: - task: PipAuthenticate@1 (artifactFeeds: your feed), then AntenvPackage@1.',
  }),
];

/** Modules that load Tk when they are imported. */
const TK = ['tkinter', '_tkinter', 'turtle', 'customtkinter', 'ttkbootstrap'];

/** What has taken the place of a module that Python dropped, and the distribution that brings it. */
interface Successor {
  readonly use?: string;
  readonly add?: string;
}

const SUCCESSORS: Readonly<Record<string, Successor>> = {
  asynchat: { use: 'asyncio', add: 'pyasynchat' },
  asyncore: { use: 'asyncio', add: 'pyasyncore' },
  cgi: { add: 'legacy-cgi' },
  cgitb: { add: 'legacy-cgi' },
  distutils: { add: 'setuptools' },
  imp: { use: 'importlib' },
  pipes: { use: 'shlex and subprocess' },
};

function succeeded(module: string, evidence: Evidence): string {
  const { use, add } = SUCCESSORS[module] ?? {};
  if (add === undefined) {
    return use === undefined
      ? 'Remove the import, or choose an older runtime stack.'
      : `Use ${use} instead.`;
  }
  const where = addition(evidence, add);
  return use === undefined
    ? `Add what brings it to ${where}`
    : `Use ${use}, or add what brings it to ${where}`;
}

function isBrought(
  user: SystemLibraryUser,
  { name, tags }: DistributionFact,
  objects: readonly SharedObject[],
): boolean {
  if (user.broughtByPlatformWheel && !tags.some((tag) => tag.endsWith('-any'))) return true;
  const names = objects
    .filter(({ distribution }) => distribution === name || distribution === undefined)
    .map(({ path }) => posix.basename(path));
  return user.libraries.some((library) => names.some((own) => own.startsWith(stem(library))));
}

/** Whether the app itself uses the distribution, which another one brought. */
function isImported({ name, topLevel }: DistributionFact, sources?: PythonSources): boolean {
  const modules = topLevel.length === 0 ? [name] : topLevel;
  return [...(sources?.modules.values() ?? [])].some(({ imports }) =>
    imports.some(({ module }) => modules.includes(module.split('.')[0] ?? '')),
  );
}

/** `libmagic.so.1` is `libmagic`: a copy in a package may have another version or a hash behind it. */
function stem(library: string): string {
  return library.replace(/\.so\b.*$/, '');
}

function isOnImage({ libraries }: SystemLibraryUser, present: readonly string[]): boolean {
  return libraries.length > 0 && libraries.every((library) => present.includes(library));
}

function isInApp(app: Tree, path: string): boolean {
  if (path.startsWith('/')) return false;
  const inside = posix.normalize(path).replace(/\/$/, '');
  if (inside === '..' || inside.startsWith('../')) return false;
  if (inside === '.' || !app.complete) return true;
  return hasPath(app, inside);
}
