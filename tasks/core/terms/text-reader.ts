// Takes one piece after the other from a text: what the readers of small grammars share.

export interface TextReader {
  /** What the sticky pattern finds right here, taken away; undefined, and nothing taken, if it finds nothing. */
  readonly take: (piece: RegExp) => RegExpExecArray | undefined;
  /** What was not taken yet. */
  readonly rest: () => string;
}

/** Reads a text from its beginning; each pattern must have the flag `y`. */
export function textReader(text: string): TextReader {
  let at = 0;
  return {
    take: (piece) => {
      piece.lastIndex = at;
      const found = piece.exec(text) ?? undefined;
      at += found?.[0].length ?? 0;
      return found;
    },
    rest: () => text.slice(at),
  };
}
