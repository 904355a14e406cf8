// The base of all times in a package: when its content was committed.

import type { Host } from '../host.js';

/** The base time of a package and where it is from. */
export interface BaseTime {
  /** Whole seconds since 1970; `undefined` when only the content is known. */
  readonly seconds: number | undefined;
  readonly source: string;
}

/** The pipeline's own times: a run of a YAML pipeline, a deployment of a classic release. */
const PIPELINE_TIMES = ['SYSTEM_PIPELINESTARTTIME', 'RELEASE_DEPLOYMENT_STARTTIME'];

/**
 * Finds the base time: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the commit that is checked out
 * in the app root, else the pipeline's start; never later than `now` (seconds since 1970).
 */
export async function findBaseTime(host: Host, appRoot: string, now: number): Promise<BaseTime> {
  const found =
    fromSourceDateEpoch(host) ?? (await fromGit(host, appRoot)) ?? fromPipeline(host) ?? undefined;
  if (!found) return { seconds: undefined, source: 'content alone' };
  return { ...found, seconds: Math.min(found.seconds, now) };
}

type Found = { readonly seconds: number; readonly source: string } | undefined;

/** What SOURCE_DATE_EPOCH may be: whole seconds. */
const EPOCH = /^\d{1,11}$/;

/** What is told of a `SOURCE_DATE_EPOCH` that says no time; it is then as if there were none. */
export function epochNotes({ env }: Pick<Host, 'env'>): string[] {
  const value = env['SOURCE_DATE_EPOCH'] ?? '';
  if (value === '' || EPOCH.test(value)) return [];
  return [
    `SOURCE_DATE_EPOCH is not used: it is '${value}', and not a whole number of seconds since 1970. Set it so: SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)`,
  ];
}

function fromSourceDateEpoch(host: Host): Found {
  const value = host.env['SOURCE_DATE_EPOCH'] ?? '';
  return EPOCH.test(value) ? { seconds: Number(value), source: 'SOURCE_DATE_EPOCH' } : undefined;
}

async function fromGit(host: Host, appRoot: string): Promise<Found> {
  const outcome = await host.run({
    program: 'git',
    // In container jobs the sources belong to another user; git refuses such folders unless told.
    args: ['-c', 'safe.directory=*', 'log', '-1', '--no-show-signature', '--format=%ct'],
    cwd: appRoot,
    env: host.env,
    output: 'capture',
  });
  const seconds = outcome.stdout.trim();
  const known = outcome.exitCode === 0 && /^\d+$/.test(seconds);
  return known ? { seconds: Number(seconds), source: 'the commit' } : undefined;
}

function fromPipeline(host: Host): Found {
  for (const name of PIPELINE_TIMES) {
    const milliseconds = Date.parse(host.env[name] ?? '');
    if (milliseconds > 0) {
      return { seconds: Math.floor(milliseconds / 1000), source: "the pipeline's start" };
    }
  }
  return undefined;
}
