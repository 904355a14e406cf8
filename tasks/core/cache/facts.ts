// Facts: what made a venv, one by one, so that it can be told why another one was needed.

import { sha256 } from '../archives/digest.js';

/** One thing that made a venv. A value is told as it is; of a content only its sha256 is ever kept. */
export type Fact =
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  | { readonly kind: 'content'; readonly name: string; readonly sha256: string };

/** A fact that may be read by everybody. */
export function valueFact(name: string, value: string): Fact {
  return { kind: 'value', name, value };
}

/** A fact of which only a digest is kept, such as a file or an index URL. */
export function contentFact(name: string, content: Buffer | string): Fact {
  return { kind: 'content', name, sha256: sha256(content) };
}

/** 32 hex digits that name a venv by what made it. */
export function keyOf(facts: readonly Fact[]): string {
  return sha256(JSON.stringify(facts.map((fact) => [fact.kind, fact.name, said(fact)]))).slice(
    0,
    32,
  );
}

/** Every way in which `now` is not what it was: `requirements.txt changed`, `Python 3.11.6 became 3.11.7`. */
export function differences(before: readonly Fact[], now: readonly Fact[]): string[] {
  const old = new Map(before.map((fact) => [fact.name, fact]));
  const names = new Set(now.map(({ name }) => name));
  const changed = now.flatMap((fact) => {
    const was = old.get(fact.name);
    if (!was) return [`${fact.name} is new`];
    return said(was) === said(fact) ? [] : [change(was, fact)];
  });
  const gone = before.filter(({ name }) => !names.has(name)).map(({ name }) => `${name} is gone`);
  return [...changed, ...gone];
}

function change(was: Fact, now: Fact): string {
  if (was.kind === 'content' || now.kind === 'content') return `${now.name} changed`;
  return `${now.name} ${was.value} became ${now.value}`;
}

function said(fact: Fact): string {
  return fact.kind === 'value' ? fact.value : `sha256 ${fact.sha256}`;
}

/** The facts as a text, a line each: two such files differ where a venv could not be used again. */
export function writeCacheKey(facts: readonly Fact[]): string {
  return facts.map((fact) => `${fact.name}: ${said(fact)}\n`).join('');
}

/** A fact that was kept as JSON, or `undefined` for anything else. */
export function readFact(value: unknown): Fact | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, name, value: told, sha256: digest } = value as Record<string, unknown>;
  if (typeof name !== 'string') return undefined;
  if (kind === 'value' && typeof told === 'string') return { kind, name, value: told };
  if (kind === 'content' && typeof digest === 'string') return { kind, name, sha256: digest };
  return undefined;
}
