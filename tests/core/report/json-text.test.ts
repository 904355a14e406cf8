import assert from 'node:assert/strict';
import { jsonText } from '../../../tasks/core/report/json-text.js';

describe('jsonText', () => {
  const cases = [
    {
      name: 'a command of the agent',
      given: '##vso[task.setvariable variable=a]b',
      expect: String.raw`"\u0023#vso[task.setvariable variable=a]b"`,
    },
    {
      name: 'one behind another sign',
      given: '###[group]',
      expect: String.raw`"\u0023\u0023#[group]"`,
    },
    { name: 'a single sign', given: 'C#/a', expect: '"C#/a"' },
    {
      name: 'signs that a terminal obeys',
      given: '\u001b[2J\u009b2J\u202e',
      expect: String.raw`"\u001b[2J\u009b2J\u202e"`,
    },
    { name: 'other letters', given: 'ä "\\', expect: String.raw`"ä \"\\"` },
  ];
  for (const { name, given, expect } of cases) {
    it(`spells ${name} so that it is read and not obeyed`, () => {
      assert.equal(jsonText(given), `${expect}\n`);
      assert.equal(JSON.parse(jsonText(given)), given);
    });
  }
});
