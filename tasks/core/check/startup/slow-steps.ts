// Steps that make a start slow: installations, downloads, work on the database, static files, builds.

import { installerOf } from './installers.js';
import { withoutPython } from './servers/python-call.js';
import { programName, unwrap } from './shell/wrappers.js';
import { systemInstallOf } from './system-packages.js';

/** A program, or a module of Python, and the commands of it that are slow; all of it where none is named. */
interface SlowProgram {
  readonly names: readonly string[];
  readonly commands: readonly string[];
  /** A rule of its own tells of it. */
  readonly hasOwnRule?: boolean;
}

/** What is not an installation. */
const PROGRAMS: readonly SlowProgram[] = [
  {
    names: ['manage.py', 'django-admin', 'django'],
    commands: ['migrate', 'collectstatic', 'loaddata', 'compress', 'compilemessages'],
  },
  { names: ['alembic'], commands: ['upgrade'] },
  { names: ['flask'], commands: ['db upgrade'] },
  { names: ['playwright'], commands: ['install'] },
  { names: ['spacy'], commands: ['download'] },
  { names: ['nltk.downloader', 'curl', 'wget'], commands: [] },
  { names: ['git'], commands: ['clone', 'pull'] },
  { names: ['npm'], commands: ['install', 'ci', 'run'] },
  { names: ['yarn'], commands: ['install', 'build'] },
  { names: ['prisma'], commands: ['generate', 'migrate', 'db'] },
  { names: ['huggingface-cli'], commands: ['download'] },
  { names: ['azcopy'], commands: ['copy', 'sync'] },
  { names: ['apt', 'apt-get'], commands: ['update', 'upgrade'], hasOwnRule: true },
];

/** The slow step that a command is, such as `pip install`; `undefined` when it is none that is known. */
export function slowStepOf(words: readonly string[]): string | undefined {
  const command = unwrap(words).words;
  return installerOf(command) ?? systemInstallOf({ words: command })?.command ?? stepOf(command);
}

/** The same without what a rule of its own tells: installations of packages. */
export function slowPreparation(words: readonly string[]): string | undefined {
  return stepOf(words, ({ hasOwnRule }) => hasOwnRule !== true);
}

function stepOf(
  words: readonly string[],
  counts: (row: SlowProgram) => boolean = () => true,
): string | undefined {
  const [program = '', ...args] = withoutPython(words);
  const name = programName(program);
  const row = PROGRAMS.find(({ names }) => names.includes(name));
  if (row === undefined || !counts(row)) return undefined;
  if (row.commands.length === 0) return name;
  const plain = args.filter((word) => !word.startsWith('-')).join(' ');
  const command = row.commands.find((one) => plain === one || plain.startsWith(`${one} `));
  return command === undefined ? undefined : `${name} ${command}`;
}
