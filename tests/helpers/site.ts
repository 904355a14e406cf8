// A site: deploys a finished package and runs it on this machine as App Service would, at the final
// addresses, in a private root that nothing leaks from. Needs Linux with `unshare` and dash as `sh`.

import { execFileSync, type ChildProcess } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { containerEnvironment } from '../../tasks/core/rehearse/platform/environment.js';
import {
  NO_FLAGS,
  type GeneratorFlags,
} from '../../tasks/core/rehearse/platform/generator-flags.js';
import { createStartScript, type Container } from '../../tasks/core/rehearse/platform/generator.js';
import { initCommand, type InitParts } from '../../tasks/core/rehearse/platform/init.js';
import type { Inside } from '../../tasks/core/rehearse/platform/inside.js';
import { deployPackage, NOTHING_DEPLOYED } from '../../tasks/core/rehearse/platform/kudu.js';
import { zstdSupport } from '../../tasks/core/rehearse/platform/zstd-support.js';
import { buildRoot, imagePython, type ImagePython } from './site/image.js';
import { ask, freePort, type Answer } from './site/loopback.js';
import {
  hasEnded,
  kill,
  runInside,
  spawnInside,
  type Ended,
  type PrivateRoot,
} from './site/namespace.js';

const WWWROOT = '/home/site/wwwroot';
const START_SCRIPT = '/opt/startup/startup.sh';
/** Where a started container keeps the environment that its command got. */
const ENVIRONMENT_FILE = '/opt/startup/environment.sh';
const ANSWER_SECONDS = 60;
const EXEC_SECONDS = 120;
/** Of the container's log, in an error: its end. */
const LOG_CHARACTERS = 8000;

export interface SiteOptions {
  /** Base prefix of a CPython of the package's minor; becomes `/opt/python/3`. */
  readonly pythonHome: string;
  /** An existing folder for what the site needs while it lives. */
  readonly work: string;
}

export interface StartOptions {
  /** As typed into the site's configuration; left out or empty: the platform detects the app. */
  readonly startupCommand?: string;
  /** App settings: environment variables of the container. */
  readonly settings?: Readonly<Record<string, string>>;
}

interface Running {
  readonly root: PrivateRoot;
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  readonly process: ChildProcess;
}

export class Site {
  readonly #folder: string;
  readonly #python: ImagePython;
  #deployed = NOTHING_DEPLOYED;
  #options: StartOptions = {};
  #container: Running | undefined;
  #starts = 0;
  #log = '';

  private constructor(folder: string, python: ImagePython) {
    this.#folder = folder;
    this.#python = python;
  }

  static async create({ pythonHome, work }: SiteOptions): Promise<Site> {
    const python = imagePython(pythonHome);
    const folder = await mkdtemp(join(work, 'site-'));
    await mkdir(join(folder, WWWROOT), { recursive: true });
    return new Site(folder, python);
  }

  /** What the start script and the app have said since the last start. */
  get log(): string {
    return this.#log;
  }

  /** Deploys a zip as Kudu does. A running container goes on: `restart` to see the change. */
  async deploy(zip: string): Promise<void> {
    const folders = {
      wwwroot: this.#onHost(WWWROOT),
      extracted: join(this.#folder, 'extracted'),
    };
    const { signal } = new AbortController();
    this.#deployed = await deployPackage(zip, folders, signal, { previous: this.#deployed });
  }

  /**
   * Starts a fresh container; `/home` is all that outlives one. Throws when the platform would
   * have had no start script, otherwise does not wait for the app: `get` does.
   */
  async start(options: StartOptions = {}): Promise<void> {
    this.#options = options;
    await this.#boot(async (parts) => {
      const { flags } = await initCommand(parts, options.startupCommand ?? '');
      return flags;
    });
  }

  /** Starts again with the options of the last `start`. */
  async restart(): Promise<void> {
    await this.start(this.#options);
  }

  /** Asks the app, waiting until it answers. Throws when its container ends or 60 s have passed. */
  async get(path: string): Promise<Answer> {
    const container = this.#container;
    if (container === undefined) throw new Error('The site has not been started.');
    const end = Date.now() + ANSWER_SECONDS * 1000;
    while (Date.now() < end) {
      this.#assertRunning(container);
      const answer = await ask(container.port, path, end - Date.now());
      if (answer !== undefined) return answer;
      await sleep(50);
    }
    throw this.#failure(`No answer to ${path} within ${ANSWER_SECONDS} s.`);
  }

  /**
   * Runs a shell command in the container's folders and with the environment that its own command
   * got, in `$APP_PATH`. Without a started container, one is prepared that runs no app.
   */
  async exec(command: string): Promise<Ended> {
    if (this.#container === undefined)
      await this.#boot(async () => ({ ...NO_FLAGS, command: ':' }));
    const { root, environment } = await this.#prepared();
    const script = `. ${ENVIRONMENT_FILE}; cd "$APP_PATH"; eval "$1"`;
    return runInside(
      root,
      ['/bin/sh', '-c', script, 'sh', command],
      '/',
      environment,
      EXEC_SECONDS,
    );
  }

  /** Writes a file below wwwroot, as someone with an editor on the site would. */
  async edit(path: string, content: string): Promise<void> {
    const target = this.#onHost(join(WWWROOT, path));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }

  /** Kills what runs and removes every file of the site. May be called again. */
  async stop(): Promise<void> {
    await this.#endContainer();
    await remove(this.#folder);
  }

  /** `/home` lies beside the root of the container: the share outlives it. */
  #onHost = (path: string): string => {
    const below = relative('/home', path);
    const isHome = below !== '..' && !below.startsWith('../');
    return isHome ? join(this.#folder, 'home', below) : join(this.#rootFolder(), path);
  };

  #rootFolder(): string {
    return join(this.#folder, `container-${this.#starts}`);
  }

  async #boot(findFlags: (parts: InitParts) => Promise<GeneratorFlags>): Promise<void> {
    await this.#endContainer();
    this.#starts += 1;
    this.#log = '';
    const root = await buildRoot(this.#rootFolder(), join(this.#folder, 'home'), this.#python);
    const port = Number(this.#options.settings?.['PORT'] ?? (await freePort()));
    const settings = { PORT: String(port), ...this.#options.settings };
    const environment = containerEnvironment({ pythonVersion: this.#python.version, settings });
    const parts: Container = {
      inside: insideOf(root),
      onHost: this.#onHost,
      environment,
      zstd: zstdSupport(this.#python.version),
      marker: ENVIRONMENT_FILE,
    };
    const { script } = await createStartScript(parts, await findFlags(parts));
    await writeFile(this.#onHost(START_SCRIPT), script, { mode: 0o755 });
    const child = spawnInside(root, ['/bin/sh', START_SCRIPT], WWWROOT, environment);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.#log += chunk));
    }
    this.#container = { root, environment, port, process: child };
  }

  /** Waits until the start script has come to the app's command. */
  async #prepared(): Promise<Running> {
    const container = this.#container;
    if (container === undefined) throw new Error('The site has not been started.');
    const end = Date.now() + ANSWER_SECONDS * 1000;
    while (!(await exists(this.#onHost(ENVIRONMENT_FILE)))) {
      this.#assertRunning(container);
      if (Date.now() > end) throw this.#failure(`Not prepared within ${ANSWER_SECONDS} s.`);
      await sleep(20);
    }
    return container;
  }

  #assertRunning({ process: child }: Running): void {
    if (!hasEnded(child)) return;
    throw this.#failure(`The container has ended with exit code ${child.exitCode}.`);
  }

  #failure(message: string): Error {
    return new Error(`${message}\nThe container said:\n${this.#log.slice(-LOG_CHARACTERS)}`);
  }

  async #endContainer(): Promise<void> {
    if (this.#container === undefined) return;
    await kill(this.#container.process);
    this.#container = undefined;
    await remove(this.#rootFolder());
  }
}

function insideOf(root: PrivateRoot): Inside {
  return async (words, environment, seconds) => {
    const { code, stdout, stderr } = await runInside(root, words, WWWROOT, environment, seconds);
    return { code, output: stdout + stderr };
  };
}

async function remove(folder: string): Promise<void> {
  if (!(await exists(folder))) return;
  // An ordinary user may not empty a folder that a package made read-only.
  execFileSync('chmod', ['-R', 'u+rwX', folder]);
  await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 100 });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
