// Evidence for tests of the startup command: trees of files, and findings in short.

import type {
  Evidence,
  PackageFacts,
  Tree,
  VenvFacts,
} from '../../../../tasks/core/check/evidence.js';
import type {
  ModuleFact,
  PythonSources,
} from '../../../../tasks/core/check/sources/python-sources.js';
import { readPreRun, readStartup } from '../../../../tasks/core/check/startup/read-startup.js';
import type { Rule } from '../../../../tasks/core/check/rule.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import type { Severity } from '../../../../tasks/core/terms/finding.js';
import { moduleFact } from '../../../helpers/module-fact.js';

/** A complete tree of these texts; a path that ends in `*` may be executed. */
export function tree(texts: Readonly<Record<string, string>>, complete = true): Tree {
  const files = Object.entries(texts).map(([name, text]) => {
    const path = name.replace(/\*$/, '');
    return [path, { path, size: text.length, executable: name.endsWith('*'), text }] as const;
  });
  return { files: new Map(files), complete };
}

/** A venv with these distributions, each with a console script and a module of its name. */
export function venv(...names: readonly string[]): VenvFacts {
  return {
    folder: 'antenv',
    address: '/antenv',
    tree: tree({}),
    minors: ['3.12'],
    distributions: names.map((name) => ({
      name,
      version: '1.2.3',
      tags: [],
      scripts: [name],
      topLevel: [name],
      requires: [],
      editable: false,
    })),
  };
}

/** A package of nothing but its name. */
export const PACKAGE: PackageFacts = { path: 'app.zip', size: 1, entries: [], inner: undefined };

/** A module in short: apps as name and framework, runs as call, host, port and debug. */
interface ShortModule {
  readonly names?: readonly string[];
  readonly apps?: readonly (readonly [name: string, framework: string])[];
  readonly factories?: NonNullable<ModuleFact['factories']>;
  readonly runs?: readonly (readonly [call: string, host: string, port: number, debug?: boolean])[];
}

/** Sources of these modules. */
export function sources(modules: Readonly<Record<string, ShortModule>>): PythonSources {
  const facts = Object.entries(modules).map(([path, { apps = [], runs = [], ...rest }]) => {
    const fact = moduleFact(path, {
      ...rest,
      apps: apps.map(([name, framework]) => ({ name, framework, line: 1 })),
      runs: runs.map(([call, host, port, debug = false]) => ({ call, host, port, debug, line: 9 })),
    });
    return [path, fact] as const;
  });
  return { modules: new Map(facts), broken: [] };
}

/** What a case gives; `settings` and `files` in short. */
export interface Given extends Omit<Evidence, 'startup' | 'settings' | 'app' | 'image'> {
  readonly command: string;
  readonly files?: Readonly<Record<string, string>>;
  /** The files are all that the app has, unless this says no. */
  readonly complete?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  readonly python?: string;
}

/** What a rule is expected to say: severity, place, message, fix. */
export type Expected = readonly [Severity, string, string, string];

export interface Case {
  readonly rule: string;
  readonly name: string;
  readonly given: Given;
  readonly expect: readonly Expected[];
}

/** The evidence as the stage would gather it. */
export async function evidenceOf(given: Given): Promise<Evidence> {
  const { command, files, complete, settings, python, ...rest } = given;
  const app = files === undefined ? undefined : tree(files, complete);
  const list =
    settings &&
    Object.entries(settings).map(([name, value]) => ({ name, value, slotSetting: undefined }));
  return {
    ...rest,
    app,
    settings: list,
    image: python === undefined ? undefined : findImage(python),
    startup: await readStartup(command, app, given.layout, list),
    preRun: list && (await readPreRun(list, app, given.layout)),
  };
}

/** What one rule says. */
export async function findingsOf(rule: Rule, given: Given): Promise<Expected[] | undefined> {
  return rule
    .check(await evidenceOf(given))
    ?.map(({ severity, where, message, fix }) => [
      severity,
      where.line === undefined ? where.file : `${where.file}:${where.line}`,
      message,
      fix,
    ]);
}
