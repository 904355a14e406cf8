import assert from 'node:assert/strict';
import {
  goBoolean,
  integerOf,
  isTrueLike,
  valueOf,
} from '../../../../tasks/core/check/settings/setting-values.js';
import { harmless, listed, quoted } from '../../../../tasks/core/check/settings/setting-words.js';

describe('values of app settings', () => {
  it('are the last of their name, and none when empty', () => {
    const settings = ['1', '2'].map((value) => ({ name: 'A', value, slotSetting: undefined }));
    assert.equal(valueOf(settings, 'A'), '2');
    assert.equal(valueOf(settings, 'a'), undefined);
    assert.equal(valueOf([{ name: 'A', value: '', slotSetting: undefined }], 'A'), undefined);
  });

  it('are booleans to Go in twelve spellings', () => {
    for (const value of ['1', 't', 'T', 'TRUE', 'true', 'True'])
      assert.equal(goBoolean(value), true);
    for (const value of ['0', 'f', 'F', 'FALSE', 'false', 'False']) {
      assert.equal(goBoolean(value), false);
    }
    for (const value of ['yes', 'on', 'tRUE', '2', '', ' true']) {
      assert.equal(goBoolean(value), undefined);
    }
  });

  it('are true to Kudu as 1, or as true in any case', () => {
    for (const value of ['1', 'true', 'TRUE', 'tRuE']) assert.equal(isTrueLike(value), true);
    for (const value of ['0', 'yes', 't', ' true', undefined])
      assert.equal(isTrueLike(value), false);
  });

  it('are whole numbers with digits alone', () => {
    const rows: [string, number | undefined][] = [
      ['230', 230],
      [' 600 ', 600],
      ['-1', -1],
      ['+5', 5],
      ['1.5', undefined],
      ['10m', undefined],
      ['1e3', undefined],
      ['', undefined],
      ['9'.repeat(16), undefined],
    ];
    for (const [value, expect] of rows) assert.equal(integerOf(value), expect, value);
  });

  it('are shown when they cannot be a secret', () => {
    for (const value of ['230', '-1', '10m', '1.5 hours', 'yes', 'tRUE', 'Disabled']) {
      assert.equal(harmless(value), `'${value}'`);
    }
    for (const value of ['hunter2', 's3cret', '12345678901234', '1a2b', 'yes!', '']) {
      assert.equal(harmless(value), undefined, value);
    }
  });
});

describe('names of app settings in words', () => {
  it('are each there once, five of them at most', () => {
    assert.equal(listed(['A', 'B', 'A']), "'A', 'B'");
    assert.equal(listed(['A', 'B', 'C', 'D', 'E', 'F', 'G']), "'A', 'B', 'C', 'D', 'E' and 2 more");
  });

  it('are cut when they are too long to be names', () => {
    assert.equal(quoted('x'.repeat(64)), `'${'x'.repeat(64)}'`);
    assert.equal(quoted('x'.repeat(65)), `'${'x'.repeat(64)}…'`);
  });
});
