// Tables of cases for a family of rules: what each finds, to the letter, and what it leaves alone.

import assert from 'node:assert/strict';
import type {
  Evidence,
  PackageFacts,
  Tree,
  TreeFile,
  VenvFacts,
  ZipFact,
} from '../../tasks/core/check/evidence.js';
import type { Rule } from '../../tasks/core/check/rule.js';
import type { Finding } from '../../tasks/core/terms/finding.js';
import { distributionsOf } from '../../tasks/core/check/package/distributions.js';

export interface RuleCase {
  readonly rule: string;
  readonly name: string;
  readonly evidence: Evidence;
  readonly expect: readonly Omit<Finding, 'code'>[];
}

/** Runs each case against its own rule, and sees that every rule of the family is covered both ways. */
export function testRules(
  family: string,
  rules: readonly Rule[],
  cases: readonly RuleCase[],
): void {
  describe(`the rules ${family}`, () => {
    for (const { rule: code, name, evidence, expect } of cases) {
      it(`${code}: ${name}`, () => {
        const rule = rules.find((candidate) => candidate.code === code);
        assert.ok(rule, `no rule ${code}`);
        const found = rule.check(evidence);
        assert.deepEqual(
          found,
          expect.map((finding) => Object.assign({ code }, finding)),
        );
      });
    }

    it('are covered both ways', () => {
      const covered = (fires: boolean): string[] =>
        [
          ...new Set(
            cases.filter(({ expect }) => expect.length > 0 === fires).map(({ rule }) => rule),
          ),
        ].toSorted();
      const codes = rules.map(({ code }) => code).toSorted();
      assert.deepEqual([covered(true), covered(false)], [codes, codes]);
    });

    it('begin with the family, and say why, from where and by which example', () => {
      for (const { code, why, source, example } of rules) {
        assert.ok(code.startsWith(`${family}/`), code);
        assert.ok(why && source && example.bad && example.good, code);
      }
    });

    it('name the evidence that they need, and are not run without it', () => {
      for (const rule of rules) {
        assert.notDeepEqual(rule.needs, [], rule.code);
        assert.equal(rule.check({}), undefined, rule.code);
      }
    });
  });
}

/** A complete tree: path to text, or to more of a file's facts. */
export function treeOf(files: Readonly<Record<string, string | Partial<TreeFile>>>): Tree {
  const entries = Object.entries(files).map(([path, file]): [string, TreeFile] => {
    const facts = typeof file === 'string' ? { text: file, size: file.length } : file;
    return [path, { path, size: 1, executable: true, text: undefined, ...facts }];
  });
  return { files: new Map(entries), complete: true };
}

/** A venv for Python 3.12 in `antenv`. */
export function venvOf(
  files: Parameters<typeof treeOf>[0],
  facts: Partial<VenvFacts> = {},
): VenvFacts {
  const tree = treeOf(files);
  return {
    folder: 'antenv',
    address: '/home/site/wwwroot/antenv',
    tree,
    minors: ['3.12'],
    distributions: distributionsOf(tree),
    ...facts,
  };
}

/** Entries of a zip, a minute apart; a name may have other facts beside it. */
export function zipOf(...entries: readonly (string | Partial<ZipFact>)[]): ZipFact[] {
  return entries.map((entry, index) => {
    const facts: ZipFact = {
      path: '',
      size: 1,
      compressedSize: 1,
      mode: 0o100644,
      mtime: Date.UTC(2026, 0, 1) / 1000 + 60 * index,
      encrypted: false,
      method: 8,
    };
    return Object.assign(facts, typeof entry === 'string' ? { path: entry } : entry);
  });
}

/** A package of some entries. */
export function packageOf(facts: Partial<PackageFacts> = {}): PackageFacts {
  return { path: 'app.zip', size: 1000, entries: [], inner: undefined, ...facts };
}
