// Which test directories somebody needs: they are imported, named, or data of them may be read.

import type { PruneFile } from './distributions.js';
import { hear, modulesIn, packageOf, venvText, type Heard, type Speaker } from './hear.js';
import {
  asksWhere,
  handsOver,
  namesModule,
  namesPart,
  namesTests,
  type StringsNaming,
} from './mentions.js';
import { LARGEST_SPEAKER, speaks } from './speaking.js';
import type { TestFolder } from './test-folders.js';

/** What is listened to. */
export interface Speakers {
  /** Files outside of test directories. */
  readonly venv: readonly Speaker[];
  readonly app: readonly PruneFile[];
  /** Texts that may name a module, such as the startup command. */
  readonly mentions: readonly string[];
}

/** The directories that something outside needs, or another one that is needed. */
export function neededTests(
  folders: readonly TestFolder[],
  { venv, app, mentions }: Speakers,
): ReadonlySet<TestFolder> {
  const hearing = new Hearing(folders);
  for (const text of mentions) hearing.ofApp(text);
  for (const { read } of app) {
    const bytes = read();
    if (namesTests(bytes)) hearing.ofApp(bytes.toString('utf8'));
  }
  for (const speaker of venv) hearing.ofVenv(speaker);
  // Grows while it is gone through. What a test reads besides is for the test alone, which nobody runs.
  for (const { files } of hearing.needed) {
    for (const file of files)
      if (speaks(file.path) && file.size <= LARGEST_SPEAKER) hearing.ofTests(file);
  }
  return hearing.needed;
}

class Hearing {
  readonly needed = new Set<TestFolder>();
  private readonly folders: readonly TestFolder[];
  private readonly byTail = new Map<string, TestFolder[]>();

  constructor(folders: readonly TestFolder[]) {
    this.folders = folders;
    for (const folder of folders) {
      const tail = tailOf(folder.module);
      this.byTail.set(tail, [...(this.byTail.get(tail) ?? []), folder]);
    }
  }

  ofApp(text: string): void {
    const heard = hear(text);
    this.modules(heard.modules);
    if (text.includes('--pyargs')) this.add(({ module }) => namesModule(text, topOf(module)));
    this.strings(
      heard,
      ({ module }) => handsOver(text, topOf(module)) || asksWhere(text, topOf(module)),
    );
  }

  ofVenv({ path, read, heard }: Speaker): void {
    if (!heard) return;
    this.modules(heard.modules);
    if (heard.strings.length === 0) return;
    const text = venvText(read());
    this.strings(heard, (folder, strings) =>
      folder.distribution.files.has(path)
        ? wantsFromInside({ path, text, strings }, folder)
        : folder.hasData && asksWhere(text, topOf(folder.module)),
    );
  }

  ofTests({ path, read }: PruneFile): void {
    this.modules(modulesIn(venvText(read()), packageOf(path)));
  }

  /** `a.b.tests` is `a/b/tests`, and `x/a/b/tests`, too: packages that carry others along put them on the path. */
  private modules(modules: readonly string[]): void {
    for (const module of modules) {
      for (const folder of this.byTail.get(tailOf(module)) ?? []) {
        if (`.${folder.module}`.endsWith(`.${module}`)) this.needed.add(folder);
      }
    }
  }

  private strings(
    { strings }: Heard,
    isWanted: (folder: TestFolder, strings: StringsNaming) => boolean,
  ): void {
    for (const { name, by } of strings) {
      this.add((folder) => folder.name === name && isWanted(folder, by));
    }
  }

  private add(isWanted: (folder: TestFolder) => boolean): void {
    for (const folder of this.folders) {
      if (!this.needed.has(folder) && isWanted(folder)) this.needed.add(folder);
    }
  }
}

/** The last two parts: `b.tests`. */
function tailOf(module: string): string {
  return module.split('.').slice(-2).join('.');
}

/** A file of the same distribution, and how its strings name the directory. */
interface Inside {
  readonly path: string;
  readonly text: string;
  readonly strings: StringsNaming;
}

/**
 * Whether a file may want something of a test directory of its own distribution by a string: the name of a module to
 * be imported, or a path to data. The latter has the directory's name, and comes from beside it, or has the folders
 * on the way there or the package around it.
 */
function wantsFromInside({ path, text, strings }: Inside, folder: TestFolder): boolean {
  const around = folder.path.slice(0, -folder.name.length);
  const isBeside = path.startsWith(around);
  if (isBeside && strings.end) return true;
  if (!strings.path) return false;
  // Names that can be imported from the package: `__all__`, submodules that are loaded lazily.
  if (isBeside && /^__init__\.pyi?$/.test(path.slice(around.length))) return true;
  if (!folder.hasData) return false;
  const parent = folder.module.slice(0, -folder.name.length - 1);
  if (asksWhere(text, parent) || asksWhere(text, lastOf(parent))) return true;
  const shared = path.split('/').findIndex((part, index) => around.split('/')[index] !== part);
  // None from beside it.
  const between = around.split('/').slice(shared, -1);
  return between.every((part) => namesPart(text, part));
}

function lastOf(module: string): string {
  return module.slice(module.lastIndexOf('.') + 1);
}

function topOf(module: string): string {
  return module.slice(0, module.indexOf('.'));
}
