// The catalogue: every rule has a code of its own, words for its page, and a case in its family's test.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../../tasks/core/check/catalogue.js';
import { FAMILIES } from '../../tasks/core/check/rule.js';
import { evidenceWords } from '../../tasks/core/terms/evidence-words.js';
import { RULES_PAGE, rulesPage } from '../../tasks/stage/rules-page.js';

/** The cases of a rehearsal are real logs, kept beside those of its diagnosis. */
const CASES = ['tests/core/check/rules', 'tests/core/check/rehearsal'];

const cases = CASES.flatMap((folder) =>
  readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
).join('\n');

/** A row of our catalogue of failures or of the platform's contract, else whose page or code says so. */
const SOURCE = /^(?:F\d+|A\d+|contract\b|Microsoft Learn: |OSS support blog \d|gunicorn\b)/;

describe('the catalogue of rules', () => {
  it('has a code of its own for every rule, in a family that there is', () => {
    const codes = CATALOGUE.map(({ code }) => code);
    assert.deepEqual(
      codes.filter((code, index) => codes.indexOf(code) !== index),
      [],
    );
    for (const code of codes) assert.match(code, /^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
    const families: readonly string[] = FAMILIES;
    assert.deepEqual(
      codes.filter((code) => !families.includes(code.split('/')[0] ?? '')),
      [],
    );
  });

  it('has words for all that a rule looks at', () => {
    const names = CATALOGUE.flatMap(({ needs }) => needs);
    assert.deepEqual(
      names.filter((name) => /[a-z][A-Z]/.test(evidenceWords([name]))),
      [],
    );
  });

  it('is whole on its page; `npm run docs` writes it', () => {
    assert.equal(readFileSync(RULES_PAGE, 'utf8'), rulesPage(CATALOGUE));
  });

  for (const { code, why, source, example } of CATALOGUE) {
    it(`says why, from where and with which example: ${code}`, () => {
      assert.match(why, /^\S.*\.["'`]?$/s);
      assert.match(source, SOURCE);
      assert.ok(example.bad !== '' && example.good !== '' && example.bad !== example.good);
    });

    it(`has a case that fires and one that stays silent: ${code}`, () => {
      assert.ok(cases.includes(`'${code}'`), `no case in ${CASES.join(' or ')}`);
    });
  }
});
