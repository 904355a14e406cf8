// Causes in the shell: what the startup command or a script of the app calls cannot be run.

import { distributionOf } from '../../../terms/module-distribution.js';
import { addition, dependenciesFile } from '../../sources/dependencies-of.js';
import { cause, type Cause } from './cause.js';
import { insteadOf } from '../missing-program.js';
import { foundFile, shebangOf, shellError, type ShellError } from '../shell-error.js';
import { SITE_ROOT } from '../../../terms/layout.js';
import { hasFolder } from '../../tree.js';
import { shellWord } from '../../../terms/shell-word.js';
import { findFile, ownPath, type Story } from '../story.js';
import { moduleToRun, noVenvLine, otherMinors } from '../unfit-venv.js';
import { STARTUP_COMMAND } from '../../places.js';

const compoundStart = cause({
  code: 'rehearsal/compound-start',
  severity: 'error',
  why: 'The platform writes PATH="…" before the startup command; a shell allows no (, {, if, for or while after that.',
  source: 'F80: contract A11',
  example: { bad: '(cd src && gunicorn app:app)', good: 'cd src && gunicorn app:app' },
  find(story) {
    const error = shellError(story, 'syntax');
    return error?.where === STARTUP_COMMAND ? error : undefined;
  },
  message: ({ line }) => `The shell cannot read the startup command: ${line}.`,
  fix: () => 'Begin the startup command with a plain command, or put it into a script, startup.sh.',
  seen: ({ line }) => line,
});

const shellSyntax = cause({
  code: 'rehearsal/shell-syntax',
  severity: 'error',
  why: 'A shell stops at a script that it cannot read.',
  source: 'F73, F80: contract A11',
  example: { bad: 'if true; gunicorn app:app; fi', good: 'if true; then gunicorn app:app; fi' },
  find: (story) => shellError(story, 'syntax'),
  message: ({ line, where }) => `The shell cannot read '${where.file}': ${line}.`,
  fix: () => 'Correct the script; where it is written for bash, begin it with #!/bin/bash.',
});

/** Words of bash that dash, the platform's shell, takes for programs. */
const BASH_WORDS = /^(?:source|\[\[|pushd|popd|shopt|declare|function|let|mapfile|readarray|!)$/;

const bashBuiltin = cause({
  code: 'rehearsal/bash-builtin',
  severity: 'error',
  why: "The startup command, and scripts without a '#!' line, are run by dash, which has no source and no [[.",
  source: 'F73, F81: contract A11',
  example: { bad: 'source env.sh && gunicorn app:app', good: '. ./env.sh && gunicorn app:app' },
  find(story) {
    const error = shellError(story, 'unknown', 'option');
    if (error?.fault === 'option') return { ...error, name: `set ${error.name}` };
    return error && BASH_WORDS.test(error.name) ? error : undefined;
  },
  message: ({ name, line }) => `'${name}' is a word of bash, but sh is dash here: ${line}.`,
  fix: ({ name }) =>
    name === 'source'
      ? 'Write a dot: . ./env.sh; the venv needs no activation, the platform does it.'
      : 'Put the commands into a script that begins with #!/bin/bash.',
  seen: ({ line }) => line,
});

const sourceFile = cause({
  code: 'rehearsal/source-file-as-command',
  severity: 'error',
  why: 'Of a startup command that is the name of a file, but not of a .sh file, the platform runs the first line as a command.',
  source: 'F77: contract A6',
  example: { bad: 'app.py', good: 'python app.py' },
  find(story) {
    const error = shellError(story, 'unknown');
    const { startupCommand } = story.rehearsal;
    if (error === undefined || !/^(?:from|import|def|class|print)$/.test(error.name))
      return undefined;
    return { ...error, startupCommand };
  },
  message: ({ line }) => `The shell was given Python source: ${line}.`,
  fix: ({ startupCommand }) =>
    `Set this as the startup command: python ${/^\S+\.py$/.test(startupCommand) ? startupCommand : 'app.py'}`,
  seen: ({ line }) => line,
});

const danglingShebang = cause({
  code: 'rehearsal/dangling-shebang',
  severity: 'error',
  why: "A script whose '#!' line names a program that is not there is told as not found, though it is there itself.",
  source: 'F54: contract A11',
  example: {
    bad: '#!/home/vsts/work/1/s/antenv/bin/python',
    good: '#!/antenv/bin/python',
  },
  find(story) {
    const error = shellError(story, 'unknown', 'interpreter');
    if (error === undefined) return undefined;
    const file = foundFile(story, error);
    const shebang = shebangOf(file);
    if (error.fault === 'unknown' && !isLost(shebang, story)) return undefined;
    const inVenv = file === undefined || file === story.venv?.tree.files.get(file.path);
    return { ...error, shebang, inVenv };
  },
  message: ({ name, shebang, line }) =>
    shebang === undefined
      ? `The program that the first line of '${name}' names is not there: ${line}.`
      : `'${name}' begins with '#!${shebang.trim()}', which is not there: ${line}.`,
  fix: ({ name, shebang = '', inVenv }) => {
    if (inVenv) {
      return `Start it as a module: python -m ${lastPart(name)}; or let AntenvPackage make the venv.`;
    }
    return `Call it by its interpreter: ${/python/.test(shebang) ? 'python' : 'bash'} ${lastPart(name)}`;
  },
});

/** Programs below these folders are the image's own or the venv's. */
function isLost(shebang: string | undefined, { venv }: Story): boolean {
  if (shebang === undefined) return false;
  const kept = [
    '/opt/python/',
    '/usr/',
    '/bin/',
    '/antenv/',
    ...(venv ? [`${venv.address}/`] : []),
  ];
  return !kept.some((folder) => shebang.trim().startsWith(folder));
}

function lastPart(program: string): string {
  return program.split('/').at(-1) ?? program;
}

const fileMissing = cause({
  code: 'rehearsal/file-missing',
  severity: 'error',
  why: 'The startup command or a script names a file or folder that is not on the site.',
  source: 'F06, F70, F75, F100: contract A11',
  example: { bad: 'startup.sh, left out of the package', good: 'startup.sh in the app root' },
  find(story) {
    const error = shellError(story, 'missing', 'folder', 'unknown');
    if (error === undefined) return undefined;
    const { layout, rehearsal } = story;
    if (error.fault === 'unknown' && !isFileName(story, error.name)) return undefined;
    const isMoved = error.name.startsWith('/home/site/wwwroot/') && layout === 'appTarball';
    const path = ownPath(error.name, rehearsal.appPath) ?? error.name;
    const isOurs = !rehearsal.command.includes('activate');
    return { ...error, path, isMoved, isOurs, instead: insteadOutside(error, story) };
  },
  message: ({ fault, name, line }) =>
    `The ${fault === 'folder' ? 'folder' : 'file'} '${name}' is not there: ${line}.`,
  fix: ({ name, path, isMoved, isOurs, instead }) => {
    if (isMoved)
      return `The app runs from $APP_PATH: ${name.replace('/home/site/wwwroot', '$APP_PATH')}`;
    if (name.endsWith('bin/activate')) {
      return isOurs
        ? 'Pack the whole venv, bin/activate with it: the platform activates it.'
        : 'Remove the activation: the platform does it.';
    }
    if (instead !== undefined) return instead;
    return `Add '${path}' to the package, or correct its name: upper and lower case count.`;
  },
  seen: ({ line }) => line,
});

/** What to do about a path outside of the app, such as the folder that it has in an image of Docker. */
function insteadOutside(
  { fault, name }: ShellError,
  { app, rehearsal }: Story,
): string | undefined {
  const isOutside = name.startsWith('/') && ownPath(name, rehearsal.appPath) === undefined;
  if (!isOutside || name.startsWith(`${SITE_ROOT}/`)) return undefined;
  const parts = name.split('/');
  const tails = parts.map((_, index) => parts.slice(index + 1).join('/')).filter(Boolean);
  const tail = tails.find((one) =>
    fault === 'folder' ? hasFolder(app, one) : app?.files.has(one) === true,
  );
  if (tail !== undefined) return `The package has it: write "$APP_PATH/${tail}" in its place.`;
  return fault === 'folder'
    ? `The app is in "$APP_PATH"; a folder elsewhere has to be made first: mkdir -p ${shellWord(name)}`
    : undefined;
}

function isFileName(story: Story, name: string): boolean {
  const file = findFile(story, name);
  if (typeof file === 'object') return false;
  return /\.(?:sh|bash|py|txt)$/.test(name) || (name.includes('/') && !name.startsWith('/usr/'));
}

const notExecutable = cause({
  code: 'rehearsal/not-executable',
  severity: 'error',
  why: 'A script that is called by its path needs the permission to be executed, and so do the folders above it.',
  source: 'F74: contract A11',
  example: { bad: './run.sh --prod, with mode 0644', good: 'bash run.sh --prod' },
  find: (story) => shellError(story, 'denied'),
  message: ({ name, line }) => `'${name}' must not be executed: ${line}.`,
  fix: ({ name }) => `Call it by its shell: bash ${shellWord(name.replace(/^\.\//, ''))}`,
  seen: ({ line }) => line,
});

const otherMachine = cause({
  code: 'rehearsal/other-machine',
  severity: 'error',
  why: 'A program made for another processor or system cannot be executed.',
  source: 'F43: contract A12',
  example: { bad: 'a program for ARM', good: 'a program for x86-64 Linux' },
  find: (story) => shellError(story, 'format'),
  message: ({ name, line }) => `'${name}' is no program for this kind of machine: ${line}.`,
  fix: () => 'Build it for x86-64 Linux.',
});

const programMissing = cause({
  code: 'rehearsal/program-missing',
  severity: 'error',
  why: 'A program that is neither in the image nor in the venv, or in a venv that is not on PATH, is not found.',
  source: 'F53, F87: contract A9, A14',
  example: { bad: 'uvicorn main:app in the layout flat', good: 'python -m uvicorn main:app' },
  find(story) {
    const module = moduleToRun(story);
    if (module !== undefined) {
      // Then it may be there, for another Python.
      if (otherMinors(story) !== undefined || noVenvLine(story) !== undefined) return undefined;
      const where = STARTUP_COMMAND;
      return {
        ...module,
        isThere: false,
        isModule: true,
        instead: undefined,
        story,
        where,
      };
    }
    const error = shellError(story, 'unknown');
    if (error === undefined) return undefined;
    const isThere = story.venv?.tree.files.has(`bin/${error.name}`) === true;
    const instead = insteadOf(error.name, story);
    return { ...error, isThere, isModule: false, instead, story };
  },
  message: ({ name, line, isThere }) =>
    isThere
      ? `'${name}' is in the venv, but not on PATH: ${line}.`
      : `There is no '${name}' in the image or the venv: ${line}.`,
  fix: ({ name, isThere, isModule, instead, story }) => {
    if (isThere) return `Start it as a module: python -m ${name}`;
    if (instead !== undefined) return instead;
    if (isModule) return `Add it to ${addition(story, distributionOf(name.split('.')[0] ?? name))}`;
    return `Add what brings '${name}' to ${dependenciesFile(story)}, and start it as a module: python -m ${name}`;
  },
  seen: ({ line }) => line,
});

/** In their order: what names a certain fault comes before what only says that something is missing. */
export const shellCauses: readonly Cause[] = [
  compoundStart,
  shellSyntax,
  bashBuiltin,
  sourceFile,
  danglingShebang,
  fileMissing,
  notExecutable,
  otherMachine,
  programMissing,
];
