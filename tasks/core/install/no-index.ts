// Who says that no package index is asked.

import { sayNoIndex } from '../terms/requirement-lines.js';

/** The job's setting, or the requirements. */
export type NoIndex = 'setting' | 'requirements';

/**
 * Who says it, if anybody does; the setting holds whatever the requirements say.
 * @param isSet whether the setting is on
 * @param indexes the lines of the requirements about indexes
 */
export function noIndexBy(isSet: boolean, indexes: readonly string[]): NoIndex | undefined {
  if (isSet) return 'setting';
  return sayNoIndex(indexes) ? 'requirements' : undefined;
}
