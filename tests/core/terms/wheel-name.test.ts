// Names of wheels, the tags of a target, and which fit.

import assert from 'node:assert/strict';
import { readVersion } from '../../../tasks/core/terms/version.js';
import { fitsTarget, readWheelName, targetTags } from '../../../tasks/core/terms/wheel-name.js';

describe('readWheelName', () => {
  it('reads every part', () => {
    assert.deepEqual(
      readWheelName('Zope.Interface-7.0-1a-cp36.cp37-abi3-manylinux1_x86_64.any.whl'),
      {
        distribution: 'zope-interface',
        version: readVersion('7.0'),
        build: '1a',
        tags: [
          'cp36-abi3-manylinux1_x86_64',
          'cp36-abi3-any',
          'cp37-abi3-manylinux1_x86_64',
          'cp37-abi3-any',
        ],
      },
    );
  });

  it('reads a name without a build', () => {
    const { build, tags } = readWheelName('six-1.16.0-PY2.py3-none-any.whl') ?? {};
    assert.deepEqual({ build, tags }, { build: undefined, tags: ['py2-none-any', 'py3-none-any'] });
  });

  const refused = [
    ['six-1.0.tar.gz', 'six-1.0-py3-none.whl', 'six-1.0-1-2-py3-none-any.whl', '.whl'],
    ['six-x-py3-none-any.whl', '-1.0-py3-none-any.whl', 'a__b-1.0-py3-none-any.whl'],
    ['six-1.0-a1-py3-none-any.whl', 'six-1.0-py3.-none-any.whl', 'six-1.0-3-none-any.whl'],
    ['dir/six-1.0-py3-none-any.whl', 'six-1.0-py3--any.whl'],
  ].flat();
  for (const file of refused) {
    it(`refuses ${file}`, () => assert.equal(readWheelName(file), undefined));
  }

  it('refuses a name that stands for too many tags', () => {
    const many = 'a.'.repeat(200_000).slice(0, -1);
    assert.equal(readWheelName(`six-1.0-${many}-${many}-${many}.whl`), undefined);
  });
});

describe('targetTags', () => {
  it('are those of PEP 425 and 600, the best first', () => {
    assert.deepEqual(targetTags('3.3', '2.6'), [
      'cp33-cp33-manylinux_2_6_x86_64',
      'cp33-cp33-manylinux_2_5_x86_64',
      'cp33-cp33-manylinux1_x86_64',
      'cp33-abi3-manylinux_2_6_x86_64',
      'cp33-abi3-manylinux_2_5_x86_64',
      'cp33-abi3-manylinux1_x86_64',
      'cp33-none-manylinux_2_6_x86_64',
      'cp33-none-manylinux_2_5_x86_64',
      'cp33-none-manylinux1_x86_64',
      'cp32-abi3-manylinux_2_6_x86_64',
      'cp32-abi3-manylinux_2_5_x86_64',
      'cp32-abi3-manylinux1_x86_64',
      ...['py33', 'py3', 'py32', 'py31', 'py30'].flatMap((python) => [
        `${python}-none-manylinux_2_6_x86_64`,
        `${python}-none-manylinux_2_5_x86_64`,
        `${python}-none-manylinux1_x86_64`,
      ]),
      'cp33-none-any',
      'py33-none-any',
      'py3-none-any',
      'py32-none-any',
      'py31-none-any',
      'py30-none-any',
    ]);
  });
});

describe('fitsTarget', () => {
  const tags = new Set(targetTags('3.11', '2.31'));
  const fits = (tag: string): boolean => {
    const wheel = readWheelName(`x-1-${tag}.whl`);
    assert.ok(wheel, tag);
    return fitsTarget(wheel, tags);
  };

  it('takes what runs there', () => {
    const yes = [
      'cp311-cp311-manylinux_2_31_x86_64',
      'cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64',
      'cp311-cp311-manylinux_2_35_x86_64.manylinux2010_x86_64',
      'cp37-abi3-manylinux_2_28_x86_64',
      'cp32-abi3-manylinux1_x86_64',
      'py2.py3-none-any',
      'py3-none-manylinux2014_x86_64',
      'py39-none-any',
      'cp311-none-any',
    ];
    assert.deepEqual(yes.filter(fits), yes);
  });

  it('takes nothing else', () => {
    const no = [
      'cp311-cp311-manylinux_2_32_x86_64',
      'cp311-cp311-manylinux_2_4_x86_64',
      'cp311-cp311-linux_x86_64',
      'cp311-cp311-musllinux_1_2_x86_64',
      'cp311-cp311-manylinux_2_17_aarch64',
      'cp311-cp311-win_amd64',
      'cp312-cp312-manylinux_2_17_x86_64',
      'cp310-cp310-manylinux_2_17_x86_64',
      'cp312-abi3-manylinux_2_17_x86_64',
      'cp310-none-any',
      'cp311-cp311t-manylinux_2_17_x86_64',
      'py2-none-any',
      'py312-none-any',
      'pp311-pypy311_pp73-manylinux_2_17_x86_64',
    ];
    assert.deepEqual(no.filter(fits), []);
  });
});
