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
  /** When another program is run that has to be done with before ours begins. */
  readonly beforehand: string;
  /** What to do for a Python of a minor, such as `3.12`; goes on with a sentence. */
  pythonOf(minor: string): string;
  /** How a Python of a minor comes to be found, as a sentence; nobody has to. */
  bringsPython(minor: string): string;
  /** What to do for a Linux with that Python; goes on with a sentence. */
  linuxWith(minor: string): string;
  /** What to do on a full disk. */
  readonly moreRoom: string;
  /** What to do for a new venv in place of the kept one in a folder; goes on the sentence. */
  anew(folder: string): string;
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
  beforehand: 'in a step before this task',
  pythonOf: (minor) => `add a step before this task:\n${usePython(minor)}`,
  bringsPython: (minor) =>
    `UsePythonVersion@0 with versionSpec: '${minor}' before this task brings one.`,
  linuxWith: (minor) =>
    `run the job on Linux with Python ${minor}:\n  pool: { vmImage: 'ubuntu-latest' }\n${usePython(minor)}`,
  // Where an agent has its folder for temporary files is not for a pipeline to say.
  moreRoom: 'Free space in a step before this task, or use an agent with a larger disk.',
  // A hosted agent begins with the folder that the Cache step brings.
  anew: (folder) => `delete '${folder}' or change the key of the Cache step`,
};

function usePython(minor: string): string {
  return `  - task: UsePythonVersion@0\n    inputs: { versionSpec: '${minor}' }`;
}
