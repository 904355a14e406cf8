// What is asked of a venv that is read: texts that may name something, up to a size.

import assert from 'node:assert/strict';

import { VenvReader } from '../../../tasks/core/prune/venv-reader.js';

const MEBIBYTE = 1024 * 1024;

describe('a reader of a venv', () => {
  const reader = new VenvReader({ app: [], mentions: [] });
  const SOURCE = 'lib/python3.12/site-packages/pkg/core.py';

  it('wants to be shown texts up to 1 MiB', () => {
    assert.deepEqual(
      [MEBIBYTE, MEBIBYTE + 1].map((size) => reader.wants(SOURCE, size)),
      [true, false],
    );
  });

  const text = 'import pkg.tests\n';
  const rows = [
    { name: 'a text', path: SOURCE, bytes: Buffer.from(text), isHeard: true },
    { name: 'a program', path: 'bin/tool', bytes: Buffer.from(`\x7fELF\0${text}`), isHeard: false },
    {
      name: 'a zero behind the beginning',
      path: SOURCE,
      bytes: Buffer.from(`${text.padEnd(512)}\0`),
      isHeard: true,
    },
    {
      name: 'a zero at the end of the beginning',
      path: SOURCE,
      bytes: Buffer.from(`${text.padEnd(511)}\0`),
      isHeard: false,
    },
  ];
  for (const { name, path, bytes, isHeard } of rows) {
    it(`${isHeard ? 'listens to' : 'does not listen to'} ${name}`, () => {
      const heard = reader.note(path, bytes);
      assert.deepEqual(heard?.modules.includes('pkg.tests'), isHeard ? true : undefined);
    });
  }
});
