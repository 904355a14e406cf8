// Inputs by name: a sentence names what can be set by its key, and the host says how its user calls that.

/** All that can be set: the inputs of the tasks, and what the command line alone has. */
export const INPUTS = [
  'appRoot',
  'package',
  'requirements',
  'groups',
  'extras',
  'installer',
  'allowSdist',
  'cacheFolder',
  'cacheLimit',
  'collectStatic',
  'runtimeStack',
  'pythonPath',
  'layout',
  'compression',
  'packagePath',
  'excludes',
  'prune',
  'startupCommand',
  'appSettings',
  'azureSubscription',
  'appName',
  'resourceGroupName',
  'slotName',
  'failOn',
  'suppress',
  'rehearse',
  'rehearseTimeout',
  'rehearseNetwork',
  'healthCheckPath',
  'sarif',
] as const;

export type InputName = (typeof INPUTS)[number];

/** How the user of a host calls an input: in a pipeline, or on the command line. */
export interface InputWords {
  /** `cacheFolder`, or `--cache-folder`. */
  name(input: InputName): string;
  /** In a sentence where the name alone would pass for a word: `the groups input`, or `--group`. */
  called(input: InputName): string;
  /** With its value, as it would be pasted: `prune: none`, or `--prune=none`. */
  with(input: InputName, value: string): string;
  /** What to do for another folder for temporary files, which no input names. */
  readonly otherTempFolder: string;
  /** What a variable is that a program which we start is to get. */
  readonly ownVariable: string;
}

/** As a pipeline calls it. */
export const asInput: InputWords = {
  name: (input) => input,
  called: (input) => `the ${input} input`,
  with: (input, value) => `${input}: ${value}`,
  // Agent.TempDirectory is the agent's own: no pipeline can set it.
  otherTempFolder:
    "Agent.TempDirectory lies in the agent's work folder: give the agent one that its user may write to (config.sh --work).",
  ownVariable: 'a variable of this step (env: in YAML)',
};
