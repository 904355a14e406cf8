// The help texts, made from the table of commands.

import type { CliCommand, CliOption } from './command.js';

/** The page of `antenv --help`. */
export function helpForAll(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Usage: antenv COMMAND …',
    '',
    'Packages Python apps for Azure App Service on Linux: dependencies belong into the build.',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'antenv COMMAND --help tells more; antenv --version says which this is.',
    'Exit code: 0 fine, 1 stopped or judged bad, 2 wrong usage.',
  ].join('\n');
}

/** The page of `antenv COMMAND --help`. */
export function helpFor(command: CliCommand): string {
  const { summary, options, example } = command;
  const rows = options.map((option) => [flagOf(option), option.help] as const);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    usageOf(command),
    '',
    summary,
    '',
    ...rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`),
    '',
    'Example:',
    `  ${example}`,
  ].join('\n');
}

/** How a command is called, in one line. */
export function usageOf({ name, operands }: CliCommand): string {
  return `Usage: antenv ${name} ${operands} [options]`;
}

function flagOf({ name, value }: CliOption): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
