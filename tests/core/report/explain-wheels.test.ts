// Tags of wheels in few words: what comes near the target by its name, all else by a word.

import assert from 'node:assert/strict';
import { shortTags } from '../../../tasks/core/report/explain-wheels.js';

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
