// Programs that we run: their output line by line, their end, and the end of all their children.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { createWriteStream } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command, Outcome } from '../../tasks/core/host.js';
import { Stopped } from '../../tasks/core/terms/failure.js';
import { runProcess } from '../../tasks/hosts/processes.js';
import { failureOf } from '../helpers/expect-stopped.js';
import { folderPerTest } from '../helpers/temp-folder.js';

describe('runProcess', () => {
  const folder = folderPerTest();
  const shown: string[] = [];
  const secrets: string[] = [];

  beforeEach(() => {
    shown.length = 0;
    secrets.length = 0;
  });

  function run(
    script: string,
    more: Partial<Command> = {},
    signal = new AbortController().signal,
  ): Promise<Outcome> {
    const command: Command = {
      program: '/bin/sh',
      args: ['-c', script],
      cwd: folder.path,
      env: { PATH: '/usr/bin:/bin' },
      output: 'stream',
      ...more,
    };
    return runProcess(command, { signal, secrets, line: (text) => shown.push(text) });
  }

  it('streams lines of both streams, also one without an end', async () => {
    const outcome = await run('echo a; echo b; printf c');
    assert.deepEqual(outcome, { exitCode: 0, stdout: '', lastLines: ['a', 'b', 'c'] });
    assert.deepEqual(shown, ['a', 'b', 'c']);
    await run('echo d >&2; printf e >&2');
    assert.deepEqual(shown, ['a', 'b', 'c', 'd', 'e']);
  });

  it('captures standard output and keeps the other out of the log', async () => {
    const outcome = await run('echo data; echo told >&2; exit 3', { output: 'capture' });
    assert.deepEqual(outcome, { exitCode: 3, stdout: 'data\n', lastLines: ['told'] });
    assert.deepEqual(shown, []);
  });

  it('feeds input and writes output to a stream', async () => {
    const path = join(folder.path, 'out');
    async function* input(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 3; piece += 1) yield Promise.resolve(Buffer.alloc(100_000, 65));
    }
    await run('tr A B', { output: { stream: createWriteStream(path) }, input: input() });
    assert.equal(await readFile(path, 'utf8'), 'B'.repeat(300_000));
  });

  it('has written all pieces but the last when it asks for another', async () => {
    const path = join(folder.path, 'out');
    const [one, other] = [Buffer.alloc(1_000_000), Buffer.alloc(1_000_000)];
    async function* twoInTurns(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 20; piece += 1) {
        yield Promise.resolve((piece % 2 === 0 ? one : other).fill(65 + piece));
      }
    }
    const output = { stream: createWriteStream(path) };
    await run('sleep 0.1; exec cat', { output, input: twoInTurns() });
    const letters = Array.from({ length: 20 }, (_, piece) => String.fromCharCode(65 + piece));
    const expected = letters.map((letter) => letter.repeat(1_000_000)).join('');
    assert.ok((await readFile(path, 'latin1')) === expected);
  });

  it('does not wait for a child that the program leaves behind with its pipes', async () => {
    const outcome = await run('echo done; setsid sleep 30 & echo $!');
    assert.equal(outcome.lastLines[0], 'done');
    process.kill(Number(outcome.lastLines[1]), 'SIGKILL');
  }).timeout(10_000);

  it('survives a program that does not read its input', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 100; piece += 1) yield Promise.resolve(Buffer.alloc(1_000_000));
    }
    assert.equal((await run('exit 4', { input: endless() })).exitCode, 4);
  });

  it('holds no piece that is written', async () => {
    const before = process.memoryUsage().arrayBuffers;
    let held = 0;
    async function* many(): AsyncGenerator<Buffer> {
      for (let piece = 0; piece < 400; piece += 1) {
        yield Promise.resolve(Buffer.alloc(1_000_000, 65));
        held = process.memoryUsage().arrayBuffers - before;
      }
    }
    await run('cat > /dev/null', { input: many() });
    assert.ok(held < 200_000_000, `${held} bytes`);
  });

  for (const code of ['EACCES', 'ERR_STREAM_DESTROYED', 'EPIPE']) {
    it(`never takes half of an input for the whole, when it fails with ${code}`, async () => {
      async function* half(): AsyncGenerator<Buffer> {
        yield Promise.resolve(Buffer.from('half'));
        throw Object.assign(new Error('no more'), { code });
      }
      await assert.rejects(run('wc -c', { input: half() }), { message: 'no more' });
    });
  }

  for (const [what, program, exitCode] of [
    ['has ended', '/bin/true', 0],
    ['cannot be started', '/nowhere/program', 127],
  ] as const) {
    it(`lets go of an input that waits, when the program ${what}`, async () => {
      let letGo = false;
      const waiting: AsyncIterator<Buffer> = {
        next: () => new Promise(() => undefined),
        return: async () => {
          letGo = true;
          return Promise.resolve({ value: undefined, done: true });
        },
      };
      const input = { [Symbol.asyncIterator]: () => waiting };
      const outcome = await run('', { program, args: [], input });
      assert.deepEqual({ exitCode: outcome.exitCode, letGo }, { exitCode, letGo: true });
    });
  }

  it('keeps the last 25 lines, redacted and neutralised', async () => {
    secrets.push('s3cret');
    const outcome = await run(
      'for i in $(seq 30); do echo line $i; done; echo "##vso[task.complete]s3cret https://a:b@h/"',
    );
    assert.equal(outcome.lastLines.length, 25);
    assert.equal(outcome.lastLines[0], 'line 7');
    assert.equal(outcome.lastLines.at(-1), '#_#vso[task.complete]*** https://***@h/');
  });

  it('keeps as many lines as it is told to', async () => {
    const { lastLines } = await run('for i in $(seq 30); do echo line $i; done', { keptLines: 28 });
    assert.deepEqual([lastLines.length, lastLines[0]], [28, 'line 3']);
  });

  it('says 127 of a program that cannot be started', async () => {
    const outcome = await run('', { program: join(folder.path, 'nothing') });
    assert.equal(outcome.exitCode, 127);
    assert.match(outcome.lastLines.join('\n'), /^spawn .*nothing ENOENT$/);
    // Whoever called it says so in words.
    assert.deepEqual(shown, []);
  });

  it('keeps nothing waiting when the program has ended', async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await run('true');
    const before = timers();
    await run('true');
    assert.equal(timers(), before);
  });

  it('says null of one that a signal ended', async () => {
    assert.equal((await run('kill -9 $$')).exitCode, null);
  });

  it('does not begin when it is cancelled already', async () => {
    const signal = AbortSignal.abort(new Stopped({ code: 'cancelled' }));
    assert.deepEqual(await failureOf(run('touch begun', {}, signal)), { code: 'cancelled' });
    await assert.rejects(readFile(join(folder.path, 'begun')));
  });

  it('does not begin when its own time is over already, and says why', async () => {
    const over = AbortSignal.abort(new Error('It took too long.'));
    await assert.rejects(run('touch begun', { signal: over }), { message: 'It took too long.' });
    await assert.rejects(readFile(join(folder.path, 'begun')));
  });

  it('asks a cancelled program to end, so that it can tidy up', async () => {
    const controller = new AbortController();
    const script = 'trap "echo tidied > end; exit" TERM; echo begun; sleep 60 & wait';
    const running = run(script, {}, controller.signal);
    while (shown.length === 0) await pause(10);
    controller.abort(new Stopped({ code: 'cancelled' }));
    assert.deepEqual(await failureOf(running), { code: 'cancelled' });
    assert.equal(await readFile(join(folder.path, 'end'), 'utf8'), 'tidied\n');
  });

  it('ends a program whose own time is over, and the run goes on', async () => {
    const controller = new AbortController();
    const running = run('echo begun; exec sleep 60', { signal: controller.signal });
    while (shown.length === 0) await pause(10);
    controller.abort(new Error('It took too long.'));
    assert.deepEqual(await running, { exitCode: null, stdout: '', lastLines: ['begun'] });
  });

  it('lets a program that asks a question go on: nobody answers', async () => {
    const { exitCode, lastLines } = await run('read answer; echo "$?:$answer"');
    assert.deepEqual([exitCode, lastLines], [0, ['1:']]);
  });

  it('ends the children of a cancelled program too', async () => {
    const controller = new AbortController();
    const running = run('sleep 60 & echo $!; wait', {}, controller.signal);
    while (shown.length === 0) await pause(10);
    controller.abort(new Stopped({ code: 'cancelled' }));
    assert.deepEqual(await failureOf(running), { code: 'cancelled' });
    const child = shown[0] ?? '';
    await assert.rejects(readlink(`/proc/${child}/exe`), { code: 'ENOENT' });
  });
});
