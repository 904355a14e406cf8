// Django's static files: when they are collected, and what a failure does.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  collectStaticFiles,
  type CollectStatic,
  type StaticFiles,
} from '../../../tasks/core/framework/static-files.js';
import { asFlag } from '../../../tasks/cli/flags.js';
import { failureOf } from '../../helpers/expect-stopped.js';
import { fakeHost, type FakeHost } from '../../helpers/fake-host.js';
import { writeScript } from '../../helpers/fake-python.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('collectStaticFiles', () => {
  const folder = folderPerTest();
  const warnings: string[] = [];
  let host: FakeHost;

  beforeEach(() => {
    warnings.length = 0;
    host = fakeHost({ env: { PATH: '/usr/bin:/bin', PYTHONPATH: '/nowhere' } });
  });

  /** `says` is the shell that stands for the venv's Python. */
  async function collect(
    asked: CollectStatic,
    app: {
      readonly manage?: boolean;
      readonly django?: boolean;
      readonly says?: string;
      readonly runsHere?: boolean;
    },
  ): Promise<StaticFiles> {
    const root = join(folder.path, 'app');
    const venv = join(folder.path, 'venv');
    await writeFiles(root, app.manage === true ? { 'manage.py': '' } : { 'app.py': '' });
    await writeScript(join(venv, 'bin', 'python'), [app.says ?? 'echo "$@"; pwd; env']);
    const tell = { warn: (text: string) => void warnings.push(text), note: () => undefined };
    const installed = app.django === true ? ['Django', 'sqlparse'] : ['flask'];
    const { runsHere = true } = app;
    return collectStaticFiles(host, tell, asked, { root, venv, installed, runsHere });
  }

  const cases = [
    { asked: 'auto', manage: false, django: true, why: 'the app root has no manage.py' },
    { asked: 'auto', manage: true, django: false, why: 'Django is not among the requirements' },
    { asked: 'false', manage: true, django: true, why: 'collectStatic is false' },
  ] as const;

  for (const { asked, why, ...app } of cases) {
    it(`skips: ${why}`, async () => {
      assert.deepEqual(await collect(asked, app), { outcome: 'skipped', why });
      assert.deepEqual(host.lines, [`info: No static files to collect: ${why}.`]);
    });
  }

  it('runs manage.py in the app root with the venv, its output shown', async () => {
    const found = await collect('auto', { manage: true, django: true });
    assert.deepEqual(found, { outcome: 'collected', why: 'manage.py and Django are there' });
    assert.deepEqual(host.lines.slice(0, 2), [
      'child: manage.py collectstatic --noinput',
      `child: ${join(folder.path, 'app')}`,
    ]);
    assert.ok(host.lines.includes('child: PYTHONDONTWRITEBYTECODE=1'));
    assert.ok(!host.lines.some((line) => line.includes('PYTHONPATH')));
  });

  it('warns of a failure, with its last words, and goes on', async () => {
    const says = 'echo Traceback; echo "ImproperlyConfigured: STATIC_ROOT" >&2; echo >&2; exit 1';
    const found = await collect('true', { manage: true, django: true, says });
    assert.equal(found.outcome, 'failed');
    assert.deepEqual(warnings, [
      "manage.py collectstatic failed, so the package holds no collected static files. It does not get the app settings: what it reads of them, such as SECRET_KEY or WEBSITE_HOSTNAME, has to be a variable of this step (env: in YAML). Or collect the files in a step before this task, and set collectStatic to 'false'. It said last: ImproperlyConfigured: STATIC_ROOT",
    ]);
  });

  const withVariable = (name: string) =>
    `It does not get the app settings: what it reads of them, such as ${name}, has to be a variable of this step (env: in YAML).`;
  const reasons = [
    { last: "KeyError: 'DB_HOST'", todo: withVariable('DB_HOST') },
    { last: "KeyError: 'default'", todo: withVariable('SECRET_KEY or WEBSITE_HOSTNAME') },
    {
      last: 'django.core.exceptions.ImproperlyConfigured: Set the DATABASE_URL environment variable',
      todo: withVariable('DATABASE_URL'),
    },
    {
      last: 'decouple.UndefinedValueError: DJANGO_KEY not found. Declare it as envvar or define a default value.',
      todo: withVariable('DJANGO_KEY'),
    },
    {
      last: "ModuleNotFoundError: No module named 'six'",
      todo: "The module 'six' is missing: if it is a package, add six to the requirements; if it is the app's own, add it to the app.",
    },
    {
      last: "ModuleNotFoundError: No module named 'pkg_resources'",
      todo: "The module 'pkg_resources' is missing: if it is a package, add setuptools<82 to the requirements; if it is the app's own, add it to the app.",
    },
    {
      last: "ModuleNotFoundError: No module named 'mysite.local'",
      todo: "The module 'mysite.local' is missing: add it to the app, or what brings it to the requirements.",
    },
    {
      last: "django.core.exceptions.ImproperlyConfigured: You're using the staticfiles app without having set the STATIC_ROOT setting to a filesystem path.",
      todo: 'The settings that it took have no STATIC_ROOT: add STATIC_ROOT = BASE_DIR / "staticfiles". Where the app takes others on App Service, what chooses them, such as DJANGO_SETTINGS_MODULE or WEBSITE_HOSTNAME, has to be a variable of this step (env: in YAML).',
    },
  ];

  for (const { last, todo } of reasons) {
    it(`says what to do about ${last}`, async () => {
      const says = `echo "${last}" >&2; exit 1`;
      await collect('auto', { manage: true, django: true, says });
      assert.deepEqual(warnings, [
        `manage.py collectstatic failed, so the package holds no collected static files. ${todo} Or collect the files in a step before this task, and set collectStatic to 'false'. It said last: ${last}`,
      ]);
    });
  }

  it('calls the variable on a laptop one of its shell', async () => {
    host = fakeHost({ input: asFlag });
    const says = `echo "KeyError: 'DB_HOST'" >&2; exit 1`;
    await collect('auto', { manage: true, django: true, says });
    assert.deepEqual(warnings, [
      "manage.py collectstatic failed, so the package holds no collected static files. It does not get the app settings: what it reads of them, such as DB_HOST, has to be a variable of this shell (export NAME=value). Or collect the files beforehand, and set --collect-static to 'false'. It said last: KeyError: 'DB_HOST'",
    ]);
  });

  it('refuses `true` where there is no Django', async () => {
    assert.deepEqual(await failureOf(collect('true', { manage: true })), {
      code: 'django-missing',
      found: 'Django is not among the requirements',
    });
  });

  it('runs nothing of a venv that is for another machine, and says what to do instead', async () => {
    const django = { manage: true, django: true, runsHere: false };
    assert.deepEqual(await collect('auto', django), {
      outcome: 'skipped',
      why: 'the environment is for another machine',
    });
    assert.deepEqual(warnings, [
      "Django's static files are not collected: the environment is for another machine and cannot be run here. Run `python manage.py collectstatic --noinput` in a step before this task, and set collectStatic to 'false'.",
    ]);
    assert.deepEqual(await failureOf(collect('true', django)), { code: 'static-files-cross' });
    assert.deepEqual(host.lines, []);
  });
});
