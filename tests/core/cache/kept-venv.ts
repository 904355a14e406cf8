// A venv to be kept, made by hand, and the facts that made it.

import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { contentFact, valueFact, type Fact } from '../../../tasks/core/cache/facts.js';
import type { VenvToKeep } from '../../../tasks/core/cache/keep.js';
import { writeFiles } from '../../helpers/temp-folder.js';

export const SITE = 'lib/python3.11/site-packages';

/** Six files and links of 20 bytes together, below `<folder>/<name>/antenv`. */
export async function makeVenv(folder: string, name: string): Promise<VenvToKeep> {
  const work = join(folder, name);
  const path = join(work, 'antenv');
  const appRoot = join(folder, 'app');
  await mkdir(appRoot, { recursive: true });
  await writeFiles(path, {
    'pyvenv.cfg': 'a = b\n',
    'bin/flask': '#!x\n',
    [`${SITE}/flask/__init__.py`]: 'x = 1\n',
    [`${SITE}/click.py`]: 'y=1\n',
  });
  await chmod(join(path, 'bin', 'flask'), 0o755);
  await symlink('lib', join(path, 'lib64'));
  await symlink(process.execPath, join(path, 'bin', 'python'));
  return { path, work, appRoot, distributions: [{ name: 'Flask' }, { name: 'click' }] };
}

/** Facts of a venv; with the same arguments the same. */
export function factsOf(python = '3.11.6', requirements = 'flask\n'): Fact[] {
  return [
    valueFact('Antenv', '1.0.0'),
    valueFact('Python', python),
    contentFact('requirements.txt', requirements),
  ];
}
