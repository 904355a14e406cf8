// The command that the platform makes up when the site has none (platform contract A13).

import { availableParallelism } from 'node:os';

import { TRUE } from './build-env.js';
import { detectApp } from './framework.js';
import type { GeneratorFlags } from './generator-flags.js';
import type { OnHost } from './inside.js';
import { panic } from './platform-failure.js';

const DEFAULT_SITE = '/opt/defaultsite';

/** What Go takes for false; an empty variable counts as none. */
const FALSE = ['', '0', 'f', 'F', 'FALSE', 'false', 'False'];

/** Both are one program to the image. */
const DEBUGGERS = ['ptvsd', 'debugpy'];

export interface DefaultCommandParts {
  readonly onHost: OnHost;
  readonly environment: Readonly<Record<string, string>>;
  readonly flags: GeneratorFlags;
  readonly appPath: string;
  /** As the manifest has it, else the environment. */
  readonly pythonVersion: string;
}

export interface DefaultCommand {
  readonly command: string;
  /** No app was found: it is the platform's own page that starts. */
  readonly parked: boolean;
}

/** @throws PlatformFailure `generator` for a switch that is neither on nor off */
export async function defaultCommand(parts: DefaultCommandParts): Promise<DefaultCommand> {
  const { onHost, environment, flags, appPath } = parts;
  const found = await detectApp(onHost, appPath, () => hasFastApi(parts));
  const parked = found === undefined;
  const folder = parked ? DEFAULT_SITE : appPath;
  if (DEBUGGERS.includes(flags.debugAdapter)) {
    const module = found?.debug ?? 'application.py';
    const wait = flags.debugWait ? ' --wait-for-client' : '';
    const listen = `--listen 0.0.0.0:${flags.debugPort}${wait}`;
    return { command: `cd ${folder} && python -m debugpy ${listen} -m ${module}`, parked };
  }
  const settings = gunicornSettings(environment, folder);
  const module = found?.gunicorn ?? 'application:app';
  return { command: `GUNICORN_CMD_ARGS="${settings}" gunicorn ${module}`, parked };
}

/** Without `--bind`: gunicorn itself listens at `$PORT`. */
function gunicornSettings(environment: DefaultCommandParts['environment'], folder: string): string {
  const config = environment['PYTHON_USE_GUNICORN_CONFIG_FROM_PATH'] ?? '';
  return [
    `--timeout 600 --access-logfile '-' --error-logfile '-'`,
    ...(config === '' ? [] : [`-c ${config}`]),
    ...workers(environment),
    `--chdir=${folder}`,
  ].join(' ');
}

function workers(environment: DefaultCommandParts['environment']): string[] {
  if (!readSwitch(environment, 'PYTHON_ENABLE_GUNICORN_MULTIWORKERS')) return [];
  const count =
    environment['PYTHON_GUNICORN_CUSTOM_WORKER_NUM'] || String(2 * availableParallelism() + 1);
  const threads = environment['PYTHON_GUNICORN_CUSTOM_THREAD_NUM'] || undefined;
  return [`--workers=${count}`, ...(threads === undefined ? [] : [`--threads=${threads}`])];
}

/** From Python 3.14 on, by the number alone; a version of one number is none. */
function hasFastApi({ pythonVersion, environment }: DefaultCommandParts): boolean {
  const [major = NaN, minor = NaN] = pythonVersion.split('.').map((part) => parseInt(part, 10));
  const isNewEnough = minor >= (major > 3 ? 0 : 14) && major >= 3;
  return isNewEnough && !readSwitch(environment, 'DISABLE_FASTAPI_DETECTION');
}

/** Go's own idea of a boolean; anything else ends the generator. */
function readSwitch(environment: DefaultCommandParts['environment'], name: string): boolean {
  const value = environment[name] ?? '';
  if (TRUE.includes(value)) return true;
  if (FALSE.includes(value)) return false;
  throw panic(`Invalid value '${value}' for '${name}'. Value can either be 'true' or 'false'.`);
}
