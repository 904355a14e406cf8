// The stage beside install: a finished venv is kept, and used again in place when nothing that made it changed.

import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NO_PARTS, type PartStore } from '../archives/part-store.js';
import type { Host, Telling } from '../host.js';
import type { BuiltAt } from '../terms/built-at.js';
import { compareContent } from './content.js';
import {
  entryPath,
  inspectEntry,
  listKeys,
  loadMadeOf,
  lastUse,
  removeUnused,
  touch,
  venvIn,
} from './entry.js';
import { differences, keyOf, writeCacheKey, type Fact } from './facts.js';
import { cacheError, prepareFolder, type CacheFolder } from './folder.js';
import { keepVenv, spelledOut, type VenvToKeep } from './keep.js';
import { takeLease } from './leases.js';
import type { Listing } from './listing.js';
import type { Made } from './made.js';
import { PartFolder } from './parts.js';
import { prune, type Pruned } from './prune.js';
import type { VenvFacts } from './venv-facts.js';
import { counted } from '../terms/counted.js';
import { isFullDisk, messageOf } from '../terms/failure.js';
import { megabytes, moment, some } from './words.js';

export interface CacheOptions {
  /** Absolute; without it nothing is kept. */
  readonly folder: string | undefined;
  /** Megabytes that the folder may hold. */
  readonly limit: number;
  readonly appRoot: string;
  /** Of this product: what another one packed is not used. */
  readonly version: string;
  /** The time; the system's when not given. */
  readonly now?: () => Date;
}

/** A venv to be used where it is, and never changed. */
export interface CachedVenv {
  readonly path: string;
  /** Where it was built: its files hold these paths, and not the one where it is now. */
  readonly builtAt: BuiltAt;
  /** Whether it was there already. */
  readonly reused: boolean;
  /** Where it is kept what was seen in its files. */
  readonly looks: PartStore;
  /**
   * Compares the content of its files with what it was at the first use; a venv that is not the same any more
   * is told, taken out of the cache and not found again.
   * @param content a digest over every file that is packed, as installed
   */
  verify(content: string): Promise<boolean>;
}

export interface Cache {
  /** Compressed parts of packages. */
  readonly parts: PartStore;
  /** Bytecode of distributions. */
  readonly bytecode: PartStore;
  /** A venv that these facts made; why there is none is told. */
  find(facts: VenvFacts): Promise<CachedVenv | undefined>;
  /**
   * Moves a finished venv into the cache. What cannot be kept is told and stays where it is.
   * @throws Stopped `cache-folder-unusable`
   */
  keep(facts: VenvFacts, venv: VenvToKeep): Promise<CachedVenv>;
  /** Tells how much of the package was compressed by an earlier run. */
  tellParts(): void;
  /** Takes away what was not used for the longest time, until the limit is kept; never what somebody uses. */
  prune(): Promise<void>;
  /** Gives back what is in use. To be called at the end, however the run ends. */
  close(): Promise<void>;
}

/** While versions are left open, a venv gets as old as this: then newer versions are looked for. */
const LONGEST_OPEN_DAYS = 7;
/** How far the clocks of two agents may differ. One that was years ahead would keep newer versions away for years. */
const AHEAD_DAYS = 1;
const BEING_REMOVED = 'another job takes it out of the cache right now';
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Opens the cache.
 * @throws Stopped `cache-folder-unusable`, `disk-full`
 */
export async function openCache(host: Host, tell: Telling, options: CacheOptions): Promise<Cache> {
  if (options.folder === undefined) return NO_CACHE;
  const folder = await prepareFolder(options.folder, options.appRoot);
  return new FolderCache(host, tell, folder, options);
}

const NO_CACHE: Cache = {
  parts: NO_PARTS,
  bytecode: NO_PARTS,
  find: () => Promise.resolve(undefined),
  keep: async (_facts, venv) => notKept(venv),
  tellParts: () => undefined,
  prune: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

async function notKept(venv: VenvToKeep): Promise<CachedVenv> {
  return {
    path: venv.path,
    builtAt: await spelledOut(venv),
    reused: false,
    looks: NO_PARTS,
    verify: () => Promise.resolve(true),
  };
}

class FolderCache implements Cache {
  readonly parts: PartFolder;
  readonly bytecode: PartFolder;
  private readonly looks: PartFolder;
  private readonly host: Host;
  private readonly tell: Telling;
  private readonly folder: CacheFolder;
  private readonly limit: number;
  private readonly now: () => Date;
  private readonly leases: (() => Promise<void>)[] = [];
  /** Keys of entries that turned out to be damaged; another job may be using them still. */
  private readonly damaged = new Set<string>();

  constructor(host: Host, tell: Telling, folder: CacheFolder, options: CacheOptions) {
    this.host = host;
    this.tell = tell;
    this.folder = folder;
    this.limit = options.limit;
    this.now = options.now ?? (() => new Date());
    const partOptions = { version: options.version, now: this.now, failure: { isTold: false } };
    this.parts = new PartFolder(folder, tell, partOptions);
    this.bytecode = new PartFolder(folder, tell, partOptions);
    this.looks = new PartFolder(folder, tell, partOptions);
  }

  async find(facts: VenvFacts): Promise<CachedVenv | undefined> {
    if ('unknowable' in facts) {
      this.tell.note(`The venv is not looked for in the cache: ${facts.unknowable}.`);
      return undefined;
    }
    const key = keyOf(facts.facts);
    if (this.damaged.has(key)) return undefined;
    return this.whereRoom('The venv is not looked for in the cache', undefined, async () => {
      const release = await takeLease(this.folder.leases, key);
      if (!release) {
        this.tell.note(`The cached venv of this app is not used: ${BEING_REMOVED}.`);
        return undefined;
      }
      this.leases.push(release);
      const made = await this.usable(key, facts.facts, release);
      if (!made) return undefined;
      await touch(this.folder, key, this.now());
      await this.writeKey(facts.facts);
      return this.inUse(key, made.builtAt, true);
    });
  }

  async keep(facts: VenvFacts, venv: VenvToKeep): Promise<CachedVenv> {
    if ('unknowable' in facts) return notKept(venv);
    const key = keyOf(facts.facts);
    const inUse = await this.whereRoom('The venv is not kept in the cache', undefined, async () => {
      const release = await takeLease(this.folder.leases, key);
      if (release) this.leases.push(release);
      const kept = release
        ? await keepVenv(this.host, this.folder, venv, { ...facts, key, now: this.now() })
        : { notKept: BEING_REMOVED };
      if ('notKept' in kept) {
        this.tell.note(`The venv is not kept in the cache: ${kept.notKept}.`);
        return undefined;
      }
      this.host.log.info(`The venv is kept in the cache, ${megabytes(kept.bytes)}.`);
      await this.writeKey(facts.facts);
      return this.inUse(key, kept.builtAt, false);
    });
    return inUse ?? notKept(venv);
  }

  tellParts(): void {
    const { asked, used } = this.parts.counts();
    if (used.parts === 0) return;
    this.host.log.info(
      `Of ${megabytes(asked.bytes)} of distributions in the package ${megabytes(used.bytes)} were compressed before, and are used again.`,
    );
  }

  async prune(): Promise<void> {
    const nothing = { venvs: 0, parts: 0, bytes: 0 };
    const pruned = await this.whereRoom('Too much stays in the cache', nothing, () =>
      prune(this.folder, this.limit * 1e6, this.now().getTime()),
    );
    if (pruned.venvs + pruned.parts > 0) this.tell.note(sayPruned(pruned, this.limit));
  }

  async close(): Promise<void> {
    this.parts.close();
    this.bytecode.close();
    this.looks.close();
    await this.giveBack();
  }

  private async giveBack(): Promise<void> {
    for (const release of this.leases.splice(0)) await release();
  }

  /** What made the entry, when it may be used; else it is told why not, and the lease is given back. */
  private async usable(
    key: string,
    facts: readonly Fact[],
    release: () => Promise<void>,
  ): Promise<Made | undefined> {
    const found = await inspectEntry(this.folder, key, this.host.signal);
    if (found && 'made' in found && this.isOfLate(found.made)) {
      this.tell.note(this.sayReused(key, found.made, found.listing));
      return found.made;
    }
    await release();
    if (!found) this.tell.note(await this.sayNoneFits(facts));
    else
      await this.dismiss(key, 'problem' in found ? found.problem : this.sayOtherTime(found.made));
    return undefined;
  }

  private isOfLate({ madeAt, leftOpen }: Made): boolean {
    const age = this.ageInDays(madeAt);
    return leftOpen.length === 0 || (age >= -AHEAD_DAYS && age < LONGEST_OPEN_DAYS);
  }

  private ageInDays(madeAt: string): number {
    return (this.now().getTime() - Date.parse(madeAt)) / DAY_MS;
  }

  private async dismiss(key: string, why: string): Promise<void> {
    const isGone = await removeUnused(this.folder, key);
    if (!isGone) this.damaged.add(key);
    const rest = isGone ? 'it is removed' : 'it stays, since another job uses it';
    this.tell.note(`The cached venv of this app is not used, and ${rest}: ${why}.`);
  }

  private sayOtherTime({ madeAt, leftOpen }: Made): string {
    const isToCome = this.ageInDays(madeAt) < 0;
    const when = isToCome ? 'which is yet to come' : `more than ${LONGEST_OPEN_DAYS} days old`;
    return `it is of ${moment(madeAt)}, ${when}, and nothing fixes the ${leftOpen.length === 1 ? 'version' : 'versions'} of ${some(leftOpen)}`;
  }

  private sayReused(key: string, { madeAt, leftOpen }: Made, { files, bytes }: Listing): string {
    const anew = this.host.input.anew(entryPath(this.folder, key));
    const until = new Date(Date.parse(madeAt) + LONGEST_OPEN_DAYS * DAY_MS).toISOString();
    const open =
      leftOpen.length === 0
        ? ''
        : ` Nothing fixes the ${leftOpen.length === 1 ? 'version' : 'versions'} of ${some(leftOpen)}: newer ones are looked for from ${moment(until)} on.`;
    return `The venv of ${moment(madeAt)} is used again (${counted(files, 'file')}, ${megabytes(bytes)}): nothing that made it has changed.${open} To have it made anew, ${anew}.`;
  }

  private async sayNoneFits(facts: readonly Fact[]): Promise<string> {
    const keys = await listKeys(this.folder);
    const kept = await Promise.all(
      keys.map(async (key) => {
        const made = await loadMadeOf(this.folder, key);
        const used = await lastUse(this.folder, key);
        return made ? [{ made, used, reasons: differences(made.facts, facts) }] : [];
      }),
    );
    const [nearest] = kept
      .flat()
      // One without a difference was kept by another job just now.
      .filter(({ reasons }) => reasons.length > 0)
      .toSorted((a, b) => a.reasons.length - b.reasons.length || b.used - a.used);
    if (!nearest) return 'The cache has no venv yet.';
    return `No venv of the cache fits. Beside that of ${moment(nearest.made.madeAt)}: ${nearest.reasons.join('; ')}.`;
  }

  private inUse(key: string, builtAt: BuiltAt, reused: boolean): CachedVenv {
    const entry = entryPath(this.folder, key);
    return {
      path: venvIn(entry),
      builtAt,
      reused,
      looks: this.looks,
      verify: (content) =>
        this.guarded(async () => {
          const isSame = await this.whereRoom('The content of the venv is not noted', true, () =>
            compareContent(entry, content),
          );
          if (isSame) return true;
          await this.giveBack();
          this.damaged.add(key);
          const isGone = await removeUnused(this.folder, key);
          const rest = isGone ? 'is taken out of the cache' : 'stays, since another job uses it';
          this.tell.warn(
            `The cached venv is not used: files of it have another content than when it was kept. '${entry}' ${rest}.`,
          );
          return false;
        }),
    };
  }

  /** Beside the layout, where a pipeline finds it under one name; whole or not at all. */
  private async writeKey(facts: readonly Fact[]): Promise<void> {
    const path = join(this.folder.root, 'cacheKey');
    const partial = `${path}.${randomBytes(4).toString('hex')}`;
    await this.whereRoom(`'${path}' is not written`, undefined, async () => {
      try {
        await writeFile(partial, writeCacheKey(facts), { flag: 'wx' });
        await rename(partial, path);
      } finally {
        await rm(partial, { force: true });
      }
    });
  }

  /** A full disk is told and ends no run: the package needs nothing that is kept. */
  private async whereRoom<Result>(
    what: string,
    otherwise: Result,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return this.guarded(async () => {
      try {
        return await work();
      } catch (error) {
        if (!isFullDisk(error)) throw error;
        this.tell.note(`${what}: its disk is full (${messageOf(error)}).`);
        return otherwise;
      }
    });
  }

  private async guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw cacheError(this.folder.root, error);
    }
  }
}

function sayPruned({ venvs, parts, bytes }: Pruned, limit: number): string {
  const what = [
    ...(venvs > 0 ? [counted(venvs, 'venv')] : []),
    ...(parts > 0 ? [counted(parts, 'part of packages', 'parts of packages')] : []),
  ].join(' and ');
  const were = venvs + parts === 1 ? 'was' : 'were';
  return `${what} of ${megabytes(bytes)} ${were} taken out of the cache, not used for the longest time: its limit is ${limit.toLocaleString('en-US')} MB.`;
}
