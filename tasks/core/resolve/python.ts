// Which Python builds the venv, and how: as one for App Service, or with wheels that are chosen for it.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../host.js';
import { findImage, KNOWN_MINORS, type RuntimeImage } from '../runtime/images.js';
import { failureOrFullAgent, Stopped } from '../terms/failure.js';
import {
  askPython,
  isOfAppServiceKind,
  platformName,
  type Python,
  type PythonAnswer,
} from './ask-python.js';
import { findProgram, isPlace, PYTHON_NAMES, pythonsOfMinor } from '../tools/python-places.js';

export type { Python } from './ask-python.js';

/** The Python on App Service that the package is for. */
export interface TargetPython {
  /** All three numbers: the building Python's own, or those of the image as last known. */
  readonly version: string;
  /** Such as `3.11`. */
  readonly minor: string;
  /** The part of a .pyc's name, such as `cpython-311`. */
  readonly cacheTag: string;
}

export interface FoundPython {
  /** The Python that makes the venv. */
  readonly python: Python;
  readonly image: RuntimeImage;
  readonly target: TargetPython;
  /**
   * `native` when what the Python installs by itself runs on App Service; else `cross`: uv chooses wheels
   * for the target, and nothing of the venv is run here.
   */
  readonly build: 'native' | 'cross';
  /** The building Python's platform in words, such as `macOS on arm64`. */
  readonly platform: string;
  /** Whether that platform is App Service's, so that a Python of the target's minor would build natively. */
  readonly samePlatform: boolean;
  /** A Python of the target's minor, of whatever platform: bytecode is the same on all of them. */
  readonly compiler: Python | undefined;
  /** What the user should know about the choice. */
  readonly notes: readonly string[];
}

/** `--python` came with this pip. */
const OLDEST_PIP = '22.3';

/** The oldest Python that makes venvs for another machine: uv's own bound is lower, nobody tests below. */
const OLDEST_BUILDING = '3.9';

/**
 * Finds the Python that builds the venv and the image that the venv is for.
 * @param asked a program's name or path; `undefined` takes `python3`, else `python`, from PATH, and where
 *   that one is of another minor than wanted, one of the wanted minor from PATH, the tool cache, or beside it
 * @param wantedMinor the runtime stack's minor; `undefined` lets the Python decide
 * @throws Stopped any of the `python-…` codes, `venv-module-missing`, `pip-missing`, `pip-too-old`
 */
export async function findPython(
  host: Host,
  asked: string | undefined,
  wantedMinor: string | undefined,
): Promise<FoundPython> {
  const first = await locate(host, asked);
  const image = findImage(wantedMinor ?? first.minor);
  if (!image) {
    const { program, version: found } = first;
    throw new Stopped({ code: 'python-minor-unknown', program, found, known: KNOWN_MINORS });
  }
  if (isNative(first, image)) return native(first, image, []);
  const others = first.minor === image.python ? [] : await ofMinor(host, image.python, first);
  const better =
    asked === undefined
      ? others.find((other) => isNative(other, image) && !whatPipLacks(other))
      : undefined;
  if (better) return native(better, image, [tookAnother(first, better, image)]);
  return cross(first, image, others);
}

async function locate(host: Host, asked: string | undefined): Promise<PythonAnswer> {
  const names = asked === undefined ? PYTHON_NAMES : [asked];
  for (const name of names) {
    const program = await findProgram(host, name);
    if (program !== undefined) return askCPython(host, program, isPlace(asked ?? ''));
  }
  const missing = { code: 'python-missing', asked: asked ?? '', tried: names } as const;
  const within = asked === undefined ? undefined : await programWithin(asked);
  throw new Stopped(within === undefined ? missing : { ...missing, within });
}

/** The Python in a folder that was named, as the variable `pythonLocation` of UsePythonVersion@0 names it. */
async function programWithin(folder: string): Promise<string | undefined> {
  if (!isPlace(folder)) return undefined;
  for (const name of ['bin/python3', 'bin/python', 'python3', 'python', 'python.exe']) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile() === true) return join(folder, name);
  }
  return undefined;
}

async function askCPython(host: Host, program: string, asGiven: boolean): Promise<PythonAnswer> {
  const asked = await askPython(host, program);
  if (!asked.answer) {
    const { lastLines } = asked;
    throw new Stopped(failureOrFullAgent({ code: 'python-unusable', program, lastLines }));
  }
  const { implementation } = asked.answer;
  if (implementation !== 'CPython') {
    throw new Stopped({ code: 'python-not-cpython', program, implementation });
  }
  return asGiven ? asked.answer : byItsOwnName(asked.answer);
}

/** What PATH gives may be a stand-in that chooses by the folder it is called in. */
function byItsOwnName(answer: PythonAnswer): PythonAnswer {
  return { ...answer, program: answer.executable || answer.program };
}

function isNative(answer: PythonAnswer, image: RuntimeImage): boolean {
  return answer.minor === image.python && isOfAppServiceKind(answer);
}

/** The CPythons of a minor that are at hand and answer. */
async function ofMinor(
  host: Host,
  minor: string,
  { basePrefix }: PythonAnswer,
): Promise<PythonAnswer[]> {
  const found: PythonAnswer[] = [];
  for await (const program of pythonsOfMinor(host, minor, () => Promise.resolve(basePrefix))) {
    // A stand-in of a version manager may refuse.
    const { answer } = await askPython(host, program);
    const fits = answer?.implementation === 'CPython' && answer.minor === minor;
    if (answer && fits) found.push(byItsOwnName(answer));
  }
  return found;
}

function native(answer: PythonAnswer, image: RuntimeImage, notes: readonly string[]): FoundPython {
  const lack = whatPipLacks(answer);
  if (lack) throw lack;
  const { version, minor, cacheTag } = answer;
  const target = { version, minor, cacheTag };
  return { ...described(answer), image, target, build: 'native', compiler: answer, notes };
}

function cross(
  answer: PythonAnswer,
  image: RuntimeImage,
  others: readonly PythonAnswer[],
): FoundPython {
  const { program, version: found, minor: own } = answer;
  const { python: minor, latest: version } = image;
  if (isOlder(own, OLDEST_BUILDING)) {
    throw new Stopped({ code: 'python-too-old', program, found, needed: OLDEST_BUILDING, minor });
  }
  const lack = whatVenvLacks(answer);
  if (lack) throw lack;
  const compiler = own === minor ? answer : others[0];
  return {
    ...described(answer),
    image,
    target: { version, minor, cacheTag: `cpython-${minor.replace('.', '')}` },
    build: 'cross',
    compiler,
    notes: [
      `'${program}' is Python ${found} for ${platformName(answer)}, so uv chooses wheels for Python ${minor} on Linux, x86_64, glibc ${image.glibc}; nothing of the venv is run here.`,
    ],
  };
}

function described(
  answer: PythonAnswer,
): Pick<FoundPython, 'python' | 'platform' | 'samePlatform'> {
  const { program, version, minor, cacheTag, basePrefix, pip, libc } = answer;
  return {
    python: { program, version, minor, cacheTag, basePrefix, pip, libc },
    platform: platformName(answer),
    samePlatform: isOfAppServiceKind(answer),
  };
}

function tookAnother(first: PythonAnswer, better: PythonAnswer, image: RuntimeImage): string {
  return `The runtime stack wants Python ${image.python}: '${better.program}' builds, not '${first.program}', which is Python ${first.version}.`;
}

function whatVenvLacks({ program, minor, venv }: PythonAnswer): Stopped | undefined {
  return venv ? undefined : new Stopped({ code: 'venv-module-missing', program, minor });
}

function whatPipLacks(answer: PythonAnswer): Stopped | undefined {
  const { program, minor, pip, venv } = answer;
  if (!venv) return whatVenvLacks(answer);
  if (pip === 'none') return new Stopped({ code: 'pip-missing', program, minor });
  if (!isOlder(pip, OLDEST_PIP)) return undefined;
  return new Stopped({ code: 'pip-too-old', program, found: pip, needed: OLDEST_PIP });
}

/** Compares the first two numbers of two versions, as much as the bound needs. */
function isOlder(version: string, bound: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [boundMajor = 0, boundMinor = 0] = bound.split('.').map(Number);
  return major < boundMajor || (major === boundMajor && minor < boundMinor);
}
