// Programs that do not want to end: killed when their time is up, and their children with them.

import assert from 'node:assert/strict';
import { readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Stopped } from '../../tasks/core/terms/failure.js';
import { runProcess } from '../../tasks/hosts/processes.js';
import { failureOf } from '../helpers/expect-stopped.js';

const programs = [
  {
    what: 'a program that ignores SIGTERM',
    script: 'trap "" TERM; sleep 60 & echo $!; wait; sleep 60',
  },
  {
    what: 'a program whose child ignores SIGTERM',
    script: '(trap "" TERM; exec sleep 60) & echo $!; wait',
  },
  {
    what: 'a program whose child ignores SIGTERM and says nothing',
    script: '(trap "" TERM; exec sleep 60 >&- 2>&-) & echo $!; wait',
  },
];

describe('cancelling', () => {
  for (const { what, script } of programs) {
    it(`kills ${what}, with all that belongs to it, before the agent would lose its patience`, async () => {
      const shown: string[] = [];
      const controller = new AbortController();
      const running = runProcess(
        {
          program: '/bin/sh',
          args: ['-c', script],
          cwd: tmpdir(),
          env: { PATH: '/usr/bin:/bin' },
          output: 'stream',
        },
        { signal: controller.signal, secrets: [], line: (text) => shown.push(text) },
      );
      while (shown.length === 0) await pause(10);
      const start = performance.now();
      controller.abort(new Stopped({ code: 'cancelled' }));
      assert.deepEqual(await failureOf(running), { code: 'cancelled' });
      assert.ok(performance.now() - start < 6000);
      await assert.rejects(readlink(`/proc/${shown[0] ?? ''}/exe`), { code: 'ENOENT' });
    });
  }
});
