// What requirement lines say beyond their text: which versions they pin.

import { requirementLines } from '../terms/requirement-lines.js';
import { normalisedName } from '../terms/distribution-name.js';
import { readRequirement } from '../terms/requirement.js';

/** The names, normalised, of which exactly one version is allowed (`==` without a `*`). */
export function pinnedNames(text: string): string[] {
  return requirementLines(text).flatMap((line) => {
    const requirement = readRequirement(line);
    if (!requirement || !/^===?[^,*]+$/.test(requirement.specifiers)) return [];
    return [normalisedName(requirement.name)];
  });
}
