// A terminal as a host: the same log on a laptop, with colour where the terminal has it.

import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import { createColors } from 'picocolors';
import type { Host, Log } from '../core/host.js';
import { neutralise, redact } from '../core/terms/redaction.js';
import { cancelOnSignals, plainEnvironment } from './cancellation.js';
import { accessOfEnvironment } from './environment-identity.js';
import { networkOfEnvironment, secretsOfNetwork } from './network.js';
import { runProcess } from './processes.js';

/** Where the log goes; a real stream of the process, or a stand-in. */
export interface LogStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * A host for the command line.
 * @param stream takes the log
 */
export function terminalHost(stream: LogStream): Host {
  const secrets: string[] = [];
  const signal = cancelOnSignals();
  const log = terminalLog(stream, secrets);
  const network = networkOfEnvironment(process.env);
  secrets.push(...secretsOfNetwork(network));
  return {
    log,
    env: plainEnvironment(process.env),
    workingFolder: process.cwd(),
    tempFolder: resolve(tmpdir()),
    signal,
    secrets,
    azure: {
      network,
      protect: (secret) => void secrets.push(secret),
      access: () => {
        const access = accessOfEnvironment(process.env);
        if ('identity' in access && access.identity.kind === 'secret')
          secrets.push(access.identity.secret);
        return access;
      },
    },
    packagePathFor: (appRoot) => resolve(`${basename(appRoot)}.zip`),
    run: (command) => runProcess(command, { signal, secrets, line: (text) => log.child(text) }),
  };
}

function terminalLog(stream: LogStream, secrets: readonly string[]): Log {
  const colors = createColors(stream.isTTY === true && process.env['NO_COLOR'] === undefined);
  const print = (text: string, paint: (line: string) => string): void => {
    for (const line of text.split(/\r?\n/)) {
      stream.write(`${paint(neutralise(redact(line, secrets)))}\n`);
    }
  };
  return {
    info: (text) => print(text, (line) => line),
    child: (text) => print(text, (line) => colors.dim(`  ${line}`)),
    warning: (text) => print(text, (line) => colors.yellow(`warning: ${line}`)),
    group: (title) => print(title, (line) => colors.bold(`\n${line}`)),
    endGroup: () => undefined,
    // Groups say what is going on; a percentage would be noise between pip's lines.
    progress: () => undefined,
  };
}
