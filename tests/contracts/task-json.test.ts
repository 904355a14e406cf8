// What tfx does not check in a task.json: the schema, fixed ids, one version, inputs that are really read.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv04 from 'ajv-draft-04';
import { COLLECT_STATIC } from '../../tasks/core/framework/static-files.js';
import { INSTALLERS } from '../../tasks/core/terms/dependencies.js';
import { FAIL_ON } from '../../tasks/core/terms/judgement.js';
import { COMPRESSIONS, LAYOUTS } from '../../tasks/core/terms/layout.js';
import { PRUNE } from '../../tasks/core/terms/pruning.js';
import { REHEARSE, REHEARSE_NETWORKS } from '../../tasks/core/terms/rehearsal.js';

/** Fixed for ever: an agent and a pipeline know a task by its id, through every version. */
const TASK_IDS: Record<string, string> = {
  AntenvPackage: 'a41b9823-6459-4bb6-9344-db8a83c1e587',
  AntenvValidate: '9d7a185c-695b-476b-9123-11f9570c1d14',
};

/** The values of the pick lists, as the code knows them. */
const CHOICES: Record<string, readonly string[]> = {
  layout: LAYOUTS,
  compression: COMPRESSIONS,
  prune: PRUNE,
  collectStatic: COLLECT_STATIC,
  installer: INSTALLERS,
  failOn: FAIL_ON,
  rehearse: REHEARSE,
  rehearseNetwork: REHEARSE_NETWORKS,
};

/** A task's `index.ts` with the readers of its request. */
function sourcesOf(folder: string): string {
  return withReaders(join('tasks', folder, 'index.ts'));
}

function withReaders(path: string): string {
  const text = readFileSync(path, 'utf8');
  const readers = [...text.matchAll(/'(\.[\w./-]*-request)\.js'/g)];
  const paths = readers.map(([, reader = '']) => join(dirname(path), `${reader}.ts`));
  return [text, ...paths.map(withReaders)].join('\n');
}

/** `inputs.text('layout')`, `inputs.choice('layout', LAYOUTS)` and the like. */
const READ_INPUT = /inputs\.\w+\(\s*'(\w+)'/g;

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Input {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly helpMarkDown?: string;
  readonly groupName?: string;
  readonly defaultValue?: string;
  readonly required?: boolean;
  readonly options?: Record<string, string>;
}

interface Task {
  readonly id: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly version: { readonly Major: number; readonly Minor: number; readonly Patch: number };
  readonly minimumAgentVersion: string;
  readonly instanceNameFormat?: string;
  readonly groups: readonly { readonly name: string }[];
  readonly inputs: readonly Input[];
  readonly outputVariables: readonly { readonly name: string; readonly description?: string }[];
  readonly restrictions: unknown;
  readonly execution: unknown;
}

// mocha is started by npm, in the folder of package.json.
const load = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const folders = readdirSync('tasks').filter((name) => existsSync(join('tasks', name, 'task.json')));
const loadTask = (folder: string): Task => load(join('tasks', folder, 'task.json')) as Task;

describe('tasks', () => {
  it('have the ids that they will always have, each its own', () => {
    const ids = Object.fromEntries(folders.map((folder) => [folder, loadTask(folder).id]));
    assert.deepEqual(ids, TASK_IDS);
    for (const id of Object.values(ids)) assert.match(id, GUID);
    assert.equal(new Set(Object.values(ids)).size, folders.length);
  });
});

for (const folder of folders) {
  const task = loadTask(folder);
  const names = task.inputs.map(({ name }) => name);

  describe(`${folder}/task.json`, () => {
    it('is what the public schema allows', () => {
      assert.deepEqual(schemaErrors(task), []);
    });

    it('is named as its folder, in words that fit', () => {
      assert.equal(task.name, folder);
      assert.ok(task.friendlyName.length <= 40, task.friendlyName);
      assert.ok(task.instanceNameFormat, 'tfx warns when instanceNameFormat is missing');
      for (const [, input = ''] of (task.instanceNameFormat ?? '').matchAll(/\$\((\w+)\)/g)) {
        assert.ok(names.includes(input), `instanceNameFormat names the input '${input}'`);
      }
    });

    it('has the version of package.json, and the major that pipelines write', () => {
      const { version } = load('package.json') as { version: string };
      const { Major, Minor, Patch } = task.version;
      assert.equal(`${Major}.${Minor}.${Patch}`, version);
      assert.equal(Major, 1, `README and overview say ${folder}@1`);
    });

    it('runs one bundle on Node 20, and on Node 24 where the agent has it', () => {
      const bundle = { target: 'index.js' };
      assert.deepEqual(task.execution, { Node20_1: bundle, Node24: bundle });
      assert.equal(task.minimumAgentVersion, '4.248.0');
    });

    it('declares every input that is read, and reads every input that is declared', () => {
      const read = new Set(
        [...sourcesOf(folder).matchAll(READ_INPUT)].map(([, name = '']) => name),
      );
      assert.deepEqual([...read].toSorted(), [...names].toSorted());
    });

    it('labels and explains every input, in one of its groups', () => {
      const groups = task.groups.map(({ name }) => name);
      for (const { name, label, helpMarkDown, groupName } of task.inputs) {
        assert.ok(label, `${name} has no label`);
        assert.ok(helpMarkDown, `${name} has no help`);
        assert.match(helpMarkDown, /default/i, `the help of ${name} does not tell the default`);
        assert.ok(groups.includes(groupName ?? ''), `${name} is in the group '${groupName}'`);
      }
      const used = new Set(task.inputs.map(({ groupName }) => groupName));
      assert.deepEqual([...used], groups, 'groups in the order of their inputs, none empty');
    });

    it('offers in its pick lists what the code takes, with a default among them', () => {
      const lists = task.inputs.filter(({ type }) => type === 'pickList');
      const offered = lists.map(({ name, options }) => [name, Object.keys(options ?? {})]);
      const known = Object.entries(CHOICES).filter(([name]) => names.includes(name));
      assert.deepEqual(Object.fromEntries(offered), Object.fromEntries(known));
      for (const { name, options, defaultValue = '' } of lists) {
        assert.ok(options?.[defaultValue], `the default of ${name} is '${defaultValue}'`);
      }
    });

    it('names inputs once, ignoring case', () => {
      // The agent's dictionary of inputs ignores case, and so does INPUT_<NAME>.
      const lower = names.map((name) => name.toLowerCase());
      assert.equal(new Set(lower).size, names.length);
    });

    it('may set its output variables and nothing else', () => {
      const outputs = task.outputVariables.map(({ name }) => name);
      assert.deepEqual(task.restrictions, { settableVariables: { allowed: outputs } });
      for (const { name, description } of task.outputVariables) {
        assert.ok(description, `${name} has no description`);
      }
    });
  });
}

describe('AntenvPackage', () => {
  const task = loadTask('AntenvPackage');

  it('has the inputs that the command line has, with these types and defaults', () => {
    const inputs = task.inputs.map(({ name, type, defaultValue, required }) => {
      return `${name}: ${type}${required === true ? ', required' : ''} = '${defaultValue}'`;
    });
    assert.deepEqual(inputs.toSorted(), [
      "allowSdist: string = ''",
      "appName: string = ''",
      "appRoot: filePath, required = '$(System.DefaultWorkingDirectory)'",
      "appSettings: multiLine = ''",
      "azureSubscription: connectedService:AzureRM = ''",
      "cacheFolder: string = ''",
      "cacheLimit: string = ''",
      "collectStatic: pickList = 'auto'",
      "compression: pickList = 'gzip'",
      "excludes: multiLine = ''",
      "extras: string = ''",
      "failOn: pickList = 'error'",
      "groups: string = ''",
      "healthCheckPath: string = ''",
      "installer: pickList = 'auto'",
      "layout: pickList, required = 'venvTarball'",
      "packagePath: filePath = ''",
      "prune: pickList = 'safe'",
      "pythonPath: string = ''",
      "rehearse: pickList = 'auto'",
      "rehearseNetwork: pickList = 'none'",
      "rehearseTimeout: string = ''",
      "requirements: filePath = ''",
      "resourceGroupName: string = ''",
      "runtimeStack: string = ''",
      "slotName: string = ''",
      "startupCommand: string = ''",
      "suppress: multiLine = ''",
    ]);
  });

  it('sets these output variables', () => {
    const outputs = task.outputVariables.map(({ name }) => name);
    const made = ['packagePath', 'packageSha256', 'layout', 'pythonVersion'];
    assert.deepEqual(outputs, [...made, 'errors', 'warnings', 'verdict']);
  });
});

/**
 * tasks.schema.json is the file of that name in microsoft/azure-pipelines-task-lib at a5e7ee0f (2026-05-26),
 * unchanged; MIT, see tasks.schema.LICENSE.txt. The npm package does not carry it.
 */
function schemaErrors(task: Task): string[] {
  // Its pattern `connectedService\\:` is an escape that the u flag forbids, and ajv sets that by default.
  const ajv = new Ajv04({ allErrors: true, unicodeRegExp: false, allowUnionTypes: true });
  const validate = ajv.compile(load('tests/contracts/tasks.schema.json') as object);
  validate(task);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
