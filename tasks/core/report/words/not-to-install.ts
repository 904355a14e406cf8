// Names that no index has for Linux, as lists made elsewhere hold them: what to do about each.

import { isStandardModule } from '../../runtime/standard-library.js';
import { normalisedName } from '../../terms/distribution-name.js';

/** Wheels of them exist for Windows, and nothing else. */
const WINDOWS_ALONE = new Set(['pywin32', 'windows-curses']);

/**
 * What to do about a requirement that was not found because of what it is.
 * @param requirement a name, maybe with a version behind it
 * @param python the minor that it is wanted for
 */
export function whenNotToInstall(requirement: string, python: string): string | undefined {
  const name = normalisedName(/^[\w.-]+/.exec(requirement)?.[0] ?? '');
  if (WINDOWS_ALONE.has(name)) {
    return `It exists for Windows alone. Put a marker behind it, or behind what requires it: ${requirement}; sys_platform == "win32"`;
  }
  if (name === 'pkg-resources') {
    return "It is no distribution: 'pip freeze' of Debian and Ubuntu adds that line by mistake. Take it out.";
  }
  return isStandardModule(name, python) ? 'It is a part of Python itself. Take it out.' : undefined;
}
