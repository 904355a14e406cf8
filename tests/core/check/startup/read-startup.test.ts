import assert from 'node:assert/strict';

import { readPreRun, readStartup } from '../../../../tasks/core/check/startup/read-startup.js';
import type { Layout } from '../../../../tasks/core/terms/layout.js';
import { tree } from './startup-fixtures.js';

interface Row {
  readonly name: string;
  readonly command: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly layout?: Layout;
  /** `[flags] folder> words`; flags: b(ackground), c(onditional), g(ate). */
  readonly expect: readonly string[];
}

async function shortCommands({ command, files, layout }: Row): Promise<string[]> {
  const { commands } = await readStartup(command, files && tree(files), layout);
  return commands.map((one) => {
    const flags = [one.background && 'b', one.conditional && 'c', one.gate && 'g'];
    return `${flags.filter(Boolean).join('')} ${one.folder ?? '?'}> ${one.words.join(' ')}`.trim();
  });
}

describe('the commands of a startup command', () => {
  const rows: readonly Row[] = [
    {
      name: 'one command',
      command: 'gunicorn "app:create_app()"',
      expect: ['> gunicorn app:create_app()'],
    },
    { name: 'a chain', command: 'a && b; c', expect: ['g > a', '> b', '> c'] },
    { name: 'after a test', command: '[ -f x ] && a', expect: ['g > [ -f x ]', 'c > a'] },
    { name: 'after ||', command: 'a || b', expect: ['> a', 'c > b'] },
    { name: 'after a negation', command: 'x; ! a && b', expect: ['> x', 'g > a', 'c > b'] },
    {
      name: 'branches',
      command: 'x; if [ -d y ]; then a; elif b; then c; else d; fi; e',
      expect: ['> x', '> [ -d y ]', '> b', 'c > a', 'c > c', 'c > d', '> e'],
    },
    {
      name: 'a loop over words',
      command: 'x; for i in 1 2; do a $i; done',
      expect: ['> x', '> a $i'],
    },
    {
      name: 'a loop that may not run',
      command: 'x; while y; do a; done',
      expect: ['> x', '> y', 'c > a'],
    },
    {
      name: 'cases',
      command: 'x; case $A in a) b;; *) c;; esac',
      expect: ['> x', 'c > b', 'c > c'],
    },
    { name: 'the background', command: 'nohup a & b', expect: ['b > a', '> b'] },
    {
      name: 'a group in the background',
      command: 'x; (a; b) &',
      expect: ['> x', 'b > a', 'b > b'],
    },
    {
      name: 'cd',
      command: 'cd src && a; cd .. ; b',
      expect: ['g > cd src', 'src> a', 'src> cd ..', '> b'],
    },
    {
      name: 'cd to the site',
      command: 'cd /home/site/wwwroot/api && a',
      expect: ['g > cd /home/site/wwwroot/api', 'api> a'],
    },
    {
      name: 'cd to the site of a whole-app tarball',
      command: 'cd /home/site/wwwroot && a',
      layout: 'appTarball',
      expect: ['g > cd /home/site/wwwroot', '?> a'],
    },
    {
      name: 'cd in a subshell',
      command: 'x; (cd src; a); b',
      expect: ['> x', '> cd src', 'src> a', '> b'],
    },
    {
      name: 'cd in a branch',
      command: '[ -d a ] && cd a; b',
      expect: ['g > [ -d a ]', 'c > cd a', '?> b'],
    },
    {
      name: 'cd to where nobody knows',
      command: 'cd src; cd -; a; cd; b',
      expect: ['> cd src', 'src> cd -', '?> a', '?> cd', '?> b'],
    },
    {
      name: 'pushd and popd',
      command: 'x; pushd src; a; pushd api; b; popd; c; popd; d; popd; e',
      expect: [
        '> x',
        '> pushd src',
        'src> a',
        'src> pushd api',
        'src/api> b',
        'src/api> popd',
        'src> c',
        'src> popd',
        '> d',
        '> popd',
        '?> e',
      ],
    },
    {
      name: 'pushd in a subshell, and without a folder',
      command: 'x; pushd src; (popd; a); b; popd; pushd; c',
      expect: ['> x', '> pushd src', 'src> popd', '> a', 'src> b', 'src> popd', '> pushd', '?> c'],
    },
    {
      name: 'variables that are no more known',
      command: 'A=1 B=2 C=3; x $A $B $C; unset A; read -r B; printf -v C y; y $A $B $C',
      expect: [
        '> A=1 B=2 C=3',
        '> x 1 2 3',
        '> unset A',
        '> read -r B',
        '> printf -v C y',
        '> y $A $B $C',
      ],
    },
    {
      name: 'variables declared, also with a space',
      command: 'declare -x A=1; local B="2 3"; x $A "$B"',
      expect: ['> declare -x A=1', '> local B=2 3', '> x 1 2 3'],
    },
    {
      name: 'set -e, by each of its names, and taken back',
      command: 'set -eu; a; set +e; b; set -o errexit; c; set +xe; d',
      expect: [
        '> set -eu',
        'g > a',
        'g > set +e',
        '> b',
        '> set -o errexit',
        'g > c',
        'g > set +xe',
        '> d',
      ],
    },
    {
      name: 'what branches set to the same is known',
      command: "x; if y; then export A=1; B=2; else export A=1; B=3; fi; bash -c 'z $A $B'",
      expect: ['> x', '> y', 'c > export A=1', 'c > B=2', 'c > export A=1', 'c > B=3', '> z 1 $B'],
    },
    {
      name: 'a function in a branch, called behind it',
      command: 'x; if y; then f() { a; }; fi; f',
      expect: ['> x', '> y', '> a'],
    },
    {
      name: 'nothing after branches that all end',
      command: 'x; if y; then exec a; else exec b; fi; c',
      expect: ['> x', '> y', 'c > a', 'c > b'],
    },
    {
      name: 'after branches of which one ends',
      command: 'x; if y; then exec a; fi; c',
      expect: ['> x', '> y', 'c > a', '> c'],
    },
    {
      name: 'a branch that goes elsewhere and ends',
      command: 'x; if y; then cd src; A=1; exec a; fi; c $A',
      expect: ['> x', '> y', 'c > cd src', 'c src> A=1', 'c src> a', '> c $A'],
    },
    {
      name: 'a shell of its own knows what is exported, and no functions',
      command: "A=1; export B=2; declare -x C=3; f() { z; }; bash -c 'f; x $A $B $C'",
      expect: ['> A=1', '> export B=2', '> declare -x C=3', '> f', '> x $A 2 3'],
    },
    {
      name: 'variables',
      command: 'A=x:y; export B="$A"; gunicorn $B $C',
      expect: ['> A=x:y', '> export B=x:y', '> gunicorn x:y $C'],
    },
    {
      name: 'a variable that splits',
      command: 'A="-w 4"; b $A "$A"',
      expect: ['> A=-w 4', '> b -w 4 -w 4'],
    },
    {
      name: 'a variable set in one branch',
      command: 'x; if y; then A=1; fi; b $A',
      expect: ['> x', '> y', 'c > A=1', '> b $A'],
    },
    { name: 'a default', command: 'b ${PORT:-8000}', expect: ['> b ${PORT:-8000}'] },
    {
      name: 'a program with a default',
      command: 'PY=${PYTHON:-python}; exec $PY -m b; c',
      expect: ['> PY=${PYTHON:-python}', '> python -m b'],
    },
    {
      name: 'a program without a value',
      command: '${PY:-} b; $PY',
      expect: ['> ${PY:-} b', '> $PY'],
    },
    {
      name: 'wrappers',
      command: 'exec nohup env A=1 timeout -k 5 10 gunicorn x',
      expect: ['> gunicorn x'],
    },
    { name: 'nothing after exec', command: 'exec a; b', expect: ['> a'] },
    { name: 'nothing after exit', command: 'exit 0; b', expect: ['> exit 0'] },
    {
      name: 'a command in bash -c',
      command: 'bash -lc "cd src && a"',
      expect: ['g > cd src', 'src> a'],
    },
    { name: 'eval', command: 'eval "a && b"', expect: ['g > a', '> b'] },
    { name: 'comments', command: 'a # && pip install x', expect: ['> a'] },
    { name: 'a here-document', command: 'cat <<E\npip install x\nE\na', expect: ['> cat', '> a'] },
    { name: 'a substitution', command: 'a $(b c) `d`', expect: ['> b c', '> d', '> a $(b c) `d`'] },
    {
      name: 'a function that is called',
      command: 'x; f() { a; }; f; g() { b; }',
      expect: ['> x', '> a'],
    },
    {
      name: 'a function that calls itself',
      command: 'x; f() { a; f; }; f',
      expect: ['> x', '> a', '> f'],
    },
    {
      name: 'a script',
      command: 'startup.sh',
      files: { 'startup.sh': '#!/bin/sh\nset -e\nexec gunicorn x\n' },
      expect: ['> startup.sh', '> set -e', 'g > gunicorn x'],
    },
    {
      name: 'scripts that call scripts',
      command: 'bash a.sh; ./b.sh; . ./c.sh; d',
      files: { 'a.sh': 'cd x; a', 'b.sh': 'b', 'c.sh': 'cd y; c' },
      expect: [
        '> bash a.sh',
        '> cd x',
        'x> a',
        '> ./b.sh',
        '> b',
        '> . ./c.sh',
        '> cd y',
        'y> c',
        'y> d',
      ],
    },
    {
      name: 'a circle of scripts',
      command: 'a.sh',
      files: { 'a.sh': './b.sh', 'b.sh': './a.sh' },
      expect: ['> a.sh', '> ./b.sh', '> ./a.sh'],
    },
    {
      name: 'a script beside a script',
      command: 'bin/run.sh',
      files: { 'bin/run.sh': 'cd "$(dirname "$0")"; ./x.sh', 'bin/x.sh': 'x' },
      expect: ['> bin/run.sh', '> cd $(dirname "$0")', 'bin> ./x.sh', 'bin> x'],
    },
    {
      name: 'a script of another language',
      command: './run.sh',
      files: { 'run.sh': '#!/usr/bin/env python3\nimport pip' },
      expect: ['> ./run.sh'],
    },
    {
      name: 'a first line',
      command: 'startup.txt',
      files: { 'startup.txt': 'a b\nc' },
      expect: ['> a b'],
    },
  ];
  for (const row of rows) {
    it(row.name, async () => {
      // What looks for a place to stand runs in the substitution before.
      const found = await shortCommands(row);
      assert.deepEqual(
        found.filter((line) => !line.endsWith('> dirname $0')),
        row.expect,
      );
    });
  }

  it('have their environment, wrappers, pipes and files', async () => {
    const { commands } = await readStartup(
      'export A=1; B=2 exec env C=3 curl -s x > out.txt | bash',
      undefined,
      undefined,
    );
    assert.deepEqual(commands[1], {
      words: ['curl', '-s', 'x'],
      environment: { A: '1', B: '2', C: '3' },
      where: { file: 'startup command' },
      background: false,
      conditional: false,
      reach: 'certain',
      folder: '',
      assigned: ['B', 'C'],
      wrappers: ['exec', 'env'],
      shell: 'sh',
      pipedInto: 'bash',
      gate: false,
      afterFailure: 2,
      writesTo: ['out.txt'],
    });
  });

  it('of scripts have their lines, interpreters, shells and ignored codes', async () => {
    const text =
      '#!/bin/bash\r\n# antenv: ignore startup/slow-step, server/tls\r\n[[ a ]] && b\r\n';
    const startup = await readStartup('run.sh', tree({ 'run.sh': text }), undefined);
    assert.deepEqual(startup.scripts, [
      {
        path: 'run.sh',
        text,
        interpreter: '/bin/bash',
        shell: 'bash',
        bashisms: [{ text: '[[', line: 3 }],
      },
    ]);
    assert.deepEqual(startup.ignored, [
      { code: 'startup/slow-step', where: { file: 'run.sh', line: 2 } },
      { code: 'server/tls', where: { file: 'run.sh', line: 2 } },
    ]);
    assert.deepEqual(startup.commands.at(-1)?.where, { file: 'run.sh', line: 3 });
    assert.equal(startup.problem, undefined);
  });

  it('tell where a script cannot be parsed', async () => {
    const startup = await readStartup('run.sh', tree({ 'run.sh': 'a\nif b; then\n' }), undefined);
    assert.equal(startup.problem?.where.file, 'run.sh');
  });

  it('end where the shell stops at a syntax error', async () => {
    const command = await readStartup('streamlit run A(B)/c.py', undefined, undefined);
    assert.equal(command.problem?.where.file, 'startup command');
    assert.deepEqual([command.commands, command.servers], [[], []]);
    const files = tree({ 'run.sh': 'first\nsecond A(B)\nthird\n' });
    const script = await readStartup('run.sh', files, undefined);
    assert.deepEqual(
      script.commands.map(({ words }) => words),
      [['run.sh'], ['first']],
    );
  });

  it('know what the text begins with where that is no simple command', async () => {
    const starts = ['(a)', '{ a; }', 'if a; then b; fi', '! a', 'a', '[[ a ]]', 'A=1 b', '((1))'];
    const found = await Promise.all(starts.map((text) => readStartup(text, undefined, undefined)));
    assert.deepEqual(
      found.map(({ startsWith }) => startsWith),
      ['(', '{', 'if', '!', undefined, undefined, undefined, '(('],
    );
  });

  it('of PRE_RUN_COMMAND are in the app settings', async () => {
    const settings = [{ name: 'PRE_RUN_COMMAND', value: 'a && b', slotSetting: undefined }];
    const commands = await readPreRun(settings, undefined, undefined);
    assert.deepEqual(
      commands.map(({ words, where }) => [words.join(' '), where]),
      [
        ['a', { file: 'app settings' }],
        ['b', { file: 'app settings' }],
      ],
    );
    assert.deepEqual(await readPreRun([], undefined, undefined), []);
  });

  it('of 32 KB of calls stay few', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => `f${i}(){ f${i + 1}; f${i + 1}; }`);
    const { commands } = await readStartup(`${many.join('\n')}\nf0`, undefined, undefined);
    assert.ok(commands.length <= 5000, `${commands.length} commands`);
  });
});
