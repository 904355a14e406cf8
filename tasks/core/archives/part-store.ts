// Where parts of a package are kept between runs, as those see it who make them.

import type { Content } from '../terms/archive-entry.js';

/** A part that an earlier run made. */
export interface KeptPart {
  /** Its bytes. */
  readonly content: Extract<Content, { kind: 'file' }>;
  /** What its maker noted of it, as JSON keeps it. */
  readonly note: unknown;
}

/** A part that is being made, to be kept when it is whole. */
export interface NewPart {
  add(bytes: Buffer): void;
  /** Keeps it; without this it is as if it had never been begun. */
  end(note: unknown): void;
}

export interface PartStore {
  /**
   * The part of this name, when it is there and its bytes are what was kept.
   * @param name whatever decides what its bytes are
   * @param size bytes that it was made of, to be counted
   */
  find(name: string, size: number): KeptPart | undefined;
  /** `undefined` where nothing can be kept. */
  begin(name: string): NewPart | undefined;
}

/** Keeps nothing. */
export const NO_PARTS: PartStore = { find: () => undefined, begin: () => undefined };
