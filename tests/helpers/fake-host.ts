// A host for tests of the core: programs really run, the log is kept.

import { tmpdir } from 'node:os';
import type { AzureDoor, Host, Log, RunProgress } from '../../tasks/core/host.js';
import { asInput, type InputWords } from '../../tasks/core/terms/input-name.js';
import { plainEnvironment } from '../../tasks/hosts/cancellation.js';
import { runProcess } from '../../tasks/hosts/processes.js';

/** A host whose log can be read: each line with its kind before it, as `warning: …`. */
export interface FakeHost extends Host {
  readonly lines: readonly string[];
  /** All that was told of progress, however often. */
  readonly told: readonly RunProgress[];
}

/** What a test may want otherwise. */
export interface FakeHostOptions {
  /** Takes the place of the process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workingFolder?: string;
  readonly tempFolder?: string;
  readonly signal?: AbortSignal;
  readonly secrets?: readonly string[];
  /** How its user calls an input; as a pipeline does when not given. */
  readonly input?: InputWords;
  /** Who signs in to Azure, and over which network. */
  readonly azure?: Partial<Pick<AzureDoor, 'access' | 'network'>>;
}

/** A host in this process's environment, with what is given instead. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const lines: string[] = [];
  const told: RunProgress[] = [];
  const signal = options.signal ?? new AbortController().signal;
  const secrets = [...(options.secrets ?? [])];
  return {
    lines,
    told,
    log: logInto(lines, told),
    env: options.env ?? plainEnvironment(process.env),
    workingFolder: options.workingFolder ?? process.cwd(),
    tempFolder: options.tempFolder ?? tmpdir(),
    signal,
    secrets,
    azure: {
      access: () => ({ problem: { reason: 'cli-missing', subject: 'az', said: '' } }),
      network: { proxy: undefined, trusted: [] },
      protect: (secret) => void secrets.push(secret),
      ...options.azure,
    },
    input: options.input ?? asInput,
    packagePathFor: (appRoot) => `${appRoot}.zip`,
    run: (command) =>
      runProcess(command, { signal, secrets, line: (text) => lines.push(`child: ${text}`) }),
  };
}

function logInto(lines: string[], told: RunProgress[]): Log {
  const keep =
    (kind: string) =>
    (text: string): void => {
      lines.push(`${kind}: ${text}`);
    };
  return {
    info: keep('info'),
    warning: keep('warning'),
    child: keep('child'),
    group: keep('group'),
    endGroup: () => undefined,
    progress: (progress) => void told.push(progress),
  };
}
