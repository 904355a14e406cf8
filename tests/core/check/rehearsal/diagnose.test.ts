// Why a start failed: one reason, whatever else the log holds.

import assert from 'node:assert/strict';

import { CAUSES, diagnose } from '../../../../tasks/core/check/rehearsal/diagnose.js';
import { shorten } from '../../../../tasks/core/check/rehearsal/story.js';
import { rehearsalRules } from '../../../../tasks/core/check/rules/rehearsal.js';
import { DRIVERS } from './logs-of-drivers.js';
import { STARTS } from './logs-of-starts.js';
import { asInput } from '../../../../tasks/core/terms/input-name.js';
import { answered, ended, rehearsalOf } from './rehearsal-fixtures.js';

describe('shorten', () => {
  const words = 'word '.repeat(60);
  for (const [name, text, expect] of [
    ['a line that fits', 'no module named x.', 'no module named x'],
    ['a long line, between two words', words, `${'word '.repeat(47)}word…`],
    ['one long word', 'x'.repeat(300), `${'x'.repeat(239)}…`],
    ['a long word behind a short one', `at ${'x'.repeat(300)}`, `at ${'x'.repeat(236)}…`],
  ] as const) {
    it(`has room for ${name}`, () => assert.equal(shorten(text), expect));
  }
});

describe('diagnose', () => {
  it('says nothing of a start that went well', () => {
    assert.equal(diagnose(rehearsalOf()), undefined);
    assert.equal(diagnose(answered(STARTS.ok, 404)), undefined);
  });

  it('has a reason for every start that ended, and one rule that tells it', () => {
    for (const log of [...Object.values(STARTS), ...Object.values(DRIVERS)]) {
      const rehearsal = ended(log, 1);
      const found = diagnose(rehearsal);
      assert.ok(found, log);
      const codes = CAUSES.map(({ code }) => code) as string[];
      const told = rehearsalRules
        .filter(({ code }) => codes.includes(code))
        .flatMap((rule) => rule.check({ rehearsal }) ?? []);
      const { seen: _, ...finding } = { ...found, fix: found.fix(asInput) };
      assert.deepEqual(told, [finding]);
    }
  });

  it('takes an installation that failed for the reason of the module that is missing', () => {
    const log = `${STARTS.pip}\n${STARTS['no-module']}`;
    assert.equal(diagnose(ended(log, 3))?.code, 'rehearsal/installs-at-start');
  });

  it('takes an exception for more than a complaint of the shell that ended nothing', () => {
    const log = `${STARTS.src}\n${STARTS['no-module']}`;
    assert.equal(diagnose(ended(log, 3))?.code, 'rehearsal/module-missing');
    assert.equal(diagnose(ended(log, 127))?.code, 'rehearsal/bash-builtin');
  });

  it('tells the last of several exceptions', () => {
    const log = `${DRIVERS.requests}\n${STARTS.value}`;
    assert.equal(diagnose(ended(log, 3))?.code, 'rehearsal/app-failed');
  });

  it('reads an exception with a message of many long words at once', () => {
    const head =
      'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 2, in f';
    const hostile = [
      ['ImportError', `${'e'.repeat(25_000)}${'.so'.repeat(8000)} cannot open shared object file`],
      ['ValueError', 'A'.repeat(400_000)],
    ] as const;
    for (const [type, words] of hostile) {
      const found = diagnose(ended(`${head}\n    g()\n${type}: ${words}`, 3));
      assert.deepEqual(found?.where, { file: 'app.py', line: 2 });
    }
  });

  it('reads an exception whose beginning the log has lost', () => {
    const lines = DRIVERS.psycopg2.split('\n');
    const log = lines.slice(lines.findIndex((line) => line.includes('/app.py'))).join('\n');
    const found = diagnose(ended(log, 3));
    assert.deepEqual(
      [found?.code, found?.where],
      ['rehearsal/name-not-resolved', { file: 'app.py', line: 2 }],
    );
  });

  it('knows the lines of an app that was unpacked elsewhere, and not those of its venv', () => {
    const appPath = '/tmp/8dc1e2';
    const log = STARTS.value
      .replaceAll('/home/site/wwwroot', appPath)
      .replaceAll('/antenv/', `${appPath}/antenv/`);
    assert.deepEqual(diagnose(ended(log, 3, { appPath }))?.where, {
      file: 'core/config.py',
      line: 3,
    });
  });
});
