// Causes in Python: what the app imports or does when it is loaded.

import { shellWord } from '../../../terms/shell-word.js';
import { hasFolder } from '../../tree.js';
import { distributionOf } from '../../../terms/module-distribution.js';
import { removedFrom } from '../../../runtime/standard-library.js';
import { addition, dependenciesFile } from '../../sources/dependencies-of.js';
import { SETTINGS_VARIABLE } from '../../sources/django-settings.js';
import { dotted } from '../../sources/missing-settings.js';
import { cause, type Cause } from './cause.js';
import { absentPath } from '../absent-path.js';
import { askedInstall } from '../asked-install.js';
import { findOwnModules, isAtRoot, startAtRoot } from '../own-modules.js';
import {
  hasFailed,
  inApp,
  pathOfFrame,
  placeOf,
  quoteException,
  secondsText,
  type Story,
} from '../story.js';
import { missingModuleOf, type Frame, type PythonException } from '../traceback.js';
import { imageMinor, moduleToRun, noVenvLine, otherMinors } from '../unfit-venv.js';
import { APP_SETTINGS, CONTAINER_LOG } from '../../places.js';

/** What most rows need: the exception, quoted, and where it came from. */
function thrown(story: Story, type: RegExp, message = /^/) {
  const { exception } = story;
  if (!hasFailed(story) || exception === undefined) return undefined;
  if (!type.test(exception.type) || !message.test(exception.message)) return undefined;
  return { quote: quoteException(story), at: inApp(story), where: placeOf(story, CONTAINER_LOG) };
}

/** The module that is missing. */
function missingModule({ exception, ending }: Story): string | undefined {
  if (ending === 'answered' || exception?.type !== 'ModuleNotFoundError') return undefined;
  return missingModuleOf(exception);
}

/**
 * What that app setting holds, where it is the module that was not found: a name that the app has nowhere, or a path.
 * A name that another folder has may well be written as it should be.
 */
function wrongSettingsModule(
  { exception, settings }: Story,
  isElsewhere: boolean,
): string | undefined {
  // A path, too, which is no module's name.
  const wanted = /^No module named '([^']+)'/.exec(exception?.message ?? '')?.[1];
  const value = settings?.find(({ name }) => name === SETTINGS_VARIABLE)?.value ?? '';
  if (wanted === undefined || !`${value}.`.startsWith(`${wanted}.`)) return undefined;
  return isElsewhere && !value.includes('/') ? undefined : value;
}

/** `mysite/settings/production.py` as Python writes it, or the form of such a name. */
function dottedSettings(setting: string): string {
  return setting.includes('/')
    ? `Write it with dots and without .py: ${dotted(setting)}`
    : 'Set it to a module that the package has, with dots and without .py, such as mysite.settings.';
}

/** Python's words about a module that it does not find, whoever wants it. */
function wordsOfMissing(story: Story): string | undefined {
  return missingModule(story) === undefined ? moduleToRun(story)?.line : quoteException(story);
}

const pruned = cause({
  code: 'rehearsal/pruned',
  severity: 'error',
  why: 'Test directories of distributions that nothing names are not packed; what makes up their names while it runs is not seen.',
  source: 'F60: OSS support blog 2023-01-30',
  example: { bad: "import_module('lib.' + name), with name 'tests'", good: 'prune: none' },
  find(story) {
    const facts = thrown(story, /./);
    const folder = story.prunedFolders?.find((one) => isMissed(one, story));
    return facts === undefined || folder === undefined ? undefined : { ...facts, folder };
  },
  message: ({ quote, at, folder }) =>
    `The start needs '${folder}', which was not packed because nothing names it${at}: ${quote}.`,
  fix: (_, input) => `Pack everything: ${input.with('prune', 'none')}`,
});

/** Whether the exception names a directory: as a module, or in the path of a file. */
function isMissed(folder: string, { exception }: Story): boolean {
  if (exception === undefined) return false;
  const [message = ''] = exception.message.split('\n');
  const module = missedModule(exception);
  const own = folder.replaceAll('/', '.');
  if (module === own || module?.startsWith(`${own}.`) === true) return true;
  return [...message.matchAll(/\/site-packages\/([^'"]*)/g)].some(([, path = '']) =>
    `${path}/`.startsWith(`${folder}/`),
  );
}

function missedModule(exception: PythonException): string | undefined {
  const [, name, parent] =
    /^cannot import name '(\w+)' from '([\w.]+)'/.exec(exception.message) ?? [];
  return parent === undefined ? missingModuleOf(exception) : `${parent}.${name}`;
}

const libraryMissing = cause({
  code: 'rehearsal/library-missing',
  severity: 'warning',
  why: "A compiled module wants a library of the system. This machine's libraries are not the image's: what is missing here may be there, and an error only where the image is known to lack it.",
  source: 'F47, F48: contract A14',
  example: { bad: 'opencv-python, which wants libGL.so.1', good: 'opencv-python-headless' },
  find(story) {
    const facts = thrown(story, /./, /cannot open shared object file|Can't open lib/);
    if (facts === undefined) return undefined;
    const text = story.exception?.message ?? '';
    const library = /(?<![\w.+-])([\w.+-]+\.so[\w.]*): cannot open shared/.exec(text)?.[1] ?? '';
    const isAbsent = story.image?.absentLibraries.includes(library) === true;
    const isOnImage = story.image?.libraries.includes(library) === true;
    return {
      ...facts,
      library,
      isAbsent,
      isOnImage,
      ...(isAbsent ? { severity: 'error' as const } : {}),
    };
  },
  message: ({ quote, at, isAbsent }) =>
    isAbsent
      ? `A system library is missing, here and in the image${at}: ${quote}.`
      : `A system library is missing on this machine, whose libraries are not the image's${at}: ${quote}.`,
  fix: ({ library, isAbsent, isOnImage }) => {
    if (isOnImage)
      return `The image has ${library}, so this is no fault of the package; to rehearse further, install the library on the agent.`;
    return isAbsent
      ? 'Use a package that brings the library with it, such as opencv-python-headless for libGL.'
      : 'See what the rules native/… say of it; to rehearse further, install the library on the agent.';
  },
});

const otherMinor = cause({
  code: 'rehearsal/other-minor',
  severity: 'error',
  why: 'Python looks for packages in the folder of its own minor; a venv of another one is empty to it.',
  source: 'F41, F128: contract A9',
  example: { bad: 'a venv of 3.11 on the stack PYTHON|3.12', good: 'a venv of 3.12' },
  find(story) {
    const isCompiled = /C[- ]extension|compiled (?:with|using)|cpython-\d+/i.test(
      story.exception?.message ?? '',
    );
    const minors = otherMinors(story);
    const missing = wordsOfMissing(story);
    if (!hasFailed(story) || minors === undefined) return undefined;
    if (missing === undefined && !isCompiled) return undefined;
    const quote = missing ?? quoteException(story);
    return {
      minor: imageMinor(story),
      minors,
      quote,
      where: { file: story.venv?.folder || 'antenv' },
    };
  },
  message: ({ minor, minors, quote }) =>
    `The venv is made for Python ${minors.join(', ')}, but the image has ${minor} and does not find its packages: ${quote}.`,
  fix: ({ minor }, input) =>
    `Make the venv with Python ${minor}: set ${input.name('runtimeStack')} to 'PYTHON|${minor}'`,
});

const venvMissing = cause({
  code: 'rehearsal/venv-missing',
  severity: 'error',
  why: 'Without a venv the platform only warns, and starts the app without its packages.',
  source: 'F40: contract A9',
  example: { bad: 'a package without antenv', good: 'a package that AntenvPackage made' },
  find(story) {
    const line = noVenvLine(story);
    const quote = wordsOfMissing(story);
    if (!hasFailed(story) || line === undefined || quote === undefined) return undefined;
    return { line, quote, where: { file: 'antenv' } };
  },
  message: ({ line, quote }) =>
    `The site has no venv (${line}), and so the app's packages are missing: ${quote}.`,
  fix: () => 'Pack the venv with the app: AntenvPackage makes it, named antenv.',
});

const moduleMissing = cause({
  code: 'rehearsal/module-missing',
  severity: 'error',
  why: 'The app imports a module that is neither in the package nor in the image.',
  source: 'F60, F83: OSS support blog 2023-01-30',
  example: {
    bad: 'import stripe, without stripe in requirements.txt',
    good: 'stripe in requirements.txt',
  },
  find(story) {
    const facts = thrown(story, /^ModuleNotFoundError$/);
    const name = missingModule(story);
    if (facts === undefined || name === undefined) return undefined;
    const isRemoved = removedFrom(name) !== undefined;
    const [elsewhere] = findOwnModules(name, story);
    const setting = wrongSettingsModule(story, elsewhere !== undefined);
    return {
      ...facts,
      where: setting === undefined ? facts.where : APP_SETTINGS,
      setting,
      name,
      isRemoved,
      isHere: isAtRoot(name, story),
      elsewhere,
      isOwn: isOfApp(name, story),
      isOfLibrary: isImportedByLibrary(story),
      minor: imageMinor(story),
      story,
    };
  },
  message: ({ quote, at, name, setting, elsewhere, isRemoved, isHere, minor }) => {
    if (setting !== undefined)
      return `The app setting ${SETTINGS_VARIABLE} is '${setting}', which Python does not find${at}: ${quote}.`;
    if (isHere) return `'${name}' is in the app, but not where Python looks${at}: ${quote}.`;
    if (elsewhere !== undefined)
      return `'${name}' is in the app, at '${elsewhere.path}', but not where Python looks${at}: ${quote}.`;
    if (isRemoved) return `Python ${minor} has no module '${name}'${at}: ${quote}.`;
    return `The module '${name}' is missing${at}: ${quote}.`;
  },
  fix: ({ name, setting, elsewhere, isRemoved, isHere, isOwn, isOfLibrary, story }) => {
    if (setting !== undefined) return dottedSettings(setting);
    if (isHere) return startAtRoot(name);
    if (elsewhere !== undefined) {
      const { folder, path } = elsewhere;
      return `Start from that folder: gunicorn --chdir ${shellWord(folder)} …, or import it as ${path.replace(/\.py$/, '').replaceAll('/', '.')}`;
    }
    if (isRemoved) return 'Change the import, or choose a Python that has it.';
    if (name.includes('.')) return partMissing(name, isOwn, story);
    if (isOfLibrary) return `Add it to ${addition(story, distributionOf(name))}`;
    return `If it is a package, add it to ${addition(story, distributionOf(name))}; if it is the app's own, add it to the package.`;
  },
  seen: ({ quote }) => quote,
});

/** Whether the package of a module is the app's, at its root. */
function isOfApp(module: string, { app }: Story): boolean {
  const [top = ''] = module.split('.');
  return app?.files.has(`${top}.py`) === true || hasFolder(app, top);
}

/** No library imports a module of the app by its name; a server that loads the app has importlib do it. */
function isImportedByLibrary(story: Story): boolean {
  return /^(?:from|import)\s/.test(libraryFrame(story)?.code.trim() ?? '');
}

function partMissing(module: string, isOwn: boolean, story: Story): string {
  const parent = module.split('.').slice(0, -1).join('.');
  return isOwn
    ? `'${parent}' is in the app, but without that: add ${module.replaceAll('.', '/')}.py to the package, or change the import.`
    : `'${parent}' is there, but without that: choose the version that has it, or add the distribution that brings it to ${dependenciesFile(story)}.`;
}

/** Where the exception was raised, if that is in a library and not in the app. */
function libraryFrame({ exception, app, rehearsal: { appPath } }: Story): Frame | undefined {
  const last = exception?.frames.at(-1);
  if (last === undefined || pathOfFrame(last, appPath, app) !== undefined) return undefined;
  return last.file.includes('/site-packages/') ? last : undefined;
}

const syntaxError = cause({
  code: 'rehearsal/syntax-error',
  severity: 'error',
  why: "The image's Python cannot read a file of the app.",
  source: 'OSS support blog 2023-04-17',
  example: {
    bad: 'match without a case, or syntax newer than the stack',
    good: 'python -m compileall .',
  },
  find(story) {
    const facts = thrown(story, /^(?:SyntaxError|IndentationError|TabError)$/);
    return facts && { ...facts, minor: imageMinor(story), library: libraryFrame(story) };
  },
  message: ({ quote, at, minor, library }) =>
    library === undefined
      ? `Python ${minor} cannot read the app${at}: ${quote}.`
      : `Python ${minor} cannot read line ${library.line} of '${library.file}'${at}: ${quote}.`,
  fix: ({ library, minor }) =>
    library === undefined
      ? 'Correct the line; if it is right for a newer Python, choose that runtime stack.'
      : `That file is of an installed distribution: require a version of it that is for Python ${minor}, or do without it.`,
  seen: ({ quote }) => quote,
});

/** Python's own, and those of libraries about what they want besides. */
const IMPORT_ERROR = /^ImportError$|Dependenc(?:y|ies)(?:Missing|NotFound)?Error$/;

const importError = cause({
  code: 'rehearsal/import-error',
  severity: 'error',
  why: 'A module is there, but not what is imported from it: another version, or an import in a circle.',
  source: 'OSS support blog 2023-04-17',
  example: { bad: 'from flask import escape, with Flask 3', good: 'from markupsafe import escape' },
  find(story) {
    const facts = thrown(story, IMPORT_ERROR);
    const isCircle = /partially initialized module/.test(story.exception?.message ?? '');
    // Some packages say in their own words that another one is missing.
    const missing = story.traceback?.find(({ type }) => type === 'ModuleNotFoundError');
    const module = missing && missingModuleOf(missing)?.split('.')[0];
    if (module === undefined && story.exception?.type !== 'ImportError') return undefined;
    return facts && { ...facts, isCircle, module, asked: askedInstall(story), story };
  },
  message: ({ quote, at, module }) => {
    const isNamed = module === undefined || quote.includes(module);
    return `The app cannot be imported${at}: ${quote}${isNamed ? '' : `; there is no module '${module}'`}.`;
  },
  fix: ({ isCircle, module, asked, story }) => {
    if (isCircle) {
      return 'Break the circle: import one of the two inside of the function that needs it.';
    }
    if (module !== undefined) return `Add it to ${addition(story, distributionOf(module))}`;
    if (asked !== undefined) return `Add what it asks for to ${addition(story, asked)}`;
    return 'Pin the version that the app was written for, or change the import.';
  },
});

const crashed = cause({
  code: 'rehearsal/crashed',
  severity: 'error',
  why: 'The app answered and then ended by itself; the platform starts it again, and again.',
  source: 'contract A1',
  example: { bad: 'a thread that ends the process', good: 'a server that stays' },
  find(story) {
    const { exit, answer } = story.rehearsal;
    if (story.ending !== 'crashed' || exit === undefined || answer === undefined) return undefined;
    const how = exit.signal === null ? `with exit code ${exit.code}` : `by ${exit.signal}`;
    const quote = quoteException(story);
    const seconds = secondsText(exit.seconds);
    return { how, quote, seconds, at: inApp(story), where: placeOf(story, CONTAINER_LOG) };
  },
  message: ({ how, quote, seconds, at }) =>
    `The app answered, but ended ${how} after ${seconds}${at}${quote === '' ? '' : `: ${quote}`}.`,
  fix: () => 'Let the server run in the foreground, and errors of other work not end it.',
});

const appFailed = cause({
  code: 'rehearsal/app-failed',
  severity: 'error',
  why: 'The app raised an exception while it was loaded, which it would anywhere. It is a warning where no app settings were given and the failing file reads variables, and where a value is only known on the site.',
  source: 'OSS support blog 2023-04-17',
  example: { bad: 'an exception at the top of app.py', good: 'an app that loads' },
  find(story) {
    const facts = thrown(story, /./);
    return facts && { ...facts, absent: absentPath(story), asked: askedInstall(story), story };
  },
  message: ({ quote, at }) => `The app fails when it is loaded${at}: ${quote}.`,
  fix: ({ absent, asked, story }) => {
    if (asked !== undefined) return `Add what it asks for to ${addition(story, asked)}`;
    return absent === undefined
      ? 'Correct the app: the start would fail like this anywhere.'
      : `Add '${absent}' to the package; what a build makes, such as a frontend, has to be built before the package.`;
  },
});

/** In their order; the last takes every exception. */
export const pythonCauses: readonly Cause[] = [
  pruned,
  libraryMissing,
  otherMinor,
  venvMissing,
  moduleMissing,
  crashed,
  syntaxError,
  importError,
  appFailed,
];
