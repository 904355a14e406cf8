// Whoever rehearses gets the same verdict, leaves nothing behind however it ends, and sees no secret.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ValidateReport } from '../../tasks/core/report/report.js';
import { runAs, USERS, type UserRun } from '../helpers/rehearsal-as-user.js';
import { FLASK } from '../helpers/rehearsal-fault.js';
import { factsOf } from '../helpers/rehearsal-run.js';
import { RealVenv } from '../helpers/rehearsal-venv.js';
import { findingsOf } from '../helpers/report-findings.js';

const COMMAND = '--startup-command=gunicorn app:app';

const NOTHING_LEFT = { leftTemp: [], leftHome: [], leftProcesses: [], leftElsewhere: [] };

/** Made up for these tests. */
const PASSWORD = 'Tr0ub4dor-and-3';
const KEY = 'kf93hfKD83hdkfH38dkfh3D';
const SETTINGS = [
  { name: 'DATABASE_URL', value: `postgresql://web:${PASSWORD}@db.example.org/shop` },
  { name: 'API_KEY', value: KEY },
  { name: 'GREETING', value: 'good day to you' },
];

/** Prints all that it was given, whole and in parts, and then takes its time where that is wanted. */
const TALKS = (seconds: number): string => `import os, sys, time
from urllib.parse import urlsplit

print("url", os.environ["DATABASE_URL"], flush=True)
print("password", urlsplit(os.environ["DATABASE_URL"]).password, flush=True)
print("key=" + os.environ["API_KEY"], file=sys.stderr, flush=True)
print("all", dict(os.environ), flush=True)
print("LOADING", os.environ["GREETING"], flush=True)
time.sleep(${seconds})
${FLASK}`;

function leftBy({ leftTemp, leftHome, leftProcesses, leftElsewhere }: UserRun): object {
  return { leftTemp, leftHome, leftProcesses, leftElsewhere };
}

describe('a rehearsal', () => {
  let folder: string;
  let venv: RealVenv;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-users-'));
    await chmod(folder, 0o755);
    venv = await RealVenv.install(folder, ['flask', 'gunicorn']);
  });

  after(async () => rm(folder, { recursive: true, force: true }));

  async function packaged(text: string): Promise<string> {
    return venv.package({ app: { 'app.py': text }, venv: venv.archive });
  }

  const verdicts = [
    { name: 'an app that starts', text: FLASK, code: 0, found: [], status: 404 },
    {
      name: 'an app that lacks a module',
      text: `import stripe\n${FLASK}`,
      code: 1,
      found: [
        {
          code: 'rehearsal/module-missing',
          severity: 'error',
          message:
            "The module 'stripe' is missing (app.py, line 1): ModuleNotFoundError: No module named 'stripe'.",
          fix: "If it is a package, add it to requirements.txt: stripe; if it is the app's own, add it to the package.",
          where: { file: 'app.py', line: 1 },
        },
      ],
      status: undefined,
    },
    {
      name: 'an app that takes permissions away from folders it makes',
      text: `import os\nos.makedirs("/home/site/wwwroot/locked/in")\nos.chmod("/home/site/wwwroot/locked", 0)\nos.makedirs("/tmp/mine")\nos.chmod("/tmp/mine", 0)\n${FLASK}`,
      code: 0,
      found: [],
      status: 404,
    },
  ];

  for (const user of USERS) {
    for (const { name, text, code, found, status } of verdicts) {
      it(`of ${name}, by ${user}`, async () => {
        const run = await runAs(user, [COMMAND, '--json'], {
          folder,
          package: await packaged(text),
        });
        assert.equal(run.code, code, run.stderr);
        const report = JSON.parse(run.stdout) as ValidateReport;
        assert.deepEqual(findingsOf(report), found);
        assert.equal(factsOf(report).answer?.status, status);
        assert.deepEqual(leftBy(run), NOTHING_LEFT);
      });
    }

    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`that ${user} ends with ${signal} leaves nothing`, async () => {
        let amidst: readonly string[] = [];
        const run = await runAs(user, [COMMAND], {
          folder,
          package: await packaged(TALKS(60)),
          settings: SETTINGS,
          when: {
            said: 'LOADING',
            act: async ({ child, processes }) => {
              amidst = await processes();
              child.kill(signal);
            },
          },
        });
        assert.ok(
          amidst.some((line) => line.includes('gunicorn app:app')),
          amidst.join('\n'),
        );
        assert.ok(run.code !== 0 && run.code !== null, `it ended with ${run.code}`);
        assert.deepEqual(leftBy(run), NOTHING_LEFT);
      });
    }

    it(`whose own process is killed under ${user} leaves no process`, async () => {
      const run = await runAs(user, [COMMAND], {
        folder,
        package: await packaged(TALKS(60)),
        settings: SETTINGS,
        when: {
          said: 'LOADING',
          act: async ({ child, processes }) => {
            child.kill('SIGKILL');
            for (let tries = 0; tries < 50 && (await processes()).length > 0; tries += 1) {
              await pause(100);
            }
          },
        },
      });
      assert.deepEqual(run.leftProcesses, []);
      assert.deepEqual(run.leftElsewhere, []);
    });

    it(`by ${user} shows no secret in the log, the report or the list of processes`, async () => {
      let amidst: readonly string[] = [];
      const run = await runAs(user, [COMMAND, '--json'], {
        folder,
        package: await packaged(TALKS(1)),
        settings: SETTINGS,
        when: { said: 'LOADING', act: async ({ processes }) => void (amidst = await processes()) },
      });
      assert.equal(run.code, 0, run.stderr);
      const log = factsOf(JSON.parse(run.stdout) as ValidateReport).log;
      assert.deepEqual(
        log.filter((line) => /^(?:url|password|key|LOADING)/.test(line)),
        [
          'url postgresql://***@db.example.org/shop',
          'password ***',
          'key=***',
          'LOADING good day to you',
        ],
      );
      assert.ok(run.stderr.includes('key=***') && run.stderr.includes('LOADING good day to you'));
      for (const text of [run.stdout, run.stderr, ...amidst]) {
        assert.ok(!text.includes(PASSWORD) && !text.includes(KEY), text);
      }
      assert.ok(
        amidst.some((line) => line.includes('gunicorn app:app')),
        amidst.join('\n'),
      );
      assert.deepEqual(leftBy(run), NOTHING_LEFT);
    });
  }
});
