// What a swap changes for the app of a slot.

import assert from 'node:assert/strict';
import {
  changesStart,
  settingsAfterSwap,
  swappedSettings,
} from '../../../../tasks/core/check/site/after-swap.js';
import type { AppSetting } from '../../../../tasks/core/terms/app-setting.js';

function setting(name: string, value: string, slotSetting?: boolean): AppSetting {
  return { name, value, slotSetting };
}

describe('a setting that changes how the app starts', () => {
  const names = [
    'PORT',
    'WEBSITES_PORT',
    'WEBSITES_CONTAINER_START_TIME_LIMIT',
    'PRE_RUN_COMMAND',
    'PYTHONPATH',
    'PYTHON_ENABLE_GUNICORN_MULTIWORKERS',
    'GUNICORN_CMD_ARGS',
    'WEB_CONCURRENCY',
    'ENABLE_DYNAMIC_INSTALL',
    'DISABLE_FASTAPI_DETECTION',
    'APPSVC_REMOTE_DEBUGGING',
    'WEBSITE_RUN_FROM_PACKAGE',
    'WEBSITE_WARMUP_PATH',
    'DJANGO_SETTINGS_MODULE',
    'FLASK_APP',
    'ApplicationInsightsAgent_EXTENSION_VERSION',
  ];
  for (const name of names) {
    it(`is ${name}`, () => assert.equal(changesStart(name), true));
  }
  for (const name of ['DATABASE_URL', 'MY_PORT', 'PORTAL', 'port']) {
    it(`is not ${name}`, () => assert.equal(changesStart(name), false));
  }
});

describe('the settings of a slot in production', () => {
  it('are its own that are not sticky, and the sticky ones of production', () => {
    const slot = [setting('OWN', '1'), setting('STAYS', '2', true), setting('KNOWN', '3', false)];
    const production = [setting('THERE', '4', true), setting('GOES', '5')];
    assert.deepEqual(settingsAfterSwap(slot, production), [slot[0], slot[2], production[0]]);
  });

  const changes: readonly (readonly [
    string,
    readonly AppSetting[],
    readonly AppSetting[],
    unknown,
  ])[] = [
    ['the same in both', [setting('A', '1', true)], [setting('A', '1', true)], []],
    ['not sticky', [setting('A', '1')], [setting('A', '2')], []],
    [
      'in one of them alone, in the order of their names',
      [setting('B', '1', true)],
      [setting('A', '2', true)],
      [
        { name: 'A', slot: undefined, production: '2' },
        { name: 'B', slot: '1', production: undefined },
      ],
    ],
    [
      'another in each, told once',
      [setting('A', '1', true)],
      [setting('A', '2', true)],
      [{ name: 'A', slot: '1', production: '2' }],
    ],
  ];
  for (const [name, slot, production, expected] of changes) {
    it(`change by what is ${name}`, () =>
      assert.deepEqual(swappedSettings(slot, production), expected));
  }
});
