// Cases of rehearsal/…: the platform before the start, how it ended, and what was noticed beside.

import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import type { Startup } from '../../../../tasks/core/check/startup/startup.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import type { Rehearsal } from '../../../../tasks/core/terms/rehearsal.js';
import type { ModuleFact } from '../../../../tasks/core/check/sources/python-sources.js';
import type { RuleCase } from '../../../helpers/rule-cases.js';
import { commandOf, serverOf, startupOf } from '../../../helpers/app-evidence.js';
import { treeOf, venvOf } from '../../../helpers/rule-cases.js';
import { STARTS } from './logs-of-starts.js';
import { answered, ended, refused, rehearsalOf, silent } from './rehearsal-fixtures.js';
import { moduleFact } from '../../../helpers/module-fact.js';

/** `app = FastAPI()` */
const MAIN = moduleFact('main.py', {
  names: ['app'],
  apps: [{ name: 'app', framework: 'fastapi', line: 2 }],
});

/** `import streamlit as st` */
const STREAMLIT: ModuleFact = {
  ...MAIN,
  path: 'home.py',
  names: ['st'],
  imports: [{ module: 'streamlit', line: 1, optional: false }],
  apps: [],
};

const HOST = 'shop.azurewebsites.net';

/** As a site that is asked for the two paths answers. */
function refusedWith(said: readonly string[]): Rehearsal['hosts'] {
  return ['/robots933456.txt', '/'].map((path) => ({ host: HOST, path, status: 400, said }));
}

/** What a visitor reads of Django's page, and what Django logs where it is told to. */
const DJANGO_PAGE = 'Bad Request (400) Bad Request (400)';
const INVALID_HOST =
  "Invalid HTTP_HOST header: 'shop.azurewebsites.net'. You may need to add 'shop.azurewebsites.net' to ALLOWED_HOSTS.";

const DJANGO = venvOf({
  'lib/python3.12/site-packages/Django-5.2.dist-info/METADATA': 'Name: Django\nVersion: 5.2\n',
});

/** A project with these settings; of its hosts that much is known. */
function djangoSite(settings: string, hosts?: readonly string[]): Evidence {
  const modules = [
    moduleFact('manage.py', { sets: { DJANGO_SETTINGS_MODULE: 'mysite.settings' } }),
    moduleFact('mysite/settings.py', {
      names: ['os', 'ALLOWED_HOSTS'],
      constants: hosts === undefined ? {} : { ALLOWED_HOSTS: hosts },
    }),
  ];
  return {
    app: treeOf({ 'mysite/settings.py': settings }),
    sources: { modules: new Map(modules.map((one) => [one.path, one])), broken: [] },
  };
}

const BYTES = { what: 'bytes', most: 10_000_000_000, seconds: 31.4 } as const;

/** A startup command with these steps in front of gunicorn. */
function startingWith(...steps: readonly string[]): Startup {
  const startup = startupOf(serverOf('gunicorn app:app', {}));
  const commands = steps.map((step) =>
    commandOf(step.replace(' &', ''), { background: step.endsWith(' &') }),
  );
  return { ...startup, commands: [...commands, ...startup.commands] };
}

/** As Python wrote it, without most frames of libraries. */
const FLASK_COMMAND = `Traceback (most recent call last):
  File "/antenv/bin/flask", line 7, in <module>
    sys.exit(main())
             ^^^^^^
  File "/antenv/lib/python3.12/site-packages/flask/cli.py", line 1131, in main
    cli.main()
  File "/home/site/wwwroot/app.py", line 6, in upgrade
    from missing_thing import x
ModuleNotFoundError: No module named 'missing_thing'`;

const MANAGE = `Traceback (most recent call last):
  File "/home/site/wwwroot/manage.py", line 4, in main
    import nope_django
ModuleNotFoundError: No module named 'nope_django'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/site/wwwroot/manage.py", line 5, in <module>
    main()
  File "/home/site/wwwroot/manage.py", line 6, in main
    raise ImportError("Couldn't import Django.") from exc
ImportError: Couldn't import Django.`;

const MODULE = `Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "<frozen runpy>", line 88, in _run_code
  File "/home/site/wwwroot/jobs/worker.py", line 1, in <module>
    queue
NameError: name 'queue' is not defined`;

const NO_DATABASE = `Traceback (most recent call last):
  File "/home/site/wwwroot/migrate.py", line 2, in <module>
    socket.create_connection(("db.example.org", 5432), timeout=3)
socket.gaierror: [Errno -3] Temporary failure in name resolution`;

const OPTIONAL = `ERROR:root:no metrics
Traceback (most recent call last):
  File "/home/site/wwwroot/seed.py", line 3, in <module>
    import metrics
ModuleNotFoundError: No module named 'metrics'`;

const FLASK_STEP = startingWith('flask db upgrade');

/** What says nothing of a step, or nothing of the platform. */
const NOT_OF_A_STEP: readonly Pick<RuleCase, 'name' | 'evidence'>[] = [
  {
    name: 'a database that a rehearsal does not have',
    evidence: {
      rehearsal: answered(`${NO_DATABASE}\n${STARTS.ok}`, 200),
      app: treeOf({ 'migrate.py': 'import socket\nsocket.create_connection(…)\n' }),
      startup: startingWith('python migrate.py'),
    },
  },
  {
    name: 'an exception that the script catches and prints',
    evidence: {
      rehearsal: answered(`${OPTIONAL}\n${STARTS.ok}`, 200),
      app: treeOf({ 'seed.py': 'import logging\ntry:\n    import metrics\nexcept …\n' }),
      startup: startingWith('python seed.py'),
    },
  },
  {
    name: 'an exception of the app, which the server goes on with',
    evidence: {
      rehearsal: answered(`${STARTS.ok}\n${OPTIONAL}`, 200),
      startup: FLASK_STEP,
    },
  },
  {
    name: 'a module that the image has',
    evidence: {
      rehearsal: answered(
        `${FLASK_COMMAND.replace('missing_thing', 'uvicorn')}\n${STARTS.ok}`.replaceAll(
          "'missing_thing'",
          "'uvicorn'",
        ),
        200,
      ),
      image: findImage('3.14'),
      startup: FLASK_STEP,
    },
  },
  {
    name: 'a library that this machine does not have, or has of another age',
    evidence: {
      rehearsal: answered(
        `${FLASK_COMMAND.replace(/ModuleNotFound.*/, 'ImportError: libpq.so.5: cannot open shared object file: No such file or directory')}\n${STARTS.ok}`,
        200,
      ),
      startup: FLASK_STEP,
    },
  },
  {
    name: 'a step that may fail',
    evidence: {
      rehearsal: answered(`${FLASK_COMMAND}\n${STARTS.ok}`, 200),
      startup: { ...FLASK_STEP, effective: 'flask db upgrade || true; gunicorn app:app' },
    },
  },
  {
    name: 'a start that ends, which has a reason of its own',
    evidence: { rehearsal: ended(FLASK_COMMAND, 1), startup: FLASK_STEP },
  },
];

const NO_TABLE = `Internal Server Error: /robots933456.txt
Traceback (most recent call last):
  File "/antenv/lib/python3.12/site-packages/django/db/backends/sqlite3/base.py", line 359, in execute
    return super().execute(query, params)
sqlite3.OperationalError: no such table: wagtailcore_site

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/antenv/lib/python3.12/site-packages/django/core/handlers/exception.py", line 55, in inner
    response = get_response(request)
django.db.utils.OperationalError: no such table: wagtailcore_site`;

export const ENDING_CASES: readonly RuleCase[] = [
  {
    rule: 'rehearsal/too-many-processes',
    name: 'a script that starts itself, whatever its log says',
    evidence: {
      rehearsal: silent('startup.sh: 2: Cannot fork', [], {
        exceeded: { what: 'processes', most: 500, seconds: 0.42 },
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The start was ended after 0.4 s, because more than 500 processes ran; the log ends with: startup.sh: 2: Cannot fork.',
        fix: 'Look for what starts itself again: a script that calls itself, or a process started by an import without if __name__ == "__main__":',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/too-many-processes',
    name: 'threads',
    evidence: {
      rehearsal: silent('ready', [], { exceeded: { what: 'threads', most: 4096, seconds: 3 } }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The start was ended after 3 s, because more than 4096 threads ran; the log ends with: ready.',
        fix: 'Look for what starts itself again: a script that calls itself, or a process started by an import without if __name__ == "__main__":',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/too-many-processes',
    name: 'what was written',
    evidence: { rehearsal: silent('', [], { exceeded: BYTES }) },
    expect: [],
  },
  {
    rule: 'rehearsal/too-much-written',
    name: 'a log file without end',
    evidence: { rehearsal: silent('', [], { exceeded: BYTES }) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start was ended after 31 s, because it had written more than 10 GB; the log is empty.',
        fix: 'Look for what writes without end, such as a log file or a download, and write less before the first answer.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/too-much-written',
    name: 'after the answer, where an answer is insisted on',
    evidence: { rehearsal: rehearsalOf({ exceeded: BYTES, required: true }) },
    expect: [
      {
        severity: 'error',
        message:
          'The start was ended after 31 s, because it had written more than 10 GB; the log is empty.',
        fix: 'Look for what writes without end, such as a log file or a download, and write less before the first answer.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/too-much-written',
    name: 'little',
    evidence: { rehearsal: rehearsalOf() },
    expect: [],
  },
  {
    rule: 'rehearsal/single-quotes',
    name: 'a factory in single quotes',
    evidence: {
      rehearsal: refused('init', "bash: eval: line 1: syntax error near unexpected token `('", {
        startupCommand: "gunicorn 'app:create_app()'",
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The single quotes in the startup command break the platform's own, and there is no start: bash: eval: line 1: syntax error near unexpected token `('.",
        fix: 'Write double quotes in the startup command: gunicorn "app:create_app()"',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/single-quotes',
    name: 'another fault of init',
    evidence: { rehearsal: refused('init', 'startup.sh: No such file or directory') },
    expect: [],
  },
  {
    rule: 'rehearsal/stale-tarball',
    name: 'that the generator cannot read',
    evidence: {
      rehearsal: {
        ...refused('generator', "panic: '/home/site/wwwroot/output.tar.zst' cannot be unpacked"),
        staleArchive: 'output.tar.zst',
      },
    },
    expect: [
      {
        severity: 'error',
        message:
          "The site's own 'output.tar.zst' is unpacked, and not the archive of the package: panic: '/home/site/wwwroot/output.tar.zst' cannot be unpacked.",
        fix: 'Delete output.tar.zst from wwwroot, or choose the layout venvTarball.',
        where: { file: 'output.tar.zst' },
      },
    ],
  },
  {
    rule: 'rehearsal/stale-tarball',
    name: 'whose app starts well',
    evidence: { rehearsal: rehearsalOf({ staleArchive: 'output.tar.zst' }) },
    expect: [
      {
        severity: 'error',
        message:
          "The site's own 'output.tar.zst' is unpacked, and not the archive of the package: the app of an earlier build is started.",
        fix: 'Delete output.tar.zst from wwwroot, or choose the layout venvTarball.',
        where: { file: 'output.tar.zst' },
      },
    ],
  },
  {
    rule: 'rehearsal/stale-tarball',
    name: "the package's own",
    evidence: {
      rehearsal: refused(
        'generator',
        "panic: Could not find file '/home/site/wwwroot/output.tar.gz'",
      ),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/not-deployed',
    name: 'a name that leaves the site',
    evidence: {
      rehearsal: refused('deploy', "The zip holds '../app.py', which leaves the site's folder."),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The package cannot be deployed: The zip holds '../app.py', which leaves the site's folder.",
        fix: 'Make the package anew, as AntenvPackage does it.',
        where: {
          file: 'package',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-deployed',
    name: 'a deployment that went well',
    evidence: { rehearsal: rehearsalOf() },
    expect: [],
  },
  {
    rule: 'rehearsal/no-start-script',
    name: 'a manifest with a boolean',
    evidence: {
      rehearsal: refused(
        'generator',
        'toml: incompatible types: TOML value has type bool; destination has type string',
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The generator of the start script stops, and there is no start: toml: incompatible types: TOML value has type bool; destination has type string.',
        fix: 'Write the manifest as AntenvPackage does it.',
        where: {
          file: 'oryx-manifest.toml',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-start-script',
    name: 'a setting that is no boolean',
    evidence: {
      rehearsal: refused(
        'generator',
        "panic: Invalid value 'yes' for 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS'",
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The generator of the start script stops, and there is no start: panic: Invalid value 'yes' for 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS'.",
        fix: 'Correct the app setting PYTHON_ENABLE_GUNICORN_MULTIWORKERS, or delete it.',
        where: {
          file: 'app settings',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-start-script',
    name: 'init without a script',
    evidence: {
      rehearsal: refused(
        'init',
        'startup.sh: No such file or directory\nbash: line 9: fg: no job control',
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The container's init stops, and there is no start: bash: line 9: fg: no job control.",
        fix: 'Put the startup command into a script, startup.sh, and set that as the command.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-start-script',
    name: 'a start that ended later',
    evidence: { rehearsal: ended(STARTS['no-module'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/parking-page',
    name: 'nothing was found',
    evidence: { rehearsal: rehearsalOf({ parked: true }) },
    expect: [
      {
        severity: 'error',
        message:
          'The platform finds no app to start, and shows its parking page instead of the app.',
        fix: 'Set a startup command, such as: gunicorn app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/parking-page',
    name: 'nothing was found by the platform, but the package has an app',
    evidence: {
      rehearsal: rehearsalOf({ parked: true }),
      sources: { modules: new Map([['main.py', MAIN]]), broken: [] },
    },
    expect: [
      {
        severity: 'error',
        message:
          'The platform finds no app to start, and shows its parking page instead of the app.',
        fix: 'Set a startup command: python -m uvicorn main:app --host 0.0.0.0',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/parking-page',
    name: 'nothing was found, and the site may have a command',
    evidence: { rehearsal: rehearsalOf({ parked: true, startupCommand: '', commandKnown: false }) },
    expect: [
      {
        severity: 'note',
        message:
          'The platform finds no app to start, and shows its parking page instead of the app.',
        fix: 'Name the startup command of the site in startupCommand, or set one, such as: gunicorn app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/single-quotes',
    name: 'a command that was cut in half',
    evidence: {
      rehearsal: refused('generator', 'flag provided but not defined: -x', {
        startupCommand: "bash -c 'a -x && b'",
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The single quotes in the startup command break the platform's own, and there is no start: flag provided but not defined: -x.",
        fix: 'Write double quotes in the startup command: gunicorn "app:create_app()"',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/parking-page',
    name: 'an app that was found',
    evidence: { rehearsal: rehearsalOf() },
    expect: [],
  },
  {
    rule: 'rehearsal/image-needed',
    name: 'a service of the image',
    evidence: { rehearsal: ended('ssh: unrecognized service', 1) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start wants what the image has and this machine has not: ssh: unrecognized service.',
        fix: 'Install it on the agent to rehearse with it, or see on the site that it starts.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/image-needed',
    name: 'a program of the image',
    evidence: {
      rehearsal: ended(
        '/home/site/wwwroot/run.sh: line 2: /usr/sbin/sshd: No such file or directory',
        127,
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'The start wants what the image has and this machine has not: /home/site/wwwroot/run.sh: line 2: /usr/sbin/sshd: No such file or directory.',
        fix: 'Install it on the agent to rehearse with it, or see on the site that it starts.',
        where: { file: 'run.sh', line: 2 },
      },
    ],
  },
  {
    rule: 'rehearsal/image-needed',
    name: 'su',
    evidence: { rehearsal: ended('su: Authentication failure', 1) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start wants another user, and a rehearsal has none: su: Authentication failure.',
        fix: 'Leave the user out: on App Service the app runs as root. Or see on the site that it starts.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/image-needed',
    name: 'a user of gunicorn',
    evidence: {
      rehearsal: ended(
        'Traceback (most recent call last):\n  File "/antenv/lib/python3.12/site-packages/gunicorn/util.py", line 5, in chown\n    os.chown(path, uid, gid)\nOSError: [Errno 22] Invalid argument: \'/tmp/wgunicorn-yjmqbk1n\'',
        255,
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The start wants another user, and a rehearsal has none: OSError: [Errno 22] Invalid argument: '/tmp/wgunicorn-yjmqbk1n'.",
        fix: 'Leave the user out: on App Service the app runs as root. Or see on the site that it starts.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/image-needed',
    name: 'a program that the image has not',
    evidence: { rehearsal: ended('/opt/startup/startup.sh: 3: hypercornx: not found', 127) },
    expect: [],
  },
  {
    rule: 'rehearsal/installs-at-start',
    name: 'pip, and nothing after it',
    evidence: { rehearsal: ended(STARTS.pip, 1) },
    expect: [
      {
        severity: 'error',
        message:
          'The start installs packages, which fails without network: No matching distribution found for stripe==9.1.',
        fix: "Remove the installation from the start, and have 'stripe==9.1' in requirements.txt: the venv in the package is all that is needed.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/installs-at-start',
    name: 'pip, and the module missing that it should have brought',
    evidence: { rehearsal: ended(STARTS.pip2, 3) },
    expect: [
      {
        severity: 'error',
        message:
          'The start installs packages, which fails without network: No matching distribution found for stripe.',
        fix: "Remove the installation from the start, and have 'stripe' in requirements.txt: the venv in the package is all that is needed.",
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/installs-at-start',
    name: 'a module that is missing',
    evidence: { rehearsal: ended(STARTS['no-module'], 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'apt-get update, without network',
    evidence: { rehearsal: ended(STARTS.apt, 100) },
    expect: [
      {
        severity: 'warning',
        message:
          "The start installs system packages, which could not be tried in this rehearsal: Temporary failure resolving 'deb.debian.org'.",
        fix: 'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'apt-get update, without the folders of apt',
    evidence: { rehearsal: ended(STARTS['apt-lists'], 100) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start installs system packages, which could not be tried in this rehearsal: E: List directory /var/lib/apt/lists/partial is missing. - Acquire (2: No such file or directory).',
        fix: 'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'apt-get install',
    evidence: { rehearsal: ended(STARTS.apt2, 100) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start installs system packages, which could not be tried in this rehearsal: E: Unable to locate package libgl1-nope.',
        fix: 'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'apt install, without the lock of dpkg',
    evidence: { rehearsal: ended(STARTS['apt-lock'], 100) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start installs system packages, which could not be tried in this rehearsal: E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?',
        fix: 'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'a machine without apt-get',
    evidence: { rehearsal: ended('./startup.sh: line 2: apt-get: command not found', 127) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start installs system packages, which could not be tried in this rehearsal: ./startup.sh: line 2: apt-get: command not found.',
        fix: 'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'a library that the app then misses',
    evidence: { rehearsal: ended(`${STARTS['apt-lists']}\n${STARTS['w-pyodbc']}`, 3) },
    expect: [
      {
        severity: 'warning',
        message:
          'The start installs system packages, which could not be tried in this rehearsal: E: List directory /var/lib/apt/lists/partial is missing. - Acquire (2: No such file or directory).',
        fix: 'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'apt-get, and an answer is insisted on',
    evidence: { rehearsal: ended(STARTS['apt-lists'], 100, { required: true }) },
    expect: [
      {
        severity: 'error',
        message:
          'The start installs system packages, which could not be tried in this rehearsal: E: List directory /var/lib/apt/lists/partial is missing. - Acquire (2: No such file or directory).',
        fix: 'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'a module that no system package would bring',
    evidence: { rehearsal: ended(`${STARTS['apt-lists']}\n${STARTS['no-module']}`, 3) },
    expect: [],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'a server that listens where nobody knocks',
    evidence: {
      rehearsal: silent(STARTS['apt-lists'], [{ address: '127.0.0.1', port: 8000 }]),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/system-packages-at-start',
    name: 'an app that starts all the same',
    evidence: { rehearsal: answered(STARTS.apt2, 200) },
    expect: [],
  },
  {
    rule: 'rehearsal/only-first-line',
    name: 'startup.txt',
    evidence: {
      rehearsal: ended('', 0, { startupCommand: 'startup.txt', command: 'export MODE=web' }),
      app: treeOf({ 'startup.txt': 'export MODE=web\ngunicorn app:app\n' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The platform runs the first line of 'startup.txt' only, which is 'export MODE=web'; no server was started.",
        fix: 'Name it startup.sh, begin it with #!/bin/bash, and set that as the startup command.',
        where: {
          file: 'startup.txt',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/only-first-line',
    name: 'one line',
    evidence: {
      rehearsal: ended('', 0, {
        startupCommand: 'startup.txt',
        command: 'gunicorn --daemon app:app',
      }),
      app: treeOf({ 'startup.txt': 'gunicorn --daemon app:app\n' }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/background',
    name: '--daemon',
    evidence: {
      rehearsal: ended('', 0, {
        startupCommand: 'gunicorn --daemon app:app',
        command: 'gunicorn --daemon app:app',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'--daemon' puts the server into the background, and the container ended with exit code 0.",
        fix: 'Let the server run in the foreground: remove --daemon.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/background',
    name: 'an ampersand',
    evidence: {
      rehearsal: ended('', 0, {
        startupCommand: 'gunicorn app:app &',
        command: 'gunicorn app:app &',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'&' puts the server into the background, and the container ended with exit code 0.",
        fix: 'Let the server run in the foreground: remove &.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/background',
    name: 'two ampersands',
    evidence: {
      rehearsal: ended('', 0, {
        startupCommand: 'cd src && python app.py',
        command: 'cd src && python app.py',
      }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/killed',
    name: 'for want of memory',
    evidence: { rehearsal: ended(STARTS.killed, 137) },
    expect: [
      {
        severity: 'error',
        message: 'The start was ended by SIGKILL after 1.2 s; the log ends with: Killed.',
        fix: 'See how much memory the app takes at its start, and let it take less.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/killed',
    name: 'a compiled module',
    evidence: {
      rehearsal: ended(STARTS.segv, 0, { exit: { code: null, signal: 'SIGSEGV', seconds: 0.4 } }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The start was ended by SIGSEGV after 0.4 s; the log ends with: Segmentation fault.',
        fix: 'Find the compiled module that fails: python -X faulthandler',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/killed',
    name: 'an app that ends all processes, the shell of the platform too',
    evidence: {
      rehearsal: ended('stopping the others', 0, {
        exit: { code: null, signal: 'SIGKILL', seconds: 0.4 },
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The start was ended by SIGKILL after 0.4 s; the log ends with: stopping the others.',
        fix: 'Look for what sends SIGKILL to more than its own processes, such as kill -1, kill 0, pkill or os.killpg.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/killed',
    name: 'a signal that nobody gets by a fault',
    evidence: {
      rehearsal: ended('', 143),
    },
    expect: [
      {
        severity: 'error',
        message: 'The start was ended by SIGTERM after 1.2 s; the log is empty.',
        fix: 'Look for what sends SIGTERM to more than its own processes, such as kill -1, kill 0, pkill or os.killpg.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/killed',
    name: 'an exit code',
    evidence: { rehearsal: ended('', 1) },
    expect: [],
  },
  {
    rule: 'rehearsal/ended-at-once',
    name: 'a script without a server',
    evidence: {
      rehearsal: ended('loaded 3 routes', 0, {
        startupCommand: 'python app.py',
        command: 'python app.py',
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The startup command ended with exit code 0 after 1.2 s, and no server was left; the log ends with: loaded 3 routes.',
        fix: 'Start a server that stays in the foreground, such as: gunicorn app:app',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/ended-at-once',
    name: 'the page of a Streamlit app, run by Python',
    evidence: {
      rehearsal: ended('missing ScriptRunContext', 0, {
        startupCommand: 'python home.py',
        command: 'python home.py',
      }),
      sources: {
        modules: new Map([
          ['home.py', STREAMLIT],
          ['pages/a.py', { ...STREAMLIT, path: 'pages/a.py' }],
        ]),
        broken: [],
      },
    },
    expect: [
      {
        severity: 'error',
        message:
          'The startup command ended with exit code 0 after 1.2 s, and no server was left; the log ends with: missing ScriptRunContext.',
        fix: 'Start a server that stays in the foreground: python -m streamlit run home.py --server.port $PORT --server.address 0.0.0.0',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/ended-at-once',
    name: 'a background job',
    evidence: {
      rehearsal: ended('', 0, {
        startupCommand: 'gunicorn app:app &',
        command: 'gunicorn app:app &',
      }),
    },
    expect: [],
  },
  ...[
    {
      name: 'the program that would be the advice',
      command: 'python server.py',
      imported: 'web',
      fix: 'Start a server that stays in the foreground: the program ends without one.',
    },
    {
      name: 'an MCP server that speaks stdio',
      command: 'python server.py',
      imported: 'mcp.server.fastmcp',
      fix: 'Let the MCP server speak HTTP, as mcp.run(transport="streamable-http") does: stdio is for a client that starts it.',
    },
    {
      name: 'an MCP server beside an app',
      command: 'python seed.py',
      imported: 'fastmcp',
      fix: 'Start a server that stays in the foreground: python -m uvicorn server:app --host 0.0.0.0',
    },
    {
      name: 'an MCP server that a tool runs with stdio',
      command: 'fastmcp run server.py',
      imported: 'fastmcp',
      fix: 'Let the MCP server speak HTTP: fastmcp run server.py --transport http --host 0.0.0.0 --port $PORT',
    },
  ].map(({ name, command, imported, fix }): RuleCase => ({
    rule: 'rehearsal/ended-at-once',
    name,
    evidence: {
      rehearsal: ended('', 0, { startupCommand: command }),
      sources: {
        modules: new Map([
          [
            'server.py',
            moduleFact('server.py', {
              imports: [{ module: imported, line: 1, optional: false }],
              runs: [{ call: 'mcp.run', host: undefined, port: undefined, debug: false, line: 9 }],
              ...(name.includes('beside') && { apps: MAIN.apps }),
            }),
          ],
        ]),
        broken: [],
      },
    },
    expect: [
      {
        severity: 'error',
        message:
          'The startup command ended with exit code 0 after 1.2 s, and no server was left; the log is empty.',
        fix,
        where: { file: 'startup command' },
      },
    ],
  })),
  {
    rule: 'rehearsal/ended',
    name: 'without a known word',
    evidence: { rehearsal: ended('licence server says no', 4) },
    expect: [
      {
        severity: 'error',
        message:
          'The container ended with exit code 4 after 1.2 s, before it answered; the log ends with: licence server says no.',
        fix: 'See the container log for what was said before.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/ended',
    name: 'a program that asks for an extra',
    evidence: {
      rehearsal: ended("Error: typer is required. Install with 'pip install mcp[cli]'", 1),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The container ended with exit code 1 after 1.2 s, before it answered; the log ends with: Error: typer is required. Install with 'pip install mcp[cli]'.",
        fix: 'Add what it asks for to requirements.txt: mcp[cli]',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/ended',
    name: 'a script that wants a value which only the site knows',
    evidence: {
      rehearsal: ended('startup.sh: line 2: DATABASE_URL: the database is not given', 1, {
        references: [{ name: 'DATABASE_URL', origin: 'App Configuration' }],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The container ended with exit code 1 after 1.2 s, before it answered; the log ends with: startup.sh: line 2: DATABASE_URL: the database is not given. The value of 'DATABASE_URL' comes from App Configuration and was not known here.",
        fix: 'To see whether it starts with it, give it a value in appSettings; if it fails all the same, correct the app.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/ended',
    name: 'with code 0',
    evidence: { rehearsal: ended('', 0) },
    expect: [],
  },
  ...[
    {
      name: 'an app that serves itself when it is imported',
      facts: {
        runs: [{ call: 'demo.launch', host: undefined, port: undefined, debug: false, line: 9 }],
      },
      message:
        'Port 8000 takes connections, but no request was answered in 230 s: the app that is loaded serves itself, on 127.0.0.1:7860.',
      fix: 'Start it without another server: python app.py',
      where: { file: 'startup command' },
    },
    {
      name: 'an app that listens elsewhere besides',
      facts: { apps: MAIN.apps },
      message:
        'Port 8000 takes connections, but no request was answered in 230 s; the log ends with: Booting worker with pid: 14.',
      fix: 'Load less before the first request: what takes long belongs into the pipeline, or behind the start.',
      where: { file: 'container log' },
    },
  ].map(({ name, facts, message, fix, where }): RuleCase => ({
    rule: 'rehearsal/no-http-answer',
    name,
    evidence: {
      rehearsal: silent('[2026-11-23 03:11:04 +0000] [14] [INFO] Booting worker with pid: 14', [
        { address: '0.0.0.0', port: 8000 },
        { address: '127.0.0.1', port: 7860 },
      ]),
      sources: { modules: new Map([['app.py', moduleFact('app.py', facts)]]), broken: [] },
    },
    expect: [{ severity: 'error', message, fix, where }],
  })),
  {
    rule: 'rehearsal/no-http-answer',
    name: 'stuck',
    evidence: { rehearsal: silent('loading the model', [{ address: '0.0.0.0', port: 8000 }]) },
    expect: [
      {
        severity: 'error',
        message:
          'Port 8000 takes connections, but no request was answered in 230 s; the log ends with: loading the model.',
        fix: 'Load less before the first request: what takes long belongs into the pipeline, or behind the start.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-http-answer',
    name: "stuck, and gunicorn's control socket comes up meanwhile",
    evidence: {
      rehearsal: silent(
        [
          '[2026-11-23 12:16:09 +0000] [14] [INFO] Booting worker with pid: 14',
          'loading the model',
          '[2026-11-23 12:16:10 +0000] [13] [INFO] Control socket listening at /root/.gunicorn/gunicorn.ctl',
        ].join('\n'),
        [{ address: '0.0.0.0', port: 8000 }],
      ),
    },
    expect: [
      {
        severity: 'error',
        message:
          'Port 8000 takes connections, but no request was answered in 230 s; the log ends with: loading the model.',
        fix: 'Load less before the first request: what takes long belongs into the pipeline, or behind the start.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/no-http-answer',
    name: 'HTTPS, and a shorter limit',
    evidence: {
      rehearsal: silent(
        '[2026-11-21 11:04:44 +0000] [13] [INFO] Listening at: https://0.0.0.0:8000 (13)',
        [{ address: '0.0.0.0', port: 8000 }],
        { limit: 20, limitIsOurs: true },
      ),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'Port 8000 takes connections, but no request was answered in 20 s; the log ends with: Listening at: https://0.0.0.0:8000 (13).',
        fix: "Remove the options for certificate and key: the platform's front end does TLS.",
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-http-answer',
    name: 'nothing listens',
    evidence: { rehearsal: silent('', []) },
    expect: [],
  },
  {
    rule: 'rehearsal/no-answer',
    name: 'a migration',
    evidence: { rehearsal: silent('Applying shop.0001_initial...', []) },
    expect: [
      {
        severity: 'error',
        message:
          'Nothing listened on port 8000 within 230 s; the log ends with: Applying shop.0001_initial...',
        fix: 'Start the server first; let work that takes long run in the pipeline.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-answer',
    name: 'a shorter limit',
    evidence: { rehearsal: silent('', [], { limit: 20, limitIsOurs: true }) },
    expect: [
      {
        severity: 'warning',
        message: 'Nothing listened on port 8000 within 20 s; the log is empty.',
        fix: 'Start the server first; let work that takes long run in the pipeline.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/no-answer',
    name: 'a port that is open',
    evidence: { rehearsal: silent('', [{ address: '0.0.0.0', port: 8000 }]) },
    expect: [],
  },
  {
    rule: 'rehearsal/health-fails',
    name: '500',
    evidence: {
      rehearsal: answered(STARTS['500'], 404, {
        health: { path: '/health', status: 500, seconds: 2.5 },
      }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The health path /health answers with 500: ZeroDivisionError: division by zero.',
        fix: 'Let /health answer with 200 when the app is ready for requests.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/health-fails',
    name: 'no HTTP',
    evidence: {
      rehearsal: rehearsalOf({ health: { path: '/health', status: null, seconds: 12 } }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The health path /health is not answered.',
        fix: 'Let /health answer with 200 when the app is ready for requests.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/health-fails',
    name: '200',
    evidence: {
      rehearsal: rehearsalOf({ health: { path: '/health', status: 200, seconds: 2.5 } }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/not-replaced',
    name: 'one',
    evidence: { rehearsal: rehearsalOf({ notReplaced: ['app.py'] }) },
    expect: [
      {
        severity: 'error',
        message:
          "A deployment over the one before leaves the old 'app.py' on the site: size and time are the same.",
        fix: 'Give changed files a new time in the zip, as AntenvPackage does.',
        where: {
          file: 'app.py',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-replaced',
    name: 'several',
    evidence: { rehearsal: rehearsalOf({ notReplaced: ['app.py', 'core/models.py'] }) },
    expect: [
      {
        severity: 'error',
        message:
          "A deployment over the one before leaves 2 old files on the site, such as 'app.py': size and time are the same.",
        fix: 'Give changed files a new time in the zip, as AntenvPackage does.',
        where: {
          file: 'app.py',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/not-replaced',
    name: 'none',
    evidence: { rehearsal: rehearsalOf() },
    expect: [],
  },
  {
    rule: 'rehearsal/health-status',
    name: '404',
    evidence: {
      rehearsal: rehearsalOf({ health: { path: '/health', status: 404, seconds: 2.5 } }),
    },
    expect: [
      {
        severity: 'warning',
        message: 'The health path /health answers with 404, but only 200 to 299 count as healthy.',
        fix: 'Add /health to the app, or name a path that it has.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/health-status',
    name: 'a host that Django refuses',
    evidence: {
      rehearsal: rehearsalOf({ health: { path: '/health', status: 400, seconds: 2.5 } }),
      venv: venvOf({
        'lib/python3.12/site-packages/Django-5.2.dist-info/METADATA':
          'Name: Django\nVersion: 5.2\n',
      }),
    },
    expect: [
      {
        severity: 'warning',
        message: 'The health path /health answers with 400, but only 200 to 299 count as healthy.',
        fix: "Let /health answer with 200 whatever the host is: it was asked by the container's address, which Django refuses unless ALLOWED_HOSTS has it.",
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/health-status',
    name: 'a redirect',
    evidence: {
      rehearsal: rehearsalOf({ health: { path: '/health', status: 302, seconds: 2.5 } }),
    },
    expect: [
      {
        severity: 'warning',
        message: 'The health path /health answers with 302, but only 200 to 299 count as healthy.',
        fix: 'Let /health answer with 200, without a login or a redirect.',
        where: {
          file: 'container log',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/health-status',
    name: '500, which is an error',
    evidence: {
      rehearsal: rehearsalOf({ health: { path: '/health', status: 500, seconds: 2.5 } }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/host-refused',
    name: 'by the page that Django has for every bad request, and ALLOWED_HOSTS is read from a setting',
    evidence: {
      rehearsal: rehearsalOf({ hosts: refusedWith([DJANGO_PAGE]) }),
      venv: DJANGO,
      ...djangoSite('import os\nALLOWED_HOSTS = os.environ["HOSTS"].split(",")\n'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app refuses the site's own host 'shop.azurewebsites.net', so every visitor gets 400: Bad Request (400).",
        fix: 'Name the host in the app setting HOSTS, which ALLOWED_HOSTS is read from: shop.azurewebsites.net',
        where: { file: 'mysite/settings.py' },
      },
    ],
  },
  {
    rule: 'rehearsal/host-refused',
    name: 'by what Django logs, for each host of the site',
    evidence: {
      rehearsal: rehearsalOf({
        hosts: [
          ...refusedWith(['Bad', INVALID_HOST]),
          { host: 'www.shop.example', path: '/', status: 400, said: ['Bad', INVALID_HOST] },
        ],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app refuses the site's own hosts 'shop.azurewebsites.net', 'www.shop.example', so every visitor gets 400: Invalid HTTP_HOST header: 'shop.azurewebsites.net'. You may need to add 'shop.azurewebsites.net' to ALLOWED_HOSTS.",
        fix: 'Add the host that App Service names: ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/host-refused',
    name: 'by the middleware of Litestar, for a path that it has',
    evidence: {
      rehearsal: rehearsalOf({
        hosts: [
          { host: HOST, path: '/robots933456.txt', status: 404, said: [] },
          { host: HOST, path: '/', status: 400, said: ['{"message":"invalid host header"}'] },
        ],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app refuses the site's own host 'shop.azurewebsites.net', so every visitor gets 400: invalid host header.",
        fix: 'Let the check of hosts take the one that App Service names: allowed_hosts=[os.environ["WEBSITE_HOSTNAME"]]',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/host-refused',
    name: 'by Werkzeug',
    evidence: {
      rehearsal: rehearsalOf({
        hosts: refusedWith([
          "400 Bad Request Bad Request Host 'shop.azurewebsites.net' is not trusted.",
        ]),
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The app refuses the site's own host 'shop.azurewebsites.net', so every visitor gets 400: Host 'shop.azurewebsites.net' is not trusted.",
        fix: 'Trust the host that App Service names: app.config["TRUSTED_HOSTS"] = [os.environ["WEBSITE_HOSTNAME"]]',
        where: { file: 'container log' },
      },
    ],
  },
  ...Object.entries<Evidence>({
    'a site of which no host is known': { rehearsal: rehearsalOf() },
    'an app that takes one of the hosts': {
      rehearsal: rehearsalOf({
        hosts: [
          ...refusedWith(['Invalid host header']),
          { host: 'www.shop.example', path: '/', status: 200, said: [] },
        ],
      }),
    },
    'a host that was not asked for in time': {
      rehearsal: rehearsalOf({
        hosts: [
          ...refusedWith(['Invalid host header']),
          { host: 'www.shop.example', path: '/', status: null, said: [] },
        ],
      }),
    },
    'a page of the app that lacks a parameter': {
      rehearsal: rehearsalOf({
        hosts: [
          { host: HOST, path: '/robots933456.txt', status: 404, said: [] },
          { host: HOST, path: '/', status: 400, said: [DJANGO_PAGE] },
        ],
      }),
      venv: DJANGO,
    },
    'a header that some middleware wants, where Django takes any host': {
      rehearsal: rehearsalOf({ hosts: refusedWith([DJANGO_PAGE]) }),
      venv: DJANGO,
      ...djangoSite('ALLOWED_HOSTS = ["*"]\n', ['*']),
    },
    'the same where Django takes all hosts of App Service': {
      rehearsal: rehearsalOf({ hosts: refusedWith([DJANGO_PAGE]) }),
      venv: DJANGO,
      ...djangoSite('ALLOWED_HOSTS = [".azurewebsites.net"]\n', ['.azurewebsites.net']),
    },
    'words like those of Django, by an app without it': {
      rehearsal: rehearsalOf({ hosts: refusedWith([DJANGO_PAGE]) }),
      venv: venvOf({}),
    },
    'a setting for it whose value only the platform knows': {
      rehearsal: rehearsalOf({
        hosts: refusedWith(['Invalid host header']),
        references: [{ name: 'ALLOWED_HOSTS', origin: 'Key Vault' }],
      }),
    },
    'a setting from where all configuration is kept': {
      rehearsal: rehearsalOf({
        hosts: refusedWith(['Invalid host header']),
        references: [{ name: 'SHOP', origin: 'App Configuration' }],
      }),
    },
  }).map(([name, evidence]) => ({ rule: 'rehearsal/host-refused', name, evidence, expect: [] })),
  {
    rule: 'rehearsal/error-answer',
    name: '500',
    evidence: { rehearsal: answered(STARTS['500'], 500) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app started, but answers /robots933456.txt with 500; the last exception of the log (app.py, line 5): ZeroDivisionError: division by zero.',
        fix: 'See the container log for the exception, and correct the app.',
        where: {
          file: 'app.py',
          line: 5,
        },
      },
    ],
  },
  {
    rule: 'rehearsal/error-answer',
    name: '500, of which the log says nothing',
    evidence: { rehearsal: answered(STARTS.ok, 500) },
    expect: [
      {
        severity: 'warning',
        message: 'The app started, but answers /robots933456.txt with 500.',
        fix: 'See the container log for the exception, and correct the app.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/error-answer',
    name: '500, of an app whose database was not migrated',
    evidence: { rehearsal: answered(`${STARTS.ok}\n${NO_TABLE}`, 500) },
    expect: [
      {
        severity: 'warning',
        message:
          'The app started, but answers /robots933456.txt with 500; the last exception of the log: django.db.utils.OperationalError: no such table: wagtailcore_site.',
        fix: 'Run the migrations as a step of the pipeline, against the database of the site: python manage.py migrate, flask db upgrade or alembic upgrade head. What it opens here was not migrated.',
        where: { file: 'container log' },
      },
    ],
  },
  {
    rule: 'rehearsal/error-answer',
    name: '500, and it is known why',
    evidence: { rehearsal: answered(STARTS['asgi-sync'], 500) },
    expect: [],
  },
  {
    rule: 'rehearsal/error-answer',
    name: '404',
    evidence: { rehearsal: answered('', 404) },
    expect: [],
  },
  {
    rule: 'rehearsal/step-failed',
    name: 'a command of Flask that cannot import what it needs',
    evidence: {
      rehearsal: answered(`${FLASK_COMMAND}\n${STARTS.ok}`, 404),
      startup: startingWith('flask db upgrade'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'flask db upgrade' fails, and the app answers all the same: ModuleNotFoundError: No module named 'missing_thing'.",
        fix: 'Correct it, which would fail like this anywhere; with && behind it, or set -e in the script, the site would not start without it.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/step-failed',
    name: 'manage.py, which says it in its own words, and a module in the background',
    evidence: {
      rehearsal: answered(`${MANAGE}\n${MODULE}\n${STARTS.ok}`, 200),
      app: treeOf({ 'manage.py': 'def main():\n    run()\n\nif x:\n    main()\n' }),
      startup: startingWith('python manage.py migrate', 'python -m jobs.worker &'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'python manage.py migrate' fails, and the app answers all the same: ImportError: Couldn't import Django.",
        fix: 'Correct it, which would fail like this anywhere; with && behind it, or set -e in the script, the site would not start without it.',
        where: { file: 'startup command' },
      },
      {
        severity: 'warning',
        message:
          "'python -m jobs.worker' fails, and the app answers all the same: NameError: name 'queue' is not defined.",
        fix: 'Correct it: it would fail like this anywhere.',
        where: { file: 'startup command' },
      },
    ],
  },
  {
    rule: 'rehearsal/step-failed',
    name: 'a script that Python cannot read',
    evidence: {
      rehearsal: answered(
        `  File "/home/site/wwwroot/./seed.py", line 1\n    x = (\n        ^\nSyntaxError: '(' was never closed\n${STARTS.ok}`,
        200,
      ),
      app: treeOf({ 'seed.py': 'x = (\n' }),
      startup: startingWith('python ./seed.py'),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'python ./seed.py' fails, and the app answers all the same: SyntaxError: '(' was never closed.",
        fix: 'Correct it, which would fail like this anywhere; with && behind it, or set -e in the script, the site would not start without it.',
        where: { file: 'startup command' },
      },
    ],
  },
  ...NOT_OF_A_STEP.map(({ name, evidence }) => ({
    rule: 'rehearsal/step-failed',
    name,
    evidence,
    expect: [],
  })),
  {
    rule: 'rehearsal/slow-start',
    name: 'more than half',
    evidence: {
      rehearsal: rehearsalOf({
        answer: { path: '/robots933456.txt', status: 200, seconds: 131.26 },
        imports: [{ module: 'torch', seconds: 41.2 }],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The start took 131 s of the 230 s that it may take; the slowest import is 'torch' with 41 s.",
        fix: 'Move work that takes long out of the start: into the pipeline, or behind the first request.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/slow-start',
    name: 'not for its imports',
    evidence: {
      rehearsal: rehearsalOf({
        answer: { path: '/robots933456.txt', status: 200, seconds: 131.26 },
        imports: [{ module: 'http.server', seconds: 0.04 }],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message: 'The start took 131 s of the 230 s that it may take.',
        fix: 'Move work that takes long out of the start: into the pipeline, or behind the first request.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/slow-start',
    name: 'half',
    evidence: {
      rehearsal: rehearsalOf({ answer: { path: '/robots933456.txt', status: 200, seconds: 115 } }),
    },
    expect: [],
  },
  {
    rule: 'rehearsal/many-reads',
    name: 'layout flat',
    evidence: {
      rehearsal: rehearsalOf({ siteReads: { files: 950, modules: 912, bytes: 31_240_000 } }),
      layout: 'flat',
    },
    expect: [
      {
        severity: 'note',
        message:
          "The start read 912 modules (31.2 MB) from the site's folder, which is a network share.",
        fix: 'Choose the layout venvTarball or appTarball: the modules are then unpacked to the local disk.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/many-reads',
    name: 'layout venvTarball',
    evidence: {
      rehearsal: rehearsalOf({ siteReads: { files: 950, modules: 912, bytes: 31_240_000 } }),
      layout: 'venvTarball',
    },
    expect: [
      {
        severity: 'note',
        message:
          "The start read 912 modules (31.2 MB) from the site's folder, which is a network share.",
        fix: 'Choose the layout appTarball: the app is then unpacked to the local disk.',
        where: {
          file: 'startup command',
        },
      },
    ],
  },
  {
    rule: 'rehearsal/many-reads',
    name: 'few',
    evidence: {
      rehearsal: rehearsalOf({ siteReads: { files: 301, modules: 300, bytes: 1_000_000 } }),
      layout: 'flat',
    },
    expect: [],
  },
  {
    rule: 'rehearsal/many-reads',
    name: 'not known',
    evidence: { rehearsal: rehearsalOf() },
    expect: [],
  },
];
