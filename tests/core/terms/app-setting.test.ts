import assert from 'node:assert/strict';
import { settingNames } from '../../../tasks/core/terms/app-setting.js';

describe('the names of app settings', () => {
  const rows = [
    { name: 'none', given: '', expect: [] },
    {
      name: 'a JSON array as Azure shows it',
      given: '[{"name":"A","value":"1","slotSetting":false},{"name":"B","value":"x -C y"}]',
      expect: ['A', 'B'],
    },
    { name: 'a JSON object', given: '{"A":"1","B":"2"}', expect: ['A', 'B'] },
    {
      name: 'a JSON array of other things',
      given: '[1,null,{"value":"x"},{"name":3}]',
      expect: [],
    },
    { name: 'a JSON null', given: 'null', expect: [] },
    {
      name: 'text with dashes',
      given: '-A 1 -My.Setting__Name "two words"\n-B 2',
      expect: ['A', 'My.Setting__Name', 'B'],
    },
    { name: 'a value with a dash inside', given: '-A some-value', expect: ['A'] },
    { name: 'broken JSON', given: '{"A":', expect: [] },
  ];
  for (const { name, given, expect } of rows) {
    it(`are read from ${name}`, () => assert.deepEqual(settingNames(given), expect));
  }
});
