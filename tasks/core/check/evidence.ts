// Evidence: all that rules may look at, gathered once. Any part may be missing, and is then `undefined`.

import type { RuntimeImage } from '../runtime/images.js';
import type { AppSetting, SettingProblem } from '../terms/app-setting.js';
import type { SourceFormat } from '../terms/dependencies.js';
import type { Layout } from '../terms/layout.js';
import type { ManifestFacts } from '../terms/manifest-keys.js';
import type { Rehearsal } from '../terms/rehearsal.js';
import type {
  KeyVaultReference,
  SiteConfig,
  SiteDeployment,
  SiteFacts,
  SiteFiles,
} from '../terms/site.js';
import type { PythonSources } from './sources/python-sources.js';
import type { SharedObject } from './native/shared-objects.js';
import type { AskedSite } from './site/site-evidence.js';
import type { ShellCommand, Startup } from './startup/startup.js';

/** An entry of the zip as its central directory has it. */
export interface ZipFact {
  /** As written: it may hold backslashes or lead out of the site. */
  readonly path: string;
  readonly size: number;
  readonly compressedSize: number;
  /** Unix mode with the file's type; 0 where the archive was not made on Unix. */
  readonly mode: number;
  /** DOS time as seconds since 1970, taken as UTC. */
  readonly mtime: number;
  readonly encrypted: boolean;
  /** How it is compressed (APPNOTE 4.4.5): 0 not at all, 8 deflate, 9 deflate64, … */
  readonly method: number;
}

/** An entry of the archive inside the package. */
export interface InnerFact {
  readonly path: string;
  /** `File`, `Directory`, `SymbolicLink`, `Link` or another name of a tar type. */
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly linkTarget: string;
}

/** Why an archive cannot be read to its end. */
export interface ArchiveProblem {
  /** `package` for the zip itself, else the entry. */
  readonly file: string;
  /** How many entries the zip has, where it is whole and those are more than are read. */
  readonly entries?: number | undefined;
  /** What it is instead, where that is known by its first bytes: `gzip`, `tar`, … */
  readonly looksLike?: string | undefined;
  readonly reason: string;
}

/** The zip itself. */
export interface PackageFacts {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly entries: readonly ZipFact[];
  /** The archive that the platform unpacks at start, where there is one. */
  readonly inner: { readonly name: string; readonly entries: readonly InnerFact[] } | undefined;
  /** Names of entries that share bytes with another one; content of such a zip is not read. */
  readonly overlapping?: readonly string[] | undefined;
  /** What cannot be read, where there is something; the other facts are then those known before. */
  readonly problem?: ArchiveProblem | undefined;
  /** Why `oryx-manifest.toml` is no TOML, where it is none. */
  readonly manifestProblem?: string | undefined;
}

/** A file of the app or of the venv. `path` is relative to the app root or to the venv. */
export interface TreeFile {
  readonly path: string;
  readonly size: number;
  /** Whether anybody may execute it where it runs. */
  readonly executable: boolean;
  /** The text of files that rules read (scripts, settings, metadata); not of all. */
  readonly text: string | undefined;
  /** Where it leads, when it is a symbolic link. */
  readonly link?: string | undefined;
  /** How Python decides whether compiled code is stale; known of `.pyc` files in a tarball only. */
  readonly bytecode?: 'timestamp' | 'checked' | 'unchecked' | undefined;
}

/** Files by path. A tree that is not complete knows some files and cannot say that one is missing. */
export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly complete: boolean;
}

/** A distribution of the venv. */
export interface DistributionFact {
  /** Normalised as PEP 503 has it. */
  readonly name: string;
  readonly version: string;
  /** Tags of its WHEEL file. */
  readonly tags: readonly string[];
  /** Names of its console scripts. */
  readonly scripts: readonly string[];
  /** Modules and packages at the top of site-packages that belong to it. */
  readonly topLevel: readonly string[];
  readonly requires: readonly string[];
  readonly editable: boolean;
}

/** What a package was made from, where that is known. */
export interface TakenDependencies {
  readonly format: SourceFormat;
  /** The file that people write: what they declare there is installed. Relative to the app root, also out of it. */
  readonly file: string;
}

/** The virtual environment. */
export interface VenvFacts {
  /** Its folder in the package, such as `antenv`; empty when it is an archive of its own. */
  readonly folder: string;
  /** Where it will be at run time. */
  readonly address: string;
  readonly tree: Tree;
  /** Python minors that have a site-packages in it. */
  readonly minors: readonly string[];
  readonly distributions: readonly DistributionFact[];
}

export interface Evidence {
  /** How the platform will run the app; `undefined` when nobody said. */
  readonly layout?: Layout | undefined;
  readonly package?: PackageFacts | undefined;
  readonly manifest?: ManifestFacts | undefined;
  readonly app?: Tree | undefined;
  readonly venv?: VenvFacts | undefined;
  /** `undefined` for a finished package, which does not tell. */
  readonly dependencies?: TakenDependencies | undefined;
  readonly startup?: Startup | undefined;
  /** The commands of the app setting PRE_RUN_COMMAND. */
  readonly preRun?: readonly ShellCommand[] | undefined;
  readonly settings?: readonly AppSetting[] | undefined;
  /** What was wrong with the text that the settings were read from; empty when nothing was. */
  readonly settingProblems?: readonly SettingProblem[] | undefined;
  readonly image?: RuntimeImage | undefined;
  /** The runtime stack as the user wrote it, also when it names no image. */
  readonly runtimeStack?: string | undefined;
  readonly sharedObjects?: readonly SharedObject[] | undefined;
  readonly sources?: PythonSources | undefined;
  /** Test directories of the venv that were not packed, below its site-packages; `undefined` for a finished package. */
  readonly prunedFolders?: readonly string[] | undefined;
  /** What happened when it was started here as the platform would; `undefined` when it was not. */
  readonly rehearsal?: Rehearsal | undefined;
  /** The site that was asked: what could not be read of it, and what was typed in besides. */
  readonly askedSite?: AskedSite | undefined;
  /** What was read of it; the parts below are `undefined` where they could not be. */
  readonly site?: SiteFacts | undefined;
  readonly siteConfig?: SiteConfig | undefined;
  readonly siteSettings?: readonly AppSetting[] | undefined;
  readonly siteKeyVault?: readonly KeyVaultReference[] | undefined;
  readonly siteFiles?: SiteFiles | undefined;
  readonly siteDeployments?: readonly SiteDeployment[] | undefined;
  /** Of production, when a slot was asked. */
  readonly productionConfig?: SiteConfig | undefined;
  readonly productionSettings?: readonly AppSetting[] | undefined;
  /** The day of the check, `YYYY-MM-DD`: rules have no clock. */
  readonly today?: string | undefined;
}

export type EvidenceName = keyof Evidence;
