// Real starts with one fault each: told with its own words, its place and its fix, and nothing else is.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainEnvironment } from '../../tasks/hosts/cancellation.js';
import { fakeHost } from '../helpers/fake-host.js';
import type { Fault } from '../helpers/rehearsal-fault.js';
import { FAULTS_OF_APPS } from '../helpers/rehearsal-faults-of-apps.js';
import { FAULTS_OF_COMMANDS } from '../helpers/rehearsal-faults-of-commands.js';
import { FAULTS_OF_PACKAGES } from '../helpers/rehearsal-faults-of-packages.js';
import { factsOf, rehearsed } from '../helpers/rehearsal-run.js';
import { RealVenv } from '../helpers/rehearsal-venv.js';
import { findingsOf } from '../helpers/report-findings.js';

/** Messages quote what these say, which other versions may say otherwise. */
const REQUIREMENTS = [
  'django==5.2',
  'fastapi==0.165.0',
  'flask==3.1.3',
  'gunicorn==27.0.1',
  'psycopg[binary]==3.3.9',
  'pydantic-settings==2.16.3',
  'uvicorn==0.54.0',
];

/** How long it took is another number each time, and so is Python's patch on each machine. */
function steady(message: string): string {
  return message
    .replace(/after \d+(?:\.\d)? s\b/, 'after … s')
    .replace(/\/opt\/python\/3[.\d]+\//g, '/opt/python/3/');
}

describe('a rehearsal tells of', () => {
  let folder: string;
  let venv: RealVenv;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-faults-'));
    venv = await RealVenv.install(folder, REQUIREMENTS);
  });

  after(async () => rm(folder, { recursive: true, force: true }));

  async function check(fault: Fault): Promise<void> {
    // What the image brings is made in here, and not in the cache of whoever runs the tests.
    const env = { ...plainEnvironment(process.env), AGENT_TOOLSDIRECTORY: folder };
    const report = await rehearsed(fakeHost({ tempFolder: folder, env }), {
      package: await fault.make(venv),
      over: await fault.over?.(venv),
      startupCommand: fault.command,
      ...fault.asked,
    });
    const found = findingsOf(report).filter(({ severity }) => severity !== 'note');
    const told = found.map((one) => Object.assign(one, { message: steady(one.message) }));
    assert.deepEqual(told, [fault.told], factsOf(report).log.join('\n'));
  }

  for (const fault of [...FAULTS_OF_PACKAGES, ...FAULTS_OF_COMMANDS, ...FAULTS_OF_APPS]) {
    it(fault.name, async () => check(fault));
  }

  it('nothing where there is no fault', async () => {
    const app = { 'app.py': 'from flask import Flask\n\napp = Flask(__name__)\n' };
    const report = await rehearsed(fakeHost({ tempFolder: folder }), {
      package: await venv.package({ app, venv: venv.archive }),
      startupCommand: 'gunicorn app:app',
    });
    assert.deepEqual(findingsOf(report), []);
    assert.equal(factsOf(report).answer?.status, 404);
  });
});
