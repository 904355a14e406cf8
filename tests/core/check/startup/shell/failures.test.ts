// Where a shell goes on after a failure: held against what the shells at hand do.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import { readStartup } from '../../../../../tasks/core/check/startup/read-startup.js';
import { isServedWithout } from '../../../../../tasks/core/check/startup/server-survives.js';
import { tree } from '../startup-fixtures.js';

/** FAIL is a command that fails, SERVE the server. */
const TEXTS: readonly string[] = [
  'FAIL; SERVE',
  'FAIL && SERVE',
  'FAIL || true; SERVE',
  'FAIL || exit 1; SERVE',
  'FAIL && echo a; SERVE',
  'FAIL && echo a || echo b; SERVE',
  'FAIL && echo a && SERVE || echo b',
  'echo a && FAIL; SERVE',
  'set -e; FAIL; SERVE',
  'set -e; FAIL || true; SERVE',
  'set -e; FAIL && echo a; SERVE',
  'set -e; echo a && FAIL; SERVE',
  'set -e; set +e; FAIL; SERVE',
  'set -e; ! FAIL; SERVE',
  'set -e; if FAIL; then echo a; fi; SERVE',
  'set -e; while FAIL; do echo a; done; SERVE',
  'set -e; (FAIL; echo a); SERVE',
  'set -e; (FAIL; echo a) || true; SERVE',
  '(set -e; FAIL; echo a); SERVE',
  '(FAIL; echo a) && SERVE',
  '(echo a; FAIL) && SERVE',
  '{ echo a; FAIL; } && SERVE',
  '{ FAIL; echo a; } && SERVE',
  'set -e; { FAIL; echo a; } || true; SERVE',
  'f() { FAIL; echo a; }; f && SERVE',
  'f() { echo a; FAIL; }; f && SERVE',
  'set -e; f() { FAIL; echo a; }; f || true; SERVE',
  'for i in 1 2; do FAIL && break; echo a; done; SERVE',
  'set -e; for i in 1 2; do FAIL && break; done; SERVE',
  'FAIL | cat && SERVE',
  'echo a | FAIL && SERVE',
  'FAIL & SERVE',
  'set -e; FAIL & SERVE',
  '. ./missing.sh; SERVE',
  '(. ./missing.sh; echo a); SERVE',
  'command . ./missing.sh; SERVE',
];

/** Whether the server is come to. */
function isServed(shell: string, text: string): boolean {
  const script = text.replaceAll('FAIL', 'false').replaceAll('SERVE', 'echo SERVED');
  const { stdout } = spawnSync(shell, ['-c', script], { encoding: 'utf8', timeout: 10_000 });
  return stdout.includes('SERVED');
}

async function isServedAfterAll(shell: 'sh' | 'bash', text: string): Promise<boolean> {
  const script = text.replaceAll('FAIL', 'python missing.py').replaceAll('SERVE', 'gunicorn a:b');
  const files = { 's.sh': `#!/bin/${shell}\n${script}\n` };
  const startup = await readStartup('s.sh', tree(files), undefined);
  const failing = startup.commands.find(({ words }) =>
    words.some((word) => word.includes('missing')),
  );
  assert.ok(failing);
  return isServedWithout(failing, startup);
}

describe('a command that fails', () => {
  for (const text of TEXTS) {
    for (const shell of ['bash', 'sh'] as const) {
      it(`keeps the server from running or not, as in ${shell}: ${text}`, async () => {
        // dash is the sh of the images; what differs from bash is its `.`.
        const real = shell === 'bash' ? 'bash' : 'dash';
        assert.equal(await isServedAfterAll(shell, text), isServed(real, text));
      });
    }
  }

  it('keeps every server from running in a loop until it succeeds', async () => {
    const text = 'until FAIL; do sleep 1; done; SERVE';
    assert.equal(await isServedAfterAll('sh', text), false);
  });
});
