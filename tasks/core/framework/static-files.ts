// Django's static files: collected on the agent, since the platform collects none for a finished package.

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host, Telling } from '../host.js';
import { Stopped } from '../terms/failure.js';
import type { InputWords } from '../terms/input-name.js';
import { distributionOf } from '../terms/module-distribution.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';

export const COLLECT_STATIC = ['auto', 'true', 'false'] as const;
export type CollectStatic = (typeof COLLECT_STATIC)[number];

/** How collecting went. */
export interface StaticFiles {
  readonly outcome: 'collected' | 'failed' | 'skipped';
  readonly why: string;
}

/** The app, and the venv that it would run in. */
export interface Collectable {
  readonly root: string;
  readonly venv: string;
  /** The names of the installed distributions. */
  readonly installed: readonly string[];
  /** Whether the venv can be run on this machine: that of a cross build cannot. */
  readonly runsHere: boolean;
}

/**
 * Runs `manage.py collectstatic` with the venv's Python, in the app root. Its failure is told and does not
 * stop the package, as on the platform.
 * @throws Stopped when asked for by `true`: `django-missing` where there is no Django app, `static-files-cross` where
 *   the venv is for another machine; `cancelled`
 */
export async function collectStaticFiles(
  host: Host,
  tell: Telling,
  asked: CollectStatic,
  app: Collectable,
): Promise<StaticFiles> {
  if (asked === 'false') return skipped(host, `${host.input.name('collectStatic')} is false`);
  const hasManage = await exists(join(app.root, 'manage.py'));
  const hasDjango = app.installed.some((name) => name.toLowerCase() === 'django');
  if (!hasManage || !hasDjango) {
    const why = hasManage
      ? 'Django is not among the requirements'
      : 'the app root has no manage.py';
    if (asked === 'true') throw new Stopped({ code: 'django-missing', found: why });
    return skipped(host, why);
  }
  if (app.runsHere) return collect(host, tell, app);
  if (asked === 'true') throw new Stopped({ code: 'static-files-cross' });
  const { input } = host;
  tell.warn(
    `${CROSS} Run \`python manage.py collectstatic --noinput\` ${input.beforehand}, and set ${input.name('collectStatic')} to 'false'.`,
  );
  return { outcome: 'skipped', why: 'the environment is for another machine' };
}

const CROSS =
  "Django's static files are not collected: the environment is for another machine and cannot be run here.";

/** App settings are not given to it: an app that has those of the site may change things there, a storage account say. */
function withoutSettings(lastLine: string, input: InputWords): string {
  const [, name] = MISSING_VARIABLE.map((words) => words.exec(lastLine)).find(Boolean) ?? [];
  return `It does not get the app settings: what it reads of them, such as ${name ?? 'SECRET_KEY or WEBSITE_HOSTNAME'}, has to be ${input.ownVariable}.`;
}

/** The words of os.environ, django-environ and python-decouple for a variable that nobody gave. */
const MISSING_VARIABLE: readonly RegExp[] = [
  /^KeyError: '([A-Z][A-Z0-9_]*)'$/,
  /ImproperlyConfigured: Set the ([A-Z][A-Z0-9_]*) environment variable$/,
  /UndefinedValueError: ([A-Z][A-Z0-9_]*) not found\./,
];

/** Last words that tell more than that. Settings for a laptop mostly have no STATIC_ROOT. */
const REASONS: readonly (readonly [
  words: RegExp,
  todo: (found: RegExpExecArray, input: InputWords) => string,
])[] = [
  [/^ModuleNotFoundError: No module named '([\w.]+)'/, ([, module = '']) => moduleMissing(module)],
  [
    /without having set the STATIC_ROOT setting/,
    (_, input) =>
      `The settings that it took have no STATIC_ROOT: add STATIC_ROOT = BASE_DIR / "staticfiles". Where the app takes others on App Service, what chooses them, such as DJANGO_SETTINGS_MODULE or WEBSITE_HOSTNAME, has to be ${input.ownVariable}.`,
  ],
];

function moduleMissing(module: string): string {
  const todo = module.includes('.')
    ? 'add it to the app, or what brings it to the requirements'
    : `if it is a package, add ${distributionOf(module)} to the requirements; if it is the app's own, add it to the app`;
  return `The module '${module}' is missing: ${todo}.`;
}

function todoFor(lastLine: string, input: InputWords): string {
  for (const [words, todo] of REASONS) {
    const found = words.exec(lastLine);
    if (found) return todo(found, input);
  }
  return withoutSettings(lastLine, input);
}

async function collect(
  host: Host,
  tell: Telling,
  app: { readonly root: string; readonly venv: string },
): Promise<StaticFiles> {
  const outcome = await host.run({
    program: join(app.venv, 'bin', 'python'),
    args: ['manage.py', 'collectstatic', '--noinput'],
    cwd: app.root,
    env: { ...scrubbedEnvironment(host.env), PYTHONDONTWRITEBYTECODE: '1' },
    output: 'stream',
  });
  if (outcome.exitCode === 0)
    return { outcome: 'collected', why: 'manage.py and Django are there' };
  const lastLine = outcome.lastLines.findLast((line) => line.trim() !== '') ?? 'nothing';
  tell.warn(
    `manage.py collectstatic failed, so the package holds no collected static files. ${todoFor(lastLine, host.input)} Or collect the files ${host.input.beforehand}, and set ${host.input.name('collectStatic')} to 'false'. It said last: ${lastLine}`,
  );
  return { outcome: 'failed', why: lastLine };
}

function skipped(host: Host, why: string): StaticFiles {
  host.log.info(`No static files to collect: ${why}.`);
  return { outcome: 'skipped', why };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
