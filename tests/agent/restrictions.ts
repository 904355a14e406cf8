// Says what a restricted step may do.
import type { Restrictions } from './definition.js';

/** Whether a command may run that restricted mode does, or does not, allow. */
export function commandAllowed(
  restrictions: readonly Restrictions[],
  allowedWhenRestricted: boolean,
): boolean {
  return allowedWhenRestricted || restrictions.every((one) => one.commands !== 'restricted');
}

/**
 * Whether every list allows the variable. Patterns ignore case; `*` and `?` are known here, and a
 * pattern with more than that is an error, so that nobody relies on what is not emulated.
 * Source: azure-pipelines-agent, TaskRestrictionsExtension.cs:42-62.
 */
export function variableSettable(restrictions: readonly Restrictions[], name: string): boolean {
  return restrictions.every(
    ({ settableVariables }) =>
      settableVariables === undefined || settableVariables.some((p) => toRegExp(p).test(name)),
  );
}

function toRegExp(pattern: string): RegExp {
  if (/[[\]{}()!#+@\\]/.test(pattern)) {
    throw new Error(`the emulated agent does not know the pattern '${pattern}'`);
  }
  const source = pattern
    .replace(/[.^$|]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${source}$`, 'i');
}
