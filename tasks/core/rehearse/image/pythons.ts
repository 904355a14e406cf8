// Finds a Python that can stand in for the image's: a CPython of the stack's minor, made for this machine's Linux.

import { join } from 'node:path';
import type { Host } from '../../host.js';
import { scrubbedEnvironment } from '../../terms/python-environment.js';
import { isProgram, pythonsOfMinor } from '../../tools/python-places.js';

/** A Python as it describes itself. */
export interface FoundPython {
  /** Its base prefix; `bin/python<minor>` and `lib` are below it. */
  readonly home: string;
  /** All three numbers, such as `3.12.4`. */
  readonly version: string;
  /** `<home>/bin/python<minor>` */
  readonly program: string;
}

const QUESTION = `
import json, os, platform, sys
def libc():
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError, AttributeError):
        return ""
print(json.dumps({
    "home": sys.base_prefix,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "fits": platform.python_implementation() == "CPython" and sys.platform.startswith("linux")
        and libc().startswith("glibc"),
}))
`;

interface Answer {
  readonly home: string;
  readonly version: string;
  readonly fits: boolean;
}

/**
 * Looks at the Python given (the one that builds the package), at `pythonX.Y` of PATH, in the agent's tool
 * cache, newest first, and beside the current `python3`, where version managers keep the others.
 * A name may be a stand-in that refuses, so each is asked for what it is.
 * @param minor such as `3.12`
 * @returns `undefined` when there is none
 * @throws Stopped `cancelled`
 */
export async function findImagePython(
  host: Host,
  minor: string,
  given?: string,
): Promise<FoundPython | undefined> {
  const env = scrubbedEnvironment(host.env);
  for await (const program of candidates(host, env, minor, given)) {
    const answer = await ask(host, env, program);
    const found = answer && asFound(answer, minor);
    if (found && (await isProgram(found.program))) return found;
  }
  return undefined;
}

type Environment = Readonly<Record<string, string>>;

async function* candidates(
  host: Host,
  env: Environment,
  minor: string,
  given: string | undefined,
): AsyncGenerator<string> {
  if (given !== undefined) yield given;
  yield* pythonsOfMinor(host, minor, async () => (await ask(host, env, 'python3'))?.home);
}

async function ask(host: Host, env: Environment, program: string): Promise<Answer | undefined> {
  if (program.includes('/') && !(await isProgram(program))) return undefined;
  const outcome = await host.run({
    program,
    args: ['-I', '-c', QUESTION],
    cwd: '/',
    env,
    output: 'capture',
  });
  if (outcome.exitCode !== 0) return undefined;
  try {
    return JSON.parse(outcome.stdout.trim().split('\n').at(-1) ?? '') as Answer;
  } catch {
    return undefined;
  }
}

function asFound({ home, version, fits }: Answer, minor: string): FoundPython | undefined {
  if (!fits || !version.startsWith(`${minor}.`)) return undefined;
  return { home, version, program: join(home, 'bin', `python${minor}`) };
}
