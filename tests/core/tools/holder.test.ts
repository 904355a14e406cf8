// Who holds a file: whether a process still runs, and which cannot be asked.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isRunning, thisHolder } from '../../../tasks/core/tools/holder.js';

describe('a holder', () => {
  it('runs where it is this process, and not where a later one has its number', async () => {
    const holder = await thisHolder();
    assert.equal(await isRunning(holder), true);
    assert.equal(await isRunning({ ...holder, started: `${holder.started}0` }), false);
  });

  it('cannot be asked in another place', async () => {
    assert.equal(await isRunning({ ...(await thisHolder()), place: 'elsewhere' }), undefined);
  });

  describe('of a system that does not tell when processes start', () => {
    const kill = process.kill.bind(process);

    afterEach(() => {
      process.kill = kill;
    });

    const untold = async (pid: number) => ({ ...(await thisHolder()), pid, started: '' });

    it('runs where there is a process of its number', async () => {
      const gone = spawnSync(process.execPath, ['-e', '']).pid;
      assert.equal(await isRunning(await untold(process.pid)), true);
      assert.equal(await isRunning(await untold(gone)), false);
    });

    it('runs where the process is of another user, who may not be asked', async () => {
      process.kill = () => {
        throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
      };
      assert.equal(await isRunning(await untold(1)), true);
    });
  });
});
