// Rows about what else the generator reads: variables, build.env, appsvc.yaml.

import type { Tree } from '../../helpers/site/hand-made-package.js';
import type { Row } from '../row.js';
import { APP, flatVenv, manifest, UNPACKED } from './parts.js';

const tree = { ...APP, ...flatVenv() };

function set(
  name: string,
  settings: Readonly<Record<string, string>>,
  more: Partial<Row> = {},
): Row {
  return { name: `settings: ${name}`, tree, settings, ...more };
}

function buildEnv(name: string, text: string, more: Partial<Row> = {}): Row {
  return { name: `build.env: ${name}`, tree: { ...tree, 'build.env': text }, ...more };
}

function appsvc(name: string, text: string, more: Tree = {}): Row {
  const files = { ...APP, ...more, 'appsvc.yaml': text };
  return { name: `appsvc.yaml: ${name}`, tree: files, command: 'probe one' };
}

const WORKERS = 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS';
const COUNT = 'PYTHON_GUNICORN_CUSTOM_WORKER_NUM';
const THREADS = 'PYTHON_GUNICORN_CUSTOM_THREAD_NUM';
const PRE_RUN = 'PRE_RUN_COMMAND';

export const settingRows: readonly Row[] = [
  set('HOST and PORT', { HOST: '127.0.0.1', PORT: '8181' }),
  set('HOST and PORT empty', { HOST: '', PORT: '' }),
  set('no PORT', {}, { unset: ['PORT'] }),
  set('PYTHONPATH', { PYTHONPATH: '/home/site/packages' }),
  set('no PYTHONPATH', {}, { unset: ['PYTHONPATH'] }),
  set('no PYTHON_VERSION', {}, { unset: ['PYTHON_VERSION'] }),
  set('another PYTHON_VERSION', { PYTHON_VERSION: '3.11.9' }),
  set('VIRTUAL_ENV and APP_PATH', { VIRTUAL_ENV: '/x', APP_PATH: '/y' }),
  set('another HOME', { HOME: '/tmp' }, { tree: { ...APP, '__oryx_packages__/x.py': '' } }),
  set('a HOME that is not there', { HOME: '/nowhere' }),
  set('GUNICORN_CMD_ARGS', { GUNICORN_CMD_ARGS: '--workers 9' }),
  set('GUNICORN_CMD_ARGS and a command', { GUNICORN_CMD_ARGS: '-w 9' }, { command: 'gunicorn x' }),
  set('no gunicorn configuration', {}, { unset: ['PYTHON_USE_GUNICORN_CONFIG_FROM_PATH'] }),
  set('another gunicorn configuration', {
    PYTHON_USE_GUNICORN_CONFIG_FROM_PATH: 'gunicorn.conf.py',
  }),
  set('workers', { [WORKERS]: 'true' }),
  set('workers, by number', { [WORKERS]: '1', [COUNT]: '3', [THREADS]: '2' }),
  set('workers, no numbers', { [WORKERS]: 'T', [COUNT]: 'many', [THREADS]: 'x' }),
  set('workers, threads alone', { [WORKERS]: 'True', [THREADS]: '4' }),
  set('workers, off', { [WORKERS]: 'False', [COUNT]: '3' }),
  set('workers, numbers without the switch', { [COUNT]: '3', [THREADS]: '2' }),
  set('workers, no boolean', { [WORKERS]: 'yes' }),
  set('workers, no boolean, with a command', { [WORKERS]: 'yes' }, { command: 'probe one' }),
  set('a command before', { [PRE_RUN]: 'probe before' }),
  set('a command before that fails', { [PRE_RUN]: 'false' }),
  set('a command before that exits', { [PRE_RUN]: 'exit 5' }),
  set('a command before that changes folder and variables', {
    [PRE_RUN]: 'cd /; export BEFORE=1; PATH=/x:$PATH; PYTHONPATH=/y',
  }),
  set(
    'a command before, with activation',
    { [PRE_RUN]: 'probe "$VIRTUAL_ENV"' },
    { manifest: manifest({ SourceDirectoryInBuildContainer: UNPACKED }) },
  ),
  set('a command before that ends in a backslash', { [PRE_RUN]: 'probe before \\' }),
  set('a command before that wants every variable set', { [PRE_RUN]: 'set -u' }),
  set('a command before that sets a host for itself', { [PRE_RUN]: 'HOST=127.0.0.1' }),
  set('a command before of two lines', { [PRE_RUN]: 'probe a\nprobe b' }),
  set(
    'a Python to be installed',
    { ENABLE_DYNAMIC_INSTALL: 'true' },
    { manifest: manifest({ PythonVersion: '3.10.1' }) },
  ),
  set('a Python to be installed that is there', { ENABLE_DYNAMIC_INSTALL: 'true' }),
  set(
    'a Python not to be installed',
    { ENABLE_DYNAMIC_INSTALL: 'yes' },
    { manifest: manifest({ PythonVersion: '3.10.1' }) },
  ),
  buildEnv('a command before', 'PRE_RUN_COMMAND=probe before\n'),
  buildEnv('the environment wins', `${PRE_RUN}=probe file\n`, {
    settings: { [PRE_RUN]: 'probe environment' },
  }),
  buildEnv('an empty variable does not win', `${PRE_RUN}=probe file\n`, {
    settings: { [PRE_RUN]: '' },
  }),
  buildEnv(
    'names in lower case, export and comments',
    `# x\n\nexport pre_run_command=probe a # b\n`,
  ),
  buildEnv('a colon', `${PRE_RUN}: probe colon\n`),
  buildEnv('double quotes', `${PRE_RUN}="probe \\"a b\\" c\\nprobe d" # x\n`),
  buildEnv('single quotes', `${PRE_RUN}='probe "$PORT" \\n'\n`),
  buildEnv('a quote over two lines', `${PRE_RUN}="probe a\nprobe b"\n`),
  buildEnv('expansion', `X=1\nY=\${X}2\n${PRE_RUN}="probe $Y $PORT \\$PORT $NONE x"\n`),
  buildEnv('expansion without quotes', `${PRE_RUN}=probe $PORT \${PORT} $port\n`),
  buildEnv('CRLF and a byte order mark', `\uFEFF${PRE_RUN}=probe a\r\nX=1\r\n`),
  buildEnv('installs a Python', 'ENABLE_DYNAMIC_INSTALL=1\n', {
    manifest: manifest({ PythonVersion: '3.10.1' }),
  }),
  buildEnv('other settings have no effect', `${WORKERS}=yes\nPORT=1\n`),
  buildEnv('empty', ''),
  buildEnv('a line that is none', 'this is no variable\n'),
  buildEnv('a name alone', 'NAME\n'),
  buildEnv('an empty value', `${PRE_RUN}=\n`),
  buildEnv('a quote that stays open', `${PRE_RUN}="probe a\n`),
  buildEnv('a name with a hyphen', 'a-b=c\n'),
  appsvc('a command behind', 'version: 1\nrun: probe behind\n'),
  appsvc('two lines', 'run: probe a\n  probe b\npost: x\nrun: probe c\n'),
  appsvc('nothing', 'version: 1\n'),
  appsvc('a block', 'run: |\n  probe a\n'),
  appsvc('a heading alone', 'run:\n  probe a\n'),
  appsvc('indented', '  run: probe a\n'),
  {
    ...appsvc('behind a command that replaces the shell', 'run: probe behind\n'),
    command: 'exec probe one',
  },
  {
    ...appsvc('behind a command that ends in a backslash', 'run: probe behind\n'),
    command: 'probe one \\',
  },
];
