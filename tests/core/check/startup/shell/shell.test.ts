import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

import {
  loadShellParser,
  type ShellParser,
} from '../../../../../tasks/core/check/startup/shell/shell.js';

/** Whether a shell reads the text, without running it. */
function isRead(shell: string, text: string): boolean {
  return spawnSync(shell, ['-n'], { input: text }).status === 0;
}

describe('the shell parser', () => {
  let parser: ShellParser;
  before(async () => {
    parser = await loadShellParser();
  });

  const problems = [
    { text: 'gunicorn "app:app', message: 'unterminated double quote', line: 1 },
    { text: "echo a\necho 'b", message: 'unterminated single quote', line: 2 },
    { text: 'echo a\n( b', message: "expected ')' to close subshell", line: 2 },
    { text: 'a && ', message: "expected command after '&&'", line: 1 },
    { text: 'echo\necho $(b ', message: 'unterminated command substitution', line: 2 },
    { text: 'oryx gunicorn app:create_app()', message: "unexpected token '('", line: 1 },
    { text: 'x'.repeat(200_000), message: 'longer than 131072 characters', line: 1, isLimit: true },
  ];
  for (const { text, ...problem } of problems) {
    it(`tells what is wrong with ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.deepEqual(parser.parse(text).problem, problem);
    });
  }

  it('finds a problem in a nested script', () => {
    const { problem } = parser.parse('echo a\necho $(if b; then)');
    assert.equal(problem?.line, 2);
  });

  const alike = [
    'gunicorn --bind=0.0.0.0 --timeout 600 app:app',
    'gunicorn "app:create_app()" && echo done',
    'gunicorn "app:create_app()',
    "echo 'it is'",
    "echo 'it's",
    'if [ -f x ]; then . x; fi; a',
    'if [ -f x ]; then . x',
    'for i in a b; do echo $i; done & wait',
    'for i in a b; echo $i; done',
    'cat <<EOF\nhi $(date)\nEOF\n',
    'a | | b',
    'a ;; b',
    'case $1 in a) b ;; *) c ;; esac',
    '( cd x && y ) || { z; }',
    'echo $(echo `echo a`)',
    'a && || b',
    '',
    '# nothing',
  ];
  for (const text of alike) {
    it(`agrees with bash and dash on ${JSON.stringify(text)}`, () => {
      const isFine = parser.parse(text).problem === undefined;
      assert.deepEqual([isFine, isFine], [isRead('bash', text), isRead('dash', text)]);
    });
  }

  it('finds comments, and no # in a word, a string or a here-document', () => {
    const text = ['a#b # one', '\'# no\' "# no" # two', 'cat <<E', '# no', 'E', '# three', '$#'];
    assert.deepEqual(parser.parse(text.join('\n')).comments, [
      { text: 'one', line: 1 },
      { text: 'two', line: 2 },
      { text: 'three', line: 6 },
    ]);
  });

  const hostile = [
    'a $(',
    '\'"`',
    '(',
    '{ ',
    'if a; then ',
    '$((',
    '${a:-',
    '<<A ',
    'a|',
    'a && ',
    '[[ a && ',
    'case a in ',
    '\\',
    '\u0000',
    "$'\\x",
  ];
  for (const piece of hostile) {
    it(`survives 32 KB of ${JSON.stringify(piece)}`, () => {
      const parsed = parser.parse(piece.repeat(Math.ceil(32_768 / piece.length)));
      assert.equal(parsed.tree.type, 'Script');
    });
  }
});
