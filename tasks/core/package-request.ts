// What a user asks to be packaged, read from the inputs of the task or from the flags.

import { COLLECT_STATIC, type CollectStatic } from './framework/static-files.js';
import type { Inputs } from './inputs.js';
import { readJudgedRequest, type JudgedRequest } from './judged-request.js';
import { COMPRESSIONS, LAYOUTS, type Compression, type Layout } from './terms/layout.js';

/** What is to be packaged; paths are absolute, and `undefined` is what was not given. */
export interface PackageRequest extends JudgedRequest {
  readonly appRoot: string;
  readonly requirements: string | undefined;
  readonly pythonPath: string | undefined;
  readonly layout: Layout;
  readonly compression: Compression;
  readonly packagePath: string | undefined;
  readonly excludes: readonly string[];
  readonly collectStatic: CollectStatic;
}

/**
 * Reads the request.
 * @throws Stopped `unknown-choice`, `unresolved-variable`
 */
export function readPackageRequest(inputs: Inputs): PackageRequest {
  return {
    appRoot: inputs.folder('appRoot'),
    requirements: inputs.file('requirements'),
    pythonPath: inputs.program('pythonPath'),
    layout: inputs.choice('layout', LAYOUTS),
    compression: inputs.choice('compression', COMPRESSIONS),
    packagePath: inputs.file('packagePath'),
    excludes: inputs.lines('excludes'),
    collectStatic: inputs.choice('collectStatic', COLLECT_STATIC),
    ...readJudgedRequest(inputs),
  };
}
