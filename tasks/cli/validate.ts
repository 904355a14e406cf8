// antenv validate: would it start?

import { jsonText } from '../core/report/json-text.js';
import { writeSarif } from '../core/report-files.js';
import { Stopped } from '../core/terms/failure.js';
import { validateApp } from '../core/validate-flow.js';
import { readValidateRequest } from '../core/validate-request.js';
import { terminalHost } from '../hosts/terminal.js';
import { readArguments } from './arguments.js';
import type { CliCommand, CliOption } from './command.js';
import { asFlag } from './flags.js';
import { readInputs } from './inputs.js';
import { JSON_OPTION, JUDGED_OPTIONS } from './judged-options.js';

const OPTIONS: readonly CliOption[] = [
  ...JUDGED_OPTIONS,
  { name: 'sarif', value: 'FILE', help: 'write the findings there as SARIF 2.1.0' },
  JSON_OPTION,
];

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
    const json = given.has('json');
    const report = await validateApp(
      readValidateRequest(readInputs(given, { package: path })),
      terminalHost(json ? process.stderr : process.stdout, asFlag),
    );
    const sarif = given.value('sarif');
    if (sarif !== undefined) await writeSarif(sarif, report);
    if (json) process.stdout.write(jsonText(report));
    return report.judgement.verdict === 'failed' ? 1 : 0;
  },
};
