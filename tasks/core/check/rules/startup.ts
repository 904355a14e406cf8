// The startup command: what it is made of, what it runs, and the paths that it uses.

import type { Rule } from '../rule.js';
import { fileMissing, notExecutable } from './startup-files.js';
import { neverReached } from './startup-never.js';
import { activatePath, agentPath, pythonPatchPath, sitePath } from './startup-paths.js';
import {
  background,
  emptyKeepsOld,
  installAtStart,
  preRunNeedsVenv,
  servesNothing,
  slowStep,
  systemPackagesAtStart,
  systemPython,
} from './startup-programs.js';
import {
  bashBuiltin,
  bashismWithoutShebang,
  compoundStart,
  crlf,
  onlyFirstLine,
  singleQuotes,
  sourceFileAsCommand,
  unparsable,
} from './startup-shell.js';
import { unknownProgramRule } from './startup-unknown.js';
import { unresolvedVariable } from './startup-variable.js';
import { gunicornOfImage, scriptNotOnPath } from './startup-venv.js';

/** In the order of the catalogue. */
export const startupRules: readonly Rule[] = [
  sitePath,
  installAtStart,
  systemPackagesAtStart,
  activatePath,
  agentPath,
  crlf,
  bashismWithoutShebang,
  notExecutable,
  fileMissing,
  onlyFirstLine,
  sourceFileAsCommand,
  singleQuotes,
  compoundStart,
  bashBuiltin,
  background,
  neverReached,
  servesNothing,
  slowStep,
  emptyKeepsOld,
  preRunNeedsVenv,
  systemPython,
  pythonPatchPath,
  scriptNotOnPath,
  gunicornOfImage,
  unknownProgramRule,
  unresolvedVariable,
  unparsable,
];
