// The platform's detection of frameworks, by Python minor, held against the twin that the rehearsal uses.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { detectApp } from '../../../../tasks/core/check/sources/detect-app.js';
import { detectApp as twin } from '../../../../tasks/core/rehearse/platform/framework.js';
import { treeOf } from '../../../helpers/app-evidence.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

const FASTAPI = 'from fastapi import FastAPI\n';

/** Each row: files, and what gunicorn is given up to Python 3.13 and from 3.14 on. */
const ROWS: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly upTo313: string | undefined;
  readonly from314: string | undefined;
}[] = [
  { name: 'nothing', files: { 'readme.md': '' }, upTo313: undefined, from314: undefined },
  { name: 'Flask', files: { 'app.py': '', 'run.py': '' }, upTo313: 'app:app', from314: 'app:app' },
  {
    name: 'application.py before app.py',
    files: { 'app.py': '', 'application.py': '' },
    upTo313: 'application:app',
    from314: 'application:app',
  },
  {
    name: 'FastAPI in main.py',
    files: { 'main.py': FASTAPI },
    upTo313: undefined,
    from314: 'main:app',
  },
  {
    name: 'FastAPI and Flask in one file',
    files: { 'app.py': `${FASTAPI}from flask import Flask\n` },
    upTo313: 'app:app',
    from314: 'app:app',
  },
  {
    name: 'FastAPI beside Flask',
    files: { 'app.py': 'from flask import Flask\n', 'main.py': FASTAPI },
    upTo313: 'app:app',
    from314: 'main:app',
  },
  {
    name: 'Django in the first folder by code unit',
    files: { 'web/wsgi.py': '', 'Zoo/wsgi.py': '', 'app.py': '' },
    upTo313: 'Zoo.wsgi',
    from314: 'Zoo.wsgi',
  },
  {
    name: 'the virtual environment is no project, nor is a folder two levels deep',
    files: { 'antenv/wsgi.py': '', 'a/b/wsgi.py': '' },
    upTo313: undefined,
    from314: undefined,
  },
  {
    name: 'wsgi.py at the root counts as Flask',
    files: { 'wsgi.py': '' },
    upTo313: 'wsgi:app',
    from314: 'wsgi:app',
  },
];

function argument(files: Readonly<Record<string, string>>, minor: string): string | undefined {
  const found = detectApp(treeOf(files), minor);
  assert.notEqual(found, 'unknown');
  if (found === undefined || found === 'unknown') return undefined;
  return found.framework === 'django' ? found.module : `${found.module}:${found.callable}`;
}

describe('detectApp', () => {
  const folder = folderPerTest();

  for (const { name, files, upTo313, from314 } of ROWS) {
    it(name, async () => {
      await writeFiles(folder.path, files);
      const onHost = (path: string): string => join(folder.path, path);
      const found = [false, true].map(async (hasFastApi) => twin(onHost, '/', () => hasFastApi));
      const twins = (await Promise.all(found)).map((app) => app?.gunicorn.replace(/^-k \S+ /, ''));
      const minors = ['3.9', '3.13', '3.14', '3.15'].map((minor) => argument(files, minor));
      assert.deepEqual(minors, [upTo313, upTo313, from314, from314]);
      assert.deepEqual(twins, [upTo313, from314]);
    });
  }

  it('knows what turns the detection of FastAPI off, and another virtual environment', () => {
    const app = treeOf({ 'main.py': FASTAPI, 'venv/wsgi.py': '' });
    assert.equal(detectApp(app, '3.14', { withoutFastApi: true, venvName: 'venv' }), undefined);
    assert.deepEqual(detectApp(app, '3.14'), {
      framework: 'django',
      module: 'venv.wsgi',
      callable: 'application',
      path: 'venv/wsgi.py',
    });
  });

  it('does not guess what is in a file whose text is not at hand', () => {
    const file = { path: 'main.py', size: 1, executable: false, text: undefined };
    const app = { files: new Map([['main.py', file]]), complete: true };
    assert.equal(detectApp(app, '3.14'), 'unknown');
    assert.equal(detectApp(app, '3.14', { mentionsFastApi: () => false }), undefined);
    assert.equal(detectApp(app, '3.13'), undefined);
  });
});
