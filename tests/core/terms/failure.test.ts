import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import {
  failureOrFullAgent,
  outputFailure,
  startFailure,
  Stopped,
  systemErrorCode,
  tempFolderFailure,
} from '../../../tasks/core/terms/failure.js';

describe('a failure', () => {
  it('is thrown with its facts and its cause', () => {
    const cause = new Error('below');
    const stopped = new Stopped({ code: 'disk-full', path: '/a' }, { cause });
    assert.deepEqual(
      [stopped.name, stopped.message, stopped.failure, stopped.cause],
      ['Stopped', 'disk-full', { code: 'disk-full', path: '/a' }, cause],
    );
  });

  it('of the system has a code', async () => {
    const error: unknown = await readFile('/not/there').catch((reason: unknown) => reason);
    assert.equal(systemErrorCode(error), 'ENOENT');
  });

  const others = [undefined, null, 'ENOENT', new Error('x'), { code: 'ENOENT' }];
  for (const given of others) {
    it(`of another kind has none: ${JSON.stringify(given)}`, () =>
      assert.equal(systemErrorCode(given), undefined));
  }

  it('with a number for a code has none', () => {
    assert.equal(systemErrorCode(Object.assign(new Error('x'), { code: 5 })), undefined);
  });

  it('of the folder for temporary files is a full disk, or a folder that cannot be used', () => {
    const failureFor = (code: string): unknown =>
      tempFolderFailure('/tmp', Object.assign(new Error(`${code}: so`), { code })).failure;
    for (const code of ['ENOSPC', 'EDQUOT']) {
      assert.deepEqual(failureFor(code), { code: 'disk-full', path: '/tmp' });
    }
    assert.deepEqual(failureFor('EROFS'), {
      code: 'temp-folder-unusable',
      path: '/tmp',
      reason: 'EROFS: so',
    });
  });
});

describe('the failure of our output', () => {
  for (const [code, failure] of [
    ['ENOSPC', { code: 'disk-full', path: 'standard output' }],
    ['EPIPE', { code: 'cancelled' }],
    ['EIO', { code: 'cancelled' }],
  ] as const) {
    it(`with ${code} is ${failure.code}`, () => {
      const error = Object.assign(new Error(`${code}: so, write`), { code });
      assert.deepEqual(outputFailure(error).failure, failure);
    });
  }
});

describe('the failure of a program', () => {
  const failure = (line: string): unknown =>
    failureOrFullAgent({ code: 'bytecode-failed', lastLines: ['before', line, 'behind'] });

  for (const line of [
    '/bin/bash: fork: Resource temporarily unavailable',
    '-bash: fork: retry: Resource temporarily unavailable',
    'sh: 3: Cannot fork',
    'BlockingIOError: [Errno 11] Resource temporarily unavailable',
    "RuntimeError: can't start new thread",
  ]) {
    it(`is that of the agent: ${line}`, () => {
      const lastLines = ['before', line, 'behind'];
      assert.deepEqual(failure(line), { code: 'agent-full', lastLines });
    });
  }

  for (const line of [
    'MemoryError',
    'E: Could not get lock (11: Resource temporarily unavailable)',
  ]) {
    it(`is its own: ${line}`, () => {
      const lastLines = ['before', line, 'behind'];
      assert.deepEqual(failure(line), { code: 'bytecode-failed', lastLines });
    });
  }

  it('that could not be started is that of the agent where this has no process or pipe for it', () => {
    const error = (code: string): Error => Object.assign(new Error(`spawn x ${code}`), { code });
    const full = { code: 'agent-full', lastLines: ['spawn x EAGAIN'] };
    assert.deepEqual(startFailure(error('EAGAIN'))?.failure, full);
    const few = { code: 'too-few-open-files', reason: 'spawn x EMFILE' };
    assert.deepEqual(startFailure(error('EMFILE'))?.failure, few);
    assert.equal(startFailure(error('ENOENT')), undefined);
  });
});
