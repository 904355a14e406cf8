// Options of a command line, as the tools' own parsers read them.

/** How a tool's options are written. */
export interface OptionForms {
  /** Options without a value, with their dashes: `--reload`, `-D`. */
  readonly booleans: readonly string[];
  /** Short to long: `{ '-b': '--bind' }`. */
  readonly shorts: Readonly<Record<string, string>>;
}

export interface Options {
  /** Long names to their values in order; an option without a value has an empty one. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** What is no option. */
  readonly operands: readonly string[];
}

/** Reads options and operands in any order, up to `--`. An unknown long option takes a word that follows it. */
export function readOptions(words: readonly string[], forms: OptionForms): Options {
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  const add = (name: string, value: string): void => {
    const long = forms.shorts[name] ?? name;
    values.set(long, [...(values.get(long) ?? []), value]);
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    const option = splitOption(word, forms);
    if (option === undefined) {
      operands.push(word);
    } else if (option.value !== undefined || isBoolean(option.name, forms)) {
      add(option.name, option.value ?? '');
    } else {
      const next = words[at + 1];
      const takes = next !== undefined && (isKnown(option.name, forms) || !/^-./.test(next));
      add(option.name, takes ? next : '');
      if (takes) at += 1;
    }
  }
  return { values, operands };
}

function splitOption(
  word: string,
  forms: OptionForms,
): { name: string; value: string | undefined } | undefined {
  if (!/^-./.test(word)) return undefined;
  const equals = word.indexOf('=');
  if (word.startsWith('--') || word[2] === '=') {
    if (equals === -1) return { name: word, value: undefined };
    return { name: word.slice(0, equals), value: word.slice(equals + 1) };
  }
  const short = word.slice(0, 2);
  const isAttached = word.length > 2 && short in forms.shorts && !isBoolean(short, forms);
  return isAttached ? { name: short, value: word.slice(2) } : { name: word, value: undefined };
}

function isBoolean(name: string, { booleans, shorts }: OptionForms): boolean {
  return booleans.includes(name) || booleans.includes(shorts[name] ?? '');
}

function isKnown(name: string, { shorts }: OptionForms): boolean {
  return name in shorts || Object.values(shorts).includes(name);
}

/** The last value of the first of the names that is there; tools let the last one win. */
export function valueOf(options: Options, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = options.values.get(name)?.at(-1);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Whether any of the names is given. */
export function has(options: Options, ...names: readonly string[]): boolean {
  return names.some((name) => options.values.has(name));
}
