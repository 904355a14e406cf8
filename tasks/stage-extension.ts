// Lays out build/package, one bundle a task, and makes the .vsix from it: `npm run package`.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { bundleTask } from './stage/bundle.js';
import { bundledPackages, writeNotices } from './stage/notices.js';
import { readVersion, stampManifest, stampTask, type Version } from './stage/version.js';
import { judgeTfx, runTfx } from './stage/vsix.js';

/** npm starts its scripts in the folder of package.json. */
const ROOT = process.cwd();
const BUILD = join(ROOT, 'build');
const STAGED = join(BUILD, 'package');

/** Bytes. Every agent downloads a task before its first run; a larger one carries what it does not run. */
const LARGEST_TASK = 1_500_000;

/** Programs of threads, which a task starts from files beside its own. */
const THREADS: Readonly<Record<string, readonly string[]>> = {
  AntenvPackage: ['core/relocate/look-worker.ts'],
};

async function main(): Promise<void> {
  const { version: text } = JSON.parse(read('package.json')) as { version: string };
  const version = readVersion(text);
  clean();
  for (const task of findTasks()) await stageTask(task, version);
  stageListing(version);
  makeVsix(join(BUILD, `antenv-${version.text}.vsix`));
}

/** Removes what earlier runs made, so that `build/*.vsix` is this run's or nothing. */
function clean(): void {
  rmSync(STAGED, { recursive: true, force: true });
  mkdirSync(STAGED, { recursive: true });
  for (const name of readdirSync(BUILD)) {
    if (/^antenv-.*\.vsix$/.test(name)) rmSync(join(BUILD, name));
  }
}

/** The names of the tasks: folders under tasks/ that have a task.json. */
function findTasks(): string[] {
  const folders = readdirSync(join(ROOT, 'tasks'));
  return folders.filter((name) => existsSync(join(ROOT, 'tasks', name, 'task.json'))).toSorted();
}

/** The sources of a task's programs, by the names of their files. */
function programsOf(task: string): Record<string, string> {
  const sources = [join(task, 'index.ts'), ...(THREADS[task] ?? [])];
  const named = sources.map((source) => [basename(source, '.ts'), join('tasks', source)]);
  return Object.fromEntries(named) as Record<string, string>;
}

async function stageTask(task: string, version: Version): Promise<void> {
  const folder = join('tasks', task);
  const bundle = await bundleTask(ROOT, programsOf(task), join(STAGED, folder));
  const packages = bundledPackages(ROOT, bundle);
  stage(join(folder, 'ThirdPartyNotices.txt'), writeNotices(task, packages));
  stage(join(folder, 'task.json'), stampTask(read(join(folder, 'task.json')), version));
  copy(join(folder, 'icon.png'));
  // Beside the package, not in it: what is in the bundle, for the test that reads the finished .vsix.
  writeFileSync(join(BUILD, `${task}.bundle.json`), JSON.stringify(bundle));
  judgeSize(task, folder);
}

/** What the Marketplace shows: manifest, icon, page, licence. */
function stageListing(version: Version): void {
  stage('vss-extension.json', stampManifest(read('vss-extension.json'), version));
  for (const image of readdirSync(join(ROOT, 'images'))) {
    if (image.endsWith('.png')) copy(join('images', image));
  }
  copy('overview.md');
  copy('LICENSE');
}

function makeVsix(vsix: string): void {
  const outcome = runTfx(ROOT, STAGED, vsix);
  console.log(outcome.output.trimEnd());
  try {
    judgeTfx(outcome);
  } catch (error) {
    // tfx writes the file even when it warns; what is refused must not lie there to be published.
    rmSync(vsix, { force: true });
    throw error;
  }
  console.log(`${relative(ROOT, vsix)}: ${kilobytes(statSync(vsix).size)}`);
}

function judgeSize(task: string, folder: string): void {
  const files = readdirSync(join(STAGED, folder)).map((name) => join(STAGED, folder, name));
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`${task}: ${kilobytes(size)}`);
  if (size > LARGEST_TASK) {
    const found = `${task} is ${kilobytes(size)}, more than ${kilobytes(LARGEST_TASK)}.`;
    throw new Error(`${found} See what build/${task}.bundle.json holds.`);
  }
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function stage(path: string, text: string): void {
  mkdirSync(dirname(join(STAGED, path)), { recursive: true });
  writeFileSync(join(STAGED, path), text);
}

function copy(path: string): void {
  mkdirSync(dirname(join(STAGED, path)), { recursive: true });
  copyFileSync(join(ROOT, path), join(STAGED, path));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
