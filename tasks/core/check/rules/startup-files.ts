// Files that the startup command and its scripts call: that they are in the app, and may be executed.

import { posix } from 'node:path';

import type { Severity } from '../../terms/finding.js';
import { shellWord } from '../../terms/shell-word.js';
import { rule, type Rule, type With } from '../rule.js';
import { pathInApp } from '../startup/app-paths.js';
import { calledFile, isMadeBefore, nearestName } from '../startup/called-file.js';
import { isServedWithout } from '../startup/server-survives.js';
import { quote } from '../startup/startup-words.js';
import type { ShellCommand } from '../startup/startup.js';
import { viewOf } from '../startup/used-paths.js';

/** Every file that commands run or read and that the app does not have. */
function* missingFiles(
  commands: readonly ShellCommand[],
  evidence: With<'app'>,
): Generator<{ written: string; path: string; command: ShellCommand }> {
  const { app } = evidence;
  for (const [index, command] of commands.entries()) {
    if (command.conditional) continue;
    const written = calledFile(command);
    const path = written && pathInApp(written, viewOf(command, evidence));
    if (written === undefined || path === undefined || path === '') continue;
    if (app.files.has(path) || path.startsWith('antenv/')) continue;
    if (isMadeBefore(path, commands.slice(0, index))) continue;
    // `python folder` runs the folder's __main__.py.
    if (app.files.has(`${path}/__main__.py`)) continue;
    yield { written, path, command };
  }
}

/** Files with the secrets of a developer's machine: they are left out of packages on purpose. */
const LOCAL_SECRETS = /^(?:\.env(?:\..+)?|.*\.env)$/;

function missingFix(
  written: string,
  path: string,
  { words: [program = ''] }: ShellCommand,
  { app }: With<'app'>,
): string {
  const near = nearestName(path, app);
  if (LOCAL_SECRETS.test(posix.basename(path))) {
    const file = written.includes('/') ? written : `./${written}`;
    const isRead = program === '.' || program === 'source';
    return isRead
      ? `Make app settings of what it sets, and read it only where it is: [ -f ${file} ] && . ${file}`
      : 'Make app settings of what it sets.';
  }
  if (near !== undefined) return `The app has ${quote(near)}: write the name as the file has it.`;
  // Kudu does not copy it to the site (contract A4).
  return posix.basename(path).toLowerCase() === 'deploy.sh'
    ? `Call the script by another name, such as startup.sh: ${quote(written)} never reaches the site.`
    : `Add ${quote(written)} to the app, or name the file that is there.`;
}

export const fileMissing: Rule = rule({
  code: 'startup/file-missing',
  severity: 'error',
  why: 'A script that the startup command names has to be in the package, under that name, in upper and lower case, and in that folder.',
  source: 'F75: webapps-deploy#544',
  example: { bad: 'Startup.sh, for a file startup.sh', good: 'startup.sh' },
  needs: ['startup', 'app'],
  *find(evidence) {
    const { startup, app, preRun = [] } = evidence;
    if (!app.complete) return;
    const severityOf = (command: ShellCommand): Severity =>
      isServedWithout(command, startup) ? 'warning' : 'error';
    for (const { written, path, command } of missingFiles(startup.commands, evidence)) {
      const facts = { by: '', fix: missingFix(written, path, command, evidence) };
      yield { written, ...facts, where: command.where, severity: severityOf(command) };
    }
    for (const { configFile, command } of startup.servers) {
      const path = configFile && pathInApp(configFile, viewOf(command, evidence));
      if (configFile === undefined || !path || command.conditional || app.files.has(path)) continue;
      if (isMadeBefore(path, startup.commands)) continue;
      const facts = { by: '', fix: missingFix(configFile, path, command, evidence) };
      yield { written: configFile, ...facts, where: command.where, severity: severityOf(command) };
    }
    // The start script goes on when it fails.
    for (const { written, path, command } of missingFiles(preRun, evidence)) {
      const facts = { by: 'PRE_RUN_COMMAND: ', fix: missingFix(written, path, command, evidence) };
      yield { written, ...facts, where: command.where, severity: 'warning' };
    }
  },
  message: ({ by, written }) => `${by}${quote(written)} is not in the app.`,
  fix: ({ fix }) => fix,
});

export const notExecutable: Rule = rule({
  code: 'startup/not-executable',
  severity: 'error',
  why: 'Modes of a whole-app tarball stay as they are; the platform makes a script executable only where the startup command is its path and nothing else.',
  source: 'F74: Oryx fsvalidation.go:95-115',
  example: {
    bad: './startup.sh --workers 4, in a whole-app tarball',
    good: 'bash startup.sh --workers 4',
  },
  needs: ['startup', 'app', 'layout'],
  *find(evidence) {
    const { startup, app, layout } = evidence;
    if (layout !== 'appTarball') return;
    for (const [index, command] of startup.commands.entries()) {
      const [program = ''] = command.words;
      const isWhole = index === 0 && startup.effective.trim() === program;
      const isPath = program.includes('/') || program.endsWith('.sh');
      if (isWhole || !isPath || command.conditional) continue;
      const path = pathInApp(program, viewOf(command, evidence));
      const file = path === undefined ? undefined : app.files.get(path);
      const isMade = startup.commands
        .slice(0, index)
        .some(
          ({ words }) => words[0] === 'chmod' && words.some((word) => word.endsWith(path ?? '')),
        );
      if (file === undefined || file.executable || isMade) continue;
      yield { program, where: command.where };
    }
  },
  message: ({ program }) =>
    `${quote(program)} may not be executed: its mode in the package says no.`,
  fix: ({ program }) =>
    `Call it by its shell, bash ${shellWord(program)}, or mark it in git: git update-index --chmod=+x ${shellWord(program.replace(/^\.\//, ''))}`,
});
