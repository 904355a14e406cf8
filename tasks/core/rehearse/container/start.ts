// Starts the container and knocks at its door, as the platform does: until somebody answers or the time is over.

import { constants, copyFile, realpath, rm } from 'node:fs/promises';
import type { Host } from '../../host.js';
import type { Rehearsal } from '../../terms/rehearsal.js';
import { neutralise, redact } from '../../terms/redaction.js';
import { placeInside } from '../platform/container-files.js';
import type { Isolation } from './isolation.js';
import { milliseconds, slowestImports, splitSeconds, type Found } from './measures.js';
import { readVisibleText } from './visible-text.js';
import type { ContainerRoot } from './root.js';
import { CONTAINER_ADDRESS, supervise, type Inside } from './supervise.js';

/** A start to rehearse; `seconds` is the time limit. Paths are the container's. */
export interface StartPlan extends Inside {
  /** Where the platform knocks. */
  readonly port: number;
  /** What is asked for. */
  readonly warmupPath: string;
  /** The statuses that count as ready; without any, every status does. */
  readonly warmupStatuses?: readonly number[];
  /** Asked once after the first answer. */
  readonly healthPath?: string;
  /** The site's own hosts, each asked for once the start is over; none by default. */
  readonly hosts?: readonly string[];
  /** The file that the start script makes right before the app's command. */
  readonly marker: string;
  /** Whose reads are counted. */
  readonly site: string;
  /** How long to look on after the last answer, in seconds: it may end by itself. None by default. */
  readonly watchSeconds?: number;
  /** How long to look on, in seconds, where the first process does not seem to wait for the server that answered. */
  readonly behindSeconds?: number;
}

/**
 * A container ends with its first process. One that has put the server into the background may be at its end by the
 * answer, or have some work before it, such as `sleep 10` and a request. Work that takes longer is not waited for.
 */
const BEHIND_SECONDS = 12;

/**
 * What is asked for at the site's hosts. A path that no app has shows a host that is refused whatever is asked for; some
 * frameworks, such as Litestar, look at the host of paths alone that they have.
 */
const HOST_PATHS = ['/robots933456.txt', '/'];

/** The part of a rehearsal's facts that a start gives. */
export type StartFacts = Pick<
  Rehearsal,
  | 'exit'
  | 'exceeded'
  | 'answer'
  | 'refused'
  | 'health'
  | 'hosts'
  | 'listening'
  | 'seconds'
  | 'imports'
  | 'siteReads'
  | 'log'
>;

/** What happened. */
export interface Started extends StartFacts {
  /** Somebody else on this machine has the port, so nothing was started; only where the network is this machine's. */
  readonly portTaken: boolean;
  /** How long the container ran, in seconds; less than the limit without an answer where nobody would have come. */
  readonly waited: number;
}

/** The facts where nothing was started. */
export const NO_START: StartFacts = {
  exit: undefined,
  exceeded: undefined,
  answer: undefined,
  refused: undefined,
  health: undefined,
  hosts: [],
  listening: [],
  seconds: undefined,
  imports: [],
  siteReads: undefined,
  log: [],
};

/**
 * Starts the container and tells what happened up to the first answer, the health path's, its end, or the limit.
 * Its log goes to the host line by line. Nothing of it is left running.
 * @throws Stopped `cancelled`; Error when the container could not be set up
 */
export async function startAndKnock(
  host: Host,
  isolation: Isolation,
  root: ContainerRoot,
  plan: StartPlan,
): Promise<Started> {
  if (plan.network === 'host') await bringNameServers(root);
  const { result } = await supervise(
    host,
    isolation,
    root,
    { ...insideOf(plan), knock: knockOf(root, plan) },
    'stream',
  );
  const found = result as Found | { readonly portTaken: true };
  return found.portTaken
    ? { ...NO_START, portTaken: true, waited: 0 }
    : startedFrom(found, host.secrets);
}

function insideOf(plan: StartPlan): Inside {
  const { words, cwd, environment, seconds, network, mostBytes } = plan;
  const timed = { ...environment, PYTHONPROFILEIMPORTTIME: '1' };
  const bounds = mostBytes === undefined ? {} : { mostBytes };
  return { words, cwd, environment: timed, seconds, network, ...bounds };
}

function knockOf(root: ContainerRoot, plan: StartPlan): Parameters<typeof supervise>[3]['knock'] {
  return {
    address: CONTAINER_ADDRESS,
    port: plan.port,
    host: `${CONTAINER_ADDRESS}:${plan.port}`,
    path: plan.warmupPath,
    warmupStatuses: plan.warmupStatuses ?? [],
    healthPath: plan.healthPath ?? null,
    hosts: plan.hosts ?? [],
    hostPaths: HOST_PATHS,
    marker: root.onHost(plan.marker),
    site: root.onHost(plan.site),
    watchSeconds: plan.watchSeconds ?? 0,
    behindSeconds: plan.behindSeconds ?? BEHIND_SECONDS,
  };
}

function startedFrom(found: Found, secrets: readonly string[]): Started {
  const safe = (line: string): string => neutralise(redact(line, secrets));
  return {
    exit: rounded(found.exit),
    exceeded: rounded(found.exceeded ?? null),
    answer: rounded(found.answer),
    refused: rounded(found.refused),
    health: rounded(found.health),
    hosts: found.hosts.map(({ host, path, status, text, log }) => ({
      host,
      path,
      status,
      said: [readVisibleText(text), ...log].filter(Boolean).map(safe),
    })),
    listening: found.listening.map(([address, port]) => ({ address, port })),
    seconds: splitSeconds(found),
    imports: slowestImports(found.imports),
    siteReads: found.reads ?? undefined,
    log: found.log.map(safe),
    portTaken: false,
    waited: found.waited,
  };
}

/** Without its seconds' noise; nothing for `null`. */
function rounded<Event extends { readonly seconds: number }>(
  event: Event | null,
): Event | undefined {
  return event === null ? undefined : { ...event, seconds: milliseconds(event.seconds) };
}

const RESOLVER = '/etc/resolv.conf';

/** Where names are resolved may be a link out of /etc, into a folder that is empty in the container. */
async function bringNameServers(root: ContainerRoot): Promise<void> {
  const real = await realpath(RESOLVER).catch(() => RESOLVER);
  if (real.startsWith('/etc/')) return;
  const target = await placeInside((path) => root.onHost(path), real);
  await rm(target, { recursive: true, force: true });
  await copyFile(real, target, constants.COPYFILE_EXCL);
}
