// Programs that the startup command runs, and those that it would not find.

import { installerOf, namesProject } from '../startup/installers.js';
import { rule, type Rule, type With } from '../rule.js';
import { hasPackagedVenv } from '../settings/default-command.js';
import { dependenciesFile } from '../sources/dependencies-of.js';
import { placeOfOption, removeThere } from '../startup/option-places.js';
import { isServedWithout, isTrivial } from '../startup/server-survives.js';
import { pathInApp } from '../startup/app-paths.js';
import { isPython } from '../startup/shell/wrappers.js';
import { installedWords, projectNamed } from '../startup/project-installs.js';
import { viewOf } from '../startup/used-paths.js';
import { slowPreparation, slowStepOf } from '../startup/slow-steps.js';
import { quote } from '../startup/startup-words.js';
import { systemInstallOf } from '../startup/system-packages.js';
import type { Reach, ShellCommand, Startup } from '../startup/startup.js';
import type { Evidence } from '../evidence.js';
import type { InputWords } from '../../terms/input-name.js';
import { STARTUP_COMMAND } from '../places.js';

/** Whether a command is come to; tests for the venv come out otherwise where none is in a flat package. */
function reachOf({ reach, conditional }: ShellCommand, { layout, venv }: Evidence): Reach {
  if (reach === undefined || (layout === 'flat' && venv === undefined)) {
    return conditional ? 'unknown' : 'certain';
  }
  return reach;
}

/** The commands of the startup command, then those of PRE_RUN_COMMAND, with what a message begins with. */
function* allCommands({
  startup,
  preRun = [],
}: With<'startup'>): Generator<{ command: ShellCommand; by: string; isPreRun: boolean }> {
  for (const command of startup.commands) yield { command, by: '', isPreRun: false };
  for (const command of preRun) yield { command, by: 'PRE_RUN_COMMAND: ', isPreRun: true };
}

/** Whether a server in the foreground has to end before a command is come to. */
function isAfterServer(command: ShellCommand, { commands, servers }: Startup): boolean {
  if (command.conditional) return false;
  const before = commands.slice(0, commands.indexOf(command));
  return servers.some(
    (server) =>
      server.server !== 'python' &&
      before.includes(server.command) &&
      !(server.command.conditional || server.command.background || server.daemon),
  );
}

export const installAtStart: Rule = rule({
  code: 'startup/install-at-start',
  severity: 'error',
  why: 'An installation at every start takes minutes of the 230 seconds that the platform waits, needs the package index to be up, and goes to a folder that is gone at the next start.',
  source: 'F68: seed post; OSS support blog',
  example: {
    bad: 'pip install -r requirements.txt && gunicorn app:app',
    good: 'gunicorn app:app, with the venv in the package',
  },
  needs: ['startup'],
  *find(evidence) {
    const isPackaged = hasPackagedVenv(evidence) === true;
    for (const { command, by, isPreRun } of allCommands(evidence)) {
      const installer = installerOf(command.words);
      const reach = reachOf(command, evidence);
      if (installer === undefined || reach === 'never') continue;
      if (!isPreRun && isAfterServer(command, evidence.startup)) continue;
      const severity = isPackaged && reach !== 'unknown' ? 'error' : 'warning';
      const file = dependenciesFile(evidence);
      const words = withoutFile(file, command, evidence);
      const { where } = command;
      const isOfFile = words.length < command.words.length;
      const line = lineOfProject(words, file, command, evidence);
      yield { by, installer, isPackaged, words, isOfFile, line, file, where, severity };
    }
  },
  message: ({ by, installer }) =>
    `${by}${quote(installer)} installs packages at every start of the container.`,
  fix: ({ isPackaged, installer, words, isOfFile, line, file }, input) =>
    isPackaged
      ? `Leave ${quote(installer)} out${line ?? insteadOf(installer, words, isOfFile, file, input)}: the package brings its venv.`
      : 'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
});

/** What a command says beside the app's own file of dependencies: what that has is in the venv. */
function withoutFile(file: string, command: ShellCommand, evidence: Evidence): readonly string[] {
  if (evidence.app?.files.has(file) !== true) return command.words;
  const view = viewOf(command, evidence);
  return command.words.filter(
    (word, at) =>
      !['-r', '--requirement'].includes(command.words[at - 1] ?? '') ||
      pathInApp(word, view) !== file,
  );
}

/**
 * The same as below for a project of the app, where a requirements file is there: other distributions may stand in that
 * one alone.
 */
function lineOfProject(
  words: readonly string[],
  file: string,
  command: ShellCommand,
  evidence: Evidence,
): string | undefined {
  if (file !== 'requirements.txt' || evidence.app?.files.has(file) !== true) return undefined;
  const [argument = '', ...others] = installedWords(words);
  const project = projectNamed(argument, command, evidence);
  if (project === undefined || others.length > 0) return undefined;
  const { folder, extras } = project;
  return `, and add the line ${quote(`${folder === '' ? '.' : `./${folder}`}${extras}`)} to ${file}`;
}

/** What to do in place of an installation, behind "leave it out". */
function insteadOf(
  installer: string,
  words: readonly string[],
  isOfFile: boolean,
  file: string,
  input: InputWords,
): string {
  const installed = words.slice(words.indexOf('install') + 1);
  const isOfProject = installed.some(
    (word, at) => namesProject(word, installed[at - 1]) && !/\.(?:whl|zip|gz)$/.test(word),
  );
  if (installer.includes('pip') && isOfProject)
    return `, and set ${input.called('requirements')} to the pyproject.toml or setup.py of what it installs`;
  const named = installed.filter((word) => !word.startsWith('-'));
  const isOwnTool = named.every((word) => ['pip', 'wheel'].includes(word));
  return isOwnTool && (named.length > 0 || isOfFile)
    ? ''
    : `, and write what it installs into ${file}`;
}

export const systemPackagesAtStart: Rule = rule({
  code: 'startup/system-packages-at-start',
  severity: 'warning',
  why: 'Packages of the system are gone at the next start, are fetched and installed each time, and make the start fail when their server does.',
  source: 'F69: seed post; OSS support blog 2023-04-17',
  example: {
    bad: 'apt-get install -y libgl1 && gunicorn app:app',
    good: 'gunicorn app:app, with opencv-python-headless',
  },
  needs: ['startup'],
  *find(evidence) {
    for (const { command, by, isPreRun } of allCommands(evidence)) {
      const install = systemInstallOf(command);
      if (install === undefined || reachOf(command, evidence) === 'never') continue;
      if (!isPreRun && isAfterServer(command, evidence.startup)) continue;
      yield { ...install, by, where: command.where };
    }
  },
  message: ({ by, command, packages, brings }) => {
    const what = `${by}${quote([command, ...packages].join(' '))}`;
    return brings === undefined
      ? `${what} runs at every start of the container.`
      : `${what} runs at every start of the container, probably for ${brings}.`;
  },
  fix: ({ instead }) => instead,
});

export const background: Rule = rule({
  code: 'startup/background',
  severity: 'error',
  why: 'The container lives as long as the startup command does: when the server is sent to the background and nothing else waits, the container ends.',
  source: 'F95',
  example: { bad: 'nohup gunicorn app:app &', good: 'exec gunicorn app:app' },
  needs: ['startup'],
  *find({ startup: { servers, commands } }) {
    const apart = servers.filter(({ command, daemon }) => command.background || daemon);
    const last = apart.at(-1);
    if (last === undefined || apart.length < servers.length) return;
    const others = commands.filter(
      (command) => !apart.some((server) => server.command === command),
    );
    if (
      last.command.conditional ||
      !others.every((command) => isBeforeOrTrivial(command, last.command, commands))
    )
      return;
    const web = apart.find(({ server }) => server !== 'celery') ?? last;
    const { server, daemon } = web;
    const where = daemon ? placeOfOption(web, '--daemon') : web.command.where;
    yield { server, daemon, web, where };
  },
  message: ({ server, daemon }) =>
    daemon
      ? `${server} runs as a daemon, and nothing keeps the container alive.`
      : `${server} runs in the background, and nothing keeps the container alive.`,
  fix: ({ daemon, web }) =>
    daemon
      ? removeThere(web, '--daemon', 'daemon = True')
      : "Run it in the foreground: exec in front of it, and no '&' behind.",
});

function isBeforeOrTrivial(
  command: ShellCommand,
  server: ShellCommand,
  commands: readonly ShellCommand[],
): boolean {
  return commands.indexOf(command) < commands.indexOf(server) || isTrivial(command);
}

export const slowStep: Rule = rule({
  code: 'startup/slow-step',
  severity: 'warning',
  why: 'The platform waits 230 seconds for an answer; work before the server counts, and is done by every instance at every start.',
  source: 'F97: OSS support blog 2023-04-17',
  example: {
    bad: 'python manage.py migrate && gunicorn mysite.wsgi',
    good: 'gunicorn mysite.wsgi, with the migration as a step of the pipeline',
  },
  needs: ['startup'],
  *find(evidence) {
    const { commands, servers } = evidence.startup;
    const first = servers.find(({ server, command }) => server !== 'python' && !command.background);
    const end = first === undefined ? commands.length : commands.indexOf(first.command);
    for (const command of commands.slice(0, end)) {
      const step = command.background ? undefined : slowPreparation(command.words);
      if (step === undefined || reachOf(command, evidence) === 'never') continue;
      yield { step, where: command.where };
    }
  },
  message: ({ step }) => `${quote(step)} runs before the server at every start.`,
  fix: ({ step }) =>
    step.endsWith(' collectstatic')
      ? `Leave ${quote(step)} out: AntenvPackage@1 runs it before it packs.`
      : `Make ${quote(step)} a step of the pipeline.`,
});

const STARTUP_FILES = ['startup.sh', 'startup.txt', 'start.sh', 'run.sh', 'azure_startup.sh'];

export const emptyKeepsOld: Rule = rule({
  code: 'startup/empty-keeps-old',
  severity: 'warning',
  why: 'The platform runs no startup file by itself, and an empty startup command of the deployment task leaves the one that the web app has.',
  source:
    'F98: azure-pipelines-tasks azureAppServiceUtility.ts:226-247; azure-pipelines-tasks#9913',
  example: { bad: 'an empty startup command beside a startup.sh', good: 'startup.sh' },
  needs: ['startup', 'app'],
  *find({ startup, app }) {
    const file = STARTUP_FILES.find((name) => app.files.has(name));
    if (startup.kind === 'none' && file !== undefined) {
      yield { file, where: STARTUP_COMMAND };
    }
  },
  message: ({ file }) => `The app has '${file}', but the startup command is empty.`,
  fix: ({ file }) => `Set the startup command: ${file}`,
});

/** Programs of the venv, before which PRE_RUN_COMMAND runs. */
const VENV_PROGRAMS = ['manage.py', 'alembic', 'django-admin', 'flask', 'celery', 'uvicorn'];

export const preRunNeedsVenv: Rule = rule({
  code: 'startup/pre-run-needs-venv',
  severity: 'warning',
  why: 'PRE_RUN_COMMAND runs before the start script sets PATH and PYTHONPATH: packages of the venv are not found.',
  source: 'F36: Oryx python/scriptgenerator.go:94-106; measured with the generator',
  example: {
    bad: 'PRE_RUN_COMMAND=python prepare.py',
    good: 'startup.sh: python prepare.py && exec gunicorn mysite.wsgi',
  },
  needs: ['preRun'],
  *find({ preRun }) {
    for (const { words, where } of preRun) {
      const [program = '', ...args] = words;
      const isScript = isPython(program) && args.some((word) => /\.py$|^-m$/.test(word));
      // A path of its own may well be the venv's Python.
      if (program.includes('/') || installerOf(words) !== undefined) continue;
      if (isScript || VENV_PROGRAMS.includes(program)) yield { program, where };
    }
  },
  message: ({ program }) => `PRE_RUN_COMMAND runs ${quote(program)} before the venv is set up.`,
  fix: () => 'Move it into the startup script, in front of the server.',
});

export const systemPython: Rule = rule({
  code: 'startup/system-python',
  severity: 'error',
  why: "/usr/bin/python3 is the distribution's Python, of another minor than the one that the venv is for. By their minor the image has its own Python alone, such as python3.12.",
  source: 'F126: contract A14',
  example: { bad: '/usr/bin/python3 app.py', good: 'python app.py' },
  needs: ['startup'],
  *find({ startup, app, image }) {
    for (const command of startup.commands) {
      const { words, conditional, where } = command;
      const [program = ''] = words;
      const shebang = /^#!\s*(\S+)/.exec(
        app?.files.get(program.replace(/^\.\//, ''))?.text ?? '',
      )?.[1];
      const found = [program, shebang ?? ''].find((word) =>
        /^\/usr\/bin\/python[\d.]*$/.test(word),
      );
      if (found !== undefined && !conditional) yield { found, minor: undefined, where };
      if (image === undefined || conditional || !isOtherMinor(program, image.python)) continue;
      const severity = isServedWithout(command, startup) ? 'warning' : 'error';
      yield { found: program, minor: image.python, where, severity };
    }
  },
  message: ({ found, minor }) =>
    minor === undefined
      ? `${quote(found)} is the distribution's Python, of another minor than the one that the venv is for.`
      : `${quote(found)} is not the Python of the image, which is ${minor}.`,
  fix: ({ minor }) =>
    minor === undefined ? 'Write python; in a shebang: #!/usr/bin/env python3' : 'Write python.',
});

/** `python3.11` where the image's is another. */
function isOtherMinor(program: string, minor: string): boolean {
  const named = /^python(\d+\.\d+)$/.exec(program)?.[1];
  return named !== undefined && named !== minor;
}

/** Slow steps that may start a program of any kind, which may serve. */
const MAY_SERVE = ['uv run', 'uvx', 'npm run'];

/** Whether a command is known to do its work and end. */
function isKnownToEnd(command: ShellCommand): boolean {
  if (command.background || command.pipedInto !== undefined) return false;
  const step = slowStepOf(command.words);
  return isTrivial(command) || (step !== undefined && !MAY_SERVE.includes(step));
}

/** Whether a command only calls a shell script whose commands are known. */
function callsScript({ words }: ShellCommand, { scripts }: Startup): boolean {
  return scripts.some(
    ({ path, shell }) =>
      shell !== undefined && words.some((word) => word === path || word.endsWith(`/${path}`)),
  );
}

export const servesNothing: Rule = rule({
  code: 'startup/serves-nothing',
  severity: 'error',
  why: "A startup command takes the place of the platform's own, which starts gunicorn. When it ends, the container ends with it.",
  source: 'contract A11, A13: Oryx python/scriptgenerator.go',
  example: {
    bad: 'python manage.py migrate',
    good: 'gunicorn mysite.wsgi, with the migration as a step of the pipeline',
  },
  needs: ['startup'],
  *find({ startup }) {
    const { kind, servers, problem } = startup;
    const commands = startup.commands.filter((command) => !callsScript(command, startup));
    const last = commands.at(-1);
    // The server may stand in the lines of a file that are lost, which is told already.
    const isLost = problem !== undefined || kind === 'first-line';
    if (last === undefined || isLost || servers.length > 0) return;
    if (commands.every(isKnownToEnd)) yield { words: last.words.join(' '), where: last.where };
  },
  message: ({ words }) =>
    `The startup command starts no server: ${quote(words)} ends, and the container with it.`,
  fix: () => 'Let it end in the server, such as: gunicorn app:app',
});
