// Steps that make a start slow: installations, downloads and work on the database before the server.

import { isPython, programName, unwrap } from '../startup/shell-wrappers.js';

/** A program and the command of it that is slow. */
const STEPS: readonly { readonly program: RegExp; readonly command: RegExp }[] = [
  { program: /^pip(?:\d+(?:\.\d+)*)?$/, command: /^install$/ },
  { program: /^(?:poetry|pipenv)$/, command: /^(?:install|sync)$/ },
  { program: /^uv$/, command: /^(?:sync|pip)$/ },
  { program: /^(?:conda|mamba|micromamba)$/, command: /^(?:install|create|env)$/ },
  { program: /^(?:apt|apt-get|yum|dnf)$/, command: /^(?:install|update|upgrade)$/ },
  { program: /^apk$/, command: /^add$/ },
  { program: /^dpkg$/, command: /^-i$/ },
  { program: /^(?:manage\.py|django-admin)$/, command: /^(?:migrate|collectstatic|loaddata)$/ },
  { program: /^alembic$/, command: /^upgrade$/ },
  { program: /^flask$/, command: /^db$/ },
];

const DOWNLOADERS = ['curl', 'wget'];

/** The slow step that a command is, such as `pip install`; `undefined` when it is none that is known. */
export function slowStepOf(words: readonly string[]): string | undefined {
  const [program = '', ...args] = withoutPython(unwrap(words).words);
  const name = programName(program);
  if (DOWNLOADERS.includes(name)) return name;
  const step = STEPS.find((one) => one.program.test(name));
  const command = step && args.find((word) => step.command.test(word));
  return command === undefined ? undefined : `${name} ${command}`;
}

/** The slow steps of a text such as `PRE_RUN_COMMAND`, read roughly: by its separators and blanks. */
export function slowStepsOf(text: string): string[] {
  return text
    .split(/&&|\|\||[;|\n]/)
    .map((command) => slowStepOf(command.trim().split(/\s+/)))
    .filter((step) => step !== undefined);
}

/** `python -m pip` is `pip`, `python manage.py` is `manage.py`. */
function withoutPython(words: readonly string[]): readonly string[] {
  if (!isPython(words[0] ?? '')) return words;
  const at = words.findIndex(
    (word, index) => index > 0 && (word === '-m' || !word.startsWith('-')),
  );
  if (at === -1) return words;
  return words.slice(words[at] === '-m' ? at + 1 : at);
}
