// The names of inputs: the same in task.json and in the code, each with its place on the command line.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { asFlag } from '../../tasks/cli/flags.js';
import { COMMANDS } from '../../tasks/cli/commands.js';
import { INPUTS } from '../../tasks/core/terms/input-name.js';

interface Task {
  readonly inputs: readonly { readonly name: string }[];
}

const declared = ['AntenvPackage', 'AntenvValidate'].flatMap((folder) =>
  (JSON.parse(readFileSync(`tasks/${folder}/task.json`, 'utf8')) as Task).inputs.map(
    ({ name }) => name,
  ),
);

describe('the names of inputs', () => {
  it('are those that the tasks declare, and what the command line alone writes', () => {
    assert.deepEqual([...INPUTS].toSorted(), [...new Set([...declared, 'sarif'])].toSorted());
  });

  it('have a flag or an operand each, but for the service connection, which a laptop has not', () => {
    const flags = COMMANDS.flatMap(({ options }) => options.map(({ name }) => `--${name}`));
    const operands = COMMANDS.flatMap((command) => command.operands.match(/[A-Z_]{2,}/g) ?? []);
    const known = new Set([...flags, ...operands]);
    assert.deepEqual(
      INPUTS.filter((name) => !known.has(asFlag.name(name))),
      ['azureSubscription'],
    );
  });

  it('stand with a value as it would be pasted', () => {
    assert.equal(asFlag.with('prune', 'none'), '--prune=none');
    assert.equal(asFlag.with('packagePath', "'a b.zip'"), "--out='a b.zip'");
    assert.equal(asFlag.with('appRoot', "'src'"), "APP_ROOT: 'src'");
  });
});
