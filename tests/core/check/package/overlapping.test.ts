// Entries that share bytes are found by the directory, whatever else a writer of zips may do is not taken for it.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatherPackage } from '../../../../tasks/core/check/package/gather-package.js';
import { overlappingEntries } from '../../../../tasks/core/check/package/overlapping.js';
import { archiveRules } from '../../../../tasks/core/check/rules/archive.js';
import { output, pythonProgram } from '../../../helpers/programs.js';
import { folderPerTest } from '../../../helpers/temp-folder.js';

const { signal } = new AbortController();

describe('overlappingEntries', () => {
  it('names those that begin inside another one, in any order of the directory', () => {
    const entries = [
      { path: 'd', start: 90, end: 95 },
      { path: 'a', start: 0, end: 50 },
      { path: 'within', start: 10, end: 20 },
      { path: 'c', start: 50, end: 90 },
      { path: 'late', start: 40, end: 50 },
    ];
    assert.deepEqual(overlappingEntries(entries), ['within', 'late']);
  });

  it('leaves gaps alone, and entries that touch', () => {
    assert.deepEqual(overlappingEntries([]), []);
    const entries = [
      { path: 'a', start: 7, end: 50 },
      { path: 'b', start: 50, end: 60 },
      { path: 'c', start: 99, end: 130 },
    ];
    assert.deepEqual(overlappingEntries(entries), []);
  });
});

describe('a package whose entries overlap', () => {
  const folder = folderPerTest();

  /** Codes and messages about a zip that Python writes at `path`. */
  async function errorsOf(code: string, change = (bytes: Buffer): Buffer => bytes) {
    const path = join(folder.path, 'package.zip');
    const before = 'import sys, zipfile\npath = sys.argv[1]';
    output(pythonProgram(), ['-I', '-c', `${before}\n${code}`, path]);
    await writeFile(path, change(await readFile(path)));
    const made = await gatherPackage(path, signal, folder.path);
    await made.close();
    const errors = archiveRules
      .flatMap((rule) => rule.check(made.evidence) ?? [])
      .filter(({ severity }) => severity === 'error')
      .map(({ code: rule, message }) => `${rule}: ${message}`);
    return { errors, files: [...(made.evidence.app?.files.keys() ?? [])] };
  }

  const TWO =
    'with zipfile.ZipFile(path, "w") as z: z.writestr("a.py", "x = 1\\n"); z.writestr("b.py", "y = 2\\n")';
  const good = [
    { name: 'as it is usually written', code: TWO },
    {
      name: 'with data descriptors',
      code: 'class Out:\n  def __init__(self): self.f = open(path, "wb")\n  def write(self, b): return self.f.write(b)\n  def flush(self): self.f.flush()\nwith zipfile.ZipFile(Out(), "w") as z: z.writestr("a.py", "x = 1\\n"); z.writestr("b.py", "y = 2\\n")',
    },
    {
      name: 'with zip64 fields',
      code: 'with zipfile.ZipFile(path, "w") as z:\n  for n in ("a.py", "b.py"):\n    with z.open(n, "w", force_zip64=True) as f: f.write(b"x = 1\\n")',
    },
    {
      name: 'behind a shell script',
      code: `open(path, "wb").write(b"#!/bin/sh\\n" * 99)\n${TWO.replace('"w"', '"a"')}`,
    },
    {
      name: 'with empty files and folders',
      code: 'with zipfile.ZipFile(path, "w") as z:\n  for n in ("a.py", "b.py", "f/", "g"): z.writestr(n, "")',
    },
  ];
  for (const { name, code } of good) {
    it(`is not one ${name}`, async () => {
      const { errors, files } = await errorsOf(code);
      assert.deepEqual(errors, []);
      assert.deepEqual(files.slice(0, 2), ['a.py', 'b.py']);
    });
  }

  it('is told when two lines of the directory name one local header', async () => {
    const { errors, files } = await errorsOf(TWO, (bytes) => {
      bytes.writeUInt32LE(0, bytes.lastIndexOf('b.py') - 46 + 42);
      return bytes;
    });
    assert.deepEqual(errors, [
      "archive/overlapping: 1 entry of the package overlaps another one: 'b.py'. Nothing in it was looked into.",
    ]);
    assert.deepEqual(files, []);
  });

  it('is told when the bytes of one reach into the next', async () => {
    const { errors } = await errorsOf(TWO, (bytes) => {
      const line = bytes.lastIndexOf('a.py') - 46;
      bytes.writeUInt32LE(7, line + 20);
      bytes.writeUInt32LE(7, line + 24);
      return bytes;
    });
    assert.deepEqual(errors, [
      "archive/overlapping: 1 entry of the package overlaps another one: 'b.py'. Nothing in it was looked into.",
    ]);
  });
});
