import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canReport, loadWheels, wheelsIn } from '../../../tasks/core/install/pip-report.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

describe("pip's report of an installation", () => {
  const asked: readonly (readonly [
    pip: string,
    env: Readonly<Record<string, string>>,
    can: boolean,
  ])[] = [
    ['26.0.1', {}, true],
    ['23.0', {}, true],
    ['22.3.1', {}, false],
    ['21.2.4', {}, false],
    ['of a vendor', {}, false],
    ['24.0', { PIP_REPORT: 'report.json' }, false],
    ['24.0', { PIP_USE_DEPRECATED: 'legacy-resolver' }, false],
  ];
  for (const [pip, env, can] of asked) {
    it(`is ${can ? '' : 'not '}asked of pip ${pip} ${JSON.stringify(env)}`, () => {
      assert.equal(canReport(pip, env), can);
    });
  }

  const hashes = { sha256: '2e4a' };
  const report = (download: object, version = '1'): string =>
    JSON.stringify({
      version,
      pip_version: '24.0',
      install: [{ metadata: { name: 'My_Lib', version: '1.0' }, download_info: download }],
    });
  const told: readonly { name: string; text: string; wheel: string | undefined }[] = [
    {
      name: 'a wheel of an index',
      text: report({
        url: 'https://files.example/my_lib-1.0-py3-none-any.whl',
        archive_info: { hash: 'sha256=2e4a', hashes },
      }),
      wheel: '2e4a',
    },
    {
      name: 'a wheel of a feed that signs its addresses',
      text: report({
        url: 'https://files.example/my_lib-1.0-py3-none-any.whl?sig=a.tar.gz#egg=my_lib',
        archive_info: { hashes },
      }),
      wheel: '2e4a',
    },
    {
      name: 'a wheel that has another hash alone',
      text: report({
        url: 'file:///wheels/my_lib-1.0-py3-none-any.whl',
        archive_info: { hashes: { sha512: '77' } },
      }),
      wheel: undefined,
    },
    {
      name: 'a source distribution, also where pip kept the wheel that it built of it',
      text: report({
        url: 'https://files.example/my.whl/lib-1.0.tar.gz',
        archive_info: { hashes },
      }),
      wheel: undefined,
    },
    {
      name: 'a source distribution of a feed that names a wheel behind it',
      text: report({
        url: 'https://files.example/my_lib-1.0.tar.gz?next=my_lib-1.0-py3-none-any.whl',
        archive_info: { hashes },
      }),
      wheel: undefined,
    },
    {
      name: 'a commit',
      text: report({
        url: 'https://git.example/lib.git',
        vcs_info: { vcs: 'git', commit_id: '3f' },
      }),
      wheel: undefined,
    },
    {
      name: 'a folder',
      text: report({ url: 'file:///sources/lib.whl', dir_info: {} }),
      wheel: undefined,
    },
  ];
  for (const { name, text, wheel } of told) {
    it(`tells the hash of ${name}: ${wheel ?? 'none'}`, () => {
      assert.deepEqual([...wheelsIn(text)], [['my-lib', wheel]]);
    });
  }

  it('tells nothing in a form that is not known', () => {
    const archive = { url: 'file:///my_lib-1.0-py3-none-any.whl', archive_info: { hashes } };
    assert.deepEqual([...wheelsIn(report(archive, '2'))], []);
  });

  const folder = folderPerTest();
  const unread: readonly { name: string; make: (path: string) => Promise<unknown> }[] = [
    { name: 'is not there', make: () => Promise.resolve() },
    { name: 'is a folder', make: (path) => mkdir(path) },
    { name: 'is empty', make: (path) => writeFile(path, '') },
    { name: 'ends before its end', make: (path) => writeFile(path, report({}).slice(0, -9)) },
    { name: 'lists nothing', make: (path) => writeFile(path, '{"version":"1"}') },
    {
      name: 'has no names',
      make: (path) => writeFile(path, '{"version":"1","install":[{"metadata":{}}]}'),
    },
  ];
  for (const { name, make } of unread) {
    it(`tells nothing where it ${name}, and stops nobody`, async () => {
      const path = join(folder.path, 'pip-report.json');
      await make(path);
      assert.deepEqual([...(await loadWheels(path))], []);
    });
  }
});
