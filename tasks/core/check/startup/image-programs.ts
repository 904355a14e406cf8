// Programs that the images hold without a venv (contract A14).

import { minorNumber } from '../../terms/python-minor.js';
import { UNLIKELY, YES, type Truth } from './shell/truth.js';

/** Whether images of a Python minor hold uvicorn and uvicorn-worker, as those from 3.14 on do. */
export function imageHasUvicorn(python: string): boolean {
  return minorNumber(python) >= 14;
}

const PRESENT: readonly string[] = ['python', 'python3', 'pip', 'pip3', 'gunicorn', 'curl'];

/** Package managers that no image has; a venv may bring one. */
const ABSENT: readonly string[] = ['uv', 'poetry', 'pipenv', 'pdm', 'conda', 'mamba'];

/** Whether a program is found through PATH; `undefined` where that depends on the image or the venv. */
export function knownProgram(name: string): Truth | undefined {
  if (PRESENT.includes(name)) return YES;
  return ABSENT.includes(name) ? UNLIKELY : undefined;
}
