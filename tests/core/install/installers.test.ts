// Which installer installs: a result never depends on what an agent happens to have.

import assert from 'node:assert/strict';
import { installerFor } from '../../../tasks/core/install/installers.js';
import { uvPlatform } from '../../../tasks/core/install/uv-platform.js';
import { SOURCE_FORMATS } from '../../../tasks/core/terms/dependencies.js';

describe('installerFor', () => {
  it('takes uv for its own lock, and pip for all else, unless it is told', () => {
    for (const format of SOURCE_FORMATS) {
      assert.equal(installerFor('auto', format), format === 'uv.lock' ? 'uv' : 'pip');
      assert.equal(installerFor('pip', format), 'pip');
      assert.equal(installerFor('uv', format), 'uv');
    }
  });
});

describe('uvPlatform', () => {
  it('always names the C library', () => {
    assert.equal(uvPlatform('2.31'), 'x86_64-manylinux_2_31');
  });
});
