// An app that is packaged by the real flow with a pip that needs no time.

import { join } from 'node:path';
import { packageApp } from '../../tasks/core/flow.js';
import type { PackageRequest } from '../../tasks/core/package-request.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { Stopped } from '../../tasks/core/terms/failure.js';
import type { FakeHost } from './fake-host.js';
import { writeFiles } from './temp-folder.js';

/** A request for the app in `appRoot` with nothing asked for; what a pretended pip installs cannot be started. */
export function requestFor(appRoot: string, asked: Partial<PackageRequest> = {}): PackageRequest {
  return {
    appRoot,
    requirements: undefined,
    groups: [],
    extras: [],
    installer: 'auto',
    allowSdist: [],
    cacheFolder: undefined,
    cacheLimit: 4096,
    runtimeStack: undefined,
    pythonPath: undefined,
    layout: 'venvTarball',
    compression: 'gzip',
    packagePath: undefined,
    excludes: [],
    prune: 'safe',
    collectStatic: 'auto',
    startupCommand: undefined,
    appSettings: undefined,
    site: undefined,
    failOn: 'error',
    suppress: [],
    rehearse: 'off',
    rehearseTimeout: undefined,
    rehearseNetwork: 'none',
    healthCheckPath: undefined,
    ...asked,
  };
}

/** Writes an app with `requirements.txt` and `app.py` besides what is given; returns its root. */
export async function tempApp(
  root: string,
  files: Readonly<Record<string, string | Buffer>> = {},
): Promise<string> {
  await writeFiles(root, { 'requirements.txt': 'tiny\n', 'app.py': 'app = 1\n', ...files });
  return root;
}

/**
 * Packages an app to `web.zip` beside it.
 * @throws Stopped also when it is judged bad
 */
export async function packaged(
  host: FakeHost,
  appRoot: string,
  asked: Partial<PackageRequest> = {},
): Promise<PackageReport> {
  const packagePath = join(appRoot, '..', 'web.zip');
  const result = await packageApp(requestFor(appRoot, { packagePath, ...asked }), host);
  if ('refusal' in result) throw new Stopped(result.refusal);
  return result.report;
}
