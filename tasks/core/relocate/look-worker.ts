// The thread that looks at files beside the main one (see look-together.ts): a program of its own in the task's folder.

import '../young-generation.js';
import { parentPort, workerData } from 'node:worker_threads';
import { Looker } from './look.js';
import { takeFiles, type LookedAt, type Task } from './take-files.js';

/** Looks that are told together: a message takes about as long as a small file. */
const TOGETHER = 64;

const task = workerData as Task;
const looker = new Looker(task.looking);

let looked: LookedAt[] = [];
for (const at of takeFiles(task)) {
  looker.lookAt(at, (look) => looked.push({ at, look }));
  if (looked.length < TOGETHER) continue;
  parentPort?.postMessage(looked, []);
  looked = [];
}
parentPort?.postMessage(looked, []);
