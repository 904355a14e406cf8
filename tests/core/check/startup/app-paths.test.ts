import assert from 'node:assert/strict';

import { pathInApp } from '../../../../tasks/core/check/startup/app-paths.js';

describe('a path as a command writes it', () => {
  const view = { folder: 'src', layout: undefined, script: 'bin/start.sh' } as const;
  const rows: readonly [string, string | undefined][] = [
    ['app.py', 'src/app.py'],
    ['./app.py', 'src/app.py'],
    ['../app.py', 'app.py'],
    ['..', ''],
    ['../../app.py', undefined],
    ['/home/site/wwwroot', ''],
    ['/home/site/wwwroot/a/', 'a'],
    ['/home/site/wwwroot2/a', undefined],
    ['~', undefined],
    ['~/site/wwwroot/a', undefined],
    ['$HOME/site/wwwroot/a', undefined],
    ['${HOME}/../home/site/wwwroot/a', undefined],
    ['$APP_PATH/a', 'a'],
    ['${APP_PATH}', ''],
    ['$APP_PATHS/a', undefined],
    ['$PWD/a', 'src/a'],
    ['$(dirname "$0")/x.sh', 'bin/x.sh'],
    ['$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/../x', 'x'],
    ['/antenv/bin/activate', undefined],
    ['$OTHER/a', undefined],
    ['*.py', undefined],
    [`${'a/'.repeat(2000)}b`, undefined],
  ];
  for (const [path, expected] of rows) {
    it(`${path.slice(0, 60)} is ${expected ?? 'not known'}`, () => {
      assert.equal(pathInApp(path, view), expected);
    });
  }

  it('below the site is not known where the app runs elsewhere', () => {
    assert.equal(pathInApp('/home/site/wwwroot/a', { ...view, layout: 'appTarball' }), undefined);
  });

  it('is not known in a folder that is not known', () => {
    assert.equal(pathInApp('app.py', { ...view, folder: undefined }), undefined);
  });
});
