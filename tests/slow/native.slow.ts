// Real wheels and a package compiled here against the images: what their headers ask for, and the verdict.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rangesOf } from '../../tasks/core/archives/read-content.js';
import type { DistributionFact } from '../../tasks/core/check/evidence.js';
import { gatherSharedObjects } from '../../tasks/core/check/native/gather-shared-objects.js';
import { nativeRules } from '../../tasks/core/check/rules/native.js';
import { findImage, KNOWN_MINORS } from '../../tasks/core/runtime/images.js';
import type { Finding } from '../../tasks/core/terms/finding.js';
import { antenv } from '../helpers/command-line.js';
import {
  libraryNamedAsOnUbuntu,
  mariadbLibrary,
  packageWithMysqlclient,
  type ClientLibrary,
} from '../helpers/mysqlclient.js';
import { takeApart } from '../helpers/package-tree.js';
import { output } from '../helpers/programs.js';
import { findPython } from '../helpers/pythons.js';
import { findingsOf } from '../helpers/report-findings.js';

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
      .map((path) => ({
        path,
        open: async () => rangesOf(await readFile(join(target, path))),
      }));
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

  describe('of mysqlclient, compiled here by pip', () => {
    let python: string;
    let mariadb: ClientLibrary;

    before(() => {
      python = findPython('3.12') ?? '';
      assert.ok(python, 'These tests need a CPython 3.12.');
      mariadb = mariadbLibrary(mkdtempSync(join(folder, 'mariadb-')));
    });

    /** The path of a package with it, compiled against a library; `needed` is that library's name. */
    async function built(library: ClientLibrary, needed: string): Promise<string> {
      const base = mkdtempSync(join(folder, 'mysqlclient-'));
      const report = await packageWithMysqlclient(base, python, library);
      const modules = takeApart(report, join(base, 'apart')).filter(({ address }) =>
        /\/MySQLdb\/_mysql\..*\.so$/.test(address),
      );
      const asked = modules.map(({ onHost }) => output('readelf', ['--dynamic', onHost]));
      assert.equal(asked.length, 1);
      assert.ok(asked[0]?.includes(`Shared library: [${needed}]`), asked[0]);
      return report.package.path;
    }

    it('against libmariadb: Debian images have it, Ubuntu 24.04 has not', async () => {
      const path = await built(mariadb, 'libmariadb.so.3');
      const onDebian = ['3.9', '3.10', '3.11', '3.12', '3.13'];
      assert.deepEqual(await toldByImage(path), [
        ...onDebian.map((minor) => ({ minor, found: [] })),
        { minor: '3.14', found: [missing('libmariadb.so.3', '3.14', 'Ubuntu 24.04')] },
      ]);
    });

    it('against libmysqlclient: Ubuntu 24.04 has it, Debian images have not', async () => {
      const library = libraryNamedAsOnUbuntu(mkdtempSync(join(folder, 'mysql-')), mariadb);
      const path = await built(library, 'libmysqlclient.so.21');
      const lacks = (minor: string, system: string): { minor: string; found: Told[] } => ({
        minor,
        found: [missing('libmysqlclient.so.21', minor, system)],
      });
      assert.deepEqual(await toldByImage(path), [
        lacks('3.9', 'Debian 11'),
        lacks('3.10', 'Debian 11'),
        lacks('3.11', 'Debian 11'),
        lacks('3.12', 'Debian 11'),
        lacks('3.13', 'Debian 12'),
        { minor: '3.14', found: [] },
      ]);
    });
  });
});

type Told = Pick<Finding, 'severity' | 'code' | 'message' | 'fix'>;

function missing(library: string, minor: string, system: string): Told {
  return {
    severity: 'error',
    code: 'native/library-missing',
    message: `'mysqlclient' needs ${library}, which the image of PYTHON|${minor} (${system}) does not have.`,
    fix: "Replace 'mysqlclient' by 'PyMySQL' in the requirements.",
  };
}

/** The errors and warnings that `antenv validate` tells of a package, by image. */
async function toldByImage(path: string): Promise<{ minor: string; found: Told[] }[]> {
  // One package stands for those of all minors; that it is for one of them is not the question here.
  const suppress = ['venv/other-minor', 'runtime/end-of-life'].map((code) => `--suppress=${code}`);
  const all: { minor: string; found: Told[] }[] = [];
  for (const minor of KNOWN_MINORS) {
    const image = ['--runtime-stack', `PYTHON|${minor}`, '--startup-command=gunicorn app:app'];
    const flags = [...image, ...suppress, '--rehearse=off', '--json'];
    const run = await antenv(['validate', path, ...flags]);
    const found = findingsOf(JSON.parse(run.stdout) as object)
      .filter(({ severity }) => severity !== 'note')
      .map(({ severity, code, message, fix }) => ({ severity, code, message, fix }));
    assert.equal(run.code, found.length > 0 ? 1 : 0, run.stderr);
    all.push({ minor, found });
  }
  return all;
}
