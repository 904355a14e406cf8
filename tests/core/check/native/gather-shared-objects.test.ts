import assert from 'node:assert/strict';
import { rangesOf, type RangedFile } from '../../../../tasks/core/archives/read-content.js';
import { gatherSharedObjects } from '../../../../tasks/core/check/native/gather-shared-objects.js';
import { isSharedObjectName } from '../../../../tasks/core/check/native/shared-object-name.js';
import { elf } from '../../../helpers/elf-builder.js';

const NEVER = new AbortController().signal;

function opened(bytes: Buffer): () => Promise<RangedFile> {
  return () => Promise.resolve(rangesOf(bytes));
}

describe('shared objects among files', () => {
  const names: [name: string, expect: boolean][] = [
    ['a/_x.cpython-312-x86_64-linux-gnu.so', true],
    ['libz.so.1.2.13', true],
    ['libssl-7f59e8e2.so.1.1.1k', true],
    ['libz.dylib', true],
    ['_x.pyd', true],
    ['libz.so.txt', false],
    ['libz.so.1-old', false],
    ['so', false],
    ['a.so/readme.md', false],
  ];
  for (const [name, expect] of names) {
    it(`'${name}' is ${expect ? 'one' : 'none'}`, () =>
      assert.equal(isSharedObjectName(name), expect));
  }

  it('are read, with their owner; other files are not even opened', async () => {
    const files = [
      { path: 'own/x.so', open: opened(elf({ needed: ['libz.so.1'], soname: 'libx.so' })) },
      { path: 'own/x.py', open: async () => assert.fail('It was opened.') },
      { path: 'y.so.2', open: opened(Buffer.from('no')) },
    ];
    const found = await gatherSharedObjects(
      files,
      (path) => (path.startsWith('own/') ? 'own' : undefined),
      NEVER,
    );
    assert.deepEqual(found, [
      {
        path: 'own/x.so',
        machine: 'x86-64',
        soname: 'libx.so',
        needed: ['libz.so.1'],
        versions: {},
        distribution: 'own',
        problem: undefined,
      },
      {
        path: 'y.so.2',
        machine: 'unknown',
        soname: undefined,
        needed: [],
        versions: {},
        distribution: undefined,
        problem: 'It is no ELF file.',
      },
    ]);
  });

  it('are no longer read after a signal', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const file = (path: string) => ({
      path,
      open: async () => {
        seen.push(path);
        stop.abort(new Error('Stopped.'));
        return rangesOf(elf({}));
      },
    });
    await assert.rejects(
      gatherSharedObjects([file('a.so'), file('b.so')], () => undefined, stop.signal),
      { message: 'Stopped.' },
    );
    assert.deepEqual(seen, ['a.so']);
  });

  it('tell what opening them throws', async () => {
    const gone = new Error('The disk is gone.');
    const broken = { path: 'a.so', open: async () => Promise.reject(gone) };
    await assert.rejects(
      gatherSharedObjects([broken], () => undefined, NEVER),
      gone,
    );
  });

  it('are closed, also when reading them fails', async () => {
    const gone = new Error('The disk is gone.');
    const closed: string[] = [];
    const file = (path: string, read: RangedFile['read']) => ({
      path,
      open: async () => ({ size: 4, read, close: async () => void closed.push(path) }),
    });
    const good = file('a.so', () => Buffer.from('none'));
    const broken = file('b.so', () => {
      throw gone;
    });
    await assert.rejects(
      gatherSharedObjects([good, broken], () => undefined, NEVER),
      gone,
    );
    assert.deepEqual(closed, ['a.so', 'b.so']);
  });
});
