// A text that is too long for a message, cut between two words.

/**
 * The words of a text that so many characters have room for, and `…` where more follow. Only whole words stay: half a
 * secret would not be known as one, and not be masked.
 */
export function wholeWords(text: string, most: number): string {
  if (text.length <= most) return text;
  // One character more: a word is whole where a blank follows.
  return `${text.slice(0, most + 1).replace(/\s*\S*$/, '')}…`;
}
