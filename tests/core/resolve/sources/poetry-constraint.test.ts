// Poetry's constraints beside poetry-core's own answers, recorded in poetry-constraints.json.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  allows,
  readConstraint,
} from '../../../../tasks/core/resolve/sources/poetry-constraint.js';
import { readVersion } from '../../../../tasks/core/terms/version.js';

interface Recorded {
  readonly versions: readonly string[];
  readonly rows: readonly { readonly constraint: string; readonly allows: readonly string[] }[];
}

describe('readConstraint', () => {
  const { versions, rows } = JSON.parse(
    readFileSync('tests/core/resolve/sources/poetry-constraints.json', 'utf8'),
  ) as Recorded;

  for (const row of rows) {
    it(`reads '${row.constraint}' as poetry-core does`, () => {
      const constraint = readConstraint(row.constraint);
      assert.ok(constraint);
      const allowed = versions.filter((text) => {
        const version = readVersion(text);
        assert.ok(version);
        return allows(constraint, version);
      });
      assert.deepEqual(allowed, row.allows);
    });
  }

  for (const text of ['^', 'one', '>=', '^1.2 &']) {
    it(`takes '${text}' for none`, () => {
      assert.equal(readConstraint(text), undefined);
    });
  }
});
