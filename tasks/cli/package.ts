// antenv package: the task's flow on a laptop.

import { packageApp } from '../core/flow.js';
import { COLLECT_STATIC } from '../core/framework/static-files.js';
import type { Inputs } from '../core/inputs.js';
import { readPackageRequest, USUAL_CACHE } from '../core/package-request.js';
import { jsonText } from '../core/report/json-text.js';
import { INSTALLERS } from '../core/terms/dependencies.js';
import { Stopped } from '../core/terms/failure.js';
import { COMPRESSIONS, LAYOUTS } from '../core/terms/layout.js';
import { PRUNE } from '../core/terms/pruning.js';
import { terminalHost } from '../hosts/terminal.js';
import { readArguments, type Arguments } from './arguments.js';
import type { CliCommand, CliOption } from './command.js';
import { asFlag } from './flags.js';
import { readInputs } from './inputs.js';
import { JSON_OPTION, JUDGED_OPTIONS } from './judged-options.js';

const OPTIONS: readonly CliOption[] = [
  {
    name: 'requirements',
    value: 'FILE',
    help: 'a requirements file, lock file or pyproject.toml; the one in APP_ROOT when not given',
  },
  {
    name: 'group',
    value: 'NAME',
    repeatable: true,
    help: 'ship a dependency group, too; may be repeated',
  },
  {
    name: 'extra',
    value: 'NAME',
    repeatable: true,
    help: 'ship an extra of the project, too; may be repeated',
  },
  {
    name: 'installer',
    value: 'NAME',
    help: `${INSTALLERS.join(', ')} (the first when not given: uv for uv.lock, pip for all else)`,
  },
  {
    name: 'allow-sdist',
    value: 'NAME',
    repeatable: true,
    help: 'a pure Python distribution without a wheel that may be built when this is not the target; may be repeated',
  },
  { name: 'cache-folder', value: 'FOLDER', help: 'keep finished virtual environments here' },
  {
    name: 'cache-limit',
    value: 'MB',
    help: `how much the cache folder may hold; ${USUAL_CACHE} when not given`,
  },
  {
    name: 'python',
    value: 'PROGRAM',
    help: 'the Python that builds; python3 or python on PATH when not given',
  },
  { name: 'layout', value: 'LAYOUT', help: `${LAYOUTS.join(', ')} (the first when not given)` },
  {
    name: 'compression',
    value: 'KIND',
    help: `${COMPRESSIONS.join(', ')}: of the tarball inside (the first when not given)`,
  },
  {
    name: 'out',
    value: 'FILE',
    help: 'the package; named after APP_ROOT, in this folder, when not given',
  },
  {
    name: 'exclude',
    value: 'PATTERN',
    repeatable: true,
    help: 'leave files out, gitignore syntax; may be repeated',
  },
  {
    name: 'prune',
    value: 'WHAT',
    help: `${PRUNE.join(', ')}: leave test directories out of the environment that nothing needs (the first when not given)`,
  },
  {
    name: 'collect-static',
    value: 'WHEN',
    help: `${COLLECT_STATIC.join(', ')}: collect Django's static files (the first when not given: where there is a manage.py)`,
  },
  ...JUDGED_OPTIONS,
  JSON_OPTION,
];

export const packageCommand: CliCommand = {
  name: 'package',
  operands: 'APP_ROOT',
  summary: 'Installs the requirements and packs app and virtual environment into one zip.',
  options: OPTIONS,
  example: "antenv package src/web --runtime-stack='PYTHON|3.12' --out build/web.zip",
  run: async (args) => {
    const given = readArguments(args, OPTIONS);
    const inputs = inputsOf(given);
    const json = given.has('json');
    const host = terminalHost(json ? process.stderr : process.stdout, asFlag);
    const result = await packageApp(readPackageRequest(inputs), host);
    if (json) process.stdout.write(jsonText(result.report));
    if ('refusal' in result) throw new Stopped(result.refusal);
    return 0;
  },
};

function inputsOf(given: Arguments): Inputs {
  const [appRoot, ...more] = given.operands;
  if (appRoot === undefined) {
    throw new Stopped({
      code: 'usage',
      message: 'APP_ROOT is missing: the folder that holds the app.',
    });
  }
  if (more.length > 0) {
    throw new Stopped({
      code: 'usage',
      message: `One APP_ROOT, please; also found '${more.join("', '")}'.`,
    });
  }
  return readInputs(given, { appRoot });
}
