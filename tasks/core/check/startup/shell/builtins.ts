// Builtins that change what the shell knows: folders, variables, options.

import { assign, type Scope } from './scope.js';

/** Changes the scope as the command would; `resolve` makes a path one of the app. */
export function runBuiltin(
  words: readonly string[],
  scope: Scope,
  resolve: (path: string) => string | undefined,
): void {
  const [program = '', ...args] = words;
  const operands = args.filter((word) => !/^-./.test(word));
  switch (program) {
    case 'cd':
      scope.folder =
        operands[0] === undefined || operands[0] === '-' ? undefined : resolve(operands[0]);
      return;
    case 'pushd':
      scope.folders.push(scope.folder);
      scope.folder = operands[0] === undefined ? undefined : resolve(operands[0]);
      return;
    case 'popd':
      scope.folder = scope.folders.pop();
      return;
    case 'export':
    case 'declare':
    case 'typeset':
    case 'local':
    case 'readonly':
      return declare(program, args, scope);
    case 'unset':
      for (const name of operands) assign(scope, name, undefined);
      return;
    case 'read':
      for (const name of operands) assign(scope, name, undefined);
      return;
    case 'set':
      if (args.some((word) => /^-[a-z]*e/.test(word) || word === 'errexit'))
        scope.stopsOnError = true;
      if (args.some((word) => /^\+[a-z]*e/.test(word))) scope.stopsOnError = false;
      return;
    default:
      assignAlone(words, scope);
  }
}

function declare(program: string, args: readonly string[], scope: Scope): void {
  const exports = program === 'export' || args.some((word) => /^-[a-zA-Z]*x/.test(word));
  for (const word of args) {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) continue;
    if (value !== undefined) assign(scope, name, value);
    if (exports) scope.exported.add(name);
  }
}

/** `printf -v NAME`, `getopts` and the like make values that nobody can know. */
function assignAlone(words: readonly string[], scope: Scope): void {
  const [program, option, name] = words;
  if (program === 'printf' && option === '-v' && name !== undefined) assign(scope, name, undefined);
}
