// Macros: `$(name)` in inputs, step environment, handler fields and variables.

/**
 * Replaces `$(name)` in one pass from left to right; what was put in is not looked at again, and an
 * unknown macro stays as it is written. `lookup` decides whether names ignore case.
 * Source: azure-pipelines-agent, VarUtil.cs:147-205.
 */
export function expandMacros(text: string, lookup: (name: string) => string | undefined): string {
  let result = text;
  let start = 0;
  for (;;) {
    const open = result.indexOf('$(', start);
    const close = open < 0 ? -1 : result.indexOf(')', open + 2);
    if (close < 0) {
      return result;
    }
    const name = result.slice(open + 2, close);
    const value = name === '' ? undefined : lookup(name);
    if (value === undefined) {
      start = open + 1;
    } else {
      result = result.slice(0, open) + value + result.slice(close + 1);
      start = open + value.length;
    }
  }
}
