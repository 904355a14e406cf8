// The beginning of a rehearsal: a sandbox and a Python are looked for at once, and neither outlives the other.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import type { Command, Host, Outcome } from '../../../tasks/core/host.js';
import { rehearse, type RehearsalRequest } from '../../../tasks/core/rehearse/rehearse.js';
import { Stopped } from '../../../tasks/core/terms/failure.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const REFUSED: Outcome = { exitCode: 1, stdout: '', lastLines: ['refused'] };

const STOPPED = new Stopped({ code: 'cancelled' });

describe('rehearse', () => {
  const folder = folderPerTest();

  const requestIn = (work: string): RehearsalRequest => ({
    package: 'never-read.zip',
    over: undefined,
    startupCommand: '',
    commandKnown: false,
    required: false,
    settings: undefined,
    minor: '3.12',
    program: process.execPath,
    needsImagePackages: false,
    network: 'none',
    timeout: undefined,
    healthPath: undefined,
    site: undefined,
    hosts: [],
    work,
  });

  /** One of the two looks fails at once, the other ends later. */
  function hostWhere(fails: (command: Command) => boolean, ended: string[]): Host {
    let fail = (): void => undefined;
    const failed = new Promise<void>((resolve) => (fail = resolve));
    const run = async (command: Command): Promise<Outcome> => {
      if (fails(command)) {
        fail();
        throw STOPPED;
      }
      await failed;
      for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
      ended.push(command.program);
      return REFUSED;
    };
    return { ...fakeHost(), run };
  }

  const asksPython = ({ args }: Command): boolean => args.includes('-I');

  for (const [name, fails, last] of [
    ['no sandbox can be looked for', (one: Command) => !asksPython(one), 'python3'],
    ['no Python can be asked', asksPython, process.getuid?.() === 0 ? 'unshare' : 'sudo'],
  ] as const) {
    it(`waits for the other look where ${name}, and leaves nothing`, async () => {
      const ended: string[] = [];
      const host = hostWhere(fails, ended);
      const failure = await failureOf(
        rehearse(host, { warn: () => undefined, note: () => undefined }, requestIn(folder.path)),
      );
      assert.deepEqual(failure, { code: 'cancelled' });
      assert.equal(ended.at(-1), last);
      assert.deepEqual(await readdir(folder.path), []);
    });
  }
});
