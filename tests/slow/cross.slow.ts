// Cross builds with the host disguised: another minor, another platform. Real wheels of the target, really started.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, posix } from 'node:path';
import { sha256 } from '../../tasks/core/archives/digest.js';
import { compareVersions } from '../../tasks/core/check/native/symbol-versions.js';
import { rangesOf } from '../../tasks/core/archives/read-content.js';
import { gatherSharedObjects } from '../../tasks/core/check/native/gather-shared-objects.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { findImage } from '../../tasks/core/runtime/images.js';
import { readRecord, recordHash } from '../../tasks/core/terms/record.js';
import { targetTags } from '../../tasks/core/terms/wheel-name.js';
import { findUv } from '../../tasks/core/tools/uv.js';
import { antenv, antenvPackage } from '../helpers/command-line.js';
import { fakeHost } from '../helpers/fake-host.js';
import { disguisedPython } from '../helpers/fake-python.js';
import { takeApart, type PackedFile } from '../helpers/package-tree.js';
import { output, pythonProgram } from '../helpers/programs.js';
import { findPython } from '../helpers/pythons.js';
import { assertStarted } from '../helpers/rehearsal-numbers.js';
import { errorsAndWarnings } from '../helpers/report-findings.js';
import { writeFiles } from '../helpers/temp-folder.js';
import { writeSdist, writeWheel } from '../helpers/wheels.js';

/** The index alone: a folder of extra wheels on this machine would change the choice. */
const ONLY_THE_INDEX = { PIP_FIND_LINKS: '', PIP_CONFIG_FILE: '/dev/null' };

const APP = `
import json, sys
import cryptography.hazmat.bindings._rust as rust
import numpy
from numpy.linalg import det

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "application/json")])
    told = {"python": sys.version_info[:2], "numpy": numpy.__file__, "det": float(det([[2.0]])), "rust": rust.__file__}
    return [json.dumps(told).encode()]
`;

interface CrossCase {
  readonly name: string;
  readonly host: string;
  readonly target: string;
  readonly layout: string;
  readonly disguise?: Parameters<typeof disguisedPython>[2];
}

const CASES: readonly CrossCase[] = [
  { name: 'with the 3.12 here', host: '3.12', target: '3.11', layout: 'venvTarball' },
  {
    name: 'with a 3.11 that is of macOS on arm64',
    host: '3.11',
    target: '3.13',
    layout: 'appTarball',
    disguise: { platform: 'darwin', machine: 'arm64', libc: 'none' },
  },
];

let folder: string;
/** PATH with a uv, so that what is offline needs no index for it. */
let pathWithUv: string;

before(async function () {
  this.timeout(180_000);
  folder = mkdtempSync(join(tmpdir(), 'antenv-cross-'));
  const uv = await findUv(fakeHost(), { python: pythonProgram() });
  pathWithUv = `${dirname(uv.program)}${delimiter}${process.env['PATH'] ?? ''}`;
});

after(() => rmSync(folder, { recursive: true, force: true }));

function realPython(minor: string): string {
  const home = findPython(minor);
  assert.ok(home, `This test needs a CPython ${minor}.`);
  return join(home, 'bin', `python${minor}`);
}

for (const { name, host, target, layout, disguise } of CASES) {
  describe(`PYTHON|${target}, built ${name}`, () => {
    const image = findImage(target);
    assert.ok(image);
    const { glibc } = image;
    let report: PackageReport;
    let files: PackedFile[];

    before(async function () {
      this.timeout(300_000);
      const base = mkdtempSync(join(folder, 'app-'));
      await writeFiles(join(base, 'app'), {
        'app.py': APP,
        'requirements.txt': 'cryptography\nnumpy\ngunicorn\n',
      });
      const real = realPython(host);
      const program = disguise
        ? await disguisedPython(join(base, 'bin', 'python3'), real, disguise)
        : real;
      const how = ['--python', program, '--runtime-stack', `PYTHON|${target}`, '--layout', layout];
      const start = ['--startup-command=gunicorn app:app', '--health-check-path', '/'];
      report = await antenvPackage(
        [
          join(base, 'app'),
          ...how,
          ...start,
          '--rehearse=required',
          '--out',
          join(base, 'app.zip'),
        ],
        { ...ONLY_THE_INDEX, PATH: pathWithUv },
      );
      files = takeApart(report, join(base, 'apart'));
    });

    const site = (): string => `${report.addresses.venv}/lib/python${target}/site-packages/`;
    const named = (pattern: RegExp): PackedFile[] =>
      files.filter(({ address }) => pattern.test(address));

    it('starts with the real Python of the target', () => {
      assertStarted(report, { knock: 200, slow: 'numpy' });
    });

    it('is judged good, its native code, too', () => {
      assert.deepEqual(errorsAndWarnings(report), []);
    });

    it('has wheels whose tags are those of the target', () => {
      const tags = new Set(targetTags(target, glibc));
      const wheels = named(/\.dist-info\/WHEEL$/);
      for (const { address, bytes } of wheels) {
        const own = [...bytes.toString().matchAll(/^Tag: (\S+)/gm)].map((match) => match[1] ?? '');
        assert.ok(
          own.some((tag) => tags.has(tag)),
          `${address}: ${own.join(' ')}`,
        );
      }
      const native = wheels.filter(({ bytes }) => bytes.includes('manylinux'));
      assert.ok(native.length >= 3, 'cryptography, cffi and numpy at least');
    });

    it('has extension modules of the target and symbols that its C library has', async () => {
      const objects = named(/\.so(?:\.[\d.]+)?$/);
      const tag = `cpython-${target.replace('.', '')}`;
      const minors = objects.flatMap(({ address }) => /cpython-\d+/.exec(address)?.[0] ?? []);
      assert.deepEqual([...new Set(minors)], [tag]);
      const readable = objects.map(({ address, bytes }) => ({
        path: address,
        open: async () => rangesOf(bytes),
      }));
      const { signal } = new AbortController();
      const read = await gatherSharedObjects(readable, () => undefined, signal);
      const versions = read.flatMap((object) => object.versions['GLIBC'] ?? []);
      assert.ok(versions.length >= 10, `${versions.length} shared objects name a GLIBC`);
      assert.deepEqual(
        versions.filter((version) => compareVersions(version, glibc) > 0),
        [],
      );
    });

    it('has everything below the folder of the target, and the name of no other', () => {
      const others = named(/python3\.\d+/).filter(
        ({ address }) => !address.startsWith(site()) && !address.includes(`/python${target}`),
      );
      assert.deepEqual(
        others.map(({ address }) => address),
        [],
      );
      assert.ok(
        named(/site-packages\/numpy\/__init__\.py$/).every(({ address }) =>
          address.startsWith(site()),
        ),
      );
      const texts = files.filter(({ bytes }) => !bytes.includes(0));
      const built = texts.filter(
        ({ address, bytes }) =>
          bytes.includes(`antenv/lib/python${host}`) ||
          (!address.endsWith('.py') && bytes.includes(folder)),
      );
      assert.deepEqual(
        built.map(({ address }) => address),
        [],
      );
    });

    it('has RECORDs that list its files with their hashes', () => {
      const at = new Map(files.map((file) => [file.address, file.bytes]));
      const records = named(/\/[^/]+\.dist-info\/RECORD$/);
      const wrong = records.flatMap(({ bytes }) =>
        readRecord(bytes.toString())
          .filter(({ hash }) => hash !== '')
          .filter(({ path, hash }) => {
            const content = at.get(posix.join(site(), path));
            return content === undefined || recordHash(sha256(content)) !== hash;
          })
          .map(({ path }) => path),
      );
      assert.ok(records.length >= 4, `${records.length} RECORDs`);
      assert.deepEqual(wrong, []);
    });

    it('has console scripts for the target, and bytecode that its Python takes', () => {
      const [gunicorn] = named(/antenv\/bin\/gunicorn$/);
      assert.match(
        gunicorn?.bytes.toString() ?? '',
        new RegExp(`^#!${report.addresses.venv}/bin/python\n`),
      );
      const pycs = named(/numpy\/__pycache__\/__init__\.[\w-]+\.pyc$/);
      assert.deepEqual(
        pycs.map(({ address }) => address.slice(address.lastIndexOf('/') + 1)),
        [`__init__.cpython-${target.replace('.', '')}.pyc`],
      );
      const magic = output(realPython(target), [
        '-c',
        'import importlib.util; print(importlib.util.MAGIC_NUMBER.hex())',
      ]);
      assert.equal(pycs[0]?.bytes.subarray(0, 4).toString('hex'), magic.trim());
    });
  });
}

/** What lies in a folder alone: no index is asked. */
async function packagedOffline(
  requirements: string,
  more: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const app = mkdtempSync(join(folder, 'gaps-'));
  await writeFiles(app, { 'app.py': 'app = 1\n', 'requirements.txt': requirements });
  const target = ['--python', realPython('3.12'), '--runtime-stack', 'PYTHON|3.11'];
  const { code, stdout, stderr } = await antenv(
    ['package', app, ...target, '--rehearse=off', '--out', `${app}.zip`, ...more],
    {
      env: {
        PATH: pathWithUv,
        PIP_CONFIG_FILE: '/dev/null',
        PIP_NO_INDEX: '1',
        PIP_FIND_LINKS: join(folder, 'links'),
      },
    },
  );
  return { code, said: `${stdout}${stderr}` };
}

/** A wheel for the Python here alone. */
const NATIVE_BUILD = `
wheel = name + "-1.0-cp312-cp312-linux_x86_64.whl"
os.rename(os.path.join(folder, pure(folder, name)), os.path.join(folder, wheel))
return wheel`;

const FITTING = 'cp311-cp311-manylinux_2_17_x86_64';

describe('a cross build without an index', () => {
  before(async () => {
    const links = join(folder, 'links');
    await writeFiles(links, { README: 'wheels and sources of one test\n' });
    const wheels = [
      { name: 'newer', version: '1.0', tag: FITTING },
      { name: 'newer', version: '2.0', tag: 'cp311-cp311-manylinux_2_36_x86_64' },
      { name: 'windows', version: '1.0', tag: 'cp311-cp311-win_amd64' },
      { name: 'windows', version: '1.5', tag: FITTING },
      { name: 'windows', version: '1.6', tag: FITTING },
      { name: 'bare', version: '1.0', tag: 'cp311-cp311-linux_x86_64' },
      {
        name: 'both',
        version: '1.0',
        tag: 'cp311-cp311-linux_x86_64',
        files: { 'both.py': 'WHICH = "linux"\n' },
      },
      { name: 'both', version: '1.0', tag: FITTING, files: { 'both.py': 'WHICH = "manylinux"\n' } },
      { name: 'needs', version: '1.0', requires: ['sources', 'windows==1.0'] },
      { name: 'older', version: '1.0', tag: FITTING },
    ];
    for (const wheel of wheels) await writeWheel(links, wheel);
    await writeSdist(links, 'sources', 'return pure(folder, name)');
    await writeSdist(links, 'native', NATIVE_BUILD);
    await writeSdist(links, 'broken', 'sys.exit("no luck today")');
  });

  it('names every distribution without a fitting wheel at once, with what there is and what is near', async () => {
    const { code, said } = await packagedOffline('needs\nnewer==2.0\nolder\nbroken\nboth\n');
    assert.equal(code, 1, said);
    const from = said.lastIndexOf('No wheel for');
    assert.deepEqual(said.slice(from).trim().split('\n').slice(0, 6), [
      'No wheel for PYTHON|3.11: 4 distributions.',
      '  Wanted: cp311, abi3 or none; manylinux_2_31 or older on x86_64, or any.',
      '  broken 1.0: sources only; no version has one.',
      '  newer 2.0: manylinux_2_36_x86_64 (cp311); 1.0 has one.',
      '  sources 1.0: sources only; no version has one.',
      '  windows 1.0: Windows (cp311); 1.5 has one.',
    ]);
  });

  it('builds here what allowSdist names, when it is pure', async () => {
    const { code, said } = await packagedOffline('sources\nolder\n', ['--allow-sdist', 'Sources']);
    assert.equal(code, 0, said);
    assert.match(said, /Built here from sources, as --allow-sdist says: sources 1\.0\./);
  });

  it('refuses what allowSdist names and what is not pure', async () => {
    const { code, said } = await packagedOffline('native\nolder\n', ['--allow-sdist', 'native']);
    assert.equal(code, 1, said);
    assert.match(
      said,
      /native 1\.0 gave a wheel for cp312-cp312-linux_x86_64, not for any platform/,
    );
  });

  it('never takes a wheel for bare linux', async () => {
    const { code, said } = await packagedOffline('bare\nboth\n');
    assert.equal(code, 1, said);
    assert.match(said, /\n {2}bare 1\.0: linux_x86_64 \(cp311\); no version has one\.\n/);
    assert.doesNotMatch(said, /both 1\.0:/);
  });
});

const DISGUISES = [
  { platform: 'win32', machine: 'AMD64', libc: 'none' },
  { platform: 'linux', machine: 'x86_64', libc: 'none' },
  { platform: 'linux', machine: 'aarch64', libc: 'glibc 2.36' },
] as const;

for (const disguise of DISGUISES) {
  it(`a Python of ${Object.values(disguise).join(', ')} builds for its own minor`, async () => {
    const base = mkdtempSync(join(folder, 'kind-'));
    await writeFiles(join(base, 'app'), {
      'app.py': 'x = 1\n',
      'requirements.txt': 'markupsafe==3.0.2\n',
    });
    const program = await disguisedPython(
      join(base, 'bin', 'python3'),
      realPython('3.12'),
      disguise,
    );
    const where = ['--python', program, '--rehearse=off', '--out', join(base, 'app.zip')];
    const report = await antenvPackage([join(base, 'app'), ...where], {
      ...ONLY_THE_INDEX,
      PATH: pathWithUv,
    });
    const wheel = takeApart(report, join(base, 'apart')).find(({ address }) =>
      address.endsWith('.dist-info/WHEEL'),
    );
    assert.match(wheel?.bytes.toString() ?? '', /^Tag: cp312-cp312-manylinux_2_17_x86_64$/m);
  });
}
