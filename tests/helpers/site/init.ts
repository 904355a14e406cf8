// The container's init: what becomes of the site's startup command (platform contract A6).

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runInside, type PrivateRoot } from './namespace.js';

const COMMAND_FILE = '/opt/startup/command';
const SECONDS = 60;

/**
 * Runs in bash, as on the platform, because the command goes through `eval` between single quotes:
 * one inside it breaks out. `oryx` stands in for the generator and keeps the command it was given.
 */
const INIT = `
startup_command=$1
oryx() {
  : > ${COMMAND_FILE}
  while [ $# -gt 0 ]; do
    if [ "$1" = -userStartupCommand ]; then printf %s "$2" > ${COMMAND_FILE}; return; fi
    shift
  done
}
arguments='create-script -appPath /home/site/wwwroot -virtualEnvName antenv'
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
eval "oryx $arguments"
`;

/**
 * Works out the command that the generator gets for a site's startup command; empty when it has to
 * detect the app. Throws when the quoting breaks, which leaves the container without a start script.
 */
export async function readStartupCommand(
  root: PrivateRoot,
  environment: Readonly<Record<string, string>>,
  startupCommand: string,
): Promise<string> {
  const words = ['/bin/bash', '-c', INIT, 'init', startupCommand];
  const { stdout, stderr } = await runInside(
    root,
    words,
    '/home/site/wwwroot',
    environment,
    SECONDS,
  );
  try {
    return await readFile(join(root.folder, COMMAND_FILE), 'utf8');
  } catch {
    throw new Error(`startup.sh: No such file or directory\n${stdout}${stderr}`);
  }
}
