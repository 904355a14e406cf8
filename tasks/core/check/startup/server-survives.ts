// Whether a server still serves when another command of the startup command fails.

import type { ServerCommand, ShellCommand, Startup } from './startup.js';

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

/** Whether a command ends at once, or keeps no container alive. */
export function isTrivial({ words, background }: ShellCommand): boolean {
  const [program = '', operand = ''] = words;
  if (program === 'sleep' && !/^\d/.test(operand)) return false;
  return background || TRIVIAL.includes(program) || /^\w+=/.test(program);
}

/** A server by its own name, no script of Python's and no worker. */
function isNamed({ server }: ServerCommand): boolean {
  return server !== 'python' && server !== 'celery';
}

/**
 * Whether the web app is served all the same when a command fails: a server is started behind it, or runs in
 * the background already.
 */
export function isServedWithout(command: ShellCommand, { commands, servers }: Startup): boolean {
  const at = commands.indexOf(command);
  const next = command.afterFailure ?? Infinity;
  const later = commands.filter((other, index) => index >= next && other.reach !== 'never');
  const others = servers.filter((one) => one.command !== command && isNamed(one));
  if (others.some((one) => later.includes(one.command))) return true;
  const staysAlive = command.background || later.some((other) => !isTrivial(other));
  const isBehind = others.some(
    (one) => one.command.background && commands.indexOf(one.command) < at,
  );
  if (isBehind) return staysAlive;
  const own = servers.find((one) => one.command === command);
  // Any other program behind it may be what serves.
  return (own === undefined || !isNamed(own)) && later.some((other) => !isTrivial(other));
}
