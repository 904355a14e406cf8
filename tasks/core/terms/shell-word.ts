// A word of a shell's command, as it is written where somebody is to copy the command.

/**
 * A path as one word. Double quotes, since the platform puts a startup command between single ones and loses those
 * inside (startup/single-quotes). A variable keeps its meaning, since what a command names may begin with `$APP_PATH`; a
 * name cannot make the shell run anything.
 */
export function shellWord(path: string): string {
  return /^[\w./$-]+$/.test(path) ? path : `"${path.replace(/["\\`]|\$(?![A-Za-z_])/g, '\\$&')}"`;
}
