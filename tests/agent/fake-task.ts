// Makes tiny tasks in a temporary folder, for the emulator's own tests.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder to work in, with a blank and letters beyond ASCII in its name. */
export async function makeWorkshop(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const base = await mkdtemp(join(tmpdir(), 'agent-'));
  const folder = join(base, 'my agënt 工');
  await mkdir(folder);
  return { folder, remove: async () => rm(base, { recursive: true, force: true }) };
}

/** Writes a task whose program is `script`, CommonJS; returns its folder. */
export async function makeTask(
  folder: string,
  script: string,
  taskJson: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const taskFolder = await mkdtemp(join(folder, 'task '));
  const json = {
    id: '5b0c7d0e-4f6a-4c58-9d4f-0a6c1f9d2bff',
    name: 'Fake',
    friendlyName: 'Fake task',
    execution: { Node20_1: { target: 'fake.js' }, Node24: { target: 'fake.js' } },
    ...taskJson,
  };
  await writeFile(join(taskFolder, 'task.json'), JSON.stringify(json));
  await writeFile(join(taskFolder, 'fake.js'), script);
  return taskFolder;
}
