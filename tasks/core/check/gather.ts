// Gathering: from what is at hand to the evidence that rules look at. What is missing stays missing.

import type { Host, Telling } from '../host.js';
import { findImage, readRuntimeStack } from '../runtime/images.js';
import type { ReadSettings } from '../terms/app-setting.js';
import type { Evidence, TakenDependencies } from './evidence.js';
import type { Gathered } from './package/gathered.js';
import { gatherSharedObjects } from './native/gather-shared-objects.js';
import { gatherSources } from './sources/gather-sources.js';
import type { SiteEvidence } from './site/site-evidence.js';
import { readPreRun, readStartup } from './startup/read-startup.js';

/** What is to be judged; any of it may be missing. */
export interface Subject {
  /** A package, an app folder, or what is about to be packed. */
  readonly gathered: Gathered | undefined;
  /** `''` when it is known that none is set; `undefined` when nobody said. */
  readonly startupCommand: string | undefined;
  readonly settings: ReadSettings | undefined;
  readonly runtimeStack: string | undefined;
  /** What a site told, where one was asked. */
  readonly site?: SiteEvidence | undefined;
  /** What the venv was made from, where it was made here. */
  readonly dependencies?: TakenDependencies | undefined;
  /** A Python that reads the app's sources, without importing them; without it they are not read. */
  readonly python: string | undefined;
}

/** Gathers the evidence once. */
export async function gatherEvidence(
  host: Host,
  tell: Telling,
  subject: Subject,
): Promise<Evidence> {
  const { gathered, startupCommand, settings } = subject;
  gathered?.notes.forEach((note) => tell.note(note));
  const files = gathered?.evidence ?? {};
  const { app, layout, venv } = files;
  const runtimeStack = subject.runtimeStack ?? stackOf(venv?.minors ?? []);
  return {
    ...files,
    ...subject.site,
    dependencies: subject.dependencies,
    runtimeStack,
    image: findImage(readRuntimeStack(runtimeStack ?? '') ?? ''),
    settings: settings?.settings,
    settingProblems: settings?.problems,
    startup:
      startupCommand === undefined
        ? undefined
        : await readStartup(startupCommand, app, layout, settings?.settings),
    preRun: settings && (await readPreRun(settings.settings, app, layout)),
    sharedObjects:
      gathered &&
      (await gatherSharedObjects(gathered.sharedObjectFiles, gathered.owner, host.signal)),
    sources:
      app && subject.python !== undefined
        ? await gatherSources(host, subject.python, app.files.values())
        : undefined,
    today: new Date().toISOString().slice(0, 10),
  };
}

/** The stack that a venv is for, when it is for one. */
function stackOf(minors: readonly string[]): string | undefined {
  return minors.length === 1 && minors[0] !== undefined ? `PYTHON|${minors[0]}` : undefined;
}
