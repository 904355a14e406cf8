// Work before the server starts that belongs into the pipeline: migrations, static files, downloads, builds.

import { slowStepOf } from '../settings/slow-step.js';
import { readPythonCall } from './servers/python-call.js';
import { isPython, programName } from './shell-wrappers.js';

/** A program, or a module of Python, and what of it is slow; installations have rules of their own. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  'manage.py': ['migrate', 'collectstatic', 'loaddata', 'compress', 'compilemessages'],
  'django-admin': ['migrate', 'collectstatic', 'loaddata', 'compress', 'compilemessages'],
  django: ['migrate', 'collectstatic', 'loaddata'],
  alembic: ['upgrade'],
  flask: ['db upgrade'],
  playwright: ['install'],
  spacy: ['download'],
  'nltk.downloader': [],
  git: ['clone', 'pull'],
  npm: ['install', 'ci', 'run'],
  yarn: ['install', 'build'],
  prisma: ['generate', 'migrate', 'db'],
  'huggingface-cli': ['download'],
  azcopy: ['copy', 'sync'],
};

/** What a command does that takes long, such as `manage.py migrate`. */
export function slowPreparation(words: readonly string[]): string | undefined {
  const [program = '', ...args] = asProgram(words);
  const name = programName(program);
  if (slowStepOf([name, ...args]) === name) return name;
  const commands = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (commands === undefined) return undefined;
  if (commands.length === 0) return name;
  const plain = args.filter((word) => !word.startsWith('-')).join(' ');
  const command = commands.find((one) => plain === one || plain.startsWith(`${one} `));
  return command === undefined ? undefined : `${name} ${command}`;
}

function asProgram(words: readonly string[]): readonly string[] {
  const [program = '', ...rest] = words;
  if (!isPython(program)) return words;
  const { kind, name, args } = readPythonCall(rest);
  return kind === 'module' || kind === 'script' ? [name, ...args] : words;
}
