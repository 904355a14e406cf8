// The thread that looks at files beside the main one (see look-together.ts): a program of its own in the task's folder.

import '../young-generation.js';
import { parentPort, workerData } from 'node:worker_threads';
import { FileScanner } from '../archives/scan-file.js';
import { searchBuildPaths } from './build-paths.js';
import { lookAt } from './look.js';
import { takeFiles, type LookedAt, type Task } from './take-files.js';

/** Looks that are told together: a message takes about as long as a small file. */
const TOGETHER = 64;

const task = workerData as Task;
// A message brings bytes, but no Buffer.
const sought = task.paths.map(({ bytes, replacement, onlyFromRoot }) => {
  return { bytes: Buffer.from(bytes), replacement, onlyFromRoot };
});
const scanner = new FileScanner(searchBuildPaths(sought));

let looked: LookedAt[] = [];
for (const at of takeFiles(task)) {
  lookAt(task.files[at] ?? '', scanner, (look) => looked.push({ at, look }));
  if (looked.length < TOGETHER) continue;
  parentPort?.postMessage(looked, []);
  looked = [];
}
parentPort?.postMessage(looked, []);
