// Which wheels end up in a package: fitting the image, whatever the agent has.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { antenvPackage } from '../helpers/command-line.js';
import { takeApart, type PackedFile } from '../helpers/package-tree.js';
import { findPython } from '../helpers/pythons.js';

/** pip's own sources only: a folder of extra wheels on this machine would change the choice. */
const ONLY_THE_INDEX = { PIP_FIND_LINKS: '', PIP_CONFIG_FILE: '/dev/null' };

describe('the wheels of a package', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'antenv-wheels-'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function python(minor: string): string {
    const home = findPython(minor);
    assert.ok(home, `This test needs a CPython ${minor}.`);
    return join(home, 'bin', 'python3');
  }

  async function packaged(
    requirements: string,
    program: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ report: PackageReport; files: PackedFile[] }> {
    const base = mkdtempSync(join(folder, 'app-'));
    mkdirSync(join(base, 'app'));
    writeFileSync(join(base, 'app', 'app.py'), '');
    writeFileSync(join(base, 'app', 'requirements.txt'), requirements);
    const report = await antenvPackage(
      [join(base, 'app'), '--python', program, '--out', join(base, 'app.zip')],
      { ...ONLY_THE_INDEX, ...env },
    );
    return { report, files: takeApart(report, join(base, 'apart')) };
  }

  it('are not newer than the C library of the image, and pure sources still install', async () => {
    const program = python('3.12');
    const unlimited = execFileSync(
      program,
      [
        '-m',
        'pip',
        'install',
        '--dry-run',
        '--ignore-installed',
        '--quiet',
        '--no-deps',
        '--report',
        '-',
        'cryptography',
      ],
      { encoding: 'utf8', env: { ...process.env, ...ONLY_THE_INDEX } },
    );
    assert.match(unlimited, /manylinux_2_3[3-9]/, 'pip by itself takes a wheel that is too new');
    const { report, files } = await packaged('cryptography\nnumpy\ndocopt==0.6.2\n', program);
    assert.equal(report.image.glibc, '2.31');
    const tags = files
      .filter(({ address }) => address.endsWith('.dist-info/WHEEL'))
      .flatMap(({ bytes }) =>
        [...bytes.toString().matchAll(/^Tag: (.*)$/gm)].map((match) => match[1] ?? ''),
      );
    const minors = tags.flatMap((tag) =>
      [...tag.matchAll(/manylinux_2_(\d+)/g)].map((match) => Number(match[1])),
    );
    // A wheel may carry several tags; the lowest is what it needs.
    assert.ok(
      minors.some((minor) => minor <= 31),
      tags.join(' '),
    );
    const names = report.installed.distributions.map(({ name }) => name);
    for (const name of ['cryptography', 'numpy', 'docopt']) assert.ok(names.includes(name), name);
    assert.deepEqual(distributionsAbove(files, 31), []);
  });

  it('are all there, also what the building Python has in its own site-packages', async () => {
    const own = join(folder, 'own');
    execFileSync(python('3.11'), ['-m', 'venv', own]);
    const program = join(own, 'bin', 'python3');
    execFileSync(program, ['-m', 'pip', 'install', '--quiet', 'six', 'gunicorn'], {
      env: { ...process.env, ...ONLY_THE_INDEX },
    });
    const elsewhere = join(folder, 'elsewhere');
    execFileSync(program, ['-m', 'pip', 'install', '--quiet', '--target', elsewhere, 'six'], {
      env: { ...process.env, ...ONLY_THE_INDEX },
    });
    const { files } = await packaged('six\ngunicorn\n', program, {
      PYTHONPATH: elsewhere,
      PYTHONOPTIMIZE: '2',
      PYTHONPYCACHEPREFIX: join(folder, 'cache'),
      PIP_TARGET: join(folder, 'target'),
      PIP_USER: '1',
    });
    const site = '/antenv/lib/python3.11/site-packages';
    for (const path of [`${site}/six.py`, `${site}/gunicorn/__init__.py`, '/antenv/bin/gunicorn']) {
      assert.ok(
        files.some(({ address }) => address === path),
        path,
      );
    }
  });
});

/** Distributions none of whose tags fits a C library 2.`limit`. */
function distributionsAbove(files: readonly PackedFile[], limit: number): string[] {
  return files
    .filter(({ address }) => address.endsWith('.dist-info/WHEEL'))
    .filter(({ bytes }) => {
      const needs = [...bytes.toString().matchAll(/manylinux_2_(\d+)/g)].map((match) =>
        Number(match[1]),
      );
      return needs.length > 0 && Math.min(...needs) > limit;
    })
    .map(({ address }) => address);
}
