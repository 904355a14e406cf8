// Real wheels and a compiled extension against the images: what their headers ask for, and the verdict.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DistributionFact } from '../../tasks/core/check/evidence.js';
import { gatherSharedObjects } from '../../tasks/core/check/native/gather-shared-objects.js';
import { nativeRules } from '../../tasks/core/check/rules/native.js';
import { findImage } from '../../tasks/core/runtime/images.js';

/** pip's own sources only: a folder of extra wheels on this machine would change the choice. */
const ONLY_THE_INDEX = { PIP_FIND_LINKS: '', PIP_CONFIG_FILE: '/dev/null' };

/** From new to old; pip takes the first that the index has. */
const OLD_PLATFORMS = ['_2_28', '_2_27', '_2_26', '_2_24', '_2_17', '2014'];

describe('the machine code of real wheels', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'antenv-native-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Installs a wheel for Python 3.12 and given manylinux versions; returns its folder. */
  function wheel(name: string, platforms: readonly string[]): string {
    const target = mkdtempSync(join(folder, 'wheel-'));
    const choice = platforms.flatMap((tag) => ['--platform', `manylinux${tag}_x86_64`]);
    execFileSync(
      'python3',
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--no-deps',
        '--no-compile',
        '--only-binary=:all:',
        '--target',
        target,
        '--python-version',
        '3.12',
        ...choice,
        name,
      ],
      { env: { ...process.env, ...ONLY_THE_INDEX }, stdio: ['ignore', 'inherit', 'ignore'] },
    );
    return target;
  }

  /** Severity, code and message of every finding about a folder, by image. */
  async function verdicts(
    name: string,
    target: string,
    tags: readonly string[],
    minor: string,
  ): Promise<string[]> {
    const files = readdirSync(target, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(target, path)).isFile())
      .toSorted()
      .map((path) => ({ path, read: () => readFile(join(target, path)) }));
    const { signal } = new AbortController();
    const sharedObjects = await gatherSharedObjects(files, () => name, signal);
    assert.ok(sharedObjects.length > 0, `${name} has shared objects`);
    assert.deepEqual(
      sharedObjects.filter(({ problem }) => problem !== undefined),
      [],
    );
    const image = findImage(minor);
    assert.ok(image);
    const fact: DistributionFact = {
      name,
      version: '',
      tags,
      scripts: [],
      topLevel: [],
      requires: [],
      editable: false,
    };
    const tree = { files: new Map(), complete: true };
    const venv = { folder: '', address: '/antenv', tree, minors: [minor], distributions: [fact] };
    return nativeRules.flatMap((rule) =>
      (rule.check({ sharedObjects, image, venv }) ?? []).map(
        ({ severity, code, message }) => `${severity} ${code}: ${message}`,
      ),
    );
  }

  function tagsOf(target: string): string[] {
    const info = readdirSync(target).find((name) => name.endsWith('.dist-info')) ?? '';
    const text = readFileSync(join(target, info, 'WHEEL'), 'utf8');
    return [...text.matchAll(/^Tag: (.*)$/gm)].map((match) => match[1] ?? '');
  }

  it('cryptography for glibc 2.34 is too new for glibc 2.31, and fits 2.36', async () => {
    const target = wheel('cryptography', ['_2_34']);
    const tags = tagsOf(target);
    assert.match(tags.join(' '), /manylinux_2_34_x86_64/);
    const found = await verdicts('cryptography', target, tags, '3.12');
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(
      found[0] ?? '',
      /^error native\/glibc-too-new: 'cryptography' needs glibc 2\.3[2-4], but the image of PYTHON\|3\.12 \(Debian 11\) has 2\.31: 'cryptography\/hazmat\/bindings\/_rust\.abi3\.so'\.$/,
    );
    assert.deepEqual(await verdicts('cryptography', target, tags, '3.13'), []);
  });

  it('opencv-python needs libGL on every image; the headless one needs nothing', async () => {
    const target = wheel('opencv-python', OLD_PLATFORMS);
    for (const minor of ['3.12', '3.13', '3.14']) {
      const found = await verdicts('opencv-python', target, tagsOf(target), minor);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(
        found[0] ?? '',
        /^error native\/library-missing: 'opencv-python' needs .*libGL\.so\.1.*, which the image of PYTHON\|3\.1[234] \([\w. ]+\) does not have\.$/,
      );
    }
    const headless = wheel('opencv-python-headless', OLD_PLATFORMS);
    const tags = tagsOf(headless);
    assert.deepEqual(await verdicts('opencv-python-headless', headless, tags, '3.12'), []);
  });

  for (const name of ['psycopg2-binary', 'pyodbc', 'numpy']) {
    it(`${name} finds all that it needs on every image`, async () => {
      const target = wheel(name, OLD_PLATFORMS);
      for (const minor of ['3.12', '3.13', '3.14']) {
        assert.deepEqual(await verdicts(name, target, tagsOf(target), minor), [], minor);
      }
    });
  }

  it('mysqlclient as a build on Ubuntu leaves it: no libmysqlclient on Debian', async () => {
    const target = mysqlclientBuiltHere(folder);
    const tags = ['cp312-cp312-linux_x86_64'];
    const missing = (minor: string, system: string): string =>
      `error native/library-missing: 'mysqlclient' needs libmysqlclient.so.21, which the image of PYTHON|${minor} (${system}) does not have.`;
    assert.deepEqual(await verdicts('mysqlclient', target, tags, '3.12'), [
      missing('3.12', 'Debian 11'),
    ]);
    assert.deepEqual(await verdicts('mysqlclient', target, tags, '3.13'), [
      missing('3.13', 'Debian 12'),
    ]);
    assert.deepEqual(await verdicts('mysqlclient', target, tags, '3.14'), []);
  });
});

/** An extension module linked with a library of the name that Ubuntu's MySQL client has. */
function mysqlclientBuiltHere(folder: string): string {
  const target = join(folder, 'mysqlclient');
  const library = join(folder, 'libmysqlclient.so.21');
  mkdirSync(join(target, 'MySQLdb'), { recursive: true });
  writeFileSync(join(folder, 'library.c'), 'int mysql_errno(void *m) { return m != 0; }\n');
  writeFileSync(
    join(folder, 'module.c'),
    'int mysql_errno(void *m);\nvoid *PyInit__mysql(void) { mysql_errno(0); return 0; }\n',
  );
  const compile = (...words: string[]): unknown =>
    execFileSync('gcc', ['-shared', '-fPIC', ...words], { cwd: folder });
  compile('-Wl,-soname,libmysqlclient.so.21', '-o', library, 'library.c');
  const module = join(target, 'MySQLdb', '_mysql.cpython-312-x86_64-linux-gnu.so');
  compile('-o', module, 'module.c', library);
  return target;
}
