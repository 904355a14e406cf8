// What a page says to whoever looks at it: its text in one line, without markup.

const ENTITIES: Readonly<Record<string, string>> = {
  '&#39;': "'",
  '&#x27;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** As much as a sentence takes. */
const MOST = 500;

/** Reads the text of a page; other text is nearly as it was. */
export function readVisibleText(page: string): string {
  return page
    .replace(/<(style|script)\b[^>]*>[^]*?<\/\1>/gi, ' ')
    .replace(/<[a-z/!][^>]*>/gi, ' ')
    .replace(/&(?:#39|#x27|quot|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST);
}
