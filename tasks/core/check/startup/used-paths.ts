// Paths that the startup command, its scripts, PRE_RUN_COMMAND and app settings use.

import type { Viewpoint } from './app-paths.js';
import type { ShellCommand } from './startup.js';
import type { Place } from '../../terms/finding.js';
import type { Evidence } from '../evidence.js';
import type { With } from '../rule.js';
import { pathsLike, usedTexts } from './startup-words.js';
import { STARTUP_COMMAND } from '../places.js';

/** From where a command looks at its paths. */
export function viewOf({ folder, where }: ShellCommand, { layout }: Evidence): Viewpoint {
  const { file } = where;
  return { folder, layout, script: file === STARTUP_COMMAND.file ? undefined : file };
}

/** Each path with the command that uses it and its place, once a place; also of PRE_RUN_COMMAND. */
export function* usedPaths(
  { startup, preRun = [] }: With<'startup'>,
  pattern: RegExp,
): Generator<{ path: string; command: ShellCommand; where: Place }> {
  for (const command of [...startup.commands, ...preRun]) {
    const { where } = command;
    for (const path of pathsLike(pattern, usedTexts(command))) yield { path, command, where };
  }
}

/** App settings whose paths have rules of their own. */
const TOLD_ELSEWHERE = ['PYTHONPATH', 'PRE_RUN_COMMAND', 'PYTHON_USE_GUNICORN_CONFIG_FROM_PATH'];

/** Each path that an app setting holds; nobody knows whether the app uses it. */
export function* pathsOfSettings(
  { settings = [] }: Evidence,
  pattern: RegExp,
): Generator<{ path: string; name: string }> {
  for (const { name, value } of settings) {
    if (TOLD_ELSEWHERE.includes(name)) continue;
    for (const path of pathsLike(pattern, [value])) yield { path, name };
  }
}
