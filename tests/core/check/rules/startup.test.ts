import assert from 'node:assert/strict';

import { startupRules } from '../../../../tasks/core/check/rules/startup.js';
import { CATALOGUE } from '../../../../tasks/core/check/catalogue.js';
import {
  evidenceOf,
  findingsOf,
  PACKAGE,
  sources,
  venv,
  type Case,
} from '../startup/startup-fixtures.js';

/** What each rule says in full, and the nearest good neighbours, where it says nothing. */
const CASES: readonly Case[] = [
  {
    rule: 'startup/site-path',
    name: 'a path of the site in a whole-app tarball',
    given: { command: 'python /home/site/wwwroot/manage.py migrate', layout: 'appTarball' },
    expect: [
      [
        'error',
        'startup command',
        "'/home/site/wwwroot/manage.py' is not in the app: this package runs from a folder below /tmp.",
        'Write "$APP_PATH/manage.py" in its place.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'a folder of the site to change into',
    given: { command: 'cd $HOME/site/wwwroot && gunicorn app:app', layout: 'appTarball' },
    expect: [
      [
        'error',
        'startup command',
        "'$HOME/site/wwwroot' is not in the app: this package runs from a folder below /tmp.",
        'Write "$APP_PATH" in its place.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'the folder of the site for gunicorn, which looks in the app as well',
    given: { command: 'gunicorn --chdir /home/site/wwwroot app:app', layout: 'appTarball' },
    expect: [
      [
        'warning',
        'startup command',
        "'/home/site/wwwroot' is not in the app: this package runs from a folder below /tmp.",
        'Write "$APP_PATH" in its place.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'a script of the site that the app does not have: nothing else would start',
    given: {
      command: '/home/site/wwwroot/startup.sh',
      layout: 'appTarball',
      files: { 'app.py': '' },
    },
    expect: [
      [
        'error',
        'startup command',
        "'/home/site/wwwroot/startup.sh' is not in the app: this package runs from a folder below /tmp.",
        'Write "$APP_PATH/startup.sh" in its place.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'a script of the site that the start unpacks itself',
    given: {
      command: 'unzip -qo tools.zip && bash /home/site/wwwroot/tool.sh',
      layout: 'appTarball',
      files: { 'app.py': '' },
    },
    expect: [
      [
        'warning',
        'startup command',
        "'/home/site/wwwroot/tool.sh' is not in the app: this package runs from a folder below /tmp.",
        'Write "$APP_PATH/tool.sh" in its place.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'a folder for data that the app does not have',
    given: {
      command: 'mkdir -p /home/site/wwwroot/data',
      layout: 'appTarball',
      files: { 'app.py': '' },
    },
    expect: [
      [
        'warning',
        'startup command',
        "'/home/site/wwwroot/data' is not in the app: this package runs from a folder below /tmp.",
        'Write "$APP_PATH/data" in its place.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'a layout that nobody knows',
    given: { command: 'gunicorn --chdir=/home/site/wwwroot app:app' },
    expect: [
      [
        'warning',
        'startup command',
        "'/home/site/wwwroot' holds the app in some layouts only.",
        'Write "$APP_PATH" in its place.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'PRE_RUN_COMMAND and an app setting',
    given: {
      command: 'gunicorn app:app',
      layout: 'appTarball',
      files: { 'conf/log.yaml': '', 'app.py': '' },
      settings: {
        PRE_RUN_COMMAND: 'cp /home/site/wwwroot/app.py /tmp',
        LOG_CONFIG: 'file:/home/site/wwwroot/conf/log.yaml',
      },
    },
    expect: [
      [
        'error',
        'app settings',
        "'/home/site/wwwroot/app.py' is not in the app: this package runs from a folder below /tmp.",
        'Write "$APP_PATH/app.py" in its place.',
      ],
      [
        'warning',
        'app settings',
        "'/home/site/wwwroot/conf/log.yaml' in the app setting LOG_CONFIG is not in the app: this package runs from a folder below /tmp.",
        'Let the app find its files by APP_PATH, or by __file__, and write only what is below it.',
      ],
    ],
  },
  {
    rule: 'startup/site-path',
    name: 'app settings that name data, and one that another rule tells of',
    given: {
      command: 'gunicorn app:app',
      layout: 'appTarball',
      files: { 'src/app.py': '' },
      settings: { UPLOADS: '/home/site/wwwroot/uploads', PYTHONPATH: '/home/site/wwwroot/src' },
    },
    expect: [],
  },
  {
    rule: 'startup/site-path',
    name: 'the same in a layout that runs there',
    given: { command: 'python /home/site/wwwroot/manage.py migrate', layout: 'venvTarball' },
    expect: [],
  },
  {
    rule: 'startup/site-path',
    name: 'the app path',
    given: { command: 'python "$APP_PATH/manage.py" migrate', layout: 'appTarball' },
    expect: [],
  },
  {
    rule: 'startup/site-path',
    name: 'the startup file, which lies beside the tarball',
    given: { command: '/home/site/wwwroot/startup.sh', layout: 'appTarball' },
    expect: [],
  },
  {
    rule: 'startup/site-path',
    name: 'a path behind a test',
    given: {
      command: 'a; [ -d /home/site/wwwroot/x ] && cd /home/site/wwwroot/x',
      layout: 'appTarball',
    },
    expect: [],
  },
  {
    rule: 'startup/install-at-start',
    name: 'pip with a venv in the package',
    given: {
      command: 'pip install -r requirements.txt && gunicorn app:app',
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'pip itself, which nothing needs',
    given: {
      command: 'python3 -m pip install --upgrade pip && gunicorn app:app',
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a project',
    given: { command: 'pip install -e src && gunicorn app:app', venv: venv('gunicorn') },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and set the requirements input to the pyproject.toml or setup.py of what it installs: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a project with an extra',
    given: { command: "pip install '.[prod]' && gunicorn app:app", venv: venv('gunicorn') },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and set the requirements input to the pyproject.toml or setup.py of what it installs: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a project beside requirements',
    given: {
      command: 'pip install -e . && gunicorn app:app',
      files: { 'app.py': '', 'requirements.txt': 'gunicorn\n', 'pyproject.toml': '' },
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and add the line '.' to requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a project with an extra in a folder, beside requirements',
    given: {
      command: "pip install -e 'src[web]' && gunicorn app:app",
      files: { 'app.py': '', 'requirements.txt': 'gunicorn\n', 'src/setup.py': '' },
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and add the line './src[web]' to requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a distribution beside a project',
    given: {
      command: 'pip install . uvicorn && gunicorn app:app',
      files: { 'app.py': '', 'requirements.txt': 'gunicorn\n', 'setup.py': '' },
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and set the requirements input to the pyproject.toml or setup.py of what it installs: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a wheel of the repository',
    given: {
      command: 'pip install ./lib-1.0-py3-none-any.whl && gunicorn app:app',
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'requirements, with wheels of the repository',
    given: {
      command: 'pip install -r requirements.txt --find-links ./wheels && gunicorn app:app',
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'python -m pip with a layout that says nothing of a venv',
    given: { command: 'python3 -m pip --no-cache-dir install x; gunicorn a:b', layout: 'flat' },
    expect: [
      [
        'warning',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a package without a venv',
    given: {
      command: 'pip install -r requirements.txt && gunicorn app:app',
      files: { 'app.py': '', 'requirements.txt': 'flask\n' },
      layout: 'flat',
      package: PACKAGE,
    },
    expect: [
      [
        'warning',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'after a server in the background',
    given: {
      command: 'gunicorn app:app & pip install late; wait',
      venv: venv('gunicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a here-document',
    given: {
      command: 's.sh',
      files: { 's.sh': '#!/bin/sh\nbash <<EOS\necho a\npip install x\nEOS\nexec gunicorn a:b\n' },
    },
    expect: [
      [
        'warning',
        's.sh:4',
        "'pip install' installs packages at every start of the container.",
        'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a here-document that no shell reads',
    given: {
      command: 's.sh',
      files: { 's.sh': '#!/bin/sh\ncat <<EOS\npip install x\nEOS\nexec gunicorn a:b\n' },
    },
    expect: [],
  },
  {
    rule: 'startup/install-at-start',
    name: 'after the server has ended',
    given: { command: 'gunicorn app:app; pip install late', venv: venv('gunicorn') },
    expect: [],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'after the server has ended',
    given: { command: 'gunicorn app:app; apt-get install -y x' },
    expect: [],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'a script that PRE_RUN_COMMAND calls',
    given: {
      command: 'gunicorn app:app',
      files: { 'prep.sh': '#!/bin/sh\napt-get install -y tree\n' },
      settings: { PRE_RUN_COMMAND: 'bash prep.sh' },
    },
    expect: [
      [
        'warning',
        'prep.sh:2',
        "PRE_RUN_COMMAND: 'apt-get install tree' runs at every start of the container.",
        'Take wheels that bring their libraries, or use a container image of your own.',
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'poetry where nothing is known',
    given: { command: 'poetry install; gunicorn app:app' },
    expect: [
      [
        'warning',
        'startup command',
        "'poetry install' installs packages at every start of the container.",
        'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a script',
    given: {
      command: 'startup.sh',
      files: {
        'startup.sh': '#!/bin/bash\n# pip install no\nuv pip sync r.txt\nexec gunicorn a:b\n',
      },
      layout: 'venvTarball',
    },
    expect: [
      [
        'error',
        'startup.sh:3',
        "'uv pip sync' installs packages at every start of the container.",
        "Leave 'uv pip sync' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'uv in a project with a lock, beside which nobody wants a requirements.txt',
    given: {
      command: 'uv run uvicorn main:app --host 0.0.0.0',
      files: { 'main.py': '', 'pyproject.toml': '', 'uv.lock': '' },
      venv: venv('uvicorn'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'uv run' installs packages at every start of the container.",
        "Leave 'uv run' out, and write what it installs into pyproject.toml: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'an installation behind a test',
    given: {
      command: 'a; [ -f r.txt ] && pip3 install -r r.txt; gunicorn a:b',
      layout: 'venvTarball',
    },
    expect: [
      [
        'warning',
        'startup command',
        "'pip3 install' installs packages at every start of the container.",
        "Leave 'pip3 install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'an installation behind a test for a file that the app has',
    given: {
      command: 'startup.sh',
      files: {
        'startup.sh': 'if [ -f requirements.txt ]; then\n  pip install -r requirements.txt\nfi\n',
        'requirements.txt': 'flask\n',
      },
      layout: 'venvTarball',
    },
    expect: [
      [
        'error',
        'startup.sh:2',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a file of another folder, and more than the file of the app root',
    given: {
      command: 'startup.sh',
      files: {
        'startup.sh':
          'cd api\npip install -r requirements.txt\npip install -r ../requirements.txt stripe\n',
        'requirements.txt': 'flask\n',
        'api/requirements.txt': 'redis\n',
      },
      layout: 'venvTarball',
    },
    expect: [
      [
        'error',
        'startup.sh:2',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
      [
        'error',
        'startup.sh:3',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a test for requirements in an app that is not known',
    given: {
      command: 'a; [ -f requirements.txt ] && pip install -r requirements.txt; gunicorn a:b',
      layout: 'venvTarball',
    },
    expect: [
      [
        'error',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a test for the venv of a flat package that has none',
    given: { command: 'a; [ -d antenv ] || pip install -r r.txt; gunicorn a:b', layout: 'flat' },
    expect: [
      [
        'warning',
        'startup command',
        "'pip install' installs packages at every start of the container.",
        'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'an installation that the venv keeps from running',
    given: {
      command: 'a; [ -d antenv ] || pip install -r requirements.txt; gunicorn a:b',
      layout: 'flat',
      venv: venv('gunicorn'),
    },
    expect: [],
  },
  {
    rule: 'startup/install-at-start',
    name: 'an installation of requirements that the app does not have',
    given: {
      command: 'a; [ -f requirements.txt ] && pip install -r requirements.txt; gunicorn a:b',
      layout: 'venvTarball',
      files: { 'app.py': '' },
    },
    expect: [],
  },
  {
    rule: 'startup/install-at-start',
    name: 'PRE_RUN_COMMAND',
    given: {
      command: 'gunicorn a:b',
      layout: 'venvTarball',
      settings: { PRE_RUN_COMMAND: 'pip install x' },
    },
    expect: [
      [
        'error',
        'app settings',
        "PRE_RUN_COMMAND: 'pip install' installs packages at every start of the container.",
        "Leave 'pip install' out, and write what it installs into requirements.txt: the package brings its venv.",
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'conda',
    given: { command: 'conda env create -f e.yml; a' },
    expect: [
      [
        'warning',
        'startup command',
        "'conda env create' installs packages at every start of the container.",
        'Install in the pipeline and package the venv, as the task AntenvPackage@1 does.',
      ],
    ],
  },
  {
    rule: 'startup/install-at-start',
    name: 'pip that installs nothing',
    given: {
      command: 'pip list; pip --version; echo pip install x; gunicorn app:app',
      layout: 'flat',
    },
    expect: [],
  },
  {
    rule: 'startup/install-at-start',
    name: 'a module that is named so',
    given: { command: 'python -m pipeline install', layout: 'flat' },
    expect: [],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'a library',
    given: { command: 'apt-get update && apt-get install -y libgl1 && gunicorn a:b' },
    expect: [
      [
        'warning',
        'startup command',
        "'apt-get install libgl1' runs at every start of the container, probably for libGL.so.1.",
        'Replace opencv-python by opencv-python-headless in the requirements.',
      ],
    ],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'a driver',
    given: { command: 'ACCEPT_EULA=Y apt-get install -y curl msodbcsql17; gunicorn a:b' },
    expect: [
      [
        'warning',
        'startup command',
        "'apt-get install curl msodbcsql17' runs at every start of the container, probably for libmsodbcsql.",
        'The images up to Python 3.13 hold ODBC Driver 17 and 18, 3.14 holds 18: name the one that is there, or use pymssql.',
      ],
    ],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'a package that nobody knows',
    given: { command: 'apt install -y htop; gunicorn a:b' },
    expect: [
      [
        'warning',
        'startup command',
        "'apt install htop' runs at every start of the container.",
        'Take wheels that bring their libraries, or use a container image of your own.',
      ],
    ],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'a script from the web',
    given: { command: 'curl -sL https://example.com/setup | sudo bash -; a' },
    expect: [
      [
        'warning',
        'startup command',
        "'curl … | bash' runs at every start of the container.",
        'Take wheels that bring their libraries, or use a container image of your own.',
      ],
    ],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'a package behind a test that does not hold',
    given: { command: 'a; [ -f apt.txt ] && apt install -y htop; gunicorn a:b', files: {} },
    expect: [],
  },
  {
    rule: 'startup/system-packages-at-start',
    name: 'a download that nothing runs',
    given: { command: 'curl -o x https://example.com/x; apt-get --version; gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'the venv of its own in a whole-app tarball',
    given: { command: '. /antenv/bin/activate && gunicorn a:b', layout: 'appTarball' },
    expect: [
      [
        'error',
        'startup command',
        "'/antenv/bin/activate' is not where this package's venv will be.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'the same in a flat package',
    given: { command: '. /antenv/bin/activate; gunicorn a:b', layout: 'flat' },
    expect: [
      [
        'error',
        'startup command',
        "'/antenv/bin/activate' is not where this package's venv will be.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'the venv on the site in a whole-app tarball',
    given: { command: '. /home/site/wwwroot/antenv/bin/activate; a', layout: 'appTarball' },
    expect: [
      [
        'error',
        'startup command',
        "'/home/site/wwwroot/antenv/bin/activate' is not where this package's venv will be.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'bash, which goes on',
    given: {
      command: 's.sh',
      layout: 'flat',
      files: { 's.sh': '#!/bin/bash\nsource /antenv/bin/activate\ngunicorn a:b\n' },
    },
    expect: [
      [
        'warning',
        's.sh:2',
        "'/antenv/bin/activate' is not where this package's venv will be.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'bash that stops on errors',
    given: {
      command: 's.sh',
      layout: 'flat',
      files: { 's.sh': '#!/bin/bash\nset -e\nsource /antenv/bin/activate\ngunicorn a:b\n' },
    },
    expect: [
      [
        'error',
        's.sh:3',
        "'/antenv/bin/activate' is not where this package's venv will be.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'a program of the venv',
    given: { command: '/antenv/bin/python app.py', layout: 'flat' },
    expect: [
      [
        'error',
        'startup command',
        "'/antenv/bin/python' is not where this package's venv will be.",
        'Write "$APP_PATH/antenv/bin/python", or the name alone: the venv is active.',
      ],
    ],
  },
  ...['.venv/bin/gunicorn', 'venv/bin/gunicorn', '/home/site/wwwroot/.venv/bin/gunicorn'].map(
    (program): Case => ({
      rule: 'startup/activate-path',
      name: `a program of the venv of a laptop: ${program}`,
      given: { command: `${program} app:app`, layout: 'venvTarball', files: { 'app.py': '' } },
      expect: [
        [
          'error',
          'startup command',
          `'${program}' is not in the package.`,
          'Write "$APP_PATH/antenv/bin/gunicorn", or the name alone: the venv is active.',
        ],
      ],
    }),
  ),
  {
    rule: 'startup/activate-path',
    name: 'a program of a venv that uv makes before',
    given: { command: 'uv sync; .venv/bin/gunicorn app:app', files: { 'app.py': '' } },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'a program of a folder that is no venv',
    given: { command: 'tools/bin/seed; gunicorn app:app', files: { 'app.py': '' } },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'the folder of a build of the platform',
    given: { command: '. /tmp/8dc0f1e2a3b4c5d/antenv/bin/activate; a' },
    expect: [
      [
        'error',
        'startup command',
        "'/tmp/8dc0f1e2a3b4c5d/antenv/bin/activate' is in a folder that the platform's build made; it has another name in every build.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'a venv that the app does not have',
    given: { command: '. venv/bin/activate; a', layout: 'flat', files: { 'app.py': '' } },
    expect: [
      [
        'error',
        'startup command',
        "'venv/bin/activate' is not in the package.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'a relative path from another folder',
    given: { command: 'cd src; . antenv/bin/activate; a', files: { 'src/app.py': '' } },
    expect: [
      [
        'error',
        'startup command',
        "'antenv/bin/activate' does not lead to the venv from the folder that the command runs in.",
        'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"',
      ],
    ],
  },
  {
    rule: 'startup/activate-path',
    name: 'a relative path in the app root',
    given: {
      command: '. antenv/bin/activate; gunicorn a:b',
      layout: 'appTarball',
      files: { 'app.py': '' },
    },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'a venv of its own where it is',
    given: { command: '. /antenv/bin/activate; gunicorn a:b', layout: 'venvTarball' },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'the venv on the site, which is a link',
    given: { command: '. /home/site/wwwroot/antenv/bin/activate; a', layout: 'venvZip' },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'the app path',
    given: { command: '. "$APP_PATH/antenv/bin/activate"; a', layout: 'appTarball' },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'a path behind a test',
    given: {
      command: 'a; if [ -f /antenv/bin/activate ]; then . /antenv/bin/activate; fi; b',
      layout: 'flat',
    },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'a layout that nobody knows',
    given: { command: '. /antenv/bin/activate; a' },
    expect: [],
  },
  {
    rule: 'startup/activate-path',
    name: 'a venv that is made before',
    given: { command: 'python -m venv venv; . venv/bin/activate; a', files: { 'app.py': '' } },
    expect: [],
  },
  {
    rule: 'startup/agent-path',
    name: 'PRE_RUN_COMMAND and an app setting',
    given: {
      command: 'gunicorn app:app',
      settings: { PRE_RUN_COMMAND: 'bash /home/vsts/work/1/s/a.sh', CERT: '/home/vsts/work/1/s/c' },
    },
    expect: [
      [
        'error',
        'app settings',
        "'/home/vsts/work/1/s/a.sh' is a path of the machine that builds, not of the web app.",
        'Write a path relative to the app root, or begin it with "$APP_PATH/".',
      ],
      [
        'warning',
        'app settings',
        "'/home/vsts/work/1/s/c' in the app setting CERT is a path of the machine that builds, not of the web app.",
        'Set CERT to a path of the web app, or remove it.',
      ],
    ],
  },
  {
    rule: 'startup/agent-path',
    name: 'an app setting that only looks so',
    given: {
      command: 'gunicorn app:app',
      settings: { GRAPH: 'https://graph.microsoft.com/v1.0/Users/me' },
    },
    expect: [],
  },
  {
    rule: 'startup/agent-path',
    name: 'an option',
    given: { command: 'gunicorn --chdir=/home/vsts/work/1/s app:app' },
    expect: [
      [
        'error',
        'startup command',
        "'/home/vsts/work/1/s' is a path of the machine that builds, not of the web app.",
        'Write a path relative to the app root, or begin it with "$APP_PATH/".',
      ],
    ],
  },
  {
    rule: 'startup/agent-path',
    name: 'a program',
    given: { command: '/opt/hostedtoolcache/Python/3.12.1/x64/bin/python app.py' },
    expect: [
      [
        'error',
        'startup command',
        "'/opt/hostedtoolcache/Python/3.12.1/x64/bin/python' is a path of the machine that builds, not of the web app.",
        'Write a path relative to the app root, or begin it with "$APP_PATH/".',
      ],
    ],
  },
  {
    rule: 'startup/agent-path',
    name: 'a variable',
    given: { command: 'PYTHONPATH=/Users/me/app gunicorn app:app' },
    expect: [
      [
        'error',
        'startup command',
        "'/Users/me/app' is a path of the machine that builds, not of the web app.",
        'Write a path relative to the app root, or begin it with "$APP_PATH/".',
      ],
    ],
  },
  {
    rule: 'startup/agent-path',
    name: 'a drive of Windows',
    given: { command: 'gunicorn --chdir "D:\\a\\1\\s" app:app' },
    expect: [
      [
        'error',
        'startup command',
        "'D:\\a\\1\\s' is a path of the machine that builds, not of the web app.",
        'Write a path relative to the app root, or begin it with "$APP_PATH/".',
      ],
    ],
  },
  {
    rule: 'startup/agent-path',
    name: 'a folder of the app',
    given: {
      command: 'gunicorn --chdir "$APP_PATH/Users/x" app:app; curl https://example.com/Users/me/a',
    },
    expect: [],
  },
  {
    rule: 'startup/crlf',
    name: 'a script',
    given: { command: 'startup.sh', files: { 'startup.sh': '#!/bin/bash\r\ngunicorn a:b\r\n' } },
    expect: [
      [
        'error',
        'startup.sh:1',
        "'startup.sh' has Windows line ends (CRLF).",
        'Save it with LF, and keep it so by a line in .gitattributes: startup.sh text eol=lf',
      ],
    ],
  },
  {
    rule: 'startup/crlf',
    name: 'a script whose name has a space',
    given: { command: 'bash "my run.sh"', files: { 'my run.sh': 'gunicorn a:b\r\n' } },
    expect: [
      [
        'error',
        'my run.sh:1',
        "'my run.sh' has Windows line ends (CRLF).",
        'Save it with LF, and keep it so by a line in .gitattributes: "my run.sh" text eol=lf',
      ],
    ],
  },
  {
    rule: 'startup/crlf',
    name: 'a startup file',
    given: { command: 'startup.txt', files: { 'startup.txt': 'gunicorn a:b\r\n' } },
    expect: [
      [
        'error',
        'startup.txt:1',
        "'startup.txt' has Windows line ends (CRLF).",
        'Save it with LF, and keep it so by a line in .gitattributes: startup.txt text eol=lf',
      ],
    ],
  },
  {
    rule: 'startup/crlf',
    name: 'the command',
    given: { command: 'a\r\ngunicorn a:b' },
    expect: [
      [
        'error',
        'startup command:1',
        'The startup command has Windows line ends (CRLF).',
        'Write it with LF alone, best on one line.',
      ],
    ],
  },
  {
    rule: 'startup/crlf',
    name: 'a script with LF',
    given: { command: 'startup.sh', files: { 'startup.sh': '#!/bin/bash\ngunicorn a:b\n' } },
    expect: [],
  },
  {
    rule: 'startup/crlf',
    name: 'line ends that the command takes out',
    given: {
      command: 'sed -i "s/\\r$//" run.sh && bash run.sh',
      files: { 'run.sh': 'gunicorn a:b\r\n' },
    },
    expect: [],
  },
  {
    rule: 'startup/crlf',
    name: 'line ends that an installed program takes out',
    given: {
      command: 'apt-get install -y dos2unix && dos2unix ./run.sh && bash run.sh',
      files: { 'run.sh': 'gunicorn a:b\r\n' },
    },
    expect: [],
  },
  {
    rule: 'startup/crlf',
    name: 'a program that is not there',
    given: { command: 'dos2unix run.sh && bash run.sh', files: { 'run.sh': 'gunicorn a:b\r\n' } },
    expect: [
      [
        'error',
        'run.sh:1',
        "'run.sh' has Windows line ends (CRLF).",
        'Save it with LF, and keep it so by a line in .gitattributes: run.sh text eol=lf',
      ],
    ],
  },
  {
    rule: 'startup/bashism-without-shebang',
    name: 'a script without a shebang',
    given: { command: 'startup.sh', files: { 'startup.sh': 'echo\nsource x\n[[ -f y ]] && z\n' } },
    expect: [
      [
        'warning',
        'startup.sh:2',
        "'startup.sh' uses 'source', '[[', which only bash understands, but sh reads it: it has no '#!' line.",
        'Make this its first line: #!/bin/bash',
      ],
    ],
  },
  {
    rule: 'startup/bashism-without-shebang',
    name: 'a script for sh',
    given: { command: 'startup.sh', files: { 'startup.sh': '#!/bin/sh\na=(1 2)\n' } },
    expect: [
      [
        'warning',
        'startup.sh:2',
        "'startup.sh' uses '=(…)', which only bash understands, but sh reads it.",
        'Make #!/bin/bash its first line, and call it by its name or with: bash startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/bashism-without-shebang',
    name: 'a script for sh whose name has a space',
    given: { command: '"./my run.sh"', files: { 'my run.sh': '#!/bin/sh\na=(1 2)\n' } },
    expect: [
      [
        'warning',
        'my run.sh:2',
        "'my run.sh' uses '=(…)', which only bash understands, but sh reads it.",
        'Make #!/bin/bash its first line, and call it by its name or with: bash "my run.sh"',
      ],
    ],
  },
  {
    rule: 'startup/bashism-without-shebang',
    name: 'a script for bash',
    given: { command: 'startup.sh', files: { 'startup.sh': '#!/usr/bin/env bash\nsource x\n' } },
    expect: [],
  },
  {
    rule: 'startup/bashism-without-shebang',
    name: 'a script without a shebang in bash',
    given: { command: 'bash startup.sh', files: { 'startup.sh': 'source x\n' } },
    expect: [],
  },
  {
    rule: 'startup/bashism-without-shebang',
    name: 'a script that sh understands',
    given: { command: 'startup.sh', files: { 'startup.sh': '. ./x\n[ -f y ] && z\n' } },
    expect: [],
  },
  {
    rule: 'startup/not-executable',
    name: 'a script with an argument',
    given: { command: './s.sh x', layout: 'appTarball', files: { 's.sh': 'a' } },
    expect: [
      [
        'error',
        'startup command',
        "'./s.sh' may not be executed: its mode in the package says no.",
        'Call it by its shell, bash ./s.sh, or mark it in git: git update-index --chmod=+x s.sh',
      ],
    ],
  },
  {
    rule: 'startup/not-executable',
    name: 'a script with an argument, whose name has a space',
    given: { command: '"./my run.sh" x', layout: 'appTarball', files: { 'my run.sh': 'a' } },
    expect: [
      [
        'error',
        'startup command',
        "'./my run.sh' may not be executed: its mode in the package says no.",
        'Call it by its shell, bash "./my run.sh", or mark it in git: git update-index --chmod=+x "my run.sh"',
      ],
    ],
  },
  {
    rule: 'startup/not-executable',
    name: 'a script that a script calls',
    given: {
      command: 's.sh',
      layout: 'appTarball',
      files: { 's.sh': '#!/bin/sh\n./t.sh', 't.sh': 'a' },
    },
    expect: [
      [
        'error',
        's.sh:2',
        "'./t.sh' may not be executed: its mode in the package says no.",
        'Call it by its shell, bash ./t.sh, or mark it in git: git update-index --chmod=+x t.sh',
      ],
    ],
  },
  {
    rule: 'startup/not-executable',
    name: 'one that may be executed',
    given: { command: './s.sh x', layout: 'appTarball', files: { 's.sh*': 'a' } },
    expect: [],
  },
  {
    rule: 'startup/not-executable',
    name: 'one that is the command and nothing else',
    given: { command: 's.sh', layout: 'appTarball', files: { 's.sh': 'a' } },
    expect: [],
  },
  {
    rule: 'startup/not-executable',
    name: 'one that is called by its shell',
    given: { command: 'bash s.sh x', layout: 'appTarball', files: { 's.sh': 'a' } },
    expect: [],
  },
  {
    rule: 'startup/not-executable',
    name: 'a layout that makes all files executable',
    given: { command: './s.sh x', layout: 'venvTarball', files: { 's.sh': 'a' } },
    expect: [],
  },
  {
    rule: 'startup/not-executable',
    name: 'one that is made executable before',
    given: { command: 'chmod +x s.sh && ./s.sh', layout: 'appTarball', files: { 's.sh': 'a' } },
    expect: [],
  },
  {
    rule: 'startup/file-missing',
    name: 'a configuration that is a module, for gunicorn and hypercorn',
    given: {
      command: 'gunicorn -c python:conf a:b; hypercorn -c python:conf a:b',
      files: { 'conf.py': '' },
    },
    expect: [],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script',
    given: { command: 'startup.sh', files: { 'app.py': '' } },
    expect: [
      [
        'error',
        'startup command',
        "'startup.sh' is not in the app.",
        "Add 'startup.sh' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'another case',
    given: { command: 'bash Startup.sh', files: { 'startup.sh': '' } },
    expect: [
      [
        'error',
        'startup command',
        "'Startup.sh' is not in the app.",
        "The app has 'startup.sh': write the name as the file has it.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'another folder',
    given: { command: 'python manage.py migrate', files: { 'src/manage.py': '' } },
    expect: [
      [
        'error',
        'startup command',
        "'manage.py' is not in the app.",
        "The app has 'src/manage.py': write the name as the file has it.",
      ],
    ],
  },
  ...[
    'streamlit run main.py --server.port 8000 --server.address 0.0.0.0',
    'streamlit run --server.port 8000 --server.address=0.0.0.0 main.py',
    'python -m streamlit run main.py --server.port=8000 --server.address=0.0.0.0',
    'chainlit run main.py --host 0.0.0.0 --port 8000',
    'fastapi run main.py',
  ].map((command): Case => ({
    rule: 'startup/file-missing',
    name: `the app of a server: ${command}`,
    given: { command, files: { 'app.py': '', 'src/main.py': '' } },
    expect: [
      [
        'error',
        'startup command',
        "'main.py' is not in the app.",
        "The app has 'src/main.py': write the name as the file has it.",
      ],
    ],
  })),
  ...[
    'streamlit run app.py --server.port 8000 --server.address 0.0.0.0',
    'streamlit run https://example.com/app/main.py --server.port 8000 --server.address 0.0.0.0',
    'streamlit hello',
    'fastapi run',
  ].map((command): Case => ({
    rule: 'startup/file-missing',
    name: `none that is there or not asked for: ${command}`,
    given: { command, files: { 'app.py': '' } },
    expect: [],
  })),
  {
    rule: 'startup/file-missing',
    name: "gunicorn's configuration",
    given: { command: 'gunicorn -c gunicorn_conf.py a:b', files: { 'gunicorn.conf.py': '' } },
    expect: [
      [
        'error',
        'startup command',
        "'gunicorn_conf.py' is not in the app.",
        "Add 'gunicorn_conf.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script on the site',
    given: { command: '/home/site/wwwroot/run.sh', files: {}, layout: 'flat' },
    expect: [
      [
        'error',
        'startup command',
        "'/home/site/wwwroot/run.sh' is not in the app.",
        "Add '/home/site/wwwroot/run.sh' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script whose failure is caught',
    given: { command: 'python init_db.py || true; gunicorn a:b', files: {} },
    expect: [
      [
        'warning',
        'startup command',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script whose failure ends the shell',
    given: { command: 'python init_db.py || exit 1; gunicorn a:b', files: {} },
    expect: [
      [
        'error',
        'startup command',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script in front of the server',
    given: { command: 'python init_db.py && gunicorn a:b', files: {} },
    expect: [
      [
        'error',
        'startup command',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script whose failure nobody looks at',
    given: { command: 'python init_db.py; gunicorn a:b', files: {} },
    expect: [
      [
        'warning',
        'startup command',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a chain that the server is no part of',
    given: { command: 'python init_db.py && echo done; gunicorn a:b', files: {} },
    expect: [
      [
        'warning',
        'startup command',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a worker in the background',
    given: { command: 'python worker.py & gunicorn a:b', files: {} },
    expect: [
      [
        'warning',
        'startup command',
        "'worker.py' is not in the app.",
        "Add 'worker.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a worker in the foreground, which keeps the container alive',
    given: { command: 'gunicorn a:b & python worker.py', files: {} },
    expect: [
      [
        'error',
        'startup command',
        "'worker.py' is not in the app.",
        "Add 'worker.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a loop that waits for something, for a while',
    given: {
      command: 'for i in 1 2 3; do python wait.py && break; sleep 1; done; gunicorn a:b',
      files: {},
    },
    expect: [
      [
        'warning',
        'startup command',
        "'wait.py' is not in the app.",
        "Add 'wait.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a loop that waits until it succeeds',
    given: { command: 'until python wait.py; do sleep 1; done; gunicorn a:b', files: {} },
    expect: [
      [
        'error',
        'startup command',
        "'wait.py' is not in the app.",
        "Add 'wait.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script that stops at errors',
    given: {
      command: 's.sh',
      files: { 's.sh': '#!/bin/bash\nset -e\npython init_db.py\nexec gunicorn a:b\n' },
    },
    expect: [
      [
        'error',
        's.sh:3',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a condition in a script that stops at errors',
    given: {
      command: 's.sh',
      files: {
        's.sh':
          '#!/bin/bash\nset -e\nif python init_db.py; then echo done; fi\nexec gunicorn a:b\n',
      },
    },
    expect: [
      [
        'warning',
        's.sh:3',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a subshell that stops at errors',
    given: {
      command: 's.sh',
      files: { 's.sh': '#!/bin/bash\n(set -e; python init_db.py; echo done)\nexec gunicorn a:b\n' },
    },
    expect: [
      [
        'warning',
        's.sh:2',
        "'init_db.py' is not in the app.",
        "Add 'init_db.py' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'local secrets that bash reads',
    given: {
      command: 's.sh',
      files: { 's.sh': '#!/bin/bash\nset -a; source .env; set +a\nexec gunicorn a:b\n' },
    },
    expect: [
      [
        'warning',
        's.sh:2',
        "'.env' is not in the app.",
        'Make app settings of what it sets, and read it only where it is: [ -f ./.env ] && . ./.env',
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'local secrets at which dash ends',
    given: { command: 's.sh', files: { 's.sh': '#!/bin/sh\n. ./.env\nexec gunicorn a:b\n' } },
    expect: [
      [
        'error',
        's.sh:2',
        "'./.env' is not in the app.",
        'Make app settings of what it sets, and read it only where it is: [ -f ./.env ] && . ./.env',
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a script of PRE_RUN_COMMAND',
    given: { command: 'gunicorn a:b', files: {}, settings: { PRE_RUN_COMMAND: 'bash prep.sh' } },
    expect: [
      [
        'warning',
        'app settings',
        "PRE_RUN_COMMAND: 'prep.sh' is not in the app.",
        "Add 'prep.sh' to the app, or name the file that is there.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'a name that never reaches the site',
    given: { command: 'deploy.sh', files: {} },
    expect: [
      [
        'error',
        'startup command',
        "'deploy.sh' is not in the app.",
        "Call the script by another name, such as startup.sh: 'deploy.sh' never reaches the site.",
      ],
    ],
  },
  {
    rule: 'startup/file-missing',
    name: 'files that are there',
    given: {
      command: 'bash a/b.sh; python -u c.py; . ./d.sh; gunicorn -c e.py a:b',
      files: { 'a/b.sh': '', 'c.py': '', 'd.sh': '', 'e.py': '' },
    },
    expect: [],
  },
  {
    rule: 'startup/file-missing',
    name: 'an app that is not known whole',
    given: { command: 'bash startup.sh', files: {}, complete: false },
    expect: [],
  },
  {
    rule: 'startup/file-missing',
    name: 'a file that is made before',
    given: {
      command: 'curl -o x.sh https://example.com/x.sh; echo a > y.sh; bash x.sh; bash y.sh',
      files: {},
    },
    expect: [],
  },
  {
    rule: 'startup/file-missing',
    name: 'a file behind a test',
    given: { command: 'a; [ -f x.sh ] && bash x.sh', files: {} },
    expect: [],
  },
  {
    rule: 'startup/file-missing',
    name: 'a folder that nobody knows',
    given: { command: 'cd $X; bash x.sh; bash $Y; bash -c "a"; bash -s x', files: {} },
    expect: [],
  },
  {
    rule: 'startup/only-first-line',
    name: 'two commands',
    given: { command: 'startup.txt', files: { 'startup.txt': 'pip list\n\ngunicorn a:b\n' } },
    expect: [
      [
        'error',
        'startup.txt:3',
        "Only the first line of 'startup.txt' is run; line 3 and what follows is not.",
        'Write all on the first line, or rename the file and use it as startup command: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/only-first-line',
    name: 'a comment in front',
    given: { command: 'startup', files: { startup: '#!/bin/bash\ngunicorn a:b' } },
    expect: [
      [
        'error',
        'startup:2',
        "Only the first line of 'startup' is run; line 2 and what follows is not.",
        'Write all on the first line, or rename the file and use it as startup command: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/only-first-line',
    name: 'one command and a comment',
    given: { command: 'startup.txt', files: { 'startup.txt': 'gunicorn a:b\n\n# gunicorn c:d\n' } },
    expect: [],
  },
  {
    rule: 'startup/only-first-line',
    name: 'a source file, which is another finding',
    given: { command: 'app.py', files: { 'app.py': 'import flask\napp = flask.Flask()\n' } },
    expect: [],
  },
  {
    rule: 'startup/only-first-line',
    name: 'a script of two lines',
    given: { command: 'startup.sh', files: { 'startup.sh': 'a\nb' } },
    expect: [],
  },
  {
    rule: 'startup/source-file-as-command',
    name: 'a source file',
    given: { command: 'app.py', files: { 'app.py': 'from flask import Flask\n' } },
    expect: [
      [
        'error',
        'startup command',
        "The startup command is the source file 'app.py'; its first line would be run as a shell command.",
        'Run it with Python: python app.py',
      ],
    ],
  },
  {
    rule: 'startup/source-file-as-command',
    name: 'a source file that makes an app, and may not run it',
    given: {
      command: 'main.py',
      files: { 'main.py': 'from fastapi import FastAPI\n' },
      sources: sources({ 'main.py': { names: ['app'], apps: [['app', 'fastapi']] } }),
    },
    expect: [
      [
        'error',
        'startup command',
        "The startup command is the source file 'main.py'; its first line would be run as a shell command.",
        'Serve the app that it makes: python -m uvicorn main:app --host 0.0.0.0',
      ],
    ],
  },
  {
    rule: 'startup/source-file-as-command',
    name: 'a source file of an unknown app',
    given: { command: 'src/app.py' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command is the source file 'src/app.py'; its first line would be run as a shell command.",
        'Run it with Python: python src/app.py',
      ],
    ],
  },
  {
    rule: 'startup/source-file-as-command',
    name: 'Python with it',
    given: { command: 'python app.py', files: { 'app.py': '' } },
    expect: [],
  },
  {
    rule: 'startup/source-file-as-command',
    name: 'one that is missing, which is another finding',
    given: { command: 'app.py', files: {} },
    expect: [],
  },
  {
    rule: 'startup/single-quotes',
    name: 'a factory',
    given: { command: "gunicorn 'app:create_app()'" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command break the platform's own script: unexpected token '('.",
        'Use double quotes in place of single ones.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'bash -c',
    given: { command: "bash -c 'python a.py && gunicorn b:c'" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command cut it off: 'bash -c python' is all that is run.",
        'Use double quotes, or put the commands into a startup.sh.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'an odd one',
    given: { command: "echo it's; gunicorn a:b" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command break the platform's own script: unterminated single quote.",
        'Balance the quotes, and use double ones in place of single ones.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'a pattern',
    given: { command: "gunicorn --forwarded-allow-ips '*' a:b" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command are lost, and '*' becomes the names of files.",
        'Use double quotes in place of single ones.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'JSON',
    given: { command: 'run --json \'{"a":1}\'' },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command are lost, and '{\"a\":1}' becomes '{a:1}'.",
        'Put the command into a script of the app, where quotes stay as they are: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'single quotes in double ones',
    given: { command: 'gunicorn "app:f(\'a\')"' },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command are lost, and 'app:f('a')' becomes 'app:f(a)'.",
        'Put the command into a script of the app, where quotes stay as they are: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'one that is not closed',
    given: { command: "gunicorn 'app:app" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command break the platform's own script: unterminated single quote.",
        'Balance the quotes, and use double ones in place of single ones.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'a value that is cut, and is not told',
    given: { command: "API_KEY='hunter2 x' gunicorn app:app" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command cut it off: 'API_KEY=***' is all that is run.",
        'Use double quotes, or put the commands into a startup.sh.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'a value that changes, and is not told',
    given: { command: "API_KEY='hunter2\\x' gunicorn app:app" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command are lost, and the value in 'API_KEY=***' becomes another one.",
        'Use double quotes in place of single ones.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'a startup file',
    given: { command: 'startup.txt', files: { 'startup.txt': "gunicorn 'a:b()'" } },
    expect: [
      [
        'error',
        'startup.txt:1',
        "The single quotes of the startup command break the platform's own script: unexpected token '('.",
        'Use double quotes in place of single ones.',
      ],
    ],
  },
  {
    rule: 'startup/single-quotes',
    name: 'a dash',
    given: { command: "gunicorn --access-logfile '-' a:b" },
    expect: [],
  },
  {
    rule: 'startup/single-quotes',
    name: 'double quotes',
    given: { command: 'gunicorn "app:create_app()"' },
    expect: [],
  },
  {
    rule: 'startup/single-quotes',
    name: 'single quotes in a script',
    given: { command: 'startup.sh', files: { 'startup.sh': "gunicorn 'app:create_app()'" } },
    expect: [],
  },
  {
    rule: 'startup/compound-start',
    name: 'a subshell',
    given: { command: '(cd src && gunicorn a:b)' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command begins with '('; the start script takes only a simple command there.",
        'Put it into a script of the app and use that as the startup command: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/compound-start',
    name: 'if',
    given: { command: 'if [ -f x ]; then a; fi; gunicorn a:b' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command begins with 'if'; the start script takes only a simple command there.",
        'Put it into a script of the app and use that as the startup command: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/compound-start',
    name: 'a negation',
    given: { command: '! a || gunicorn a:b' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command begins with '!'; the start script takes only a simple command there.",
        'Put it into a script of the app and use that as the startup command: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/compound-start',
    name: 'a function',
    given: { command: 'run() { gunicorn a:b; }; run' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command begins with 'run()'; the start script takes only a simple command there.",
        'Put it into a script of the app and use that as the startup command: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/compound-start',
    name: 'a simple command first',
    given: { command: 'cd src && (gunicorn a:b)' },
    expect: [],
  },
  {
    rule: 'startup/compound-start',
    name: 'a script',
    given: { command: 'startup.sh', files: { 'startup.sh': 'if a; then b; fi' } },
    expect: [],
  },
  {
    rule: 'startup/bash-builtin',
    name: 'source in a chain',
    given: { command: 'source antenv/bin/activate && gunicorn a:b' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command uses 'source', which only bash understands; sh runs it.",
        "Leave it out: the venv is active already. Or write '.' in place of 'source'.",
      ],
    ],
  },
  {
    rule: 'startup/bash-builtin',
    name: 'source in front of a command',
    given: { command: 'source antenv/bin/activate; gunicorn a:b' },
    expect: [
      [
        'warning',
        'startup command',
        "The startup command uses 'source', which only bash understands; sh runs it.",
        "Leave it out: the venv is active already. Or write '.' in place of 'source'.",
      ],
    ],
  },
  {
    rule: 'startup/bash-builtin',
    name: 'a test',
    given: { command: '[[ -f x ]] && gunicorn a:b' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command uses '[[', which only bash understands; sh runs it.",
        'Put it into a script of the app that begins with #!/bin/bash.',
      ],
    ],
  },
  {
    rule: 'startup/bash-builtin',
    name: 'an array',
    given: { command: 'a; b=(1 2); gunicorn a:b' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command uses '=(…)', which only bash understands; sh runs it.",
        'Put it into a script of the app that begins with #!/bin/bash.',
      ],
    ],
  },
  {
    rule: 'startup/bash-builtin',
    name: 'a dot',
    given: { command: '. antenv/bin/activate && gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'startup/bash-builtin',
    name: 'source in bash',
    given: { command: 'bash -c "source x && gunicorn a:b"' },
    expect: [],
  },
  {
    rule: 'startup/bash-builtin',
    name: 'source in a script',
    given: { command: 'startup.sh', files: { 'startup.sh': '#!/bin/bash\nsource x\n' } },
    expect: [],
  },
  {
    rule: 'startup/background',
    name: 'the background',
    given: { command: 'nohup gunicorn a:b > log 2>&1 &' },
    expect: [
      [
        'error',
        'startup command',
        'gunicorn runs in the background, and nothing keeps the container alive.',
        "Run it in the foreground: exec in front of it, and no '&' behind.",
      ],
    ],
  },
  {
    rule: 'startup/background',
    name: 'a daemon',
    given: { command: 'gunicorn --daemon a:b' },
    expect: [
      [
        'error',
        'startup command',
        'gunicorn runs as a daemon, and nothing keeps the container alive.',
        'Remove --daemon.',
      ],
    ],
  },
  {
    rule: 'startup/background',
    name: 'a daemon by its configuration',
    given: { command: 'gunicorn -c bad.py a:b', files: { 'bad.py': '# yes\ndaemon = True\n' } },
    expect: [
      [
        'error',
        'bad.py:2',
        'gunicorn runs as a daemon, and nothing keeps the container alive.',
        'Remove daemon = True from bad.py.',
      ],
    ],
  },
  {
    rule: 'startup/background',
    name: 'a daemon by an app setting',
    given: { command: 'gunicorn a:b', settings: { GUNICORN_CMD_ARGS: '--daemon' } },
    expect: [
      [
        'error',
        'app settings',
        'gunicorn runs as a daemon, and nothing keeps the container alive.',
        'Remove --daemon from the app setting GUNICORN_CMD_ARGS.',
      ],
    ],
  },
  {
    rule: 'startup/background',
    name: 'a script that says something then',
    given: { command: 's.sh', files: { 's.sh': '#!/bin/sh\nuvicorn a:b &\necho started\n' } },
    expect: [
      [
        'error',
        's.sh:2',
        'uvicorn runs in the background, and nothing keeps the container alive.',
        "Run it in the foreground: exec in front of it, and no '&' behind.",
      ],
    ],
  },
  {
    rule: 'startup/background',
    name: 'two in the background',
    given: { command: 'gunicorn a:b & celery -A c worker &' },
    expect: [
      [
        'error',
        'startup command',
        'gunicorn runs in the background, and nothing keeps the container alive.',
        "Run it in the foreground: exec in front of it, and no '&' behind.",
      ],
    ],
  },
  {
    rule: 'startup/background',
    name: 'something that waits',
    given: { command: 'gunicorn a:b & wait' },
    expect: [],
  },
  {
    rule: 'startup/background',
    name: 'a log that is followed',
    given: { command: 'gunicorn -D a:b; tail -f /tmp/log' },
    expect: [],
  },
  {
    rule: 'startup/background',
    name: 'a worker beside the server',
    given: { command: 'celery -A c worker & gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'startup/background',
    name: 'the foreground',
    given: { command: 'exec gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'startup/slow-step',
    name: 'a migration',
    given: {
      command:
        'python manage.py migrate && python manage.py collectstatic --noinput && gunicorn mysite.wsgi',
    },
    expect: [
      [
        'warning',
        'startup command',
        "'manage.py migrate' runs before the server at every start.",
        "Make 'manage.py migrate' a step of the pipeline.",
      ],
      [
        'warning',
        'startup command',
        "'manage.py collectstatic' runs before the server at every start.",
        "Leave 'manage.py collectstatic' out: AntenvPackage@1 runs it before it packs.",
      ],
    ],
  },
  {
    rule: 'startup/slow-step',
    name: 'other tools',
    given: {
      command:
        'alembic upgrade head; flask db upgrade; python -m spacy download en; playwright install; wget https://example.com/m; gunicorn a:b',
    },
    expect: [
      [
        'warning',
        'startup command',
        "'alembic upgrade' runs before the server at every start.",
        "Make 'alembic upgrade' a step of the pipeline.",
      ],
      [
        'warning',
        'startup command',
        "'flask db upgrade' runs before the server at every start.",
        "Make 'flask db upgrade' a step of the pipeline.",
      ],
      [
        'warning',
        'startup command',
        "'spacy download' runs before the server at every start.",
        "Make 'spacy download' a step of the pipeline.",
      ],
      [
        'warning',
        'startup command',
        "'playwright install' runs before the server at every start.",
        "Make 'playwright install' a step of the pipeline.",
      ],
      [
        'warning',
        'startup command',
        "'wget' runs before the server at every start.",
        "Make 'wget' a step of the pipeline.",
      ],
    ],
  },
  {
    rule: 'startup/slow-step',
    name: 'a step beside the server',
    given: { command: 'python manage.py migrate & gunicorn mysite.wsgi' },
    expect: [],
  },
  {
    rule: 'startup/slow-step',
    name: 'a step behind a test that does not hold',
    given: { command: 'a; [ -f manage.py ] && python manage.py migrate; gunicorn a:b', files: {} },
    expect: [],
  },
  {
    rule: 'startup/slow-step',
    name: 'a check',
    given: {
      command:
        'python manage.py check && alembic current && flask db current && gunicorn mysite.wsgi',
    },
    expect: [],
  },
  {
    rule: 'startup/empty-keeps-old',
    name: 'a startup file that nothing names',
    given: { command: '', files: { 'startup.sh': '', 'app.py': '' } },
    expect: [
      [
        'warning',
        'startup command',
        "The app has 'startup.sh', but the startup command is empty.",
        'Set the startup command: startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/empty-keeps-old',
    name: 'a startup file that is named',
    given: { command: 'startup.sh', files: { 'startup.sh': '' } },
    expect: [],
  },
  {
    rule: 'startup/empty-keeps-old',
    name: 'no startup file',
    given: { command: '', files: { 'app.py': '' } },
    expect: [],
  },
  {
    rule: 'startup/pre-run-needs-venv',
    name: 'manage.py',
    given: { command: 'gunicorn a:b', settings: { PRE_RUN_COMMAND: 'python manage.py migrate' } },
    expect: [
      [
        'warning',
        'app settings',
        "PRE_RUN_COMMAND runs 'python' before the venv is set up.",
        'Move it into the startup script, in front of the server.',
      ],
    ],
  },
  {
    rule: 'startup/pre-run-needs-venv',
    name: 'a module',
    given: { command: 'gunicorn a:b', settings: { PRE_RUN_COMMAND: 'python3 -m shop.prepare' } },
    expect: [
      [
        'warning',
        'app settings',
        "PRE_RUN_COMMAND runs 'python3' before the venv is set up.",
        'Move it into the startup script, in front of the server.',
      ],
    ],
  },
  {
    rule: 'startup/pre-run-needs-venv',
    name: 'an expression',
    given: { command: 'gunicorn a:b', settings: { PRE_RUN_COMMAND: "python -c 'print(1)'" } },
    expect: [],
  },
  {
    rule: 'startup/pre-run-needs-venv',
    name: 'alembic',
    given: { command: 'gunicorn a:b', settings: { PRE_RUN_COMMAND: 'alembic upgrade head' } },
    expect: [
      [
        'warning',
        'app settings',
        "PRE_RUN_COMMAND runs 'alembic' before the venv is set up.",
        'Move it into the startup script, in front of the server.',
      ],
    ],
  },
  {
    rule: 'startup/pre-run-needs-venv',
    name: 'a tool of the system',
    given: {
      command: 'gunicorn a:b',
      settings: { PRE_RUN_COMMAND: 'echo hello && mkdir -p /home/data' },
    },
    expect: [],
  },
  {
    rule: 'startup/pre-run-needs-venv',
    name: "the venv's own Python",
    given: {
      command: 'gunicorn a:b',
      settings: { PRE_RUN_COMMAND: '/home/site/wwwroot/antenv/bin/python manage.py migrate' },
    },
    expect: [],
  },
  {
    rule: 'startup/system-python',
    name: 'the command',
    given: { command: '/usr/bin/python3 app.py' },
    expect: [
      [
        'error',
        'startup command',
        "'/usr/bin/python3' is the distribution's Python, of another minor than the one that the venv is for.",
        'Write python; in a shebang: #!/usr/bin/env python3',
      ],
    ],
  },
  {
    rule: 'startup/system-python',
    name: 'a shebang',
    given: { command: './run.py x', files: { 'run.py': '#!/usr/bin/python3\nimport x\n' } },
    expect: [
      [
        'error',
        'startup command',
        "'/usr/bin/python3' is the distribution's Python, of another minor than the one that the venv is for.",
        'Write python; in a shebang: #!/usr/bin/env python3',
      ],
    ],
  },
  {
    rule: 'startup/system-python',
    name: 'the Python of another minor',
    given: { command: 'python3.11 -m gunicorn app:app', python: '3.12' },
    expect: [
      [
        'error',
        'startup command',
        "'python3.11' is not the Python of the image, which is 3.12.",
        'Write python.',
      ],
    ],
  },
  {
    rule: 'startup/system-python',
    name: 'the Python of another minor for a step before the server',
    given: { command: 'python3.11 prepare.py; gunicorn app:app', python: '3.12' },
    expect: [
      [
        'warning',
        'startup command',
        "'python3.11' is not the Python of the image, which is 3.12.",
        'Write python.',
      ],
    ],
  },
  {
    rule: 'startup/system-python',
    name: 'the Python of the image by its minor',
    given: { command: 'python3.12 -m gunicorn app:app', python: '3.12' },
    expect: [],
  },
  {
    rule: 'startup/system-python',
    name: 'python',
    given: { command: 'python3 app.py' },
    expect: [],
  },
  {
    rule: 'startup/system-python',
    name: 'a shebang with env',
    given: { command: './run.py x', files: { 'run.py': '#!/usr/bin/env python3\n' } },
    expect: [],
  },
  {
    rule: 'startup/python-patch-path',
    name: 'a patch version',
    given: { command: '/opt/python/3.11.9/bin/python app.py' },
    expect: [
      [
        'warning',
        'startup command',
        "'/opt/python/3.11.9/bin/python' names a patch version of Python, which the platform upgrades.",
        'Write python, or /opt/python/3/bin/python3.',
      ],
    ],
  },
  {
    rule: 'startup/python-patch-path',
    name: 'no version',
    given: { command: '/opt/python/3/bin/python3 app.py' },
    expect: [],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'a package without activation',
    given: {
      command: 'streamlit run app.py',
      layout: 'flat',
      package: PACKAGE,
      venv: venv('streamlit'),
    },
    expect: [
      [
        'error',
        'startup command',
        "'streamlit' is a console script of the venv, and this package's venv is not put on PATH.",
        'Write: python -m streamlit …',
      ],
    ],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'uvicorn before 3.14',
    given: {
      command: 'exec uvicorn a:b',
      layout: 'flat',
      package: PACKAGE,
      venv: venv('uvicorn'),
      python: '3.12',
    },
    expect: [
      [
        'error',
        'startup command',
        "'uvicorn' is a console script of the venv, and this package's venv is not put on PATH.",
        'Write: python -m uvicorn …',
      ],
    ],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'a manifest that activates',
    given: {
      command: 'streamlit run app.py',
      layout: 'flat',
      package: PACKAGE,
      venv: venv('streamlit'),
      manifest: { SourceDirectoryInBuildContainer: '/tmp/x' },
    },
    expect: [],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'a layout that activates',
    given: {
      command: 'streamlit run app.py',
      layout: 'venvTarball',
      package: PACKAGE,
      venv: venv('streamlit'),
    },
    expect: [],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'uvicorn from 3.14 on',
    given: {
      command: 'uvicorn a:b',
      layout: 'flat',
      package: PACKAGE,
      venv: venv('uvicorn'),
      python: '3.14',
    },
    expect: [],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'python -m',
    given: {
      command: 'python -m streamlit run app.py',
      layout: 'flat',
      package: PACKAGE,
      venv: venv('streamlit'),
    },
    expect: [],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'gunicorn of the image',
    given: { command: 'gunicorn a:b', layout: 'flat', package: PACKAGE, venv: venv('gunicorn') },
    expect: [],
  },
  {
    rule: 'startup/script-not-on-path',
    name: 'a command that activates itself',
    given: {
      command: '. antenv/bin/activate && streamlit run app.py',
      layout: 'flat',
      package: PACKAGE,
      venv: venv('streamlit'),
    },
    expect: [],
  },
  {
    rule: 'startup/gunicorn-of-image',
    name: 'a package without activation',
    given: { command: 'gunicorn a:b', layout: 'flat', package: PACKAGE, venv: venv('gunicorn') },
    expect: [
      [
        'note',
        'startup command',
        "'gunicorn' is the image's own here, not the 1.2.3 of the venv.",
        'Write: python -m gunicorn …',
      ],
    ],
  },
  {
    rule: 'startup/gunicorn-of-image',
    name: 'python -m',
    given: {
      command: 'python -m gunicorn a:b',
      layout: 'flat',
      package: PACKAGE,
      venv: venv('gunicorn'),
    },
    expect: [],
  },
  {
    rule: 'startup/gunicorn-of-image',
    name: 'a venv without gunicorn',
    given: { command: 'gunicorn a:b', layout: 'flat', package: PACKAGE, venv: venv('flask') },
    expect: [],
  },
  {
    rule: 'startup/never-reached',
    name: 'a worker before the server',
    given: { command: 'celery -A c worker -l info && gunicorn a:b' },
    expect: [
      [
        'error',
        'startup command',
        "'gunicorn a:b' is never started: celery runs in the foreground before it.",
        "Send celery to the background with '&', and put exec in front of the last server.",
      ],
    ],
  },
  {
    rule: 'startup/never-reached',
    name: 'a worker before a second server, and the first one answers',
    given: { command: 'gunicorn a:b & celery -A c worker && uvicorn x:y' },
    expect: [
      [
        'warning',
        'startup command',
        "'uvicorn x:y' is never started: celery runs in the foreground before it.",
        "Send celery to the background with '&', and put exec in front of the last server.",
      ],
    ],
  },
  {
    rule: 'startup/never-reached',
    name: 'a worker on the line before, in a script',
    given: {
      command: 'run.sh',
      files: { 'run.sh': '#!/bin/bash\ncelery -A c worker\ngunicorn a:b\n' },
    },
    expect: [
      [
        'error',
        'run.sh:3',
        "'gunicorn a:b' is never started: celery runs in the foreground before it.",
        "Send celery to the background with '&', and put exec in front of the last server.",
      ],
    ],
  },
  {
    rule: 'startup/never-reached',
    name: 'a worker behind the server',
    given: { command: 'gunicorn a:b; celery -A c worker' },
    expect: [
      [
        'warning',
        'startup command',
        "'celery -A c worker' is never started: gunicorn runs in the foreground before it.",
        "Send gunicorn to the background with '&', and put exec in front of the last server.",
      ],
    ],
  },
  {
    rule: 'startup/never-reached',
    name: 'a worker in the background',
    given: { command: 'celery -A c worker & gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'startup/never-reached',
    name: 'workers that are started elsewhere',
    given: { command: 'celery multi start worker -A c && gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'startup/never-reached',
    name: 'a worker that detaches',
    given: { command: 'celery -A c worker --detach && gunicorn a:b' },
    expect: [],
  },
  {
    rule: 'startup/never-reached',
    name: 'a server that is only taken when the first one fails',
    given: { command: 'gunicorn a:b || python -m http.server 8000' },
    expect: [],
  },
  {
    rule: 'startup/never-reached',
    name: 'a server for a while',
    given: { command: 'timeout 20 gunicorn a:b; gunicorn c:d' },
    expect: [],
  },
  {
    rule: 'startup/never-reached',
    name: 'a server in a branch',
    given: { command: 'if [ -n "$W" ]; then celery -A c worker; else gunicorn a:b; fi' },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a migration alone',
    given: { command: 'python manage.py migrate' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts no server: 'python manage.py migrate' ends, and the container with it.",
        'Let it end in the server, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a variable alone',
    given: { command: 'export FLASK_APP=app.py' },
    expect: [
      [
        'error',
        'startup command',
        "The startup command starts no server: 'export FLASK_APP=app.py' ends, and the container with it.",
        'Let it end in the server, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a script that only installs',
    given: {
      command: 'startup.sh',
      files: { 'startup.sh': '#!/bin/bash\ncd api\npip install -r requirements.txt\n' },
    },
    expect: [
      [
        'error',
        'startup.sh:3',
        "The startup command starts no server: 'pip install -r requirements.txt' ends, and the container with it.",
        'Let it end in the server, such as: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a program that nobody knows',
    given: { command: 'pip install x && ./serve' },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a script that nobody knows',
    given: { command: 'echo x && bash start.sh' },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a worker',
    given: { command: 'python manage.py migrate && celery -A c worker' },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a program that an installer starts',
    given: { command: 'uv run main.py' },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a script that is piped into a shell',
    given: { command: 'curl -s https://example.com/run.sh | bash' },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a script of Python',
    given: {
      command: 'export A=1; ./run.sh',
      files: { 'run.sh': '#!/usr/bin/env python3\nimport app\napp.run()\n' },
    },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a startup file whose server is on a line that is lost',
    given: { command: 'run.txt', files: { 'run.txt': 'pip install x\ngunicorn app:app\n' } },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a wait without end',
    given: { command: 'sleep infinity' },
    expect: [],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'no startup command',
    given: { command: '' },
    expect: [],
  },
  {
    rule: 'startup/unresolved-variable',
    name: 'a variable that is the whole command',
    given: { command: ' $(startupCommand)\n' },
    expect: [
      [
        'error',
        'startup command',
        "The command still holds '$(startupCommand)', which nobody has replaced.",
        'Define that variable for the stage, or write its value.',
      ],
    ],
  },
  {
    rule: 'startup/unresolved-variable',
    name: 'variables in words, each once',
    given: { command: 'gunicorn -b 0.0.0.0:$(web.port) -n $(web.port) "$(app-module)"' },
    expect: [
      [
        'warning',
        'startup command',
        "The command still holds '$(web.port)', which nobody has replaced.",
        'Define that variable for the stage, or write its value.',
      ],
      [
        'warning',
        'startup command',
        "The command still holds '$(app-module)', which nobody has replaced.",
        'Define that variable for the stage, or write its value.',
      ],
    ],
  },
  {
    rule: 'startup/unresolved-variable',
    name: 'an expression of a template',
    given: { command: 'gunicorn ${{ parameters.app }}' },
    expect: [
      [
        'error',
        'startup command',
        "The command still holds '${{ parameters.app }}', which nobody has replaced.",
        'Write its value: only YAML templates know such an expression.',
      ],
    ],
  },
  {
    rule: 'startup/unresolved-variable',
    name: "the shell's own ways to put something in its place",
    given: {
      command: 'gunicorn -w $(nproc) -b 0.0.0.0:${PORT} --chdir $(dirname $APP) $(( 2 + 3 ))',
    },
    expect: [],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a command in quotes as a whole',
    given: { command: '"gunicorn --bind=0.0.0.0 app:app"' },
    expect: [
      [
        'error',
        'startup command',
        "'gunicorn --bind=0.0.0.0 app:app' is in quotes as a whole, and the shell looks for one program of that name.",
        'Remove the quotes around it.',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'options without a program',
    given: { command: '-w 4 app:app' },
    expect: [
      [
        'error',
        'startup command',
        "'-w' is an option, and no program stands before it.",
        'Write the server in front of it, such as gunicorn.',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a line of a Procfile',
    given: { command: 'web: gunicorn app:app' },
    expect: [
      [
        'error',
        'startup command',
        "'web:' is how a line of a Procfile begins; the shell takes it for a program.",
        'Leave it out: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'an app without a server',
    given: { command: 'app:app' },
    expect: [
      [
        'error',
        'startup command',
        "'app:app' names an app, and no server stands before it.",
        'Write the server in front of it: gunicorn app:app',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'an ASGI app without a server, which gunicorn alone does not serve',
    given: {
      command: 'main:app',
      sources: sources({ 'main.py': { names: ['app'], apps: [['app', 'fastapi']] } }),
    },
    expect: [
      [
        'error',
        'startup command',
        "'main:app' names an app, and no server stands before it.",
        'Write the server in front of it: python -m uvicorn main:app --host 0.0.0.0',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a dash in place of a hyphen',
    given: { command: 'gunicorn \u2013bind=0.0.0.0 app:app' },
    expect: [
      [
        'error',
        'startup command',
        "The command holds '–', which is part of a word to the shell.",
        'Type it anew, with - in its place.',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a typographic quote',
    given: { command: 'gunicorn -w 2 \u201Capp:app\u201D' },
    expect: [
      [
        'error',
        'startup command',
        "The command holds '“', which is part of a word to the shell.",
        'Type it anew, with " in its place.',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a blank that does not break',
    given: { command: 'gunicorn\u00A0app:app' },
    expect: [
      [
        'error',
        'startup command',
        'The command holds the invisible U+00A0, which is part of a word to the shell.',
        'Type it anew, with a plain blank in its place.',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a startup file with a byte order mark',
    given: { command: 'run.txt', files: { 'run.txt': '\uFEFFgunicorn app:app\n' } },
    expect: [
      [
        'error',
        'run.txt:1',
        "'gunicorn' has an invisible byte order mark (BOM) before it, which the shell takes for a part of the name.",
        "Save 'run.txt' as UTF-8 without BOM.",
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a script with a byte order mark before its shebang',
    given: { command: 'run.sh', files: { 'run.sh': '\uFEFF#!/bin/bash\ngunicorn app:app\n' } },
    expect: [
      [
        'warning',
        'run.sh:1',
        "'#!/bin/bash' has an invisible byte order mark (BOM) before it, which the shell takes for a part of the name.",
        "Save 'run.sh' as UTF-8 without BOM.",
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a dash behind the app, which gunicorn ignores',
    given: { command: 'gunicorn app:app \u2013timeout 600' },
    expect: [
      [
        'warning',
        'startup command',
        "The command holds '–', which is part of a word to the shell.",
        'Type it anew, with - in its place.',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a wrong step before the server',
    given: { command: 'web: gunicorn a:b; gunicorn app:app' },
    expect: [
      [
        'warning',
        'startup command',
        "'web:' is how a line of a Procfile begins; the shell takes it for a program.",
        'Leave it out: gunicorn a:b',
      ],
    ],
  },
  {
    rule: 'startup/unknown-program',
    name: 'single quotes around all, which is another finding',
    given: { command: "'gunicorn app:app'" },
    expect: [],
  },
  {
    rule: 'startup/single-quotes',
    name: 'around all',
    given: { command: "'gunicorn app:app'" },
    expect: [
      [
        'error',
        'startup command',
        "The single quotes of the startup command cut it off: 'gunicorn' is all that is run.",
        'Remove the quotes around it.',
      ],
    ],
  },
  {
    rule: 'startup/serves-nothing',
    name: 'a command in quotes, which is another finding',
    given: { command: '"gunicorn --bind=0.0.0.0 app:app"' },
    expect: [],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a path with a blank in it',
    given: { command: '"/home/site/my app/run.sh"' },
    expect: [],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a typographic quote in what is printed',
    given: { command: 'echo \u201Chello\u201D; gunicorn app:app' },
    expect: [],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a dash within a word',
    given: { command: 'gunicorn --name=web\u2013app app:app' },
    expect: [],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a test before it',
    given: { command: '[ -f x ] && web: gunicorn app:app' },
    expect: [],
  },
  {
    rule: 'startup/unknown-program',
    name: 'a variable',
    given: { command: '"$SERVER" app:app' },
    expect: [],
  },
  {
    rule: 'startup/unparsable',
    name: 'a double quote',
    given: { command: 'gunicorn "app:app' },
    expect: [
      [
        'error',
        'startup command',
        'The shell cannot read the startup command: unterminated double quote.',
        'Balance quotes and brackets.',
      ],
    ],
  },
  {
    rule: 'startup/unparsable',
    name: 'a call without quotes',
    given: { command: 'gunicorn app:create_app()' },
    expect: [
      [
        'error',
        'startup command',
        "The shell cannot read the startup command: unexpected token '('.",
        'Put the call into double quotes: "app:create_app()"',
      ],
    ],
  },
  {
    rule: 'startup/unparsable',
    name: 'typographic quotes around a call',
    given: { command: 'gunicorn \u201Capp:create_app()\u201D' },
    expect: [
      [
        'error',
        'startup command',
        "The shell cannot read the startup command: unexpected token '('.",
        'Type the quotes anew, as plain double ones.',
      ],
    ],
  },
  {
    rule: 'startup/unparsable',
    name: 'nothing behind &&',
    given: { command: 'gunicorn app:app &&' },
    expect: [
      [
        'error',
        'startup command',
        "The shell cannot read the startup command: expected command after '&&'.",
        'Correct it there.',
      ],
    ],
  },
  {
    rule: 'startup/unparsable',
    name: 'a script',
    given: { command: 'startup.sh', files: { 'startup.sh': '#!/bin/bash\nif a; then\n  b\n' } },
    expect: [
      [
        'error',
        'startup.sh:4',
        "The shell cannot read 'startup.sh': expected 'fi' to close 'if'.",
        'Balance quotes and brackets, and check it with: bash -n startup.sh',
      ],
    ],
  },
  {
    rule: 'startup/unparsable',
    name: 'a script whose name has a space',
    given: { command: 'bash "my run.sh"', files: { 'my run.sh': 'if a; then\n  b\n' } },
    expect: [
      [
        'error',
        'my run.sh:3',
        "The shell cannot read 'my run.sh': expected 'fi' to close 'if'.",
        'Balance quotes and brackets, and check it with: bash -n "my run.sh"',
      ],
    ],
  },
  {
    rule: 'startup/unparsable',
    name: 'more nesting than we read',
    given: { command: 's.sh', files: { 's.sh': `${'( '.repeat(5000)}a${' )'.repeat(5000)}\n` } },
    expect: [
      [
        'warning',
        's.sh:1',
        "'s.sh' could not be read here, and nothing in it was checked: maximum subshell nesting depth exceeded.",
        'Make it shorter and less nested, and check it with: bash -n s.sh',
      ],
    ],
  },
  {
    rule: 'startup/unparsable',
    name: 'balanced quotes',
    given: { command: 'gunicorn "app:app"' },
    expect: [],
  },
];

describe('the rules on the startup command', () => {
  for (const { rule: code, name, given, expect } of CASES) {
    it(`${code}: ${name}`, async () => {
      const rule = startupRules.find((row) => row.code === code);
      assert.ok(rule !== undefined);
      assert.deepEqual(await findingsOf(rule, given), expect);
    });
  }

  it('each fire and stay silent', () => {
    const fires = CASES.filter(({ expect }) => expect.length > 0).map(({ rule }) => rule);
    const silent = CASES.filter(({ expect }) => expect.length === 0).map(({ rule }) => rule);
    for (const { code } of startupRules) {
      assert.ok(fires.includes(code), `${code} never fires`);
      assert.ok(silent.includes(code), `${code} is never silent`);
    }
  });

  const sourceFiles: Readonly<Record<string, string>> = {
    'several lines': 'from flask import Flask\napp = Flask(__name__)\n',
    'an import over several lines': 'from x import (\n    a,\n)\n',
    'single quotes': "name = 'a b'\n",
    'a text over several lines': "'''It is\nan app.\n'''\nimport os\n",
    'Windows line ends': 'import os\r\nimport sys\r\n',
    'a word of bash': 'source = let = 1\nif source:\n    pass\n',
  };
  for (const [name, text] of Object.entries(sourceFiles)) {
    it(`tell once of a source file as the startup command: ${name}`, async () => {
      const evidence = await evidenceOf({ command: 'app.py', files: { 'app.py': text } });
      const codes = CATALOGUE.flatMap((rule) => rule.check(evidence) ?? []).map(({ code }) => code);
      assert.deepEqual(codes, ['startup/source-file-as-command']);
    });
  }
});
