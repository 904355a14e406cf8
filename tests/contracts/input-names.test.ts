// The names of inputs: the same in task.json and in the code, each with its place on the command line.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Names that are no words, so that they can be found in a sentence; a service connection has no flag. */
const TELLING = INPUTS.filter((name) => /[A-Z]/.test(name) && name !== 'azureSubscription');

/** What is said of another task's input, or for the catalogue and the tasks alone. */
const OTHERS =
  /\$\(pack\.packagePath\)|fold it into one line: `appSettings: >-`|^\s*(?:bad|good|example): |leave appName empty/;

/** The texts with a space in them, without what is put into them. */
function sentencesOf(code: string): string[] {
  const texts = code
    .replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')
    .replaceAll(/\$\{[^{}`]*(?:`[^`]*`[^{}]*)?\}/g, '…');
  return texts
    .split('\n')
    .filter((line) => !OTHERS.test(line))
    .flatMap((line) => line.match(/'[^']* [^']*'|"[^"]* [^"]*"|`[^`]* [^`]*`/g) ?? []);
}

describe('the names of inputs', () => {
  it('are in no sentence by hand: the command line calls them otherwise', () => {
    const named = new RegExp(`\\b(?:${TELLING.join('|')})\\b`);
    const files = readdirSync('tasks/core', { recursive: true, encoding: 'utf8' });
    const found = files
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => sentencesOf(readFileSync(join('tasks/core', path), 'utf8')))
      .filter((text) => named.test(text));
    assert.deepEqual(found, []);
  });

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
