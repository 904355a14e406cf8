// task.json as the agent reads it: inputs, handlers, output variables and restrictions.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The handlers that this emulator can run. */
export type HandlerName = 'Node20_1' | 'Node24';

export interface InputDefinition {
  readonly name: string;
  readonly type: string;
  /** Trimmed; empty when the task gives none. */
  readonly defaultValue: string;
}

export interface Handler {
  readonly target: string;
  readonly workingDirectory: string;
}

/** What a task may do, by its own task.json or by the `target:` of a YAML step. */
export interface Restrictions {
  readonly commands?: 'restricted' | 'any';
  /** Patterns of variable names; absent means every variable. */
  readonly settableVariables?: readonly string[];
}

export interface TaskDefinition {
  readonly folder: string;
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly inputs: readonly InputDefinition[];
  readonly execution: Readonly<Partial<Record<HandlerName, Handler>>>;
  readonly outputVariables: readonly string[];
  readonly restrictions: Restrictions;
}

/** The parts of task.json that matter here; which of them must be there is the schema's affair. */
interface TaskJson {
  id?: string;
  name?: string;
  friendlyName?: string;
  inputs?: { name: string; type?: string; defaultValue?: string | boolean | number }[];
  execution?: Partial<Record<HandlerName, { target?: string; workingDirectory?: string }>>;
  outputVariables?: { name: string }[];
  restrictions?: {
    commands?: { mode?: string };
    settableVariables?: { allowed?: string[] };
  };
}

/** A lower number wins. Source: azure-pipelines-agent, TaskManager.cs:888-934. */
const handlersByPriority: readonly HandlerName[] = ['Node24', 'Node20_1'];

/** Reads `task.json`. @throws when it is missing or not JSON: then there is no step to run. */
export async function loadDefinition(folder: string): Promise<TaskDefinition> {
  return readDefinition(folder, await readFile(join(folder, 'task.json'), 'utf8'));
}

/** Reads the text of a `task.json` that lies in `folder`. @throws SyntaxError */
export function readDefinition(folder: string, text: string): TaskDefinition {
  const json = JSON.parse(text) as TaskJson;
  return {
    folder,
    id: json.id ?? '',
    name: json.name ?? '',
    friendlyName: json.friendlyName ?? '',
    inputs: (json.inputs ?? []).map((input) => ({
      name: input.name.trim(),
      type: input.type ?? '',
      defaultValue: String(input.defaultValue ?? '').trim(),
    })),
    execution: readHandlers(json.execution ?? {}),
    outputVariables: (json.outputVariables ?? []).map((variable) => variable.name),
    restrictions: readRestrictions(json.restrictions ?? {}),
  };
}

/**
 * The handler that the agent takes, or the one asked for.
 * @throws Error when the task does not declare it.
 */
export function pickHandler(definition: TaskDefinition, wanted?: HandlerName): Handler {
  const candidates = wanted === undefined ? handlersByPriority : [wanted];
  for (const name of candidates) {
    const handler = definition.execution[name];
    if (handler !== undefined) {
      return handler;
    }
  }
  throw new Error(`task '${definition.name}' has no handler ${candidates.join(' or ')}`);
}

function readHandlers(execution: NonNullable<TaskJson['execution']>): TaskDefinition['execution'] {
  const handlers: Partial<Record<HandlerName, Handler>> = {};
  for (const name of handlersByPriority) {
    const handler = execution[name];
    if (handler !== undefined) {
      handlers[name] = {
        target: handler.target ?? '',
        workingDirectory: handler.workingDirectory ?? '',
      };
    }
  }
  return handlers;
}

function readRestrictions(json: NonNullable<TaskJson['restrictions']>): Restrictions {
  const allowed = json.settableVariables?.allowed;
  return {
    commands: json.commands?.mode === 'restricted' ? 'restricted' : 'any',
    ...(allowed === undefined ? {} : { settableVariables: allowed }),
  };
}
