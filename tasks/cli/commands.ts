// The table of commands.

import type { CliCommand } from './command.js';
import { inspectCommand } from './inspect.js';
import { packageCommand } from './package.js';

export const COMMANDS: readonly CliCommand[] = [packageCommand, inspectCommand];
