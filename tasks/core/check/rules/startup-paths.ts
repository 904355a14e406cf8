// Paths in the startup command and its scripts: where the app, its files and its venv will be.

import { posix } from 'node:path';

import { calledFile, isMadeBefore } from '../startup/called-file.js';
import type { Tree } from '../evidence.js';
import { rule, type Rule } from '../rule.js';
import { quote } from '../startup/startup-words.js';
import type { ShellCommand, Startup } from '../startup/startup.js';
import { pathsOfSettings, usedPaths, viewOf } from '../startup/used-paths.js';
import { venvPathProblem } from '../startup/venv-path.js';
import { APP_SETTINGS } from '../places.js';
import { hasPath } from '../tree.js';

/** Paths of the machine that built the package. */
const AGENT =
  /\/home\/vsts\/|\/home\/vsts_azpcontainer\/|\/home\/runner\/work\/|\/opt\/hostedtoolcache\/|\/(?:agent|azp)\/_work\/|\/Users\/|\b[A-Z]:[\\/]/;

const SITE = /(?:\/home|~|\$HOME|\$\{HOME\})\/site\/wwwroot(?![\w-])/;

/** What of a path is below the site's folder. */
function belowSite(path: string): string {
  return path.replace(SITE, '').replace(/^\//, '').replace(/\/$/, '');
}

/** What the app has under a path: a file, a folder, or itself. */
function isOfApp(path: string, app: Tree | undefined): boolean {
  return path === '' || hasPath(app, path);
}

/** Whether a path in the app leads to a file or a folder of it; also when nobody can know. */
function mayBeOfApp(path: string, app: Tree | undefined): boolean {
  return app?.complete !== true || isOfApp(path, app);
}

/** gunicorn also imports from the folder that it was started in, wherever `--chdir` leads (its app/base.py, 20 to 26). */
function isOfGunicorn(command: ShellCommand, { servers }: Startup): boolean {
  return servers.some((one) => one.command === command && one.server === 'gunicorn');
}

/** Whether a command runs or reads the file, which nothing before it may have made. */
function isCalledUnmade(path: string, command: ShellCommand, { commands }: Startup): boolean {
  if (command.conditional || calledFile(command) !== path) return false;
  return !isMadeBefore(path, commands.slice(0, commands.indexOf(command)));
}

export const sitePath: Rule = rule({
  code: 'startup/site-path',
  severity: 'error',
  why: 'A whole-app tarball is unpacked to a folder below /tmp and runs from there; /home/site/wwwroot holds the tarball only.',
  source: 'F06: OSS support blog 2023-06-12; Oryx python/scriptgenerator.go:65-85',
  example: {
    bad: 'python /home/site/wwwroot/manage.py migrate',
    good: 'python "$APP_PATH/manage.py" migrate',
  },
  needs: ['startup'],
  *find(evidence) {
    const { startup, layout, app, package: zip } = evidence;
    if (layout !== undefined && layout !== 'appTarball') return;
    for (const { path, command, where } of usedPaths(evidence, SITE)) {
      const rest = belowSite(path);
      // The startup file lies beside the tarball as well.
      if (startup.kind === 'script' && startup.effective === path) continue;
      if (zip?.entries.some((entry) => entry.path === rest) === true) continue;
      const isHarmless = rest === '' && isOfGunicorn(command, startup);
      // What the app does not have may be data, which is kept there, but hardly a program.
      const isMissing = isCalledUnmade(path, command, startup) || mayBeOfApp(rest, app);
      const isCertain = layout === 'appTarball' && !isHarmless && isMissing;
      const better = rest === '' ? '"$APP_PATH"' : `"$APP_PATH/${rest}"`;
      const fix = `Write ${better} in its place.`;
      const what = quote(path);
      yield { what, layout, fix, where, severity: isCertain ? 'error' : 'warning' };
    }
    if (layout === undefined) return;
    for (const { path, name } of pathsOfSettings(evidence, SITE)) {
      const rest = belowSite(path);
      // What the app does not have may be data, which is kept there.
      if (!isOfApp(rest, app) || zip?.entries.some((entry) => entry.path === rest) === true)
        continue;
      const what = `${quote(path)} in the app setting ${name}`;
      const fix =
        'Let the app find its files by APP_PATH, or by __file__, and write only what is below it.';
      yield { what, layout, fix, where: APP_SETTINGS, severity: 'warning' };
    }
  },
  message: ({ what, layout }) =>
    layout === undefined
      ? `${what} holds the app in some layouts only.`
      : `${what} is not in the app: this package runs from a folder below /tmp.`,
  fix: ({ fix }) => fix,
});

/** A program of a venv; that of a laptop is never packed, whatever of its usual names it has. */
const VENV_PROGRAM = /(?:antenv|(?:^|\/)\.?v?env)\/bin\//;

export const activatePath: Rule = rule({
  code: 'startup/activate-path',
  severity: 'error',
  why: "The venv is at /antenv, in the site's folder or in the app's own, as the package's layout has it; the shell ends at a file that it is to read and cannot find.",
  source: 'F70: Oryx python/scriptgenerator.go:172-303; contract A9',
  example: {
    bad: '. /antenv/bin/activate, in a whole-app tarball',
    good: 'no activation at all, or . "$APP_PATH/antenv/bin/activate"',
  },
  needs: ['startup'],
  *find(evidence) {
    const { startup, app } = evidence;
    for (const [index, command] of startup.commands.entries()) {
      const [program = '', file = ''] = command.words;
      const isRead = program === '.' || program === 'source';
      const path = isRead ? file : program;
      if (command.conditional || !/\/bin\/\w/.test(path)) continue;
      if (!isRead && !VENV_PROGRAM.test(path)) continue;
      if (isMadeBefore(path.split('/bin/')[0] ?? '', startup.commands.slice(0, index))) continue;
      const problem = venvPathProblem(path, viewOf(command, evidence), app);
      if (problem === undefined) continue;
      // bash says that the file is missing and goes on; dash ends.
      const goesOn = isRead && command.shell === 'bash' && command.gate !== true;
      const severity = goesOn ? 'warning' : 'error';
      yield { path, problem, isRead, where: command.where, severity };
    }
  },
  message: ({ path, problem }) => {
    if (problem === 'build-id') {
      return `${quote(path)} is in a folder that the platform's build made; it has another name in every build.`;
    }
    if (problem === 'other-layout')
      return `${quote(path)} is not where this package's venv will be.`;
    if (problem === 'other-folder') {
      return `${quote(path)} does not lead to the venv from the folder that the command runs in.`;
    }
    return `${quote(path)} is not in the package.`;
  },
  fix: ({ path, isRead }) =>
    isRead
      ? 'Leave it out: the venv is active already. Or write: . "$APP_PATH/antenv/bin/activate"'
      : `Write "$APP_PATH/antenv/bin/${posix.basename(path)}", or the name alone: the venv is active.`,
});

export const agentPath: Rule = rule({
  code: 'startup/agent-path',
  severity: 'error',
  why: 'The folders of the build agent are not on the web app.',
  source: 'F71',
  example: {
    bad: 'gunicorn --chdir /home/vsts/work/1/s app:app',
    good: 'gunicorn --chdir "$APP_PATH" app:app',
  },
  needs: ['startup'],
  *find(evidence) {
    for (const { path, where } of usedPaths(evidence, AGENT)) {
      const fix = 'Write a path relative to the app root, or begin it with "$APP_PATH/".';
      yield { what: quote(path), fix, where, severity: 'error' };
    }
    for (const { path, name } of pathsOfSettings(evidence, AGENT)) {
      const what = `${quote(path)} in the app setting ${name}`;
      const fix = `Set ${name} to a path of the web app, or remove it.`;
      yield { what, fix, where: APP_SETTINGS, severity: 'warning' };
    }
  },
  message: ({ what }) => `${what} is a path of the machine that builds, not of the web app.`,
  fix: ({ fix }) => fix,
});

export const pythonPatchPath: Rule = rule({
  code: 'startup/python-patch-path',
  severity: 'warning',
  why: "The platform upgrades Python's patch version by itself, and the folder changes with it.",
  source: 'F127: Oryx images/runtime/python/template.Dockerfile:60-77',
  example: { bad: '/opt/python/3.11.9/bin/python app.py', good: 'python app.py' },
  needs: ['startup'],
  *find(evidence) {
    for (const { path, where } of usedPaths(evidence, /\/opt\/python\/\d+\.\d+\.\d+/)) {
      yield { path, where };
    }
  },
  message: ({ path }) =>
    `${quote(path)} names a patch version of Python, which the platform upgrades.`,
  fix: () => 'Write python, or /opt/python/3/bin/python3.',
});
