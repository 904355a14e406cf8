// What is told besides the findings: codes to be suppressed that no rule has.

import assert from 'node:assert/strict';
import { judged } from '../../tasks/core/tell-judgement.js';
import { fakeHost } from '../helpers/fake-host.js';

describe('a code to be suppressed that no rule has', () => {
  for (const [code, fix] of [
    ['setting/duplicat', "Write 'setting/duplicate' if that is meant."],
    ['unresolved-variable', 'The codes of all rules are in docs/rules.md of the project.'],
    ['unknown-program', "Write 'startup/unknown-program' if that is meant."],
    ['no/such-thing-at-all', 'The codes of all rules are in docs/rules.md of the project.'],
  ] as const) {
    it(`is told with the one thing to do: ${code}`, () => {
      const warnings: string[] = [];
      const tell = { warn: (text: string) => void warnings.push(text), note: () => undefined };
      judged(fakeHost(), tell, {}, { failOn: 'error', suppress: ['setting/missing', code] });
      assert.deepEqual(warnings, [
        `No rule has the code '${code}' that is to be suppressed. ${fix}`,
      ]);
    });
  }
});
