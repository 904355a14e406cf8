// A rehearsal as its causes look at it: how it ended, what the log says, and which line of the app was last.

import { posix } from 'node:path';

import { SITE_ROOT, VENV_NAME } from '../../terms/layout.js';
import type { Place } from '../../terms/finding.js';
import type { Rehearsal } from '../../terms/rehearsal.js';
import { wholeWords } from '../../terms/whole-words.js';
import type { Evidence, Tree, TreeFile } from '../evidence.js';
import { readFramed } from './framed.js';
import {
  exceptionLine,
  readTracebacks,
  type Frame,
  type PythonException,
  type Traceback,
} from './traceback.js';

/** What the package holds, which tells a file that is missing from one that cannot be run. */
export type Surroundings = Pick<
  Evidence,
  | 'app'
  | 'dependencies'
  | 'venv'
  | 'layout'
  | 'image'
  | 'package'
  | 'startup'
  | 'settings'
  | 'sources'
  | 'prunedFolders'
>;

/**
 * `refused`: there was no start. `parked`: the platform started its own page. `ended`: before an answer.
 * `crashed`: after it. `silent`: no answer until the limit. `answered`: all well, as far as that goes.
 */
export type Ending = 'refused' | 'parked' | 'ended' | 'crashed' | 'silent' | 'answered';

/** A line of the app that was running when an exception was raised. */
export interface AppLine {
  /** Relative to the app root. */
  readonly path: string;
  readonly line: number;
  readonly code: string;
}

/** A rehearsal with what its log says of its end. */
export interface Story extends Surroundings {
  readonly rehearsal: Rehearsal;
  readonly ending: Ending;
  readonly traceback: Traceback | undefined;
  /** The exception that was not caught. */
  readonly exception: PythonException | undefined;
  readonly appLine: AppLine | undefined;
}

/** Follow from being stopped, by gunicorn's arbiter as well; they say nothing about why. */
const BY_STOPPING =
  /(?:^|\.)(?:KeyboardInterrupt|SystemExit|CancelledError|GeneratorExit|HaltServer)$/;

/** Reads a rehearsal's log for its last exception that does not come of being stopped. */
export function readStory(asRun: Rehearsal, around: Surroundings = {}): Story {
  const rehearsal = { ...asRun, log: readFramed(asRun.log) };
  const traceback = readTracebacks(rehearsal.log).findLast(
    (chain) => !BY_STOPPING.test(chain.at(-1)?.type ?? ''),
  );
  const exception = uncaught(traceback);
  const appLine = traceback && findAppLine(traceback, rehearsal.appPath, around.app);
  return { ...around, rehearsal, ending: endingOf(rehearsal), traceback, exception, appLine };
}

/** Whether there was a start that gave no answer: it ended, or the wait for it did. */
export function neverAnswered({ ending }: Story): boolean {
  return ending === 'ended' || ending === 'silent';
}

/** Whether a start failed, be it after an answer. */
export function hasFailed(story: Story): boolean {
  return story.ending === 'crashed' || neverAnswered(story);
}

function endingOf({ problem, parked, exit, answer }: Rehearsal): Ending {
  if (problem !== undefined) return 'refused';
  if (parked) return 'parked';
  if (exit !== undefined) return answer === undefined ? 'ended' : 'crashed';
  return answer === undefined ? 'silent' : 'answered';
}

/** A group only holds together what went wrong. */
function uncaught(traceback: Traceback | undefined): PythonException | undefined {
  const last = traceback?.at(-1);
  if (last === undefined || !last.type.endsWith('ExceptionGroup')) return last;
  return traceback?.findLast(({ type }) => !type.endsWith('ExceptionGroup')) ?? last;
}

/** Only compiled modules have relative paths in a stack. The effect's stack comes first: it holds the frames of the app, its causes those of libraries. */
function findAppLine(
  traceback: Traceback,
  appPath: string,
  app: Tree | undefined,
): AppLine | undefined {
  for (const { frames } of traceback.toReversed()) {
    for (const frame of frames.toReversed()) {
      const path = posix.isAbsolute(frame.file) ? pathOfFrame(frame, appPath, app) : undefined;
      if (path !== undefined) return { path, line: frame.line, code: frame.code };
    }
  }
  return undefined;
}

/** The file of the app that was running: its own, or the one of which the venv has a copy. */
export function pathOfFrame(
  frame: Frame,
  appPath: string,
  app: Tree | undefined,
): string | undefined {
  return ownPath(frame.file, appPath) ?? installedFrom(frame, app);
}

/**
 * A project that is a distribution of its own runs from the venv: its source in the app, mostly below `src`, has the
 * same path in the package and at that line what Python printed. A library of the same name has not.
 */
function installedFrom({ file, line, code }: Frame, app: Tree | undefined): string | undefined {
  const path = /\/site-packages\/(.+\.py)$/.exec(file)?.[1];
  if (path === undefined || code === '' || app === undefined) return undefined;
  const isSource = (one: string): boolean => one === path || one.endsWith(`/${path}`);
  return [...app.files.values()].find(
    (one) => isSource(one.path) && one.text?.split('\n')[line - 1]?.trim() === code.trim(),
  )?.path;
}

/** A path relative to the app root; `undefined` for what is not the app's own. */
export function ownPath(file: string, appPath: string): string | undefined {
  if (file.startsWith('<') || /(?:^|\/)(?:site|dist)-packages\//.test(file)) return undefined;
  const path = relativeToApp(file, appPath);
  return path?.startsWith(`${VENV_NAME}/`) === true ? undefined : path;
}

function relativeToApp(file: string, appPath: string): string | undefined {
  if (!posix.isAbsolute(file)) return posix.normalize(file);
  return file.startsWith(`${appPath}/`) ? file.slice(appPath.length + 1) : undefined;
}

/** Where a finding belongs: to the line of the app, else to where `otherwise` says. */
export function placeOf({ appLine }: Story, otherwise: Place): Place {
  return appLine === undefined ? otherwise : { file: appLine.path, line: appLine.line };
}

/** ` (app.py, line 3)`, or nothing. */
export function inApp({ appLine }: Story): string {
  return appLine === undefined ? '' : ` (${appLine.path}, line ${appLine.line})`;
}

/** Of a cause that lies in the world: who insists on an answer takes no world for an excuse. */
export function worldSeverity({ rehearsal: { required } }: Story): { readonly severity?: 'error' } {
  return required ? { severity: 'error' } : {};
}

/** The exception as printed; texts are cut, because some drivers print their whole state. */
export function quoteException({ exception }: Story): string {
  return exception === undefined ? '' : shorten(exceptionLine(exception));
}

/** Names for a message. */
export function quoteAll(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

const QUOTE_CHARACTERS = 240;

/** What gunicorn and uvicorn write before a line: time, process, level. */
const LOG_PREFIX = /^(?:\[\d{4}-[^\]]+\] \[\d+\] \[[A-Z]+\] |(?:INFO|WARNING|ERROR|CRITICAL): +)/;

/** A line of a log for a message, which brings its own full stop. */
export function shorten(text: string): string {
  const line = text
    .trim()
    .replace(LOG_PREFIX, '')
    .replace(/(?<!\.)\.$/, '');
  if (line.length <= QUOTE_CHARACTERS) return line;
  const cut = wholeWords(line, QUOTE_CHARACTERS - 1);
  // One word without end, such as a path or a token, has no place to be cut at.
  return cut.length > QUOTE_CHARACTERS / 2 ? cut : `${line.slice(0, QUOTE_CHARACTERS - 1)}…`;
}

/** The last line of the log that matches, and what it matched. */
export function findLine(
  { rehearsal: { log } }: Story,
  pattern: RegExp,
): { readonly line: string; readonly match: RegExpExecArray } | undefined {
  for (const line of log.toReversed()) {
    const match = pattern.exec(line);
    if (match !== null) return { line: shorten(line), match };
  }
  return undefined;
}

/**
 * Says nothing of the app: what the platform's own script says before the command, and what gunicorn (25.1 and later) says
 * from another thread, before or behind what the app says while it loads.
 */
const BESIDE_THE_APP = /^PYTHONPATH is now |\bControl socket listening at /;

function lastLine({ rehearsal: { log } }: Story): string | undefined {
  const line = log.findLast((text) => text.trim() !== '' && !BESIDE_THE_APP.test(text));
  return line === undefined ? undefined : shorten(line);
}

/** The end of the log, for a message that has nothing better. */
export function lastWords(story: Story): string {
  const line = lastLine(story);
  return line === undefined ? 'the log is empty' : `the log ends with: ${line}`;
}

/** What the package has under a path or a name that a shell used; `missing` only where that is certain. */
export function findFile(story: Story, name: string): TreeFile | 'missing' | undefined {
  const { app, venv } = story;
  const inVenv = pathInVenv(story, name);
  if (inVenv !== undefined) return lookUp(venv?.tree, inVenv);
  const path = relativeToApp(name, story.rehearsal.appPath) ?? relativeToApp(name, SITE_ROOT);
  if (path === undefined) return undefined;
  const ofApp = lookUp(app, path);
  // A bare name is looked up in PATH: the app's folder is its end.
  if (name.includes('/') || typeof ofApp === 'object') return ofApp;
  const program = venv?.tree.files.get(`bin/${name}`);
  return program ?? ofApp;
}

function lookUp(tree: Tree | undefined, path: string): TreeFile | 'missing' | undefined {
  return tree?.files.get(path) ?? (tree?.complete === true ? 'missing' : undefined);
}

function pathInVenv({ venv, rehearsal: { appPath } }: Story, name: string): string | undefined {
  const file = posix.isAbsolute(name) ? name : posix.join(appPath, name);
  const folders = [`${appPath}/${VENV_NAME}`, `${SITE_ROOT}/${VENV_NAME}`, `/${VENV_NAME}`];
  const folder = [...folders, ...(venv ? [venv.address] : [])].find((one) =>
    file.startsWith(`${one}/`),
  );
  return folder === undefined ? undefined : file.slice(folder.length + 1);
}

/** Seconds as a person says them. */
export function secondsText(seconds: number): string {
  return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`;
}
