// Packages one of the projects of tests/projects with the command line, and looks at what came of it.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { antenvPackage } from './command-line.js';
import { takeApart, type PackedFile } from './package-tree.js';
import type { Project } from './project-cases.js';
import { findPython } from './pythons.js';

const PROJECTS_FOLDER = resolve('tests/projects');

const ELF = Buffer.from('\x7fELF', 'latin1');

/** One run of the command line. */
export interface ProjectCase {
  readonly project: Project;
  /** Of the Python that builds and that the package is for, such as `3.12`. */
  readonly minor: string;
  readonly installer: 'auto' | 'pip' | 'uv';
  /** Whether the groups and extras of the project are asked for. */
  readonly chosen: boolean;
}

/** What a run left behind. */
export interface ProjectRun {
  readonly report: PackageReport;
  /** As `name version`, the name normalised, in order. */
  readonly installed: readonly string[];
  /** What the distributions say of who installed them, each once. */
  readonly installers: readonly string[];
  /** Files of the package that belong to the venv, below site-packages. */
  readonly sitePackages: readonly string[];
  /** Addresses of files that say that something is installed from the place where it was developed. */
  readonly editable: readonly string[];
  /** Addresses of files that name a folder of this machine. */
  readonly namingThisMachine: readonly string[];
  /** Addresses of what a build leaves in a project's folder. */
  readonly builtInApp: readonly string[];
  /** The app folder's files with their content, before the run and after it. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly seconds: number;
}

/** Its name in the titles of tests. */
export function nameOfCase({ project, minor, installer, chosen }: ProjectCase): string {
  return `${project.name} on ${minor} with ${installer}${chosen ? ', groups and extras chosen' : ''}`;
}

/** Packages a copy of the project, with a rehearsal. Throws with the whole log when there is no package. */
export async function runProject(one: ProjectCase): Promise<ProjectRun> {
  const folder = await mkdtemp(join(tmpdir(), 'antenv-project-'));
  try {
    const appRoot = join(folder, one.project.folder);
    await cp(join(PROJECTS_FOLDER, one.project.folder), appRoot, { recursive: true });
    const temp = join(folder, 'temp');
    await mkdir(temp);
    const before = await contentBelow(appRoot);
    const started = performance.now();
    const report = await antenvPackage(
      [appRoot, ...flags(appRoot, one), '--out', join(folder, 'app.zip')],
      // So that every folder of the run is one that no file of the package may name.
      { TMPDIR: temp },
    );
    const seconds = (performance.now() - started) / 1000;
    const after = await contentBelow(appRoot);
    const files = takeApart(report, join(folder, 'apart'));
    return { report, seconds, before, after, ...lookedAt(report, files, one.minor, folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function flags(appRoot: string, { project, minor, installer, chosen }: ProjectCase): string[] {
  const python = findPython(minor);
  assert.ok(python, `These tests need a CPython ${minor}.`);
  const program = join(python, 'bin', `python${minor}`);
  const how = ['--python', program, '--installer', installer, '--runtime-stack', `PYTHON|${minor}`];
  const start = ['--rehearse', 'required', `--startup-command=${project.startupCommand}`];
  const asked = ['--health-check-path', project.page];
  const file = project.file === undefined ? [] : ['--requirements', join(appRoot, project.file)];
  const { groups = [], extras = [] } = (chosen ? project.chosen : undefined) ?? {};
  const besides = [
    ...groups.flatMap((name) => ['--group', name]),
    ...extras.flatMap((name) => ['--extra', name]),
  ];
  return [...how, ...start, ...asked, ...file, ...besides];
}

type LookedAt = Omit<ProjectRun, 'report' | 'seconds' | 'before' | 'after'>;

function lookedAt(
  report: PackageReport,
  files: readonly PackedFile[],
  minor: string,
  folder: string,
): LookedAt {
  const site = `${report.addresses.venv}/lib/python${minor}/site-packages/`;
  const addresses = (found: (file: PackedFile) => boolean): string[] =>
    files.filter(found).map(({ address }) => address);
  return {
    installed: installedOf(report),
    installers: said(files, '/INSTALLER'),
    sitePackages: addresses(({ address }) => address.startsWith(site)).map((address) =>
      address.slice(site.length),
    ),
    editable: addresses(isEditable),
    namingThisMachine: addresses(
      ({ bytes }) => !bytes.subarray(0, ELF.length).equals(ELF) && bytes.includes(folder),
    ),
    builtInApp: addresses(
      ({ address }) =>
        !address.startsWith(`${report.addresses.venv}/`) &&
        /\/(?:build|dist|[^/]+\.egg-info)\//.test(address),
    ),
  };
}

/** The distributions of a report, as `name version` with the name as PEP 503 has it. */
function installedOf({ installed }: PackageReport): string[] {
  return installed.distributions
    .map(({ name, version }) => `${name.toLowerCase().replaceAll(/[-_.]+/g, '-')} ${version}`)
    .toSorted();
}

function said(files: readonly PackedFile[], ending: string): string[] {
  const texts = files
    .filter(({ address }) => address.endsWith(ending))
    .map(({ bytes }) => bytes.toString('utf8').trim());
  return [...new Set(texts)].toSorted();
}

function isEditable({ address, bytes }: PackedFile): boolean {
  if (/\/__editable__|\.egg-link$|easy-install\.pth$/.test(address)) return true;
  return address.endsWith('/direct_url.json') && /"editable":\s*true/.test(bytes.toString('utf8'));
}

/** Every file below a folder with its content, and every folder, by relative path. */
async function contentBelow(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of (await readdir(folder, { recursive: true })).toSorted()) {
    const content = await readFile(join(folder, path), 'latin1').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EISDIR') return 'a folder';
      throw error;
    });
    found.set(path, content);
  }
  return found;
}
