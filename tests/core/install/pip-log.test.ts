// pip's log file: the lines that matter among many that do not.

import assert from 'node:assert/strict';
import { readPipLog, withChildOutput } from '../../../tasks/core/install/pip-log.js';

const stamp = (line: string): string => `2026-03-04T05:06:07,089 ${line}`;
const log = (...lines: readonly string[]): string => lines.map(stamp).join('\n');

const BUILD = log(
  'Looking in links: /wheels',
  '  Running command Getting requirements to build wheel',
  '  checking for gcc... yes',
  "  Getting requirements to build wheel: finished with status 'done'",
  '  Running command Building wheel for ext (pyproject.toml)',
  '  ext.c:1:10: fatal error: x.h: No such file or directory',
  '      1 | #include <x.h>',
  '  ERROR: [present-rich] Building wheel for ext (pyproject.toml) exited with 1',
  '  ERROR: Failed building wheel for ext',
  'Exception information:',
  'ERROR: ResolutionImpossible',
);

describe('readPipLog', () => {
  it('finds what the program printed that failed, and not what others printed', () => {
    assert.deepEqual(readPipLog(BUILD).childOutput, [
      'ext.c:1:10: fatal error: x.h: No such file or directory',
      '    1 | #include <x.h>',
    ]);
  });

  it('ends at the traceback', () => {
    assert.equal(
      readPipLog(BUILD).errors,
      '  ERROR: [present-rich] Building wheel for ext (pyproject.toml) exited with 1\n  ERROR: Failed building wheel for ext',
    );
  });

  it('finds the addresses that gave nothing', () => {
    const line =
      'Could not fetch URL http://h/x/: 403 Client Error: Forbidden for url: http://h/x/ - skipping';
    assert.deepEqual(readPipLog(log('Getting page http://h/x/', line)).notFetched, [line]);
  });

  it('leaves out the traceback of a pip that ran for a build', () => {
    const inner = log(
      '  Running command pip subprocess to install build dependencies',
      '  ERROR: No matching distribution found for setuptools>=40.8.0',
      '  Exception information:',
      '  Traceback (most recent call last):',
      '  ERROR: pip subprocess to install build dependencies exited with 1',
    );
    assert.deepEqual(readPipLog(inner).childOutput, [
      'ERROR: No matching distribution found for setuptools>=40.8.0',
    ]);
  });

  it('reads an empty log as nothing', () => {
    assert.deepEqual(readPipLog(''), {
      errors: '',
      childOutput: [],
      notFetched: [],
      emptyPage: undefined,
    });
  });
});

describe('withChildOutput', () => {
  const printed = ['× Building wheel for ext', '╰─> See above for output.', 'Failed to build ext'];

  it('puts the lines where pip says that they are', () => {
    assert.deepEqual(withChildOutput(printed, readPipLog(BUILD)), [
      '× Building wheel for ext',
      '╰─> it printed last:',
      '    ext.c:1:10: fatal error: x.h: No such file or directory',
      '        1 | #include <x.h>',
      'Failed to build ext',
    ]);
  });

  it('puts them where pip 25.3 says that there are none, and leaves that where it is so', () => {
    const unshown = printed.map((line) =>
      line.replace('See above for output.', 'No available output.'),
    );
    assert.deepEqual(
      withChildOutput(unshown, readPipLog(BUILD)),
      withChildOutput(printed, readPipLog(BUILD)),
    );
    assert.deepEqual(withChildOutput(unshown, readPipLog('')), unshown);
  });

  it('quotes the last fifteen of many', () => {
    const many = Array.from({ length: 40 }, (_, number) => `line ${number}`);
    const told = { errors: '', childOutput: many, notFetched: [], emptyPage: undefined };
    const found = withChildOutput(printed, told);
    assert.equal(found.length, 18);
    assert.deepEqual(found.slice(2, 4), ['    line 25', '    line 26']);
  });

  it('changes nothing when pip has printed it itself', () => {
    const whole = ['╰─> [2 lines of output]', 'Failed to build ext'];
    assert.deepEqual(withChildOutput(whole, readPipLog(BUILD)), whole);
  });
});
