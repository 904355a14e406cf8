// Finding and calling uv: PATH, the tool cache, and what every call says. uv and pip are stand-ins.

import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findUv, runUv, UV_VERSIONS } from '../../../tasks/core/tools/uv.js';
import release from '../../../tasks/core/tools/uv-release.json';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

describe('the release of uv that is fetched', () => {
  it('is dated, sourced and hashed', () => {
    assert.match(release.asOf, /^\d{4}-\d\d-\d\d$/);
    assert.ok(release.source.includes(release.version));
    for (const { sha256 } of release.wheels) assert.match(sha256, /^[0-9a-f]{64}$/);
    const platforms = release.wheels.map(({ platform }) => platform).join(' ');
    for (const needed of ['manylinux_2_17_x86_64', 'win_amd64', 'macosx_11_0_arm64', 'musllinux']) {
      assert.ok(platforms.includes(needed), needed);
    }
  });
});

describe('findUv', () => {
  const folder = folderPerTest();
  const below = (...names: readonly string[]): string => join(folder.path, ...names);
  const host = (path: string): FakeHost =>
    fakeHost({
      workingFolder: folder.path,
      tempFolder: folder.path,
      env: { PATH: `${path}:/usr/bin:/bin`, AGENT_TOOLSDIRECTORY: below('tools') },
    });

  beforeEach(() => mkdir(below('tools')));

  async function program(path: string, script: string): Promise<string> {
    await mkdir(below(path, '..'), { recursive: true });
    await writeFile(below(path), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return below(path);
  }

  /** A Python whose pip notes its calls and installs a uv of the version. */
  async function python(version: string): Promise<string> {
    const install = `mkdir -p "$target/bin"; printf '#!/bin/sh\\necho uv ${version}\\n' > "$target/bin/uv"; chmod +x "$target/bin/uv"`;
    return program(
      'python',
      `case "$*" in *config*) echo '{}'; exit 0;; esac
echo "$@" >> ${below('calls')}
while [ "$1" != --target ]; do shift; done
target=$2; shift 2
cp "$2" ${below('requirement')}
${install}`,
    );
  }

  it('takes the first on PATH that is new enough, and tells of one that is not', async () => {
    await program('old/uv', 'echo "uv 0.7.22 (abc 2025-07-17)"');
    await program('shim/uv', 'echo "uv: command not found" >&2; exit 127');
    const good = await program('good/uv', 'echo "uv 0.10.1 (x86_64-unknown-linux-gnu)"');
    const notes: string[] = [];
    const tell = { warn: assert.fail, note: (text: string) => void notes.push(text) };
    const found = await findUv(host('old:shim:good'), { python: '/nowhere/python', tell });
    assert.deepEqual(found, { program: good, version: '0.10.1', from: 'PATH' });
    assert.deepEqual(notes, [`'${below('old/uv')}' is uv 0.7.22; 0.8.0 or later is needed.`]);
  });

  it('fetches it once, however many ask at once: one version, every hash, nothing else', async () => {
    const given = { python: await python(release.version) };
    const name = `uv-${release.version}-${process.platform}-${process.arch}`;
    const expected = {
      program: below('tools/antenv', name, 'bin/uv'),
      version: release.version,
      from: 'tool cache',
    };
    const both = await Promise.all([findUv(host(''), given), findUv(host(''), given)]);
    assert.deepEqual(both, [expected, expected]);
    assert.deepEqual(await readdir(below('tools/antenv')), [name]);
    const calls = await readFile(below('calls'), 'utf8');
    assert.deepEqual(await findUv(host(''), given), expected);
    assert.equal(await readFile(below('calls'), 'utf8'), calls);
    assert.match(calls, /--require-hashes --no-deps --only-binary :all:/);
    assert.equal(
      await readFile(below('requirement'), 'utf8'),
      `uv==${release.version}${release.wheels.map(({ sha256 }) => ` --hash=sha256:${sha256}`).join('')}\n`,
    );
  });

  it('says what pip said when it cannot be fetched, and keeps nothing', async () => {
    const failing = await program('python', 'echo "ERROR: No matching distribution" >&2; exit 1');
    assert.deepEqual(await failureOf(findUv(host(''), { python: failing })), {
      code: 'uv-missing',
      program: failing,
      ...UV_VERSIONS,
      lastLines: ['ERROR: No matching distribution'],
    });
    assert.deepEqual(await readdir(below('tools')), []);
  });

  it('never downloads a Python, links into the cache, or follows the job to another project', async () => {
    const uv = await program('uv', 'echo "$@"; env | grep ^UV_ | sort');
    const { stdout } = await runUv(
      fakeHost({
        env: {
          PATH: '/usr/bin:/bin',
          UV_PYTHON_DOWNLOADS: 'automatic',
          UV_LINK_MODE: 'hardlink',
          UV_PYTHON: '3.9',
          UV_FROZEN: '1',
          UV_CACHE_DIR: '/cache',
          PYTHONPATH: '/elsewhere',
        },
      }),
      { program: uv, version: '0.13.9', from: 'PATH' },
      ['pip', 'install', 'x'],
      { cwd: folder.path, output: 'capture' },
    );
    assert.equal(
      stdout,
      'pip install x --color never\nUV_CACHE_DIR=/cache\nUV_LINK_MODE=copy\nUV_NO_PROGRESS=1\nUV_PYTHON_DOWNLOADS=never\n',
    );
  });
});
