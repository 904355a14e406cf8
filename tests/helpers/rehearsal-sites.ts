// Sites of the product's own model, for tests that deploy and start several times.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseIsolation } from '../../tasks/core/rehearse/container/isolation.js';
import { imageEnvironment } from '../../tasks/core/rehearse/image/image-environment.js';
import { findImagePython } from '../../tasks/core/rehearse/image/pythons.js';
import { RehearsalSite, type StartOptions } from '../../tasks/core/rehearse/site.js';
import type { Rehearsal } from '../../tasks/core/terms/rehearsal.js';
import { fakeHost } from './fake-host.js';

const PLAIN_START: StartOptions = {
  startupCommand: '',
  commandKnown: true,
  required: false,
  settingsKnown: true,
  settings: {},
  references: [],
  network: 'none',
  limit: 60,
  limitIsOurs: true,
  warmupPath: '/robots933456.txt',
  warmupStatuses: [],
  healthPath: undefined,
  site: undefined,
  hosts: [],
};

/** Answers a maker of empty sites below an existing folder, with a Python of the minor and what the image brings. */
export async function siteMaker(
  folder: string,
  minor: string,
): Promise<() => Promise<RehearsalSite>> {
  const host = fakeHost({ tempFolder: folder });
  const way = await chooseIsolation(host, folder);
  if (!('chosen' in way)) throw new Error(`No isolation: ${JSON.stringify(way.tried)}`);
  const python = await findImagePython(host, minor);
  if (python === undefined) throw new Error(`These tests need a CPython ${minor}.`);
  const image = await imageEnvironment(host, python, join(folder, 'cache'));
  if (!('folder' in image)) throw new Error(`No image environment: ${image.reason}`);
  const work = join(folder, 'sites');
  await mkdir(work);
  return async () =>
    RehearsalSite.create(host, way.chosen, { ...python, packages: image.folder }, work);
}

/** Starts with a command and what else is given. */
export async function startSite(
  site: RehearsalSite,
  options: Partial<StartOptions>,
): Promise<Rehearsal> {
  const result = await site.start({ ...PLAIN_START, ...options });
  if ('portTaken' in result) throw new Error(`Port ${result.portTaken} is taken.`);
  return result;
}
