// The request of a package: each part from the input of its name, and what stands where nothing is given.

import assert from 'node:assert/strict';
import { Inputs } from '../../tasks/core/inputs.js';
import { readPackageRequest, type PackageRequest } from '../../tasks/core/package-request.js';

const ROOT = '/agent/_work/1/s';

function read(values: Readonly<Record<string, string>>): PackageRequest {
  const value = (name: string): string | undefined => values[name];
  return readPackageRequest(new Inputs({ value, workingFolder: ROOT, emptyPaths: [ROOT] }));
}

const NOTHING: PackageRequest = {
  appRoot: ROOT,
  requirements: undefined,
  groups: [],
  extras: [],
  installer: 'auto',
  allowSdist: [],
  cacheFolder: undefined,
  cacheLimit: 4096,
  pythonPath: undefined,
  layout: 'venvTarball',
  compression: 'gzip',
  packagePath: undefined,
  excludes: [],
  prune: 'safe',
  collectStatic: 'auto',
  runtimeStack: undefined,
  startupCommand: undefined,
  appSettings: undefined,
  site: undefined,
  failOn: 'error',
  suppress: [],
  rehearse: 'auto',
  rehearseTimeout: undefined,
  rehearseNetwork: 'none',
  healthCheckPath: undefined,
};

describe('the request of a package', () => {
  it('has its defaults where nothing is given', () => {
    assert.deepEqual(read({}), NOTHING);
  });

  it('has each input by its name', () => {
    const given = {
      appRoot: 'src/web',
      requirements: 'src/web/uv.lock',
      groups: 'production, metrics',
      extras: 'postgres\nredis',
      installer: 'uv',
      allowSdist: 'docopt,,tiny',
      cacheFolder: '/srv/cache',
      cacheLimit: '1',
      pythonPath: 'python3.12',
      layout: 'flat',
      compression: 'zstd',
      packagePath: 'out/web.zip',
      excludes: '*.md\ndocs/',
      prune: 'none',
      collectStatic: 'false',
      runtimeStack: 'PYTHON|3.12',
      startupCommand: 'gunicorn app:app',
      appSettings: '{"A": "1"}',
      azureSubscription: 'my-connection',
      appName: 'shop',
      resourceGroupName: 'rg-shop',
      slotName: 'staging',
      failOn: 'never',
      suppress: 'startup/slow-step\nserver/no-logs',
      rehearse: 'required',
      rehearseTimeout: '1800',
      rehearseNetwork: 'host',
      healthCheckPath: '/health',
    };
    const { azureSubscription, appName, resourceGroupName, slotName, ...others } = given;
    assert.deepEqual(read(given), {
      ...others,
      appRoot: `${ROOT}/src/web`,
      requirements: `${ROOT}/src/web/uv.lock`,
      groups: ['production', 'metrics'],
      extras: ['postgres', 'redis'],
      allowSdist: ['docopt', 'tiny'],
      cacheLimit: 1,
      packagePath: `${ROOT}/out/web.zip`,
      excludes: ['*.md', 'docs/'],
      site: {
        connection: azureSubscription,
        app: appName,
        resourceGroup: resourceGroupName,
        slot: slotName,
      },
      suppress: ['startup/slow-step', 'server/no-logs'],
      rehearseTimeout: 1800,
    });
  });

  it('takes production for no slot, in any case', () => {
    assert.equal(read({ appName: 'shop', slotName: 'Production' }).site?.slot, undefined);
  });

  for (const [input, least, most] of [
    ['cacheLimit', 1, 1_000_000],
    ['rehearseTimeout', 1, 1800],
  ] as const) {
    it(`takes ${input} from ${least} to ${most}`, () => {
      assert.equal(read({ [input]: String(least) })[input], least);
      assert.equal(read({ [input]: String(most) })[input], most);
      for (const value of [String(least - 1), String(most + 1)]) {
        assert.throws(() => read({ [input]: value }), {
          failure: { code: 'no-such-number', input, value, least, most },
        });
      }
    });
  }

  for (const [input, value] of [
    ['azureSubscription', 'my-connection'],
    ['resourceGroupName', 'rg-shop'],
    ['slotName', 'staging'],
  ] as const) {
    it(`wants a web app where ${input} is given`, () => {
      assert.throws(() => read({ [input]: value }), {
        failure: { code: 'site-app-missing', given: [[input, value]] },
      });
    });
  }
});
