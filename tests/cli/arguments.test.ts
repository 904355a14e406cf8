// How flags are read, and what the inputs are called on a command line.

import assert from 'node:assert/strict';
import { readArguments } from '../../tasks/cli/arguments.js';
import type { CliOption } from '../../tasks/cli/command.js';
import { asFlag } from '../../tasks/cli/flags.js';

const OPTIONS: readonly CliOption[] = [
  { name: 'out', value: 'FILE', help: '' },
  { name: 'exclude', value: 'PATTERN', repeatable: true, help: '' },
  { name: 'json', help: '' },
];

describe('readArguments', () => {
  it('has a line for each time that a flag is repeated', () => {
    const given = readArguments(['--exclude', '*.md', 'web', '--exclude=a b'], OPTIONS);
    assert.deepEqual(
      [given.operands, given.value('exclude'), given.value('out'), given.has('json')],
      [['web'], '*.md\na b', undefined, false],
    );
  });

  it('takes a switch that is given twice for one', () => {
    assert.equal(readArguments(['--json', '--json'], OPTIONS).has('json'), true);
  });

  it('keeps an empty value, and what follows -- as it is', () => {
    const given = readArguments(['--out=', '--', '--json'], OPTIONS);
    assert.deepEqual([given.value('out'), given.operands], ['', ['--json']]);
  });

  for (const [args, message] of [
    [['--constructor'], 'There is no flag --constructor here.'],
    [['--jsn'], 'There is no flag --jsn here; perhaps --json is meant.'],
    [['--packagePath', 'a'], 'There is no flag --packagePath here; perhaps --out is meant.'],
    [['--appName', 'a'], 'There is no flag --appName here.'],
    [['--out', 'a', '--out', 'a'], '--out is given more than once.'],
    [['web', ''], "An argument is empty, ''. Give a value to the variable that it comes from."],
    [[' '], "An argument is empty, ''. Give a value to the variable that it comes from."],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}`, () => {
      assert.throws(() => readArguments(args, OPTIONS), {
        failure: { code: 'usage', message },
      });
    });
  }
});

describe('asFlag', () => {
  it('calls what has its place by that, and all else by its flag', () => {
    assert.deepEqual(
      [
        asFlag.name('appRoot'),
        asFlag.with('appRoot', 'src/web'),
        asFlag.with('package', 'web.zip'),
        asFlag.with('packagePath', 'web.zip'),
        asFlag.called('layout'),
      ],
      ['APP_ROOT', 'APP_ROOT: src/web', 'PACKAGE: web.zip', '--out=web.zip', '--layout'],
    );
    assert.equal(
      asFlag.otherTempFolder,
      'Set TMPDIR to a folder that exists and that you may write to.',
    );
    assert.equal(asFlag.ownVariable, 'a variable of this shell (export NAME=value)');
  });
});
