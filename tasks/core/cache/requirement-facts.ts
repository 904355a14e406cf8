// What requirement lines say beyond their text: which versions they pin.

import { hasHash, logicalLines, requirementLines } from '../terms/requirement-lines.js';
import { normalisedName } from '../terms/distribution-name.js';
import { readRequirement } from '../terms/requirement.js';

/** One line of a distribution. */
interface Line {
  readonly name: string;
  readonly isPin: boolean;
  readonly hasMarker: boolean;
}

/**
 * The names, normalised, of which exactly one version is allowed (`==` without a `*`, or an archive with its hash). A
 * line with a marker may be for another Python: it counts where the distribution's other lines pin as well.
 */
export function pinnedNames(text: string): string[] {
  const lines = logicalLines(text).flatMap(({ line }) => readLine(line));
  const isPinned = (name: string): boolean => {
    const own = lines.filter((line) => line.name === name);
    return own.some((line) => line.isPin && !line.hasMarker) || own.every(({ isPin }) => isPin);
  };
  return [...new Set(lines.map(({ name }) => name))].filter(isPinned);
}

function readLine(line: string): Line[] {
  const requirement = readRequirement(requirementLines(line)[0] ?? '');
  if (!requirement) return [];
  const { name, specifiers, url, marker } = requirement;
  const isPin =
    url === undefined
      ? /^===?[^,*]+$/.test(specifiers)
      : /#(?:.*&)?sha\d+=/.test(url) || hasHash(line);
  return [{ name: normalisedName(name), isPin, hasMarker: marker !== undefined }];
}
