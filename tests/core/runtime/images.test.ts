import assert from 'node:assert/strict';
import {
  findImage,
  IMAGES_AS_OF,
  KNOWN_MINORS,
  readRuntimeStack,
  stackName,
} from '../../../tasks/core/runtime/images.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

describe('the runtime images', () => {
  it('are known by minor, oldest first, on a day', () => {
    assert.deepEqual(KNOWN_MINORS, ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14']);
    assert.match(IMAGES_AS_OF, DAY);
    assert.equal(findImage('3.8'), undefined);
  });

  it('have the glibc of their distribution', () => {
    const found = KNOWN_MINORS.map((minor) => [
      minor,
      findImage(minor)?.distribution,
      findImage(minor)?.glibc,
    ]);
    assert.deepEqual(found, [
      ['3.9', 'Debian 11', '2.31'],
      ['3.10', 'Debian 11', '2.31'],
      ['3.11', 'Debian 11', '2.31'],
      ['3.12', 'Debian 11', '2.31'],
      ['3.13', 'Debian 12', '2.36'],
      ['3.14', 'Ubuntu 24.04', '2.39'],
    ]);
  });

  it('have the libstdc++ of their distribution', () => {
    const found = KNOWN_MINORS.map((minor) => [
      minor,
      findImage(minor)?.glibcxx,
      findImage(minor)?.cxxabi,
    ]);
    assert.deepEqual(found, [
      ['3.9', '3.4.28', '1.3.12'],
      ['3.10', '3.4.28', '1.3.12'],
      ['3.11', '3.4.28', '1.3.12'],
      ['3.12', '3.4.28', '1.3.12'],
      ['3.13', '3.4.30', '1.3.13'],
      ['3.14', '3.4.33', '1.3.15'],
    ]);
  });

  it('have libraries, lack others, and of the rest nothing is known', () => {
    const state = (minor: string, soname: string): string => {
      const image = findImage(minor);
      if (image?.libraries.includes(soname) === true) return 'present';
      return image?.absentLibraries.includes(soname) === true ? 'absent' : 'not known';
    };
    const rows = [
      ['libc.so.6', 'present', 'present', 'present'],
      ['ld-linux-x86-64.so.2', 'present', 'present', 'present'],
      ['libm.so.6', 'present', 'present', 'present'],
      ['libpthread.so.0', 'present', 'present', 'present'],
      ['libdl.so.2', 'present', 'present', 'present'],
      ['libgcc_s.so.1', 'present', 'present', 'present'],
      ['libstdc++.so.6', 'present', 'present', 'present'],
      ['libgomp.so.1', 'present', 'present', 'present'],
      ['libpq.so.5', 'present', 'present', 'present'],
      ['libodbc.so.2', 'present', 'present', 'present'],
      ['libbz2.so.1.0', 'present', 'present', 'present'],
      ['libmariadb.so.3', 'present', 'present', 'absent'],
      ['libmysqlclient.so.21', 'absent', 'absent', 'present'],
      ['libssl.so.1.1', 'present', 'absent', 'absent'],
      ['libssl.so.3', 'absent', 'present', 'present'],
      ['libffi.so.8', 'absent', 'present', 'present'],
      // pkg-config of Debian 11 brings it.
      ['libgthread-2.0.so.0', 'present', 'absent', 'not known'],
      ['libGL.so.1', 'absent', 'absent', 'absent'],
      ['libtk8.6.so', 'absent', 'absent', 'absent'],
      ['libmagic.so.1', 'absent', 'absent', 'absent'],
      ['libnobody-knows.so.7', 'not known', 'not known', 'not known'],
    ];
    const found = rows.map(([soname = '']) => [
      soname,
      state('3.12', soname),
      state('3.13', soname),
      state('3.14', soname),
    ]);
    assert.deepEqual(found, rows);
  });

  it('have the shared library of their own Python and of no other', () => {
    for (const minor of KNOWN_MINORS) {
      const own = findImage(minor)?.libraries.filter((name) => name.startsWith('libpython'));
      assert.deepEqual(own, [`libpython${minor}.so.1.0`, 'libpython3.so']);
    }
  });

  it('have packages of their own; uvicorn is among them from 3.14 on', () => {
    for (const minor of KNOWN_MINORS) {
      const packages = findImage(minor)?.packages ?? [];
      assert.ok(packages.includes('gunicorn'), minor);
      assert.equal(packages.includes('uvicorn'), minor === '3.14', minor);
    }
  });

  for (const minor of KNOWN_MINORS) {
    it(`of ${minor} knows no library as both present and absent, and none twice`, () => {
      const image = findImage(minor);
      const all = [...(image?.libraries ?? []), ...(image?.absentLibraries ?? [])];
      assert.equal(new Set(all).size, all.length);
      assert.deepEqual(
        all.filter((name) => !/^(?:lib|ld-)[\w.+-]+\.so(?:\.[\w.]+)?$/.test(name)),
        [],
      );
    });

    it(`of ${minor} has every fact in its form`, () => {
      const image = findImage(minor);
      assert.match(image?.endOfLife ?? '', /^20\d\d-(0[1-9]|1[0-2])$/);
      assert.match(image?.zstdSince.app ?? '', DAY);
      if (minor === '3.9') assert.equal(image?.zstdSince.venv, null);
      else assert.match(image?.zstdSince.venv ?? '', DAY);
    });
  }
});

describe('a runtime stack', () => {
  const rows = [
    { given: 'PYTHON|3.12', expect: '3.12' },
    { given: ' python | 3.9 ', expect: '3.9' },
    { given: 'python:3.13', expect: '3.13' },
    { given: '3.10', expect: '3.10' },
    { given: 'PYTHON|3.12.4', expect: undefined },
    { given: 'NODE|20-lts', expect: undefined },
    { given: 'PYTHON|', expect: undefined },
    { given: '', expect: undefined },
    { given: '$(stack)', expect: undefined },
  ];
  for (const { given, expect } of rows) {
    it(`'${given}' is ${expect ?? 'none'}`, () => assert.equal(readRuntimeStack(given), expect));
  }

  it('is named as the web app has it', () => {
    assert.equal(stackName('3.12'), 'PYTHON|3.12');
    assert.equal(readRuntimeStack(stackName('3.12')), '3.12');
  });
});
