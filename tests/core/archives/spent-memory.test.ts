import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { SpentMemory } from '../../../tasks/core/archives/spent-memory.js';

const MB = 1024 * 1024;

/** A buffer that nobody holds, as one sees it who waits for its end. */
function spentBuffer(): WeakRef<Buffer> {
  return new WeakRef(Buffer.allocUnsafeSlow(MB));
}

describe('memory of buffers that are of no more use', () => {
  const rows = [
    { name: 'waits while it is little', bytes: 127 * MB, isLeft: true },
    { name: 'is taken back once it is 128 MB', bytes: 128 * MB, isLeft: false },
  ];
  for (const { name, bytes, isLeft } of rows) {
    it(name, async () => {
      const spent = new SpentMemory();
      const buffer = spentBuffer();
      // A reference that was just made holds what it leads to until the end of a turn.
      await setImmediate();
      spent.add(bytes);
      assert.equal(buffer.deref() !== undefined, isLeft);
    });
  }

  it('is counted over many buffers, and anew after each time', async () => {
    const spent = new SpentMemory();
    const first = spentBuffer();
    await setImmediate();
    for (let at = 0; at < 128; at += 1) spent.add(MB);
    assert.equal(first.deref(), undefined);
    const second = spentBuffer();
    await setImmediate();
    spent.add(127 * MB);
    assert.notEqual(second.deref(), undefined);
    await setImmediate();
    spent.add(MB);
    assert.equal(second.deref(), undefined);
  });
});
