// Three-valued logic of shell tests: holds, does not hold, nobody knows; and each of the first two only likely.

import assert from 'node:assert/strict';
import {
  and,
  bothReached,
  LIKELY,
  NO,
  not,
  or,
  reachBehind,
  UNLIKELY,
  YES,
  type Truth,
} from '../../../../../tasks/core/check/startup/shell/truth.js';

const NAMES = new Map<Truth | undefined, string>([
  [YES, 'yes'],
  [LIKELY, 'likely'],
  [undefined, '?'],
  [UNLIKELY, 'unlikely'],
  [NO, 'no'],
]);
const ALL = [...NAMES.keys()];

function nameOf(truth: Truth | undefined): string | undefined {
  const same = ALL.find((one) => one?.holds === truth?.holds && one?.isSure === truth?.isSure);
  return NAMES.get(same);
}

describe("what is known of a test's outcome", () => {
  it('turns round by !', () => {
    assert.deepEqual(
      ALL.map((one) => nameOf(not(one))),
      ['no', 'unlikely', '?', 'likely', 'yes'],
    );
  });

  it('is combined by &&', () => {
    assert.deepEqual(
      ALL.map((a) => ALL.map((b) => nameOf(and(a, b))).join(' ')),
      [
        'yes likely ? unlikely no',
        'likely likely ? unlikely no',
        '? ? ? unlikely no',
        'unlikely unlikely unlikely unlikely no',
        'no no no no no',
      ],
    );
  });

  it('is combined by ||', () => {
    assert.deepEqual(
      ALL.map((a) => ALL.map((b) => nameOf(or(a, b))).join(' ')),
      [
        'yes yes yes yes yes',
        'yes likely likely likely likely',
        'yes likely ? ? ?',
        'yes likely ? unlikely unlikely',
        'yes likely ? unlikely no',
      ],
    );
  });

  it('says whether what is behind it is come to', () => {
    assert.deepEqual(ALL.map(reachBehind), ['certain', 'likely', 'unknown', 'unknown', 'never']);
  });

  it('counts as the worse of two', () => {
    assert.equal(bothReached('certain', 'likely'), 'likely');
    assert.equal(bothReached('unknown', 'likely'), 'unknown');
    assert.equal(bothReached('unknown', 'never'), 'never');
    assert.equal(bothReached('certain', 'certain'), 'certain');
  });
});
