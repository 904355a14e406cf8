// The small readers of text: build.env, appsvc.yaml, flags, and the versions of TOML.

import assert from 'node:assert/strict';

import { readBuildEnv } from '../../../../tasks/core/rehearse/platform/build-env.js';
import { NO_FLAGS, readFlags } from '../../../../tasks/core/rehearse/platform/generator-flags.js';
import { readManifest } from '../../../../tasks/core/rehearse/platform/manifest.js';
import { readRunBlock } from '../../../../tasks/core/rehearse/platform/run-block.js';
import { findToml11 } from '../../../../tasks/core/rehearse/platform/toml-version.js';

describe('build.env', () => {
  const text = [
    '# a comment',
    'export a=one # and a comment',
    "B = 'kept $X \\n'",
    'C: "two\\nlines and $X ${X} \\$X"',
    'D="over',
    'lines"',
    'E=$X$NONE.$B',
    'f.g=',
    '',
  ].join('\r\n');

  it('is read line by line, the environment first', () => {
    assert.deepEqual(
      [...readBuildEnv(text, { X: 'x' })],
      [
        ['A', 'one'],
        ['B', 'kept $X \\n'],
        ['C', 'two\nlines and x x $X'],
        ['D', 'over\nlines'],
        ['E', 'x.kept $X \\n'],
        ['F.G', ''],
      ],
    );
  });

  for (const wrong of ['no variable', 'NAME', 'a-b=c', 'A="open', 'A:b']) {
    it(`is refused with ${wrong}`, () => {
      assert.throws(() => readBuildEnv(wrong, {}), Error);
    });
  }
});

describe('the run block', () => {
  const ROWS: readonly (readonly [text: string, block: string])[] = [
    ['', ''],
    ['run: one', 'one'],
    ['version: 1\r\nrun:  one \r\n', 'one'],
    ['run: one\n  two\nthree\npost: x\nfour', 'one\ntwo\nthree'],
    [' run: one', ''],
    ['run:\n  one', ''],
  ];
  for (const [text, block] of ROWS) {
    it(`of ${JSON.stringify(text)}`, () => {
      assert.equal(readRunBlock(text), block);
    });
  }
});

describe('flags', () => {
  it('are read up to the first word that is none', () => {
    assert.deepEqual(readFlags(['create-script']), NO_FLAGS);
    assert.deepEqual(
      readFlags(['create-script', '--userStartupCommand=a b', 'x', '-debugPort', '1']),
      { ...NO_FLAGS, command: 'a b' },
    );
    assert.deepEqual(
      readFlags(['create-script', '-userStartupCommand', '-x', '-debugAdapter', 'ptvsd']),
      { ...NO_FLAGS, command: '-x', debugAdapter: 'ptvsd' },
    );
  });
});

describe('the manifest', () => {
  it('matches keys in any case, and has empty ones for the others', () => {
    assert.deepEqual(readManifest('\uFEFFPACKAGEDIR = "p"\r\nvirtualEnvName = "v"\r\nx = 1\r\n'), {
      CompressDestinationDir: '',
      SourceDirectoryInBuildContainer: '',
      VirtualEnvName: 'v',
      CompressedVirtualEnvFile: '',
      OperationId: '',
      PackageDir: 'p',
      PythonVersion: '',
    });
  });
});

describe('TOML 1.1', () => {
  const ROWS: readonly (readonly [text: string, found: RegExp | undefined])[] = [
    ['a = "\\e"', /escape/],
    ['a = """\n\\x41"""', /escape/],
    ['a = "\\\\e"', undefined],
    ["a = '\\e'", undefined],
    ['a = 07:32', /seconds/],
    ['a = 07:32:10', undefined],
    ['a = "07:32" # 07:32', undefined],
    ['a = {\n b = 1 }', /several lines/],
    ['a = { b = [\n1,\n] }', undefined],
    ['a = [\n1,\n]', undefined],
    ['a = { b = 1, }', /comma/],
    ['a = "{\\n,}"', undefined],
    ['a = """\\"""\\e"""', /escape/],
    ['a = """\\\\""" # \\e', undefined],
    ['a = """x"""" # \\e "', undefined],
    ["a = '''x'''' # ', 07:32", undefined],
    ['a = """x"""""\nb = "\\e"', /escape/],
  ];
  for (const [text, found] of ROWS) {
    it(`${found === undefined ? 'is not in' : 'is in'} ${JSON.stringify(text)}`, () => {
      if (found === undefined) assert.equal(findToml11(text), undefined);
      else assert.match(findToml11(text) ?? '', found);
    });
  }

  it('is told at once of strings that do not end, with backslashes', () => {
    for (const text of [
      `a = """x"""" # """"${'\\'.repeat(46)}`,
      `a = """${'\\'.repeat(50_001)}`,
      `a = "${'\\'.repeat(50_001)}`,
    ]) {
      assert.equal(findToml11(text), undefined);
    }
  });
});
