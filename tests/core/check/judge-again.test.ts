// A second look: only what could not run before runs now, and both together are one judgement.

import assert from 'node:assert/strict';
import type { EvidenceName } from '../../../tasks/core/check/evidence.js';
import { judge } from '../../../tasks/core/check/judge.js';
import { judgeAgain } from '../../../tasks/core/check/judge-again.js';
import { rule, type Rule, type RuleCode } from '../../../tasks/core/check/rule.js';
import type { Finding, Severity } from '../../../tasks/core/terms/finding.js';
import type { Judgement } from '../../../tasks/core/terms/judgement.js';

const ZIP = { path: '/a/web.zip', size: 1, entries: [], inner: undefined };
let runs: string[] = [];

function made(code: RuleCode, severity: Severity, ...needs: EvidenceName[]): Rule {
  return rule({
    code,
    severity,
    why: 'It is so.',
    source: 'A1',
    example: { bad: 'bad', good: 'good' },
    needs,
    *find() {
      runs.push(code);
      yield { where: { file: 'x.sh' } };
    },
    message: () => `${code} was found.`,
    fix: () => 'Mend it.',
  });
}

function finding(code: string, severity: Severity): Finding {
  const where = { file: 'x.sh' };
  return { code, severity, message: `${code} was found.`, fix: 'Mend it.', where };
}

const RULES = [
  made('app/first', 'warning', 'runtimeStack'),
  made('archive/settings', 'error', 'package', 'settings'),
  made('archive/zip', 'error', 'package', 'runtimeStack'),
  made('archive/quiet', 'note', 'package'),
  made('setting/x', 'error', 'settings'),
];
const FIRST = { runtimeStack: 'PYTHON|3.12' };

describe('judgeAgain', () => {
  beforeEach(() => {
    runs = [];
  });

  it('runs what was freed, alone, and joins it', () => {
    const leniency = { failOn: 'error', suppress: ['archive/quiet'] } as const;
    const { judgement: before } = judge(FIRST, RULES, leniency);
    assert.deepEqual([before.verdict, runs], ['passed', ['app/first']]);
    const { added, whole } = judgeAgain(before, { ...FIRST, package: ZIP }, RULES, [
      'archive/quiet',
    ]);
    assert.deepEqual(runs, ['app/first', 'archive/zip', 'archive/quiet']);
    assert.deepEqual(added.findings, [finding('archive/zip', 'error')]);
    const expected: Judgement = {
      verdict: 'failed',
      failOn: 'error',
      findings: [finding('archive/zip', 'error'), finding('app/first', 'warning')],
      suppressed: [finding('archive/quiet', 'note')],
      notRun: [
        { code: 'archive/settings', missing: ['settings'] },
        { code: 'setting/x', missing: ['settings'] },
      ],
      ran: 3,
    };
    assert.deepEqual(whole, expected);
  });

  it('changes nothing when nothing came', () => {
    const { judgement: before } = judge(FIRST, RULES, { failOn: 'warning', suppress: [] });
    const { whole } = judgeAgain(before, FIRST, RULES, []);
    assert.deepEqual([whole, runs], [before, ['app/first']]);
  });
});
