// The emulated agent: runs a packed task as Azure Pipelines would, and returns all that came of it.
//
// Not emulated: the conditions of steps, pre- and post-job parts, secure files, containers, several
// checkouts, test results and code coverage, the header that the agent prints above each task, and
// the agent's clean-up at the end of a job (processes left running are ended after each run).
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { receiveLine } from './commands.js';
import { connectionsNamed } from './connections.js';
import { loadDefinition, pickHandler } from './definition.js';
import type { Handler, HandlerName, Restrictions, TaskDefinition } from './definition.js';
import { bareEnvironment, taskEnvironment } from './environment.js';
import { resolveInputs, resolveStepEnv } from './inputs.js';
import type { MacroSources } from './inputs.js';
import type { Job } from './job.js';
import { expandMacros } from './macros.js';
import { runNode } from './node-process.js';
import type { Launch, Waits } from './node-process.js';
import { Step } from './step.js';
import type { TaskRun } from './task-run.js';

export { createJob } from './job.js';
export type { Job, JobOptions } from './job.js';
export type { HostType } from './layout.js';
export type { ServiceConnection } from './connections.js';
export type { Command } from './command.js';
export type { Waits } from './node-process.js';
export type { Attachment, Issue, LogGroup, TaskResult, TaskRun } from './task-run.js';

/** What a test says of one run of a task. */
export interface RunOptions {
  /** The folder that holds task.json and what it starts. */
  readonly taskFolder: string;
  /** What the pipeline's author wrote under `inputs:`. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the author wrote under `env:`. */
  readonly env?: Readonly<Record<string, string>>;
  /** The agent's own environment; PATH, HOME and LANG when absent. */
  readonly agentEnv?: Readonly<Record<string, string>>;
  /** The step's `name:`; the server makes one from the task's name when absent. */
  readonly stepName?: string;
  /** The node to run; this process's own when absent. */
  readonly node?: string;
  /** The handler to take; the agent's choice when absent. */
  readonly handler?: HandlerName;
  /** What the author wrote under `target:`. */
  readonly target?: Restrictions;
  /** Cancels the job at the first line for which it is true. */
  readonly cancelWhen?: (line: string) => boolean;
  /** Shorter waits, for those who cannot wait for the agent's own. */
  readonly waits?: Partial<Waits>;
}

/** Source: azure-pipelines-agent, AgentKnobs.cs:327-339, ExecutionContext.cs:228, ProcessInvoker.cs. */
const usualWaits: Waits = { sigint: 7500, sigterm: 2500, done: 5000, streams: 5000, orphans: 1000 };

/**
 * Runs a task in a job. A task that fails is a result; only a task that the agent could not even
 * prepare (no task.json, no handler for node) is an exception.
 */
export async function runTask(job: Job, options: RunOptions): Promise<TaskRun> {
  const definition = await loadDefinition(options.taskFolder);
  const handler = pickHandler(definition, options.handler);
  const step = new Step(job, {
    refName: options.stepName ?? `${definition.name}1`,
    outputVariables: definition.outputVariables,
    restrictions: [definition.restrictions, options.target ?? {}],
  });
  job.variables.expand().forEach((warning) => step.warning(warning));
  const launch = inTaskScope(job, definition, () => prepare(job, definition, handler, options));
  try {
    await execute(step, launch, options.cancelWhen ?? (() => false));
  } catch (error) {
    step.end('Failed', error instanceof Error ? error.message : String(error));
  }
  return step.finish();
}

/** What to start: all of it worked out before anything runs. */
type Prepared = Pick<Launch, 'node' | 'target' | 'cwd' | 'env' | 'waits'>;

function prepare(
  job: Job,
  definition: TaskDefinition,
  handler: Handler,
  options: RunOptions,
): Prepared {
  const agentEnv = options.agentEnv ?? bareEnvironment();
  const sources: MacroSources = { variables: job.variables, agentEnv };
  const inputs = resolveInputs(definition, options.inputs ?? {}, sources, job.sources);
  const field = (text: string): string => expandHandlerField(text, definition, inputs, sources);
  const workingDirectory = field(handler.workingDirectory);
  const cwd = job.variables.get('system.defaultworkingdirectory') ?? job.workFolder;
  return {
    node: options.node ?? process.execPath,
    target: join(definition.folder, field(handler.target)),
    cwd: workingDirectory === '' ? cwd : workingDirectory,
    env: taskEnvironment(job, {
      agentEnv,
      stepEnv: resolveStepEnv(options.env ?? {}, sources),
      inputs,
      connections: connectionsNamed(definition, inputs, job.connections),
    }),
    waits: { ...usualWaits, ...options.waits },
  };
}

/** `$(currentdirectory)` is the task's folder; then inputs, then variables. */
function expandHandlerField(
  text: string,
  definition: TaskDefinition,
  inputs: ReadonlyMap<string, string>,
  { variables }: MacroSources,
): string {
  const placed = expandMacros(text, (name) =>
    name.toLowerCase() === 'currentdirectory' ? definition.folder : undefined,
  );
  const filled = expandMacros(placed, (name) => inputs.get(name.toLowerCase()));
  return expandMacros(filled, (name) => variables.get(name));
}

/** Variables that exist only while the step is prepared. Source: TaskRunner.cs:100-107. */
function inTaskScope<T>(job: Job, definition: TaskDefinition, work: () => T): T {
  const scope = {
    'task.displayname': definition.friendlyName,
    'task.publishTelemetry': 'False',
    'system.taskInstanceId': randomUUID(),
    'system.taskDisplayName': definition.friendlyName,
    'system.taskInstanceName': definition.name,
  };
  for (const [name, value] of Object.entries(scope)) {
    job.variables.set(name, value);
  }
  try {
    return work();
  } finally {
    for (const name of Object.keys(scope)) {
      job.variables.unset(name);
    }
  }
}

async function execute(
  step: Step,
  prepared: Prepared,
  cancelWhen: (line: string) => boolean,
): Promise<void> {
  if (!(await isFile(prepared.target))) {
    throw new Error(`The file that the task starts does not exist: '${prepared.target}'.`);
  }
  const cancel = new AbortController();
  const done = new AbortController();
  let doneTimer: NodeJS.Timeout | undefined;
  step.onDone = () => {
    doneTimer ??= setTimeout(() => done.abort(), prepared.waits.done);
  };
  const onLine = (line: string): void => {
    receiveLine(step, line);
    if (cancelWhen(line)) {
      cancel.abort();
    }
  };
  const mark = `vsts_${randomUUID()}`;
  const end = await runNode({
    ...prepared,
    onLine,
    cancel: cancel.signal,
    done: done.signal,
    mark,
  }).finally(() => clearTimeout(doneTimer));
  step.exitCode = end.exitCode;
  step.signals = end.signals;
  step.orphans = end.orphans;
  if (cancel.signal.aborted) {
    step.end('Canceled', 'The operation was cancelled.');
  } else if (end.exitCode !== null && end.exitCode !== 0) {
    step.end('Failed', `The task's process ended with exit code ${end.exitCode}.`);
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
