// Tables of cases for rules: evidence, and the findings that one rule makes of it.

import assert from 'node:assert/strict';
import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import type { Rule } from '../../../../tasks/core/check/rule.js';
import type { AppSetting } from '../../../../tasks/core/terms/app-setting.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';

export interface RuleCase {
  readonly rule: string;
  readonly name: string;
  readonly evidence: Evidence;
  /** Whole findings, without the code. */
  readonly expect: readonly Omit<Finding, 'code'>[];
}

/** App settings of names and values. */
export function settings(values: Readonly<Record<string, string>>): AppSetting[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, slotSetting: undefined }));
}

/** Findings at the app settings. */
export function found(
  severity: Finding['severity'],
  message: string,
  fix: string,
): Omit<Finding, 'code'> {
  return { severity, message, fix, where: { file: 'app settings' } };
}

/** The command that removes a setting. */
export function del(name: string): string {
  return `az webapp config appsettings delete --name APP --resource-group GROUP --setting-names ${name}`;
}

/** The command that sets a setting. */
export function set(assignment: string): string {
  return `az webapp config appsettings set --name APP --resource-group GROUP --settings ${assignment}`;
}

/** A test for each case; and that each rule fires once at least and stays silent once at least. */
export function describeRules(family: string, rules: readonly Rule[], cases: readonly RuleCase[]) {
  describe(family, () => {
    for (const { rule: code, name, evidence, expect } of cases) {
      it(`${code}: ${name}`, () => {
        const rule = rules.find((one) => one.code === code);
        assert.ok(rule, `no rule ${code}`);
        const wanted = expect.map(({ severity, message, fix, where }) => {
          return { code, severity, message, fix, where };
        });
        assert.deepEqual(rule.check(evidence), wanted);
      });
    }

    it('has a case that fires and one that stays silent for every rule', () => {
      const lacking = rules.filter(({ code }) => {
        const own = cases.filter(({ rule }) => rule === code);
        const firing = own.filter(({ expect }) => expect.length > 0).length;
        return firing === 0 || firing === own.length;
      });
      assert.deepEqual(
        lacking.map(({ code }) => code),
        [],
      );
    });

    it('names the evidence that a rule needs and does not run without it', () => {
      for (const rule of rules) {
        assert.notDeepEqual(rule.needs, [], rule.code);
        assert.equal(rule.check({}), undefined, rule.code);
      }
    });
  });
}
