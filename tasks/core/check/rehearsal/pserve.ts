// Where Pyramid's pserve listens: a line of its ini file says so, and no shell replaces a variable there.

import type { Story } from './story.js';

/** What to write in the file that `pserve` is given, where it has that line. */
export function listenLine({ startup, app }: Story, port: number): string | undefined {
  const pserve = startup?.commands.find(({ words }) => words[0] === 'pserve');
  const file = pserve?.words.find((word) => word.endsWith('.ini'));
  const text = file === undefined ? undefined : app?.files.get(file)?.text;
  return text !== undefined && /^\s*listen\s*=/m.test(text)
    ? `Write in ${file}: listen = 0.0.0.0:${port}`
    : undefined;
}
