// Builds the environment of the task's process.
import { delimiter } from 'node:path';
import { connectionVariables } from './connections.js';
import type { ServiceConnection } from './connections.js';
import { environmentName } from './environment-name.js';
import type { Job } from './job.js';
import type { Variable } from './variables.js';

/** The agent's own environment when a test says nothing: no more than a program needs to start. */
export function bareEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    LANG: 'C.UTF-8',
  };
}

/**
 * From weak to strong: the agent's environment, the step's `env:`, variables, inputs, connections,
 * PATH, TF_BUILD. A job variable therefore beats an `env:` entry of the same name, and no variable
 * can pass for an input. Source: azure-pipelines-agent, NodeHandler.cs:183-189, Handler.cs:72-304.
 */
export function taskEnvironment(
  job: Job,
  parts: {
    agentEnv: Readonly<Record<string, string>>;
    stepEnv: Readonly<Record<string, string>>;
    inputs: ReadonlyMap<string, string>;
    connections: readonly ServiceConnection[];
  },
): Record<string, string> {
  const env: Record<string, string> = { ...parts.agentEnv, ...parts.stepEnv };
  Object.assign(env, variablesEnvironment(job.variables.all()));
  for (const [name, value] of parts.inputs) {
    env[`INPUT_${environmentName(name)}`] = value;
  }
  Object.assign(env, connectionVariables(parts.connections));
  if (job.prependedPaths.length > 0) {
    const path = job.variables.get('PATH') ?? env['PATH'] ?? '';
    env['PATH'] = [...job.prependedPaths.toReversed(), path].join(delimiter);
  }
  env['TF_BUILD'] = 'True';
  return env;
}

/** Secrets come under `SECRET_…` only; the original names come as two JSON arrays. */
function variablesEnvironment(variables: readonly Variable[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { name, value, secret, preserveCase } of variables) {
    env[`${secret ? 'SECRET_' : ''}${environmentName(name, preserveCase)}`] = value;
    if (name.toLowerCase() === 'agent.jobstatus') {
      env[name] = value;
    }
  }
  const namesOf = (secret: boolean): string =>
    JSON.stringify(variables.filter((one) => one.secret === secret).map(({ name }) => name));
  env['VSTS_PUBLIC_VARIABLES'] = namesOf(false);
  env['VSTS_SECRET_VARIABLES'] = namesOf(true);
  return env;
}
