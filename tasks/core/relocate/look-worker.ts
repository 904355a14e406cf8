// The thread that looks at files beside the main one (see look-together.ts): a program of its own in the task's folder.

import { parentPort, workerData } from 'node:worker_threads';
import { FileScanner } from '../archives/scan-file.js';
import { searchBuildPaths } from './build-paths.js';
import { lookAt } from './look.js';
import { takeShares, type LookedAt, type Task } from './look-shares.js';

const { files, paths, taken } = workerData as Task;
// A message brings bytes, but no Buffer.
const sought = paths.map(({ bytes, replacement, onlyFromRoot }) => {
  return { bytes: Buffer.from(bytes), replacement, onlyFromRoot };
});
const scanner = new FileScanner(searchBuildPaths(sought));

for (const { share, from, to } of takeShares(files.length, taken)) {
  const looks = files.slice(from, to).map((path) => lookAt(path, scanner, (look) => look));
  const lookedAt: LookedAt = { share, looks };
  parentPort?.postMessage(lookedAt, []);
}
