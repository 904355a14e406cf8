// A real app with pandas, packaged with and without pruning: what left, that RECORDs are true, and that it starts.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, resolve } from 'node:path';
import { sha256 } from '../../tasks/core/archives/digest.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { readRecord, recordHash } from '../../tasks/core/terms/record.js';
import { antenvPackage } from '../helpers/command-line.js';
import { takeApart, type PackedFile } from '../helpers/package-tree.js';
import { output } from '../helpers/programs.js';
import { findPython } from '../helpers/pythons.js';
import { assertStarted } from '../helpers/rehearsal-numbers.js';
import { errorsAndWarnings } from '../helpers/report-findings.js';

const MINOR = '3.11';

const SITE = `/antenv/lib/python${MINOR}/site-packages`;

const RECORD = /^\/antenv\/lib\/[^/]+\/site-packages\/[^/]+\.dist-info\/RECORD$/;

const DISTRIBUTIONS = `
import importlib.metadata, json, sys
print(json.dumps(sorted([d.metadata["Name"], d.version] for d in importlib.metadata.distributions(path=[sys.argv[1]]))))
`;

/** A package and its files. */
interface Made {
  readonly report: PackageReport;
  readonly files: readonly PackedFile[];
}

describe('a Dash app with pandas', () => {
  const python = findPython(MINOR);
  let folder: string;
  let whole: Made;
  let pruned: Made;

  before(async () => {
    assert.ok(python, `These tests need a CPython ${MINOR}.`);
    folder = mkdtempSync(join(tmpdir(), 'antenv-prune-'));
    cpSync(resolve('tests/apps/dash'), join(folder, 'app'), { recursive: true });
    whole = await made('whole', ['--prune', 'none', '--rehearse', 'off']);
    pruned = await made('pruned', ['--rehearse', 'required', '--health-check-path', '/about']);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  async function made(name: string, flags: readonly string[]): Promise<Made> {
    const out = join(folder, name, 'app.zip');
    const how = ['--python', join(python ?? '', 'bin', 'python3'), '--out', out];
    const kept = ['--cache-folder', join(folder, 'cache')];
    const start = ['--startup-command', 'gunicorn app:server'];
    const report = await antenvPackage([join(folder, 'app'), ...how, ...kept, ...start, ...flags]);
    mkdirSync(join(folder, name, 'apart'), { recursive: true });
    return { report, files: takeApart(report, join(folder, name, 'apart')) };
  }

  const addressesOf = ({ files }: Made): Set<string> =>
    new Set(files.map(({ address }) => address));

  it('starts, and is judged as well as without', () => {
    assertStarted(pruned.report, { knock: 200, slow: 'pandas' });
    assert.deepEqual(errorsAndWarnings(pruned.report), []);
    assert.deepEqual(errorsAndWarnings(whole.report), []);
    assert.equal(pruned.report.installed.reused, true);
  });

  it('has not the test directories that are told, their bytecode included, and all else', () => {
    const { leftOut, files } = pruned.report.pruned;
    assert.ok(leftOut.some(({ what }) => `/antenv/${what}` === `${SITE}/pandas/tests`));
    assert.deepEqual(whole.report.pruned.leftOut, []);
    const kept = addressesOf(pruned);
    const gone = [...addressesOf(whole)].filter((address) => !kept.has(address));
    const isTold = (address: string): boolean =>
      leftOut.some(({ what }) => address.startsWith(`/antenv/${what}/`));
    assert.deepEqual(
      gone.filter((address) => !isTold(address)),
      [],
    );
    assert.equal(gone.filter((address) => !address.endsWith('.pyc')).length, files);
    assert.deepEqual([...kept].filter(isTold), []);
    assert.ok(kept.has(`${SITE}/numpy/testing/__init__.py`));
    assert.ok(kept.has(`${SITE}/pandas/testing.py`));
  });

  it('imports nothing of what is left out', () => {
    const modules = pruned.report.pruned.leftOut.map(({ what }) =>
      `/antenv/${what}`.slice(SITE.length + 1).replaceAll('/', '.'),
    );
    const wanted = new RegExp(
      `^\\s*(?:from|import)\\s+(?:${modules.join('|').replaceAll('.', '\\.')})\\b`,
      'm',
    );
    const wanting = pruned.files
      .filter(({ address }) => address.endsWith('.py') && !address.endsWith('/conftest.py'))
      .filter(({ bytes }) => wanted.test(bytes.toString('utf8')));
    assert.deepEqual(
      wanting.map(({ address }) => address),
      [],
    );
  });

  it('has true RECORDs', () => {
    const byAddress = new Map(pruned.files.map((file) => [file.address, file.bytes]));
    const records = pruned.files.filter(({ address }) => RECORD.test(address));
    assert.ok(records.length > 10);
    const wrong = records.flatMap(({ address, bytes }) =>
      readRecord(bytes.toString('utf8'))
        .map(({ path, hash }) => ({ path: posix.join(dirname(dirname(address)), path), hash }))
        .filter(({ path, hash }) => {
          const packed = byAddress.get(path);
          return !packed || (hash !== '' && recordHash(sha256(packed)) !== hash);
        }),
    );
    assert.deepEqual(wrong, []);
  });

  it('lists the same distributions', () => {
    const listed = (name: string): unknown => {
      const site = join(folder, name, 'apart', 'inner', 'lib', `python${MINOR}`, 'site-packages');
      return JSON.parse(output(join(python ?? '', 'bin', 'python3'), ['-c', DISTRIBUTIONS, site]));
    };
    assert.deepEqual(listed('pruned'), listed('whole'));
  });

  it('keeps what the app imports', async () => {
    writeFileSync(join(folder, 'app', 'more.py'), 'from pandas.tests.extension import base\n');
    const { report, files } = await made('asking', ['--rehearse', 'off']);
    assert.equal(report.installed.reused, true);
    assert.ok(
      files.some(({ address }) => address === `${SITE}/pandas/tests/extension/base/__init__.py`),
    );
    assert.ok(!report.pruned.leftOut.some(({ what }) => what.endsWith('/pandas/tests')));
  });

  it('is smaller', () => {
    const { files, bytes } = pruned.report.pruned;
    const entries = ({ report }: Made): number => report.package.inner?.entries ?? 0;
    console.log(
      `      ${files} files, ${bytes} bytes left out; ${whole.report.package.size} -> ${pruned.report.package.size} bytes, ${entries(whole)} -> ${entries(pruned)} entries`,
    );
    assert.ok(pruned.report.package.size < 0.9 * whole.report.package.size);
  });
});
