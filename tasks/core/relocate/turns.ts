// Turns: whoever reads much without a pause has to let others have theirs, such as a signal.

/** Bytes that are read before that. */
const TURN = 16 * 1024 * 1024;

/** Counts what is read. */
export class Turns {
  private left = TURN;

  /** Whether it is somebody else's turn, now that so many more bytes are read. */
  isOver(bytes: number): boolean {
    this.left -= bytes;
    if (this.left > 0) return false;
    this.left = TURN;
    return true;
  }
}
