// The container's variables, and the port at which the platform knocks.

import assert from 'node:assert/strict';

import {
  containerEnvironment,
  containerPort,
} from '../../../../tasks/core/rehearse/platform/environment.js';

function environment(settings: Readonly<Record<string, string>>): Record<string, string> {
  return containerEnvironment({ pythonVersion: '3.12.3', settings });
}

describe("the container's environment", () => {
  it('has what the image and the platform set', () => {
    const all = environment({});
    assert.equal(all['PORT'], '8000');
    assert.equal(all['HOME'], '/root');
    assert.equal(all['APP_PATH'], '/home/site/wwwroot');
    assert.equal(all['PYTHON_VERSION'], '3.12.3');
    assert.equal(all['PYTHONPATH'], '/opt/startup/app_logs');
    assert.equal(all['LD_LIBRARY_PATH'], '/opt/python/3/lib');
    assert.equal(all['WEBSITE_HOSTNAME'], 'antenv-rehearsal.azurewebsites.net');
  });

  it('has the names of the site, where they are known', () => {
    const site = { name: 'shop', host: 'shop-staging.azurewebsites.net' };
    const all = containerEnvironment({ pythonVersion: '3.12.3', settings: {}, site });
    assert.deepEqual(
      [all['WEBSITE_SITE_NAME'], all['WEBSITE_HOSTNAME']],
      ['shop', 'shop-staging.azurewebsites.net'],
    );
  });

  it('gives each app setting under two names, its dots replaced', () => {
    const all = environment({ 'a.b': 'x', PORT: '9000', HOME: '/x', '': 'x', 'c=d': 'x' });
    const own = Object.keys(all).filter((name) => !(name in environment({})));
    assert.deepEqual(own.toSorted(), [
      'APPSETTING_HOME',
      'APPSETTING_PORT',
      'APPSETTING_a_b',
      'a_b',
    ]);
    assert.deepEqual(
      [all['a_b'], all['APPSETTING_a_b'], all['PORT'], all['HOME']],
      ['x', 'x', '9000', '/x'],
    );
  });

  it('puts paths of the settings before its own', () => {
    const all = environment({ PYTHONPATH: '/a', LD_LIBRARY_PATH: '/b' });
    assert.equal(all['PYTHONPATH'], '/a:/opt/startup/app_logs');
    assert.equal(all['LD_LIBRARY_PATH'], '/b:/opt/python/3/lib');
    assert.equal(environment({ PYTHONPATH: '' })['PYTHONPATH'], '/opt/startup/app_logs');
  });

  it('knows the port that the platform knocks at', () => {
    const port = (settings: Readonly<Record<string, string>>): number | undefined =>
      containerPort(environment(settings));
    assert.equal(port({}), 8000);
    assert.equal(port({ WEBSITES_PORT: '3000' }), 8000);
    assert.equal(port({ PORT: '3000' }), 3000);
    assert.equal(port({ PORT: '' }), 8000);
    for (const wrong of ['http', '0', '65536', '-1', '80 '])
      assert.equal(port({ PORT: wrong }), undefined);
  });
});
