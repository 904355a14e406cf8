// Bytecode that is left out: a Python of another minor would make one that the site's does not read.

import type { Telling } from '../host.js';
import type { InputWords } from '../terms/input-name.js';
import type { Bytecode, SourceTree } from './compile.js';

/**
 * No bytecode for any of the trees, and that is told.
 * @param minor of the Python on App Service, such as `3.11`
 */
export function leaveOutBytecode(
  tell: Telling,
  input: InputWords,
  minor: string,
  trees: readonly SourceTree[],
): Bytecode {
  tell.note(
    `No Python ${minor} is at hand, so the package has no bytecode, and the first start on the site compiles what it imports. ${input.bringsPython(minor)}`,
  );
  return { trees: trees.map(() => []), notCompiled: [] };
}
