// The container's entry point: what becomes of the site's startup command (platform contract A6).

import { readFile, rm } from 'node:fs/promises';

import { SITE_ROOT, VENV_NAME } from '../../terms/layout.js';
import { readFlags, type GeneratorFlags } from './generator-flags.js';
import { findPlainFile } from './container-files.js';
import type { Inside, OnHost } from './inside.js';
import { PlatformFailure } from './platform-failure.js';

const ARGUMENTS_FILE = '/opt/startup/arguments';

/** A part of the command that breaks out of its quotes runs here, and may be a server. */
const SECONDS = 20;

/**
 * Runs in bash, as on the platform, because the command goes through `eval` between single quotes:
 * one inside it breaks out. `oryx` stands in for the generator and keeps the arguments it was given.
 */
const INIT = `
startup_command=$1
oryx() { printf '%s\\0' "$@" > ${ARGUMENTS_FILE}; }
arguments='create-script -appPath ${SITE_ROOT} -output /opt/startup/startup.sh'
arguments+=' -virtualEnvName ${VENV_NAME} -defaultApp /opt/defaultsite'
if [ -n "$startup_command" ]; then
  if [[ $startup_command != *[[:space:]]* && -f $startup_command ]]; then
    if [[ $startup_command == *.sh ]]; then
      chmod +x "$startup_command"
      arguments+=" -userStartupCommand $startup_command"
    else
      arguments+=" -userStartupCommand '$(head -n 1 "$startup_command")'"
    fi
  else
    arguments+=" -userStartupCommand '$startup_command'"
  fi
fi
if [ "$APPSVC_REMOTE_DEBUGGING" = TRUE ]; then
  arguments+=" -debugAdapter ptvsd -debugPort $APPSVC_TUNNEL_PORT"
  if [ "$APPSVC_REMOTE_DEBUGGING_BREAK" = TRUE ]; then arguments+=' -debugWait'; fi
fi
eval "oryx $arguments"
`;

export interface InitParts {
  readonly inside: Inside;
  readonly onHost: OnHost;
  readonly environment: Readonly<Record<string, string>>;
}

/** What the entry point made of a startup command. */
export interface Initialised {
  readonly flags: GeneratorFlags;
  /** What was said meanwhile, mostly by parts of the command that ran too early. */
  readonly output: string;
}

/**
 * Works out what the generator gets for a site's startup command.
 * @throws PlatformFailure `init` when the quoting breaks, which leaves the container without a
 * start script, or when what broke out of the quotes does not end; `generator` for a flag it does not know
 */
export async function initCommand(
  { inside, onHost, environment }: InitParts,
  startupCommand: string,
): Promise<Initialised> {
  const words = ['/bin/bash', '--norc', '-c', INIT, 'init', startupCommand];
  const { code, output } = await inside(words, environment, SECONDS);
  const given = await takeArguments(onHost);
  if (given === undefined)
    throw initFailure(`${output.trim()}\nstartup.sh: No such file or directory`);
  if (code === null) {
    throw initFailure(
      `A part of the startup command ran in the container's entry point, outside of its quotes, and had not ended after ${SECONDS} seconds.\n${output.trim()}`,
    );
  }
  return { flags: readFlags(given), output };
}

/** Read and removed: the app must not find it. */
async function takeArguments(onHost: OnHost): Promise<string[] | undefined> {
  const path = await findPlainFile(onHost, ARGUMENTS_FILE);
  if (path === undefined) return undefined;
  try {
    const text = await readFile(path, 'utf8');
    return text.split('\0').slice(0, -1);
  } finally {
    await rm(path, { force: true });
  }
}

function initFailure(words: string): PlatformFailure {
  return new PlatformFailure({ step: 'init', words: words.trim() });
}
