// Where an app declares its dependencies: in what the package was made from, which may have been asked for.

import assert from 'node:assert/strict';

import {
  addition,
  takenDependencies,
} from '../../../../tasks/core/check/sources/dependencies-of.js';
import type { SourceFormat } from '../../../../tasks/core/terms/dependencies.js';
import { tree } from '../startup/startup-fixtures.js';

interface Row {
  readonly name: string;
  readonly format: SourceFormat;
  /** The one that was chosen, and what was read with it. */
  readonly files: readonly [string, ...string[]];
  readonly add: string;
}

const ROWS: readonly Row[] = [
  {
    name: 'the file of the app root',
    format: 'requirements.txt',
    files: ['/w/app/requirements.txt', '/w/app/more.txt'],
    add: 'requirements.txt: flask',
  },
  {
    name: 'a requirements file of another name in a folder',
    format: 'requirements.txt',
    files: ['/w/app/requirements/web.txt'],
    add: 'requirements/web.txt: flask',
  },
  {
    name: 'a requirements file beside the app root',
    format: 'requirements.txt',
    files: ['/w/requirements.txt'],
    add: '../requirements.txt: flask',
  },
  {
    name: 'a project in a folder',
    format: 'pyproject.toml',
    files: ['/w/app/src/pyproject.toml'],
    add: 'src/pyproject.toml: flask',
  },
  {
    name: 'the lock of a project in a folder',
    format: 'poetry.lock',
    files: ['/w/app/src/poetry.lock', '/w/app/src/pyproject.toml'],
    add: 'src/pyproject.toml: poetry add flask',
  },
  {
    name: 'the lock of a workspace around the app',
    format: 'uv.lock',
    files: ['/w/uv.lock', '/w/app/pyproject.toml'],
    add: 'pyproject.toml: uv add flask',
  },
  {
    name: 'a lock without the file that it is made from',
    format: 'Pipfile.lock',
    files: ['/w/app/src/Pipfile.lock'],
    add: 'src/Pipfile: pipenv install flask',
  },
];

describe('what an app is to be added to', () => {
  // What the app root would suggest, were nothing known.
  const app = tree({ 'requirements.txt': 'requests\n' });

  for (const { name, format, files, add } of ROWS) {
    it(`is ${name}, where that was taken`, () => {
      const taken = takenDependencies({ format, path: files[0], files }, '/w/app');
      assert.equal(addition({ app, dependencies: taken }, 'flask'), add);
    });
  }

  it('is what the app root has, where nobody knows what was taken', () => {
    assert.equal(addition({ app }, 'flask'), 'requirements.txt: flask');
  });
});
