// How pip is called: the building Python's own, whatever lies in the working directory.

/** `-m pip` would import a `queue.py` of the app. */
const RUN_PIP =
  'import runpy, sys; sys.path[:] = [folder for folder in sys.path if folder]; ' +
  'runpy.run_module("pip", run_name="__main__", alter_sys=True)';

/** The arguments of a Python that runs its pip with these. */
export function pipArguments(args: readonly string[]): string[] {
  return ['-c', RUN_PIP, ...args];
}
