// The environment variables that a failed start may depend on, by the app's own sources.

import { SET_BY_TOOLS } from '../settings/needed-variables.js';
import { isPlatformName } from '../settings/platform-names.js';
import { readVariables, variablesSetIn, type VariableRead } from '../sources/variable-reads.js';
import type { TreeFile } from '../evidence.js';
import type { Story } from './story.js';

/**
 * The variables that the app reads for a name in a message: itself, or those from which it takes a key of its
 * configuration, such as `SQLALCHEMY_DATABASE_URI`; `undefined` when its sources are not at hand.
 */
export function readAs(name: string, story: Story): readonly string[] | undefined {
  const files = sourcesOf(story);
  if (files.length === 0) return undefined;
  const reads = files.flatMap((file) => readsOfFile(file));
  if (reads.some((read) => read.name === name)) return [name];
  const behind = reads.filter(({ holder }) => holder === name);
  if (behind.length > 0) return namesOf(behind, story);
  return isReadByHelper(name, files) ? [name] : [];
}

/** Where the app reads names that it puts together, any text in it may be one. */
function isReadByHelper(name: string, files: readonly TreeFile[]): boolean {
  const texts = files.map(({ text = '' }) => text);
  return texts.some((text) => ANY_READ.test(text)) && texts.some((text) => hasText(text, name));
}

const ANY_READ = /\b(?:getenv|environ(?:\.get)?)\s*[([]\s*[A-Za-z_]/;

function hasText(text: string, name: string): boolean {
  // A key of a configuration is no name of a variable.
  return new RegExp(`(?<!\\[\\s*)["']${name}["']`).test(text);
}

function sourcesOf({ app }: Story): TreeFile[] {
  return [...(app?.files.values() ?? [])].filter(
    ({ path, text }) => path.endsWith('.py') && text !== undefined,
  );
}

const MAY_READ = /\b(?:environ|getenv|BaseSettings|env|config)\b/;

/** Every rule asks for the reason of the same failed start. */
const KNOWN_READS = new WeakMap<TreeFile, readonly VariableRead[]>();

function readsOfFile(file: TreeFile): readonly VariableRead[] {
  const { text = '' } = file;
  const reads = KNOWN_READS.get(file) ?? (MAY_READ.test(text) ? readVariables(text) : []);
  KNOWN_READS.set(file, reads);
  return reads;
}

/** Each name once, without those that the app was given or gives itself. */
function namesOf(reads: readonly VariableRead[], story: Story): string[] {
  const names = [...new Set(reads.map(({ name }) => name))];
  if (names.length === 0) return [];
  const given = new Set(givenTo(story).map((name) => name.toLowerCase()));
  return names.filter((name) => !given.has(name.toLowerCase()) && !isPlatformName(name));
}

function givenTo(story: Story): string[] {
  const { startup, rehearsal } = story;
  return [
    ...SET_BY_TOOLS,
    ...rehearsal.settingNames,
    ...sourcesOf(story).flatMap(({ text = '' }) => variablesSetIn(text)),
    ...(startup?.commands ?? []).flatMap(({ environment }) => Object.keys(environment)),
  ];
}
