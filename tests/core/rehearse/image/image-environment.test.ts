// The small image environment: made once, kept, and a reason where it cannot be made. pip is a stand-in.

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  imageEnvironment,
  imageRequirements,
} from '../../../../tasks/core/rehearse/image/image-environment.js';
import type { FoundPython } from '../../../../tasks/core/rehearse/image/pythons.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { folderPerTest } from '../../../helpers/temp-folder.js';

describe('imageRequirements', () => {
  it('are those of the image of a minor', () => {
    assert.deepEqual(imageRequirements('3.9'), ['gunicorn==23.0.0']);
    assert.deepEqual(imageRequirements('3.13'), ['gunicorn==23.0.0']);
    assert.deepEqual(imageRequirements('3.14'), [
      'gunicorn==23.0.0',
      'uvicorn==0.46.0',
      'uvicorn-worker==0.4.0',
    ]);
  });
});

describe('imageEnvironment', () => {
  const folder = folderPerTest();

  /**
   * A Python whose pip notes how it was called, and does what the script says; `$target` is where to.
   * @param settings of pip's configuration files
   */
  async function pythonWith(
    script: string,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<FoundPython> {
    const home = join(folder.path, 'python');
    const program = join(home, 'bin/python3.12');
    await mkdir(join(home, 'bin'), { recursive: true });
    const text = `#!/bin/sh
case "$*" in *config*) echo '${JSON.stringify(settings)}'; exit 0;; esac
echo "$@" >> ${join(folder.path, 'calls')}
while [ "$1" != --target ]; do shift; done
target=$2
${script}
`;
    await writeFile(program, text, { mode: 0o755 });
    return { home, version: '3.12.4', program };
  }

  const cache = (): string => join(folder.path, 'tools/antenv');
  const KEY = 'python-3.12.4_gunicorn==23.0.0';
  const INSTALLS =
    'mkdir -p $target/gunicorn $target/bin; echo "$PIP_TARGET$PIP_USER" > $target/env';

  it('makes it once, with the pip that the Python brings', async () => {
    const python = await pythonWith(INSTALLS);
    const bundled = join(python.home, 'lib/python3.12/ensurepip/_bundled');
    await mkdir(bundled, { recursive: true });
    await writeFile(join(bundled, 'pip-24.0-py3-none-any.whl'), '');
    const env = { PATH: '/usr/bin:/bin', PIP_TARGET: '/elsewhere', PIP_USER: '1' };
    const made = { folder: join(cache(), KEY) };
    assert.deepEqual(await imageEnvironment(fakeHost({ env }), python, cache()), made);
    assert.deepEqual(await imageEnvironment(fakeHost({ env }), python, cache()), made);
    const calls = (await readFile(join(folder.path, 'calls'), 'utf8')).trim().split('\n');
    assert.equal(calls.length, 1);
    assert.match(calls[0] ?? '', / install .* gunicorn==23\.0\.0$/);
    assert.equal(await readFile(join(made.folder, 'env'), 'utf8'), '0\n');
    assert.equal(
      await readFile(join(made.folder, 'pip.pth'), 'utf8'),
      '/opt/python/3/lib/python3.12/ensurepip/_bundled/pip-24.0-py3-none-any.whl\n',
    );
    assert.deepEqual(await readdir(cache()), [KEY]);
    assert.deepEqual(
      (await readdir(made.folder)).toSorted((a, b) => (a < b ? -1 : 1)),
      ['env', 'gunicorn', 'pip.pth'],
    );
  });

  it("takes it from the index of pip's files, and leaves out what they want besides", async () => {
    const python = await pythonWith(
      'env | grep -E "^PIP_(CON|IND|PRE|REQUIRE_H)" | sort > $target/env',
      {
        'global.index-url': 'https://feed.example/simple',
        'global.require-hashes': 'true',
        'install.constraint': 'old.txt',
        'install.prefix': '/elsewhere',
      },
    );
    await imageEnvironment(fakeHost({ env: { PATH: '/usr/bin:/bin' } }), python, cache());
    assert.equal(
      await readFile(join(cache(), KEY, 'env'), 'utf8'),
      'PIP_CONFIG_FILE=/dev/null\nPIP_INDEX_URL=https://feed.example/simple\n',
    );
  });

  it('gives the reason when pip fails, and keeps nothing', async () => {
    const python = await pythonWith(
      'echo "WARNING: slow" >&2; echo "ERROR: No matching distribution found for gunicorn==23.0.0" >&2; echo "[notice] more" >&2; exit 1',
    );
    assert.deepEqual(await imageEnvironment(fakeHost(), python, cache()), {
      reason: 'ERROR: No matching distribution found for gunicorn==23.0.0',
    });
    assert.deepEqual(await readdir(dirname(cache())), []);
  });

  it('gives the last line, or the exit code, of a Python without pip', async () => {
    const without = await pythonWith('echo "python: No module named pip" >&2; exit 1');
    assert.deepEqual(await imageEnvironment(fakeHost(), without, cache()), {
      reason: 'python: No module named pip',
    });
    const silent = await pythonWith('exit 9');
    assert.deepEqual(await imageEnvironment(fakeHost(), silent, cache()), {
      reason: 'pip ended with exit code 9',
    });
  });

  it('may be made by several at once', async () => {
    const python = await pythonWith(`sleep 0.1; ${INSTALLS}`);
    const made = { folder: join(cache(), KEY) };
    const both = [1, 2, 3].map(async () => imageEnvironment(fakeHost(), python, cache()));
    assert.deepEqual(await Promise.all(both), [made, made, made]);
    assert.deepEqual(await readdir(cache()), [KEY]);
  });
});
