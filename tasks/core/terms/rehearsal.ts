// A rehearsal: what happened when a package was started as the platform would start it.

import type { SettingReference } from './setting-reference.js';

/** A step of a deployment and a start, in their order. */
export type Step = 'deploy' | 'init' | 'generator' | 'start';

/** Whether a package is rehearsed: where this machine can, never, or it is an error when this machine cannot. */
export const REHEARSE = ['auto', 'off', 'required'] as const;

export type Rehearse = (typeof REHEARSE)[number];

/** Whether the app saw the network of this machine. */
export const REHEARSE_NETWORKS = ['none', 'host'] as const;

export type RehearseNetwork = (typeof REHEARSE_NETWORKS)[number];

/** A socket that waits for connections. */
export interface Listening {
  /** As text, such as `0.0.0.0`, `127.0.0.1` or `::`. */
  readonly address: string;
  readonly port: number;
}

/** What a knock at the container's door got. */
export interface Answer {
  readonly path: string;
  /** HTTP status; `null` when there was a connection but no HTTP answer. */
  readonly status: number | null;
  /** Seconds since the container's start. */
  readonly seconds: number;
}

/** What the app answered to a request for one of the site's own hosts. */
export interface HostAnswer {
  readonly host: string;
  readonly path: string;
  /** HTTP status; `null` without an answer within a few seconds. */
  readonly status: number | null;
  /** For 400: the text of the answer, then what the app logged meanwhile; else nothing. */
  readonly said: readonly string[];
}

/** Where the seconds from the container's start to its first answer went; they add up. */
export interface StartSeconds {
  readonly total: number;
  /** Unpacking the app or the venv. */
  readonly unpack: number;
  /** From the start of the command until an interpreter was ready; `null` where none was seen. */
  readonly interpreter: number | null;
  /** From then to the last module imported before the answer. */
  readonly imports: number | null;
  /** The rest: the server's own start, and the answer itself. */
  readonly rest: number;
}

/** A module and what it took to import it with all that it imports. */
export interface ImportTime {
  readonly module: string;
  readonly seconds: number;
}

/** What a start read from the site's folder, which is a network share on the platform. */
export interface SiteReads {
  readonly files: number;
  /** Of these: Python modules, as source, bytecode or shared object. */
  readonly modules: number;
  readonly bytes: number;
}

/** The facts of one rehearsal. Nothing is judged here. */
export interface Rehearsal {
  /** How the app was kept apart from the machine, such as `user namespace`. */
  readonly isolation: string;
  readonly network: RehearseNetwork;
  /** The Python that stood in for the image's: all three numbers. */
  readonly python: string;
  /** The startup command as configured; empty when there is none. */
  readonly startupCommand: string;
  /** Whether somebody said what the startup command is; else the platform's own detection was rehearsed. */
  readonly commandKnown: boolean;
  /** Whether an answer is insisted on, though a world be missing that the app needs. */
  readonly required: boolean;
  /** The step in which it ended. */
  readonly reached: Step;
  /** Why there was no start, in the platform's words; `undefined` when the container was started. */
  readonly problem: string | undefined;
  /** Files that a deployment over an earlier one left as they were, though their content differs. */
  readonly notReplaced: readonly string[];
  /** The archive in wwwroot that was unpacked though the deployment did not bring it: an earlier build's. */
  readonly staleArchive: string | undefined;
  /** Where the app runs from: `/home/site/wwwroot` or the folder that it was unpacked into. */
  readonly appPath: string;
  /** The command that the start script ended with; empty before it was known. */
  readonly command: string;
  /** The platform found no app, and started its own parking page. */
  readonly parked: boolean;
  /** The port at which the platform knocks. */
  readonly port: number;
  /** How long was waited at most, in seconds, and whether a shorter time than the platform's was asked for. */
  readonly limit: number;
  readonly limitIsOurs: boolean;
  /** Whether somebody said what the app settings are, by hand or by naming a site. */
  readonly settingsKnown: boolean;
  /** Names of the app settings that were given; their values stay out of here. */
  readonly settingNames: readonly string[];
  /** App settings that the site has, but which the app did not get: only the platform knows their values. */
  readonly references: readonly SettingReference[];
  /** How the container ended by itself, before or after its first answer. */
  readonly exit:
    | { readonly code: number | null; readonly signal: string | null; readonly seconds: number }
    | undefined;
  /** What it took too much of, so that it was ended: more than `most` processes, threads or bytes. */
  readonly exceeded:
    | {
        readonly what: 'processes' | 'threads' | 'bytes';
        readonly most: number;
        readonly seconds: number;
      }
    | undefined;
  /** The first answer that counts as ready. */
  readonly answer: Answer | undefined;
  /** The last answer that `WEBSITE_WARMUP_STATUSES` did not count. */
  readonly refused: Answer | undefined;
  /** The answer of the health check path; `undefined` when there is none or it did not come to it. */
  readonly health: Answer | undefined;
  /** The answers for the site's own hosts; empty where these are not known or it did not come to it. */
  readonly hosts: readonly HostAnswer[];
  /** All sockets that waited for connections when it ended. */
  readonly listening: readonly Listening[];
  /** `undefined` without an answer. */
  readonly seconds: StartSeconds | undefined;
  /** The ten slowest imports, slowest first. */
  readonly imports: readonly ImportTime[];
  /** `undefined` where the file system does not keep access times. */
  readonly siteReads: SiteReads | undefined;
  /** The last lines of the container's log, oldest first, neutralised and redacted. */
  readonly log: readonly string[];
}

/** What a report tells of it: the facts and what stood for the platform without being it, or why there are none. */
export type RehearsalReport =
  (Rehearsal & { readonly notModelled: readonly string[] }) | { readonly notRun: string };
