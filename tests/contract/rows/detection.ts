// Rows without a command: which app is detected, and with what it is started.

import type { Tree } from '../../helpers/site/hand-made-package.js';
import type { Row } from '../row.js';
import { APP, flatVenv, manifest, UNPACKED } from './parts.js';

const FASTAPI = 'from fastapi import FastAPI\n';
const NEW = { PYTHON_VERSION: '3.14.0' };

function detected(name: string, tree: Tree, settings: Readonly<Record<string, string>> = {}): Row {
  return { name: `detection: ${name}`, tree, settings };
}

export const detectionRows: readonly Row[] = [
  detected('application.py before app.py', { ...APP, 'application.py': '' }),
  detected('run.py before wsgi.py', { 'run.py': '', 'wsgi.py': '' }),
  detected('wsgi.py', { 'wsgi.py': '' }),
  detected('main.py', { 'main.py': FASTAPI }),
  detected('a folder called app.py', { 'app.py/x': '', 'server.py': '' }),
  detected('a link called app.py', { 'app.py': { link: 'x.py' }, 'x.py': '' }),
  detected('Django', { ...APP, 'site/wsgi.py': '', 'manage.py': '' }),
  detected('Django, capital letters first', { 'a/wsgi.py': '', 'Z/wsgi.py': '', 'é/wsgi.py': '' }),
  detected('Django, not in the venv', { ...APP, ...flatVenv(), 'antenv/wsgi.py': '' }),
  {
    ...detected('Django, in a venv of another name', { 'venv/wsgi.py': '', 'x/wsgi.py': '' }),
    manifest: manifest({ virtualEnvName: 'venv' }),
  },
  detected('Django, not two levels deep', { ...APP, 'a/b/wsgi.py': '' }),
  detected('Django, not behind a link', { ...APP, 'a/b/wsgi.py': '', c: { link: 'a/b' } }),
  detected('FastAPI from 3.14 on', { 'main.py': FASTAPI, ...APP }, NEW),
  detected('FastAPI beside Flask', { 'main.py': `${FASTAPI}from flask import Flask\n` }, NEW),
  detected('FastAPI, imported', { 'api.py': 'import fastapi\n' }, NEW),
  detected('FastAPI, Django first', { 'main.py': FASTAPI, 'a/wsgi.py': '' }, NEW),
  detected(
    'FastAPI, switched off',
    { 'main.py': FASTAPI },
    { ...NEW, DISABLE_FASTAPI_DETECTION: '1' },
  ),
  detected('FastAPI, no boolean', APP, { ...NEW, DISABLE_FASTAPI_DETECTION: 'yes' }),
  detected(
    'FastAPI, no boolean, but Django',
    { 'a/wsgi.py': '' },
    { ...NEW, DISABLE_FASTAPI_DETECTION: 'yes' },
  ),
  detected('FastAPI, no boolean, before 3.14', APP, { DISABLE_FASTAPI_DETECTION: 'yes' }),
  detected('FastAPI, version of two numbers', { 'main.py': FASTAPI }, { PYTHON_VERSION: '3.14' }),
  detected('FastAPI, version of one number', { 'main.py': FASTAPI }, { PYTHON_VERSION: '4' }),
  {
    ...detected('FastAPI, by the manifest', { 'main.py': FASTAPI }),
    manifest: manifest({ PythonVersion: '3.14.0' }),
  },
  { ...detected('debugging Flask', APP), debugPort: '5678' },
  { ...detected('debugging Django', { 'a/wsgi.py': '' }), debugPort: '49494' },
  { ...detected('debugging FastAPI', { 'main.py': FASTAPI }, NEW), debugPort: '5678' },
  { ...detected('debugging, after a wait', APP), debugPort: '5678', debugWait: true },
  { ...detected('debugging nothing', {}), debugPort: '5678' },
  { ...detected('debugging a command', APP), debugPort: '5678', command: 'probe one' },
  {
    ...detected('with activation', { ...APP, ...flatVenv() }),
    manifest: manifest({ SourceDirectoryInBuildContainer: UNPACKED }),
  },
];
