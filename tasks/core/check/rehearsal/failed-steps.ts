// Steps before the server that failed while the server answers all the same: a migration that did not run.

import { posix } from 'node:path';

import { normalisedName } from '../../terms/distribution-name.js';
import type { Place } from '../../terms/finding.js';
import type { Tree } from '../evidence.js';
import type { With } from '../rule.js';
import { isPython, programName } from '../startup/shell/wrappers.js';
import { readPythonCall } from '../startup/servers/python-call.js';
import type { ShellCommand, Startup } from '../startup/startup.js';
import { failsAnywhere } from './fails-anywhere.js';
import { ownPath, shorten } from './story.js';
import {
  exceptionLine,
  missingModuleOf,
  readTracebacks,
  type Frame,
  type PythonException,
} from './traceback.js';

export interface FailedStep {
  readonly step: string;
  /** The exception that ended it. */
  readonly quote: string;
  readonly background: boolean;
  readonly where: Place;
}

/**
 * Each step that ended in an exception of its own. One that may come of the rehearsal, which has no database, no
 * values of the site and another machine's libraries, says nothing of the platform.
 */
export function* failedSteps(evidence: With<'rehearsal' | 'startup'>): Generator<FailedStep> {
  const { startup, app, image, rehearsal } = evidence;
  if (rehearsal.answer === undefined || rehearsal.exit !== undefined) return;
  const own = readTracebacks(rehearsal.log).filter((chain) =>
    chain.every((one) => isOwnFault(one, image?.packages ?? [])),
  );
  const uncaught = own.flatMap((chain) => chain.at(-1) ?? []);
  for (const command of stepsOf(startup)) {
    const exception = uncaught.find(
      ({ frames }) => isOf(frames, command.words) && !isCaught(frames, rehearsal.appPath, app),
    );
    if (exception === undefined) continue;
    const quote = shorten(exceptionLine(exception));
    const { words, background, where } = command;
    yield { step: words.join(' '), quote, background, where };
  }
}

/** What is wrong on every machine, and no module of the image, which a rehearsal does not have. */
function isOwnFault(exception: PythonException, ofImage: readonly string[]): boolean {
  const { message } = exception;
  if (!failsAnywhere(exception) || /shared object|undefined symbol|GLIBC/.test(message))
    return false;
  const [module] = missingModuleOf(exception)?.split('.') ?? [];
  return module === undefined || !ofImage.includes(normalisedName(module));
}

/** What a script asks for its outcome may well fail. */
const IS_ASKED = /\|\||\b(?:if|elif|while|until)\b/;

/** What runs before the last server. */
function stepsOf(startup: Startup): ShellCommand[] {
  const server = startup.servers.at(-1)?.command;
  if (server === undefined) return [];
  const [program = ''] = server.words;
  return startup.commands
    .slice(0, startup.commands.indexOf(server))
    .filter(({ words }) => isPython(program) || words[0] !== program)
    .filter(({ where }) => !IS_ASKED.test(lineOf(where, startup)));
}

function lineOf({ file, line }: Place, { effective, scripts }: Startup): string {
  const script = scripts.find(({ path }) => path === file);
  return script === undefined ? effective : (script.text.split('\n')[(line ?? 1) - 1] ?? '');
}

/** Whether a stack begins with what the command runs: an exception that was caught and printed does not. */
function isOf(frames: readonly Frame[], [program = '', ...rest]: readonly string[]): boolean {
  const [first] = frames;
  if (first === undefined) return false;
  const isModule = first.function === '<module>' || first.function === undefined;
  const isSame = (name: string): boolean => programName(first.file) === programName(name);
  if (!isPython(program)) return isModule && isSame(program);
  const { kind, name } = readPythonCall(rest);
  if (kind === 'script') return isModule && isSame(name);
  const path = name.replaceAll('.', '/');
  return (
    kind === 'module' &&
    first.file === '<frozen runpy>' &&
    frames.some(({ file }) => file.endsWith(`/${path}.py`) || file.endsWith(`/${path}/__main__.py`))
  );
}

/** Whether the script of the app may have caught it at its top and printed it; of programs in the venv none does. */
function isCaught([first]: readonly Frame[], appPath: string, app: Tree | undefined): boolean {
  // What Python cannot compile it never begins to run.
  if (first === undefined || first.function === undefined) return false;
  const path = ownPath(posix.normalize(first.file), appPath);
  if (path === undefined) return false;
  const text = app?.files.get(path)?.text;
  return text === undefined || isTried(text.split('\n').slice(0, first.line));
}

/** Whether the last line is in the block of a `try`, or of a `with`, which may do the same. */
function isTried(lines: readonly string[]): boolean {
  let indent = Infinity;
  return lines.toReversed().some((line) => {
    const own = line.search(/\S/);
    if (own < 0 || own >= indent) return false;
    indent = own;
    return /^\s*(?:try|with\b.*):/.test(line);
  });
}
