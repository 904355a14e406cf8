import assert from 'node:assert/strict';
import { findLoaded } from '../../../../tasks/core/check/native/loaded-objects.js';
import { findMissingLibraries } from '../../../../tasks/core/check/native/missing-libraries.js';
import type { SharedObject } from '../../../../tasks/core/check/native/shared-objects.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';

function object(path: string, needed: string[], facts: Partial<SharedObject> = {}): SharedObject {
  const nothing = { soname: undefined, versions: {}, problem: undefined };
  return { path, machine: 'x86-64', needed, distribution: 'own', ...nothing, ...facts };
}

const MODULE = 'own/_own.cpython-312-x86_64-linux-gnu.so';

describe('the shared objects that are loaded', () => {
  it('are extension modules and all behind them; circles end', () => {
    const objects = [
      object(MODULE, ['liba.so.1', 'libc.so.6']),
      object('own.libs/liba-real.so', ['libb.so'], { soname: 'liba.so.1' }),
      object('own.libs/libb.so', ['liba.so.1']),
      object('own/plugins/libunused.so', ['libb.so']),
      object('ctypes-only/lib/libx.so', [], { distribution: 'ctypes-only' }),
      object('app.so', [], { distribution: undefined }),
    ];
    const loaded = [...findLoaded(objects)].map(({ path }) => path).toSorted();
    assert.deepEqual(loaded, [
      'app.so',
      'ctypes-only/lib/libx.so',
      'own.libs/liba-real.so',
      'own.libs/libb.so',
      MODULE,
    ]);
  });

  it('are not the plugins of a library that is loaded by its name', () => {
    const core = object('speech/libcore.so', ['libuuid.so.1']);
    const plugins = [
      object('speech/libcore.audio.so', ['libasound.so.2', 'libcore.so']),
      object('speech/libcore.codec.so', ['libgstreamer-1.0.so.0', 'libcore.so']),
    ];
    assert.deepEqual([...findLoaded([core, ...plugins])], [core]);
  });

  it('are not those between plugins and a library, where another distribution has the extension module', () => {
    const objects = [
      object('draw.libs/libcore.so', []),
      object('draw.libs/libgui.so', ['libcore.so', 'libGL.so.1']),
      object('draw.libs/libwidgets.so', ['libgui.so']),
      object('draw.libs/libtest.so', ['libgui.so']),
    ];
    assert.deepEqual([...findLoaded(objects)], objects.slice(0, 1));
  });

  it('are the one library that stands on others, and all of those that stand for themselves', () => {
    const objects = [
      object('draw/libdraw.so', ['libbase.so', 'libGL.so.1']),
      object('draw/libbase.so', []),
      object('draw/libother.so', []),
    ];
    assert.equal(findLoaded(objects).size, 3);
  });
});

describe('missing libraries', () => {
  const image = findImage('3.12');
  assert.ok(image);

  it('are told with who wants them and how sure that is', () => {
    const module = object(MODULE, [
      '/usr/lib/libGL.so.1',
      'libGL.so.1',
      'libnone.so.3',
      'libm.so.6',
    ]);
    const plugin = object('own/plugins/libp.so', ['libX11.so.6']);
    assert.deepEqual(findMissingLibraries([module, plugin], image), [
      { library: 'libGL.so.1', wantedBy: module, isAbsent: true, isLoaded: true },
      { library: 'libnone.so.3', wantedBy: module, isAbsent: false, isLoaded: true },
      { library: 'libX11.so.6', wantedBy: plugin, isAbsent: true, isLoaded: false },
    ]);
  });

  it('are not looked for by objects that the image cannot load anyway, nor found in them', () => {
    const others = [
      object('a.so', ['libGL.so.1'], { machine: 'aarch64' }),
      object('b.so', ['libGL.so.1'], { problem: 'A name in it has no end.' }),
      object('c.so', ['libGL.so.1', 'libc.musl-x86_64.so.1']),
      object('libnone.so.3', [], { machine: 'aarch64' }),
    ];
    assert.deepEqual(findMissingLibraries(others, image), []);
    const module = object(MODULE, ['libnone.so.3']);
    const found = findMissingLibraries([...others, module], image);
    assert.deepEqual(
      found.map(({ library }) => library),
      ['libnone.so.3'],
    );
  });

  const cards = ['libcuda.so.1', 'libcudart-1a2b.so.12', 'libcublasLt.so.12', 'libnvinfer.so.8'];
  const others = ['libcurl-own.so.4', 'librocksdb.so.8', 'libcustom.so'];
  it('of graphics cards are left to the machine that has one', () => {
    const found = findMissingLibraries([object(MODULE, [...cards, ...others])], image);
    assert.deepEqual(
      found.map(({ library }) => library),
      others,
    );
  });
});
