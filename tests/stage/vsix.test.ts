import assert from 'node:assert/strict';
import { judgeTfx } from '../../tasks/stage/vsix.js';

describe('what tfx said', () => {
  const done = '=== Completed operation: create extension ===\n - VSIX: build/antenv-1.2.3.vsix\n';

  it('is fine without a warning', () => {
    assert.doesNotThrow(() => judgeTfx({ exitCode: 0, output: done }));
  });

  it('fails on a warning, though tfx ends with 0', () => {
    const output = `warning: Please, make sure the task.json file is correct.\n${done}`;
    assert.throws(() => judgeTfx({ exitCode: 0, output }), { message: 'tfx warns, see above.' });
  });

  it('fails when tfx fails', () => {
    const message = 'tfx failed with exit code 255, see above.';
    assert.throws(() => judgeTfx({ exitCode: 255, output: 'error: no publisher\n' }), { message });
  });
});
