// Builds a tree of files while their bytes go by: texts that rules read are kept, shared objects handed on.

import { isSharedObjectName } from '../native/shared-object-name.js';
import type { Tree, TreeFile } from '../evidence.js';
import { keptBytes, keptText, type TextBudget, type TreeKind } from './kept-text.js';

/** Takes the bytes of one file, in order. */
export interface Receiver {
  /** No more bytes are wanted. */
  readonly done: boolean;
  take(piece: Buffer): void;
}

/** Asked for every shared object; gives what takes its bytes, if they are wanted now. */
export type OnSharedObject = (path: string, size: number) => Receiver | undefined;

type Draft = { -readonly [Key in keyof TreeFile]: TreeFile[Key] };

const ELF = Buffer.from('\u007fELF', 'latin1');

/** Flags of a `.pyc` are at 4: bit 0 for hash-based, bit 1 for checked (PEP 552). */
const PYC_HEAD = 8;

export class TreeBuilder {
  private readonly files = new Map<string, Draft>();
  private readonly kind: TreeKind;
  private readonly budget: TextBudget;
  private readonly onSharedObject: OnSharedObject;

  constructor(kind: TreeKind, budget: TextBudget, onSharedObject: OnSharedObject) {
    this.kind = kind;
    this.budget = budget;
    this.onSharedObject = onSharedObject;
  }

  /** Adds a file; a later one of the same path takes its place, as it does on the platform. */
  add(path: string, size: number, executable: boolean): Receiver | undefined {
    const draft: Draft = { path, size, executable, text: undefined };
    this.files.set(path, draft);
    if (isSharedObjectName(path)) return this.onSharedObject(path, size);
    const wanted = keptBytes(this.kind, path, size);
    if (wanted === undefined || !this.budget.take(path, wanted)) return undefined;
    const keep = (bytes: Buffer): void => {
      draft.text = keptText(path, bytes);
    };
    if (this.kind === 'venv' && /^bin\/[^/]+$/.test(path)) {
      return new ProgramReceiver(wanted, keep, () => this.onSharedObject(path, size));
    }
    return new HeadReceiver(wanted, keep);
  }

  /** The same for a file of an archive that is read from end to end anyway: bytecode is looked into. */
  addStreamed(path: string, size: number, executable: boolean): Receiver | undefined {
    const receiver = this.add(path, size, executable);
    const draft = this.files.get(path);
    if (!path.endsWith('.pyc') || !draft || size < PYC_HEAD) return receiver;
    return new HeadReceiver(PYC_HEAD, (head) => {
      const flags = head.readUInt32LE(4);
      draft.bytecode = flags === 0 ? 'timestamp' : flags === 1 ? 'unchecked' : 'checked';
    });
  }

  addLink(path: string, target: string): void {
    this.files.set(path, { path, size: 0, executable: false, text: undefined, link: target });
  }

  /** A second name of a file that was added before. */
  addHardLink(path: string, target: string): void {
    const file = this.files.get(target);
    if (file) this.files.set(path, { ...file, path });
  }

  tree(): Tree {
    return { files: this.files, complete: true };
  }
}

/** Collects the first bytes of a file, and hands them on as soon as they are there. */
class HeadReceiver implements Receiver {
  done = false;
  private readonly pieces: Buffer[] = [];
  private missing: number;
  private readonly use: (bytes: Buffer) => void;

  constructor(wanted: number, use: (bytes: Buffer) => void) {
    this.missing = wanted;
    this.use = use;
    if (wanted === 0) this.finish();
  }

  take(piece: Buffer): void {
    if (this.done) return;
    const part = piece.subarray(0, this.missing);
    this.pieces.push(part);
    this.missing -= part.length;
    if (this.missing === 0) this.finish();
  }

  private finish(): void {
    this.done = true;
    this.use(Buffer.concat(this.pieces));
    this.pieces.length = 0;
  }
}

/** A program of `bin`: a script whose head is kept, or a binary, told apart by its first bytes. */
class ProgramReceiver implements Receiver {
  private before: Buffer = Buffer.alloc(0);
  private chosen: Receiver | undefined;
  private refused = false;
  private readonly script: HeadReceiver;
  private readonly binary: () => Receiver | undefined;

  constructor(wanted: number, keep: (bytes: Buffer) => void, binary: () => Receiver | undefined) {
    this.script = new HeadReceiver(wanted, keep);
    this.binary = binary;
  }

  get done(): boolean {
    return this.refused || this.script.done || this.chosen?.done === true;
  }

  take(piece: Buffer): void {
    if (this.refused) return;
    if (this.chosen) {
      this.chosen.take(piece);
      return;
    }
    this.before = Buffer.concat([this.before, piece]);
    const isShort = this.before.length < ELF.length;
    if (isShort && ELF.subarray(0, this.before.length).equals(this.before)) return;
    const isBinary = this.before.subarray(0, ELF.length).equals(ELF);
    this.chosen = isBinary ? this.binary() : this.script;
    this.refused = this.chosen === undefined;
    this.chosen?.take(this.before);
    this.before = Buffer.alloc(0);
  }
}
