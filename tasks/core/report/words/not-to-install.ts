// Names that no index has for Linux, as lists made elsewhere hold them: what to do about each.

import { normalisedName } from '../../terms/distribution-name.js';

/** Wheels of them exist for Windows, and nothing else. */
const WINDOWS_ALONE = new Set(['pywin32', 'windows-curses']);

/** Parts of Python that are taken for distributions, and that an index has under no such name. */
const PARTS_OF_PYTHON = new Set(
  'argparse ast collections configparser copy csv ctypes datetime functools hashlib http io itertools json logging math multiprocessing os pickle pathlib random re shutil socket sqlite3 ssl string subprocess sys tempfile threading time tkinter traceback typing unittest urllib uuid venv xml zipfile zlib'.split(
    ' ',
  ),
);

/**
 * What to do about a requirement that was not found because of what it is.
 * @param requirement a name, maybe with a version behind it
 */
export function whenNotToInstall(requirement: string): string | undefined {
  const name = normalisedName(/^[\w.-]+/.exec(requirement)?.[0] ?? '');
  if (WINDOWS_ALONE.has(name)) {
    return `It exists for Windows alone. Put a marker behind it, or behind what requires it: ${requirement}; sys_platform == "win32"`;
  }
  if (name === 'pkg-resources') {
    return "It is no distribution: 'pip freeze' of Debian and Ubuntu adds that line by mistake. Take it out.";
  }
  return PARTS_OF_PYTHON.has(name) ? 'It is a part of Python itself. Take it out.' : undefined;
}
