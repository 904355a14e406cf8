// Which Python builds the venv, and whether it can build one for App Service.

import { isAbsolute, resolve } from 'node:path';
import { access, constants, stat } from 'node:fs/promises';
import type { Host } from '../host.js';
import { Stopped } from '../terms/failure.js';
import { findImage, KNOWN_MINORS, stackName, type RuntimeImage } from '../runtime/images.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';

/** A Python on this machine, as it describes itself. */
export interface Python {
  /** The program as given, or what the one on PATH says it is. */
  readonly program: string;
  /** `3.12.4`. */
  readonly version: string;
  /** `3.12`. */
  readonly minor: string;
  /** The part of a .pyc's name, such as `cpython-312`. */
  readonly cacheTag: string;
  /** `sys.base_prefix`: where that Python is installed. */
  readonly basePrefix: string;
  /** `none` when pip cannot be imported. */
  readonly pip: string;
  /** The C library as `glibc 2.36`. */
  readonly libc: string;
}

interface Probe extends Python {
  readonly implementation: string;
  readonly platform: string;
  readonly machine: string;
  readonly venv: boolean;
  readonly executable: string;
}

/** `--python` came with this pip. */
const OLDEST_PIP = '22.3';

const PROBE = `
import sys
sys.path[:] = [folder for folder in sys.path if folder]
import json, os, platform
def libc():
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or "none"
    except (ValueError, OSError, AttributeError):
        return "none"
def pip():
    try:
        import pip
        return pip.__version__
    except Exception:
        return "none"
def venv():
    try:
        from importlib.util import find_spec
        return find_spec("venv") is not None
    except ImportError:
        return False
print(json.dumps({
    "executable": sys.executable,
    "version": platform.python_version(),
    "minor": "%d.%d" % sys.version_info[:2],
    "implementation": platform.python_implementation(),
    "platform": "linux" if sys.platform.startswith("linux") else sys.platform,
    "machine": platform.machine(),
    "libc": libc(),
    "basePrefix": getattr(sys, "base_prefix", sys.prefix),
    "cacheTag": getattr(getattr(sys, "implementation", None), "cache_tag", ""),
    "venv": venv(),
    "pip": pip(),
}))
`;

/**
 * Finds the Python that builds the venv and the image that the venv is for.
 * @param asked a program's name or path; `undefined` takes `python3`, else `python`, from PATH
 * @param wantedMinor the runtime stack's minor; `undefined` lets the Python decide
 * @throws Stopped any of the `python-…` codes, `venv-module-missing`, `pip-missing`, `pip-too-old`
 */
export async function findPython(
  host: Host,
  asked: string | undefined,
  wantedMinor: string | undefined,
): Promise<{ python: Python; image: RuntimeImage }> {
  const program = await locate(host, asked);
  const answer = await askPython(host, program);
  // What PATH gives may be a stand-in that chooses by the folder it is called in.
  const probe =
    asked?.includes('/') === true ? answer : { ...answer, program: answer.executable || program };
  judgePlatform(probe);
  const image = judgeMinor(probe, wantedMinor);
  judgeTools(probe);
  return { python: probe, image };
}

async function locate(host: Host, asked: string | undefined): Promise<string> {
  const names = asked === undefined ? ['python3', 'python'] : [asked];
  for (const name of names) {
    const found = await findProgram(name, host.env['PATH'] ?? '');
    if (found !== undefined) return found;
  }
  throw new Stopped({ code: 'python-missing', asked: asked ?? '', tried: names });
}

async function findProgram(name: string, path: string): Promise<string | undefined> {
  const candidates = isAbsolute(name)
    ? [name]
    : path.split(':').map((folder) => resolve(folder, name));
  for (const candidate of candidates) {
    if (await isProgram(candidate)) return candidate;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function askPython(host: Host, program: string): Promise<Probe> {
  const outcome = await host.run({
    program,
    args: ['-c', PROBE],
    cwd: host.workingFolder,
    env: scrubbedEnvironment(host.env),
    output: 'capture',
  });
  const answer = readProbe(outcome.stdout);
  if (outcome.exitCode === 0 && answer) return { ...answer, program };
  throw new Stopped({ code: 'python-unusable', program, lastLines: outcome.lastLines });
}

function readProbe(stdout: string): Probe | undefined {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Probe;
  } catch {
    return undefined;
  }
}

function judgePlatform({ program, implementation, platform, machine, libc }: Probe): void {
  if (implementation !== 'CPython') {
    throw new Stopped({ code: 'python-not-cpython', program, implementation });
  }
  const fits = platform === 'linux' && machine === 'x86_64' && libc.startsWith('glibc');
  if (fits) return;
  const libcName = platform === 'linux' && !libc.startsWith('glibc') ? ' with musl' : '';
  const name = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' }[platform] ?? platform;
  throw new Stopped({
    code: 'python-other-platform',
    program,
    platform: `${name} on ${machine}${libcName}`,
  });
}

function judgeMinor({ program, version, minor }: Probe, wanted: string | undefined): RuntimeImage {
  if (wanted !== undefined && wanted !== minor) {
    const stack = stackName(wanted);
    throw new Stopped({ code: 'python-other-minor', program, found: version, wanted, stack });
  }
  const image = findImage(minor);
  if (image) return image;
  throw new Stopped({ code: 'python-minor-unknown', program, found: version, known: KNOWN_MINORS });
}

function judgeTools({ program, minor, venv, pip }: Probe): void {
  if (!venv) throw new Stopped({ code: 'venv-module-missing', program, minor });
  if (pip === 'none') throw new Stopped({ code: 'pip-missing', program, minor });
  if (isOlder(pip, OLDEST_PIP)) {
    throw new Stopped({ code: 'pip-too-old', program, found: pip, needed: OLDEST_PIP });
  }
}

/** Compares the first two numbers of two versions, as much as the bound needs. */
function isOlder(version: string, bound: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [boundMajor = 0, boundMinor = 0] = bound.split('.').map(Number);
  return major < boundMajor || (major === boundMajor && minor < boundMinor);
}
