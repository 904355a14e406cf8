// Programs that the startup command runs, and those that it would not find.

import { installerOf } from '../startup/installers.js';
import { rule, type Rule } from '../rule.js';
import { isPython } from '../startup/shell-wrappers.js';
import { slowPreparation } from '../startup/slow-steps.js';
import { quote } from '../startup/startup-words.js';
import { systemInstallOf } from '../startup/system-packages.js';
import { STARTUP_COMMAND } from '../startup/read-startup.js';
import type { Reach, ShellCommand } from '../startup/startup.js';
import type { Evidence } from '../evidence.js';

/** Whether a command is come to; tests for the venv come out otherwise where none is in a flat package. */
function reachOf({ reach, conditional }: ShellCommand, { layout, venv }: Evidence): Reach {
  if (reach === undefined || (layout === 'flat' && venv === undefined)) {
    return conditional ? 'unknown' : 'certain';
  }
  return reach;
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
    const { startup, preRun, venv, layout } = evidence;
    const isPackaged = venv !== undefined || layout !== undefined;
    for (const [commands, by] of [
      [startup.commands, ''],
      [preRun ?? [], 'PRE_RUN_COMMAND: '],
    ] as const) {
      for (const command of commands) {
        const installer = installerOf(command.words);
        const reach = reachOf(command, evidence);
        if (installer === undefined || reach === 'never') continue;
        const severity = isPackaged && reach !== 'unknown' ? 'error' : 'warning';
        yield { by, installer, isPackaged, where: command.where, severity };
      }
    }
  },
  message: ({ by, installer }) =>
    `${by}${quote(installer)} installs packages at every start of the container.`,
  fix: ({ isPackaged, installer }) =>
    isPackaged
      ? `Leave ${quote(installer)} out, and write what it installs into requirements.txt: the package brings its venv.`
      : 'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
});

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
    for (const command of evidence.startup.commands) {
      const install = systemInstallOf(command);
      if (install !== undefined && reachOf(command, evidence) !== 'never')
        yield { ...install, where: command.where };
    }
  },
  message: ({ command, packages, brings }) => {
    const what = [command, ...packages].join(' ');
    return brings === undefined
      ? `${quote(what)} runs at every start of the container.`
      : `${quote(what)} runs at every start of the container, probably for ${brings}.`;
  },
  fix: ({ instead }) => instead,
});

/** Commands that end at once and serve nothing. */
const TRIVIAL = [
  'echo',
  'printf',
  'export',
  'cd',
  'set',
  'sleep',
  'exit',
  'true',
  ':',
  'disown',
  'date',
];

function isTrivial({ words, background }: ShellCommand): boolean {
  const [program = '', operand = ''] = words;
  if (program === 'sleep' && !/^\d/.test(operand)) return false;
  return background || TRIVIAL.includes(program) || program.includes('=');
}

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
    yield { server: web.server, daemon: web.daemon, where: web.command.where };
  },
  message: ({ server, daemon }) =>
    daemon
      ? `${server} runs as a daemon, and nothing keeps the container alive.`
      : `${server} runs in the background, and nothing keeps the container alive.`,
  fix: ({ daemon }) =>
    daemon
      ? 'Remove --daemon.'
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
  fix: ({ step }) => `Make ${quote(step)} a step of the pipeline.`,
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
      yield { file, where: { file: STARTUP_COMMAND } };
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
  why: "/usr/bin/python3 is the distribution's Python, of another version and without the venv.",
  source: 'F126: contract A14',
  example: { bad: '/usr/bin/python3 app.py', good: 'python app.py' },
  needs: ['startup'],
  *find({ startup, app }) {
    for (const { words, conditional, where } of startup.commands) {
      const [program = ''] = words;
      const shebang = /^#!\s*(\S+)/.exec(
        app?.files.get(program.replace(/^\.\//, ''))?.text ?? '',
      )?.[1];
      const found = [program, shebang ?? ''].find((word) =>
        /^\/usr\/bin\/python[\d.]*$/.test(word),
      );
      if (found !== undefined && !conditional) yield { found, where };
    }
  },
  message: ({ found }) =>
    `${quote(found)} is the distribution's Python, which does not see the venv.`,
  fix: () => 'Write python; in a shebang: #!/usr/bin/env python3',
});
