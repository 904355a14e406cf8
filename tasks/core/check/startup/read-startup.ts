// Reads the startup command as the platform would: entry point, start script, shell, server.

import type { AppSetting } from '../../terms/app-setting.js';
import type { Place } from '../../terms/finding.js';
import type { Layout } from '../../terms/layout.js';
import { findBashisms } from './shell/bashisms.js';
import type { Tree } from '../evidence.js';
import { readServers } from './servers.js';
import { readCommands } from './shell/commands.js';
import { isNegated } from './shell/nodes.js';
import type { ShellReading, ShellSource } from './shell/reading.js';
import { loadShellParser, type Statement } from './shell/shell.js';
import { isSource, readInit, type InitResult } from './startup-init.js';
import type { ShellCommand, Startup } from './startup.js';
import { APP_SETTINGS, STARTUP_COMMAND } from '../places.js';

/**
 * Takes the startup command apart. Scripts that it calls are followed as far as `app` holds their text.
 * @param settings app settings that servers read themselves, such as `GUNICORN_CMD_ARGS`
 */
export async function readStartup(
  text: string,
  app: Tree | undefined,
  layout: Layout | undefined,
  settings: readonly AppSetting[] = [],
): Promise<Startup> {
  const parser = await loadShellParser();
  const init = readInit(text, app, layout, parser);
  const source = sourceOf(text, init);
  const reading = readCommands(source, { parser, app, layout });
  const { scripts, ignored } = reading;
  const problem = problemOf(reading, init);
  const commands = problem ? beforeProblem(reading.commands, problem.where) : reading.commands;
  const parsed = parser.parse(source.text);
  const startsWith = beginning(parsed.tree.commands[0], source.text);
  return {
    text,
    kind: init.kind,
    effective: init.effective,
    ...(init.quoting && { quoting: init.quoting }),
    ...(init.file && { file: init.file }),
    ...(startsWith !== undefined && { startsWith }),
    bashisms: findBashisms(parsed, parser),
    problem,
    commands,
    servers: readServers(commands, { app, layout, settings }),
    scripts,
    ignored,
  };
}

/** The commands of the app setting `PRE_RUN_COMMAND`; none where it is not set. */
export async function readPreRun(
  settings: readonly AppSetting[],
  app: Tree | undefined,
  layout: Layout | undefined,
): Promise<readonly ShellCommand[]> {
  const text = settings.find(({ name }) => name === 'PRE_RUN_COMMAND')?.value ?? '';
  const source: ShellSource = { text, file: APP_SETTINGS.file, firstLine: undefined, shell: 'sh' };
  const parser = await loadShellParser();
  return readCommands(source, { parser, app, layout, isBeforeVenv: true }).commands;
}

/** As the user meant it: what the entry point's quoting breaks is told apart. */
function sourceOf(text: string, { kind, file }: InitResult): ShellSource {
  if (kind === 'first-line') {
    const isText = file !== undefined && !isSource(file.path);
    const line = isText ? ((file.text ?? '').split('\n', 1)[0] ?? '') : '';
    return {
      text: clean(line),
      file: file?.path ?? STARTUP_COMMAND.file,
      firstLine: 1,
      shell: 'sh',
    };
  }
  const isLong = text.trim().includes('\n');
  return {
    text: clean(text),
    file: STARTUP_COMMAND.file,
    firstLine: isLong ? 1 : undefined,
    shell: 'sh',
  };
}

/** Windows line ends are a finding of their own; the commands are read as they were meant. */
function clean(text: string): string {
  return text.replace(/\r(?=\n|$)/g, '');
}

/** Unbalanced single quotes break the entry point first, and are told as that. */
function problemOf({ problem }: ShellReading, { quoting }: InitResult): Startup['problem'] {
  const isTold = quoting?.effect === 'broken' && problem?.where.file === STARTUP_COMMAND.file;
  return isTold ? undefined : problem;
}

/** A shell runs a script up to its syntax error, and nothing of a startup command that has one. */
function beforeProblem(commands: readonly ShellCommand[], problem: Place): ShellCommand[] {
  const isAfter = ({ where: { file, line } }: ShellCommand): boolean =>
    file === problem.file && (file === STARTUP_COMMAND.file || (line ?? 0) >= (problem.line ?? 0));
  const first = commands.findIndex(isAfter);
  return first < 0 ? [...commands] : commands.slice(0, first);
}

/** What a text begins with where that is no simple command. */
function beginning(statement: Statement | undefined, text: string): string | undefined {
  let node = statement?.command;
  if (node?.type === 'AndOr') node = node.commands[0];
  if (node?.type === 'Pipeline') {
    if (isNegated(node)) return '!';
    node = node.commands[0];
  }
  if (node === undefined || node.type === 'Command' || node.type === 'TestCommand')
    return undefined;
  if (node.type === 'Function') return `${node.name.value}()`;
  return /^(?:\(\(|[({]|\w+)/.exec(text.slice(node.pos).trimStart())?.[0];
}
