// What documents name is there: files of the tree, and the headings that links lead to.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { yamlSamples, type Step } from '../helpers/yaml-samples.js';

// mocha is started by npm, in the folder of package.json.
const PAGES = [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn('samples'),
  ...markdownIn('tests/corpus'),
];

/** Where a page's short path begins: `check/judge.ts`, `hosts/agent.ts`, `tests/helpers/…`. */
const ROOTS = ['tasks/core', 'tasks', '.'];

function markdownIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** The text of a page without its blocks of code. */
function proseOf(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
}

/** The anchors of a page's headings, as GitHub and Azure DevOps make them. */
function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function isThere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(target).includes(anchor);
}

interface Input {
  readonly name: string;
  readonly required?: boolean;
  readonly defaultValue?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** Inputs of Microsoft's tasks that our samples set, after their reference; those that they cannot do without first. */
const THEIR_INPUTS: Readonly<Record<string, { needs: string[]; takes: string[] }>> = {
  'UsePythonVersion@0': { needs: ['versionSpec'], takes: [] },
  'Cache@2': { needs: ['key', 'path'], takes: ['restoreKeys'] },
  'AzureAppServiceSettings@1': {
    needs: ['azureSubscription', 'appName', 'resourceGroupName'],
    takes: ['appSettings'],
  },
  'AzureWebApp@1': {
    needs: ['azureSubscription', 'appType', 'appName', 'package'],
    takes: ['runtimeStack', 'startUpCommand'],
  },
};

/** What is wrong with a step of a sample: nothing, as a rule. */
function faultsOf({ task = '', inputs: given = {} }: Step): string[] {
  const names = Object.keys(given);
  const theirs = THEIR_INPUTS[task];
  if (theirs) {
    const { needs, takes } = theirs;
    return [
      ...needs.filter((name) => !names.includes(name)),
      ...names.filter((name) => ![...needs, ...takes].includes(name)),
    ];
  }
  const inputs = inputsOf(task);
  return [
    ...names.filter((name) => !inputs.some((input) => input.name === name)),
    ...inputs
      .filter(({ name, required, defaultValue }) => required && !(given[name] ?? defaultValue))
      .map(({ name }) => name),
    ...inputs
      .filter(
        ({ name, options }) =>
          name in given && options && !Object.hasOwn(options, given[name] ?? ''),
      )
      .map(({ name }) => `${name}: ${given[name]}`),
  ];
}

function inputsOf(task: string): readonly Input[] {
  assert.match(task, /^Antenv(?:Package|Validate)@1$/);
  const text = readFileSync(join('tasks', task.slice(0, -'@1'.length), 'task.json'), 'utf8');
  return (JSON.parse(text) as { inputs: readonly Input[] }).inputs;
}

describe('documents', () => {
  for (const page of PAGES) {
    it(`lead to files and headings that are there: ${page}`, () => {
      const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      const own = links.filter((link) => !/^(?:https?|mailto):/.test(link));
      assert.deepEqual(
        own.filter((link) => !isThere(page, link)),
        [],
      );
    });

    it(`give tasks the inputs and values that they take: ${page}`, () => {
      const steps = yamlSamples(readFileSync(page, 'utf8')).flat();
      assert.deepEqual(
        steps.flatMap((step) => faultsOf(step).map((fault) => `${step.task}: ${fault}`)),
        [],
      );
    });

    it(`name sources that are there: ${page}`, () => {
      const paths = [...proseOf(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.ts)`/g)];
      assert.deepEqual(
        paths
          .map(([, path = '']) => path)
          .filter((path) => !ROOTS.some((root) => existsSync(join(root, path)))),
        [],
      );
    });
  }

  it('have every file of the core in the tree of CONTRIBUTING.md', () => {
    const page = readFileSync('CONTRIBUTING.md', 'utf8');
    const files = readdirSync('tasks/core', { withFileTypes: true }).filter((child) =>
      child.isFile(),
    );
    assert.deepEqual(
      files.map(({ name }) => name).filter((name) => !page.includes(name)),
      [],
    );
  });
});
