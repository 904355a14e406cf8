// App settings as lines of `NAME=value`: a .env file, or what `az … appsettings set --settings` takes.

import type { AppSetting, ReadSettings, SettingProblem } from '../../terms/app-setting.js';

const LINE = /^(?:export\s+)?([A-Za-z_][\w.:-]*)\s*=\s*(.*)$/s;

/** A word of several on one line; small letters may belong to a value, such as a connection string's. */
const WORD = /^[A-Z][A-Z0-9_]*=/;

/**
 * Whether a text begins with such a line, behind comments, and has a value anywhere: what ends in '=' alone may be
 * a secret in Base64, which would be shown as a name.
 */
export function isLines(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.find((line) => !isSkipped(line));
  const hasValue = lines.some((line) => /[^=]/.test(LINE.exec(line)?.[2] ?? ''));
  return first !== undefined && LINE.test(first) && hasValue;
}

/** Reads the lines by the rules that readers of .env files share: comments, `export`, quotes, also over lines. */
export function readLines(text: string, file: string): ReadSettings {
  const settings: AppSetting[] = [];
  const lost: number[] = [];
  for (const { text: line, at } of logicalLines(text)) {
    const parts = onOneLine(line);
    for (const part of parts) {
      const [, name, value = ''] = LINE.exec(part) ?? [];
      if (name === undefined) lost.push(at);
      else settings.push({ name, value: valueOf(value), slotSetting: undefined });
    }
  }
  return { settings, problems: [formProblem(file), ...lostProblems(lost, file)] };
}

function isSkipped(line: string): boolean {
  return line === '' || line.startsWith('#');
}

/** Lines with their numbers; a quote that is open at the end of one goes on in the next. */
function logicalLines(text: string): { readonly text: string; readonly at: number }[] {
  const lines = text.split('\n').map((line) => line.trim());
  const found: { text: string; at: number }[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (isSkipped(line)) continue;
    const quote = /=\s*(["'])/.exec(line)?.[1];
    const isOpen = quote !== undefined && line.split(quote).length % 2 === 0;
    const end = isOpen ? lines.findIndex((one, at) => at > index && one.includes(quote)) : -1;
    found.push({ text: lines.slice(index, Math.max(index, end) + 1).join('\n'), at: index + 1 });
    index = Math.max(index, end);
  }
  return found;
}

/** `A=1 B="two words"` as it is typed behind `--settings`. */
function onOneLine(line: string): readonly string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.length > 1 && words.every((word) => WORD.test(word)) ? words : [line];
}

function valueOf(text: string): string {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/s.exec(text)?.[2];
  return quoted ?? text.replace(/\s+#.*$/, '');
}

function formProblem(file: string): SettingProblem {
  return {
    severity: 'note',
    message:
      'The app settings are lines of NAME=value, which are read here, but which the deployment tasks do not take.',
    fix: 'Where such a task gets the same text, write [{ "name": "KEY", "value": "value" }].',
    where: { file },
  };
}

function lostProblems(lost: readonly number[], file: string): SettingProblem[] {
  const [first] = lost;
  if (first === undefined) return [];
  return [
    {
      severity: 'warning',
      message: `${lost.length === 1 ? 'A line' : `${lost.length} lines`} of the app settings ${lost.length === 1 ? 'has' : 'have'} no NAME= and ${lost.length === 1 ? 'is' : 'are'} lost.`,
      fix: 'Write NAME=value on a line of its own; put a value of several lines into double quotes.',
      where: { file, line: first },
    },
  ];
}
