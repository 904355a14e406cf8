// Which server has to answer the platform, and whether it can be reached at the address that it binds.

import type { AppSetting } from '../../terms/app-setting.js';
import type { Place } from '../../terms/finding.js';
import type { PythonSources } from '../sources/python-sources.js';
import { runsOf, runsProgram } from '../sources/runs-of.js';
import { isLoopback } from './servers/bind.js';
import { integerOf, valueOf } from '../settings/setting-values.js';
import { placeOfOption } from './option-places.js';
import { programName } from './shell/wrappers.js';
import type { Bind, ServerCommand, ShellCommand, Startup } from './startup.js';

/** A server that the platform's ping should reach, with every address that it binds. */
export interface Front {
  readonly name: string;
  readonly server: ServerCommand;
  readonly binds: readonly Bind[];
  readonly where: Place;
}

/** What it is judged by. */
export interface AddressEvidence {
  readonly startup: Startup;
  readonly sources?: PythonSources | undefined;
  readonly settings?: readonly AppSetting[] | undefined;
}

/** Programs that take the requests and hand them on to a server on another address. */
const PROXIES = ['nginx', 'caddy', 'traefik', 'haproxy', 'supervisord', 'honcho', 'pm2', 'node'];

/** Nothing to answer requests with. */
const WORKERS = ['celery'];

/** The port that the platform waits on: PORT, or 8000 (contract part D); `undefined` for no number. */
export function effectivePort(settings: readonly AppSetting[] | undefined): number | undefined {
  return integerOf(valueOf(settings ?? [], 'PORT') ?? '8000');
}

/**
 * Servers of which one has to answer, when none does for certain; empty when one does or when nobody can
 * know, as behind a proxy.
 */
export function unreachableFronts(
  evidence: AddressEvidence,
  isReached: (bind: Bind) => boolean,
): readonly Front[] {
  const { startup } = evidence;
  if (startup.commands.some(startsProxy)) return [];
  const servers = startup.servers.filter(({ server }) => !WORKERS.includes(server));
  const all = servers.map((server) => frontOf(server, evidence));
  const fronts = choose(all);
  const isServed = (front: Front): boolean => front.binds.some(isReached);
  const isOpen = fronts.some((front) => front.binds.length === 0 || isServed(front));
  return isOpen || all.some(isServed) ? [] : fronts;
}

/** `nginx`, `service nginx start`, `systemctl start nginx`. */
function startsProxy({ words: [program = '', ...rest] }: ShellCommand): boolean {
  const name = programName(program);
  const isManager = name === 'service' || name === 'systemctl';
  return PROXIES.includes(name) || (isManager && rest.some((word) => PROXIES.includes(word)));
}

/** Whether anything but the container itself could reach the address. */
export function isReachable({ host }: Bind): boolean {
  return host === undefined || !(isLoopback(host) || host.startsWith('unix:'));
}

function frontOf(server: ServerCommand, { startup, sources, settings }: AddressEvidence): Front {
  const where = placeOfOption(server, '--bind');
  if (!runsProgram(server)) {
    return { name: server.server, server, binds: server.binds ?? [server], where };
  }
  const run =
    sources && runsOf(startup, sources, settings).find((found) => found.server === server);
  if (run === undefined) return { name: server.server, server, binds: [], where };
  return { name: run.call, server, binds: [run], where: { file: run.path, line: run.line } };
}

/** The one in the foreground; a program of Python's before a server is a step that ends. */
function choose(all: readonly Front[]): readonly Front[] {
  const foreground = all.filter(({ server }) => !server.command.background);
  const candidates = foreground.length > 0 ? foreground : all;
  const named = candidates.filter(({ server }) => server.server !== 'python');
  if (named.length === 0) return candidates.slice(-1);
  const first = named.findIndex(({ server }) => !server.command.conditional);
  return first === -1 ? named : named.slice(0, first + 1);
}
