import assert from 'node:assert/strict';
import type { DistributionFact, Evidence } from '../../../../tasks/core/check/evidence.js';
import { nativeRules } from '../../../../tasks/core/check/rules/native.js';
import type { SharedObject } from '../../../../tasks/core/check/native/shared-objects.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';

/** An extension module for x86-64 that needs nothing but the C library. */
function object(path: string, facts: Partial<SharedObject> = {}): SharedObject {
  return {
    path,
    machine: 'x86-64',
    soname: undefined,
    needed: ['libc.so.6'],
    versions: { GLIBC: '2.17' },
    distribution: path.split('/')[0],
    problem: undefined,
    ...facts,
  };
}

function distribution(name: string, ...tags: string[]): DistributionFact {
  return { name, version: '1.0', tags, scripts: [], topLevel: [], requires: [], editable: false };
}

function on(
  minor: string,
  sharedObjects: SharedObject[],
  ...distributions: DistributionFact[]
): Evidence {
  const tree = { files: new Map(), complete: true };
  const venv = { folder: 'antenv', address: '/antenv', tree, minors: [minor], distributions };
  return { sharedObjects, image: findImage(minor), venv };
}

const MODULE = 'fast/_fast.cpython-312-x86_64-linux-gnu.so';
const LINUX = 'cp312-cp312-linux_x86_64';
const MANYLINUX = 'cp312-cp312-manylinux_2_34_x86_64';

const cases: readonly RuleCase[] = [
  {
    rule: 'native/other-machine',
    name: 'a module for arm64',
    evidence: { sharedObjects: [object(MODULE, { machine: 'aarch64' })] },
    expect: [
      {
        severity: 'error',
        message: "'fast' was built for arm64 (aarch64), but App Service runs x86-64 Linux.",
        fix: 'Install the requirements on a Linux x64 agent: pool: { vmImage: ubuntu-latest }',
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/other-machine',
    name: 'a whole venv of macOS: one finding',
    evidence: {
      sharedObjects: ['a', 'b', 'c', 'd', 'e'].map((name) =>
        object(`${name}/_x.cpython-312-darwin.so`, { machine: 'mach-o', needed: [] }),
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'a', 'b', 'c' and 2 more were built for macOS, but App Service runs x86-64 Linux.",
        fix: 'Install the requirements on a Linux x64 agent: pool: { vmImage: ubuntu-latest }',
        where: { file: 'a/_x.cpython-312-darwin.so' },
      },
    ],
  },
  {
    rule: 'native/other-machine',
    name: 'code for several machines, x86-64 among them',
    evidence: {
      sharedObjects: [
        object('debugpy/attach_linux_amd64.so'),
        object('debugpy/attach_linux_arm64.so', { machine: 'aarch64' }),
        object('debugpy/attach.dylib', { machine: 'mach-o' }),
      ],
    },
    expect: [],
  },
  {
    rule: 'native/other-machine',
    name: 'libraries of other systems in a wheel for any of them',
    evidence: {
      sharedObjects: [
        object('sounddevice/libportaudio.dylib', { machine: 'mach-o' }),
        object('sounddevice/libportaudio64bit.dll', { machine: 'pe' }),
      ],
    },
    expect: [],
  },
  {
    rule: 'native/other-machine',
    name: 'a module for Windows is the matter of another rule; an unreadable one is nobody’s',
    evidence: {
      sharedObjects: [
        object('fast/_fast.pyd', { machine: 'pe' }),
        object('cut/_cut.so', { machine: 'aarch64', problem: 'A name in it has no end.' }),
      ],
    },
    expect: [],
  },
  {
    rule: 'native/musl',
    name: 'a module for Alpine',
    evidence: { sharedObjects: [object(MODULE, { needed: ['libc.musl-x86_64.so.1'] })] },
    expect: [
      {
        severity: 'error',
        message: "'fast' was built for musl (Alpine), but the images of App Service have glibc.",
        fix: 'Install the requirements where glibc is: on the agent itself or in a container that is not Alpine, such as python:3.12-slim.',
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/musl',
    name: 'a module for glibc',
    evidence: { sharedObjects: [object(MODULE)] },
    expect: [],
  },
  {
    rule: 'native/glibc-too-new',
    name: 'a wheel for a newer system: one finding for its four files',
    evidence: on(
      '3.12',
      ['a', 'b', 'c', 'd'].map((name) =>
        object(`fast/${name}.abi3.so`, { versions: { GLIBC: name === 'b' ? '2.34' : '2.33' } }),
      ),
      distribution('fast', MANYLINUX),
    ),
    expect: [
      {
        severity: 'error',
        message:
          "'fast' needs glibc 2.34, but the image of PYTHON|3.12 (Debian 11) has 2.31: 'fast/a.abi3.so', 'fast/b.abi3.so', 'fast/c.abi3.so' and 1 more.",
        fix: "Take a wheel of 'fast' tagged manylinux_2_31 or older, as AntenvPackage@1 does, or choose PYTHON|3.13, whose image has glibc 2.36.",
        where: { file: 'fast/a.abi3.so' },
      },
    ],
  },
  {
    rule: 'native/glibc-too-new',
    name: 'a wheel that no image can load',
    evidence: on(
      '3.14',
      [object(MODULE, { versions: { GLIBC: '2.42' } })],
      distribution('fast', MANYLINUX),
    ),
    expect: [
      {
        severity: 'error',
        message: `'fast' needs glibc 2.42, but the image of PYTHON|3.14 (Ubuntu 24.04) has 2.39: '${MODULE}'.`,
        fix: "Take a wheel of 'fast' tagged manylinux_2_39 or older, as AntenvPackage@1 does.",
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/glibc-too-new',
    name: 'compiled on the agent',
    evidence: on(
      '3.13',
      [object(MODULE, { versions: { GLIBC: '2.38' } })],
      distribution('fast', LINUX),
    ),
    expect: [
      {
        severity: 'error',
        message: `'fast' needs glibc 2.38, but the image of PYTHON|3.13 (Debian 12) has 2.36: '${MODULE}'.`,
        fix: "Require a version of 'fast' that has a wheel (pip install --only-binary=fast fast takes one), or compile it in a job container of Debian 12.",
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/glibc-too-new',
    name: "the app's own module",
    evidence: on('3.12', [
      object('src/own.so', { versions: { GLIBC: '2.35' }, distribution: undefined }),
    ]),
    expect: [
      {
        severity: 'error',
        message:
          "'src/own.so' needs glibc 2.35, but the image of PYTHON|3.12 (Debian 11) has 2.31.",
        fix: 'Compile it in a job container of Debian 11.',
        where: { file: 'src/own.so' },
      },
    ],
  },
  {
    rule: 'native/glibc-too-new',
    name: "a debugger's part that no module loads is a warning",
    evidence: on('3.13', [
      object(MODULE),
      object('fast/attach_linux_amd64.so', { versions: { GLIBC: '2.38' } }),
    ]),
    expect: [
      {
        severity: 'warning',
        message:
          "'fast' needs glibc 2.38, but the image of PYTHON|3.13 (Debian 12) has 2.36: 'fast/attach_linux_amd64.so'.",
        fix: "Take a wheel of 'fast' tagged manylinux_2_36 or older, as AntenvPackage@1 does, or choose PYTHON|3.14, whose image has glibc 2.39.",
        where: { file: 'fast/attach_linux_amd64.so' },
      },
    ],
  },
  {
    rule: 'native/glibc-too-new',
    name: 'a distribution that loads its only library itself',
    evidence: on('3.12', [object('fast/lib/lib_fast.so', { versions: { GLIBC: '2.38' } })]),
    expect: [
      {
        severity: 'error',
        message:
          "'fast' needs glibc 2.38, but the image of PYTHON|3.12 (Debian 11) has 2.31: 'fast/lib/lib_fast.so'.",
        fix: "Take a wheel of 'fast' tagged manylinux_2_31 or older, as AntenvPackage@1 does, or choose PYTHON|3.14, whose image has glibc 2.39.",
        where: { file: 'fast/lib/lib_fast.so' },
      },
    ],
  },
  {
    rule: 'native/glibc-too-new',
    name: 'a part of a wheel for any platform',
    evidence: on(
      '3.12',
      [object('fast/attach_linux_amd64.so', { versions: { GLIBC: '2.34' } })],
      distribution('fast', 'py2-none-any', 'py3-none-any'),
    ),
    expect: [],
  },
  {
    rule: 'native/glibc-too-new',
    name: 'just the version of the image; a smaller number that sorts later as text',
    evidence: on('3.12', [
      object('fast/a.abi3.so', { versions: { GLIBC: '2.31' } }),
      object('slow/a.abi3.so', { versions: { GLIBC: '2.4' } }),
    ]),
    expect: [],
  },
  {
    rule: 'native/glibc-too-new',
    name: 'a module for another machine',
    evidence: on('3.12', [object(MODULE, { machine: 'aarch64', versions: { GLIBC: '2.38' } })]),
    expect: [],
  },
  {
    rule: 'native/libstdcxx-too-new',
    name: 'compiled with a newer compiler',
    evidence: on(
      '3.12',
      [object(MODULE, { versions: { GLIBC: '2.17', GLIBCXX: '3.4.30', CXXABI: '1.3.13' } })],
      distribution('fast', LINUX),
    ),
    expect: [
      {
        severity: 'error',
        message: `'fast' needs GLIBCXX_3.4.30 and CXXABI_1.3.13, but libstdc++ of the image of PYTHON|3.12 (Debian 11) ends at GLIBCXX_3.4.28 and CXXABI_1.3.12: '${MODULE}'.`,
        fix: "Require a version of 'fast' that has a wheel (pip install --only-binary=fast fast takes one), or compile it in a job container of Debian 11.",
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/libstdcxx-too-new',
    name: 'a wheel',
    evidence: on(
      '3.13',
      [object(MODULE, { versions: { GLIBCXX: '3.4.32', CXXABI: '1.3.13' } })],
      distribution('fast', MANYLINUX),
    ),
    expect: [
      {
        severity: 'error',
        message: `'fast' needs GLIBCXX_3.4.32, but libstdc++ of the image of PYTHON|3.13 (Debian 12) ends at GLIBCXX_3.4.30: '${MODULE}'.`,
        fix: "Take an older wheel of 'fast', or compile it in a job container of Debian 12.",
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/libstdcxx-too-new',
    name: 'just the version of the image',
    evidence: on('3.13', [object(MODULE, { versions: { GLIBCXX: '3.4.30', CXXABI: '1.3.13' } })]),
    expect: [],
  },
  {
    rule: 'native/libstdcxx-too-new',
    name: 'with a libstdc++ of its own',
    evidence: on('3.12', [
      object(MODULE, { versions: { GLIBCXX: '3.4.30' } }),
      object('fast/lib/libstdc++.so.6', { soname: 'libstdc++.so.6' }),
    ]),
    expect: [],
  },
  {
    rule: 'native/library-missing',
    name: 'libGL of opencv-python',
    evidence: on('3.12', [
      object('cv2/cv2.abi3.so', {
        distribution: 'opencv-python',
        needed: ['libGL.so.1', 'libavcodec-1234.so.59', 'libc.so.6'],
      }),
      object('opencv_python.libs/libavcodec-1234.so.59', {
        distribution: 'opencv-python',
        needed: ['libX11.so.6', 'libc.so.6'],
      }),
    ]),
    expect: [
      {
        severity: 'error',
        message:
          "'opencv-python' needs libGL.so.1 and libX11.so.6, which the image of PYTHON|3.12 (Debian 11) does not have.",
        fix: "Replace 'opencv-python' by 'opencv-python-headless' in the requirements.",
        where: { file: 'cv2/cv2.abi3.so' },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'libmysqlclient of a mysqlclient that was compiled on Ubuntu',
    evidence: on(
      '3.13',
      [
        object('MySQLdb/_mysql.cpython-313-x86_64-linux-gnu.so', {
          distribution: 'mysqlclient',
          needed: ['libmysqlclient.so.21', 'libc.so.6'],
        }),
      ],
      distribution('mysqlclient', LINUX),
    ),
    expect: [
      {
        severity: 'error',
        message:
          "'mysqlclient' needs libmysqlclient.so.21, which the image of PYTHON|3.13 (Debian 12) does not have.",
        fix: "Replace 'mysqlclient' by 'PyMySQL' in the requirements.",
        where: { file: 'MySQLdb/_mysql.cpython-313-x86_64-linux-gnu.so' },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'libssl of something that was compiled on a newer system',
    evidence: on(
      '3.12',
      [object(MODULE, { needed: ['libssl.so.3', 'libcrypto.so.3'] })],
      distribution('fast', LINUX),
    ),
    expect: [
      {
        severity: 'error',
        message:
          "'fast' needs libssl.so.3 and libcrypto.so.3, which the image of PYTHON|3.12 (Debian 11) does not have.",
        fix: "Require a version of 'fast' that has a wheel (pip install --only-binary=fast fast takes one), or compile it in a job container of Debian 11.",
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'something that was compiled on a newer system, whose glibc is told already',
    evidence: on(
      '3.12',
      [object(MODULE, { needed: ['libffi.so.8'], versions: { GLIBC: '2.34' } })],
      distribution('fast', LINUX),
    ),
    expect: [],
  },
  {
    rule: 'native/library-missing',
    name: 'code of no distribution that was compiled on a newer system: no wheel brings the library',
    evidence: on('3.12', [
      object('own.so', {
        needed: ['libGL.so.1'],
        versions: { GLIBC: '2.34' },
        distribution: undefined,
      }),
    ]),
    expect: [
      {
        message:
          "'own.so' needs libGL.so.1, which the image of PYTHON|3.12 (Debian 11) does not have.",
        severity: 'error',
        fix: 'Compile it in a job container of Debian 11.',
        where: { file: 'own.so' },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'a library for clusters of graphics cards, which come with torch',
    evidence: on('3.12', [
      object('nvidia/cu13/lib/libcufile_rdma.so.1', {
        needed: ['libmlx5.so.1', 'librdmacm.so.1'],
        distribution: 'nvidia-cufile',
      }),
    ]),
    expect: [],
  },
  {
    rule: 'native/library-missing',
    name: 'a library that no extension module loads by its headers is a warning',
    evidence: on('3.12', [
      object(MODULE),
      object('fast/plugins/libscreen.so', { needed: ['libX11.so.6'] }),
    ]),
    expect: [
      {
        severity: 'warning',
        message:
          "'fast' needs libX11.so.6, which the image of PYTHON|3.12 (Debian 11) does not have.",
        fix: 'Take a distribution that brings the library, or run the app in a custom container of Debian 11 that has it.',
        where: { file: 'fast/plugins/libscreen.so' },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'what only plugins of a library want is a warning: azure-cognitiveservices-speech starts without a microphone',
    evidence: on('3.12', [
      object('speech/libcore.so'),
      object('speech/libcore.audio.so', { needed: ['libasound.so.2', 'libcore.so'] }),
      object('speech/libcore.codec.so', { needed: ['libgstreamer-1.0.so.0', 'libcore.so'] }),
    ]),
    expect: [
      {
        severity: 'warning',
        message:
          "'speech' needs libasound.so.2, which the image of PYTHON|3.12 (Debian 11) does not have.",
        fix: 'Take a distribution that brings the library, or run the app in a custom container of Debian 11 that has it.',
        where: { file: 'speech/libcore.audio.so' },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'a library of which nothing is known is a warning',
    evidence: on('3.14', [object(MODULE, { needed: ['libnobody-knows.so.7'] })]),
    expect: [
      {
        severity: 'warning',
        message:
          "'fast' needs libnobody-knows.so.7, not known to be on the image of PYTHON|3.14 (Ubuntu 24.04).",
        fix: 'Take a distribution that brings the library, or run the app in a custom container of Ubuntu 24.04 that has it.',
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'several of one distribution: what is most certain',
    evidence: on('3.12', [
      object('fast/plugins/libscreen.so', { needed: ['libXext.so.6'] }),
      object(MODULE, { needed: ['libGL.so.1', 'libnobody-knows.so.7'] }),
    ]),
    expect: [
      {
        severity: 'error',
        message:
          "'fast' needs libGL.so.1, which the image of PYTHON|3.12 (Debian 11) does not have.",
        fix: 'Take a distribution that brings the library, or run the app in a custom container of Debian 11 that has it.',
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/library-missing',
    name: 'a library of which nothing is known, and that no module loads',
    evidence: on('3.14', [
      object(MODULE),
      object('fast/plugins/libscreen.so', { needed: ['libnobody-knows.so.7'] }),
    ]),
    expect: [],
  },
  {
    rule: 'native/library-missing',
    name: 'libraries in the package, by soname or file name, and on the image',
    evidence: on('3.12', [
      object(MODULE, {
        needed: ['libfast.so.2', 'libother-12ab.so', 'libodbc.so.2', 'libgomp.so.1', 'libpq.so.5'],
      }),
      object('fast/lib/libfast.so.2.1', { soname: 'libfast.so.2', needed: ['libother-12ab.so'] }),
      object('fast.libs/libother-12ab.so', { needed: ['libfast.so.2', 'libstdc++.so.6'] }),
    ]),
    expect: [],
  },
  {
    rule: 'native/library-missing',
    name: 'headless opencv, mysqlclient on an image that has its library',
    evidence: on('3.14', [
      object('cv2/cv2.abi3.so', { distribution: 'opencv-python-headless' }),
      object('MySQLdb/_mysql.abi3.so', { needed: ['libmysqlclient.so.21'] }),
    ]),
    expect: [],
  },
  {
    rule: 'native/library-missing',
    name: 'what is only tried, on a graphics card or at all',
    evidence: on('3.12', [
      object('torch/_C.cpython-312-x86_64-linux-gnu.so', {
        needed: ['libcudart.so.12', 'libcudnn.so.9', 'libcublasLt.so.12', 'libnvrtc.so.12'],
      }),
      object('numba/tbbpool.cpython-312-x86_64-linux-gnu.so', { needed: ['libtbb.so.12'] }),
    ]),
    expect: [],
  },
  {
    rule: 'native/unreadable',
    name: 'headers that lie, and the pointer of Git LFS in place of a module',
    evidence: {
      sharedObjects: [
        object('lib/libx.so.1', { problem: 'Its headers lead outside of it.' }),
        object(MODULE, { machine: 'unknown', problem: 'It is no ELF file.' }),
      ],
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'lib/libx.so.1' cannot be loaded as machine code: Its headers lead outside of it.",
        fix: "Install it anew without pip's cache; with Git LFS, check out with lfs: true.",
        where: { file: 'lib/libx.so.1' },
      },
      {
        severity: 'warning',
        message: `'${MODULE}' cannot be loaded as machine code: It is no ELF file.`,
        fix: "Install it anew without pip's cache; with Git LFS, check out with lfs: true.",
        where: { file: MODULE },
      },
    ],
  },
  {
    rule: 'native/unreadable',
    name: "the linker's own script, which nothing loads",
    evidence: {
      sharedObjects: [
        object('lib/libx.so', { machine: 'unknown', problem: 'It is no ELF file.' }),
        object(MODULE),
      ],
    },
    expect: [],
  },
];

testRules('native', nativeRules, cases);

describe('the rules about machine code', () => {
  it('are not run without shared objects, nor, where it matters, without an image', () => {
    assert.deepEqual(
      nativeRules.map((row) => [row.code, row.check({ sharedObjects: [] })]),
      [
        ['native/other-machine', []],
        ['native/musl', []],
        ['native/glibc-too-new', undefined],
        ['native/libstdcxx-too-new', undefined],
        ['native/library-missing', undefined],
        ['native/unreadable', []],
      ],
    );
    for (const row of nativeRules) assert.equal(row.check({ image: findImage('3.12') }), undefined);
  });
});
