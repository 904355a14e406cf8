// The flags that package and validate share: what is known of the web app, and how strictly to judge.

import { FAIL_ON } from '../core/terms/judgement.js';
import type { CliOption } from './command.js';

export const JUDGED_OPTIONS: readonly CliOption[] = [
  {
    name: 'runtime-stack',
    value: 'STACK',
    help: "such as 'PYTHON|3.12'; the Python that builds or has built decides when not given",
  },
  {
    name: 'startup-command',
    value: 'COMMAND',
    help: "the web app's startup command, as --startup-command='…'",
  },
  { name: 'settings', value: 'FILE|TEXT', help: "the web app's settings; values are not printed" },
  { name: 'fail-on', value: 'SEVERITY', help: `${FAIL_ON.join(', ')} (the first when not given)` },
  {
    name: 'suppress',
    value: 'CODE',
    repeatable: true,
    help: 'a rule not to hear of; may be repeated',
  },
];

/** The input of the task that a flag stands for, where the names differ. */
export const JUDGED_FLAG_OF: Readonly<Record<string, string>> = {
  runtimeStack: 'runtime-stack',
  startupCommand: 'startup-command',
  appSettings: 'settings',
  failOn: 'fail-on',
};

export const JSON_OPTION: CliOption = {
  name: 'json',
  help: 'print the report to standard output, the log to standard error',
};
