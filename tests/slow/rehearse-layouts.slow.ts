// Every sample app in every layout, and every layout deployed over every other one: what starts, starts again and again.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { diagnose } from '../../tasks/core/check/rehearsal/diagnose.js';
import type { RehearsalSite } from '../../tasks/core/rehearse/site.js';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { LAYOUTS, type Compression, type Layout } from '../../tasks/core/terms/layout.js';
import { antenvPackage } from '../helpers/command-line.js';
import { findPython } from '../helpers/pythons.js';
import { BUILT_SITES } from '../helpers/rehearsal-built-sites.js';
import { Pool } from '../helpers/rehearsal-pool.js';
import { assertStarted } from '../helpers/rehearsal-numbers.js';
import { siteMaker, startSite } from '../helpers/rehearsal-sites.js';
import { MINOR, RealVenv } from '../helpers/rehearsal-venv.js';
import { writeTree, type Tree } from '../helpers/site/hand-made-package.js';

interface Variant {
  readonly layout: Layout;
  readonly compression: Compression;
}

const IN_GZIP: readonly Variant[] = LAYOUTS.map((layout) => ({ layout, compression: 'gzip' }));

/** Its name is another one on the site. */
const APP_IN_ZSTD: Variant = { layout: 'appTarball', compression: 'zstd' };

const IN_ZSTD: readonly Variant[] = [{ layout: 'venvTarball', compression: 'zstd' }, APP_IN_ZSTD];

const nameOf = ({ layout, compression }: Variant): string =>
  compression === 'zstd' ? `${layout} in zstd` : layout;

/** The other apps are packaged in every layout by the tests of real apps, which look at their rehearsals. */
const SAMPLE = resolve('samples/flask-hello');
const OF_SAMPLE = [...IN_GZIP, ...IN_ZSTD];

const pool = new Pool();

/** Packages with the Python of these tests. */
async function made(
  appRoot: string,
  { layout, compression }: Variant,
  out: string,
  flags: readonly string[],
): Promise<PackageReport> {
  const python = findPython(MINOR);
  assert.ok(python, `These tests need a CPython ${MINOR}.`);
  const how = ['--layout', layout, '--compression', compression, '--out', out];
  return antenvPackage([appRoot, '--python', join(python, 'bin', 'python3'), ...how, ...flags]);
}

describe('the sample app is started when it is packaged', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-layouts-'));
    await cp(SAMPLE, join(folder, 'app'), { recursive: true });
  });

  after(async () => rm(folder, { recursive: true }));

  for (const variant of OF_SAMPLE) {
    it(`as ${nameOf(variant)}`, async () => {
      const out = join(folder, 'out', `${nameOf(variant)}.zip`);
      const asked = ['--startup-command=', '--health-check-path', '/', '--rehearse', 'required'];
      const report = await made(join(folder, 'app'), variant, out, asked);
      assertStarted(report, { knock: 404, slow: 'flask' });
    });
  }
});

/** Answers at a path that no other version has. */
const version = (name: string): Tree => ({
  'app.py': `from flask import Flask

app = Flask(__name__)


@app.get("/${name}")
def index():
    return "hello"
`,
  'requirements.txt': 'flask>=3,<4\ngunicorn>=22\n',
});

const COMMAND = 'gunicorn app:app';

/** The starts after a deployment; what leaves something behind shows it at the second or third. */
const STARTS = 3;

/** What is deployed over what; a venv archive is the same to a site in either compression. */
const VARIANTS: readonly Variant[] = [...IN_GZIP, APP_IN_ZSTD];

interface Over {
  readonly name: string;
  /** Brings the version `one` to an empty site, which may run from it once. */
  readonly lay: (site: RehearsalSite) => Promise<void>;
}

describe('a package is deployed over', () => {
  let folder: string;
  let newSite: () => Promise<RehearsalSite>;
  const packages = new Map<string, Promise<string>>();
  const built = new Map<string, string>();
  const found = new Map<string, Promise<readonly object[]>>();

  const overs: readonly Over[] = [
    ...VARIANTS.map((variant) => ({
      name: nameOf(variant),
      lay: async (site: RehearsalSite) => {
        await site.deploy((await packages.get(`one ${nameOf(variant)}`)) ?? '');
        await startSite(site, { startupCommand: COMMAND });
      },
    })),
    ...Object.keys(BUILT_SITES).map((name) => ({
      name: `what the platform has built, with ${name}`,
      lay: async (site: RehearsalSite) => site.lay(built.get(name) ?? ''),
    })),
  ];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-over-'));
    newSite = await siteMaker(folder, MINOR);
    for (const name of ['one', 'two']) {
      const appRoot = join(folder, name, 'app');
      await mkdir(join(folder, name));
      await writeTree(appRoot, version(name));
      for (const variant of VARIANTS) {
        const out = join(folder, name, `${variant.layout}-${variant.compression}.zip`);
        const work = async () =>
          (await made(appRoot, variant, out, ['--rehearse', 'off'])).package.path;
        packages.set(`${name} ${nameOf(variant)}`, pool.run(work));
      }
    }
    await mkdir(join(folder, 'venv'));
    const venv = await RealVenv.install(join(folder, 'venv'), ['flask', 'gunicorn']);
    for (const [name, build] of Object.entries(BUILT_SITES)) {
      built.set(name, await build(venv, version('one')));
    }
    await Promise.all(packages.values());
    for (const over of overs) {
      for (const variant of VARIANTS) {
        const key = `${nameOf(variant)} over ${over.name}`;
        found.set(
          key,
          pool.run(async () => startsOf(variant, over)),
        );
      }
    }
  });

  after(async () => {
    await Promise.allSettled(found.values());
    await rm(folder, { recursive: true });
  });

  async function startsOf(variant: Variant, over: Over): Promise<readonly object[]> {
    const site = await newSite();
    try {
      await over.lay(site);
      await site.deploy((await packages.get(`two ${nameOf(variant)}`)) ?? '');
      const starts: object[] = [];
      for (let start = 0; start < STARTS; start += 1) {
        const facts = await startSite(site, { startupCommand: COMMAND, healthPath: '/two' });
        starts.push({ health: facts.health?.status, fault: diagnose(facts)?.code });
      }
      return starts;
    } finally {
      site.close();
    }
  }

  for (const over of overs) {
    for (const variant of VARIANTS) {
      const name = `${nameOf(variant)} over ${over.name}`;
      const isStale = nameOf(variant) === 'appTarball' && over.name.endsWith('output.tar.zst');
      const expected = isStale
        ? { health: 404, fault: 'rehearsal/stale-tarball' }
        : { health: 200, fault: undefined };
      it(`${over.name}: ${nameOf(variant)}${isStale ? ', which is told to be wrong' : ''}`, async () => {
        assert.deepEqual(
          await found.get(name),
          Array.from({ length: STARTS }, () => expected),
        );
      });
    }
  }
});
