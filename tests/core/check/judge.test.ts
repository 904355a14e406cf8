// Judging: all findings first, then what they mean.

import assert from 'node:assert/strict';
import type { Evidence } from '../../../tasks/core/check/evidence.js';
import { judge } from '../../../tasks/core/check/judge.js';
import { rule } from '../../../tasks/core/check/rule.js';
import type { Severity } from '../../../tasks/core/terms/finding.js';
import type { FailOn } from '../../../tasks/core/terms/judgement.js';

function made(code: 'app/a' | 'app/b', severity: Severity, file = 'x.sh') {
  return rule({
    code,
    severity,
    why: 'It is so.',
    source: 'A1',
    example: { bad: 'bad', good: 'good' },
    needs: ['runtimeStack'],
    *find() {
      yield { where: { file } };
    },
    message: () => `${code} was found.`,
    fix: () => 'Mend it.',
  });
}

const EVIDENCE: Evidence = { runtimeStack: 'PYTHON|3.12' };

describe('judge', () => {
  const rows: { severity: Severity; failOn: FailOn; expect: 'passed' | 'failed' }[] = [
    { severity: 'error', failOn: 'error', expect: 'failed' },
    { severity: 'error', failOn: 'warning', expect: 'failed' },
    { severity: 'error', failOn: 'never', expect: 'passed' },
    { severity: 'warning', failOn: 'error', expect: 'passed' },
    { severity: 'warning', failOn: 'warning', expect: 'failed' },
    { severity: 'note', failOn: 'warning', expect: 'passed' },
  ];
  for (const { severity, failOn, expect } of rows) {
    it(`${expect} with a finding of severity ${severity} and failOn ${failOn}`, () => {
      const { judgement } = judge(EVIDENCE, [made('app/a', severity)], { failOn, suppress: [] });
      assert.equal(judgement.verdict, expect);
    });
  }

  it('puts the most important finding first', () => {
    const rules = [made('app/a', 'note'), made('app/b', 'error')];
    const { judgement } = judge(EVIDENCE, rules, { failOn: 'error', suppress: [] });
    assert.deepEqual(
      judgement.findings.map(({ code }) => code),
      ['app/b', 'app/a'],
    );
  });

  it('names a rule that could not run, and does not count it', () => {
    const { judgement } = judge({}, [made('app/a', 'error')], { failOn: 'error', suppress: [] });
    assert.deepEqual(judgement.notRun, [{ code: 'app/a', missing: ['runtimeStack'] }]);
    assert.deepEqual([judgement.ran, judgement.verdict], [0, 'passed']);
  });

  it('names a rule about a site by the site alone, where none was asked', () => {
    const about = rule({
      code: 'site/a',
      severity: 'note',
      why: 'It is so.',
      source: 'A1',
      example: { bad: 'bad', good: 'good' },
      needs: ['siteFiles', 'layout', 'askedSite'],
      find: () => [],
      message: () => '',
      fix: () => '',
    });
    const missing = (evidence: Evidence): unknown =>
      judge(evidence, [about], { failOn: 'error', suppress: [] }).judgement.notRun[0]?.missing;
    assert.deepEqual(missing({}), ['site']);
    const typed = { runtimeStack: undefined, startupCommand: undefined, settings: undefined };
    assert.deepEqual(missing({ askedSite: { problems: [], typed } }), ['siteFiles', 'layout']);
  });

  it('keeps suppressed findings apart, and names codes that no rule has', () => {
    const leniency = { failOn: 'error', suppress: ['app/a', 'app/typo'] } as const;
    const { judgement, unknownCodes } = judge(EVIDENCE, [made('app/a', 'error')], leniency);
    assert.equal(judgement.verdict, 'passed');
    assert.deepEqual(judgement.findings, []);
    assert.deepEqual(
      judgement.suppressed.map(({ code }) => code),
      ['app/a'],
    );
    assert.deepEqual(unknownCodes, ['app/typo']);
  });

  it('lets a comment in a script count for that script alone', () => {
    const ignored = [{ code: 'app/a', where: { file: 'x.sh', line: 1 } }];
    const startup = { ignored } as unknown as NonNullable<Evidence['startup']>;
    const evidence = { ...EVIDENCE, startup };
    const rules = [made('app/a', 'error', 'x.sh'), made('app/a', 'error', 'y.sh')];
    const { judgement } = judge(evidence, rules, { failOn: 'error', suppress: [] });
    assert.deepEqual(
      judgement.findings.map(({ where }) => where.file),
      ['y.sh'],
    );
  });
});
