// The inputs of a command: its flags and operands, read as those of a task are.

import { Inputs } from '../core/inputs.js';
import type { InputName } from '../core/terms/input-name.js';
import type { Arguments } from './arguments.js';
import { flagOf } from './flags.js';

/** @param operands what is given by its place */
export function readInputs(
  given: Arguments,
  operands: Readonly<Partial<Record<InputName, string | undefined>>> = {},
): Inputs {
  return new Inputs({
    value: (name) => operands[name] ?? given.value(flagOf(name)),
    workingFolder: process.cwd(),
    emptyPaths: [],
    emptyIsGiven: true,
  });
}
