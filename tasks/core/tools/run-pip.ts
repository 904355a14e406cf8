// How pip is called: the building Python's own, whatever lies in the working directory.

/** `-m pip` would import a `queue.py` of the app. */
const NOT_FROM_HERE = 'sys.path[:] = [folder for folder in sys.path if folder]';
const RUN = 'runpy.run_module("pip", run_name="__main__", alter_sys=True)';

/** The arguments of a Python that runs its pip with these. */
export function pipArguments(args: readonly string[]): string[] {
  return ['-c', `import runpy, sys; ${NOT_FROM_HERE}; ${RUN}`, ...args];
}

/**
 * What `pip --python` does, without loading all of pip twice: that takes 0.4 s of each install. A pip whose file for
 * that has another place or name is asked to do it itself.
 */
const RUN_FOR = `
import os, runpy, sys
from importlib.util import find_spec
${NOT_FROM_HERE}
python, args = sys.argv[1], sys.argv[2:]
spec = find_spec("pip")
runner = os.path.join(os.path.dirname(spec and spec.origin or ""), "__pip-runner__.py")
if os.path.isfile(runner):
    os.execv(python, [python, runner, *args])
sys.argv[1:] = ["--python", python, *args]
${RUN}
`;

/**
 * The arguments of a Python that runs its pip with these, for another Python, which needs none.
 * @param python the other one's program
 */
export function pipArgumentsFor(python: string, args: readonly string[]): string[] {
  return ['-c', RUN_FOR, python, ...args];
}
