// Turns the name of a variable or input into that of an environment variable.

/**
 * Dots and blanks become underscores, hyphens and the rest stay.
 * Source: azure-pipelines-agent, VarUtil.cs:77-81.
 */
export function environmentName(name: string, preserveCase = false): string {
  const mangled = name.replace(/[. ]/g, '_');
  return preserveCase ? mangled : mangled.toUpperCase();
}
