// Cases of rehearsal/…: what Python cannot import or load.

import type { Startup } from '../../../../tasks/core/check/startup/startup.js';
import { commandOf, startupOf } from '../../../helpers/app-evidence.js';
import type { RuleCase } from '../../../helpers/rule-cases.js';
import { treeOf, venvOf } from '../../../helpers/rule-cases.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { DRIVERS } from './logs-of-drivers.js';
import { STARTS } from './logs-of-starts.js';
import { answered, ended, rehearsalOf } from './rehearsal-fixtures.js';

/** `cd api && uvicorn main:app` */
const IN_FOLDER: Startup = {
  ...startupOf(),
  commands: [commandOf('uvicorn main:app', { folder: 'api' })],
};

const PRUNED = ['other/tests', 'lib/tests'];

function failedWith(exception: string) {
  return ended(
    `Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import lib\n${exception}`,
    3,
  );
}

export const PYTHON_CASES: readonly RuleCase[] = [
  ...[
    "ModuleNotFoundError: No module named 'lib.tests'",
    "ModuleNotFoundError: No module named 'lib.tests.data'",
    "ImportError: cannot import name 'tests' from 'lib' (/antenv/lib/python3.12/site-packages/lib/__init__.py)",
    "FileNotFoundError: [Errno 2] No such file or directory: '/antenv/lib/python3.12/site-packages/lib/tests/a.json'",
  ].map((exception): RuleCase => ({
    rule: 'rehearsal/pruned',
    name: exception,
    evidence: { rehearsal: failedWith(exception), prunedFolders: PRUNED },
    expect: [
      {
        severity: 'error',
        message: `The start needs 'lib/tests', which was not packed because nothing names it (app.py, line 1): ${exception}.`,
        fix: 'Pack everything: prune: none',
        where: { file: 'app.py', line: 1 },
      },
    ],
  })),
  {
    rule: 'rehearsal/pruned',
    name: 'a module that is missing for another reason',
    evidence: {
      rehearsal: failedWith("ModuleNotFoundError: No module named 'lib.testsuite'"),
      prunedFolders: PRUNED,
    },
    expect: [],
  },
  {
    rule: 'rehearsal/library-missing',
    name: 'not known of the image',
    evidence: { rehearsal: ended(STARTS['w-pyodbc'], 3) },
    expect: [
      {
        severity: 'warning',
        message:
          "A system library is missing on this machine, whose libraries are not the image's (app.py, line 1): ImportError: libodbc.so.2: cannot open shared object file: No such file or directory.",
        fix: 'See what the rules native/… say of it; to rehearse further, install the library on the agent.',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/library-missing',
    name: 'known to be there in the image',
    evidence: { rehearsal: ended(STARTS['w-pyodbc'], 3), image: findImage('3.12') },
    expect: [
      {
        severity: 'warning',
        message:
          "A system library is missing on this machine, whose libraries are not the image's (app.py, line 1): ImportError: libodbc.so.2: cannot open shared object file: No such file or directory.",
        fix: 'The image has libodbc.so.2, so this is no fault of the package; to rehearse further, install the library on the agent.',
        where: { file: 'app.py', line: 1 },
      },
    ],
  },
  {
    rule: 'rehearsal/library-missing',
    name: 'known to be missing in the image',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import cv2\nImportError: libGL.so.1: cannot open shared object file: No such file or directory',
        3,
      ),
      image: findImage('3.11'),
    },
    expect: [
      {
        severity: 'error',
        message:
          'A system library is missing, here and in the image (app.py, line 1): ImportError: libGL.so.1: cannot open shared object file: No such file or directory.',
        fix: 'Use a package that brings the library with it, such as opencv-python-headless for libGL.',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/library-missing',
    name: 'an import error of another kind',
    evidence: { rehearsal: ended(STARTS.importerror, 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/other-minor',
    name: 'a venv of 3.12',
    evidence: { rehearsal: ended(STARTS['no-module'], 3), venv: venvOf({}) },
    expect: [
      {
        severity: 'error',
        message:
          "The venv is made for Python 3.12, but the image has 3.11 and does not find its packages: ModuleNotFoundError: No module named 'stripe'.",
        fix: "Make the venv with Python 3.11: set runtimeStack to 'PYTHON|3.11'",
        where: {
          file: 'antenv',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/other-minor',
    name: 'a venv of the same minor',
    evidence: { rehearsal: ended(STARTS['no-module'], 3), venv: venvOf({}, { minors: ['3.11'] }) },
    expect: [],
  },
  {
    rule: 'rehearsal/venv-missing',
    name: 'the platform warned',
    evidence: {
      rehearsal: ended(
        `WARNING: Could not find virtual environment directory /home/site/wwwroot/antenv.\n${STARTS['no-module']}`,
        3,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The site has no venv (Could not find virtual environment directory /home/site/wwwroot/antenv), and so the app's packages are missing: ModuleNotFoundError: No module named 'stripe'.",
        fix: 'Pack the venv with the app: AntenvPackage makes it, named antenv.',
        where: {
          file: 'antenv',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/venv-missing',
    name: 'without the warning',
    evidence: { rehearsal: ended(STARTS['no-module'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'a package, below gunicorn',
    evidence: { rehearsal: ended(STARTS['no-module'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'stripe' is missing (app.py, line 1): ModuleNotFoundError: No module named 'stripe'.",
        fix: "If it is a package, add it to requirements.txt: stripe; if it is the app's own, add it to the package.",
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'a package, below uvicorn',
    evidence: { rehearsal: ended(STARTS['no-module-uvicorn'], 1) },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'stripe' is missing (main.py, line 1): ModuleNotFoundError: No module named 'stripe'.",
        fix: "If it is a package, add it to requirements.txt: stripe; if it is the app's own, add it to the package.",
        where: {
          file: 'main.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'by another name',
    evidence: { rehearsal: ended(STARTS['django-app'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'rest_framework' is missing (shop/wsgi.py, line 4): ModuleNotFoundError: No module named 'rest_framework'.",
        fix: "If it is a package, add it to requirements.txt: djangorestframework; if it is the app's own, add it to the package.",
        where: {
          file: 'shop/wsgi.py',
          line: 4,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'at the root of the app, while the server was started elsewhere',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/src/app.py", line 1, in <module>\n    import shop\nModuleNotFoundError: No module named \'shop\'',
        3,
      ),
      app: treeOf({ 'shop.py': '', 'src/app.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'shop' is in the app, but not where Python looks (src/app.py, line 1): ModuleNotFoundError: No module named 'shop'.",
        fix: `The package has 'shop' at its root, where the server was not started: cd "$APP_PATH" before it.`,
        where: {
          file: 'src/app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'in a folder of the app',
    evidence: {
      rehearsal: ended(STARTS['no-local'], 3),
      app: treeOf({ 'src/settings/__init__.py': '', 'src/settings/base.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'settings' is in the app, at 'src/settings', but not where Python looks (app.py, line 1): ModuleNotFoundError: No module named 'settings'.",
        fix: 'Start from that folder: gunicorn --chdir src …, or import it as src.settings',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'in a folder of the app whose name has a space',
    evidence: {
      rehearsal: ended(STARTS['no-local'], 3),
      app: treeOf({ 'my site/settings.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'settings' is in the app, at 'my site/settings.py', but not where Python looks (app.py, line 1): ModuleNotFoundError: No module named 'settings'.",
        fix: 'Start from that folder: gunicorn --chdir "my site" …, or import it as my site.settings',
        where: { file: 'app.py', line: 1 },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'a part of a distribution that is there',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import django\nModuleNotFoundError: No module named \'django.utils.six.moves\'',
        1,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'django.utils.six.moves' is missing (app.py, line 1): ModuleNotFoundError: No module named 'django.utils.six.moves'.",
        fix: "'django.utils.six' is there, but without that: choose the version that has it, or add the distribution that brings it to requirements.txt.",
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'a part of the app',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import shop.cart\nModuleNotFoundError: No module named \'shop.cart\'',
        1,
      ),
      app: treeOf({ 'shop/__init__.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'shop.cart' is missing (app.py, line 1): ModuleNotFoundError: No module named 'shop.cart'.",
        fix: "'shop' is in the app, but without that: add shop/cart.py to the package, or change the import.",
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'a part of a package that the app has twice',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import shop.cart\nModuleNotFoundError: No module named \'shop.cart\'',
        1,
      ),
      app: treeOf({ 'shop/__init__.py': '', 'src/shop/cart.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'shop.cart' is in the app, at 'src/shop/cart.py', but not where Python looks (app.py, line 1): ModuleNotFoundError: No module named 'shop.cart'.",
        fix: 'Start from that folder: gunicorn --chdir src …, or import it as src.shop.cart',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'one that setuptools no longer has, in a project of uv',
    evidence: {
      app: treeOf({ 'app.py': '', 'pyproject.toml': '', 'uv.lock': '' }),
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import pkg_resources\nModuleNotFoundError: No module named \'pkg_resources\'',
        1,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'pkg_resources' is missing (app.py, line 1): ModuleNotFoundError: No module named 'pkg_resources'.",
        fix: `If it is a package, add it to pyproject.toml: uv add "setuptools<82"; if it is the app's own, add it to the package.`,
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'one whose distribution nobody can tell, in a project of uv',
    evidence: {
      app: treeOf({ 'app.py': '', 'pyproject.toml': '', 'uv.lock': '' }),
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import azure\nModuleNotFoundError: No module named \'azure\'',
        1,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'azure' is missing (app.py, line 1): ModuleNotFoundError: No module named 'azure'.",
        fix: "If it is a package, add it to pyproject.toml: the one of the part that is imported, such as azure-identity for azure.identity; if it is the app's own, add it to the package.",
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: "Django's settings, by a name that the app does not have",
    evidence: {
      app: treeOf({ 'mysite/__init__.py': '', 'mysite/wsgi.py': '', 'mysite/settings.py': '' }),
      settings: [
        { name: 'DJANGO_SETTINGS_MODULE', value: 'mysite.production', slotSetting: undefined },
      ],
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/mysite/wsgi.py", line 4, in <module>\n    application = get_wsgi_application()\nModuleNotFoundError: No module named \'mysite.production\'',
        3,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'mysite.production', which Python does not find (mysite/wsgi.py, line 4): ModuleNotFoundError: No module named 'mysite.production'.",
        fix: 'Set it to a module that the package has, with dots and without .py, such as mysite.settings.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: "Django's settings, as a path",
    evidence: {
      app: treeOf({ 'mysite/__init__.py': '', 'mysite/wsgi.py': '', 'mysite/settings.py': '' }),
      settings: [
        { name: 'DJANGO_SETTINGS_MODULE', value: 'mysite/settings.py', slotSetting: undefined },
      ],
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/mysite/wsgi.py", line 4, in <module>\n    application = get_wsgi_application()\nModuleNotFoundError: No module named \'mysite/settings\'',
        3,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'mysite/settings.py', which Python does not find (mysite/wsgi.py, line 4): ModuleNotFoundError: No module named 'mysite/settings'.",
        fix: 'Write it with dots and without .py: mysite.settings',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: "Django's settings, in a package that is nowhere",
    evidence: {
      app: treeOf({ 'mysite/__init__.py': '', 'mysite/wsgi.py': '', 'mysite/settings.py': '' }),
      settings: [
        { name: 'DJANGO_SETTINGS_MODULE', value: 'shop.settings', slotSetting: undefined },
      ],
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/mysite/wsgi.py", line 4, in <module>\n    application = get_wsgi_application()\nModuleNotFoundError: No module named \'shop\'',
        3,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app setting DJANGO_SETTINGS_MODULE is 'shop.settings', which Python does not find (mysite/wsgi.py, line 4): ModuleNotFoundError: No module named 'shop'.",
        fix: 'Set it to a module that the package has, with dots and without .py, such as mysite.settings.',
        where: { file: 'app settings' },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: "a module that Django's settings do not name",
    evidence: {
      app: treeOf({ 'mysite/__init__.py': '', 'mysite/wsgi.py': '', 'mysite/settings.py': '' }),
      settings: [
        { name: 'DJANGO_SETTINGS_MODULE', value: 'mysite.settings', slotSetting: undefined },
      ],
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/mysite/wsgi.py", line 4, in <module>\n    application = get_wsgi_application()\nModuleNotFoundError: No module named \'shop\'',
        3,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'shop' is missing (mysite/wsgi.py, line 4): ModuleNotFoundError: No module named 'shop'.",
        fix: "If it is a package, add it to requirements.txt: shop; if it is the app's own, add it to the package.",
        where: { file: 'mysite/wsgi.py', line: 4 },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'one that setuptools no longer has',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import pkg_resources\nModuleNotFoundError: No module named \'pkg_resources\'',
        1,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'pkg_resources' is missing (app.py, line 1): ModuleNotFoundError: No module named 'pkg_resources'.",
        fix: "If it is a package, add it to requirements.txt: setuptools<82; if it is the app's own, add it to the package.",
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'one that a library imports, which is none of the app',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import aiosql\n  File "/antenv/lib/python3.11/site-packages/aiosql/__init__.py", line 3, in <module>\n    from pkg_resources import get_distribution\nModuleNotFoundError: No module named \'pkg_resources\'',
        1,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'pkg_resources' is missing (app.py, line 1): ModuleNotFoundError: No module named 'pkg_resources'.",
        fix: 'Add it to requirements.txt: setuptools<82',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'one that many distributions share',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    from azure.monitor.opentelemetry import configure_azure_monitor\nModuleNotFoundError: No module named \'azure\'',
        1,
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The module 'azure' is missing (app.py, line 1): ModuleNotFoundError: No module named 'azure'.",
        fix: "If it is a package, add it to requirements.txt: the one of the part that is imported, such as azure-identity for azure.identity; if it is the app's own, add it to the package.",
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'gone from the standard library',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 1, in <module>\n    import distutils\nModuleNotFoundError: No module named \'distutils\'',
        1,
        { python: '3.12.1' },
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "Python 3.12 has no module 'distutils' (app.py, line 1): ModuleNotFoundError: No module named 'distutils'.",
        fix: 'Change the import, or choose a Python that has it.',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/module-missing',
    name: 'the module of the command',
    evidence: { rehearsal: ended(STARTS['no-app-module'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/crashed',
    name: 'after five seconds',
    evidence: {
      rehearsal: answered(STARTS.crash, 200, { exit: { code: 1, signal: null, seconds: 5.4 } }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The app answered, but ended with exit code 1 after 5.4 s (serve.py, line 6): RuntimeError: queue is gone.',
        fix: 'Let the server run in the foreground, and errors of other work not end it.',
        where: {
          file: 'serve.py',
          line: 6,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/crashed',
    name: 'by a signal',
    evidence: {
      rehearsal: rehearsalOf({ exit: { code: null, signal: 'SIGKILL', seconds: 40.2 } }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The app answered, but ended by SIGKILL after 40 s.',
        fix: 'Let the server run in the foreground, and errors of other work not end it.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/crashed',
    name: 'before an answer',
    evidence: { rehearsal: ended(STARTS.crash, 1) },
    expect: [],
  },
  {
    rule: 'rehearsal/syntax-error',
    name: 'a line',
    evidence: { rehearsal: ended(STARTS.syntax, 3) },
    expect: [
      {
        severity: 'error',
        message: 'Python 3.11 cannot read the app (app.py, line 6): SyntaxError: invalid syntax.',
        fix: 'Correct the line; if it is right for a newer Python, choose that runtime stack.',
        where: {
          file: 'app.py',
          line: 6,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/syntax-error',
    name: 'without a stack',
    evidence: { rehearsal: ended(STARTS['syntax-py'], 1) },
    expect: [
      {
        severity: 'error',
        message:
          "Python 3.11 cannot read the app (app.py, line 2): SyntaxError: '(' was never closed.",
        fix: 'Correct the line; if it is right for a newer Python, choose that runtime stack.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/syntax-error',
    name: 'a distribution for an old Python',
    evidence: { rehearsal: ended(STARTS['syntax-library'], 1) },
    expect: [
      {
        severity: 'error',
        message:
          "Python 3.11 cannot read line 138 of '/antenv/lib/python3.11/site-packages/uuid.py': SyntaxError: invalid decimal literal.",
        fix: 'That file is of an installed distribution: require a version of it that is for Python 3.11, or do without it.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/syntax-error',
    name: 'an indentation',
    evidence: { rehearsal: ended(STARTS.indent, 3) },
    expect: [
      {
        severity: 'error',
        message:
          'Python 3.11 cannot read the app (app.py, line 7): IndentationError: expected an indented block after function definition on line 6.',
        fix: 'Correct the line; if it is right for a newer Python, choose that runtime stack.',
        where: {
          file: 'app.py',
          line: 7,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/syntax-error',
    name: 'an error of the app',
    evidence: { rehearsal: ended(STARTS.value, 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/import-error',
    name: 'a name that is gone',
    evidence: { rehearsal: ended(STARTS.importerror, 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The app cannot be imported (app.py, line 1): ImportError: cannot import name 'Flaskk' from 'flask' (/antenv/lib/python3.11/site-packages/flask/__init__.py).",
        fix: 'Pin the version that the app was written for, or change the import.',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/import-error',
    name: 'a circle',
    evidence: { rehearsal: ended(STARTS['importerror-local'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The app cannot be imported (core/views.py, line 1): ImportError: cannot import name 'User' from partially initialized module 'core.models' (most likely due to a circular import) (/home/site/wwwroot/core/models.py).",
        fix: 'Break the circle: import one of the two inside of the function that needs it.',
        where: {
          file: 'core/views.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/import-error',
    name: 'another package that is missing',
    evidence: { rehearsal: ended(STARTS['w-sqlalchemy-async'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The app cannot be imported (app.py, line 2): ImportError: The SQLAlchemy asyncio module requires that the Python 'greenlet' library is installed.  In order to ensure this dependency is available, use the 'sqlalchemy[asyncio]' install target:  'pip install sqlalchemy[asyncio]'.",
        fix: 'Add it to requirements.txt: greenlet',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/import-error',
    name: 'a module that is missing',
    evidence: { rehearsal: ended(STARTS['no-module'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'in a function of the app',
    evidence: { rehearsal: ended(STARTS.value, 3) },
    expect: [
      {
        severity: 'error',
        message:
          "The app fails when it is loaded (core/config.py, line 3): ValueError: unknown mode 'x'.",
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'core/config.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'in the lifespan of uvicorn',
    evidence: { rehearsal: ended(STARTS.lifespan, 3) },
    expect: [
      {
        severity: 'error',
        message: 'The app fails when it is loaded (main.py, line 5): RuntimeError: no model file.',
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'main.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'the workers of gunicorn, and not its arbiter',
    evidence: { rehearsal: ended(STARTS['value-multi'], 3) },
    expect: [
      {
        severity: 'error',
        message: 'The app fails when it is loaded (app.py, line 1): ValueError: one.',
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'app.py',
          line: 1,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a mapping that is no environment',
    evidence: { rehearsal: ended(DRIVERS.keyerror, 3) },
    expect: [
      {
        severity: 'error',
        message: "The app fails when it is loaded (app.py, line 2): KeyError: 'DATABASE_URL'.",
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a model that is no settings',
    evidence: { rehearsal: ended(DRIVERS['pydantic-model'], 3) },
    expect: [
      {
        severity: 'error',
        message:
          'The app fails when it is loaded (app.py, line 4): pydantic_core._pydantic_core.ValidationError: 1 validation error for Item.',
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'app.py',
          line: 4,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a setting that cannot be read',
    evidence: { rehearsal: ended(DRIVERS['environs-bad'], 3, { settingNames: ['MAX_ITEMS'] }) },
    expect: [
      {
        severity: 'error',
        message:
          'The app fails when it is loaded (app.py, line 2): environs.exceptions.EnvValidationError: Environment variable "MAX_ITEMS" invalid: Not a valid integer.',
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a setting that was given',
    evidence: { rehearsal: ended(DRIVERS.environ, 3, { settingNames: ['DATABASE_URL'] }) },
    expect: [
      {
        severity: 'error',
        message: "The app fails when it is loaded (app.py, line 2): KeyError: 'DATABASE_URL'.",
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a file that reads variables, and no settings were given',
    evidence: {
      rehearsal: ended(STARTS.value, 3),
      app: treeOf({
        'core/config.py':
          'import os\nMODES = os.getenv("MODES", "").split()\nraise ValueError(f"unknown mode {mode!r}")\nKEY = os.environ["API_KEY"]\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails when it is loaded (core/config.py, line 3): ValueError: unknown mode 'x'. No app settings were given, and core/config.py reads 'MODES', 'API_KEY'.",
        fix: 'Give the app settings in appSettings to rehearse with them; if it fails all the same, correct the app.',
        where: {
          file: 'core/config.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'the same, and settings were given',
    evidence: {
      rehearsal: ended(STARTS.value, 3, { settingsKnown: true }),
      app: treeOf({
        'core/config.py':
          'import os\nMODES = os.getenv("MODES", "").split()\nraise ValueError("x")\n',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app fails when it is loaded (core/config.py, line 3): ValueError: unknown mode 'x'.",
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'core/config.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'no settings were given, but another file reads variables',
    evidence: {
      rehearsal: ended(STARTS.value, 3),
      app: treeOf({
        'core/config.py': 'def check(mode):\n    # os.environ["NO"]\n    raise ValueError(mode)\n',
        'mail.py': 'import os\nHOST = os.getenv("MAIL_HOST")\n',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app fails when it is loaded (core/config.py, line 3): ValueError: unknown mode 'x'.",
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'core/config.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a fault that no setting mends, in a file that reads variables',
    evidence: {
      rehearsal: ended(
        "Traceback (most recent call last):\n  File \"/home/site/wwwroot/app.py\", line 2, in <module>\n    app.before_first_request(load)\nAttributeError: 'Flask' object has no attribute 'before_first_request'",
        3,
      ),
      app: treeOf({ 'app.py': 'MODE = os.getenv("MODE")\napp.before_first_request(load)\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app fails when it is loaded (app.py, line 2): AttributeError: 'Flask' object has no attribute 'before_first_request'.",
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'app.py',
          line: 2,
        },
      },
    ],
  },
  ...[
    {
      name: 'of the app',
      text: `import os\nURL = os.getenv("DATABASE_URL", "")\nengine = create_engine(made())\n`,
    },
    // The same path in the venv, but another file.
    {
      name: 'not of the app',
      text: `import os\nURL = os.getenv("DATABASE_URL", "")\n\nengine = connect(made())\n`,
    },
  ].map(({ name, text }): RuleCase => ({
    rule: 'rehearsal/app-failed',
    name: `a distribution in the venv that is ${name}`,
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/seed.py", line 1, in <module>\n    from web.models import engine\n  File "/antenv/lib/python3.11/site-packages/web/models.py", line 3, in <module>\n    engine = create_engine(made())\n  File "/antenv/lib/python3.11/site-packages/sqlalchemy/engine/url.py", line 969, in _parse_url\n    raise exc.ArgumentError(\nsqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string',
        1,
      ),
      app: treeOf({ 'seed.py': 'from web.models import engine\n', 'src/web/models.py': text }),
    },
    expect: [
      name === 'of the app'
        ? {
            severity: 'warning',
            message:
              "The app fails when it is loaded (src/web/models.py, line 3): sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string. No app settings were given, and src/web/models.py reads 'DATABASE_URL'.",
            fix: 'Give the app settings in appSettings to rehearse with them; if it fails all the same, correct the app.',
            where: { file: 'src/web/models.py', line: 3 },
          }
        : {
            severity: 'error',
            message:
              'The app fails when it is loaded (seed.py, line 1): sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string.',
            fix: 'Correct the app: the start would fail like this anywhere.',
            where: { file: 'seed.py', line: 1 },
          },
    ],
  })),
  ...[
    { name: 'a folder that a build makes', files: {}, severity: 'error' as const },
    {
      name: 'a folder that a build makes, in a file that reads variables',
      files: { 'app.py': 'MODE = os.getenv("MODE")\n' },
      severity: 'warning' as const,
    },
  ].map(({ name, files, severity }): RuleCase => ({
    rule: 'rehearsal/app-failed',
    name,
    evidence: {
      rehearsal: ended(
        `Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 9, in <module>\n    app.mount("/assets", StaticFiles(directory=HERE / "static" / "assets"))\nRuntimeError: Directory '/home/site/wwwroot/static/assets' does not exist`,
        1,
      ),
      app: treeOf({ 'app.py': '', ...files }),
    },
    expect: [
      {
        severity,
        message:
          "The app fails when it is loaded (app.py, line 9): RuntimeError: Directory '/home/site/wwwroot/static/assets' does not exist.",
        fix: "Add 'static/assets' to the package; what a build makes, such as a frontend, has to be built before the package.",
        where: { file: 'app.py', line: 9 },
      },
    ],
  })),
  ...[
    {
      name: 'a folder of the app root, by a relative path',
      path: './frontend/dist',
      fix: "Add 'frontend/dist' to the package; what a build makes, such as a frontend, has to be built before the package.",
    },
    {
      name: 'a folder beside the app root, by a relative path',
      path: '../dist',
      fix: 'Correct the app: the start would fail like this anywhere.',
    },
    {
      name: 'a folder by a relative path, from another folder',
      path: 'frontend/dist',
      startup: IN_FOLDER,
      fix: 'Correct the app: the start would fail like this anywhere.',
    },
  ].map(({ name, path, startup, fix }): RuleCase => ({
    rule: 'rehearsal/app-failed',
    name,
    evidence: {
      rehearsal: ended(
        `Traceback (most recent call last):\n  File "/home/site/wwwroot/main.py", line 8, in <module>\n    app.mount("/", StaticFiles(directory="${path}", html=True))\nRuntimeError: Directory '${path}' does not exist`,
        1,
      ),
      app: treeOf({ 'main.py': '' }),
      ...(startup && { startup }),
    },
    expect: [
      {
        severity: 'error',
        message: `The app fails when it is loaded (main.py, line 8): RuntimeError: Directory '${path}' does not exist.`,
        fix,
        where: { file: 'main.py', line: 8 },
      },
    ],
  })),
  ...[
    {
      name: 'a distribution that a library asks for',
      end: '\npip install python-multipart\n\n[2026-11-23 03:18:59 +0000] [14] [INFO] Worker exiting (pid: 14)\n[2026-11-23 03:19:00 +0000] [13] [ERROR] Worker (pid:14) exited with code 3\n[2026-11-23 03:19:00 +0000] [13] [ERROR] Shutting down: Master\n[2026-11-23 03:19:00 +0000] [13] [ERROR] Reason: Worker failed to boot.',
      fix: 'Add what it asks for to requirements.txt: python-multipart',
    },
    {
      name: 'one that is there',
      end: "\npip install 'jinja2'\n",
      fix: 'Correct the app: the start would fail like this anywhere.',
    },
    {
      name: 'another version of one',
      end: "\npip install 'pydantic<2'\n",
      fix: 'Correct the app: the start would fail like this anywhere.',
    },
    {
      name: "pip's own news",
      end: '\n[notice] To update, run: pip install --upgrade pip',
      fix: 'Correct the app: the start would fail like this anywhere.',
    },
  ].map(({ name, end, fix }): RuleCase => ({
    rule: 'rehearsal/app-failed',
    name,
    evidence: {
      rehearsal: ended(
        `Traceback (most recent call last):\n  File "/home/site/wwwroot/main.py", line 5, in <module>\n    @app.post("/login/")\nRuntimeError: Form data requires "python-multipart" to be installed. \nYou can install "python-multipart" with: \n${end}`,
        1,
      ),
      // Settings bring none, whatever the file reads.
      app: treeOf(fix.startsWith('Add') ? { 'main.py': 'MODE = os.getenv("MODE")\n' } : {}),
      venv: venvOf({ 'lib/python3.12/site-packages/jinja2-3.1.6.dist-info/METADATA': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The app fails when it is loaded (main.py, line 5): RuntimeError: Form data requires "python-multipart" to be installed.',
        fix,
        where: { file: 'main.py', line: 5 },
      },
    ],
  })),
  ...[
    {
      name: 'an error of a library about another package that is missing',
      cause: "ModuleNotFoundError: No module named 'typer'",
      expect: [
        {
          severity: 'error' as const,
          message:
            "The app cannot be imported: strawberry.exceptions.missing_dependencies.MissingOptionalDependenciesError; there is no module 'typer'.",
          fix: 'Add it to requirements.txt: typer',
          where: { file: 'container log' },
        },
      ],
    },
    {
      name: 'an error of a library about what is no module',
      cause: 'OSError: no shell',
      expect: [],
    },
  ].map(({ name, cause, expect }): RuleCase => ({
    rule: 'rehearsal/import-error',
    name,
    evidence: {
      rehearsal: ended(
        `Traceback (most recent call last):\n  File "/antenv/lib/python3.12/site-packages/strawberry/cli/__init__.py", line 2, in <module>\n    from .app import app\n${cause}\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "/antenv/bin/strawberry", line 3, in <module>\n    from strawberry.cli import run\nstrawberry.exceptions.missing_dependencies.MissingOptionalDependenciesError`,
        1,
      ),
    },
    expect,
  })),
  {
    rule: 'rehearsal/import-error',
    name: 'a distribution that a library asks for',
    evidence: {
      rehearsal: failedWith(
        "ImportError: jwt requires cryptography, try: pip install 'PyJWT[crypto]'.",
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app cannot be imported (app.py, line 1): ImportError: jwt requires cryptography, try: pip install 'PyJWT[crypto]'.",
        fix: 'Add what it asks for to requirements.txt: PyJWT[crypto]',
        where: { file: 'app.py', line: 1 },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a file to write, in a folder that is not there',
    evidence: {
      rehearsal: ended(
        "Traceback (most recent call last):\n  File \"/home/site/wwwroot/app.py\", line 3, in <module>\n    log = open(HERE / 'logs/app.log', 'a')\nFileNotFoundError: [Errno 2] No such file or directory: '/home/site/wwwroot/logs/app.log'",
        1,
      ),
      app: treeOf({ 'app.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app fails when it is loaded (app.py, line 3): FileNotFoundError: [Errno 2] No such file or directory: '/home/site/wwwroot/logs/app.log'.",
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: { file: 'app.py', line: 3 },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'no settings were given, and an answer is insisted on',
    evidence: {
      rehearsal: ended(STARTS.value, 3, { required: true }),
      app: treeOf({ 'core/config.py': 'MODES = os.getenv("MODES")\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The app fails when it is loaded (core/config.py, line 3): ValueError: unknown mode 'x'. No app settings were given, and core/config.py reads 'MODES'.",
        fix: 'Give the app settings in appSettings to rehearse with them; if it fails all the same, correct the app.',
        where: {
          file: 'core/config.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'values that only the site knows',
    evidence: {
      rehearsal: ended(STARTS.value, 3, {
        references: [
          { name: 'MODE', origin: 'Key Vault' },
          { name: 'API_KEY', origin: 'Key Vault' },
        ],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app fails when it is loaded (core/config.py, line 3): ValueError: unknown mode 'x'. The values of 'MODE', 'API_KEY' come from Key Vault and were not known here.",
        fix: 'To see whether it starts with them, give them values in appSettings; if it fails all the same, correct the app.',
        where: {
          file: 'core/config.py',
          line: 3,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a function that the app calls wrongly, though there is a value that only the site knows',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 9, in <module>\n    app = create_app("web")\nTypeError: create_app() takes 0 positional arguments but 1 was given',
        3,
        { references: [{ name: 'API_KEY', origin: 'Key Vault' }] },
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The app fails when it is loaded (app.py, line 9): TypeError: create_app() takes 0 positional arguments but 1 was given.',
        fix: 'Correct the app: the start would fail like this anywhere.',
        where: {
          file: 'app.py',
          line: 9,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/app-failed',
    name: 'a start that went well after an exception',
    evidence: { rehearsal: answered(STARTS.value, 200) },
    expect: [],
  },
];
