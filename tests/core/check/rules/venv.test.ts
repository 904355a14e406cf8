// The family venv: each rule fires on its case, and is silent on the nearest good one.

import type { Startup } from '../../../../tasks/core/check/startup/startup.js';
import { venvRules } from '../../../../tasks/core/check/rules/venv.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { settings } from './setting-cases.js';
import { packageOf, testRules, treeOf, venvOf } from '../../../helpers/rule-cases.js';

const SITE = 'lib/python3.12/site-packages';
const PACKAGE = packageOf();
const BUILDING = 'SCM_DO_BUILD_DURING_DEPLOYMENT';
const ACTIVATED = { SourceDirectoryInBuildContainer: '/tmp/x' };
const BUILD = '#!/home/vsts/work/1/s/antenv/bin/python';

/** A script that runs a program, by an interpreter. */
function startupOf(interpreter: string, ...words: readonly string[]): Startup {
  return {
    text: 'startup.sh',
    kind: 'script',
    effective: 'startup.sh',
    problem: undefined,
    commands: [
      {
        words,
        environment: {},
        where: { file: 'startup.sh', line: 2 },
        background: false,
        conditional: false,
        folder: '',
      },
    ],
    servers: [],
    scripts: [{ path: 'startup.sh', text: '', interpreter }],
    ignored: [],
  };
}

testRules('venv', venvRules, [
  {
    rule: 'venv/python-link-in-zip',
    name: 'links that are on PATH',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      manifest: ACTIVATED,
      venv: venvOf({ 'bin/python': { link: 'python3' }, 'bin/python3': '/usr/bin/python3' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'antenv/bin/python' and 'antenv/bin/python3' are links in the zip and will be text files on the site.",
        fix: 'Pack the venv as one file, where links survive (layout: venvTarball).',
        where: { file: 'antenv/bin/python' },
      },
    ],
  },
  {
    rule: 'venv/python-link-in-zip',
    name: 'a link that nobody may use',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      venv: venvOf({ 'bin/python': { link: '/opt/hostedtoolcache/bin/python3' } }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'antenv/bin/python' is a link in the zip and will be a text file on the site; what is started by that name is no Python.",
        fix: 'Pack the venv as one file, where links survive (layout: venvTarball).',
        where: { file: 'antenv/bin/python' },
      },
    ],
  },
  {
    rule: 'venv/python-link-in-zip',
    name: 'a wrapper, and links in an archive',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      manifest: ACTIVATED,
      venv: venvOf({ 'bin/python': '#!/bin/bash\nexec x\n' }),
    },
    expect: [],
  },
  {
    rule: 'venv/python-link-in-zip',
    name: 'links in an archive',
    evidence: {
      layout: 'venvTarball',
      package: PACKAGE,
      venv: venvOf({ 'bin/python': { link: 'python3' } }),
    },
    expect: [],
  },
  {
    rule: 'venv/other-name',
    name: 'another name',
    evidence: { layout: 'flat', package: PACKAGE, app: treeOf({ '.venv/pyvenv.cfg': '' }) },
    expect: [
      {
        severity: 'error',
        message:
          "The virtual environment is in '.venv'; the platform looks for 'antenv' and starts the app without packages.",
        fix: 'Make the venv under the name \'antenv\', or add virtualEnvName = ".venv" to oryx-manifest.toml.',
        where: { file: '.venv' },
      },
    ],
  },
  {
    rule: 'venv/other-name',
    name: 'an archive that no manifest names',
    evidence: { layout: 'flat', package: PACKAGE, app: treeOf({ 'antenv.tar.gz': {} }) },
    expect: [
      {
        severity: 'error',
        message:
          "The package holds 'antenv.tar.gz', but no manifest names it, so that the platform does not unpack it.",
        fix: 'Add an oryx-manifest.toml with compressedVirtualEnvFile = "antenv.tar.gz"',
        where: { file: 'antenv.tar.gz' },
      },
    ],
  },
  {
    rule: 'venv/other-name',
    name: 'beside the right one, and deeper',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      app: treeOf({ 'venv/pyvenv.cfg': '' }),
      venv: venvOf({ 'pyvenv.cfg': '' }),
    },
    expect: [],
  },
  {
    rule: 'venv/other-minor',
    name: 'another minor',
    evidence: {
      venv: venvOf({}, { minors: ['3.11'] }),
      runtimeStack: 'PYTHON|3.12',
      image: findImage('3.12'),
    },
    expect: [
      {
        severity: 'error',
        message: 'The packages are installed for Python 3.11; PYTHON|3.12 finds none of them.',
        fix: "Install with Python 3.12 (UsePythonVersion@0, versionSpec: '3.12'), or set the runtime stack to PYTHON|3.11.",
        where: { file: 'antenv/lib/python3.11' },
      },
    ],
  },
  {
    rule: 'venv/other-minor',
    name: 'the same, also of a stack without an image',
    evidence: { venv: venvOf({}, { minors: ['3.7'] }), runtimeStack: 'PYTHON|3.7' },
    expect: [],
  },
  {
    rule: 'venv/other-minor',
    name: 'a stack that is no Python',
    evidence: { venv: venvOf({}), runtimeStack: 'NODE|20-lts' },
    expect: [],
  },
  {
    rule: 'venv/windows',
    name: 'Lib',
    evidence: { venv: venvOf({ 'Lib/site-packages/x.py': '', 'Scripts/activate.bat': '' }) },
    expect: [
      {
        severity: 'error',
        message: "The virtual environment was made on Windows: it has 'antenv/Lib/site-packages'.",
        fix: 'Install on a Linux agent: pool: { vmImage: ubuntu-latest }',
        where: { file: 'antenv/Lib/site-packages' },
      },
    ],
  },
  {
    rule: 'venv/windows',
    name: 'an installer for Windows that setuptools brings along',
    evidence: { venv: venvOf({ [`${SITE}/setuptools/cli-64.exe`]: {} }) },
    expect: [],
  },
  {
    rule: 'venv/dangling-shebang',
    name: 'scripts of the build machine',
    evidence: {
      package: PACKAGE,
      venv: venvOf({ 'bin/flask': `${BUILD}\n`, 'bin/uvicorn': `${BUILD}\n` }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "2 scripts of the venv ('flask' and 'uvicorn') begin with '#!/home/vsts/work/1/s/antenv/bin/python', which is not there at run time.",
        fix: 'Start it as a module: python -m flask',
        where: { file: 'antenv/bin/flask' },
      },
    ],
  },
  {
    rule: 'venv/dangling-shebang',
    name: 'one that a bash script runs',
    evidence: {
      package: PACKAGE,
      venv: venvOf({ 'bin/flask': `${BUILD}\n` }),
      startup: startupOf('/bin/bash', 'flask', 'run'),
    },
    expect: [
      {
        severity: 'error',
        message:
          "A bash script runs 'flask', which begins with '#!/home/vsts/work/1/s/antenv/bin/python'; that is not there at run time.",
        fix: 'Start it as a module: python -m flask',
        where: { file: 'antenv/bin/flask' },
      },
    ],
  },
  {
    rule: 'venv/dangling-shebang',
    name: 'one that sh may find elsewhere',
    evidence: {
      package: PACKAGE,
      venv: venvOf({ 'bin/flask': `${BUILD}\n` }),
      startup: startupOf('/bin/sh', 'flask', 'run'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "1 script of the venv ('flask') begins with '#!/home/vsts/work/1/s/antenv/bin/python', which is not there at run time.",
        fix: 'Start it as a module: python -m flask',
        where: { file: 'antenv/bin/flask' },
      },
    ],
  },
  {
    rule: 'venv/dangling-shebang',
    name: 'scripts of the image, of the address and of the link to it',
    evidence: {
      package: PACKAGE,
      layout: 'venvTarball',
      manifest: { compressedVirtualEnvFile: 'antenv.tar.gz' },
      venv: venvOf(
        {
          'bin/a': '#!/antenv/bin/python3.12 -I\n',
          'bin/b': '#!/home/site/wwwroot/antenv/bin/python\n',
          'bin/c': '#!/usr/bin/env python3\n',
          'bin/d': '#!/bin/sh\n',
          'bin/e': '#!/opt/python/3/bin/python3\n',
          'bin/f': "#!/bin/sh\n'''exec' \"/antenv/bin/python\" \"$0\" \"$@\"\n' '''\n",
          'bin/activate': 'x=1\n',
        },
        { address: '/antenv', folder: '' },
      ),
    },
    expect: [],
  },
  {
    rule: 'venv/activate-missing',
    name: 'missing where it is sourced',
    evidence: { layout: 'flat', manifest: ACTIVATED, venv: venvOf({ 'pyvenv.cfg': '' }) },
    expect: [
      {
        severity: 'error',
        message: "'antenv/bin/activate' is missing, and the start script stops without it.",
        fix: 'Pack the whole venv, bin/activate with it.',
        where: { file: 'antenv/bin/activate' },
      },
    ],
  },
  {
    rule: 'venv/activate-missing',
    name: 'with Windows line endings',
    evidence: { layout: 'appTarball', venv: venvOf({ 'bin/activate': 'a=1\r\n' }) },
    expect: [
      {
        severity: 'error',
        message:
          "'antenv/bin/activate' has Windows line endings, and the start script stops at it.",
        fix: 'Write it with LF line endings.',
        where: { file: 'antenv/bin/activate' },
      },
    ],
  },
  {
    rule: 'venv/activate-missing',
    name: 'missing where nobody sources it',
    evidence: { layout: 'flat', venv: venvOf({ 'pyvenv.cfg': '' }) },
    expect: [],
  },
  {
    rule: 'venv/activate-missing',
    name: 'there',
    evidence: { layout: 'appTarball', venv: venvOf({ 'bin/activate': 'a=1\n' }) },
    expect: [],
  },
  {
    rule: 'venv/editable',
    name: 'by its metadata',
    evidence: {
      venv: venvOf({
        [`${SITE}/my_lib-1.0.dist-info/METADATA`]: 'Name: my.lib\nVersion: 1.0\n',
        [`${SITE}/my_lib-1.0.dist-info/direct_url.json`]: '{"dir_info": {"editable": true}}',
        [`${SITE}/__editable__.my_lib-1.0.pth`]: '/home/vsts/work/1/s/src\n',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'my-lib' is installed as editable: it points to a folder of the machine that built the venv.",
        fix: 'Install it as a copy: pip install . instead of pip install -e .',
        where: { file: `antenv/${SITE}/__editable__.my_lib-1.0.pth` },
      },
    ],
  },
  {
    rule: 'venv/editable',
    name: 'by a .pth that leads away, and an .egg-link',
    evidence: {
      venv: venvOf({
        [`${SITE}/easy-install.pth`]: 'import sys\n/home/vsts/work/1/s\n',
        [`${SITE}/old.egg-link`]: '/home/vsts/work/1/s\n.',
      }),
    },
    expect: ['easy-install.pth', 'old.egg-link'].map((name) => ({
      severity: 'error',
      message: `'${name}' is installed as editable: it points to a folder of the machine that built the venv.`,
      fix: 'Install it as a copy: pip install . instead of pip install -e .',
      where: { file: `antenv/${SITE}/${name}` },
    })),
  },
  {
    rule: 'venv/editable',
    name: '.pth files that stay in the venv, and a local copy',
    evidence: {
      venv: venvOf({
        [`${SITE}/distutils-precedence.pth`]: 'import os; x = 1\n',
        [`${SITE}/a.pth`]: `/home/site/wwwroot/antenv/${SITE}/a\nb\n`,
        [`${SITE}/c-1.dist-info/direct_url.json`]: '{"dir_info": {}, "url": "file:///x"}',
        [`${SITE}/d-1.dist-info/direct_url.json`]: 'no json',
      }),
    },
    expect: [],
  },
  {
    rule: 'venv/nspkg',
    name: 'in a plain zip',
    evidence: { layout: 'flat', package: PACKAGE, venv: venvOf({ [`${SITE}/g-nspkg.pth`]: '' }) },
    expect: [
      {
        severity: 'warning',
        message:
          "'g-nspkg.pth' is not run in this layout, and the namespace package may not be importable.",
        fix: 'Pack the venv so that it is activated (layout: venvTarball).',
        where: { file: `antenv/${SITE}/g-nspkg.pth` },
      },
    ],
  },
  {
    rule: 'venv/nspkg',
    name: 'in a venv that is activated',
    evidence: {
      layout: 'flat',
      manifest: ACTIVATED,
      package: PACKAGE,
      venv: venvOf({ [`${SITE}/g-nspkg.pth`]: '' }),
    },
    expect: [],
  },
  {
    rule: 'venv/shadows-python',
    name: 'a backport that the app asks for',
    evidence: {
      venv: venvOf({
        [`${SITE}/uuid-1.30.dist-info/METADATA`]: 'Name: uuid\n',
        [`${SITE}/uuid-1.30.dist-info/RECORD`]: 'uuid.py,,\n',
        [`${SITE}/uuid.py`]: '',
        [`${SITE}/old-1.0.dist-info/METADATA`]:
          'Name: old\nRequires-Dist: uuid; python_version < "2.5"\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'uuid' brings a module 'uuid', which App Service's PYTHONPATH puts in the place of Python's own.",
        fix: "Python has its own 'uuid': take 'uuid' out of requirements.txt",
        where: { file: `antenv/${SITE}/uuid.py` },
      },
    ],
  },
  {
    rule: 'venv/shadows-python',
    name: 'a package that another distribution asks for',
    evidence: {
      venv: venvOf({
        [`${SITE}/enum34-1.1.10.dist-info/METADATA`]: 'Name: enum34\n',
        [`${SITE}/enum34-1.1.10.dist-info/RECORD`]: 'enum/__init__.py,,\n',
        [`${SITE}/enum/__init__.py`]: '',
        [`${SITE}/old-1.0.dist-info/METADATA`]: 'Name: old\nRequires-Dist: Enum34 (>=1.0)\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'enum34' brings a module 'enum', which App Service's PYTHONPATH puts in the place of Python's own.",
        fix: "Python has its own 'enum': take 'enum34' out of what 'old' requires, or choose a version of it that does without.",
        where: { file: `antenv/${SITE}/enum/__init__.py` },
      },
    ],
  },
  {
    rule: 'venv/shadows-python',
    name: 'silent: modules of other names, one that Python no longer has, tests, and a folder that is no package',
    evidence: {
      venv: venvOf({
        [`${SITE}/many-1.0.dist-info/METADATA`]: 'Name: many\n',
        [`${SITE}/many-1.0.dist-info/RECORD`]:
          'many/uuid.py,,\nasyncore.py,,\ntest/__init__.py,,\njson/schema.json,,\n',
        [`${SITE}/many/uuid.py`]: '',
        [`${SITE}/asyncore.py`]: '',
        [`${SITE}/test/__init__.py`]: '',
        [`${SITE}/json/schema.json`]: '',
      }),
    },
    expect: [],
  },
  {
    rule: 'venv/empty',
    name: 'pip alone',
    evidence: {
      app: treeOf({ 'requirements.txt': '# web\nflask==3.0\ngunicorn\n' }),
      venv: venvOf({
        [`${SITE}/pip-24.0.dist-info/METADATA`]: 'Name: pip\n',
        [`${SITE}/pip/__init__.py`]: {},
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The virtual environment holds no distribution of the 2 requirements, not even 'flask'.",
        fix: "Install with the venv's own Python: antenv/bin/python -m pip install -r requirements.txt",
        where: { file: 'antenv/' },
      },
    ],
  },
  {
    rule: 'venv/empty',
    name: 'nothing is required',
    evidence: {
      app: treeOf({ 'requirements.txt': '# nothing\n' }),
      venv: venvOf({ [`${SITE}/pip/__init__.py`]: {} }),
    },
    expect: [],
  },
  {
    rule: 'venv/empty',
    name: 'nothing is required on the site',
    evidence: {
      image: findImage('3.12'),
      app: treeOf({
        'requirements.txt': 'tomli ; python_version < "3.11"\npywin32; os_name == "nt"\n',
      }),
      venv: venvOf({ [`${SITE}/pip/__init__.py`]: {} }),
    },
    expect: [],
  },
  {
    rule: 'venv/empty',
    name: 'a requirement that its marker asks for',
    evidence: {
      image: findImage('3.12'),
      app: treeOf({ 'requirements.txt': 'flask==3.0 ; python_version >= "3.9"\n' }),
      venv: venvOf({ [`${SITE}/pip/__init__.py`]: {} }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The virtual environment holds no distribution of the 1 requirement, not even 'flask'.",
        fix: "Install with the venv's own Python: antenv/bin/python -m pip install -r requirements.txt",
        where: { file: 'antenv/' },
      },
    ],
  },
  {
    rule: 'venv/empty',
    name: 'modules without metadata',
    evidence: {
      app: treeOf({ 'requirements.txt': 'flask\n' }),
      venv: venvOf({ [`${SITE}/flask/__init__.py`]: {} }),
    },
    expect: [],
  },
  {
    rule: 'venv/missing',
    name: 'no build is asked for',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      app: treeOf({ 'requirements.txt': 'flask==3.0\ngunicorn\n' }),
      startup: startupOf('/bin/sh', 'gunicorn', 'app:app'),
      settings: settings({ [BUILDING]: 'false' }),
    },
    expect: [
      {
        severity: 'error',
        message: "The package has no virtual environment, and nothing installs 'flask'.",
        fix: 'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
        where: { file: 'requirements.txt' },
      },
    ],
  },
  {
    rule: 'venv/missing',
    name: 'nobody knows of a build',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      app: treeOf({ 'requirements.txt': 'flask==3.0\ngunicorn\n' }),
      startup: startupOf('/bin/sh', 'gunicorn', 'app:app'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The package has no virtual environment: unless the platform builds, nothing installs 'flask'.",
        fix: 'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
        where: { file: 'requirements.txt' },
      },
    ],
  },
  {
    rule: 'venv/missing',
    name: 'the platform builds',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      app: treeOf({ 'requirements.txt': 'flask==3.0\ngunicorn\n' }),
      startup: startupOf('/bin/sh', 'gunicorn', 'app:app'),
      settings: settings({ [BUILDING]: 'true' }),
    },
    expect: [],
  },
  {
    rule: 'venv/missing',
    name: 'the start installs',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      app: treeOf({ 'requirements.txt': 'flask==3.0\ngunicorn\n' }),
      startup: startupOf('/bin/sh', 'pip', 'install', '-r', 'requirements.txt'),
      settings: settings({ [BUILDING]: 'false' }),
    },
    expect: [],
  },
  {
    rule: 'venv/missing',
    name: 'the image has all that is required',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      app: treeOf({ 'requirements.txt': '# web\ngunicorn\n' }),
      startup: startupOf('/bin/sh', 'gunicorn', 'app:app'),
      settings: settings({ [BUILDING]: 'false' }),
    },
    expect: [],
  },
  {
    rule: 'venv/missing',
    name: 'the packages lie in the app',
    evidence: {
      layout: 'flat',
      package: PACKAGE,
      app: treeOf({
        'requirements.txt': 'flask==3.0\ngunicorn\n',
        'lib/flask-3.0.dist-info/METADATA': {},
      }),
      startup: startupOf('/bin/sh', 'gunicorn', 'app:app'),
      settings: settings({ [BUILDING]: 'false' }),
    },
    expect: [],
  },
  {
    rule: 'venv/lib64-twice',
    name: 'files in lib64',
    evidence: { venv: venvOf({ 'lib64/a.py': { size: 3 * 1024 ** 2 }, 'lib/a.py': {} }) },
    expect: [
      {
        severity: 'warning',
        message: "'antenv/lib64' repeats 1 file of lib, 3 MB more to deploy.",
        fix: 'Delete it before archiving: rm -rf antenv/lib64',
        where: { file: 'antenv/lib64' },
      },
    ],
  },
  {
    rule: 'venv/lib64-twice',
    name: 'the link',
    evidence: { venv: venvOf({ lib64: { link: 'lib' }, 'lib/a.py': {} }) },
    expect: [],
  },
  {
    rule: 'venv/stale-bytecode',
    name: 'by time, in the tarball that loses times',
    evidence: {
      package: packageOf({ inner: { name: 'output.tar.gz', entries: [] } }),
      venv: venvOf({ [`${SITE}/a.pyc`]: { bytecode: 'timestamp' }, [`${SITE}/a.py`]: {} }),
    },
    expect: [
      {
        severity: 'note',
        message:
          '1 compiled module goes by the time of the source, which output.tar.gz loses; they are compiled again at every start.',
        fix: 'Compile them: python -m compileall -q --invalidation-mode unchecked-hash antenv/lib',
        where: { file: 'antenv/lib' },
      },
    ],
  },
  {
    rule: 'venv/stale-bytecode',
    name: 'none at all',
    evidence: { package: PACKAGE, venv: venvOf({ [`${SITE}/a.py`]: {} }) },
    expect: [
      {
        severity: 'note',
        message:
          'The venv holds no bytecode; its modules are compiled when they are first imported.',
        fix: 'Compile them: python -m compileall -q --invalidation-mode unchecked-hash antenv/lib',
        where: { file: 'antenv/lib' },
      },
    ],
  },
  {
    rule: 'venv/stale-bytecode',
    name: 'by hash, and by time where times are kept',
    evidence: {
      package: packageOf({ inner: { name: 'antenv.tar.gz', entries: [] } }),
      venv: venvOf({ [`${SITE}/a.pyc`]: { bytecode: 'timestamp' }, [`${SITE}/a.py`]: {} }),
    },
    expect: [],
  },
  {
    rule: 'venv/foreign-builder',
    name: 'uv',
    evidence: {
      package: PACKAGE,
      venv: venvOf({ 'pyvenv.cfg': 'home = /root/.local/share/uv/python/bin\nuv = 0.5.0\n' }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The virtual environment was made by uv with the Python in '/root/.local/share/uv/python/bin', which the image does not have.",
        fix: 'Make it with the venv module of the same Python minor: python -m venv antenv',
        where: { file: 'antenv/pyvenv.cfg' },
      },
    ],
  },
  {
    rule: 'venv/foreign-builder',
    name: 'conda',
    evidence: { package: PACKAGE, venv: venvOf({ 'conda-meta/history': {} }) },
    expect: [
      {
        severity: 'warning',
        message: 'The virtual environment was made by conda, which the image does not have.',
        fix: 'Make it with the venv module of the same Python minor: python -m venv antenv',
        where: { file: 'antenv/conda-meta' },
      },
    ],
  },
  {
    rule: 'venv/foreign-builder',
    name: 'more blanks than anybody writes',
    evidence: {
      package: PACKAGE,
      venv: venvOf({ 'pyvenv.cfg': `home = /a${' '.repeat(100_000)}b${' '.repeat(100_000)}c\n` }),
    },
    expect: [],
  },
  {
    rule: 'venv/foreign-builder',
    name: 'uv, linked to the Python of the image',
    evidence: {
      package: PACKAGE,
      venv: venvOf({ 'pyvenv.cfg': 'home = /opt/python/3/bin\nuv = 0.5.0\n' }),
    },
    expect: [],
  },
]);
