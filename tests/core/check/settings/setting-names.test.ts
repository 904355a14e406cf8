import assert from 'node:assert/strict';
import {
  clashKey,
  refusedCharacters,
  variableName,
} from '../../../../tasks/core/check/settings/setting-names.js';
import { isPlatformName } from '../../../../tasks/core/check/settings/platform-names.js';

describe('names of app settings', () => {
  it('hold letters, digits, dots, underscores and colons', () => {
    assert.deepEqual(refusedCharacters('My.Setting__1:a'), []);
    assert.deepEqual(refusedCharacters('a-b c-d/'), ['-', ' ', '/']);
    assert.deepEqual(refusedCharacters('größe'), []);
  });

  it('reach Linux without dots and colons', () => {
    assert.equal(variableName('A.B:C__d'), 'A_B__C__d');
  });

  it('clash by case and by a dot', () => {
    assert.equal(clashKey('Api.Key'), clashKey('API_KEY'));
    assert.notEqual(clashKey('API__KEY'), clashKey('API_KEY'));
  });
});

describe('names of the platform', () => {
  it('are known', () => {
    const names = ['PORT', 'WEBSITE_HOSTNAME', 'IDENTITY_ENDPOINT', 'SQLAZURECONNSTR_DB', 'HOME'];
    assert.deepEqual(names.filter(isPlatformName), names);
  });

  it('are not those of the app', () => {
    const names = ['DATABASE_URL', 'MY_PORT', 'SECRET_KEY', 'AZURE_CLIENT_ID', 'CONNSTR'];
    assert.deepEqual(names.filter(isPlatformName), []);
  });
});
