// The finished .vsix, opened: the files that are really inside. `npm run package` has made it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { openPromise } from 'yauzl';
import { sha256 } from '../../tasks/core/archives/digest.js';
import type { Task as LookTask } from '../../tasks/core/relocate/take-files.js';

/** Bytes; a task that is larger carries what it does not run. */
const LARGEST_TASK = 1_500_000;

/** The program of a thread that AntenvPackage starts. */
const THREAD = 'look-worker.js';

interface Task {
  readonly version: { readonly Major: number; readonly Minor: number; readonly Patch: number };
  readonly execution: Record<string, { readonly target: string }>;
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const tasks = readdirSync('tasks').filter((name) => existsSync(join('tasks', name, 'task.json')));

describe(`antenv-${version}.vsix`, () => {
  let files: Map<string, Buffer>;
  const text = (name: string): string => files.get(name)?.toString('utf8') ?? '';

  before(async () => {
    files = await readZip(`build/antenv-${version}.vsix`);
  });

  it('holds the tasks and what the Marketplace shows, and nothing else', () => {
    const shown = ['LICENSE', 'images/icon.png', 'overview.md'];
    const manifests = ['[Content_Types].xml', 'extension.vsixmanifest', 'extension.vsomanifest'];
    const parts = ['ThirdPartyNotices.txt', 'icon.png', 'index.js', 'task.json'];
    const packed = tasks.flatMap((task) => parts.map((part) => `tasks/${task}/${part}`));
    const expected = [...shown, ...manifests, ...packed, `tasks/AntenvPackage/${THREAD}`];
    assert.deepEqual([...files.keys()].toSorted(), expected.toSorted());
  });

  it('holds no source, source map, test, installed package or key', () => {
    const unwanted = /\.(ts|map)$|node_modules|\.taskkey|(^|\/)tests?\//;
    assert.deepEqual(
      [...files.keys()].filter((name) => unwanted.test(name)),
      [],
    );
  });

  it('has one version in the listing and in every task', () => {
    const identity = /<Identity [^>]*Version="([^"]*)"/.exec(text('extension.vsixmanifest'));
    assert.equal(identity?.[1], version);
    for (const name of tasks) {
      const { Major, Minor, Patch } = readTask(text(`tasks/${name}/task.json`)).version;
      assert.equal(`${Major}.${Minor}.${Patch}`, version);
    }
  });

  it('shows the icon, the page and the licence of the project', () => {
    for (const name of ['images/icon.png', 'overview.md', 'LICENSE']) {
      assert.deepEqual(files.get(name), readFileSync(name), name);
    }
  });

  it('holds the program of the thread that looks at files, which needs nothing beside it', async () => {
    assert.ok(text('tasks/AntenvPackage/index.js').includes(THREAD));
    const looking = { files: ['LICENSE'], beginnings: [], plain: [], states: new Float64Array(5) };
    const taken = new Int32Array(new SharedArrayBuffer(4));
    const task: LookTask = { looking, places: [0], taken };
    const program = text(`tasks/AntenvPackage/${THREAD}`);
    const worker = new Worker(program, { eval: true, workerData: task });
    const [told] = (await once(worker, 'message')) as unknown[];
    const bytes = readFileSync('LICENSE');
    const look = { size: bytes.length, isProgram: false, digest: sha256(bytes), begins: false };
    assert.deepEqual(told, [{ at: 0, look }]);
  });

  for (const name of tasks) {
    describe(name, () => {
      const folder = `tasks/${name}`;

      it('is the task.json and the icon that are checked in', () => {
        const packed: unknown = JSON.parse(text(`${folder}/task.json`));
        const checkedIn: unknown = JSON.parse(readFileSync(`${folder}/task.json`, 'utf8'));
        assert.deepEqual(packed, checkedIn);
        assert.deepEqual(files.get(`${folder}/icon.png`), readFileSync(`${folder}/icon.png`));
      });

      it('holds the file that each handler starts', () => {
        const { execution } = readTask(text(`${folder}/task.json`));
        for (const { target } of Object.values(execution)) {
          assert.ok(files.has(`${folder}/${target}`), target);
        }
      });

      it('is below 1.5 MB', () => {
        const own = [...files].filter(([file]) => file.startsWith(`${folder}/`));
        const size = own.reduce((sum, [, content]) => sum + content.length, 0);
        assert.ok(size > 0 && size < LARGEST_TASK, `${size} bytes`);
      });

      it('tells nothing of the machine it was bundled on', () => {
        assert.ok(!text(`${folder}/index.js`).includes(process.cwd()));
        assert.ok(!text(`${folder}/index.js`).includes('sourceMappingURL'));
      });

      it('names every bundled package in its notices, and task-lib once', () => {
        const bundled = bundledNames(name);
        const notices = text(`${folder}/ThirdPartyNotices.txt`);
        const named = [...notices.matchAll(/^-+\n(\S+) \S+ \(.+\)\n-+\n/gm)].map(([, it]) => it);
        assert.deepEqual([...new Set(named)], bundled);
        // Two copies of task-lib have two vaults, and the inputs look empty in one of them.
        assert.equal(named.filter((it) => it === 'azure-pipelines-task-lib').length, 1);
      });
    });
  }
});

function readTask(json: string): Task {
  return JSON.parse(json) as Task;
}

/** The packages in a bundle, told by the last `node_modules/` in the path of each file in it. */
function bundledNames(task: string): string[] {
  const bundle = JSON.parse(readFileSync(`build/${task}.bundle.json`, 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, unknown> }>;
  };
  const inputs = Object.values(bundle.outputs).flatMap((output) => Object.keys(output.inputs));
  const names = inputs.flatMap((input) => {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
    return name === undefined ? [] : [name];
  });
  return [...new Set(names)].toSorted();
}

/** Every file of a zip with its content. */
async function readZip(path: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const zip = await openPromise(path, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    assert.ok(!files.has(entry.fileName), `${entry.fileName} is there twice`);
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return files;
}
