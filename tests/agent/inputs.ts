// Works out the inputs of a step: defaults, what the pipeline says, macros, rooted paths.
import type { TaskDefinition } from './definition.js';
import { rootedPath } from './layout.js';
import { expandMacros } from './macros.js';
import type { Variables } from './variables.js';

/** Where macros find their values, in this order. */
export interface MacroSources {
  readonly variables: Variables;
  /** The agent's own environment: `$(HOME)` works. Its names keep their case. */
  readonly agentEnv: Readonly<Record<string, string>>;
}

/**
 * The inputs as the task gets them, by lower-case name. Inputs that task.json does not know are
 * kept. Nothing is validated: neither `required`, nor `options`, nor `visibleRule`.
 * Source: azure-pipelines-agent, TaskRunner.cs:226-275.
 */
export function resolveInputs(
  definition: TaskDefinition,
  given: Readonly<Record<string, string>>,
  sources: MacroSources,
  pathRoot: string,
): Map<string, string> {
  const inputs = new Map<string, string>();
  for (const { name, defaultValue } of definition.inputs) {
    inputs.set(name.toLowerCase(), defaultValue);
  }
  for (const [name, value] of trimmedEntries(given)) {
    inputs.set(name.toLowerCase(), value);
  }
  for (const [name, value] of inputs) {
    inputs.set(name, expandText(value, sources));
  }
  for (const { name } of definition.inputs.filter(
    ({ type }) => type.toLowerCase() === 'filepath',
  )) {
    inputs.set(name.toLowerCase(), rootedPath(pathRoot, inputs.get(name.toLowerCase()) ?? ''));
  }
  return inputs;
}

/** The step's `env:`: names and values trimmed, then macros. */
export function resolveStepEnv(
  given: Readonly<Record<string, string>>,
  sources: MacroSources,
): Record<string, string> {
  return Object.fromEntries(
    trimmedEntries(given).map(([name, value]) => [name, expandText(value, sources)]),
  );
}

/** Variables first, then the environment over the result: a value may bring a macro along. */
export function expandText(text: string, { variables, agentEnv }: MacroSources): string {
  const once = expandMacros(text, (name) => variables.get(name));
  return expandMacros(once, (name) => agentEnv[name]);
}

function trimmedEntries(values: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(values)
    .map(([name, value]): [string, string] => [name.trim(), value.trim()])
    .filter(([name]) => name !== '');
}
