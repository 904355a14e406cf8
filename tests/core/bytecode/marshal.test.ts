import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normaliseMarshal } from '../../../tasks/core/bytecode/marshal.js';
import { cpythons } from '../../helpers/cpythons.js';
import { noise } from '../../helpers/entries.js';
import { output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

/**
 * Compiles modules of the standard library one after the other into one file, forwards or backwards, and
 * keeps them all: what was compiled before changes which objects others hold. ftplib is left out: it has one
 * set of texts twice, and before 3.13 CPython makes them one object or two by what else is held, which no
 * reader of marshal data can tell; compile.ts holds nothing. Prints each one's name, offset and size.
 */
const COMPILE = `
import json, marshal, pathlib, sys, sysconfig
out, backwards = sys.argv[1], sys.argv[2] == "backwards"
lib = pathlib.Path(sysconfig.get_path("stdlib"))
files = sorted(p for folder in (lib, lib / "asyncio", lib / "email", lib / "json") for p in folder.glob("*.py"))
files = [p for p in files if p.stat().st_size < 60_000 and p.name != "ftplib.py"][:150]
index, kept = {}, []
with open(out, "wb") as f:
    for path in reversed(files) if backwards else files:
        code = compile(path.read_bytes(), "/antenv/" + path.name, "exec", dont_inherit=True)
        data = marshal.dumps(code)
        index[str(path.relative_to(lib))] = [f.tell(), len(data)]
        f.write(data)
        kept.append(code)
print(json.dumps(index))
`;

/** Whether each piece of a file loads as what the same piece of the other file loads. */
const SAME = `
import json, marshal, sys
first, second = (open(path, "rb").read() for path in sys.argv[1:3])
def same(a, b):
    if type(a) is not type(b): return False
    if isinstance(a, (tuple, frozenset)) and len(a) != len(b): return False
    if isinstance(a, tuple): return all(map(same, a, b))
    if not hasattr(a, "co_code"): return a == b or repr(a) == repr(b)
    names = [n for n in dir(a) if n.startswith("co_") and not callable(getattr(a, n)) and n != "co_lnotab"]
    return all(same(getattr(a, n), getattr(b, n)) for n in names)
wrong = []
for name, (at, size) in json.loads(sys.argv[3]).items():
    a, b = marshal.loads(first[at:at + size]), marshal.loads(second[at:at + size])
    if a != b or not same(a, b): wrong.append(name)
print(json.dumps(wrong))
`;

type Index = Record<string, [number, number]>;

describe('marshal data', () => {
  const folder = folderPerTest();

  /** Compiles into a file of the folder, with the index of what is in it. */
  function compile(program: string, order: 'forwards' | 'backwards'): Index {
    const args = ['-W', 'ignore', '-c', COMPILE, join(folder.path, order), order];
    return JSON.parse(output('env', ['PYTHONHASHSEED=0', program, ...args])) as Index;
  }

  /** The pieces of a file by name, each normalised in place. */
  async function normalised(
    path: string,
    index: Index,
    minor: string,
  ): Promise<Map<string, Buffer>> {
    const bytes = await readFile(path);
    const pieces = Object.entries(index).map(([name, [at, size]]): [string, Buffer] => {
      const piece = bytes.subarray(at, at + size);
      assert.equal(normaliseMarshal(piece, minor), true, name);
      return [name, piece];
    });
    await writeFile(`${path}.normalised`, bytes);
    return new Map(pieces);
  }

  for (const { minor, program } of cpythons()) {
    it(`of Python ${minor} are the same in whatever order sources were compiled`, async function () {
      this.timeout(60_000);
      const forwards = join(folder.path, 'forwards');
      const index = compile(program, 'forwards');
      const backwardsIndex = compile(program, 'backwards');
      assert.ok(Object.keys(index).length > 140);
      const raw = [await readFile(forwards), await readFile(join(folder.path, 'backwards'))];
      const differs = Object.entries(index).filter(([name, [at, size]]) => {
        const [otherAt = 0, otherSize = 0] = backwardsIndex[name] ?? [];
        const other = raw[1]?.subarray(otherAt, otherAt + otherSize);
        return other?.equals(raw[0]?.subarray(at, at + size) ?? Buffer.alloc(0)) !== true;
      });
      // From 3.11 on these sources give the same data already, and nothing but the loading is shown.
      if (Number(minor.slice(2)) < 11) assert.ok(differs.length > 0);

      const first = await normalised(forwards, index, minor);
      const second = await normalised(join(folder.path, 'backwards'), backwardsIndex, minor);
      const unequal = [...first].filter(
        ([name, piece]) => second.get(name)?.equals(piece) !== true,
      );
      assert.deepEqual(
        unequal.map(([name]) => name),
        [],
      );

      const args = ['-c', SAME, forwards, `${forwards}.normalised`, JSON.stringify(index)];
      assert.deepEqual(JSON.parse(output(program, args)), []);
    });
  }

  for (const { minor, program } of cpythons()) {
    it(`of Python ${minor} are the same whether annotations were compiled before`, () => {
      const [alone, behind] = ['', 'from __future__ import annotations\nx: int\n'].map((before) => {
        const code = `import base64, marshal; compile(${JSON.stringify(before)}, "before", "exec")
print(base64.b64encode(marshal.dumps(compile("a = '{', '}', '+'", "f", "exec"))).decode())`;
        const data = Buffer.from(output(program, ['-c', code]), 'base64');
        assert.equal(normaliseMarshal(data, minor), true);
        return data.toString('hex');
      });
      assert.equal(behind, alone);
    });
  }

  it('stay as they are when they are normalised again', async () => {
    const [python] = cpythons().slice(-1);
    assert.ok(python);
    const index = compile(python.program, 'forwards');
    const once = await normalised(join(folder.path, 'forwards'), index, python.minor);
    const twice = await normalised(join(folder.path, 'forwards.normalised'), index, python.minor);
    assert.ok([...once].every(([name, piece]) => twice.get(name)?.equals(piece)));
  });

  const known = [
    { name: 'None', given: '4e', expect: '4e' },
    { name: 'a number with an unused flag', given: 'e907000000', expect: '6907000000' },
    {
      name: 'a pair with a flag that is used',
      given: 'a902e907000000 7201000000',
      expect: '2902e907000000 7200000000',
    },
    {
      name: 'an integer of many digits',
      given: '6c02000000 01000200',
      expect: '6c02000000 01000200',
    },
    { name: 'a negative one', given: '6cfeffffff 01000200', expect: '6cfeffffff 01000200' },
    {
      name: 'a float and a complex',
      given: '2902 67 0000000000000000 79 00000000000000000000000000000000',
      expect: '2902 67 0000000000000000 79 00000000000000000000000000000000',
    },
    {
      name: 'a dictionary',
      given: '7b fa026161 4e fa026262 54 30',
      expect: '7b 7a026161 4e 7a026262 54 30',
    },
    {
      name: 'a letter, interned or not',
      given: '2904 fa017b 7a017d 5a017b 7200000000',
      expect: '2904 da017b 5a017d 5a017b 7200000000',
    },
    { name: 'a slice', given: 'ba 4e 4e 4e', expect: '3a 4e 4e 4e' },
    {
      name: 'a set and a list',
      given: '2902 bc01000000 4e 5b00000000',
      expect: '2902 3c01000000 4e 5b00000000',
    },
  ];
  for (const { name, given, expect } of known) {
    it(`are understood: ${name}`, () => {
      const bytes = Buffer.from(given.replaceAll(' ', ''), 'hex');
      assert.equal(normaliseMarshal(bytes, '3.12'), true);
      assert.equal(bytes.toString('hex'), expect.replaceAll(' ', ''));
    });
  }

  const unknown = [
    { name: 'nothing', given: Buffer.alloc(0) },
    { name: 'an unknown type', given: Buffer.from('!') },
    { name: 'something behind the end', given: Buffer.from('NN') },
    { name: 'a cut number', given: Buffer.from('i\u0001\u0002') },
    { name: 'a cut reference', given: Buffer.from('r\0\0') },
    { name: 'a reference to nothing', given: Buffer.from('7205000000', 'hex') },
    { name: 'a text beyond the end', given: Buffer.from('75ffffff7f61', 'hex') },
    { name: 'a tuple of more than there is', given: Buffer.from('28ffffffff4e', 'hex') },
    { name: 'a dictionary without an end', given: Buffer.from('{NN') },
    {
      name: 'tuples in tuples without an end',
      given: Buffer.alloc(2_000_000, Buffer.from([0x29, 1])),
    },
    { name: 'noise', given: noise(5000) },
    { name: 'zeros', given: Buffer.alloc(100) },
  ];
  for (const { name, given } of unknown) {
    it(`are left as they are when not understood: ${name}`, () => {
      const bytes = Buffer.from(given);
      assert.equal(normaliseMarshal(bytes, '3.12'), false);
      assert.ok(bytes.equals(given));
    });
  }

  it('are left as they are when cut anywhere, or read as those of another minor', () => {
    const python = cpythons().find(({ minor }) => Number(minor.slice(2)) >= 11);
    assert.ok(python);
    const code =
      'import base64, marshal; print(base64.b64encode(marshal.dumps(compile("def f(a, *b, c=1.5):\\n  return [a, b, {1, 2}, c]", "f", "exec"))).decode())';
    const whole = Buffer.from(output(python.program, ['-c', code]), 'base64');
    for (let size = 0; size < whole.length; size += 1) {
      const cut = Buffer.from(whole.subarray(0, size));
      assert.equal(normaliseMarshal(cut, python.minor), false, `${size} bytes`);
      assert.ok(cut.equals(whole.subarray(0, size)));
    }
    const other = Buffer.from(whole);
    assert.equal(normaliseMarshal(other, '3.10'), false);
    assert.ok(other.equals(whole));
  });
});
