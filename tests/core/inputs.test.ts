// Inputs: trimmed, typed, paths absolute, macros refused by name.

import assert from 'node:assert/strict';
import { Inputs } from '../../tasks/core/inputs.js';
import { Stopped, type Failure } from '../../tasks/core/terms/failure.js';
import { LAYOUTS } from '../../tasks/core/terms/layout.js';
import { readValidateRequest } from '../../tasks/core/validate-request.js';

const ROOT = '/agent/_work/1/s';

function inputs(values: Readonly<Record<string, string>>): Inputs {
  return new Inputs({ value: (name) => values[name], workingFolder: ROOT, emptyPaths: [ROOT] });
}

interface Case {
  readonly name: string;
  readonly value?: string;
  readonly read: (from: Inputs) => unknown;
  readonly expect?: unknown;
  readonly failure?: Failure;
}

const macro = (value: string): Failure => ({
  code: 'unresolved-variable',
  input: 'requirements',
  value,
});

const cases: readonly Case[] = [
  {
    name: 'text, trimmed',
    value: '  a b \n',
    read: (from) => from.text('requirements'),
    expect: 'a b',
  },
  {
    name: 'text, empty',
    value: '  ',
    read: (from) => from.text('requirements'),
    expect: undefined,
  },
  { name: 'text, none', read: (from) => from.text('requirements'), expect: undefined },
  {
    name: "text may hold the shell's $()",
    value: 'echo $(date)',
    read: (from) => from.text('requirements'),
    expect: 'echo $(date)',
  },
  {
    name: 'word with a macro',
    value: '$(Foo)',
    read: (from) => from.word('requirements'),
    failure: macro('$(Foo)'),
  },
  {
    name: 'choice, none: the first',
    read: (from) => from.choice('requirements', LAYOUTS),
    expect: 'venvTarball',
  },
  {
    name: 'choice in any case',
    value: 'APPTARBALL',
    read: (from) => from.choice('requirements', LAYOUTS),
    expect: 'appTarball',
  },
  {
    name: 'choice that is none',
    value: 'zip',
    read: (from) => from.choice('requirements', LAYOUTS),
    failure: { code: 'unknown-choice', input: 'requirements', value: 'zip', allowed: LAYOUTS },
  },
  {
    name: 'integer',
    value: ' 1800 ',
    read: (from) => from.integer('requirements', 1, 1800),
    expect: 1800,
  },
  {
    name: 'integer, none',
    read: (from) => from.integer('requirements', 1, 1800),
    expect: undefined,
  },
  ...['0', '1801', '-1', '1.5', '5m', '1e2'].map((value) => ({
    name: `integer that is none or too small or large: ${value}`,
    value,
    read: (from: Inputs) => from.integer('requirements', 1, 1800),
    failure: {
      code: 'no-such-number',
      input: 'requirements',
      value,
      least: 1,
      most: 1800,
    } as const,
  })),
  {
    name: 'integer with a macro',
    value: '$(Seconds)',
    read: (from) => from.integer('requirements', 1, 1800),
    failure: macro('$(Seconds)'),
  },
  ...['/', '/health', '/api/health?deep=1', '/h%C3%A4lth'].map((value) => ({
    name: `path of the site: ${value}`,
    value,
    read: (from: Inputs) => from.sitePath('requirements'),
    expect: value,
  })),
  ...['health', 'https://shop.azurewebsites.net/health', '/my health', '/hälth'].map((value) => ({
    name: `path of the site that is none: ${value}`,
    value,
    read: (from: Inputs) => from.sitePath('requirements'),
    failure: { code: 'no-site-path', input: 'requirements', value } as const,
  })),
  {
    name: 'path of the site, none',
    read: (from) => from.sitePath('requirements'),
    expect: undefined,
  },
  {
    name: 'lines',
    value: 'a\r\n\n  \n b\n',
    read: (from) => from.lines('requirements'),
    expect: ['a', ' b'],
  },
  { name: 'lines, none', read: (from) => from.lines('requirements'), expect: [] },
  {
    name: 'lines with a macro',
    value: 'a\n$(b)',
    read: (from) => from.lines('requirements'),
    failure: macro('a\n$(b)'),
  },
  {
    name: 'file, relative',
    value: 'a/../r.txt',
    read: (from) => from.file('requirements'),
    expect: `${ROOT}/r.txt`,
  },
  ...['"a b.zip"', "'a b.zip'"].map((value) => ({
    name: `file, in quotes: ${value}`,
    value,
    read: (from: Inputs) => from.file('requirements'),
    expect: `${ROOT}/a b.zip`,
  })),
  {
    name: 'place, in quotes, with a slash',
    value: '"my drop/"',
    read: (from) => from.place('requirements'),
    expect: `${ROOT}/my drop/`,
  },
  {
    name: 'folder with a quote in its name',
    value: "bob's",
    read: (from) => from.folder('requirements'),
    expect: `${ROOT}/bob's`,
  },
  {
    name: 'file, absolute',
    value: '/r.txt',
    read: (from) => from.file('requirements'),
    expect: '/r.txt',
  },
  { name: 'file, none', value: '', read: (from) => from.file('requirements'), expect: undefined },
  {
    name: 'file, empty and made a folder by the agent',
    value: ROOT,
    read: (from) => from.file('requirements'),
    expect: undefined,
  },
  {
    name: 'file, the same with a slash',
    value: `${ROOT}/`,
    read: (from) => from.file('requirements'),
    expect: undefined,
  },
  { name: 'place, none', value: '', read: (from) => from.place('requirements'), expect: undefined },
  {
    name: 'place, the root itself',
    value: ROOT,
    read: (from) => from.place('requirements'),
    expect: ROOT,
  },
  {
    name: 'place with a slash',
    value: 'drop/',
    read: (from) => from.place('requirements'),
    expect: `${ROOT}/drop/`,
  },
  {
    name: 'place with a macro',
    value: '$(Build.X)/web.zip',
    read: (from) => from.place('requirements'),
    failure: macro('$(Build.X)/web.zip'),
  },
  { name: 'folder, none', read: (from) => from.folder('requirements'), expect: ROOT },
  {
    name: 'folder, the root itself',
    value: ROOT,
    read: (from) => from.folder('requirements'),
    expect: ROOT,
  },
  {
    name: 'folder, relative',
    value: 'src/web',
    read: (from) => from.folder('requirements'),
    expect: `${ROOT}/src/web`,
  },
  {
    name: 'folder with a macro',
    value: '$(Build.X)/web',
    read: (from) => from.folder('requirements'),
    failure: macro('$(Build.X)/web'),
  },
  {
    name: 'program by name',
    value: 'python3.12',
    read: (from) => from.program('requirements'),
    expect: 'python3.12',
  },
  {
    name: 'program by path',
    value: './bin/python',
    read: (from) => from.program('requirements'),
    expect: `${ROOT}/bin/python`,
  },
];

describe('the package of AntenvValidate', () => {
  it('is the folder that is named, also where an empty path would become that one', () => {
    const from = new Inputs({
      value: (name) => (name === 'package' ? ROOT : undefined),
      workingFolder: ROOT,
      emptyPaths: [ROOT],
    });
    assert.equal(readValidateRequest(from).package, ROOT);
  });
});

describe('an empty text', () => {
  const read = (emptyIsGiven: boolean, values: Readonly<Record<string, string>>) =>
    new Inputs({
      value: (name) => values[name],
      workingFolder: ROOT,
      emptyPaths: [],
      emptyIsGiven,
    }).textOrEmpty('requirements');

  it('is one where a user gives it, and nothing where a form has it', () => {
    assert.deepEqual(
      [read(true, { requirements: ' ' }), read(false, { requirements: ' ' })],
      ['', undefined],
    );
    assert.deepEqual([read(true, {}), read(false, {})], [undefined, undefined]);
    assert.deepEqual(
      [read(true, { requirements: ' a ' }), read(false, { requirements: ' a ' })],
      ['a', 'a'],
    );
  });

  it('is nothing where nobody says how it is meant', () => {
    assert.equal(inputs({ requirements: '' }).textOrEmpty('requirements'), undefined);
  });
});

describe('Inputs', () => {
  for (const { name, value, read, expect, failure } of cases) {
    it(name, () => {
      const from = inputs(value === undefined ? {} : { requirements: value });
      if (!failure) return assert.deepEqual(read(from), expect);
      assert.throws(
        () => read(from),
        (error) => {
          assert.ok(error instanceof Stopped);
          assert.deepEqual(error.failure, failure);
          return true;
        },
      );
    });
  }
});
