// A container for tests: a small app in a private root with this machine's own Python.

import { mkdir, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  chooseIsolation,
  type Isolation,
} from '../../../../tasks/core/rehearse/container/isolation.js';
import { buildRoot, type ContainerRoot } from '../../../../tasks/core/rehearse/container/root.js';
import type { StartPlan } from '../../../../tasks/core/rehearse/container/start.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { askPython } from '../../../helpers/programs.js';

export interface TrialContainer {
  readonly isolation: Isolation;
  readonly root: ContainerRoot;
  /** Path on this machine of the site's folder. */
  readonly site: string;
}

export const ENVIRONMENT = {
  PATH: '/opt/python/3/bin:/usr/bin:/bin',
  LD_LIBRARY_PATH: '/opt/python/3/lib',
  HOME: '/root',
};

/** The Python that runs the tests, as an image's. */
export function ownPython(): { home: string; version: string } {
  return askPython(
    'import json, sys; print(json.dumps({"home": sys.base_prefix, "version": "%d.%d.%d" % sys.version_info[:3]}))',
  ) as { home: string; version: string };
}

/** Below `folder`: a root, and a site with these files. Fails where nothing isolates. */
export async function makeContainer(
  folder: string,
  files: Readonly<Record<string, string>> = {},
): Promise<TrialContainer> {
  const found = await chooseIsolation(fakeHost(), folder);
  if (!('chosen' in found)) throw new Error(JSON.stringify(found.tried));
  const home = join(folder, 'home');
  const site = join(home, 'site/wwwroot');
  await mkdir(site, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(site, name), content);
  const root = await buildRoot(join(folder, 'container'), home, ownPython());
  return { isolation: found.chosen, root, site };
}

/** A start of `app.py` with port 8000, ten seconds and what the platform asks for, and what is given instead. */
export function planOf(plan: Partial<StartPlan> = {}): StartPlan {
  const command = plan.words ?? ['/bin/sh', '-c', ': > /tmp/marker; exec python3 app.py'];
  return {
    cwd: '/home/site/wwwroot',
    environment: ENVIRONMENT,
    seconds: 10,
    network: 'none',
    port: 8000,
    warmupPath: '/robots933456.txt',
    marker: '/tmp/marker',
    site: '/home/site/wwwroot',
    ...plan,
    words: command,
  };
}

/** How many processes of this machine have a word among their arguments. */
export function processesWith(word: string): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((name) => argumentsOf(name).includes(word)).length;
}

function argumentsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It has ended.
    return [];
  }
}
