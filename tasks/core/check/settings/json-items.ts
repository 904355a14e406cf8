// The items of a JSON text one by one: with keys that come twice, which `JSON.parse` loses, and with places.

/** An item of an array or object: a slice of the text. */
export interface JsonItem {
  /** The key, in an object. */
  readonly key: string | undefined;
  readonly from: number;
  readonly to: number;
}

/** The items of the array or object that `text` holds, in order. The text must be valid JSON. */
export function jsonItems(text: string): JsonItem[] {
  const open = text.search(/[[{]/);
  const isObject = text[open] === '{';
  const items: JsonItem[] = [];
  let key: string | undefined;
  let from: number | undefined;
  let depth = 0;
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '"') {
      const end = stringEnd(text, at);
      if (isObject && depth === 0 && key === undefined) key = readKey(text, at, end);
      else from ??= at;
      at = end;
    } else if (depth === 0 && (char === ',' || char === ']' || char === '}')) {
      if (from !== undefined) items.push({ key, from, to: at });
      if (char !== ',') return items;
      key = undefined;
      from = undefined;
    } else if (char === '[' || char === '{') {
      from ??= at;
      depth++;
    } else if (char === ']' || char === '}') {
      depth--;
    } else if (!/[\s:]/.test(char)) {
      from ??= at;
    }
  }
  return items;
}

function readKey(text: string, from: number, end: number): string {
  return String(JSON.parse(text.slice(from, end + 1)));
}

/** The index of the quote that ends the string beginning at `start`; the text's length when none does. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/**
 * The index where a text stops to be JSON, where that can be told.
 * @param message of the error that `JSON.parse` threw; Node does not always put the position into it
 */
export function jsonBreak(text: string, message: string): number | undefined {
  const position = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  return position === undefined ? firstOddToken(text) : Number(position);
}

const WORD = /[^\s[\]{}:,"]+/y;

function firstOddToken(text: string): number | undefined {
  let before = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (/\s/.test(char)) continue;
    if (before === ',' && /[\]},]/.test(char)) return at;
    before = char;
    if (char === '"') at = stringEnd(text, at);
    WORD.lastIndex = at;
    const word = char === '"' ? undefined : WORD.exec(text)?.[0];
    if (word === undefined) continue;
    if (!/^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(word)) return at;
    at += word.length - 1;
  }
  return undefined;
}

/** The line of an index, from 1. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) {
    line++;
  }
  return line;
}
