// Which Python builds, and how: as one for App Service, or with wheels chosen for it.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findPython, type FoundPython } from '../../../tasks/core/resolve/python.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { answeringPython, writeScript } from '../../helpers/fake-python.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const OF = {
  '3.10': { version: '3.10.2', minor: '3.10', cacheTag: 'cpython-310' },
  '3.11': { version: '3.11.9', minor: '3.11', cacheTag: 'cpython-311' },
  '3.13': { version: '3.13.1', minor: '3.13', cacheTag: 'cpython-313' },
} as const;

describe('the building Python', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);

  async function find(
    wanted: string | undefined,
    asked?: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<FoundPython> {
    const PATH = `${at('first')}:${at('second')}`;
    return findPython(fakeHost({ env: { PATH, ...env } }), asked, wanted);
  }

  it('builds natively where it is of the kind and the minor', async () => {
    await answeringPython(at('first', 'python3'), OF['3.11']);
    const { build, target, compiler, python, notes } = await find('3.11');
    assert.equal(build, 'native');
    assert.deepEqual(target, OF['3.11']);
    assert.deepEqual(compiler?.program, python.program);
    assert.deepEqual(notes, []);
  });

  const platforms = [
    { platform: 'darwin', machine: 'arm64', libc: 'none', told: 'macOS on arm64' },
    { platform: 'win32', machine: 'AMD64', libc: 'none', told: 'Windows on AMD64' },
    { platform: 'linux', machine: 'x86_64', libc: 'none', told: 'Linux on x86_64 with musl' },
    { platform: 'linux', machine: 'aarch64', libc: 'glibc 2.36', told: 'Linux on aarch64' },
    { platform: 'freebsd14', machine: 'amd64', libc: 'none', told: 'freebsd14 on amd64' },
  ];
  for (const { told, ...kind } of platforms) {
    it(`builds for another machine on ${told}, for its own minor when nobody says which`, async () => {
      const program = await answeringPython(at('first', 'python3'), { ...OF['3.13'], ...kind });
      const found = await find(undefined);
      assert.deepEqual(
        { build: found.build, platform: found.platform, samePlatform: found.samePlatform },
        { build: 'cross', platform: told, samePlatform: false },
      );
      assert.deepEqual(found.target, { ...OF['3.13'], version: found.image.latest });
      assert.equal(found.compiler?.program, program);
      assert.deepEqual(found.notes, [
        `'${program}' is Python 3.13.1 for ${told}, so uv chooses wheels for Python 3.13 on Linux, x86_64, glibc 2.36; nothing of the venv is run here.`,
      ]);
    });
  }

  it('is named where a folder was given that holds it', async () => {
    await answeringPython(at('first', 'bin', 'python3'), OF['3.11']);
    const asked = at('first');
    assert.deepEqual(await failureOf(find('3.11', asked)), {
      code: 'python-missing',
      asked,
      tried: [asked],
      within: join(asked, 'bin', 'python3'),
    });
  });

  it('of another minor gives way to one of the wanted minor on PATH', async () => {
    const first = await answeringPython(at('first', 'python3'), {});
    await writeScript(at('first', 'python3.11'), ['exit 127']);
    const wanted = await answeringPython(at('second', 'python3.11'), OF['3.11']);
    const { build, python, target, notes } = await find('3.11');
    assert.deepEqual([build, python.program], ['native', wanted]);
    assert.equal(target.version, '3.11.9');
    assert.deepEqual(notes, [
      `The runtime stack wants Python 3.11: '${wanted}' builds, not '${first}', which is Python 3.12.4.`,
    ]);
  });

  it('of another minor gives way to the newest of the wanted minor in the tool cache', async () => {
    await answeringPython(at('first', 'python3'), {});
    const cached = (version: string, ...more: readonly string[]): string =>
      at('tools', 'Python', version, ...more);
    await answeringPython(cached('3.11.9', 'x64', 'bin', 'python3.11'), OF['3.11']);
    const newest = await answeringPython(cached('3.11.10', 'x64', 'bin', 'python3.11'), {
      ...OF['3.11'],
      version: '3.11.10',
    });
    await answeringPython(cached('3.11.11', 'arm64', 'bin', 'python3.11'), {
      ...OF['3.11'],
      machine: 'aarch64',
    });
    const { python } = await find('3.11', undefined, { AGENT_TOOLSDIRECTORY: at('tools') });
    assert.equal(python.program, newest);
  });

  it('of another minor gives way to one beside it, where version managers keep them', async () => {
    await answeringPython(at('first', 'python3'), { basePrefix: at('versions', '3.12.4') });
    await mkdir(at('versions', '3.12.4'), { recursive: true });
    const wanted = at('versions', '3.11.9', 'bin', 'python3.11');
    await answeringPython(wanted, OF['3.11']);
    assert.equal((await find('3.11')).python.program, wanted);
  });

  it('builds for another minor when it was asked for, and another compiles', async () => {
    const asked = await answeringPython(at('own', 'python3'), {});
    const other = await answeringPython(at('first', 'python3.11'), OF['3.11']);
    const found = await find('3.11', asked);
    assert.deepEqual([found.build, found.python.program], ['cross', asked]);
    assert.equal(found.samePlatform, true);
    assert.equal(found.compiler?.program, other);
    assert.deepEqual(found.target, {
      version: found.image.latest,
      minor: '3.11',
      cacheTag: 'cpython-311',
    });
  });

  it('builds for another minor where no other is at hand, or one without pip; then nobody or that one compiles', async () => {
    const own = await answeringPython(at('first', 'python3'), {});
    const alone = await find('3.10');
    assert.deepEqual([alone.build, alone.compiler], ['cross', undefined]);
    const pipless = await answeringPython(at('second', 'python3.10'), {
      ...OF['3.10'],
      pip: 'none',
    });
    const { build, python, compiler } = await find('3.10');
    assert.deepEqual([build, python.program, compiler?.program], ['cross', own, pipless]);
  });

  it('needs no pip of its own to build for another machine', async () => {
    await answeringPython(at('first', 'python3'), { platform: 'darwin', pip: 'none' });
    assert.equal((await find('3.12')).build, 'cross');
  });

  const refused = [
    {
      name: 'is too old',
      differences: { version: '3.8.10', minor: '3.8' },
      code: 'python-too-old',
    },
    { name: 'is no CPython', differences: { implementation: 'PyPy' }, code: 'python-not-cpython' },
    {
      name: 'has no venv module',
      differences: { platform: 'darwin', venv: false },
      code: 'venv-module-missing',
    },
  ];
  for (const { name, differences, code } of refused) {
    it(`does not build for another target when it ${name}`, async () => {
      await answeringPython(at('first', 'python3'), differences);
      assert.equal((await failureOf(find('3.11'))).code, code);
    });
  }

  it('is refused when App Service has no image of its minor and nobody says which', async () => {
    await answeringPython(at('first', 'python3'), { version: '3.8.10', minor: '3.8' });
    assert.equal((await failureOf(find(undefined))).code, 'python-minor-unknown');
  });
});
