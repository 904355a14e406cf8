// Causes of an app that installs something when it starts: without a network nothing comes.

import { cause, type Cause } from './cause.js';
import { failsAnywhere } from '../fails-anywhere.js';
import { dependenciesFile } from '../../sources/dependencies-of.js';
import { shellError } from '../shell-error.js';
import { findLine, hasFailed, worldSeverity, type Story } from '../story.js';
import { STARTUP_COMMAND } from '../../places.js';

const NO_PACKAGE =
  /No matching distribution found for (\S+)|Could not find a version that satisfies the requirement (\S+)/;
const PIP_RETRIES = /^WARNING: Retrying .*(?:connection broken|pip\._vendor)/;
const OF_UV = /(?:Failed to fetch|Request failed).*(?:pypi\.org|\/simple\/)/;

const installs = cause({
  code: 'rehearsal/installs-at-start',
  severity: 'error',
  why: 'What is installed at the start is installed at every start of every instance, and the site does not start when the index is slow or gone. A rehearsal without network shows it.',
  source: 'F68: OSS support blog 2023-06-09',
  example: {
    bad: 'pip install -r requirements.txt && gunicorn app:app',
    good: 'gunicorn app:app, with the venv in the package',
  },
  find(story) {
    if (!hasFailed(story)) return undefined;
    const refused = findLine(story, NO_PACKAGE);
    const found = refused ?? findLine(story, PIP_RETRIES) ?? findLine(story, OF_UV);
    if (found === undefined) return undefined;
    const { network } = story.rehearsal;
    const name = refused?.match[1] ?? refused?.match[2];
    const file = dependenciesFile(story);
    return { name, file, line: found.line, network, where: STARTUP_COMMAND };
  },
  message: ({ line, network }) =>
    `The start installs packages, which fails${network === 'none' ? ' without network' : ''}: ${line}.`,
  fix: ({ name, file }) =>
    `Remove the installation from the start${name === undefined ? '' : `, and have '${name}' in ${file}`}: the venv in the package is all that is needed.`,
});

/** A rehearsal has neither a network nor the folders of apt and dpkg; on the site there are both. */
const APT_FAILS =
  /^E: (?:Unable to locate package|Failed to fetch|Unable to fetch|Package '.*' has no installation candidate|Could not open lock file|Unable to (?:acquire|lock)|(?:List|Archives) directory .* is missing).*|^dpkg: error: (?!cannot access archive)|\bapt(?:-get)?: (?:command )?not found$|Temporary failure resolving '[\w.-]*(?:debian|ubuntu)[\w.-]*'/;

/** What a system package may bring. */
const SYSTEM_LIBRARY = /\.so\b|\blib\w|shared (?:object|library)/;

/** A module that is missing, or a server at a wrong address, is not for want of a system package. */
function hasOtherFault({ exception, ending, rehearsal: { listening } }: Story): boolean {
  if (ending === 'silent' && listening.length > 0) return true;
  return (
    exception !== undefined && failsAnywhere(exception) && !SYSTEM_LIBRARY.test(exception.message)
  );
}

const systemPackages = cause({
  code: 'rehearsal/system-packages-at-start',
  severity: 'warning',
  why: 'System packages are lost with the container, so that apt-get runs at every start; the site does not start when its servers are slow or gone. Whether it works there is not known here: a rehearsal has no folders of apt and dpkg, and no network.',
  source: 'F69: OSS support blog 2023-06-09',
  example: {
    bad: 'apt-get install -y libgl1 && gunicorn app:app',
    good: 'opencv-python-headless in requirements.txt',
  },
  find(story) {
    if (!hasFailed(story) || hasOtherFault(story)) return undefined;
    const found = findLine(story, APT_FAILS);
    return found && { line: found.line, where: STARTUP_COMMAND, ...worldSeverity(story) };
  },
  message: ({ line }) =>
    `The start installs system packages, which could not be tried in this rehearsal: ${line}.`,
  fix: () =>
    'Use packages that bring their libraries with them, such as opencv-python-headless, or a custom container; then no start has to install anything.',
});

/** Programs of the image (contract A14) that an agent may lack; a service is named as its program or as here. */
const OF_IMAGE = ['sshd', 'ssh', 'cron', 'crontab', 'vim', 'nano', 'curl', 'wget', 'gcc', 'unzip'];

/** Complaints of those who want to be, or to give something to, a user that the rehearsal has not. */
const OTHER_USER =
  /^su: Authentication failure$|^runuser: .*Operation not permitted$|^chown: .*: Invalid argument$|\[Errno 22\] Invalid argument: '\/tmp\/wgunicorn-/;

const notOfRehearsal = cause({
  code: 'rehearsal/image-needed',
  severity: 'warning',
  why: 'The image has users and programs, such as www-data, sshd and cron, that a rehearsal has not. What comes after them could not be tried here.',
  source: 'contract A14: ImageBuilder Dockerfile; measured with a user namespace',
  example: {
    bad: 'service ssh start && gunicorn app:app',
    good: 'gunicorn app:app: the platform starts its SSH server itself',
  },
  find(story) {
    if (!hasFailed(story)) return undefined;
    const user = findLine(story, OTHER_USER);
    const service = findLine(story, /^(ssh|cron): unrecognized service$/);
    const error = shellError(story, 'unknown', 'missing');
    const isOfImage = error !== undefined && OF_IMAGE.includes(error.name.split('/').at(-1) ?? '');
    const line = user?.line ?? service?.line ?? (isOfImage ? error.line : undefined);
    if (line === undefined) return undefined;
    const where = isOfImage ? error.where : STARTUP_COMMAND;
    return { line, isUser: user !== undefined, where, ...worldSeverity(story) };
  },
  message: ({ line, isUser }) =>
    isUser
      ? `The start wants another user, and a rehearsal has none: ${line}.`
      : `The start wants what the image has and this machine has not: ${line}.`,
  fix: ({ isUser }) =>
    isUser
      ? 'Leave the user out: on App Service the app runs as root. Or see on the site that it starts.'
      : 'Install it on the agent to rehearse with it, or see on the site that it starts.',
});

/** In their order. */
export const installCauses: readonly Cause[] = [installs, systemPackages, notOfRehearsal];
