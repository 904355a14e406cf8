// The table of commands.

import type { CliCommand } from './command.js';
import { inspectCommand } from './inspect.js';
import { packageCommand } from './package.js';
import { rehearseCommand } from './rehearse.js';
import { validateCommand } from './validate.js';

export const COMMANDS: readonly CliCommand[] = [
  packageCommand,
  validateCommand,
  rehearseCommand,
  inspectCommand,
];
