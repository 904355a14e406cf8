// The two files beside a kept venv: what made it, and the mark that it is whole.

import type { BuiltAt } from '../terms/built-at.js';
import { readFact, type Fact } from './facts.js';
import type { Listing } from './listing.js';

export type { BuiltAt } from '../terms/built-at.js';

/** `made.json`. */
export interface Made {
  readonly facts: readonly Fact[];
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly builtAt: BuiltAt;
  /** Distributions whose version nothing fixed. */
  readonly leftOpen: readonly string[];
}

/** `complete.json`, which is written last. */
export interface Complete extends Listing {
  /** Hex sha256 of `made.json`. */
  readonly made: string;
}

/** The text of `made.json`. */
export function writeMade(made: Made): string {
  return `${JSON.stringify(made, undefined, 2)}\n`;
}

/** Reads `made.json`; `undefined` for anything else. */
export function readMade(text: string): Made | undefined {
  const { facts, madeAt, builtAt, leftOpen } = readObject(text);
  if (!Array.isArray(facts) || typeof madeAt !== 'string' || !isTexts(leftOpen)) return undefined;
  const read = facts.map(readFact);
  if (!read.every((fact) => fact !== undefined) || !isBuiltAt(builtAt)) return undefined;
  return { facts: read, madeAt, builtAt, leftOpen };
}

/** The text of `complete.json`. */
export function writeComplete({ files, bytes, digest, made }: Complete): string {
  return `${JSON.stringify({ files, bytes, digest, made })}\n`;
}

/** Reads `complete.json`; `undefined` for anything else. */
export function readComplete(text: string): Complete | undefined {
  const { files, bytes, digest, made } = readObject(text);
  const counts = typeof files === 'number' && typeof bytes === 'number';
  if (!counts || typeof digest !== 'string' || typeof made !== 'string') return undefined;
  return { files, bytes, digest, made };
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isBuiltAt(value: unknown): value is BuiltAt {
  if (typeof value !== 'object' || value === null) return false;
  const { venv, work, appRoot } = value as Record<string, unknown>;
  return isTexts(venv) && isTexts(work) && isTexts(appRoot);
}
