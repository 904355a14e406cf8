// A word of a shell's command, as it is written where somebody is to copy the command.

/**
 * A path as one word. Double quotes, since the platform puts a startup command between single ones and loses those
 * inside (startup/single-quotes). `$` keeps its meaning: what a command names may begin with `$APP_PATH`.
 */
export function shellWord(path: string): string {
  return /^[\w./$-]+$/.test(path) ? path : `"${path.replace(/["\\`]/g, '\\$&')}"`;
}
