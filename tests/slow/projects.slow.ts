// A real project for every way of declaring dependencies: installed by each installer, packaged and started.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SOURCE_FORMATS } from '../../tasks/core/terms/dependencies.js';
import { PROJECTS, REQUIREMENTS, UV_LOCK, type Project } from '../helpers/project-cases.js';
import {
  nameOfCase,
  runProject,
  type ProjectCase,
  type ProjectRun,
} from '../helpers/project-run.js';
import { Pool } from '../helpers/rehearsal-pool.js';
import { factsOf } from '../helpers/rehearsal-run.js';
import { errorsAndWarnings } from '../helpers/report-findings.js';

const FOLDER = resolve('tests/projects');

/** The Python on which every format meets every installer. */
const MINOR = '3.12';

const OTHER_MINORS = ['3.9', '3.10', '3.11', '3.13'];

const INSTALLERS = ['pip', 'uv'] as const;

const EVERY_FORMAT: readonly ProjectCase[] = PROJECTS.flatMap((project) =>
  INSTALLERS.map((installer) => ({ project, minor: MINOR, installer, chosen: false })),
);

/** Each once, by turns with the one installer and the other. */
const CHOSEN: readonly ProjectCase[] = PROJECTS.filter(({ chosen }) => chosen !== undefined).map(
  (project, index) => ({
    project,
    minor: MINOR,
    installer: index % 2 === 0 ? 'pip' : 'uv',
    chosen: true,
  }),
);

const EVERY_PYTHON: readonly ProjectCase[] = OTHER_MINORS.flatMap((minor) =>
  [REQUIREMENTS, UV_LOCK].map((project) => ({
    project,
    minor,
    installer: 'auto' as const,
    chosen: false,
  })),
);

const CASES = [...EVERY_FORMAT, ...CHOSEN, ...EVERY_PYTHON];

describe('the projects', () => {
  it('are all known here', () => {
    const known = new Set(PROJECTS.map(({ folder }) => folder));
    assert.deepEqual(readdirSync(FOLDER).toSorted(), [...known].toSorted());
  });

  it('show every format', () => {
    const shown = new Set<string>(PROJECTS.map(({ format }) => format));
    assert.deepEqual([...shown].toSorted(), SOURCE_FORMATS.toSorted());
  });

  for (const { name, folder, startupCommand, page } of PROJECTS) {
    it(`say how ${name} is started and what it answers`, () => {
      const text = readFileSync(join(FOLDER, folder, 'README.md'), 'utf8');
      assert.ok(text.includes(`\n- Startup command: \`${startupCommand}\`\n- \`${page}\` answers`));
    });
  }
});

describe('a project is packaged and started', () => {
  const runs = new Map<string, Promise<ProjectRun>>();
  const seconds = new Map<string, number>();

  before(() => {
    const pool = new Pool();
    for (const one of CASES) {
      runs.set(
        nameOfCase(one),
        pool.run(async () => runProject(one)),
      );
    }
  });

  after(() => {
    console.log([...seconds].map(([name, took]) => `    ${took.toFixed(1)} s  ${name}`).join('\n'));
  });

  async function runOf(one: ProjectCase): Promise<ProjectRun> {
    const run = runs.get(nameOfCase(one));
    assert.ok(run);
    return run;
  }

  for (const one of CASES) {
    it(nameOfCase(one), async () => {
      const run = await runOf(one);
      seconds.set(nameOfCase(one), run.seconds);
      assertSource(run, one);
      assertInstalled(run, one);
      assertOwnWheel(run, one.project);
      assert.deepEqual(run.after, run.before);
      assert.deepEqual([run.builtInApp, run.namingThisMachine], [[], []]);
      assertAnswered(run);
    });
  }

  for (const project of PROJECTS) {
    it(`${project.name} gives the same with either installer`, async () => {
      const [first, second] = await Promise.all(
        INSTALLERS.map(async (installer) =>
          runOf({ project, minor: MINOR, installer, chosen: false }),
        ),
      );
      assert.deepEqual(first?.installed, second?.installed);
    });
  }
});

/** What was taken, what was asked for, and who installed it: as the report tells it and as the venv does. */
function assertSource({ report, installers }: ProjectRun, one: ProjectCase): void {
  const { format, file = format, chosen } = one.project;
  const { groups = [], extras = [] } = (one.chosen ? chosen : undefined) ?? {};
  const told = report.requirements;
  assert.deepEqual(
    { format: told.format, path: told.path, groups: told.groups, extras: told.extras },
    { format, path: file, groups, extras },
  );
  assert.deepEqual([report.installed.by.name, installers], [installerOf(one), [installerOf(one)]]);
}

/** `auto` is uv for its own lock file and pip for all else. */
function installerOf({ project, installer }: ProjectCase): string {
  if (installer !== 'auto') return installer;
  return project === UV_LOCK ? 'uv' : 'pip';
}

/** Exactly what a lock file has for the target; the names where the versions are the index's. */
function assertInstalled({ installed }: ProjectRun, { project, minor, chosen }: ProjectCase): void {
  const adds = (chosen ? project.chosen?.adds : undefined) ?? [];
  if (project.locked !== undefined) {
    assert.deepEqual(installed, [...project.locked(minor), ...adds].toSorted());
    return;
  }
  const names = installed.map((line) => line.split(' ')[0] ?? '');
  const expected = [...(project.names ?? []), ...adds];
  assert.deepEqual(
    expected.filter((name) => !names.includes(name)),
    [],
  );
  const unasked = ['pytest', 'markdown', 'prometheus-client', 'pyyaml'];
  assert.deepEqual(
    unasked.filter((name) => names.includes(name) && !expected.includes(name)),
    [],
  );
}

function assertOwnWheel(run: ProjectRun, { own }: Project): void {
  assert.deepEqual(run.editable, []);
  if (own === undefined) return;
  assert.ok(run.installed.includes(own.distribution), own.distribution);
  assert.ok(run.sitePackages.includes(own.file), own.file);
}

/** The knock gets the app's own "not found", and its page answers with 200. */
function assertAnswered({ report }: ProjectRun): void {
  const { answer, health, exit, parked, log } = factsOf(report);
  assert.deepEqual(
    { answer: answer?.status, health: health?.status, exit, parked },
    { answer: 404, health: 200, exit: undefined, parked: false },
    log.join('\n'),
  );
  // Which Python is past its end is a matter of the day.
  const told = errorsAndWarnings(report).filter((line) => !line.includes(' runtime/end-of-life:'));
  assert.deepEqual(told, []);
}
