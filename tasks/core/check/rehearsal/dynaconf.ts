// Dynaconf names the key of its settings that is missing, not the variable that would give it.

import type { Story } from './story.js';
import type { PythonException } from './traceback.js';

/** The words of its versions: an attribute before 3.3 and since, an item, a validator. */
const WORDS: readonly RegExp[] = [
  /^'\w*Settings' object has no attribute '([A-Z]\w*)'$/,
  /^([A-Z]\w*)$/,
  /^'(\w+) does not exist'$/,
  /^(\w+) is required in env \w+$/,
];

/** The variables of an app begin with its prefix, or with one of Dynaconf's own for a framework. */
const PREFIX = /\benvvar_prefix\s*=\s*(?:["'](\w*)["']|False\b|None\b)/i;
const OF_FRAMEWORKS: readonly (readonly [call: RegExp, prefix: string])[] = [
  [/\bDjangoDynaconf\s*\(/, 'DJANGO'],
  [/\bFlaskDynaconf\s*\(/, 'FLASK'],
];
const USUAL_PREFIX = 'DYNACONF';

/** The variable that would have given the key for want of which Dynaconf raised; `undefined` for other exceptions. */
export function dynaconfVariable(exception: PythonException, story: Story): string | undefined {
  if (!/\/dynaconf\/[^:]*\.py$/.test(exception.frames.at(-1)?.file ?? '')) return undefined;
  for (const pattern of WORDS) {
    const key = pattern.exec(exception.message)?.[1]?.toUpperCase();
    if (key !== undefined) return [prefixIn(story), key].filter((part) => part !== '').join('_');
  }
  return undefined;
}

function prefixIn({ app }: Story): string {
  const texts = [...(app?.files.values() ?? [])].flatMap(({ path, text = '' }) =>
    path.endsWith('.py') && text.includes('ynaconf') ? [text] : [],
  );
  for (const text of texts) {
    const found = PREFIX.exec(text);
    if (found !== null) return (found[1] ?? '').toUpperCase();
  }
  const framework = OF_FRAMEWORKS.find(([call]) => texts.some((text) => call.test(text)));
  return framework?.[1] ?? USUAL_PREFIX;
}
