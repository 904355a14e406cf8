// A start that failed for want of an app setting: which one, by the words of the libraries that read settings.

import type { SettingReference } from '../../terms/setting-reference.js';
import { neededVariables } from '../settings/needed-variables.js';
import { neverAnswered, shorten, type Story } from './story.js';
import { behindStatements, readAs, readByStatement } from './app-variables.js';
import { dynaconfVariable } from './dynaconf.js';
import { failsAnywhere } from './fails-anywhere.js';
import { endedInShell } from './shell-error.js';
import type { PythonException } from './traceback.js';

/** Settings that were asked for and not given. */
export interface MissingSetting {
  /** As the app asks for them; libraries may compare without case. */
  readonly names: readonly string[];
  /** The class that has them as fields, whose names may have a prefix in the environment. */
  readonly model?: string | undefined;
  /** The variables of its fields, by field, where the app's sources tell them. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Whether one of them is enough. */
  readonly alternatives?: boolean;
  /** Whether nothing names them, but the failing statement needs them. */
  readonly isLikely?: boolean;
  /** What says so, where it is no exception. */
  readonly line?: string;
  /** Those of the site whose values are only known there, by their names on the site. */
  readonly references: readonly SettingReference[];
  /** What the failing file reads without a default besides, and was not given: the next starts would fail for them. */
  readonly others: readonly string[];
}

/** What the app asks for, before it is known what it was given. */
type Asked = Omit<MissingSetting, 'references' | 'others'>;

/** Libraries that name the variable; a word of the sentence is none. */
const NAMED: readonly RegExp[] = [
  // python-decouple
  /\b(\w+) not found\. Declare it as envvar/,
  // django-environ
  /Set the (\w*[A-Z_]\w*) environment variable/,
  // environs
  /[Ee]nvironment variable "(\w+)" not set/,
  /[Ee]nvironment variable ([A-Z][A-Z0-9_]*) not set/,
  // Starlette
  /Config '(\w+)' is missing/,
  // Django
  /The (SECRET_KEY) setting must not be empty/,
];

/** Words that say that something is not there. */
const ABSENT =
  /\b(?:not (?:set|defined|provided|found|configured|given|specified)|undefined|missing|required?|needs?|must be (?:set|provided|given|specified)|must (?:set|provide|specify)|please (?:set|add|provide)|or set|did not find|no)\b/i;

/** A name that looks like a variable's, and words that say that it is one. */
const VARIABLE = /\b[A-Z][A-Z0-9_]{2,}\b/g;
const OF_ENVIRONMENT = /\benv(?:ironment)?[ _-]?var(?:iable)?s?\b|\bos\.environ\b/i;

/** Finds the settings that the start failed for; `undefined` when none, or when they were given. */
export function findMissingSetting(story: Story): MissingSetting | undefined {
  const { traceback = [] } = story;
  for (const one of traceback.toReversed()) {
    const found = fromModel(one, story) ?? fromName(nameIn(one) ?? dynaconfVariable(one, story));
    if (found !== undefined) return ifNotGiven(found, story);
  }
  const found =
    fromShell(story) ??
    leftAsNone(story) ??
    dependsOn(readByStatement, story) ??
    ownWords(story) ??
    dependsOn(behindStatements, story);
  return ifNotGiven(found, story);
}

/** `set -u` in bash and in dash; `${NAME:?}` with the shell's own words. */
const UNSET =
  /^\S+: (?:line )?\d+: ([A-Z][A-Z0-9_]*): (?:unbound variable|parameter (?:null or )?not set(?: or null)?)$/;

/** `${NAME:?words}`, which is told from another complaint by the script that has it. */
const REQUIRED = /^\S+: (?:line )?\d+: ([A-Z][A-Z0-9_]*): /;

/** A script that ends because a variable is not set. */
function fromShell(story: Story): Asked | undefined {
  if (!endedInShell(story)) return undefined;
  const line = story.rehearsal.log.findLast((text) => text.trim() !== '')?.trim() ?? '';
  const unset = UNSET.exec(line)?.[1];
  const required = REQUIRED.exec(line)?.[1];
  const name = unset ?? (isRequired(required, story) ? required : undefined);
  return name === undefined ? undefined : { names: [name], line: shorten(line) };
}

function isRequired(name: string | undefined, { startup }: Story): boolean {
  const texts =
    startup === undefined ? [] : [startup.text, ...startup.scripts.map(({ text }) => text)];
  return name !== undefined && texts.some((text) => new RegExp(`\\$\\{${name}:?\\?`).test(text));
}

/** The one variable of a statement that fails because something is None. */
function leftAsNone(story: Story): Asked | undefined {
  if (!/\bNone(?:Type)?\b/.test(story.exception?.message ?? '')) return undefined;
  const names = dependsOn(readByStatement, story)?.names ?? [];
  return names.length === 1 ? { names } : undefined;
}

/** Statements that read variables may fail for want of them, whatever the exception says. */
function dependsOn(find: (story: Story) => string[], story: Story): Asked | undefined {
  if (story.exception === undefined || failsAnywhere(story.exception)) return undefined;
  const names = find(story);
  return names.length === 0 ? undefined : { names, isLikely: true };
}

function nameIn(exception: PythonException): string | undefined {
  const { type, message } = exception;
  for (const pattern of NAMED) {
    const name = pattern.exec(message)?.[1];
    if (name !== undefined) return name;
  }
  return type === 'KeyError' && isEnvironment(exception)
    ? /^'(\w+)'/.exec(message)?.[1]
    : undefined;
}

/** `os.environ[…]` ends in the module os; some libraries read a copy, in a line that names it. */
function isEnvironment({ frames }: PythonException): boolean {
  const last = frames.at(-1);
  if (last === undefined) return false;
  const isOs = /(?:^<frozen os>$|\/os\.py$)/.test(last.file) && last.function === '__getitem__';
  return isOs || /\benviron\b/.test(last.code);
}

/** pydantic-settings, and pydantic's own in version 1. Other models are the app's data, not its settings. */
function fromModel({ type, message, frames }: PythonException, story: Story): Asked | undefined {
  if (!/(?:^|\.)ValidationError$/.test(type)) return undefined;
  const isSettings = frames.some(({ file }) =>
    /pydantic_settings\/|pydantic\/env_settings\./.test(file),
  );
  if (!isSettings) return undefined;
  const lines = message.split('\n');
  const names = lines.filter((_, index) => /^\s+[Ff]ield required/.test(lines[index + 1] ?? ''));
  const unique = [...new Set(names.map((name) => name.trim()))];
  const model = /validation errors? for (\w+)/.exec(message)?.[1];
  return unique.length === 0
    ? undefined
    : { names: unique, model, variables: variablesOf(unique, story) };
}

/** By the prefix of the class or an alias; a field of two classes may stand for either variable. */
function variablesOf(fields: readonly string[], story: Story): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const field of fields) {
    const [variable, ...others] = readAs(field, story) ?? [];
    if (variable !== undefined && others.length === 0) known.set(field, variable.toUpperCase());
  }
  return known;
}

/** The words of the app, or of what it uses, about names that look like variables. */
function ownWords(story: Story): Asked | undefined {
  const { exception, appLine } = story;
  if (exception === undefined) {
    // gunicorn starts a worker that ends itself again and again.
    return neverAnswered(story) ? lastComplaint(story) : undefined;
  }
  if (appLine === undefined || failsAnywhere(exception)) return undefined;
  const [line = ''] = exception.message.split('\n');
  return namedIn(line, (name) => variablesFor(name, line, story));
}

/** The servers' own words come behind those of an app that ends itself. */
const LAST_LINES = 10;

/** The last line of the log that says that a variable of the app is not there. */
function lastComplaint(story: Story): Asked | undefined {
  for (const line of story.rehearsal.log.slice(-LAST_LINES).toReversed()) {
    const found = namedIn(line, (name) => readAs(name, story) ?? []);
    if (found !== undefined) return { ...found, line: shorten(line) };
  }
  return undefined;
}

/** The names in a line that says that something is not there, as the variables that they stand for. */
function namedIn(line: string, variables: (name: string) => readonly string[]): Asked | undefined {
  if (!ABSENT.test(line)) return undefined;
  const names = [...new Set((line.match(VARIABLE) ?? []).flatMap((name) => variables(name)))];
  if (names.length === 0) return undefined;
  return { names, alternatives: names.length > 1 && /\bor\b/.test(line) };
}

/** The variables that a name stands for: better none than one that the app never reads. */
function variablesFor(name: string, line: string, story: Story): readonly string[] {
  const isRead = readAs(name, story);
  if (isRead === undefined) return name.includes('_') ? [name] : [];
  if (isRead.length > 0) return isRead;
  return name.includes('_') && OF_ENVIRONMENT.test(line) ? [name] : [];
}

function fromName(name: string | undefined): Asked | undefined {
  return name === undefined ? undefined : { names: [name] };
}

/** A setting that was given and is still missed is a fault of the app. */
function ifNotGiven(missing: Asked | undefined, story: Story): MissingSetting | undefined {
  if (missing === undefined) return undefined;
  const { settingNames, references } = story.rehearsal;
  const given = settingNames.map((name) => name.toLowerCase());
  const names = missing.names.filter((name) => !given.includes(name.toLowerCase()));
  if (names.length === 0) return undefined;
  const asked = references.filter(({ name }) => names.some((one) => isNameOf(one, name, missing)));
  const isOne = !missing.model && !missing.isLikely && !missing.alternatives && asked.length === 0;
  const others = isOne ? neededBesides(names, story) : [];
  return { ...missing, names, references: asked, others };
}

function neededBesides(names: readonly string[], story: Story): string[] {
  const { appLine, sources, startup, app, settings = [] } = story;
  if (appLine === undefined || sources === undefined) return [];
  const { settingNames, references } = story.rehearsal;
  const known = [...names, ...settingNames, ...references.map(({ name }) => name)];
  const lower = new Set(known.map((name) => name.toLowerCase()));
  return neededVariables({ settings, sources, startup, app }, appLine.path)
    .map(({ name }) => name)
    .filter((name) => !lower.has(name.toLowerCase()));
}

/** Whether the app asks for a setting of the site by that name; that of a field may lack a prefix. */
export function isNameOf(asked: string, name: string, { model }: Asked): boolean {
  const [field, setting] = [asked.toLowerCase(), name.toLowerCase()];
  return field === setting || (model !== undefined && setting.endsWith(`_${field}`));
}
