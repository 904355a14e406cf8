// Deployments as Kudu does them, one over the other, on a real folder.

import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  deployPackage,
  type Deployed,
  type DeployOptions,
} from '../../../../tasks/core/rehearse/platform/kudu.js';
import { PlatformFailure } from '../../../../tasks/core/rehearse/platform/platform-failure.js';
import type { Progress } from '../../../../tasks/core/terms/progress.js';
import { Stopped } from '../../../../tasks/core/terms/failure.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { output, pythonProgram } from '../../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

/** A file, its time in seconds of the minute 2024-05-06 07:08, or a link's target. */
type Packed = readonly [path: string, content: string, second?: number, link?: boolean];

const ZIP = `
import json, stat, sys, zipfile, warnings
warnings.simplefilter("ignore")
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for path, content, second, link in json.load(sys.stdin):
        info = zipfile.ZipInfo("x", (2024, 5, 6, 7, 8, second))
        info.filename = path
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777 if link else stat.S_IFREG | 0o600) << 16
        z.writestr(info, content)
`;

describe('deploying as Kudu', () => {
  const folder = folderPerTest();
  const wwwroot = (path = ''): string => join(folder.path, 'site/wwwroot', path);

  async function deploy(
    files: readonly Packed[],
    options: DeployOptions = {},
    signal = new AbortController().signal,
  ): Promise<Deployed> {
    const zip = join(folder.path, 'package.zip');
    const all = files.map(([path, content, second = 10, link = false]) => {
      return [path, content, second, link];
    });
    output(pythonProgram(), ['-I', '-c', ZIP, zip], JSON.stringify(all));
    const extracted = join(folder.path, 'extracted');
    return deployPackage(zip, { wwwroot: wwwroot(), extracted }, signal, options);
  }

  /** Every file on the site, with its text. */
  function onSite(): Record<string, string> {
    const names = readdirSync(wwwroot(), { recursive: true }) as string[];
    const files = names.filter((name) => !lstatSync(wwwroot(name)).isDirectory());
    return Object.fromEntries(
      files.toSorted().map((name) => [name, readFileSync(wwwroot(name), 'utf8')]),
    );
  }

  async function refusal(files: readonly Packed[]): Promise<string> {
    const error: unknown = await deploy(files).catch((reason: unknown) => reason);
    assert.ok(error instanceof PlatformFailure, String(error));
    assert.equal(error.step, 'deploy');
    return error.words;
  }

  it('gives everything the mode 777 and its DOS time, and makes a text of a link', async () => {
    const { brought, notReplaced } = await deploy([
      ['app.py', 'app'],
      ['in/link', '../app.py', 10, true],
      ['empty/', ''],
    ]);
    assert.deepEqual(onSite(), { 'app.py': 'app', 'in/link': '../app.py' });
    for (const path of ['app.py', 'in', 'in/link', 'empty']) {
      assert.equal(lstatSync(wwwroot(path)).mode & 0o7777, 0o777, path);
    }
    assert.equal(lstatSync(wwwroot('app.py')).mtimeMs, Date.UTC(2024, 4, 6, 7, 8, 10));
    assert.deepEqual([...brought], ['app.py', 'empty', 'in', 'in/link']);
    assert.deepEqual(notReplaced, []);
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['package.zip', 'site']);
  });

  it('tells of each file that is unpacked', async () => {
    const told: Progress[] = [];
    const files: Packed[] = [
      ['a.py', 'four'],
      ['empty/', ''],
      ['in/b.py', '6 byte'],
    ];
    await deploy(files, { advance: (progress) => told.push(progress) });
    const of = { bytes: 10, files: 2 };
    assert.deepEqual(told, [
      { done: { bytes: 4, files: 1 }, of },
      { done: { bytes: 10, files: 2 }, of },
    ]);
  });

  it('tells which files it took for equal though they are not', async () => {
    const first = await deploy([
      ['same.py', 'one'],
      ['size.py', 'one'],
      ['time.py', 'one'],
      ['equal.py', 'one'],
    ]);
    const second = await deploy(
      [
        ['same.py', 'two'],
        ['size.py', 'three'],
        ['time.py', 'two', 12],
        ['equal.py', 'one'],
      ],
      { previous: first },
    );
    assert.deepEqual(second.notReplaced, ['same.py']);
    assert.deepEqual(onSite(), {
      'equal.py': 'one',
      'same.py': 'one',
      'size.py': 'three',
      'time.py': 'two',
    });
  });

  it('finds the difference behind the first piece of a large file', async () => {
    const large = 'x'.repeat(200_000);
    const first = await deploy([['large', `${large}1`]]);
    const { notReplaced } = await deploy([['large', `${large}2`]], { previous: first });
    assert.deepEqual(notReplaced, ['large']);
  });

  it('deletes what the deployment before brought and nothing else, but the manifest', async () => {
    await writeFiles(wwwroot(), {
      'output.tar.zst': 'of another builder',
      'oryx-manifest.toml': 'of another builder',
      'old/uploaded': 'by someone',
    });
    const first = await deploy([
      ['old/gone', ''],
      ['kept', ''],
      ['older/gone', ''],
    ]);
    await deploy([['kept', '']], { previous: first });
    assert.deepEqual(onSite(), {
      kept: '',
      'old/uploaded': 'by someone',
      'output.tar.zst': 'of another builder',
    });
    assert.deepEqual(readdirSync(wwwroot()).toSorted(), ['kept', 'old', 'output.tar.zst']);
  });

  it('never copies what kudusync ignores, whatever the depth and the case', async () => {
    const ignored = ['Deploy.SH', '.deployment', '.git/config', 'in/deploy.sh', 'in/.HG/x'];
    const { brought } = await deploy([...ignored, 'kept'].map((path) => [path, ''] as const));
    assert.deepEqual(onSite(), { kept: '' });
    assert.deepEqual([...brought], ['kept', 'in']);
  });

  it('keeps backslashes and takes the later of two entries', async () => {
    await deploy([
      ['a\\b.py', 'x'],
      ['twice', 'the first one'],
      ['twice', 'second'],
    ]);
    assert.deepEqual(onSite(), { 'a\\b.py': 'x', twice: 'second' });
  });

  it('holds a file against one of another case', async () => {
    const first = await deploy([['App.py', 'one']]);
    const { notReplaced } = await deploy([['app.py', 'two']], { previous: first });
    assert.deepEqual(notReplaced, ['app.py']);
    assert.deepEqual(onSite(), { 'App.py': 'one' });
  });

  it('puts a folder in the place of the link that a start has left, and follows none', async () => {
    const beside = join(folder.path, 'beside');
    await mkdir(beside);
    await writeFile(join(beside, 'file'), 'untouched');
    await mkdir(wwwroot(), { recursive: true });
    await symlink(beside, wwwroot('antenv'));
    await symlink(join(beside, 'file'), wwwroot('link.py'));
    await deploy([
      ['antenv/file', 'deployed'],
      ['link.py', 'deployed'],
    ]);
    assert.equal(readFileSync(join(beside, 'file'), 'utf8'), 'untouched');
    assert.deepEqual(onSite(), { 'antenv/file': 'deployed', 'link.py': 'deployed' });
  });

  it('refuses names that leave the site', async () => {
    for (const name of ['../up', '/absolute', 'in/../../up']) {
      assert.equal(
        await refusal([[name, '']]),
        `The zip holds '${name}', which leaves the site's folder.`,
      );
    }
  });

  for (const name of ['', '.', './', 'a/..', 'a\0b.py']) {
    it(`refuses ${JSON.stringify(name)} as the name of a file`, async () => {
      const words = `The zip holds ${JSON.stringify(name)}, which is no name of a file.`;
      assert.equal(await refusal([[name, 'text']]), words);
    });
  }

  it('takes the name of its root for the folder itself', async () => {
    await deploy([
      ['./', ''],
      ['a.py', 'text'],
    ]);
    assert.deepEqual(onSite(), { 'a.py': 'text' });
  });

  it('refuses folders in folders in folders, and leaves nothing of them', async () => {
    assert.equal(await refusal([[`${'a/'.repeat(3000)}b`, '']]), 'ENAMETOOLONG: name too long');
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['package.zip', 'site']);
  });

  it('fails where a file is to be a folder', async () => {
    assert.match(
      await refusal([
        ['a', 'file'],
        ['a/b', 'file'],
      ]),
      /^E(?:EXIST|NOTDIR): /,
    );
    await writeFiles(wwwroot(), { 'taken/by': 'a folder' });
    assert.match(await refusal([['taken', 'a file']]), /^E(?:ISDIR|NOTEMPTY): /);
  });

  it('leaves no file open, however many are as they were', async () => {
    const files = Array.from({ length: 20 }, (_, at): Packed => [`f${at}`, 'same']);
    const first = await deploy(files);
    const before = readdirSync('/proc/self/fd').length;
    await deploy(files, { previous: first });
    assert.equal(readdirSync('/proc/self/fd').length, before);
  });

  const files: Packed[] = [
    ['a.py', 'a'],
    ['b.py', 'b'],
    ['c.py', 'c'],
  ];
  for (const [when, unpacked] of [
    ['is unpacked', 1],
    ['is copied', 3],
  ] as const) {
    it(`ends between two files when it is cancelled while it ${when}`, async () => {
      const cancelling = new AbortController();
      const advance = ({ done }: Progress): void => {
        if (done.files === unpacked) cancelling.abort(new Stopped({ code: 'cancelled' }));
      };
      const failure = await failureOf(deploy(files, { advance }, cancelling.signal));
      assert.equal(failure.code, 'cancelled');
      assert.deepEqual(onSite(), {});
      assert.deepEqual(readdirSync(folder.path).toSorted(), ['package.zip', 'site']);
    });
  }

  it('stops at a zip that is none', async () => {
    const zip = join(folder.path, 'package.zip');
    await writeFile(zip, 'no zip');
    const extracted = join(folder.path, 'extracted');
    const { signal } = new AbortController();
    const failure = await failureOf(deployPackage(zip, { wwwroot: wwwroot(), extracted }, signal));
    assert.equal(failure.code, 'package-unreadable');
  });
});
