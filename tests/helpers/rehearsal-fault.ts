// A fault made in a package or in its configuration, and what a rehearsal tells of it.

import type { RehearseRequest } from '../../tasks/core/rehearse-flow.js';
import type { Finding } from '../../tasks/core/terms/finding.js';
import type { RealVenv } from './rehearsal-venv.js';
import type { Tree } from './site/hand-made-package.js';

/** One row of the table. */
export interface Fault {
  readonly name: string;
  /** Makes the package; its path. */
  readonly make: (venv: RealVenv) => Promise<string>;
  /** Makes what the site holds before: a package or a folder. */
  readonly over?: (venv: RealVenv) => Promise<string>;
  readonly command: string;
  readonly asked?: Partial<RehearseRequest>;
  /** The only error or warning. */
  readonly told: Finding;
}

export const STARTUP_COMMAND = { file: 'startup command' };

/** A Flask app that does nothing wrong. */
export const FLASK = `from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return "hello"
`;

/** A package with the real venv and these files of an app. */
export function withVenv(app: Tree): Fault['make'] {
  return async (venv) => venv.package({ app, venv: venv.archive });
}
