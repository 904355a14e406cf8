// Causes before the start: the deployment, the startup command's quoting, the generator, the parking page.

import { likelyCommand } from '../../sources/app-candidates.js';
import { cause, type Cause } from './cause.js';
import { shorten, type Story } from '../story.js';
import { APP_SETTINGS, STARTUP_COMMAND } from '../../places.js';

/** Where the platform says why there is no start, and what it says. */
function problemOf({ rehearsal: { problem } }: Story, pattern: RegExp): string | undefined {
  const lines = problem?.split('\n').filter((line) => line.trim() !== '') ?? [];
  const line = lines.find((text) => pattern.test(text));
  return line === undefined ? undefined : shorten(line);
}

const singleQuotes = cause({
  code: 'rehearsal/single-quotes',
  severity: 'error',
  why: 'The platform puts the startup command in single quotes and evaluates it; a single quote inside ends them, and the rest is read as shell code.',
  source: 'F78, F79: contract A6',
  example: { bad: "gunicorn 'app:create_app()'", good: 'gunicorn "app:create_app()"' },
  find(story) {
    if (story.ending !== 'refused' || story.rehearsal.reached === 'deploy') return undefined;
    if (!story.rehearsal.startupCommand.includes("'")) return undefined;
    const line = problemOf(story, /syntax error|unexpected EOF|unexpected token|\bflag\b/);
    return line === undefined ? undefined : { line, where: STARTUP_COMMAND };
  },
  message: ({ line }) =>
    `The single quotes in the startup command break the platform's own, and there is no start: ${line}.`,
  fix: () => 'Write double quotes in the startup command: gunicorn "app:create_app()"',
  seen: ({ line }) => line,
});

const staleTarball = cause({
  code: 'rehearsal/stale-tarball',
  severity: 'error',
  why: 'An output.tar.zst that an earlier build left on the site is unpacked in place of the new output.tar.gz; a deployment does not delete it.',
  source: 'F11: contract A4, A9',
  example: {
    bad: 'output.tar.zst of the platform beside output.tar.gz of the package',
    good: 'layout: venvTarball, or an emptied wwwroot',
  },
  find(story) {
    const { staleArchive: file } = story.rehearsal;
    if (file === undefined) return undefined;
    const what = problemOf(story, /./) ?? 'the app of an earlier build is started';
    return { file, what, where: { file } };
  },
  message: ({ file, what }) =>
    `The site's own '${file}' is unpacked, and not the archive of the package: ${what}.`,
  fix: ({ file }) => `Delete ${file} from wwwroot, or choose the layout venvTarball.`,
});

const notDeployed = cause({
  code: 'rehearsal/not-deployed',
  severity: 'error',
  why: 'The package could not be unpacked to the site by the rules of the platform.',
  source: 'F03, F07: contract A2 to A4',
  example: { bad: 'a zip with ../app.py', good: 'a zip whose names stay in the site' },
  find(story) {
    if (story.ending !== 'refused' || story.rehearsal.reached !== 'deploy') return undefined;
    return { line: problemOf(story, /./) ?? '', where: { file: 'package' } };
  },
  message: ({ line }) => `The package cannot be deployed: ${line}.`,
  fix: () => 'Make the package anew, as AntenvPackage does it.',
});

const noStartScript = cause({
  code: 'rehearsal/no-start-script',
  severity: 'error',
  why: "The platform's generator ended without a start script, and the container ends with 'startup.sh: No such file or directory'.",
  source: 'F13 to F17, F103: contract A6 to A10',
  example: { bad: 'CompressDestinationDir = true', good: 'CompressDestinationDir = "true"' },
  find(story) {
    const { problem = '', reached } = story.rehearsal;
    if (story.ending !== 'refused') return undefined;
    const lines = problem.split('\n').filter((line) => line.trim() !== '');
    const line = lines.find((text) => !/startup\.sh: No such file/.test(text)) ?? lines[0] ?? '';
    const bySetting = /'([A-Z][A-Z0-9_]{3,})'/.exec(line)?.[1];
    const isManifest = /manifest|incompatible types|[Dd]estination/.test(line);
    const where = isManifest ? { file: 'oryx-manifest.toml' } : STARTUP_COMMAND;
    return {
      line: shorten(line),
      step: reached === 'init' ? "container's init" : 'generator of the start script',
      bySetting,
      isManifest,
      where: bySetting === undefined ? where : APP_SETTINGS,
    };
  },
  message: ({ line, step }) => `The ${step} stops, and there is no start: ${line}.`,
  fix: ({ bySetting, isManifest }) => {
    if (bySetting !== undefined) return `Correct the app setting ${bySetting}, or delete it.`;
    if (isManifest) return 'Write the manifest as AntenvPackage does it.';
    return 'Put the startup command into a script, startup.sh, and set that as the command.';
  },
});

const parkingPage = cause({
  code: 'rehearsal/parking-page',
  severity: 'error',
  why: 'Where the platform finds no app it starts a page of its own; it answers with 200, and so the deployment looks well.',
  source: 'F01, F85: contract A13',
  example: {
    bad: 'main.py with FastAPI and no startup command',
    good: 'gunicorn -k uvicorn.workers.UvicornWorker main:app',
  },
  find(story) {
    if (story.ending !== 'parked') return undefined;
    const command = likelyCommand(story.sources);
    return { command, isKnown: story.rehearsal.commandKnown, where: STARTUP_COMMAND };
  },
  message: () =>
    'The platform finds no app to start, and shows its parking page instead of the app.',
  fix: ({ command, isKnown }, input) => {
    const one = command === undefined ? ', such as: gunicorn app:app' : `: ${command}`;
    return isKnown
      ? `Set a startup command${one}`
      : `Name the startup command of the site in ${input.name('startupCommand')}, or set one${one}`;
  },
  seen: () => 'the parking page',
});

/** In their order. */
export const platformCauses: readonly Cause[] = [
  singleQuotes,
  staleTarball,
  notDeployed,
  noStartScript,
  parkingPage,
];
