// Tags of wheels in few words: what comes near the target by its name, all else by a word.

import assert from 'node:assert/strict';
import { asInput } from '../../../../tasks/core/terms/input-name.js';
import { shortTags, wheelWords } from '../../../../tasks/core/report/words/missing-wheels.js';

describe('tags in short', () => {
  it('are by platform, the near ones first, with the Pythons of each in order', () => {
    const tags = [
      'cp310-cp310-win_amd64',
      'cp39-cp39-win32',
      'cp39-abi3-macosx_11_0_arm64',
      'cp39-cp39-manylinux_2_36_x86_64',
      'cp311-cp311-linux_x86_64',
      'cp39-cp39-musllinux_1_1_x86_64',
      'cp39-cp39-manylinux2014_aarch64',
      'py2-none-any',
      'cp39-cp39-emscripten_3_1_46_wasm32',
    ];
    assert.deepEqual(shortTags(tags), [
      'any (py2)',
      'linux_x86_64 (cp311)',
      'manylinux_2_36_x86_64 (cp39)',
      'Linux on other machines (cp39)',
      'Windows (cp39, cp310)',
      'macOS (cp39-abi3)',
      'musl (cp39)',
      'other platforms (cp39)',
    ]);
  });

  it('name the first and the last of many Pythons', () => {
    const tags = ['cp310', 'cp36', 'cp38', 'cp37', 'cp39'].map((one) => `${one}-${one}-win32`);
    assert.deepEqual(shortTags(tags), ['Windows (cp36 … cp310)']);
  });
});

describe('the fix for missing wheels', () => {
  const WINDOWS = { name: 'tiny', version: '1.0', offered: ['cp311-cp311-win_amd64'] };
  const target = {
    code: 'wheels-missing',
    stack: 'PYTHON|3.11',
    minor: '3.11',
    glibc: '2.31',
  } as const;
  const run = `or sources to be built, run the job on Linux with Python 3.11:
  pool: { vmImage: 'ubuntu-latest' }
  - task: UsePythonVersion@0
    inputs: { versionSpec: '3.11' }`;

  it('is the job alone where nothing else is known', () => {
    const { fix } = wheelWords({ ...target, gaps: [{ ...WINDOWS, nearest: undefined }] }, asInput);
    assert.equal(fix, `F${run}`);
  });

  it('is another file where the requirement names one', () => {
    const gap = { ...WINDOWS, nearest: undefined, isDirect: true } as const;
    const { found, fix } = wheelWords({ ...target, gaps: [gap] }, asInput);
    assert.equal(found[1], 'tiny 1.0: Windows (cp311); the requirement names it by its address.');
    assert.equal(fix, `Name a wheel for Linux on x86_64 in place of: tiny.\nOr, f${run}`);
  });
});
