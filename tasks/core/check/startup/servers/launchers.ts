// Programs that run a server for us: `poetry run`, `opentelemetry-instrument`, `ddtrace-run` and their kind.

import { isPython, programName } from '../shell/wrappers.js';

interface Launcher {
  /** Words that must follow its name. */
  readonly subcommand?: string;
  /** Options of it that take the next word. */
  readonly values: readonly string[];
}

const LAUNCHERS: Readonly<Record<string, Launcher>> = {
  poetry: { subcommand: 'run', values: ['-C', '--directory', '-P', '--project'] },
  pipenv: { subcommand: 'run', values: [] },
  pdm: { subcommand: 'run', values: ['-p', '--project'] },
  rye: { subcommand: 'run', values: [] },
  hatch: { subcommand: 'run', values: ['-e', '--env'] },
  uv: {
    subcommand: 'run',
    values: [
      '--with',
      '--extra',
      '--group',
      '--python',
      '-p',
      '--env-file',
      '--project',
      '--directory',
    ],
  },
  conda: { subcommand: 'run', values: ['-n', '--name', '-p', '--prefix'] },
  'opentelemetry-instrument': {
    values: ['--traces_exporter', '--metrics_exporter', '--logs_exporter', '--service_name'],
  },
  'newrelic-admin': { subcommand: 'run-program', values: [] },
  'ddtrace-run': { values: [] },
  doppler: { subcommand: 'run', values: ['-p', '-c', '--project', '--config', '-t', '--token'] },
  dotenv: { subcommand: 'run', values: ['-f', '--file'] },
};

/** The words of the server itself. */
export function withoutLaunchers(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    const next = afterLauncher(rest);
    if (next === undefined || next.length === 0) return rest;
    rest = next;
  }
}

function afterLauncher(words: readonly string[]): readonly string[] | undefined {
  const name = programName(words[0] ?? '');
  if (isPython(name) && words[1] === '-m' && words[2] === 'debugpy') {
    return afterOptions(words.slice(3), ['--listen', '--connect', '--log-to'], words[0]);
  }
  const launcher = Object.hasOwn(LAUNCHERS, name) ? LAUNCHERS[name] : undefined;
  if (launcher === undefined) return undefined;
  let rest = afterOptions(words.slice(1), launcher.values);
  if (launcher.subcommand !== undefined) {
    if (rest[0] !== launcher.subcommand) return undefined;
    rest = afterOptions(rest.slice(1), launcher.values);
  }
  return rest;
}

/** For debugpy, what follows its options is what `python` would take. */
function afterOptions(
  words: readonly string[],
  values: readonly string[],
  python?: string,
): readonly string[] {
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return words.slice(at + 1);
    if (!word.startsWith('-') || (python !== undefined && word === '-m')) break;
    if (values.includes(word)) at += 1;
  }
  return python === undefined ? words.slice(at) : [python, ...words.slice(at)];
}
