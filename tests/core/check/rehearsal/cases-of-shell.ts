// Cases of rehearsal/…: what a shell cannot run.

import type { RuleCase } from '../../../helpers/rule-cases.js';
import { treeOf, venvOf } from '../../../helpers/rule-cases.js';
import { STARTS } from './logs-of-starts.js';
import { ended } from './rehearsal-fixtures.js';

export const SHELL_CASES: readonly RuleCase[] = [
  {
    rule: 'rehearsal/crlf',
    name: "a '#!' line",
    evidence: {
      rehearsal: ended(STARTS['crlf-sh'], 127),
      app: treeOf({ 'run.sh': '#!/bin/bash\r\ngunicorn app:app\r\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'run.sh' has Windows line endings, and the shell stumbles over them: /opt/startup/startup.sh: 3: run.sh: not found.",
        fix: 'Write the script with LF line endings; in .gitattributes: *.sh text eol=lf',
        where: {
          file: 'run.sh',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/crlf',
    name: 'words of bash',
    evidence: { rehearsal: ended(STARTS['crlf-bash'], 127) },
    expect: [
      {
        severity: 'error',
        message:
          "'run.sh' has Windows line endings, and the shell stumbles over them: run.sh: line 3: cd: $'/home\\r': No such file or directory.",
        fix: 'Write the script with LF line endings; in .gitattributes: *.sh text eol=lf',
        where: {
          file: 'run.sh',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/crlf',
    name: 'a block that has no end',
    evidence: {
      rehearsal: ended(
        '/home/site/wwwroot/run.sh: 5: Syntax error: end of file unexpected (expecting "then")',
        2,
      ),
      app: treeOf({ 'run.sh': 'if true; then\r\n  gunicorn app:app\r\nfi\r\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          '\'run.sh\' has Windows line endings, and the shell stumbles over them: /home/site/wwwroot/run.sh: 5: Syntax error: end of file unexpected (expecting "then").',
        fix: 'Write the script with LF line endings; in .gitattributes: *.sh text eol=lf',
        where: {
          file: 'run.sh',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/crlf',
    name: 'the last word of a server',
    evidence: {
      rehearsal: ended(
        'ERROR:    Error loading ASGI app. Attribute "app\ufffd" not found in module "main".',
        1,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          '\'startup command\' has Windows line endings, and the shell stumbles over them: Error loading ASGI app. Attribute "app\ufffd" not found in module "main".',
        fix: 'Write the script with LF line endings; in .gitattributes: *.sh text eol=lf',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/crlf',
    name: 'a program that prints other control characters, or bytes',
    evidence: { rehearsal: ended('done \ufffd 100 %\ncaf\ufffd is closed: see the log', 1) },
    expect: [],
  },
  {
    rule: 'rehearsal/crlf',
    name: 'the same script without them',
    evidence: {
      rehearsal: ended(STARTS['crlf-sh'], 127),
      app: treeOf({ 'run.sh': '#!/nowhere/bash\ngunicorn app:app\n' }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/python-link',
    name: 'a path that is not there',
    evidence: { rehearsal: ended(STARTS['linkpy-missing-host'], 127) },
    expect: [
      {
        severity: 'error',
        message:
          "The venv's python is a text file in place of a symbolic link, and does not start: antenv/bin/python: 1: /opt/hostedtoolcache/Python/3.12.1/x64/bin/python3.12: not found.",
        fix: 'Pack the venv as one file, where links survive (layout: venvTarball).',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/python-link',
    name: 'a console script below it',
    evidence: { rehearsal: ended(STARTS['linkpy-script'], 2) },
    expect: [
      {
        severity: 'error',
        message:
          "The venv's python is a text file in place of a symbolic link, and does not start: antenv/bin/gunicorn: 2: from: not found.",
        fix: 'Pack the venv as one file, where links survive (layout: venvTarball).',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/python-link',
    name: "the image's Python, which gets no arguments",
    evidence: {
      rehearsal: ended('', 0, {
        startupCommand: 'antenv/bin/python -m gunicorn app:app',
        command: 'antenv/bin/python -m gunicorn app:app',
      }),
      venv: venvOf({ 'bin/python': '/opt/python/3/bin/python3' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The venv's python is a text file in place of a symbolic link: it ended with code 0, without a word and without running the app.",
        fix: 'Pack the venv as one file, where links survive (layout: venvTarball).',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/python-link',
    name: 'a Python that runs a script to its end',
    evidence: {
      rehearsal: ended('', 0, {
        startupCommand: 'antenv/bin/python app.py',
        command: 'antenv/bin/python app.py',
      }),
      venv: venvOf({ 'bin/python': '#!/bin/bash\nexec -a "$0" /opt/python/3/bin/python3 "$@"\n' }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/compound-start',
    name: 'a parenthesis',
    evidence: { rehearsal: ended(STARTS.paren, 2) },
    expect: [
      {
        severity: 'error',
        message:
          'The shell cannot read the startup command: /opt/startup/startup.sh: 3: Syntax error: "(" unexpected.',
        fix: 'Begin the startup command with a plain command, or put it into a script, startup.sh.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/compound-start',
    name: 'a script',
    evidence: { rehearsal: ended('/home/site/wwwroot/run.sh: 2: Syntax error: "(" unexpected', 2) },
    expect: [],
  },
  {
    rule: 'rehearsal/shell-syntax',
    name: 'a script',
    evidence: { rehearsal: ended('/home/site/wwwroot/run.sh: 2: Syntax error: "(" unexpected', 2) },
    expect: [
      {
        severity: 'error',
        message:
          'The shell cannot read \'run.sh\': /home/site/wwwroot/run.sh: 2: Syntax error: "(" unexpected.',
        fix: 'Correct the script; where it is written for bash, begin it with #!/bin/bash.',
        where: {
          file: 'run.sh',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/shell-syntax',
    name: 'the startup command',
    evidence: { rehearsal: ended(STARTS.paren, 2) },
    expect: [],
  },
  {
    rule: 'rehearsal/bash-builtin',
    name: 'source',
    evidence: { rehearsal: ended(STARTS.src, 127) },
    expect: [
      {
        severity: 'error',
        message:
          "'source' is a word of bash, but sh is dash here: /opt/startup/startup.sh: 3: source: not found.",
        fix: 'Write a dot: . ./env.sh; the venv needs no activation, the platform does it.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/bash-builtin',
    name: 'a test of bash',
    evidence: { rehearsal: ended(STARTS.bang, 127) },
    expect: [
      {
        severity: 'error',
        message:
          "'[[' is a word of bash, but sh is dash here: /opt/startup/startup.sh: 3: [[: not found.",
        fix: 'Put the commands into a script that begins with #!/bin/bash.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/bash-builtin',
    name: 'a program',
    evidence: { rehearsal: ended(STARTS.notfound, 127) },
    expect: [],
  },
  {
    rule: 'rehearsal/source-file-as-command',
    name: 'the first line of app.py',
    evidence: {
      rehearsal: ended(STARTS.from, 127, { startupCommand: 'app.py', command: 'app.py' }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The shell was given Python source: /opt/startup/startup.sh: 3: from: not found.',
        fix: 'Set this as the startup command: python app.py',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/source-file-as-command',
    name: 'a program',
    evidence: { rehearsal: ended(STARTS.notfound, 127) },
    expect: [],
  },
  {
    rule: 'rehearsal/dangling-shebang',
    name: 'a script of the app',
    evidence: {
      rehearsal: ended(STARTS['shebang-path'], 127),
      app: treeOf({ tool: '#!/home/vsts/work/1/s/antenv/bin/python\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'./tool' begins with '#!/home/vsts/work/1/s/antenv/bin/python', which is not there: /opt/startup/startup.sh: 3: ./tool: not found.",
        fix: 'Call it by its interpreter: python tool',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/dangling-shebang',
    name: 'a program of the venv',
    evidence: {
      rehearsal: ended('/opt/startup/startup.sh: 3: uvicorn: not found', 127),
      app: treeOf({}),
      venv: venvOf({ 'bin/uvicorn': '#!/home/vsts/work/1/s/antenv/bin/python\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'uvicorn' begins with '#!/home/vsts/work/1/s/antenv/bin/python', which is not there: /opt/startup/startup.sh: 3: uvicorn: not found.",
        fix: 'Start it as a module: python -m uvicorn; or let AntenvPackage make the venv.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/dangling-shebang',
    name: 'told by bash',
    evidence: { rehearsal: ended(STARTS['shebang-bash'], 127) },
    expect: [
      {
        severity: 'error',
        message:
          "The program that the first line of './tool' names is not there: bash: line 1: ./tool: cannot execute: required file not found.",
        fix: 'Start it as a module: python -m tool; or let AntenvPackage make the venv.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/dangling-shebang',
    name: 'told by an older bash',
    evidence: {
      rehearsal: ended(
        'bash: ./tool: /home/vsts/work/1/s/antenv/bin/python: bad interpreter: No such file or directory',
        126,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The program that the first line of './tool' names is not there: bash: ./tool: /home/vsts/work/1/s/antenv/bin/python: bad interpreter: No such file or directory.",
        fix: 'Start it as a module: python -m tool; or let AntenvPackage make the venv.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/dangling-shebang',
    name: 'a program of the venv that is not on PATH',
    evidence: {
      rehearsal: ended('/opt/startup/startup.sh: 3: uvicorn: not found', 127),
      app: treeOf({}),
      venv: venvOf({ 'bin/uvicorn': '#!/antenv/bin/python\n' }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a script that is the command',
    evidence: { rehearsal: ended(STARTS['missing-sh'], 127) },
    expect: [
      {
        severity: 'error',
        message:
          "The file 'startup.sh' is not there: /opt/startup/startup.sh: 3: startup.sh: not found.",
        fix: "Add 'startup.sh' to the package, or correct its name: upper and lower case count.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a script for sh',
    evidence: { rehearsal: ended(STARTS['missing-sh4'], 2) },
    expect: [
      {
        severity: 'error',
        message: "The file 'startup.sh' is not there: sh: 0: cannot open startup.sh: No such file.",
        fix: "Add 'startup.sh' to the package, or correct its name: upper and lower case count.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a script for Python',
    evidence: { rehearsal: ended(STARTS['missing-py'], 2) },
    expect: [
      {
        severity: 'error',
        message:
          "The file '/home/site/wwwroot/app2.py' is not there: python: can't open file '/home/site/wwwroot/app2.py': [Errno 2] No such file or directory.",
        fix: "Add 'app2.py' to the package, or correct its name: upper and lower case count.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'an absolute path, and the app runs elsewhere',
    evidence: {
      rehearsal: ended(STARTS['missing-abs'], 127, { appPath: '/tmp/8dc1e2' }),
      layout: 'appTarball',
    },
    expect: [
      {
        severity: 'error',
        message:
          "The file '/home/site/wwwroot/scripts/startup.sh' is not there: bash: /home/site/wwwroot/scripts/startup.sh: No such file or directory.",
        fix: 'The app runs from $APP_PATH: $APP_PATH/scripts/startup.sh',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a configuration of gunicorn',
    evidence: { rehearsal: ended(STARTS['missing-conf'], 1) },
    expect: [
      {
        severity: 'error',
        message:
          "The file 'conf/gunicorn.conf.py' is not there: Error: 'conf/gunicorn.conf.py' doesn't exist.",
        fix: "Add 'conf/gunicorn.conf.py' to the package, or correct its name: upper and lower case count.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'an activation by the user',
    evidence: {
      rehearsal: ended(STARTS['missing-dot'], 2, {
        startupCommand: '. antenv/bin/activate; gunicorn app:app',
        command: '. antenv/bin/activate; gunicorn app:app',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The file 'antenv/bin/activate' is not there: /opt/startup/startup.sh: 3: .: cannot open antenv/bin/activate: No such file.",
        fix: 'Remove the activation: the platform does it.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'an activation by the platform',
    evidence: { rehearsal: ended(STARTS['missing-dot'], 2) },
    expect: [
      {
        severity: 'error',
        message:
          "The file 'antenv/bin/activate' is not there: /opt/startup/startup.sh: 3: .: cannot open antenv/bin/activate: No such file.",
        fix: 'Pack the whole venv, bin/activate with it: the platform activates it.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a folder',
    evidence: { rehearsal: ended(STARTS['missing-cd'], 2) },
    expect: [
      {
        severity: 'error',
        message: "The folder 'src' is not there: /opt/startup/startup.sh: 3: cd: can't cd to src.",
        fix: "Add 'src' to the package, or correct its name: upper and lower case count.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a folder for gunicorn',
    evidence: { rehearsal: ended(STARTS.chdir, 1) },
    expect: [
      {
        severity: 'error',
        message: "The folder 'src' is not there: Error: can't chdir to 'src'.",
        fix: "Add 'src' to the package, or correct its name: upper and lower case count.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a file that is there, and has a wrong first line',
    evidence: {
      rehearsal: ended(STARTS['shebang-path'], 127),
      app: treeOf({ tool: '#!/nowhere/python\n' }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/not-executable',
    name: 'told by dash',
    evidence: { rehearsal: ended(STARTS.noperm, 126) },
    expect: [
      {
        severity: 'error',
        message:
          "'./run.sh' must not be executed: /opt/startup/startup.sh: 3: ./run.sh: Permission denied.",
        fix: 'Call it by its shell: bash run.sh',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-executable',
    name: 'told by bash',
    evidence: { rehearsal: ended(STARTS['noperm-bash'], 126) },
    expect: [
      {
        severity: 'error',
        message: "'./run.sh' must not be executed: bash: line 1: ./run.sh: Permission denied.",
        fix: 'Call it by its shell: bash run.sh',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-executable',
    name: 'a script whose name has a space',
    evidence: { rehearsal: ended('bash: line 1: ./my run.sh: Permission denied', 126) },
    expect: [
      {
        severity: 'error',
        message:
          "'./my run.sh' must not be executed: bash: line 1: ./my run.sh: Permission denied.",
        fix: 'Call it by its shell: bash "my run.sh"',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a folder elsewhere whose name has a space',
    evidence: {
      rehearsal: ended(
        '/home/site/wwwroot/run.sh: line 3: cd: /var/my data: No such file or directory',
        1,
      ),
      app: treeOf({ 'app.py': '', 'run.sh': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The folder '/var/my data' is not there: /home/site/wwwroot/run.sh: line 3: cd: /var/my data: No such file or directory.",
        fix: 'The app is in "$APP_PATH"; a folder elsewhere has to be made first: mkdir -p "/var/my data"',
        where: { file: 'run.sh', line: 3 },
      },
    ],
  },
  {
    rule: 'rehearsal/not-executable',
    name: 'a file that is missing',
    evidence: { rehearsal: ended(STARTS['missing-sh'], 127) },
    expect: [],
  },
  {
    rule: 'rehearsal/other-machine',
    name: 'a program for ARM',
    evidence: { rehearsal: ended(STARTS.execformat, 126) },
    expect: [
      {
        severity: 'error',
        message:
          "'./thing' is no program for this kind of machine: /opt/startup/startup.sh: 3: ./thing: Exec format error.",
        fix: 'Build it for x86-64 Linux.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/other-machine',
    name: 'a script without the permission',
    evidence: { rehearsal: ended(STARTS.noperm, 126) },
    expect: [],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a path in a venv that lies elsewhere',
    evidence: {
      rehearsal: ended('/opt/startup/startup.sh: 16: /antenv/bin/python: not found', 127, {
        appPath: '/tmp/1',
      }),
      layout: 'appTarball',
      venv: venvOf({ 'bin/python': '' }, { address: '/tmp/1/antenv' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "There is no '/antenv/bin/python' in the image or the venv: /opt/startup/startup.sh: 16: /antenv/bin/python: not found.",
        fix: 'Write the name alone, for the venv is active: python',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'what starts as another user in images of Docker',
    evidence: { rehearsal: ended('/home/site/wwwroot/run.sh: line 3: exec: gosu: not found', 127) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'gosu' in the image or the venv: /home/site/wwwroot/run.sh: line 3: exec: gosu: not found.",
        fix: "Leave 'gosu' and the name of the user out: on App Service the app runs as root.",
        where: { file: 'run.sh', line: 3 },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a first process of images of Docker',
    evidence: { rehearsal: ended('/home/site/wwwroot/run.sh: line 2: exec: tini: not found', 127) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'tini' in the image or the venv: /home/site/wwwroot/run.sh: line 2: exec: tini: not found.",
        fix: "Leave 'tini' out: write what follows it alone.",
        where: { file: 'run.sh', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a program that no package of Python brings',
    evidence: {
      rehearsal: ended('/home/site/wwwroot/run.sh: line 2: pg_isready: command not found', 127),
    },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'pg_isready' in the image or the venv: /home/site/wwwroot/run.sh: line 2: pg_isready: command not found.",
        fix: "Do without 'pg_isready': no package of Python brings it.",
        where: { file: 'run.sh', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/bash-builtin',
    name: 'an option of bash, behind #!/bin/sh',
    evidence: {
      rehearsal: ended('/home/site/wwwroot/run.sh: 2: set: Illegal option -o pipefail', 2),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'set -o pipefail' is a word of bash, but sh is dash here: /home/site/wwwroot/run.sh: 2: set: Illegal option -o pipefail.",
        fix: 'Put the commands into a script that begins with #!/bin/bash.',
        where: { file: 'run.sh', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'the folder of the app in an image of Docker',
    evidence: {
      rehearsal: ended('/home/site/wwwroot/run.sh: line 3: cd: /app: No such file or directory', 1),
      app: treeOf({ 'app.py': '', 'run.sh': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The folder '/app' is not there: /home/site/wwwroot/run.sh: line 3: cd: /app: No such file or directory.",
        fix: 'The app is in "$APP_PATH"; a folder elsewhere has to be made first: mkdir -p /app',
        where: { file: 'run.sh', line: 3 },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a folder in that of the app in an image of Docker',
    evidence: {
      rehearsal: ended("/home/site/wwwroot/run.sh: 3: cd: can't cd to /usr/src/app/src", 2),
      app: treeOf({ 'src/app.py': '', 'run.sh': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The folder '/usr/src/app/src' is not there: /home/site/wwwroot/run.sh: 3: cd: can't cd to /usr/src/app/src.",
        fix: 'The package has it: write "$APP_PATH/src" in its place.',
        where: { file: 'run.sh', line: 3 },
      },
    ],
  },
  {
    rule: 'rehearsal/file-missing',
    name: 'a file in the folder of the app in an image of Docker',
    evidence: {
      rehearsal: ended(
        '/home/site/wwwroot/run.sh: line 3: /app/wait.sh: No such file or directory',
        127,
      ),
      app: treeOf({ 'wait.sh': '', 'run.sh': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The file '/app/wait.sh' is not there: /home/site/wwwroot/run.sh: line 3: /app/wait.sh: No such file or directory.",
        fix: 'The package has it: write "$APP_PATH/wait.sh" in its place.',
        where: { file: 'run.sh', line: 3 },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a Python of another minor',
    evidence: {
      rehearsal: ended('/opt/startup/startup.sh: 18: python3.13: not found', 127),
    },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'python3.13' in the image or the venv: /opt/startup/startup.sh: 18: python3.13: not found.",
        fix: 'Write python, which is Python 3.11 here.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'nowhere',
    evidence: { rehearsal: ended(STARTS.notfound, 127) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'hypercornx' in the image or the venv: /opt/startup/startup.sh: 3: hypercornx: not found.",
        fix: "Add what brings 'hypercornx' to requirements.txt, and start it as a module: python -m hypercornx",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a manager of projects',
    evidence: { rehearsal: ended('/opt/startup/startup.sh: 22: poetry: not found', 127) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'poetry' in the image or the venv: /opt/startup/startup.sh: 22: poetry: not found.",
        fix: "Leave 'poetry run' out: the venv of the package is active.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a line of a Procfile',
    evidence: { rehearsal: ended('/opt/startup/startup.sh: 22: web:: not found', 127) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'web:' in the image or the venv: /opt/startup/startup.sh: 22: web:: not found.",
        fix: "Leave 'web:' out, which is the language of a Procfile.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a whole command in quotes',
    evidence: { rehearsal: ended('/opt/startup/startup.sh: 22: gunicorn app:app: not found', 127) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'gunicorn app:app' in the image or the venv: /opt/startup/startup.sh: 22: gunicorn app:app: not found.",
        fix: 'Leave out the quotes around the whole command.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'in a script',
    evidence: { rehearsal: ended(STARTS['notfound-bash'], 127) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'streamlitx' in the image or the venv: run.sh: line 2: streamlitx: command not found.",
        fix: "Add what brings 'streamlitx' to requirements.txt, and start it as a module: python -m streamlitx",
        where: {
          file: 'run.sh',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'in the venv, but not on PATH',
    evidence: {
      rehearsal: ended('/opt/startup/startup.sh: 3: uvicorn: not found', 127),
      venv: venvOf({ 'bin/uvicorn': '#!/antenv/bin/python\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'uvicorn' is in the venv, but not on PATH: /opt/startup/startup.sh: 3: uvicorn: not found.",
        fix: 'Start it as a module: python -m uvicorn',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a module for python -m',
    evidence: { rehearsal: ended(STARTS['no-server'], 1) },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'daphne' in the image or the venv: /antenv/bin/python: No module named daphne.",
        fix: 'Add it to requirements.txt: daphne',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a module for python -m, of an app whose dependencies were asked for elsewhere',
    evidence: {
      rehearsal: ended(STARTS['no-server'], 1),
      dependencies: { format: 'uv.lock', file: 'src/pyproject.toml' },
    },
    expect: [
      {
        severity: 'error',
        message:
          "There is no 'daphne' in the image or the venv: /antenv/bin/python: No module named daphne.",
        fix: 'Add it to src/pyproject.toml: uv add daphne',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/program-missing',
    name: 'a script of the app',
    evidence: { rehearsal: ended(STARTS['missing-sh'], 127) },
    expect: [],
  },
];
