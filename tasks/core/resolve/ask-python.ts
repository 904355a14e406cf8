// Asks a Python what it is: version, platform, C library, and what it has to build with.

import type { Host } from '../host.js';
import { scrubbedEnvironment } from '../terms/python-environment.js';
import { NOT_FROM_HERE } from '../tools/run-pip.js';

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
  /** The C library as `glibc 2.36`; `none` where there is no glibc. */
  readonly libc: string;
}

/** All that a Python answers. */
export interface PythonAnswer extends Python {
  /** `CPython`, `PyPy`, … */
  readonly implementation: string;
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** As `uname -m` has it: `x86_64`, `aarch64`, `arm64`, `AMD64`. */
  readonly machine: string;
  /** Whether it has the module `venv`. */
  readonly venv: boolean;
  /** `sys.executable`. */
  readonly executable: string;
}

const PROBE = `
${NOT_FROM_HERE}
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

/** A Python's answer, or what it said instead of one. */
export type Asked =
  | { readonly answer: PythonAnswer }
  | { readonly answer: undefined; readonly lastLines: readonly string[] };

/**
 * Asks a program what Python it is; its answer names the program as it was given.
 * @throws Stopped `cancelled`
 */
export async function askPython(host: Host, program: string): Promise<Asked> {
  const outcome = await host.run({
    program,
    args: ['-c', PROBE],
    cwd: host.workingFolder,
    env: scrubbedEnvironment(host.env),
    output: 'capture',
  });
  const answer = outcome.exitCode === 0 ? readAnswer(outcome.stdout) : undefined;
  if (answer) return { answer: { ...answer, program } };
  return { answer: undefined, lastLines: outcome.lastLines };
}

function readAnswer(stdout: string): PythonAnswer | undefined {
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as PythonAnswer;
  } catch {
    return undefined;
  }
}

/** Whether wheels that fit this Python's platform run on App Service: Linux, x86_64, glibc. */
export function isOfAppServiceKind({ platform, machine, libc }: PythonAnswer): boolean {
  return platform === 'linux' && machine === 'x86_64' && libc.startsWith('glibc');
}

const PLATFORM_NAMES: Readonly<Record<string, string>> = {
  win32: 'Windows',
  darwin: 'macOS',
  linux: 'Linux',
};

/** A Python's platform in words, such as `Linux on x86_64 with musl`. */
export function platformName({ platform, machine, libc }: PythonAnswer): string {
  const libcName = platform === 'linux' && !libc.startsWith('glibc') ? ' with musl' : '';
  return `${PLATFORM_NAMES[platform] ?? platform} on ${machine}${libcName}`;
}
