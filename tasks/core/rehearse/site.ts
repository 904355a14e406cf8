// A site on this machine: deployed to and started, again and again, as on the platform. `/home` outlives a container.

import { cp, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../host.js';
import { SITE_ROOT } from '../terms/layout.js';
import type { Advance } from '../terms/progress.js';
import type { Rehearsal, RehearseNetwork } from '../terms/rehearsal.js';
import type { SettingReference } from '../terms/setting-reference.js';
import { removeTree } from '../tools/folders.js';
import { runInside } from './container/inside.js';
import type { Isolation } from './container/isolation.js';
import { buildRoot, type ContainerRoot, type ImagePython } from './container/root.js';
import { milliseconds } from './container/measures.js';
import { NO_START, startAndKnock, type StartFacts, type Started } from './container/start.js';
import { containerEnvironment, containerPort, type SiteNames } from './platform/environment.js';
import { writeProgram } from './platform/container-files.js';
import { createStartScript, type StartScript } from './platform/generator.js';
import { initCommand } from './platform/init.js';
import type { Inside } from './platform/inside.js';
import { deployPackage, NOTHING_DEPLOYED, type Deployed } from './platform/kudu.js';
import { PlatformFailure } from './platform/platform-failure.js';
import { zstdSupport } from './platform/zstd-support.js';

const START_SCRIPT = '/opt/startup/startup.sh';
const MARKER = '/opt/startup/unpacked';

/** Where the platform knocks when `PORT` is no port. */
const DEFAULT_PORT = 8000;

/** In the order in which they are looked for. */
const WHOLE_APP_ARCHIVES = ['output.tar.zst', 'output.tar.gz'] as const;

/** How one start is configured. */
export interface StartOptions {
  /** As the web app has it; empty for none. */
  readonly startupCommand: string;
  readonly commandKnown: boolean;
  readonly required: boolean;
  readonly settingsKnown: boolean;
  /** App settings that the app gets: name to value. */
  readonly settings: Readonly<Record<string, string>>;
  /** Those that it does not get. */
  readonly references: readonly SettingReference[];
  readonly network: RehearseNetwork;
  /** The time limit in seconds, and whether it is shorter than the platform's. */
  readonly limit: number;
  readonly limitIsOurs: boolean;
  readonly warmupPath: string;
  readonly warmupStatuses: readonly number[];
  readonly healthPath: string | undefined;
  /** The site's own names, where they are known. */
  readonly site: SiteNames | undefined;
  /** The hosts by which its visitors ask; empty where not all of them are known. */
  readonly hosts: readonly string[];
}

/** The port of this machine is taken, so that nothing was started; only where the network is this machine's. */
export interface PortTaken {
  readonly portTaken: number;
}

export class RehearsalSite {
  private readonly host: Host;
  private readonly isolation: Isolation;
  private readonly python: ImagePython;
  private readonly folder: string;
  private deployed: Deployed = NOTHING_DEPLOYED;
  private deployProblem: PlatformFailure | undefined;

  private constructor(host: Host, isolation: Isolation, python: ImagePython, folder: string) {
    this.host = host;
    this.isolation = isolation;
    this.python = python;
    this.folder = folder;
  }

  /** Makes an empty site in a folder of its own below `work`. */
  static async create(
    host: Host,
    isolation: Isolation,
    python: ImagePython,
    work: string,
  ): Promise<RehearsalSite> {
    const folder = await mkdtemp(join(work, 'site-'));
    const site = new RehearsalSite(host, isolation, python, folder);
    await mkdir(site.wwwroot, { recursive: true });
    return site;
  }

  private get home(): string {
    return join(this.folder, 'home');
  }

  private get wwwroot(): string {
    return join(this.folder, SITE_ROOT);
  }

  /** Lays a folder out as what the site holds before any deployment of ours. */
  async lay(folder: string): Promise<void> {
    const { signal } = this.host;
    const filter = (): boolean => {
      signal.throwIfAborted();
      return true;
    };
    await cp(folder, this.wwwroot, { recursive: true, verbatimSymlinks: true, filter });
  }

  /**
   * Deploys a package over what is there. What the platform would refuse is told by the next start.
   * @param advance is told what of it is deployed
   * @throws Stopped `package-unreadable`, `cancelled`
   */
  async deploy(zip: string, advance?: Advance): Promise<void> {
    const folders = { wwwroot: this.wwwroot, extracted: join(this.folder, 'extracted') };
    try {
      this.deployed = await deployPackage(zip, folders, this.host.signal, {
        previous: this.deployed,
        ...(advance && { advance }),
      });
      this.deployProblem = undefined;
    } catch (error) {
      if (!(error instanceof PlatformFailure)) throw error;
      this.deployProblem = error;
    }
  }

  /**
   * Starts a fresh container, waits for its first answer, its end or the limit, and ends it.
   * @throws Stopped `cancelled`; Error when no container can be run
   */
  async start(options: StartOptions): Promise<Rehearsal | PortTaken> {
    const { settings, site, startupCommand } = options;
    const facts = this.factsBefore(options);
    if (this.deployProblem) {
      return { ...facts, reached: 'deploy', problem: this.deployProblem.words };
    }
    const folder = await mkdtemp(join(this.folder, 'container-'));
    const root = await buildRoot(folder, this.home, this.python);
    const pythonVersion = this.python.version;
    const environment = containerEnvironment({ pythonVersion, settings, site });
    const port = containerPort(environment) ?? DEFAULT_PORT;
    try {
      const { script, before } = await this.prepare(root, environment, startupCommand);
      const started = await startAndKnock(this.host, this.isolation, root, {
        words: ['/bin/sh', START_SCRIPT],
        cwd: SITE_ROOT,
        environment,
        seconds: options.limit,
        network: options.network,
        port,
        warmupPath: options.warmupPath,
        warmupStatuses: options.warmupStatuses,
        ...(options.healthPath === undefined ? {} : { healthPath: options.healthPath }),
        hosts: options.hosts,
        marker: MARKER,
        site: SITE_ROOT,
      });
      if (started.portTaken) return { portTaken: port };
      const staleArchive = await this.findStaleArchive();
      return {
        ...facts,
        port,
        staleArchive,
        ...factsOf(script),
        ...laterBy(before, started),
      };
    } catch (error) {
      if (!(error instanceof PlatformFailure)) throw error;
      const staleArchive = await this.findStaleArchive();
      return { ...facts, port, staleArchive, reached: error.step, problem: error.words };
    } finally {
      removeTree(folder);
    }
  }

  /** Removes every file of the site. */
  close(): void {
    removeTree(this.folder);
  }

  /**
   * What the entry point and the generator do; both may end without a start script.
   * @returns the script, and the seconds that this takes on the platform, whose container is there already: to set one up for
   * each program, as it is done here, is left out
   */
  private async prepare(
    root: ContainerRoot,
    environment: Readonly<Record<string, string>>,
    startupCommand: string,
  ): Promise<{ readonly script: StartScript; readonly before: number }> {
    const begun = performance.now();
    let settingUp = 0;
    const inside: Inside = async (words, given, seconds) => {
      const asked = performance.now();
      const ended = await runInside(this.host, this.isolation, root, {
        words,
        cwd: SITE_ROOT,
        environment: given,
        seconds,
        network: 'none',
      });
      settingUp += secondsSince(asked) - ended.seconds;
      return ended;
    };
    const onHost = (path: string): string => root.onHost(path);
    const { flags } = await initCommand({ inside, onHost, environment }, startupCommand);
    const zstd = zstdSupport(this.python.version);
    const made = await createStartScript(
      { inside, onHost, environment, zstd, marker: MARKER },
      flags,
    );
    await writeProgram(onHost, START_SCRIPT, made.script);
    return { script: made, before: secondsSince(begun) - settingUp };
  }

  /** A whole app is unpacked from the archive that is looked for first, wherever it is from (contract A9). */
  private async findStaleArchive(): Promise<string | undefined> {
    const { brought } = this.deployed;
    const isWholeApp = WHOLE_APP_ARCHIVES.some((name) => brought.has(name));
    if (!isWholeApp || !zstdSupport(this.python.version).app) return undefined;
    // The app may have taken its folder away.
    const names = await readdir(this.wwwroot).catch((): string[] => []);
    const first = WHOLE_APP_ARCHIVES.find((name) => names.includes(name));
    return first === undefined || brought.has(first) ? undefined : first;
  }

  private factsBefore(options: StartOptions): Rehearsal {
    const {
      network,
      startupCommand,
      commandKnown,
      required,
      limit,
      limitIsOurs,
      settingsKnown,
      settings,
      references,
    } = options;
    return {
      isolation: this.isolation.name,
      network,
      python: this.python.version,
      startupCommand,
      commandKnown,
      required,
      reached: 'start',
      problem: undefined,
      notReplaced: this.deployed.notReplaced,
      staleArchive: undefined,
      appPath: SITE_ROOT,
      command: '',
      parked: false,
      port: DEFAULT_PORT,
      limit,
      limitIsOurs,
      settingsKnown,
      settingNames: Object.keys(settings),
      references,
      ...NO_START,
    };
  }
}

function factsOf({ appPath, command, parked }: StartScript): Partial<Rehearsal> {
  return { appPath, command, parked };
}

function secondsSince(time: number): number {
  return (performance.now() - time) / 1000;
}

/** The entry point, and what unpacks a whole app, run before the container's own script; the platform's clock runs already. */
function laterBy(
  before: number,
  { portTaken: _taken, waited: _waited, ...started }: Started,
): StartFacts {
  const { seconds, exit, exceeded, answer, refused, health } = started;
  const later = <Event extends { readonly seconds: number }>(event: Event | undefined) =>
    event && { ...event, seconds: milliseconds(event.seconds + before) };
  return {
    ...started,
    exit: later(exit),
    exceeded: later(exceeded),
    answer: later(answer),
    refused: later(refused),
    health: later(health),
    seconds: seconds && {
      ...seconds,
      total: milliseconds(seconds.total + before),
      unpack: milliseconds(seconds.unpack + before),
    },
  };
}
