import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Stopped, systemErrorCode, tempFolderFailure } from '../../../tasks/core/terms/failure.js';

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
