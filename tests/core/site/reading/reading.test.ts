// What Azure answers as the field's nouns: whatever is not there in the shape that is wanted is not there.

import assert from 'node:assert/strict';
import { parsed } from '../../../../tasks/core/site/reading/json.js';
import { readDeployments, readListing } from '../../../../tasks/core/site/reading/read-kudu.js';
import {
  readConfig,
  readKeyVaultReference,
  readSettings,
  readSite,
  readStickyNames,
} from '../../../../tasks/core/site/reading/read-site.js';

describe('the host of the service that deploys', () => {
  const own = { name: 'shop.example', hostType: 'Standard' };
  const cases: readonly (readonly [string, Record<string, unknown>, string | undefined])[] = [
    [
      'the one of the kind Repository',
      { hostNameSslStates: [own, { name: 'shop.scm.example', hostType: 'Repository' }] },
      'shop.scm.example',
    ],
    [
      'the one of the kind 1, as older answers have it',
      { hostNameSslStates: [own, { name: 'shop.scm.example', hostType: 1 }] },
      'shop.scm.example',
    ],
    [
      'the one that is named like the web app itself, where no kinds are told',
      {
        defaultHostName: 'shop.example',
        hostNameSslStates: null,
        enabledHostNames: ['shop.example', 'shop.scm.example'],
      },
      'shop.scm.example',
    ],
    [
      // The web app itself answers there, and would get a token that is not for it.
      'not a domain of the web app that looks like it',
      { defaultHostName: 'shop.example', enabledHostNames: ['www.scm.fabrikam.example'] },
      undefined,
    ],
    [
      'not a name that is none',
      { hostNameSslStates: [{ name: 7, hostType: 'Repository' }] },
      undefined,
    ],
    ['none where there is nothing', {}, undefined],
  ];
  for (const [name, properties, expected] of cases) {
    it(`is ${name}`, () => assert.equal(readSite({ properties }).scmHost, expected));
  }
});

describe('the hosts of a site', () => {
  const cases: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
    [
      'the default one, then its domains',
      { defaultHostName: 'shop.example', hostNames: ['www.fabrikam.example', 'shop.example'] },
      ['shop.example', 'www.fabrikam.example'],
    ],
    [
      'the default one alone',
      { defaultHostName: 'shop.example', hostNames: null },
      ['shop.example'],
    ],
    ['none where it has no default one', { hostNames: ['www.fabrikam.example'] }, []],
  ];
  for (const [name, properties, expected] of cases) {
    it(`are ${name}`, () => assert.deepEqual(readSite({ properties }).hosts, expected));
  }
});

describe('a text of JSON', () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    ['an object', '{"a":1}', { a: 1 }],
    ['an object behind a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    ['nothing', '', undefined],
    ['half of one', '{"a":', undefined],
    ['a page', '<html>', undefined],
  ];
  for (const [name, text, expected] of cases) {
    it(`that is ${name}`, () => assert.deepEqual(parsed(text), expected));
  }
});

describe('the state of a deployment', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [0, 'pending'],
    [1, 'building'],
    [2, 'deploying'],
    [3, 'failed'],
    [4, 'success'],
    ['4', 'success'],
    [5, '5'],
    [null, 'unknown'],
    [undefined, 'unknown'],
    [{}, 'unknown'],
  ];
  for (const [status, expected] of cases) {
    it(`that is ${JSON.stringify(status)}`, () =>
      assert.equal(readDeployments([{ status }])[0]?.status, expected));
  }
});

describe('answers that lack what they should have', () => {
  it('make a site without it', () => {
    const bare = { kind: '', state: '', plan: '', tier: undefined, hosts: [], scmHost: undefined };
    assert.deepEqual(readSite(null), { ...bare, isLinux: false });
    const properties = { reserved: 'true', state: 7, serverFarmId: null, sku: '' };
    assert.deepEqual(readSite({ kind: [], properties }), { ...bare, isLinux: false });
  });

  it('make a configuration without it', () => {
    const none = { linuxFxVersion: '', appCommandLine: '', alwaysOn: false };
    assert.deepEqual(readConfig({}), { ...none, healthCheckPath: undefined });
    const properties = {
      linuxFxVersion: null,
      appCommandLine: null,
      alwaysOn: 'true',
      healthCheckPath: null,
    };
    assert.deepEqual(readConfig({ properties }), { ...none, healthCheckPath: undefined });
  });

  it('make settings in the order of their names, whatever they are called', () => {
    const properties = JSON.parse(
      '{"b":"2","a.b-c":"1","__proto__":"3","n":null,"o":{}}',
    ) as object;
    assert.deepEqual(readSettings({ properties }, ['b']), [
      { name: '__proto__', value: '3', slotSetting: false },
      { name: 'a.b-c', value: '1', slotSetting: false },
      { name: 'b', value: '2', slotSetting: true },
      { name: 'n', value: '', slotSetting: false },
    ]);
    assert.deepEqual(readSettings({ properties: { a: '1' } }, undefined), [
      { name: 'a', value: '1', slotSetting: undefined },
    ]);
  });

  it('make sticky names of texts alone', () => {
    assert.deepEqual(readStickyNames({ properties: { appSettingNames: null } }), []);
    assert.deepEqual(readStickyNames({ properties: { appSettingNames: ['A', 7, null] } }), ['A']);
  });

  it('make a Key Vault reference of the last part of its name', () => {
    const item = { name: 'shop/configreferences/KEY', properties: { status: 'Resolved' } };
    assert.deepEqual(readKeyVaultReference(item), { setting: 'KEY', status: 'Resolved' });
    assert.deepEqual(readKeyVaultReference(null), { setting: '', status: '' });
  });

  it('make files of what has a name', () => {
    const entries = [{ name: 'antenv', mime: 'inode/directory' }, { size: 7 }, null, 'x'];
    assert.deepEqual(readListing(entries), [{ name: 'antenv', size: 0, isFolder: true }]);
  });

  it('make deployments of which none is called running that does not say so', () => {
    const deployments = readDeployments([
      { id: 'old', status: 3, complete: true, received_time: '2026-11-20T18:00:00Z' },
      { id: 'new', status: 9, received_time: '2026-11-21T18:00:00Z', deployer: null },
      { id: 'now', status: 1, complete: false, received_time: '2026-11-22T18:00:00Z' },
    ]);
    assert.deepEqual(
      deployments.map(({ id, status, complete, deployer }) => [id, status, complete, deployer]),
      [
        ['now', 'building', false, ''],
        ['new', '9', true, ''],
        ['old', 'failed', true, ''],
      ],
    );
  });
});
