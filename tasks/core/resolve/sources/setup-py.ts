// setup.py alone: what it requires is told by building it, and by nothing else.

import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Host } from '../../host.js';
import { loadText } from './load-text.js';
import { knownOnes, type Read, type Source, type SourceQuestion } from './source.js';

export const SETUP_PY: Source = {
  format: 'setup.py',
  fits: (name) => name === 'setup.py',
  // Beside these it belongs to the same project.
  partOf: ['uv.lock', 'pylock.toml', 'poetry.lock', 'pyproject.toml'],
  load,
};

async function load(_host: Host, path: string, question: SourceQuestion): Promise<Read> {
  const root = dirname(path);
  knownOnes('group', path, question.groups, []);
  const beside = (await readdir(root)).filter((name) => name === 'setup.cfg');
  const files = [path, ...beside.map((name) => join(root, name))];
  const texts = await Promise.all(files.map(loadText));
  return {
    files,
    wanted: { kind: 'lines', lines: [] },
    project: { root, extras: question.extras, dependenciesKnown: false },
    notes: [],
    warnings: [],
    text: texts.join('\n'),
  };
}
