import assert from 'node:assert/strict';
import { hiddenValues } from '../../../../tasks/core/check/site/hidden-values.js';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['GREETING', 'Welcome to our shop 7', ['Welcome to our shop 7']],
  ['ENDPOINT', 'https://queue.example/shop?sig=abc', ['abc', 'https://queue.example/shop?sig=abc']],
  ['API_KEY', 'word', ['word']],
  ['DJANGO_SETTINGS_MODULE', 'mysite.settings7.production', []],
  ['MODULE', 'mysite.settings.production', []],
  ['FOLDER', '/home/site/wwwroot', []],
  ['LEVEL', 'DEBUG', []],
  ['REDIS_HOST', '127.0.0.1', []],
  ['BIND', '0.0.0.0:8000', []],
  ['CACHE', 'http://localhost:6379', []],
  ['QUEUE', '127.0.0.1.evil.example 7', ['127.0.0.1.evil.example 7']],
  ['WORKERS', '4', []],
  ['WORKERS', ' 4\n', []],
  ['BIND', ' 0.0.0.0:8000 ', []],
  ['PRE_RUN_COMMAND', 'python manage.py migrate 1', []],
  ['WEBSITE_TIME_ZONE', 'Europe/Berlin 2', []],
];

describe("the values of a site's settings that no log shows", () => {
  it('are not the names of the site, or a part of one: they are in every command to paste', () => {
    const settings = Object.entries({
      APP_NAME: 'my-shop-01',
      STAGE: 'prd1',
      SHOP_KEY: 'prd1',
      OTHER: 'prd2',
    }).map(([name, value]) => ({ name, value, slotSetting: undefined }));
    assert.deepEqual(hiddenValues(settings.slice(0, 2), ['my-shop-01', 'rg-prd1']), []);
    assert.deepEqual(hiddenValues(settings, ['my-shop-01', 'rg-prd1']), ['prd1', 'prd2']);
  });

  for (const [name, value, expected] of cases) {
    it(`${name}=${value}: ${expected.length > 0 ? 'hidden' : 'not hidden'}`, () => {
      assert.deepEqual(hiddenValues([{ name, value, slotSetting: undefined }], []), expected);
    });
  }
});
