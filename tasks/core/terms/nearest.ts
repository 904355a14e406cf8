// The nearest of known names to one that is none of them: a slip of the pen, or a part of the name.

/** Shorter ones are a part of many. */
const SHORTEST_PART = 3;

/** The only name that holds the word, or the first that is a few slips away from it; `undefined` where none is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const holding = known.filter((name) => word.length >= SHORTEST_PART && name.includes(word));
  if (holding.length === 1) return holding[0];
  const most = Math.min(3, Math.max(1, Math.floor(word.length / 3)));
  const [first] = known
    .filter((name) => Math.abs(name.length - word.length) <= most)
    .map((name) => ({ name, slips: slipsBetween(word, name) }))
    .toSorted((one, other) => one.slips - other.slips);
  return first && first.slips <= most ? first.name : undefined;
}

/** How many letters are to be put in, left out, changed or swapped with the next one. */
function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      const isSwapped = one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      next.push(
        Math.min(
          (last[at] ?? 0) + 1,
          (next[at - 1] ?? 0) + 1,
          (last[at - 1] ?? 0) + (same ? 0 : 1),
          row > 1 && at > 1 && isSwapped ? (before[at - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
