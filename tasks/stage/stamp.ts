// Run by `npm version`: writes package.json's version into the checked-in manifest and task.json files.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVersion, stampManifest, stampTask } from './version.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const wanted = readVersion(version);

function rewrite(path: string, stamp: (json: string) => string): void {
  writeFileSync(path, stamp(readFileSync(path, 'utf8')));
}

rewrite('vss-extension.json', (json) => stampManifest(json, wanted));
for (const name of readdirSync('tasks')) {
  const path = join('tasks', name, 'task.json');
  if (existsSync(path)) rewrite(path, (json) => stampTask(json, wanted));
}
