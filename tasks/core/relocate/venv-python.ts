// The venv's own Python at its address: links to the image's where links survive, a wrapper elsewhere.

import { entryOfBytes } from '../archives/digest.js';
import type { Entry, FileEntry } from '../terms/archive-entry.js';
import { IMAGE_PYTHON_HOME, VENV_NAME } from '../terms/layout.js';

/**
 * Gives the venv as `argv[0]`, from which Python finds `pyvenv.cfg`; a plain `exec` of the image's Python
 * would lose the venv (contract A16.3). dash has no `exec -a`; every image has bash.
 */
const WRAPPER = `#!/bin/bash\nexec -a "$0" ${IMAGE_PYTHON_HOME}/bin/python3 "$@"\n`;

/** The entries `bin/python`, `bin/python3`, `bin/python3.X`, and `lib64` where links survive. */
export function venvPythonEntries(minor: string, keepsLinks: boolean): Entry[] {
  const names = ['python', 'python3', `python${minor}`];
  if (!keepsLinks)
    return names.map((name) => entryOfBytes(`bin/${name}`, Buffer.from(WRAPPER), true));
  const target = (name: string): string =>
    name === 'python3' ? `${IMAGE_PYTHON_HOME}/bin/python3` : 'python3';
  const links = names.map((name): Entry => ({
    kind: 'link',
    path: `bin/${name}`,
    target: target(name),
  }));
  return [...links, { kind: 'link', path: 'lib64', target: 'lib' }];
}

/**
 * `pyvenv.cfg` for the address. `home` survives patch upgrades of the image; system site-packages stay
 * visible, so that the image's own gunicorn can be imported, as the platform's builder does.
 * @param version of the building Python, such as `3.12.4`
 */
export function pyvenvCfg(address: string, version: string, minor: string): FileEntry {
  const home = `${IMAGE_PYTHON_HOME}/bin`;
  const text = [
    `home = ${home}`,
    'include-system-site-packages = true',
    `version = ${version}`,
    `executable = ${home}/python${minor}`,
    `command = ${home}/python3 -m venv --without-pip --system-site-packages ${address}`,
    `prompt = ${VENV_NAME}`,
    '',
  ].join('\n');
  return entryOfBytes('pyvenv.cfg', Buffer.from(text));
}
