// Words for the Python that builds, the installers, and what they install.

import type { FailureOf } from '../../terms/failure.js';
import type { InputWords } from '../../terms/input-name.js';
import { INSTALL_WORDS, installerOf } from './install-reasons.js';
import { wheelWords } from './missing-wheels.js';
import { list, sentence, words, type Explain, type Words } from './words.js';

/** For an example: one that App Service has. */
const ANY_PYTHON = '3.12';

export const INSTALLING_WORDS = {
  'editable-installed': ({ distribution }) =>
    words(
      'An editable install cannot be packaged: it points at a folder of this machine.',
      [`'${distribution}' was installed editable.`],
      'Take the -e away where it is required.',
    ),
  'python-missing': ({ asked, tried, within }, input) =>
    within === undefined
      ? words(
          asked === '' ? 'No Python is on PATH.' : 'That Python does not exist.',
          [`Looked for ${list(tried)}.`],
          `Name one that is there by ${input.name('pythonPath')}, or ${input.pythonOf(ANY_PYTHON)}`,
        )
      : words(
          'That Python is a folder.',
          [input.with('pythonPath', `'${asked}'`)],
          `Name the program in it: ${input.with('pythonPath', within)}`,
        ),
  'python-unusable': ({ program, lastLines }, input) =>
    words(
      'The Python that was found does not run.',
      [`'${program}'`, ...lastLines],
      `Name another by ${input.name('pythonPath')}, or ${input.pythonOf(ANY_PYTHON)}`,
    ),
  'python-not-cpython': ({ program, implementation }, input) =>
    words(
      `App Service runs CPython, not ${implementation}.`,
      [`'${program}'`],
      `Name a CPython by ${input.name('pythonPath')}, or ${input.pythonOf(ANY_PYTHON)}`,
    ),
  'python-too-old': ({ program, found, needed, minor }, input) =>
    words(
      `Python ${found} is too old to build for another Python.`,
      [`'${program}' is Python ${found}; ${needed} or later is needed.`],
      sentence(input.pythonOf(minor)),
    ),
  'cross-needs-uv': (
    { program, found, platform, samePlatform, stack, minor, because, lastLines },
    input,
  ) =>
    words(
      because === 'not to be had'
        ? `This Python can build for ${stack} with uv only, and there is no uv.`
        : `This Python can build for ${stack} with uv only, and the installer is pip.`,
      [
        `'${program}' is Python ${found} for ${platform}; App Service is Linux on x86_64 with glibc. pip cannot choose what another Python needs.`,
        ...lastLines,
      ],
      `${sentence(samePlatform ? input.pythonOf(minor) : input.linuxWith(minor))}\n` +
        (because === 'not to be had'
          ? `Or install uv ${input.beforehand}: pip install uv`
          : `Or set ${input.name('installer')} to 'auto'.`),
    ),
  'wheels-missing': wheelWords,
  'sdist-not-pure': ({ name, version, tags }, input) =>
    words(
      'What was built here from sources runs here, and not on App Service.',
      [`${name} ${version}`.trim() + ` gave a wheel for ${tags.join(', ')}, not for any platform.`],
      `Take '${name}' out of ${input.name('allowSdist')}, and choose a version with a wheel for App Service; or run the job on Linux with the Python of the runtime stack.`,
    ),
  'python-minor-unknown': ({ program, found, known }, input) =>
    words(
      `App Service has no image for Python ${found}.`,
      [`'${program}' is Python ${found}.`],
      `Use one of ${known.join(', ')}: ${input.pythonOf(ANY_PYTHON)}`,
    ),
  'venv-module-missing': ({ program, minor }, input) =>
    words(
      'This Python has no venv module.',
      [`'${program}'`],
      `Install it ${input.beforehand}: sudo apt-get install python${minor}-venv`,
    ),
  'pip-missing': ({ program }, input) =>
    words(
      'This Python has no pip.',
      [`'${program}'`],
      `Install it ${input.beforehand}: sudo apt-get install python3-pip, or ${program} -m ensurepip --upgrade`,
    ),
  'pip-too-old': ({ program, found, needed }, input) =>
    words(
      `pip ${found} is too old to fill a venv from outside.`,
      [`'${program}' has pip ${found}; ${needed} or later is needed.`],
      `Run ${input.beforehand}: ${program} -m pip install --upgrade pip`,
    ),
  'venv-failed': ({ program, lastLines }) =>
    words(
      'The virtual environment could not be made.',
      [`'${program} -m venv' says:`, ...lastLines],
      'Mend what Python complains of. On Debian and Ubuntu the package python3-venv is often missing.',
    ),
  'uv-missing': ({ program, fetched, oldest, lastLines }, input) =>
    words(
      'uv is needed, and there is none.',
      [
        `PATH has no uv ${oldest} or later, and '${program}' could not fetch uv ${fetched} with pip:`,
        ...lastLines,
      ],
      `Run ${input.beforehand}: ${program} -m pip install uv==${fetched}`,
    ),
  'uv-moved': ({ path, setting }, input) =>
    words(
      "uv's configuration would put the packages elsewhere.",
      [`'${path}' sets '${setting}' in its table 'pip'.`],
      `Remove '${setting}' from it, set UV_NO_CONFIG to 1 for this task, or use ${input.with('installer', 'pip')}.`,
    ),
  'pip-failed': installWords,
  'uv-failed': installWords,
} satisfies Partial<Explain>;

function installWords(facts: FailureOf<'pip-failed' | 'uv-failed'>, input: InputWords): Words {
  const { title, fix } = INSTALL_WORDS[facts.reason];
  return words(
    title(facts),
    [`${installerOf(facts)} says:`, ...facts.lastLines],
    fix(facts, input),
  );
}
