// The environment variables that a failed start may depend on: what the app's own lines in the traceback read.

import { SET_BY_TOOLS } from '../settings/needed-variables.js';
import { isPlatformName } from '../settings/platform-names.js';
import {
  readsIn,
  readStatements,
  readVariables,
  variablesSetIn,
  type VariableRead,
} from '../sources/variable-reads.js';
import type { TreeFile } from '../evidence.js';
import { pathOfFrame, type Story } from './story.js';
import type { Frame } from './traceback.js';

/** Variables that the statement reads in which the exception was raised. */
export function readByStatement(story: Story): string[] {
  const frame = framesOfApp(story).at(-1);
  return frame === undefined ? [] : namesOf(readsOf(frame, story), story);
}

/** The same of all statements of the app in the traceback, and what the names and keys in them were read from. */
export function behindStatements(story: Story): string[] {
  const reads = framesOfApp(story).flatMap((frame) =>
    readsOf(frame, story).concat(behindWords(frame, story)),
  );
  return namesOf(reads, story);
}

/** Files, and variables that they read and nobody gave. */
export interface FileReads {
  readonly files: readonly string[];
  readonly names: readonly string[];
}

/** The files of the app in the traceback that read variables which nobody gave. */
export function readByFiles(story: Story): FileReads {
  const paths = new Set(framesOfApp(story).map(({ path }) => path));
  const reads = sourcesOf(story)
    .filter(({ path }) => paths.has(path))
    .map((file) => ({ path: file.path, names: namesOf(readsOfFile(file), story) }))
    .filter(({ names }) => names.length > 0);
  return { files: reads.map(({ path }) => path), names: reads.flatMap(({ names }) => names) };
}

/** Variables called as a server's address that the app reads and nobody gave. */
export function readForHosts(story: Story): string[] {
  const reads = sourcesOf(story).flatMap((file) => readsOfFile(file));
  return namesOf(reads, story).filter((name) => /(?:HOST|HOSTNAME|SERVER)$/.test(name));
}

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

interface AppFrame extends Frame {
  /** Relative to the app root. */
  readonly path: string;
}

/** As they stand in the log: a cause before its effect. */
function framesOfApp({ traceback = [], app, rehearsal: { appPath } }: Story): AppFrame[] {
  return traceback
    .flatMap(({ frames }) => frames)
    .flatMap((frame) => {
      const path = pathOfFrame(frame, appPath, app);
      return path === undefined ? [] : [{ ...frame, path }];
    });
}

/** Without its source, a statement is the line that Python printed. */
function statementOf({ path, line, code }: AppFrame, { app }: Story) {
  const text = app?.files.get(path)?.text ?? '';
  const found = readStatements(text).find(({ from, to }) => from <= line && line <= to);
  return found ?? { from: line, to: line, text: code };
}

function readsOf(frame: AppFrame, story: Story): VariableRead[] {
  return readsIn(statementOf(frame, story));
}

/** Names that other files may have made: constants, and what is taken from an object of settings. */
const OF_OTHERS = /(?:[Ss]ettings|[Cc]onfig|conf|cfg|env)(?:\(\))?\.(\w+)|\b([A-Z][A-Z0-9_]+)\b/g;

/** What the words of a statement hold: by the assignments of its own file, and by those of other files to settings. */
function behindWords(frame: AppFrame, story: Story): VariableRead[] {
  const text = statementOf(frame, story).text.replace(/^\s*[\w.]+\s*=(?!=)/, '');
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  const ofOthers = new Set([...text.matchAll(OF_OTHERS)].map((match) => match[1] ?? match[2]));
  return sourcesOf(story).flatMap((file) => {
    const held: ReadonlySet<string | undefined> = file.path === frame.path ? words : ofOthers;
    return readsOfFile(file).filter(({ holder }) => holder !== undefined && held.has(holder));
  });
}

function sourcesOf({ app }: Story): TreeFile[] {
  return [...(app?.files.values() ?? [])].filter(
    ({ path, text }) => path.endsWith('.py') && text !== undefined,
  );
}

const MAY_READ = /\b(?:environ|getenv|BaseSettings|env|config)\b/;

/** One failed start is asked about for several frames and names, and they lead to the same files. */
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
