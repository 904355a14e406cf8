// One job on the agent: its folders and its variables, shared by the task runs in it.
import { isTrue } from './command.js';
import { secretParameters } from './connections.js';
import type { ServiceConnection } from './connections.js';
import { agentVariables, makeLayout } from './layout.js';
import type { HostType, Layout } from './layout.js';
import { SecretMasker } from './masker.js';
import { serverVariables, systemAccessToken, takeOver } from './server-variables.js';
import { Variables } from './variables.js';

/** A job. Running a task twice in it is what `retryCountOnTaskFailure` does. */
export interface Job extends Layout {
  /** Names ignore case; what a task sets lands here. */
  readonly variables: Variables;
  readonly masker: SecretMasker;
  /** Folders that tasks put in front of PATH, the latest last. */
  readonly prependedPaths: string[];
  readonly connections: readonly ServiceConnection[];
  /** Whether `System.Debug` is on; the agent looks at it once, when the job starts. */
  readonly debug: boolean;
}

/** What a test says of a job. */
export interface JobOptions {
  readonly hostType: HostType;
  /** The agent's folder. It must exist; blanks and letters of any language are welcome. */
  readonly root: string;
  /** The pipeline's variables. They replace the server's, but not those that the agent sets. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly connections?: readonly ServiceConnection[];
}

/** Starts a job: makes its folders, empties the temporary one, and sets its variables. */
export async function createJob(options: JobOptions): Promise<Job> {
  const layout = await makeLayout(options.hostType, options.root);
  const masker = new SecretMasker();
  const variables = new Variables((value) => masker.add(value));
  const secrets = { 'system.accessToken': systemAccessToken, ...options.secrets };
  setAll(variables, { ...serverVariables(options.hostType) });
  setAll(variables, options.variables ?? {});
  for (const [name, value] of Object.entries(secrets)) {
    masker.addUserSecret(value);
    variables.set(name, value, { secret: true });
  }
  setAll(variables, agentVariables(layout));
  const connections = options.connections ?? [];
  for (const value of connections.flatMap(secretParameters)) {
    masker.add(value);
  }
  variables.expand();
  const debug = isTrue(variables.get('system.debug'));
  return { ...layout, variables, masker, prependedPaths: [], connections, debug };
}

function setAll(variables: Variables, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    variables.set(name, takeOver(name, value));
  }
}
