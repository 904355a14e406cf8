// Tracebacks in a log: stacks, chains, groups, and what stands around them.

import assert from 'node:assert/strict';

import { exceptionLine, readTracebacks } from '../../../../tasks/core/check/rehearsal/traceback.js';
import { DRIVERS } from './logs-of-drivers.js';
import { STARTS } from './logs-of-starts.js';

function typesOf(log: string): string[][] {
  return readTracebacks(log.split('\n')).map((chain) => chain.map(({ type }) => type));
}

describe('readTracebacks', () => {
  it('reads a stack with its code, without marks, and the message to its end', () => {
    const log = [
      'INFO:     Started server process [13]',
      'Traceback (most recent call last):',
      '  File "/home/site/wwwroot/app.py", line 2, in <module>',
      '    config = load()',
      '             ^^^^^^',
      '  File "<frozen os>", line 679, in __getitem__',
      '  [Previous line repeated 3 more times]',
      "my.Error: unknown mode 'x'",
      '  and more of it',
      '[2026-11-21 11:04:33 +0000] [13] [INFO] Worker exiting (pid: 13)',
    ];
    assert.deepEqual(readTracebacks(log), [
      [
        {
          type: 'my.Error',
          message: "unknown mode 'x'\n  and more of it",
          frames: [
            {
              file: '/home/site/wwwroot/app.py',
              line: 2,
              function: '<module>',
              code: 'config = load()',
            },
            { file: '<frozen os>', line: 679, function: '__getitem__', code: '' },
          ],
        },
      ],
    ]);
  });

  it('keeps the code where marks and tildes stand below it', () => {
    const log = [
      'Traceback (most recent call last):',
      '  File "/app/a.py", line 2, in f',
      '    return a / b',
      '           ~~^~~',
      'ZeroDivisionError: division by zero',
    ];
    assert.equal(readTracebacks(log)[0]?.[0]?.frames[0]?.code, 'return a / b');
  });

  it('tells marks from code below a frame', () => {
    const codeBelow = (line: string): string | undefined =>
      readTracebacks([...HEAD, line, 'ValueError: x'])[0]?.[0]?.frames[0]?.code;
    const HEAD = ['Traceback (most recent call last):', '  File "/app/a.py", line 2, in f'];
    for (const marks of ['~~^~~', '^', '^^^ ~~  ^', '[Previous line repeated 995 more times]']) {
      assert.equal(codeBelow(`    ${marks}`), '');
    }
    for (const code of [
      '~mask',
      `${'~'.repeat(50_000)} settings`,
      `${'~ '.repeat(25_000)}settings`,
    ]) {
      assert.equal(codeBelow(`    ${code}`), code);
    }
  });

  it('reads the place of a syntax error, with and without a stack', () => {
    for (const log of [STARTS.syntax, STARTS['syntax-py']]) {
      const last = readTracebacks(log.split('\n')).at(-1)?.at(-1);
      assert.equal(last?.type, 'SyntaxError');
      assert.equal(last.frames.at(-1)?.function, undefined);
      assert.equal(last.frames.at(-1)?.file, '/home/site/wwwroot/app.py');
    }
  });

  it('takes a chain for one, by cause and by context', () => {
    assert.deepEqual(typesOf(DRIVERS['redis-local']), [
      ['ConnectionRefusedError', 'redis.exceptions.ConnectionError'],
    ]);
    assert.deepEqual(typesOf(DRIVERS['dj-environ']), [
      ['KeyError', 'django.core.exceptions.ImproperlyConfigured'],
    ]);
  });

  it('takes two that follow each other for two', () => {
    assert.deepEqual(typesOf(`${STARTS['no-module']}\n${STARTS.value}`), [
      ['ModuleNotFoundError'],
      ['ValueError'],
    ]);
  });

  it('reads below the prefix of a logger', () => {
    assert.deepEqual(typesOf(STARTS.lifespan), [['RuntimeError']]);
    assert.deepEqual(typesOf(STARTS['no-worker-class']), [['ModuleNotFoundError', 'RuntimeError']]);
  });

  it('reads the members of a group with their causes', () => {
    assert.deepEqual(typesOf(DRIVERS.group), [
      ['ExceptionGroup', 'httpcore.ConnectError', 'httpx.ConnectError'],
    ]);
    const [, , member] = readTracebacks(DRIVERS.group.split('\n'))[0] ?? [];
    assert.equal(member?.frames[0]?.code, 'await client.get("https://api.example.org/config")');
  });

  it('begins a message that has nothing behind its colon with the next line', () => {
    // As multiprocessing writes it: Python 3.14 starts processes so that the app is imported once more.
    const log = [
      'Traceback (most recent call last):',
      '  File "/opt/python/3.14.6/lib/python3.14/multiprocessing/spawn.py", line 140, in _check_not_importing_main',
      "    raise RuntimeError('''",
      '    ...<16 lines>...',
      "    ''')",
      'RuntimeError: ',
      '        An attempt has been made to start a new process before the',
      '        current process has finished its bootstrapping phase.',
      '',
      '        This probably means that you are not using fork to start your',
    ];
    const [[exception] = []] = readTracebacks(log);
    assert.equal(
      exception?.message,
      'An attempt has been made to start a new process before the\n        current process has finished its bootstrapping phase.',
    );
    assert.equal(
      exception && exceptionLine(exception),
      'RuntimeError: An attempt has been made to start a new process before the',
    );
  });

  it('does not take the next line of a log for the message of an exception that has none', () => {
    const log = [
      'Traceback (most recent call last):',
      '  File "/a.py", line 1, in f',
      'MemoryError',
    ];
    const [[exception] = []] = readTracebacks([...log, 'loaded 5 models']);
    assert.equal(exception && exceptionLine(exception), 'MemoryError');
  });

  it('leaves out a stack without an exception', () => {
    const log = ['Stack (most recent call last):', '  File "/a.py", line 1, in f', '    g()'];
    assert.deepEqual(readTracebacks([...log, '{"level": "info"}']), []);
    assert.deepEqual(readTracebacks(log), []);
    assert.deepEqual(readTracebacks(['ERROR: it failed', 'ValueError: no stack above']), []);
  });

  it('does not take a number of lines without end for a message', () => {
    const log = ['Traceback (most recent call last):', '  File "/a.py", line 1, in f', 'E: x'];
    const more = Array.from({ length: 100 }, (_, index) => `row ${index}`);
    const message = readTracebacks([...log, ...more])[0]?.[0]?.message ?? '';
    assert.equal(message.split('\n').length, 30);
  });
});

describe('exceptionLine', () => {
  it('is the first line, as Python prints it', () => {
    assert.equal(exceptionLine({ type: 'E', message: 'one\ntwo', frames: [] }), 'E: one');
    assert.equal(
      exceptionLine({ type: 'StopIteration', message: '', frames: [] }),
      'StopIteration',
    );
  });
});
