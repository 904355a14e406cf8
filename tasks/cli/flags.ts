// The inputs of the tasks as the command line calls them.

import type { InputName, InputWords } from '../core/terms/input-name.js';

/** What is given without a flag, by its place. */
const OPERANDS: Partial<Record<InputName, string>> = { appRoot: 'APP_ROOT', package: 'PACKAGE' };

/** The flags whose names differ from the inputs'. */
const FLAG_OF: Partial<Record<InputName, string>> = {
  groups: 'group',
  extras: 'extra',
  allowSdist: 'allow-sdist',
  cacheFolder: 'cache-folder',
  cacheLimit: 'cache-limit',
  collectStatic: 'collect-static',
  runtimeStack: 'runtime-stack',
  pythonPath: 'python',
  packagePath: 'out',
  excludes: 'exclude',
  startupCommand: 'startup-command',
  appSettings: 'settings',
  appName: 'app',
  resourceGroupName: 'resource-group',
  slotName: 'slot',
  failOn: 'fail-on',
  rehearseTimeout: 'rehearse-timeout',
  rehearseNetwork: 'rehearse-network',
  healthCheckPath: 'health-check-path',
};

/** The flag that stands for an input, without the dashes. */
export function flagOf(name: InputName): string {
  return FLAG_OF[name] ?? name;
}

/** The flag for the name of an input of the tasks, where the two differ. */
export function flagOfInput(name: string): string | undefined {
  return Object.entries(FLAG_OF).find(([input]) => input === name)?.[1];
}

/** An input as the user of the command line calls it. */
export const asFlag: InputWords = {
  name: nameOf,
  called: nameOf,
  with: (input, value) => `${nameOf(input)}${OPERANDS[input] === undefined ? '=' : ': '}${value}`,
  otherTempFolder: 'Set TMPDIR to a folder that exists and that you may write to.',
  ownVariable: 'a variable of this shell (export NAME=value)',
  beforehand: 'beforehand',
  pythonOf: (minor) => `install Python ${minor} and name it by ${nameOf('pythonPath')}.`,
  bringsPython: (minor) => `Install one so that PATH has it as python${minor}.`,
  linuxWith: (minor) => `run it on Linux with Python ${minor}, such as in a container.`,
  moreRoom: 'Free space, or set TMPDIR to a folder on a larger disk.',
  anew: (folder) => `delete '${folder}'`,
};

function nameOf(input: InputName): string {
  return OPERANDS[input] ?? `--${flagOf(input)}`;
}
