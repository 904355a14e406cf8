import assert from 'node:assert/strict';
import { leaveOutBytecode } from '../../../tasks/core/bytecode/left-out.js';
import { bytesEntry } from '../../helpers/entries.js';

describe('bytecode for a Python that is not at hand', () => {
  it('is left out for every tree, and that is told', () => {
    const notes: string[] = [];
    const tell = {
      warn: () => assert.fail('a warning'),
      note: (text: string) => void notes.push(text),
    };
    const tree = { entries: [bytesEntry('a.py', '')], address: '/antenv', checked: false };
    assert.deepEqual(leaveOutBytecode(tell, '3.11', [tree, tree]), {
      trees: [[], []],
      notCompiled: [],
    });
    assert.deepEqual(notes, [
      "No Python 3.11 is at hand, so the package has no bytecode, and the first start on the site compiles what it imports. UsePythonVersion@0 with versionSpec: '3.11' before this task brings one.",
    ]);
  });
});
