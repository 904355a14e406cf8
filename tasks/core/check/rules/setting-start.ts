// App settings that decide whether and how the container starts: its port, its time, its workers.

import { pathInApp } from '../startup/app-paths.js';
import { hasDefaultCommand } from '../settings/default-command.js';
import type { Evidence, Tree } from '../evidence.js';
import { elsewhere, literalPorts, portProblem } from '../settings/listening-ports.js';
import { rule, type Rule, type With } from '../rule.js';
import { assignment, harmless, quoted, removal } from '../settings/setting-words.js';
import { goBoolean, integerOf, knownValueOf, valueOf } from '../settings/setting-values.js';
import { slowStepOf } from '../startup/slow-steps.js';
import type { AppSetting } from '../../terms/app-setting.js';
import { SITE_ROOT, type Layout } from '../../terms/layout.js';
import { minorNumber } from '../../terms/python-minor.js';
import { APP_SETTINGS } from '../places.js';

const where = APP_SETTINGS;

const START_LIMIT = 'WEBSITES_CONTAINER_START_TIME_LIMIT';
/** Seconds (contract A1). */
const USUAL_LIMIT = 230;
const HIGHEST_LIMIT = 1800;

const MULTIWORKERS = 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS';
const WORKER_NUMBERS = ['PYTHON_GUNICORN_CUSTOM_WORKER_NUM', 'PYTHON_GUNICORN_CUSTOM_THREAD_NUM'];
const GUNICORN_CONFIG = 'PYTHON_USE_GUNICORN_CONFIG_FROM_PATH';
const FASTAPI = 'DISABLE_FASTAPI_DETECTION';

/** A configuration file of gunicorn that the package surely does not have at that path. */
function isMissing(path: string, app: Tree | undefined, layout: Layout | undefined): boolean {
  if (layout === 'appTarball' && path.startsWith(`${SITE_ROOT}/`)) return true;
  const inApp = pathInApp(path, { folder: '', layout, script: undefined });
  return inApp !== undefined && app?.complete === true && !app.files.has(inApp);
}

/** What the container does before the app is up, as far as anybody said. */
function slowSteps({ startup, preRun }: Evidence): string[] {
  const steps = [...(preRun ?? []), ...(startup?.commands ?? [])]
    .filter(({ background, conditional }) => !background && !conditional)
    .map(({ words }) => slowStepOf(words));
  return [...new Set(steps.filter((step) => step !== undefined))];
}

/** The limit in seconds where it is one that the platform takes. */
function startLimit(settings: readonly AppSetting[]): number | undefined {
  const limit = integerOf(valueOf(settings, START_LIMIT) ?? '');
  return limit !== undefined && limit >= 1 && limit <= HIGHEST_LIMIT ? limit : undefined;
}

/** FastAPI is looked for from Python 3.14 on, and only where no Django project was found (contract A13). */
function looksForFastapi({ image, app }: With<'image'>): boolean {
  const isDjango = [...(app?.files.keys() ?? [])].some((path) => /^[^/]+\/wsgi\.py$/.test(path));
  return minorNumber(image.python) >= 14 && !isDjango;
}

export const settingStartRules: readonly Rule[] = [
  rule({
    code: 'setting/websites-port',
    severity: 'warning',
    why: 'WEBSITES_PORT is for custom containers. The built-in Python images are reached on the port that PORT says, 8000 by default.',
    source: 'F90: OSS support blog 2023-02-15',
    example: { bad: 'WEBSITES_PORT=5000', good: 'PORT=5000' },
    needs: ['settings'],
    *find({ settings, runtimeStack }) {
      const value = valueOf(settings, 'WEBSITES_PORT');
      const isCustom = /^\s*(?:docker|compose|kube|sitecontainers)\b/i.test(runtimeStack ?? '');
      if (value !== undefined && !isCustom) yield { port: integerOf(value), where };
    },
    message: () =>
      'The app setting WEBSITES_PORT has no effect on the built-in Python images: they are reached on PORT, or 8000.',
    fix: ({ port }) =>
      port === undefined || port === 8000
        ? `Remove it: ${removal('WEBSITES_PORT')}`
        : `Let the app listen on $PORT and remove it, or set PORT as well: ${assignment('PORT', String(port))}`,
  }),
  rule({
    code: 'setting/port-invalid',
    severity: 'error',
    why: "The platform pings the container on PORT. A value that is no port, or the one of the container's SSH server, never answers.",
    source: 'F91: OSS support blog 2023-03-24; SSH_PORT of the images',
    example: { bad: 'PORT=2222', good: 'PORT=8000' },
    needs: ['settings'],
    *find({ settings }) {
      const problem = portProblem(knownValueOf(settings, 'PORT') ?? '8000');
      if (problem !== undefined) yield { problem, where };
    },
    message: ({ problem }) => `The app setting PORT ${problem}.`,
    fix: () =>
      `Remove it, which makes it 8000, or set another number: ${assignment('PORT', '8000')}`,
  }),
  rule({
    code: 'setting/port-mismatch',
    severity: 'error',
    why: 'The platform pings the container on PORT; a server that listens elsewhere never answers, and the container is stopped.',
    source: 'F91: OSS support blog 2023-03-24',
    example: {
      bad: 'PORT=9000 with gunicorn --bind 0.0.0.0:8000 app:app',
      good: 'PORT=9000 with gunicorn --bind 0.0.0.0:$PORT app:app',
    },
    needs: ['settings', 'startup'],
    *find({ settings, startup }) {
      const value = valueOf(settings, 'PORT');
      const port = integerOf(value ?? '');
      if (value === undefined || port === undefined || portProblem(value) !== undefined) return;
      for (const server of elsewhere(startup.servers, port)) {
        const [bound = 0] = literalPorts(server);
        yield { port, server: server.server, bound, where: server.command.where };
      }
    },
    message: ({ port, server, bound }) =>
      `${server} listens on port ${bound}, but the app setting PORT says ${port}, where the platform waits for an answer.`,
    fix: ({ port, bound }) =>
      `Bind $PORT in place of ${bound}, or write ${port}, or remove the setting and bind 8000.`,
  }),
  rule({
    code: 'setting/gunicorn-config-missing',
    severity: 'warning',
    why: "The platform's own start command hands this path to gunicorn's -c; gunicorn ends when there is no such file.",
    source: 'F100: Oryx python/scriptgenerator.go:312-315',
    example: {
      bad: 'PYTHON_USE_GUNICORN_CONFIG_FROM_PATH=config/gunicorn.py, which is not in the package',
      good: 'PYTHON_USE_GUNICORN_CONFIG_FROM_PATH=/home/site/wwwroot/gunicorn.conf.py',
    },
    needs: ['settings'],
    *find(evidence) {
      const { settings, app, layout } = evidence;
      const path = knownValueOf(settings, GUNICORN_CONFIG)?.replace(/^file:/, '') ?? 'python:';
      if (!hasDefaultCommand(evidence) || path.startsWith('python:')) return;
      if (!isMissing(path, app, layout)) return;
      const shown = /\/|\.py$/.test(path) ? quoted(path) : 'a file';
      yield { shown, moved: layout === 'appTarball', where };
    },
    message: ({ shown, moved }) =>
      moved
        ? `The app setting ${GUNICORN_CONFIG} names ${shown}, but in this layout the app runs from another folder.`
        : `The app setting ${GUNICORN_CONFIG} names ${shown}, which is not in the package.`,
    fix: ({ moved }) =>
      moved
        ? 'Name the file in a startup command, which runs in the app: gunicorn -c gunicorn.conf.py app:app'
        : `Add the file to the app, or remove the setting: ${removal(GUNICORN_CONFIG)}`,
  }),
  rule({
    code: 'setting/start-limit',
    severity: 'warning',
    why: 'The platform waits 230 seconds for the first answer, or as long as this setting says: a whole number of seconds from 1 to 1800.',
    source: 'F101: OSS support blog 2023-04-17 and 2023-06-09',
    example: {
      bad: 'WEBSITES_CONTAINER_START_TIME_LIMIT=3600',
      good: 'WEBSITES_CONTAINER_START_TIME_LIMIT=600',
    },
    needs: ['settings'],
    *find({ settings }) {
      const value = knownValueOf(settings, START_LIMIT);
      if (value === undefined || startLimit(settings) !== undefined) return;
      const limit = integerOf(value);
      const shown = harmless(value.trim());
      yield { limit, shown, severity: limit === undefined ? 'warning' : 'error', where };
    },
    message: ({ limit, shown }) =>
      limit === undefined
        ? `The app setting ${START_LIMIT} is ${shown === undefined ? '' : `${shown}, `}not a whole number of seconds.`
        : `The app setting ${START_LIMIT} is ${limit}, but the platform takes 1 to ${HIGHEST_LIMIT} seconds.`,
    fix: () => `Remove it, or set a number of seconds: ${assignment(START_LIMIT, '600')}`,
  }),
  rule({
    code: 'setting/start-limit-workaround',
    severity: 'warning',
    why: 'More time does not make a start reliable: what is installed, downloaded or migrated at start is done again on every restart, scale-out and swap.',
    source: 'F102: OSS support blog 2023-06-09',
    example: {
      bad: 'WEBSITES_CONTAINER_START_TIME_LIMIT=1800 with pip install -r requirements.txt && gunicorn app:app',
      good: 'gunicorn app:app with the packages in the virtual environment',
    },
    needs: ['settings'],
    *find(evidence) {
      const limit = startLimit(evidence.settings) ?? 0;
      if (limit <= USUAL_LIMIT) return;
      const [step] = slowSteps(evidence);
      yield { limit, step, severity: step === undefined ? 'note' : 'warning', where };
    },
    message: ({ limit, step }) =>
      step === undefined
        ? `The app setting ${START_LIMIT} gives the start ${limit} seconds in place of ${USUAL_LIMIT}, a workaround for a start that takes too long.`
        : `The app setting ${START_LIMIT} gives the start ${limit} seconds because it runs '${step}', which is a workaround.`,
    fix: ({ step }) =>
      step === undefined
        ? `Find what takes so long, then remove the setting: ${removal(START_LIMIT)}`
        : `Do '${step}' in the pipeline, then remove the setting: ${removal(START_LIMIT)}`,
  }),
  rule({
    code: 'setting/multiworkers-not-boolean',
    severity: 'error',
    why: "Without a startup command the start script's generator reads this setting, and ends with a panic at anything but a boolean of Go: no start script, no container.",
    source: 'F103: Oryx common/environmentVariablesHelper.go:14-25',
    example: {
      bad: 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS=yes',
      good: 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS=true',
    },
    needs: ['settings'],
    *find(evidence) {
      const value = knownValueOf(evidence.settings, MULTIWORKERS);
      if (value === undefined || !hasDefaultCommand(evidence)) return;
      if (goBoolean(value) === undefined) yield { shown: harmless(value), where };
    },
    message: ({ shown }) =>
      `The app setting ${MULTIWORKERS} is ${shown ?? 'no boolean'}, at which the platform's start fails: it takes true or false.`,
    fix: () => `Set it to true or false: ${assignment(MULTIWORKERS, 'true')}`,
  }),
  rule({
    code: 'setting/worker-number',
    severity: 'warning',
    why: "The numbers go unchecked into the platform's own gunicorn command. They have no effect unless PYTHON_ENABLE_GUNICORN_MULTIWORKERS is true, and none at all with a startup command.",
    source: 'F104: Oryx python/scriptgenerator.go:308-352; OSS support blog 2023-01-27',
    example: {
      bad: 'PYTHON_GUNICORN_CUSTOM_WORKER_NUM=4 without PYTHON_ENABLE_GUNICORN_MULTIWORKERS',
      good: 'PYTHON_GUNICORN_CUSTOM_WORKER_NUM=4 and PYTHON_ENABLE_GUNICORN_MULTIWORKERS=true',
    },
    needs: ['settings'],
    *find(evidence) {
      const { settings } = evidence;
      const isDefault = hasDefaultCommand(evidence);
      const switched = valueOf(settings, MULTIWORKERS);
      // What a reference leads to may well be true.
      const isOn =
        goBoolean(switched ?? '') === true || switched !== knownValueOf(settings, MULTIWORKERS);
      for (const name of WORKER_NUMBERS) {
        const value = knownValueOf(settings, name);
        if (value === undefined) continue;
        const isNumber = (integerOf(value) ?? -1) >= 0;
        if (isDefault && isOn && isNumber) continue;
        const problem = !isDefault ? 'custom' : isOn ? 'number' : 'off';
        const severity = problem === 'number' ? 'error' : 'warning';
        yield { name, problem, shown: harmless(value), severity, where };
      }
    },
    message: ({ name, problem, shown }) =>
      problem === 'number'
        ? `The app setting ${name} is ${shown ?? 'no number'}, which gunicorn refuses: it takes a whole number.`
        : problem === 'off'
          ? `The app setting ${name} has no effect, since ${MULTIWORKERS} is not true.`
          : `The app setting ${name} has no effect, since there is a startup command.`,
    fix: ({ name, problem }) =>
      problem === 'number'
        ? `Set a whole number: ${assignment(name, '4')}`
        : problem === 'off'
          ? `Set the other one as well: ${assignment(MULTIWORKERS, 'true')}`
          : `Give the startup command --workers or --threads, and remove the setting: ${removal(name)}`,
  }),
  rule({
    code: 'setting/fastapi-detection-not-boolean',
    severity: 'error',
    why: "From Python 3.14 on, and without a startup command, the start script's generator reads this setting and ends with a panic at anything but a boolean of Go.",
    source: 'F105: Oryx python/frameworks.go:48-49',
    example: { bad: 'DISABLE_FASTAPI_DETECTION=yes', good: 'DISABLE_FASTAPI_DETECTION=true' },
    needs: ['settings', 'image'],
    *find(evidence) {
      const value = knownValueOf(evidence.settings, FASTAPI);
      if (value === undefined || goBoolean(value) !== undefined) return;
      if (hasDefaultCommand(evidence) && looksForFastapi(evidence)) {
        yield { shown: harmless(value), where };
      }
    },
    message: ({ shown }) =>
      `The app setting ${FASTAPI} is ${shown ?? 'no boolean'}, at which the platform's start fails: it takes true or false.`,
    fix: () => `Set it to true or false: ${assignment(FASTAPI, 'true')}`,
  }),
];
