// How pip is called: the building Python's own, whatever lies in the working directory.

/** To come first: `-m pip` and each import would take a `queue.py` of the app. */
export const NOT_FROM_HERE = 'import sys; sys.path[:] = [folder for folder in sys.path if folder]';

/** Runs pip, as `sys.argv` has it. */
export const RUN_PIP = 'runpy.run_module("pip", run_name="__main__", alter_sys=True)';

/** The arguments of a Python that runs its pip with these. */
export function pipArguments(args: readonly string[]): string[] {
  return ['-c', `${NOT_FROM_HERE}; import runpy; ${RUN_PIP}`, ...args];
}

/** Keeps pip from starting itself for the `python` that a setting of the job may name. */
export const IS_STARTED = 'os.environ["_PIP_RUNNING_IN_SUBPROCESS"] = "1"';

/**
 * What `pip --python` does, without loading all of pip twice: that takes 0.4 s of each install. A pip whose file for
 * that has another place or name is asked to do it itself.
 */
const RUN_FOR = `
${NOT_FROM_HERE}
import os, runpy
from importlib.util import find_spec
python, args = sys.argv[1], sys.argv[2:]
spec = find_spec("pip")
if spec and spec.origin:
    runner = os.path.join(os.path.dirname(spec.origin), "__pip-runner__.py")
    if os.path.isfile(runner):
        ${IS_STARTED}
        os.execv(python, [python, runner, *args])
sys.argv[1:] = ["--python", python, *args]
${RUN_PIP}
`;

/**
 * The arguments of a Python that runs its pip with these, for another Python, which needs none.
 * @param python the other one's program
 */
export function pipArgumentsFor(python: string, args: readonly string[]): string[] {
  return ['-c', RUN_FOR, python, ...args];
}
