// A terminal as a host: the same log on a laptop, with colour where the terminal has it.

import { tmpdir } from 'node:os';
import { basename, resolve } from 'node:path';
import { createColors } from 'picocolors';
import type { Host, Log, RunProgress } from '../core/host.js';
import type { InputWords } from '../core/terms/input-name.js';
import { neutralise, oneLine, redact } from '../core/terms/redaction.js';
import { cancelOnSignals, plainEnvironment } from './cancellation.js';
import { accessOfEnvironment } from './environment-identity.js';
import { LiveLine } from './live-line.js';
import { networkOfEnvironment, secretsOfNetwork } from './network.js';
import type { Clock } from './pace.js';
import { runProcess } from './processes.js';
import { progressLines } from './progress-lines.js';

/** Where the log goes; a real stream of the process, or a stand-in. */
export interface LogStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * A host for the command line.
 * @param stream takes the log
 * @param input how the command line calls an input
 * @param clock says how much time has gone, for what is shown of progress
 */
export function terminalHost(stream: LogStream, input: InputWords, clock?: Clock): Host {
  const secrets: string[] = [];
  const signal = cancelOnSignals();
  const log = terminalLog(stream, secrets, clock);
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
    input,
    packagePathFor: (appRoot) => resolve(`${basename(appRoot)}.zip`),
    run: (command) => runProcess(command, { signal, secrets, line: (text) => log.child(text) }),
  };
}

function terminalLog(stream: LogStream, secrets: readonly string[], clock: Clock | undefined): Log {
  const isTerminal = stream.isTTY === true;
  // Set and empty is not set: https://no-color.org.
  const colors = createColors(isTerminal && !process.env['NO_COLOR']);
  // A dumb terminal has no line that could be drawn over.
  const isLive = isTerminal && process.env['TERM'] !== 'dumb';
  const live = isLive ? new LiveLine(stream, colors.dim, clock) : undefined;
  // Where Node.js itself ends the run, nobody ends the stage.
  if (live) process.once('exit', () => live.clear());
  const print = (text: string, paint: (line: string) => string): void => {
    live?.clear();
    stream.write(`${paint(oneLine(neutralise(redact(text, secrets))))}\n`);
  };
  const info = (text: string): void => print(text, (line) => line);
  const plain = progressLines({ begin: () => undefined, line: (_, words) => info(words) }, clock);
  return {
    info,
    child: (text) => print(text, (line) => colors.dim(`  ${line}`)),
    warning: (text) => print(text, (line) => colors.yellow(`warning: ${line}`)),
    group: (title) => print(title, (line) => colors.bold(`\n${line}`)),
    endGroup: () => live?.clear(),
    progress: (told: RunProgress) => (live ? live.take(told) : plain(told)),
  };
}
