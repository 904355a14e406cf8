// Turns: whoever reads much without a pause has to let others have theirs, such as a signal.

/** Bytes that are read before that. */
const BYTES = 16 * 1024 * 1024;

/** Counts what is done. */
export class Turns {
  private readonly length: number;
  private left: number;

  /** @param length of a turn: bytes, or what else is counted */
  constructor(length = BYTES) {
    this.length = length;
    this.left = length;
  }

  /** Whether it is somebody else's turn, now that so much more is done. */
  isOver(more: number): boolean {
    this.left -= more;
    if (this.left > 0) return false;
    this.left = this.length;
    return true;
  }
}
