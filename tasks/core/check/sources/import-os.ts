// Advice that reads a variable by `os.environ`, for a module that does not import os yet.

import type { PythonSources } from './python-sources.js';

/** The path, where the sources know the module and it has no name `os`. */
export function lacksOs(sources: PythonSources | undefined, path: string): string | undefined {
  const names = sources?.modules.get(path)?.names;
  return names === undefined || names.includes('os') ? undefined : path;
}

/** `Import os in app.py, and …`, for what `lacksOs` gave; else the advice as it is. */
export function withOs(lacking: string | undefined, advice: string): string {
  return lacking === undefined
    ? advice
    : `Import os in ${lacking}, and ${advice.charAt(0).toLowerCase()}${advice.slice(1)}`;
}
