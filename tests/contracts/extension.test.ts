// What tfx does not check in vss-extension.json: one version, tasks that exist, images of the right size.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { yamlSamples } from '../helpers/yaml-samples.js';

interface Contribution {
  readonly id: string;
  readonly type: string;
  readonly targets: readonly string[];
  readonly properties: { readonly name: string };
}

interface Manifest {
  readonly id: string;
  readonly publisher: string;
  readonly version: string;
  readonly description: string;
  readonly categories: readonly string[];
  readonly targets: readonly { readonly id: string }[];
  readonly icons: { readonly default: string };
  readonly content: Record<string, { readonly path: string }>;
  readonly files: readonly { readonly path: string }[];
  readonly contributions: readonly Contribution[];
}

interface Task {
  readonly friendlyName: string;
  readonly inputs: readonly { readonly name: string; readonly options?: Record<string, string> }[];
  readonly outputVariables: readonly { readonly name: string }[];
}

// mocha is started by npm, in the folder of package.json.
const load = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const manifest = load('vss-extension.json') as Manifest;
const taskFolders = readdirSync('tasks')
  .filter((name) => existsSync(join('tasks', name, 'task.json')))
  .map((name) => `tasks/${name}`);

describe('vss-extension.json', () => {
  it('has the identity that it will always have', () => {
    assert.equal(manifest.publisher, 'antenv');
    assert.equal(manifest.id, 'antenv');
    assert.deepEqual(manifest.targets, [{ id: 'Microsoft.VisualStudio.Services' }]);
    assert.deepEqual(manifest.categories, ['Azure Pipelines']);
  });

  it('has the version of package.json', () => {
    const { version } = load('package.json') as { version: string };
    assert.equal(manifest.version, version);
  });

  it('is not public: who publishes decides that', () => {
    assert.ok(!('public' in manifest));
    assert.ok(!('galleryFlags' in manifest));
  });

  it('contributes and packs every task, under the name of its folder', () => {
    const named = manifest.contributions.map(({ properties }) => properties.name);
    assert.deepEqual(named, taskFolders);
    assert.deepEqual(
      manifest.files.map(({ path }) => path),
      taskFolders,
    );
    for (const { type, targets } of manifest.contributions) {
      assert.equal(type, 'ms.vss-distributed-task.task');
      assert.deepEqual(targets, ['ms.vss-distributed-task.tasks']);
    }
    assert.equal(new Set(manifest.contributions.map(({ id }) => id)).size, named.length);
  });

  it('names files that exist', () => {
    const named = Object.values(manifest.content).map(({ path }) => path);
    assert.deepEqual(
      [manifest.icons.default, ...named].filter((path) => !existsSync(path)),
      [],
    );
  });

  it('describes itself in the 200 characters that the Marketplace takes', () => {
    assert.ok(manifest.description.length <= 200, `${manifest.description.length} characters`);
  });
});

describe('icons', () => {
  const icons = [
    { path: manifest.icons.default, size: 128 },
    ...taskFolders.map((folder) => ({ path: `${folder}/icon.png`, size: 32 })),
  ];
  for (const { path, size } of icons) {
    it(`${path} is a PNG of ${size} by ${size} pixels with transparent corners`, () => {
      // Colour type 6 is RGB with alpha: without it the corners are a square on a dark page.
      assert.deepEqual(readPngHeader(readFileSync(path)), {
        width: size,
        height: size,
        colourType: 6,
      });
    });
  }
});

describe('overview.md', () => {
  const overview = readFileSync('overview.md', 'utf8');
  const samples = yamlSamples(overview);
  const task = load('tasks/AntenvPackage/task.json') as Task;

  it('shows the task as pipelines write it and as the classic editor names it', () => {
    assert.ok(overview.includes('- task: AntenvPackage@1\n'));
    assert.ok(overview.includes(`**${task.friendlyName}**`));
  });

  it('names every layout and every output variable', () => {
    const layouts = Object.keys(task.inputs.find(({ name }) => name === 'layout')?.options ?? {});
    const outputs = task.outputVariables.map(({ name }) => `$(pack.${name})`);
    const missing = [...layouts, ...outputs].filter((word) => !overview.includes(`\`${word}\``));
    assert.deepEqual(missing, []);
  });

  it('sets only inputs that the tasks have', () => {
    const ours = samples.flat().filter((step) => step.task?.startsWith('Antenv') === true);
    assert.equal(ours.length, samples.length, 'one step of ours in every sample');
    for (const { task: name = '', inputs } of ours) {
      const declared = load(`tasks/${name.replace(/@1$/, '')}/task.json`) as Task;
      const names = declared.inputs.map((input) => input.name);
      const unknown = Object.keys(inputs ?? {}).filter((input) => !names.includes(input));
      assert.deepEqual(unknown, [], name);
    }
  });

  it('turns the build of App Service off before the upload', () => {
    const [first = []] = samples;
    const order = first.map((step) => step.task);
    assert.deepEqual(order, [
      'UsePythonVersion@0',
      'AntenvPackage@1',
      'AzureAppServiceSettings@1',
      'AzureWebApp@1',
    ]);
    const settings: unknown = JSON.parse(first[2]?.inputs?.['appSettings'] ?? '');
    assert.deepEqual(settings, [
      { name: 'SCM_DO_BUILD_DURING_DEPLOYMENT', value: 'false', slotSetting: false },
    ]);
    assert.equal(first[3]?.inputs?.['package'], '$(pack.packagePath)');
  });
});

/** The IHDR chunk, which the PNG specification puts first: 8 bytes signature, 8 bytes length and type. */
function readPngHeader(png: Buffer): { width: number; height: number; colourType: number } {
  assert.equal(png.toString('latin1', 0, 8), '\x89PNG\r\n\x1a\n');
  assert.equal(png.toString('latin1', 12, 16), 'IHDR');
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    colourType: png.readUInt8(25),
  };
}
