// What we bring ourselves, installed by the job's pip into a folder that is no venv: uv, and the image's packages.

import type { Host, Outcome } from '../host.js';
import { readPipSettings } from './pip-settings.js';
import { pipArguments } from './run-pip.js';

/** Settings of the job's pip that would want more than what is asked for. */
const LEFT_OUT = /^PIP_(?:CONSTRAINT|REQUIREMENT|REQUIRE_HASHES|LOG|BUILD_CONSTRAINT)$/;

/** What is installed: arguments of `pip install`. */
export interface PipWish {
  readonly options?: readonly string[];
  readonly requirements: readonly string[];
}

/**
 * Installs wheels into an empty folder, from the job's own index.
 * @param python a Python with pip
 * @throws Stopped `cancelled`
 */
export async function pipInto(
  host: Host,
  python: string,
  target: string,
  { options = [], requirements }: PipWish,
): Promise<Outcome> {
  const { env } = await readPipSettings(host, python);
  const kept = Object.entries(env).filter(([name]) => !LEFT_OUT.test(name));
  const wheels = ['--only-binary', ':all:'];
  const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off'];
  const where = ['--target', target];
  return host.run({
    program: python,
    args: pipArguments(['install', ...options, ...wheels, ...quiet, ...where, ...requirements]),
    cwd: target,
    env: { ...Object.fromEntries(kept), PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' },
    output: 'capture',
  });
}
