// The rule about links of the zip that lead to a file: on the site they are texts that hold its name.

import { posix } from 'node:path';

import { findDanglingLinks } from '../package/dangling-links.js';
import { placeInVenv } from '../package/venv-facts.js';
import type { Evidence, Tree } from '../evidence.js';
import { rule, type Rule } from '../rule.js';
import { isAside } from '../sources/app-candidates.js';
import { pathInApp } from '../startup/app-paths.js';
import { calledFile } from '../startup/called-file.js';
import { count, quoted } from '../quoting.js';
import type { Startup } from '../startup/startup.js';

/** What Python imports, or the loader of shared objects loads. */
const CODE = /\.(?:py|pyc|so(?:\.\d+)*)$/;

/** Links of every venv, which nothing but Python itself follows: a rule of their own tells of them, or none has to. */
const OF_VENV = /(?:^|\/)(?:bin\/python[\d.]*|lib64)$/;

/** A link that leads to a file or a folder of the same tree. */
interface LostLink {
  readonly path: string;
  readonly target: string;
  /** Whether the app needs what it stands for to start. */
  readonly isCode: boolean;
}

/** The links of a tree whose files are entries of the zip; `placed` gives their names there. */
function lostLinks(tree: Tree, placed: (path: string) => string, startup?: Startup): LostLink[] {
  const links = [...tree.files.values()].filter(({ link }) => link !== undefined);
  if (links.length === 0) return [];
  const dangling = new Set(findDanglingLinks(tree).map(({ path }) => path));
  const run = filesRun(startup);
  return links
    .filter(({ path }) => !dangling.has(path) && !OF_VENV.test(path))
    .map(({ path, link = '' }) => {
      const isCode = run.has(path) || (!isAside(path) && leadsToCode(path, link, tree));
      return { path: placed(path), target: link, isCode };
    });
}

/** Whether a link stands for code by its own name, or for a folder that holds some. */
function leadsToCode(path: string, link: string, { files }: Tree): boolean {
  if (CODE.test(path)) return true;
  const folder = `${posix.join(posix.dirname(path), link).replace(/\/$/, '')}/`;
  for (const file of files.keys()) if (file.startsWith(folder) && CODE.test(file)) return true;
  return false;
}

/** The files that the startup command runs, whatever they are called. */
function filesRun(startup: Startup | undefined): ReadonlySet<string | undefined> {
  const commands = (startup?.commands ?? []).filter(({ conditional }) => !conditional);
  return new Set(
    commands.map((command) => {
      const file = calledFile(command);
      const view = { folder: command.folder, layout: undefined, script: undefined };
      return file === undefined ? undefined : pathInApp(file, view);
    }),
  );
}

/** Links of the outer zip: of the app, and of a venv that lies beside it. */
function linksOfZip({ app, venv, layout, startup }: Evidence): LostLink[] {
  if (layout === 'appTarball') return [];
  const ofApp = app === undefined ? [] : lostLinks(app, (path) => path, startup);
  if (venv === undefined || layout !== 'flat') return ofApp;
  return [...ofApp, ...lostLinks(venv.tree, (path) => placeInVenv(venv, path))];
}

export const linkInZip: Rule = rule({
  code: 'archive/link-in-zip',
  severity: 'warning',
  why: 'Kudu restores no links for Python: each becomes a text file that holds the name of its target. As a module it fails when it is imported, as a shared object it has an "invalid ELF header".',
  source: 'A2, F38, F39: KuduLite ZipArchiveExtensions, PushDeploymentController.cs:900-908',
  example: { bad: 'zip -qry app.zip .', good: 'zip -qr app.zip ., which follows links' },
  needs: ['package'],
  *find(evidence) {
    const links = linksOfZip(evidence);
    for (const isCode of [true, false]) {
      const found = links.filter((link) => link.isCode === isCode);
      const [first] = found;
      if (first === undefined) continue;
      const severity = isCode ? ('error' as const) : ('warning' as const);
      const names = found.map(({ path }) => path);
      yield { names, target: first.target, severity, where: { file: first.path } };
    }
  },
  message: ({ names, target }) =>
    names.length === 1
      ? `${quoted(names)} is a link in the zip; on the site it will be a text file that holds '${target}'.`
      : `${count(names.length, 'entry', 'entries')} of the zip are links, which will be text files on the site: ${quoted(names)}.`,
  fix: () =>
    'Archive the files that the links stand for: zip without -y, or the task AntenvPackage@1.',
});
