// The agent as a host: the one file that knows azure-pipelines-task-lib.

import { APP_SETTINGS, JOB_SECRETS } from './job-secrets.js';
import { JOB_CONNECTIONS, PROXY_PASSWORD } from './job-connections.js';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import * as tl from 'azure-pipelines-task-lib/task';
import type { AzureDoor, Host, Log } from '../core/host.js';
import { Inputs } from '../core/inputs.js';
import type { Issue } from '../core/report/findings.js';
import { explainError } from '../core/report/explain.js';
import { Stopped } from '../core/terms/failure.js';
import { asInput } from '../core/terms/input-name.js';
import { neutralise, oneLine, redact } from '../core/terms/redaction.js';
import { VERSION } from '../core/version.js';
import { cancelOnSignals, plainEnvironment } from './cancellation.js';
import { networkOfAgent, secretsOfNetwork } from './network.js';
import { runProcess } from './processes.js';
import { progressLines } from './progress-lines.js';
import { accessOfConnection } from './service-connection.js';
import { finished } from './unfinished.js';

/** What a task gives back when it came to its end. */
export interface TaskResult {
  /** One line. */
  readonly message: string;
  /** Markdown for the run's summary. */
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Errors and warnings for the run's page, most important first. */
  readonly issues?: readonly Issue[];
  /** A judgement may fail the step though the work was done: with its issues, or with the message besides. */
  readonly ending: 'succeeded' | 'failed' | 'failed with an error';
}

export type Task = (inputs: Inputs, host: Host) => Promise<TaskResult>;

/** Runs a task and turns whatever happens into one result. */
export async function underAgent(name: string, task: Task): Promise<void> {
  const secrets = [...JOB_SECRETS];
  try {
    const host = agentHost(secrets);
    host.log.info(`${name} ${VERSION}, Node.js ${process.versions.node}`);
    const result = await finished(task(new Inputs(inputSource()), host));
    const { message, summary, outputs, issues = [], ending } = result;
    for (const [variable, value] of Object.entries(outputs)) {
      tl.setVariable(variable, value, false, true);
    }
    await uploadSummary(host, name, summary);
    for (const issue of issues) logIssue(issue, secrets);
    end(ending, safe(message, secrets));
  } catch (error) {
    tl.setResult(tl.TaskResult.Failed, wordsFor(error, secrets));
  }
}

function logIssue(
  { severity, message, code, file, line }: Issue,
  secrets: readonly string[],
): void {
  const type = severity === 'error' ? tl.IssueType.Error : tl.IssueType.Warning;
  const text = safe(message, secrets).replace(/\s+/g, ' ');
  // The agent turns a source path into a link where the file is one of the repository's.
  const path = /\.\w+$/.test(file) ? file : undefined;
  tl.logIssue(type, text, path, line, undefined, code);
}

/** task-lib's own way of failing makes the message one more issue. */
function end(ending: TaskResult['ending'], message: string): void {
  if (ending === 'succeeded') tl.setResult(tl.TaskResult.Succeeded, message);
  else if (ending === 'failed with an error') tl.setResult(tl.TaskResult.Failed, message);
  else tl.command('task.complete', { result: 'Failed', done: 'true' }, message);
}

const HINT = 'Run again with the variable System.Debug set to true, and report what it prints.';

function wordsFor(error: unknown, secrets: readonly string[]): string {
  if (error instanceof Error && error.stack !== undefined) tl.debug(safe(error.stack, secrets));
  return safe(explainError(error, HINT), secrets);
}

/** @param secrets of the job; more are added to it as they become known */
function agentHost(secrets: string[]): Host {
  const signal = cancelOnSignals();
  const log = agentLog(secrets);
  return {
    log,
    env: plainEnvironment(process.env),
    workingFolder: process.cwd(),
    tempFolder: resolve(tl.getVariable('Agent.TempDirectory') ?? tmpdir()),
    signal,
    secrets,
    azure: azureDoor(secrets),
    input: asInput,
    packagePathFor,
    run: (command) => runProcess(command, { signal, secrets, line: (text) => log.child(text) }),
  };
}

function azureDoor(secrets: string[]): AzureDoor {
  const network = networkOfAgent(process.env, PROXY_PASSWORD);
  const accessToken = JOB_CONNECTIONS['ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN'];
  secrets.push(...secretsOfNetwork(network), ...(accessToken === undefined ? [] : [accessToken]));
  const protect = (secret: string): void => {
    secrets.push(secret);
    // The agent takes single lines only; it knows the parts of a service connection already.
    if (!/[\r\n]/.test(secret)) tl.setSecret(secret);
  };
  return {
    network,
    protect,
    access: (connection) => {
      if (connection === undefined) throw new Stopped({ code: 'site-connection-missing' });
      const access = accessOfConnection(
        { endpoints: JOB_CONNECTIONS, env: process.env },
        connection,
      );
      if ('identity' in access && access.identity.kind === 'secret')
        protect(access.identity.secret);
      return access;
    },
  };
}

function safe(text: string, secrets: readonly string[]): string {
  return neutralise(redact(text, secrets));
}

function agentLog(secrets: readonly string[]): Log {
  const print = (prefix: string, text: string): void =>
    console.log(`${prefix}${oneLine(safe(text, secrets))}`);
  return {
    info: (text) => print('', text),
    child: (text) => print('', text),
    warning: (text) => tl.warning(oneLine(safe(text, secrets))),
    group: (title) => print('##[group]', title),
    endGroup: () => console.log('##[endgroup]'),
    progress: progressLines({
      begin: (percent, title) => tl.setProgress(percent, title),
      line: (percent, words) => {
        tl.setProgress(percent, words);
        print('', words);
      },
    }),
  };
}

/** Folders that an empty path becomes on its way through the agent, in builds and in releases. */
const ROOTS = [
  'Build.SourcesDirectory',
  'Build.Repository.LocalPath',
  'System.DefaultWorkingDirectory',
  'System.ArtifactsDirectory',
];

function inputSource(): ConstructorParameters<typeof Inputs>[0] {
  const roots = ROOTS.flatMap((name) => tl.getVariable(name) ?? []).map((path) => resolve(path));
  return {
    // task-lib prints what it is asked for as a debug line.
    value: (name) => (name === 'appSettings' ? APP_SETTINGS : tl.getInput(name)),
    workingFolder: tl.getVariable('System.DefaultWorkingDirectory') ?? process.cwd(),
    emptyPaths: roots,
  };
}

/** A classic release has no staging folder; what the next step deploys lies among its artifacts. */
function packagePathFor(appRoot: string): string {
  const folder =
    tl.getVariable('Build.ArtifactStagingDirectory') ??
    tl.getVariable('System.ArtifactsDirectory') ??
    tl.getVariable('System.DefaultWorkingDirectory') ??
    process.cwd();
  const isWholeRoot = ROOTS.some(
    (name) => resolve(tl.getVariable(name) ?? '/') === resolve(appRoot),
  );
  return join(folder, isWholeRoot ? 'app.zip' : `${basename(appRoot)}.zip`);
}

/** The agent reads the file when the step has ended, so it stays; its folder is emptied after the job. */
async function uploadSummary(host: Host, name: string, summary: string): Promise<void> {
  const path = join(host.tempFolder, `${name}-${randomBytes(4).toString('hex')}.md`);
  await writeFile(path, summary, { mode: 0o600 });
  tl.uploadSummary(path);
}
