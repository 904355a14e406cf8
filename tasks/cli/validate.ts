// antenv validate: would it start?

import { writeFileSync } from 'node:fs';
import { Inputs } from '../core/inputs.js';
import { asSarif } from '../core/report/sarif.js';
import { Stopped } from '../core/terms/failure.js';
import { FAIL_ON } from '../core/terms/judgement.js';
import { whyOfRules } from '../core/tell-judgement.js';
import { validateApp } from '../core/validate-flow.js';
import { readValidateRequest } from '../core/validate-request.js';
import { VERSION } from '../core/version.js';
import { terminalHost } from '../hosts/terminal.js';
import { readArguments } from './arguments.js';
import type { CliCommand, CliOption } from './command.js';

const OPTIONS: readonly CliOption[] = [
  {
    name: 'startup-command',
    value: 'COMMAND',
    help: "the web app's startup command, as --startup-command='…'",
  },
  { name: 'settings', value: 'FILE|TEXT', help: "the web app's settings; values are not printed" },
  { name: 'runtime-stack', value: 'STACK', help: "such as 'PYTHON|3.12'" },
  { name: 'fail-on', value: 'SEVERITY', help: `${FAIL_ON.join(', ')} (the first when not given)` },
  {
    name: 'suppress',
    value: 'CODE',
    repeatable: true,
    help: 'a rule not to hear of; may be repeated',
  },
  { name: 'sarif', value: 'FILE', help: 'write the findings there as SARIF 2.1.0' },
  { name: 'json', help: 'print the report to standard output, the log to standard error' },
];

const FLAG_OF: Readonly<Record<string, string>> = {
  startupCommand: 'startup-command',
  appSettings: 'settings',
  runtimeStack: 'runtime-stack',
  failOn: 'fail-on',
};

export const validateCommand: CliCommand = {
  name: 'validate',
  operands: '[PACKAGE.zip | APP_ROOT]',
  summary: 'Says before the deployment whether the app would start, as far as it can be known.',
  options: OPTIONS,
  example: "antenv validate build/web.zip --startup-command='gunicorn app:app'",
  run: async (args) => {
    const given = readArguments(args, OPTIONS);
    const [path, ...more] = given.operands;
    if (more.length > 0) {
      throw new Stopped({ code: 'usage', message: 'One package or app root, please.' });
    }
    const inputs = new Inputs({
      value: (name) => (name === 'package' ? path : given.value(FLAG_OF[name] ?? name)),
      workingFolder: process.cwd(),
      emptyPaths: [],
    });
    const json = given.has('json');
    const report = await validateApp(
      readValidateRequest(inputs),
      terminalHost(json ? process.stderr : process.stdout),
    );
    const sarif = given.value('sarif');
    if (sarif !== undefined) writeFileSync(sarif, asSarif(report.judgement, whyOfRules(), VERSION));
    if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return report.judgement.verdict === 'failed' ? 1 : 0;
  },
};
