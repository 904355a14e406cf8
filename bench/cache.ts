// Measures how soon a venv is ready: installed anew with a warm download cache, and used again from the cache.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openCache } from '../tasks/core/cache/cache.js';
import { gatherVenvFacts } from '../tasks/core/cache/venv-facts.js';
import type { Host, Telling } from '../tasks/core/host.js';
import { installDependencies } from '../tasks/core/install/antenv.js';
import { loadInstalled } from '../tasks/core/install/installed.js';
import { chooseInstaller } from '../tasks/core/install/installers.js';
import { findPython } from '../tasks/core/resolve/python.js';
import type { Dependencies } from '../tasks/core/terms/dependencies.js';
import type { Distribution } from '../tasks/core/terms/distribution.js';
import { VERSION } from '../tasks/core/version.js';
import { fakeHost } from '../tests/helpers/fake-host.js';
import { measure, surroundings, table, timed, type Way } from './measure.js';
import { readOptions } from './options.js';

const RUNS = readOptions().runs ?? 5;
const APP = resolve('tests/apps/dash');

const DECLARED: Dependencies = {
  format: 'requirements.txt',
  path: join(APP, 'requirements.txt'),
  files: [join(APP, 'requirements.txt')],
  notUsed: [],
  wanted: { kind: 'file', path: join(APP, 'requirements.txt') },
  project: undefined,
  notes: [],
  warnings: [],
  text: '',
};

interface Ready {
  readonly isReused: boolean;
  readonly distributions: readonly Distribution[];
}

const SILENT: Telling = { warn: () => undefined, note: () => undefined };

/** What installs, found once: it is the same for both ways. */
async function tools(host: Host) {
  const { python, image } = await findPython(host, undefined, undefined);
  return { python, image, format: 'requirements.txt' } as const;
}

/** From nothing to a venv whose distributions are known, in the order of the stages. */
async function makeReady(
  host: Host,
  { python, image, format }: Awaited<ReturnType<typeof tools>>,
  folders: { readonly cache: string; readonly work: string },
): Promise<Ready> {
  const installer = await chooseInstaller(host, SILENT, 'pip', { format, python });
  const cache = await openCache(host, SILENT, {
    folder: folders.cache,
    limit: 4096,
    appRoot: APP,
    version: VERSION,
  });
  try {
    const facts = await gatherVenvFacts(host, {
      version: VERSION,
      appRoot: APP,
      dependencies: DECLARED,
      choices: {},
      installer,
      python,
      target: `PYTHON|${image.python} on glibc ${image.glibc}`,
      env: installer.env,
      own: [],
    });
    const found = await cache.find(facts);
    if (found) {
      const sitePackages = join(found.path, 'lib', `python${python.minor}`, 'site-packages');
      return { isReused: true, distributions: await loadInstalled(sitePackages) };
    }
    const { work } = folders;
    const place = { appRoot: APP, work, glibc: image.glibc };
    const request = { ...place, python, dependencies: DECLARED };
    const { path, distributions } = await installDependencies(host, installer, request);
    await cache.keep(facts, { path, work, appRoot: APP, distributions });
    return { isReused: false, distributions };
  } finally {
    await cache.close();
  }
}

async function waysToVenv(below: string): Promise<Way[]> {
  const host = fakeHost();
  const found = await tools(host);
  const folder = (): Promise<string> => mkdtemp(join(below, 'x-'));
  const kept = await folder();
  const first = await makeReady(host, found, { cache: kept, work: await folder() });
  const ready = async (cache: string, isReused: boolean): Promise<void> => {
    const made = await makeReady(host, found, { cache, work: await folder() });
    assert.deepEqual(made, { isReused, distributions: first.distributions });
  };
  return [
    {
      name: 'installed by pip, and kept',
      work: async () => {
        const cache = await folder();
        const seconds = await timed(() => ready(cache, false));
        await rm(cache, { recursive: true });
        return seconds;
      },
    },
    { name: 'used again', work: () => timed(() => ready(kept, true)) },
  ];
}

async function main(): Promise<void> {
  const below = await mkdtemp(join(tmpdir(), 'antenv-bench-'));
  try {
    const ways = await waysToVenv(below);
    const lines = [
      `tests/apps/dash, a venv that is ready, ${RUNS} runs; ${surroundings()}`,
      '',
      ...table(ways, await measure(ways, RUNS)),
      '',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await rm(below, { recursive: true, force: true });
  }
}

void main();
