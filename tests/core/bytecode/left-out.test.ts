import assert from 'node:assert/strict';
import { leaveOutBytecode } from '../../../tasks/core/bytecode/left-out.js';
import { asFlag } from '../../../tasks/cli/flags.js';
import { asInput } from '../../../tasks/core/terms/input-name.js';
import { bytesEntry } from '../../helpers/entries.js';

describe('bytecode for a Python that is not at hand', () => {
  for (const [where, input, fix] of [
    [
      'a pipeline',
      asInput,
      "UsePythonVersion@0 with versionSpec: '3.11' before this task brings one.",
    ],
    ['a laptop', asFlag, 'Install one so that PATH has it as python3.11.'],
  ] as const) {
    it(`is left out for every tree, and that is told: in ${where}`, () => {
      const notes: string[] = [];
      const tell = {
        warn: () => assert.fail('a warning'),
        note: (text: string) => void notes.push(text),
      };
      const tree = { entries: [bytesEntry('a.py', '')], address: '/antenv', checked: false };
      assert.deepEqual(leaveOutBytecode(tell, input, '3.11', [tree, tree]), {
        trees: [[], []],
        notCompiled: [],
      });
      assert.deepEqual(notes, [
        `No Python 3.11 is at hand, so the package has no bytecode, and the first start on the site compiles what it imports. ${fix}`,
      ]);
    });
  }
});
