import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { NO_PARTS } from '../../../tasks/core/archives/part-store.js';
import { readAtOnce } from '../../../tasks/core/archives/read-content.js';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import {
  compileBytecode,
  type Bytecode,
  type SourceTree,
} from '../../../tasks/core/bytecode/compile.js';
import type { Host } from '../../../tasks/core/host.js';
import { prepareFolder } from '../../../tasks/core/cache/folder.js';
import { PartFolder } from '../../../tasks/core/cache/parts.js';
import { replaceEntries, type FileEntry } from '../../../tasks/core/terms/archive-entry.js';
import { cpythons, type CPython } from '../../helpers/cpythons.js';
import { bytesEntry, diskEntry } from '../../helpers/entries.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { output } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

/** What importlib thinks of each .pyc: magic, flags, hash of the source, and every co_filename in it. */
const LOOK = `
import importlib.util, json, marshal, struct, sys
def names(code):
    yield code.co_filename
    for c in code.co_consts:
        if hasattr(c, "co_code"):
            yield from names(c)
found = []
for pyc, source in zip(sys.argv[1::2], sys.argv[2::2]):
    data = open(pyc, "rb").read()
    found.append([data[:4] == importlib.util.MAGIC_NUMBER, struct.unpack("<I", data[4:8])[0],
                  data[8:16] == importlib.util.source_hash(open(source, "rb").read()),
                  list(names(marshal.loads(data[16:])))])
print(json.dumps(found))
`;

const NESTED = `
class Outer:
    def method(self):
        def inner():
            return [x for x in (lambda: (1, 2))()]
        return inner()
VALUE = Outer().method()
`;

const NOTHING_KEPT = { version: 'of no concern', store: NO_PARTS };

describe('bytecode', () => {
  const folder = folderPerTest();

  function compile(
    given: CPython,
    trees: readonly SourceTree[],
    host: FakeHost = fakeHost(),
  ): Promise<Bytecode> {
    return compileBytecode(host, { ...given, ...NOTHING_KEPT, work: folder.path }, trees);
  }

  const fromDisk = async (path: string, text: string): Promise<FileEntry> => {
    await writeFiles(folder.path, { [`src/${path}`]: text });
    return diskEntry(path, join(folder.path, 'src', path), text);
  };

  /** Writes entries below a folder. */
  async function unpack(entries: readonly FileEntry[], name: string): Promise<string> {
    const target = join(folder.path, name);
    for (const entry of entries)
      await writeFiles(target, { [entry.path]: readAtOnce(entry.content) });
    return target;
  }

  for (const python of cpythons()) {
    it(`of Python ${python.minor} is for its address, with the hash of its source (PEP 552)`, async () => {
      const app = await fromDisk('main.py', NESTED);
      // Relocation changed this one: what is packed is in memory, what is on disk is older.
      await fromDisk('pkg/__init__.py', 'PREFIX = "/agent/work"\n');
      const edited = bytesEntry('pkg/__init__.py', 'PREFIX = "/antenv"\n');
      const broken = bytesEntry('pkg/template.py', 'class {{ name }}: pass\n');
      const text = bytesEntry('pkg/data.txt', 'no source');
      const { trees, notCompiled } = await compile(python, [
        { entries: [app], address: '/home/site/wwwroot', checked: true },
        { entries: [edited, broken, text], address: '/antenv/lib', checked: false },
      ]);
      assert.deepEqual(notCompiled, ['/antenv/lib/pkg/template.py']);
      const paths = trees.map((tree) => tree.map(({ path }) => path));
      const tag = python.cacheTag;
      assert.deepEqual(paths, [
        [`__pycache__/main.${tag}.pyc`],
        [`pkg/__pycache__/__init__.${tag}.pyc`],
      ]);
      for (const entry of trees.flat()) {
        assert.equal(sha256(readAtOnce(entry.content)), entry.digest);
        assert.equal(entry.executable, false);
      }

      const sources = await unpack([app, edited], 'packed');
      const packed = await unpack(trees.flat(), 'packed');
      const pairs = paths
        .flat()
        .flatMap((path, index) => [
          join(packed, path),
          join(sources, ['main.py', 'pkg/__init__.py'][index] ?? ''),
        ]);
      const looked = JSON.parse(output(python.program, ['-c', LOOK, ...pairs])) as [
        boolean,
        number,
        boolean,
        string[],
      ][];
      const [[mainMagic, mainFlags, mainHash, mainNames] = [], [...pkg] = []] = looked;
      assert.deepEqual([mainMagic, mainFlags, mainHash], [true, 3, true]);
      assert.deepEqual([...new Set(mainNames)], ['/home/site/wwwroot/main.py']);
      assert.ok((mainNames ?? []).length >= 5, 'five levels of code');
      assert.deepEqual(pkg, [true, 1, true, ['/antenv/lib/pkg/__init__.py']]);
    });
  }

  const [newest] = cpythons().slice(-1);
  assert.ok(newest);
  const python = newest;
  const RUN = 'import main, sys; print(main.VALUE)';

  /** Runs code with the packed sources and bytecode. */
  function run(packed: string, code = RUN): string {
    return output('sh', ['-c', 'cd "$0" && "$1" -B -c "$2"', packed, python.program, code]).trim();
  }

  async function packedMain(checked: boolean): Promise<string> {
    const main = bytesEntry('main.py', 'VALUE = "old"\n');
    const { trees } = await compile(python, [{ entries: [main], address: '/app', checked }]);
    return unpack([main, ...trees.flat()], 'packed');
  }

  it('is what is imported: Python takes an unchecked one without reading the source', async () => {
    const packed = await packedMain(false);
    await writeFiles(packed, { 'main.py': 'VALUE = "new"\n' });
    assert.equal(run(packed), 'old');
  });

  it('follows an edited source where it is checked', async () => {
    const packed = await packedMain(true);
    assert.equal(
      run(packed, 'import main; print(main.__cached__, main.VALUE)').endsWith('old'),
      true,
    );
    await writeFiles(packed, { 'main.py': 'VALUE = "new"\n' });
    assert.equal(run(packed), 'new');
  });

  it('is imported also where the source is absent', async () => {
    const main = bytesEntry('main.py', NESTED);
    const { trees } = await compile(python, [{ entries: [main], address: '/app', checked: false }]);
    const packed = await unpack(trees.flat(), 'packed');
    await writeFiles(packed, {
      'main.pyc': await readFile(join(packed, `__pycache__/main.${python.cacheTag}.pyc`)),
    });
    assert.equal(run(packed), '[1, 2]');
  });

  for (const target of cpythons()) {
    it(`of Python ${target.minor} is the same in another folder, order and company of sources`, async () => {
      const LIST =
        'import json, pathlib, sysconfig; lib = pathlib.Path(sysconfig.get_path("stdlib")); print(json.dumps([str(p) for p in sorted(lib.glob("[fg]*.py"))]))';
      const found = JSON.parse(output(target.program, ['-c', LIST])) as string[];
      const entries = await Promise.all(
        found.map(async (path) => diskEntry(basename(path), path, await readFile(path))),
      );
      const digests = async (work: string, given: readonly FileEntry[]): Promise<string[]> => {
        await mkdir(join(folder.path, work));
        const request = { ...target, ...NOTHING_KEPT, work: join(folder.path, work) };
        const tree = { entries: given, address: '/app', checked: false };
        const { trees } = await compileBytecode(fakeHost(), request, [tree]);
        return trees
          .flat()
          .map(({ path, digest }) => `${path} ${digest}`)
          .toSorted();
      };
      const all = await digests('first', entries);
      assert.ok(all.length > 10);
      assert.deepEqual(await digests('second', entries.toReversed()), all);
      const [left] = entries;
      const name = `/${left?.path.slice(0, -'.py'.length)}.`;
      const others = await digests('third', entries.slice(1));
      assert.deepEqual(
        others,
        all.filter((line) => !line.includes(name)),
      );
      // The largest come first in each share: one that does not compile, before the others.
      const broken = Array.from({ length: availableParallelism() * 4 }, (_, index) =>
        bytesEntry(`broken${index}.py`, `{{ no Python }}\n${'#'.repeat(100_000)}`),
      );
      assert.deepEqual(await digests('fourth', [...broken, ...entries]), all);
    });
  }

  describe('of a distribution that was compiled before', () => {
    const SITE = 'lib/python3.12/site-packages';
    const sources = [
      bytesEntry(`${SITE}/pkg/__init__.py`, 'X = 1\n'),
      bytesEntry(`${SITE}/pkg/template.py`, '{{ no Python }}\n'),
      bytesEntry(`${SITE}/other.py`, 'Y = 2\n'),
      bytesEntry('sitecustomize.py', 'Z = 3\n'),
    ];
    const tree = { entries: sources, address: '/antenv', checked: false };

    async function again(
      trees: readonly SourceTree[],
      { version = '3.12.1', program = python.program } = {},
    ): Promise<{ readonly made: Bytecode; readonly said: string }> {
      const work = await mkdtemp(join(folder.path, 'work-'));
      const cache = await prepareFolder(join(folder.path, 'cache'), folder.path);
      const tell = { warn: assert.fail, note: assert.fail };
      const store = new PartFolder(cache, tell, { version: '1.0.0', now: () => new Date() });
      const host = fakeHost();
      const made = await compileBytecode(host, { ...python, program, version, store, work }, trees);
      store.close();
      return { made, said: host.lines.join('\n') };
    }

    async function bytesOf({ trees }: Bytecode): Promise<string[][]> {
      return Promise.all(
        trees
          .flat()
          .map(async (entry) => [
            entry.path,
            entry.digest,
            readAtOnce(entry.content).toString('base64'),
          ]),
      );
    }

    it('is used again, also the knowledge that there is none', async () => {
      const first = await again([tree]);
      const installed = { ...tree, entries: sources.slice(0, 3) };
      // A program that is not there cannot have compiled anything.
      const second = await again([installed], { program: '/no/python' });
      assert.deepEqual(await bytesOf(second.made), (await bytesOf(first.made)).slice(0, 2));
      assert.deepEqual(second.made.notCompiled, first.made.notCompiled);
      assert.doesNotMatch(first.said, /used again/);
      assert.match(second.said, /Bytecode of 3 of 3 sources is used again\./);
    });

    const others = [
      { what: 'another source', next: [bytesEntry(`${SITE}/other.py`, 'Y = 3\n')] },
      { what: 'another address', address: '/tmp/other' },
      { what: 'another patch release of Python', version: '3.12.2' },
      { what: 'bytecode that follows edits', checked: true },
    ];
    for (const { what, next = [], version, ...rest } of others) {
      it(`is made anew for ${what}`, async () => {
        await again([tree]);
        const changed = replaceEntries(sources, next) as FileEntry[];
        const { made, said } = await again([{ ...tree, ...rest, entries: changed }], { version });
        const direct = await compile(python, [{ ...tree, ...rest, entries: changed }]);
        assert.deepEqual(await bytesOf(made), await bytesOf(direct));
        const reused = next.length > 0 ? ['info: Bytecode of 2 of 4 sources is used again.'] : [];
        assert.deepEqual(said.match(/.*used again\./g) ?? [], reused);
      });
    }
  });

  it('does not depend on the variables of the job', async () => {
    const entries = [bytesEntry('m.py', '"""Text."""\nassert True\nS = frozenset({"a", "b"})\n')];
    const tree = { entries, address: '/app', checked: false };
    const plain = await compile(python, [tree]);
    const work = join(folder.path, 'other');
    await mkdir(work);
    const env = {
      PATH: process.env['PATH'] ?? '',
      PYTHONOPTIMIZE: '2',
      PYTHONHASHSEED: '77',
      PYTHONNODEBUGRANGES: '1',
      PYTHONINTMAXSTRDIGITS: '640',
      PYTHONPYCACHEPREFIX: '/nowhere',
      PYTHONPATH: folder.path,
      LC_ALL: 'C',
    };
    const other = await compileBytecode(fakeHost({ env }), { ...python, ...NOTHING_KEPT, work }, [
      tree,
    ]);
    assert.equal(other.trees[0]?.[0]?.digest, plain.trees[0]?.[0]?.digest);
  });

  it('has nothing to do with what is installed in the Python that compiles', async () => {
    const venv = join(folder.path, 'agent');
    output(python.program, ['-m', 'venv', '--without-pip', venv]);
    const customized = join('lib', `python${python.minor}`, 'site-packages', 'sitecustomize.py');
    await writeFiles(venv, { [customized]: 'import builtins\nbuiltins.compile = None\n' });
    const trees = [{ entries: [bytesEntry('m.py', 'X = 1\n')], address: '/app', checked: false }];
    const program = join(venv, 'bin', 'python');
    const { notCompiled } = await compile({ ...python, program }, trees);
    assert.deepEqual(notCompiled, []);
  });

  const sources = [
    { name: 'an empty file', given: '', compiled: true },
    {
      name: 'a coding line',
      given: Buffer.from('# coding: latin-1\nX = "\u00e9"\n', 'latin1'),
      compiled: true,
    },
    { name: 'a byte order mark and CRLF', given: '\ufeffX = 1\r\n', compiled: true },
    { name: 'Python 2', given: 'print "hello"\n', compiled: false },
    { name: 'bytes that are no text', given: Buffer.from([0xff, 0xfe, 0x00]), compiled: false },
    { name: 'a zero byte', given: 'X = 1\0\n', compiled: false },
    { name: 'an unknown coding', given: '# coding: nonsense\nX = 1\n', compiled: false },
    {
      name: 'too many brackets',
      given: `X = ${'('.repeat(5000)}${')'.repeat(5000)}\n`,
      compiled: false,
    },
    {
      name: 'functions nested deeper than bytecode may be',
      given: `X = ${'lambda: '.repeat(2000)}0\n`,
      compiled: false,
    },
    { name: 'a long chain', given: `X = ${'1+'.repeat(2500)}1\n`, compiled: true },
    { name: 'an invalid escape, which only warns', given: 'X = "\\d"\n', compiled: true },
  ];
  it('is left out for what is not valid here, and nothing is said about it', async () => {
    const entries = sources.map(({ given }, index) => bytesEntry(`é ${index}.py`, given));
    const host = fakeHost();
    const { trees, notCompiled } = await compile(
      python,
      [{ entries, address: '/app', checked: true }],
      host,
    );
    const expected = sources.flatMap(({ compiled }, index) =>
      compiled ? [] : [`/app/é ${index}.py`],
    );
    assert.deepEqual(notCompiled.toSorted(), expected);
    assert.equal(trees.flat().length, sources.length - expected.length);
    assert.deepEqual(host.lines, []);
  });

  it('of no sources is none', async () => {
    const trees = [{ entries: [], address: '/app', checked: true }];
    assert.deepEqual(await compile(python, trees), { trees: [[]], notCompiled: [] });
  });

  it('fails with what Python said', async () => {
    const entry = diskEntry('folder.py', join(folder.path, 'folder.py'), 'X = 1\n');
    await mkdir(join(folder.path, 'folder.py'));
    const failure = await failureOf(
      compile(python, [{ entries: [entry], address: '/a', checked: true }]),
    );
    assert.equal(failure.code, 'bytecode-failed');
    assert.match(
      failure.code === 'bytecode-failed' ? (failure.lastLines.at(-1) ?? '') : '',
      /folder\.py/,
    );
  });

  it('begins no further share of the sources when one has failed', async () => {
    const cores = availableParallelism();
    const entries = Array.from({ length: cores * 8 }, (_, index) =>
      bytesEntry(`m${index}.py`, 'X = 1\n'),
    );
    const host = fakeHost();
    const FAILED = { exitCode: 1, stdout: '', lastLines: ['no room'] };
    let begun = 0;
    let go = (): void => undefined;
    const allBegun = new Promise<void>((resolve) => {
      go = resolve;
    });
    const runAll: Host['run'] = async (command) => {
      begun += 1;
      const isFirst = begun === 1;
      if (begun === cores) go();
      await allBegun;
      if (isFirst) return FAILED;
      return host.run(command);
    };
    const trees = [{ entries, address: '/a', checked: true }];
    const failure = await failureOf(compile(python, trees, { ...host, run: runAll }));
    assert.deepEqual(failure, { code: 'bytecode-failed', lastLines: ['no room'] });
    assert.equal(begun, cores);
  });

  it('fails with the source that another program removed meanwhile', async () => {
    const path = join(folder.path, 'gone.py');
    const missing = diskEntry('gone.py', path, 'X = 1\n');
    const failure = await failureOf(
      compile(python, [{ entries: [missing], address: '/a', checked: true }]),
    );
    assert.deepEqual(failure, { code: 'file-changed', path });
  });
});
