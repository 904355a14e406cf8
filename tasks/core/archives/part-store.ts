// Where parts of a package are kept between runs, as those see it who make them.

import type { Content } from '../terms/archive-entry.js';
import { messageOf, Stopped } from '../terms/failure.js';
import { crcOf } from './crc.js';
import { openContent, PIECE, piecesOf, type ContentReader, type Room } from './read-content.js';

/** A part that an earlier run made. */
export interface KeptPart {
  /** Its bytes, as far as nobody touched them since: see `openPart`. */
  readonly content: Extract<Content, { kind: 'file' }>;
  /** The CRC-32 that they had. */
  readonly crc: number;
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
   * The part of this name, when it is there; nobody has read its bytes.
   * @param name whatever decides what its bytes are
   * @param size bytes that it was made of, to be counted
   */
  find(name: string, size: number): KeptPart | undefined;
  /** A part that is no use: it is told, and not found again. */
  forget(part: KeptPart, why: string): void;
  /** `undefined` where nothing can be kept. */
  begin(name: string): NewPart | undefined;
}

/** Keeps nothing. */
export const NO_PARTS: PartStore = {
  find: () => undefined,
  forget: () => undefined,
  begin: () => undefined,
};

/** A part turned out not to be what was kept. */
export class DamagedPart extends Error {
  readonly part: KeptPart;

  constructor(part: KeptPart, why: string) {
    super(why);
    this.part = part;
  }
}

/**
 * Opens a part to be read through once. Whoever reads its last byte learns whether it is what was kept: to read it
 * twice for that takes longer than to begin anew, which hardly ever happens.
 * @throws DamagedPart, also while it is read
 */
export function openPart(part: KeptPart): ContentReader {
  const reader = orDamaged(part, () => openContent(part.content));
  let crc = 0;
  let left = part.content.size;
  return {
    fill: (target, start, end) => {
      orDamaged(part, () => reader.fill(target, start, end));
      crc = crcOf(target.subarray(start, end), crc);
      left -= end - start;
      if (left === 0 && crc !== part.crc) throw new DamagedPart(part, 'is not what was kept');
    },
    close: () => reader.close(),
  };
}

/** All bytes of a part, in pieces. */
export function* partPieces(part: KeptPart, room?: Room): Generator<Buffer> {
  const reader = openPart(part);
  try {
    yield* piecesOf(reader, part.content.size, room);
  } finally {
    reader.close();
  }
}

/** Where parts are read through, one piece after another. */
const ROOM = Buffer.allocUnsafeSlow(PIECE);

/** The part of this name, when its bytes are what was kept: it is read through for that. */
export function findSound(store: PartStore, name: string, size: number): KeptPart | undefined {
  const part = store.find(name, size);
  if (!part) return undefined;
  try {
    for (const piece of partPieces(part, (length) => ROOM.subarray(0, length))) void piece;
    return part;
  } catch (error) {
    if (!(error instanceof DamagedPart)) throw error;
    store.forget(part, error.message);
    return undefined;
  }
}

/** Why a part's file could not be read, behind its name. */
export function sayUnread(error: unknown): string {
  const failure = error instanceof Stopped ? error.failure : undefined;
  if (failure?.code === 'file-changed') return 'was removed or cut meanwhile';
  return `cannot be read (${failure?.code === 'file-unreadable' ? failure.reason : messageOf(error)})`;
}

function orDamaged<Result>(part: KeptPart, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new DamagedPart(part, sayUnread(error));
  }
}

/**
 * Does work that reads parts, and does it anew without a part that turned out to be damaged. Where one is, others may
 * be, too: then all are looked through before they are used, or work would begin anew for each of them.
 */
export async function withSoundParts<Result>(
  store: PartStore,
  work: (parts: PartStore) => Promise<Result>,
): Promise<Result> {
  for (let parts = store; ; parts = soundParts(store)) {
    try {
      return await work(parts);
    } catch (error) {
      if (!(error instanceof DamagedPart)) throw error;
      store.forget(error.part, error.message);
    }
  }
}

/** The same parts, each read through when it is found. */
function soundParts(store: PartStore): PartStore {
  return {
    find: (name, size) => findSound(store, name, size),
    forget: (part, why) => store.forget(part, why),
    begin: (name) => store.begin(name),
  };
}
