// One cause, one finding: what the checks say before a start, what the start shows, and what is told of both.

import assert from 'node:assert/strict';

import { CATALOGUE } from '../../../../tasks/core/check/catalogue.js';
import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import { judge } from '../../../../tasks/core/check/judge.js';
import { judgeAgain } from '../../../../tasks/core/check/judge-again.js';
import { toldOnce } from '../../../../tasks/core/check/rehearsal/told-once.js';
import { readStartup } from '../../../../tasks/core/check/startup/read-startup.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';
import type { FailOn } from '../../../../tasks/core/terms/judgement.js';
import type { Rehearsal } from '../../../../tasks/core/terms/rehearsal.js';
import { moduleFact } from '../../../helpers/module-fact.js';
import { treeOf, venvOf } from '../../../helpers/rule-cases.js';
import { STARTS } from './logs-of-starts.js';
import { answered, ended, refused, rehearsalOf, silent } from './rehearsal-fixtures.js';

const FLASK = moduleFact('app.py', {
  names: ['app'],
  apps: [{ name: 'app', framework: 'flask', line: 2 }],
});
const FASTAPI = moduleFact('app.py', {
  names: ['app'],
  apps: [{ name: 'app', framework: 'fastapi', line: 2 }],
});

interface Row {
  readonly name: string;
  /** `undefined` where nobody said what it is. */
  readonly startupCommand: string | undefined;
  readonly rehearsal: Rehearsal;
  readonly evidence?: Evidence;
  readonly suppress?: readonly string[];
  readonly failOn?: FailOn;
  readonly expect: readonly Finding[];
}

const STARTUP = { file: 'startup command' };

const ASGI_SHOWN: Finding = {
  code: 'rehearsal/asgi-on-sync-worker',
  severity: 'error',
  message:
    "The app speaks ASGI, but its server WSGI: every request is answered with 500: TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'.",
  fix: 'Add uvicorn to requirements.txt, and set the startup command: python -m uvicorn app:app --host 0.0.0.0',
  where: STARTUP,
};

/** The same by the checks, with what was seen. */
const ASGI_BY_DEFAULT: Finding = {
  code: 'app/other-app-detected',
  severity: 'error',
  message:
    "Without a startup command App Service starts 'app:app', a FastAPI app, with a worker that speaks WSGI alone. Seen in the rehearsal: every request is answered with 500: TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'.",
  fix: 'Set the startup command: python -m uvicorn app:app --host 0.0.0.0',
  where: { file: 'app.py' },
};

const FASTAPI_APP: Evidence = { sources: { modules: new Map([['app.py', FASTAPI]]), broken: [] } };

const MODULE_SHOWN: Finding = {
  code: 'rehearsal/module-missing',
  severity: 'error',
  message:
    "The module 'stripe' is missing (app.py, line 1): ModuleNotFoundError: No module named 'stripe'.",
  fix: "If it is a package, add it to requirements.txt: stripe; if it is the app's own, add it to the package.",
  where: { file: 'app.py', line: 1 },
};

const IMPORT_FOUND: Omit<Finding, 'code' | 'severity'> = {
  message:
    "'import stripe' finds no module: none of the installed distributions, the app or Python has it.",
  fix: MODULE_SHOWN.fix,
  where: { file: 'app.py', line: 1 },
};

/** An app that imports what nothing provides, at these lines. */
function importing(...lines: readonly number[]): Evidence {
  const imports = lines.map((line) => ({ module: 'stripe', line, optional: false }));
  const fact = { ...FLASK, imports };
  return {
    sources: { modules: new Map([['app.py', fact]]), broken: [] },
    venv: venvOf({}),
  };
}

/** A settings rule wants to know the settings, and a start as well. */
const WITHOUT_SECRET: Evidence = {
  settings: [],
  app: treeOf({ 'app.py': 'import os\nKEY = os.environ["SECRET_KEY"]\n' }),
  sources: {
    modules: new Map([
      ['app.py', { ...FLASK, environment: [{ name: 'SECRET_KEY', line: 2, optional: false }] }],
    ]),
    broken: [],
  },
};

/** A Django project whose hosts are empty. */
const NO_HOSTS: Evidence = {
  sources: {
    modules: new Map([
      ['manage.py', moduleFact('manage.py', { sets: { DJANGO_SETTINGS_MODULE: 'settings' } })],
      [
        'settings.py',
        moduleFact('settings.py', {
          names: ['os', 'ALLOWED_HOSTS'],
          constants: { ALLOWED_HOSTS: [] },
          lines: { ALLOWED_HOSTS: 2 },
        }),
      ],
    ]),
    broken: [],
  },
};

const ROWS: readonly Row[] = [
  {
    name: 'hosts that the settings lack, and that the app refuses',
    startupCommand: undefined,
    evidence: NO_HOSTS,
    rehearsal: rehearsalOf({
      hosts: [
        {
          host: 'shop.azurewebsites.net',
          path: '/',
          status: 400,
          said: [
            "Invalid HTTP_HOST header: 'shop.azurewebsites.net'. You may need to add 'shop.azurewebsites.net' to ALLOWED_HOSTS.",
          ],
        },
      ],
    }),
    expect: [
      {
        code: 'rehearsal/host-refused',
        severity: 'warning',
        message:
          "The app refuses the site's own host 'shop.azurewebsites.net', so every visitor gets 400: Invalid HTTP_HOST header: 'shop.azurewebsites.net'. You may need to add 'shop.azurewebsites.net' to ALLOWED_HOSTS.",
        fix: 'Add the host that App Service names: ALLOWED_HOSTS = [os.environ["WEBSITE_HOSTNAME"]]',
        where: { file: 'settings.py', line: 2 },
      },
    ],
  },
  {
    name: 'a module that may have been of a distribution, until the start shows that it is not',
    startupCommand: 'gunicorn main:app',
    rehearsal: ended(STARTS['no-app-module'].replaceAll("'app'", "'main'"), 3, {
      command: 'gunicorn main:app',
    }),
    expect: [
      {
        code: 'app/module-missing',
        severity: 'error',
        message:
          "The startup command loads 'main:app', but the app has no module 'main', and no requirement is called so. Seen in the rehearsal: ModuleNotFoundError: No module named 'main'.",
        fix: 'Load what the app has: app:app',
        where: STARTUP,
      },
    ],
  },
  {
    name: 'a name that the module does not make',
    startupCommand: 'gunicorn app:server',
    rehearsal: ended(STARTS.attr, 4),
    expect: [
      {
        code: 'app/callable-missing',
        severity: 'error',
        message:
          "The startup command loads 'app:server', but app.py makes no name 'server'. Seen in the rehearsal: Failed to find attribute 'server' in 'app'.",
        fix: 'Load what the module has: app:app',
        where: STARTUP,
      },
    ],
  },
  {
    name: 'a program of the venv of a laptop',
    startupCommand: '.venv/bin/gunicorn app:app',
    rehearsal: ended('/opt/startup/startup.sh: 22: .venv/bin/gunicorn: not found\n', 127),
    expect: [
      {
        code: 'startup/activate-path',
        severity: 'error',
        message:
          "'.venv/bin/gunicorn' is not in the package. Seen in the rehearsal: /opt/startup/startup.sh: 22: .venv/bin/gunicorn: not found.",
        fix: 'Write "$APP_PATH/antenv/bin/gunicorn", or the name alone: the venv is active.',
        where: STARTUP,
      },
    ],
  },
  {
    name: 'an address that only the container reaches',
    startupCommand: 'gunicorn --bind=127.0.0.1:8000 app:app',
    rehearsal: silent(STARTS.ok, [{ address: '127.0.0.1', port: 8000 }]),
    expect: [
      {
        code: 'server/bound-to-loopback',
        severity: 'error',
        message:
          'gunicorn listens on 127.0.0.1, where only the container itself can reach it. Seen in the rehearsal: the app listens on 127.0.0.1:8000.',
        fix: 'Bind all addresses: --bind 0.0.0.0:$PORT',
        where: STARTUP,
      },
    ],
  },
  {
    name: 'another port',
    startupCommand: 'gunicorn --bind=0.0.0.0:5000 app:app',
    rehearsal: silent(STARTS.ok, [{ address: '0.0.0.0', port: 5000 }]),
    expect: [
      {
        code: 'server/wrong-port',
        severity: 'error',
        message:
          'gunicorn listens on port 5000, but the platform waits for an answer on 8000. Seen in the rehearsal: the app listens on 0.0.0.0:5000.',
        fix: "Bind the platform's port: --bind 0.0.0.0:$PORT",
        where: STARTUP,
      },
    ],
  },
  {
    name: 'a server that the venv does not have',
    startupCommand: 'python -m daphne -b 0.0.0.0 app:app',
    rehearsal: ended(STARTS['no-server'], 1, { python: '3.12.1' }),
    evidence: { ...FASTAPI_APP, venv: venvOf({}) },
    expect: [
      {
        code: 'server/not-installed',
        severity: 'error',
        message:
          "The startup command starts daphne, but the venv has no 'daphne'. Seen in the rehearsal: /antenv/bin/python: No module named daphne.",
        fix: 'Add it to requirements.txt: daphne',
        where: STARTUP,
      },
    ],
  },
  {
    name: 'a line that Python cannot read',
    startupCommand: 'gunicorn app:app',
    rehearsal: ended(STARTS.syntax, 3),
    evidence: {
      image: findImage('3.12'),
      sources: {
        modules: new Map(),
        broken: [{ path: 'app.py', line: 6, message: 'invalid syntax', python: '3.12' }],
      },
    },
    expect: [
      {
        code: 'app/module-unparsable',
        severity: 'error',
        message:
          "The startup command loads 'app:app', but Python 3.12 cannot read line 6 of app.py: invalid syntax. Seen in the rehearsal: SyntaxError: invalid syntax.",
        fix: 'Correct it, and check it with: python3.12 -m py_compile app.py',
        where: { file: 'app.py', line: 6 },
      },
    ],
  },
  {
    name: "single quotes that end the platform's own",
    startupCommand: "gunicorn 'app:app",
    rehearsal: refused(
      'init',
      "init: eval: line 22: unexpected EOF while looking for matching `''",
      { startupCommand: "gunicorn 'app:app" },
    ),
    expect: [
      {
        code: 'startup/single-quotes',
        severity: 'error',
        message:
          "The single quotes of the startup command break the platform's own script: unterminated single quote. Seen in the rehearsal: init: eval: line 22: unexpected EOF while looking for matching `''.",
        fix: 'Balance the quotes, and use double ones in place of single ones.',
        where: STARTUP,
      },
    ],
  },
  {
    name: "an ASGI app below gunicorn's own worker",
    startupCommand: 'gunicorn app:app',
    rehearsal: answered(STARTS['asgi-sync'], 500),
    evidence: FASTAPI_APP,
    expect: [
      {
        code: 'server/asgi-on-sync-worker',
        severity: 'error',
        message:
          "'app:app' is an ASGI app, but gunicorn's worker class 'sync' speaks WSGI. Seen in the rehearsal: every request is answered with 500: TypeError: FastAPI.__call__() missing 1 required positional argument: 'send'.",
        fix: 'Add uvicorn to requirements.txt, and this to the command: -k uvicorn.workers.UvicornWorker',
        where: STARTUP,
      },
    ],
  },
  {
    name: "an ASGI app by the platform's default, which is as bad as the start shows",
    startupCommand: '',
    rehearsal: answered(STARTS['asgi-sync'], 500, { startupCommand: '' }),
    evidence: { ...FASTAPI_APP, image: findImage('3.12') },
    expect: [ASGI_BY_DEFAULT],
  },
  {
    name: 'the same where nobody said what the startup command is',
    startupCommand: undefined,
    rehearsal: answered(STARTS['asgi-sync'], 500, { startupCommand: '', commandKnown: false }),
    evidence: { ...FASTAPI_APP, image: findImage('3.12') },
    expect: [{ ...ASGI_BY_DEFAULT, severity: 'note' }],
  },
  {
    name: 'the same where the finding of the checks is not to be heard of',
    startupCommand: '',
    rehearsal: answered(STARTS['asgi-sync'], 500, { startupCommand: '' }),
    evidence: { ...FASTAPI_APP, image: findImage('3.12') },
    suppress: ['app/other-app-detected'],
    expect: [ASGI_SHOWN],
  },
  {
    name: 'the same where that of the start is not to be heard of',
    startupCommand: '',
    rehearsal: answered(STARTS['asgi-sync'], 500, { startupCommand: '' }),
    evidence: { ...FASTAPI_APP, image: findImage('3.12') },
    suppress: ['rehearsal/asgi-on-sync-worker'],
    expect: [
      {
        ...ASGI_BY_DEFAULT,
        severity: 'warning',
        message:
          "Without a startup command App Service starts 'app:app', a FastAPI app, with a worker that speaks WSGI alone.",
      },
    ],
  },
  {
    name: 'a distribution that is not installed, which ends the start',
    startupCommand: 'gunicorn app:app',
    rehearsal: ended(STARTS['no-module'], 3, { python: '3.12.1' }),
    evidence: importing(1),
    expect: [
      {
        ...IMPORT_FOUND,
        code: 'requirement/import-missing',
        severity: 'error',
        message: `${IMPORT_FOUND.message} Seen in the rehearsal: ModuleNotFoundError: No module named 'stripe'.`,
      },
    ],
  },
  {
    name: 'one that another line imports',
    startupCommand: 'gunicorn app:app',
    rehearsal: ended(STARTS['no-module'], 3, { python: '3.12.1' }),
    evidence: importing(9),
    expect: [
      MODULE_SHOWN,
      {
        ...IMPORT_FOUND,
        code: 'requirement/import-missing',
        severity: 'note',
        where: { file: 'app.py', line: 9 },
      },
    ],
  },
  {
    name: 'a setting, of which the start tells more',
    startupCommand: 'gunicorn app:app',
    rehearsal: ended(
      'Traceback (most recent call last):\n  File "/home/site/wwwroot/app.py", line 2, in <module>\n    KEY = os.environ["SECRET_KEY"]\nKeyError: \'SECRET_KEY\'',
      3,
      { settingsKnown: true },
    ),
    evidence: WITHOUT_SECRET,
    expect: [
      {
        code: 'rehearsal/setting-missing',
        severity: 'warning',
        message:
          "The app does not start without the setting 'SECRET_KEY', which was not given (app.py, line 2): KeyError: 'SECRET_KEY'.",
        fix: 'Set SECRET_KEY on the site, and give the app settings in appSettings to rehearse with them.',
        where: { file: 'app.py', line: 2 },
      },
    ],
  },
  {
    name: 'an app that the platform does not find',
    startupCommand: undefined,
    rehearsal: rehearsalOf({ parked: true, startupCommand: '', commandKnown: false }),
    evidence: {
      app: treeOf({ 'main.py': '' }),
      sources: { modules: new Map(), broken: [] },
      image: findImage('3.12'),
    },
    expect: [
      {
        code: 'app/nothing-detected',
        severity: 'note',
        message:
          'Without a startup command App Service finds no app in the package and shows its parking page. Seen in the rehearsal: the parking page.',
        fix: 'Set a startup command that names module and app, such as: gunicorn --bind=0.0.0.0 --timeout 600 main:app',
        where: STARTUP,
      },
    ],
  },
  {
    name: 'a command that starts no server',
    startupCommand: 'echo ready',
    rehearsal: ended('', 0, {
      startupCommand: 'echo ready',
      command: 'echo ready',
    }),
    evidence: FASTAPI_APP,
    expect: [
      {
        code: 'startup/serves-nothing',
        severity: 'error',
        message:
          "The startup command starts no server: 'echo ready' ends, and the container with it. Seen in the rehearsal: it ended with exit code 0 after 1.2 s.",
        fix: 'Let it end in the server, such as: gunicorn app:app',
        where: STARTUP,
      },
    ],
  },
  {
    name: 'two faults of the checks, of which nobody knows which one ended the start',
    startupCommand: 'gunicorn -b :9000 main:app & gunicorn other:app',
    rehearsal: ended(STARTS['no-app-module'].replaceAll("'app'", "'main'"), 3, {
      command: 'gunicorn -b :9000 main:app & gunicorn other:app',
    }),
    expect: [
      {
        code: 'rehearsal/app-module-missing',
        severity: 'error',
        message:
          "The startup command loads 'main', which is not found: ModuleNotFoundError: No module named 'main'.",
        fix: 'Add main.py to the package, or name the module of the app.',
        where: STARTUP,
      },
      {
        code: 'app/module-missing',
        severity: 'warning',
        message:
          "The startup command loads 'main:app', but the app has no module 'main', and no requirement is called so.",
        fix: 'Load what the app has: app:app',
        where: STARTUP,
      },
      {
        code: 'app/module-missing',
        severity: 'warning',
        message:
          "The startup command loads 'other:app', but the app has no module 'other', and no requirement is called so.",
        fix: 'Load what the app has: app:app',
        where: STARTUP,
      },
    ],
  },
];

/** What is said of every server beside its faults. */
const ASIDE = ['server/no-logs', 'server/timeout-short', 'startup/never-reached'];

describe('a cause that the checks have found and a start has shown is told once', () => {
  for (const { name, startupCommand, rehearsal, expect, ...more } of ROWS) {
    it(name, async () => {
      const evidence = await evidenceFor(startupCommand, more.evidence);
      const suppress = [...ASIDE, ...(more.suppress ?? [])];
      const { judgement } = judge(evidence, CATALOGUE, { failOn: 'never', suppress });
      const withStart = { ...evidence, rehearsal };
      const again = toldOnce(judgeAgain(judgement, withStart, CATALOGUE, suppress), withStart);
      assert.deepEqual(again.whole.findings, expect);
    });
  }

  it('tells it with the start, too, and fails as either would', async () => {
    const evidence = await evidenceFor('', { ...FASTAPI_APP, image: findImage('3.12') });
    const { judgement } = judge(evidence, CATALOGUE, { failOn: 'error', suppress: [] });
    const rehearsal = answered(STARTS['asgi-sync'], 500, { startupCommand: '' });
    const withStart = { ...evidence, rehearsal };
    const again = toldOnce(judgeAgain(judgement, withStart, CATALOGUE, []), withStart);
    assert.deepEqual(again.added.findings, [ASGI_BY_DEFAULT]);
    assert.deepEqual([judgement.verdict, again.whole.verdict], ['passed', 'failed']);
  });
});

/** A Flask app in app.py, unless the row has another one. */
async function evidenceFor(
  startupCommand: string | undefined,
  more: Evidence = {},
): Promise<Evidence> {
  const app = treeOf({ 'app.py': 'from fastapi import FastAPI\n', 'requirements.txt': '' });
  const sources = { modules: new Map([['app.py', FLASK]]), broken: [] };
  const evidence = { app, sources, ...more };
  if (startupCommand === undefined) return evidence;
  return { ...evidence, startup: await readStartup(startupCommand, evidence.app, undefined) };
}
