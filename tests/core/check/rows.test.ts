// Every row of the platform's failures has a rule, or stands among those that are not built; never both.

import assert from 'node:assert/strict';
import { CATALOGUE } from '../../../tasks/core/check/catalogue.js';
import { NOT_BUILT } from '../../../tasks/stage/rules-page.js';

/** F01 to F130 (contract part B). */
const ROWS = Array.from({ length: 130 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);

function rowsIn(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => text.match(/\bF\d{2,3}\b/g) ?? []));
}

describe("the rows of the platform's failures", () => {
  const built = rowsIn(CATALOGUE.map(({ source }) => source));
  const notBuilt = rowsIn(NOT_BUILT.map(({ row }) => row));

  it('each have a rule, or a reason why there is none', () => {
    assert.deepEqual(
      ROWS.filter((row) => !built.has(row) && !notBuilt.has(row)),
      [],
    );
  });

  it('are not both', () => {
    assert.deepEqual(
      ROWS.filter((row) => built.has(row) && notBuilt.has(row)),
      [],
    );
  });

  it('have no others beside them', () => {
    const known = new Set(ROWS);
    assert.deepEqual(
      [...built, ...notBuilt].filter((row) => !known.has(row)),
      [],
    );
  });
});
