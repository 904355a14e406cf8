import assert from 'node:assert/strict';
import { pythonPathProblems } from '../../../../tasks/core/check/settings/python-path.js';

const PACKAGES = 'holds packages that win over those of the virtual environment';
const AGENT = 'is a folder of the build machine';

describe('PYTHONPATH', () => {
  it('holds folders of the app', () => {
    const value = 'src:./lib:/home/site/wwwroot/src::/home/data/plugins';
    assert.deepEqual(pythonPathProblems(value, undefined), []);
    assert.deepEqual(pythonPathProblems('', 'flat'), []);
  });

  it('should not hold others', () => {
    const value = [
      'src',
      'D:\\a\\1\\s',
      '/opt/hostedtoolcache/Python/3.12.4/x64/lib',
      'home/site/wwwroot',
      '/antenv/lib/python3.12/site-packages',
      'C:/agent',
    ].join(':');
    assert.deepEqual(pythonPathProblems(value, 'venvTarball'), [
      { folder: 'D:\\a\\1\\s', problem: AGENT },
      { folder: '/opt/hostedtoolcache/Python/3.12.4/x64/lib', problem: AGENT },
      { folder: 'home/site/wwwroot', problem: 'has lost its leading slash' },
      { folder: '/antenv/lib/python3.12/site-packages', problem: PACKAGES },
      { folder: 'C:/agent', problem: AGENT },
    ]);
  });

  it('should not name the site where the app runs from elsewhere', () => {
    assert.deepEqual(pythonPathProblems('/home/site/wwwroot:/home/site/wwwroot2', 'appTarball'), [
      {
        folder: '/home/site/wwwroot',
        problem: 'is not where the app runs from in this layout',
      },
    ]);
  });
});
