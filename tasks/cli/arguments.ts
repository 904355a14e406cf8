// Arguments: flags to values, with the words of a usage error.

import { parseArgs } from 'node:util';
import { messageOf, Stopped } from '../core/terms/failure.js';
import { nearest } from '../core/terms/nearest.js';
import type { CliOption } from './command.js';
import { flagOfInput } from './flags.js';

export interface Arguments {
  readonly operands: readonly string[];
  /** The value of a flag; repeated ones have a line each. */
  value(name: string): string | undefined;
  has(name: string): boolean;
}

interface Given {
  readonly args: string[];
  readonly options: Record<
    string,
    { readonly type: 'boolean' | 'string'; readonly multiple: true }
  >;
  readonly allowPositionals: boolean;
}

/**
 * Reads arguments by the options of a command.
 * @throws Stopped `usage`
 */
export function readArguments(args: readonly string[], options: readonly CliOption[]): Arguments {
  const config = Object.fromEntries(
    options.map(({ name, value }) => [
      name,
      { type: value === undefined ? 'boolean' : 'string', multiple: true } as const,
    ]),
  );
  const call = { args: [...args], options: config, allowPositionals: true };
  refuseUnknown(call);
  try {
    const { values, positionals } = parseArgs(call);
    refuseTwice(options, values);
    refuseEmpty(positionals);
    return {
      operands: positionals,
      value: (name) => {
        const given = values[name];
        return Array.isArray(given) ? given.join('\n') : undefined;
      },
      has: (name) => values[name] !== undefined,
    };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw new Stopped({ code: 'usage', message: messageOf(error) }, { cause: error });
  }
}

/** In our words: those of Node.js are about arguments that begin with a dash. */
function refuseUnknown({ options, ...given }: Given): void {
  const { tokens } = parseArgs({ ...given, options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option' || Object.hasOwn(options, token.name)) continue;
    const known = Object.keys(options);
    const asInput = known.find((name) => name === flagOfInput(token.name));
    const meant = asInput ?? nearest(token.name, known);
    const hint = meant === undefined ? '' : `; perhaps --${meant} is meant`;
    const message = `There is no flag ${token.rawName} here${hint}.`;
    throw new Stopped({ code: 'usage', message });
  }
}

/** A variable of a shell that nobody set: it would else be the current folder. */
function refuseEmpty(operands: readonly string[]): void {
  if (!operands.some((operand) => operand.trim() === '')) return;
  const message = "An argument is empty, ''. Give a value to the variable that it comes from.";
  throw new Stopped({ code: 'usage', message });
}

function refuseTwice(
  options: readonly CliOption[],
  values: Readonly<Record<string, unknown>>,
): void {
  for (const { name, value, repeatable } of options) {
    const given = values[name];
    const twice = Array.isArray(given) && given.length > 1;
    if (twice && value !== undefined && repeatable !== true) {
      throw new Stopped({ code: 'usage', message: `--${name} is given more than once.` });
    }
  }
}
