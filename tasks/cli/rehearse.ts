// antenv rehearse: does it start?

import { resolve } from 'node:path';
import { readJudgedRequest } from '../core/judged-request.js';
import { rehearsePackage } from '../core/rehearse-flow.js';
import { jsonText } from '../core/report/json-text.js';
import { Stopped } from '../core/terms/failure.js';
import { terminalHost } from '../hosts/terminal.js';
import { readArguments } from './arguments.js';
import type { CliCommand, CliOption } from './command.js';
import { asFlag } from './flags.js';
import { readInputs } from './inputs.js';
import { JSON_OPTION, JUDGED_OPTIONS, SITE_FLAGS } from './judged-options.js';

const OPTIONS: readonly CliOption[] = [
  ...JUDGED_OPTIONS.filter(({ name }) => name !== 'rehearse' && !SITE_FLAGS.includes(name)),
  {
    name: 'over',
    value: 'PACKAGE|FOLDER',
    help: 'what the site holds before: a package deployed earlier, or a folder',
  },
  JSON_OPTION,
];

export const rehearseCommand: CliCommand = {
  name: 'rehearse',
  operands: 'PACKAGE.zip',
  summary: 'Starts a package on this machine as the platform would, and says whether it answers.',
  options: OPTIONS,
  example: "antenv rehearse build/web.zip --startup-command='gunicorn app:app'",
  run: async (args) => {
    const given = readArguments(args, OPTIONS);
    const [path, ...more] = given.operands;
    if (path === undefined || more.length > 0) {
      throw new Stopped({ code: 'usage', message: 'One package, please.' });
    }
    const over = given.value('over');
    const json = given.has('json');
    const report = await rehearsePackage(
      {
        ...readJudgedRequest(readInputs(given)),
        package: resolve(path),
        over: over === undefined ? undefined : resolve(over),
      },
      terminalHost(json ? process.stderr : process.stdout, asFlag),
    );
    if (json) process.stdout.write(jsonText(report));
    return report.judgement.verdict === 'failed' ? 1 : 0;
  },
};
