// The commands of the area `task`.
import { basename } from 'node:path';
import { isTrue } from './command.js';
import type { Command } from './command.js';
import { required } from './command-area.js';
import type { CommandArea, CommandEvent } from './command-area.js';
import { relativeToSources } from './layout.js';
import type { Step } from './step.js';
import { mergeResults, taskResults } from './task-run.js';
import type { Issue } from './task-run.js';

/** Source of names, rules and restricted mode: azure-pipelines-agent, TaskCommandExtension.cs. */
export const taskArea: CommandArea = {
  hosts: ['build', 'release'],
  events: new Map<string, CommandEvent>([
    ['debug', { whenRestricted: true, apply: (step, command) => step.debug(command.data) }],
    ['logissue', { whenRestricted: true, apply: logIssue }],
    ['issue', { whenRestricted: true, apply: logIssue }],
    ['setvariable', { whenRestricted: true, apply: setVariable }],
    ['settaskvariable', { whenRestricted: true, apply: setTaskVariable }],
    ['setsecret', { whenRestricted: true, apply: setSecret }],
    ['prependpath', { whenRestricted: true, apply: prependPath }],
    ['setprogress', { whenRestricted: true, apply: setProgress }],
    ['complete', { whenRestricted: true, apply: complete }],
    ['logdetail', { whenRestricted: true, apply: logDetail }],
    ['uploadsummary', { whenRestricted: false, apply: uploadSummary }],
    ['uploadfile', { whenRestricted: false, apply: uploadFile }],
    ['addattachment', { whenRestricted: false, apply: addAttachment }],
    ['setendpoint', { whenRestricted: false, apply: setEndpoint }],
  ]),
};

function logIssue(step: Step, command: Command): void {
  const written = command.properties.get('type');
  if (written === undefined) {
    step.warning('The command task.logissue names no type, so there is no issue.');
    return;
  }
  const type = written.toLowerCase();
  if (type !== 'error' && type !== 'warning') {
    throw new Error(`The issue type is '${written}', not error or warning.`);
  }
  step.addIssue(issueOf(step, type, command));
}

function issueOf(step: Step, type: Issue['type'], { properties, data }: Command): Issue {
  const code = properties.get('code');
  const line = properties.get('linenumber');
  const given = properties.get('sourcepath');
  const sourcepath = given === undefined ? undefined : relativeToSources(step.job, given);
  const place = `${sourcepath}(${line ?? ''},${properties.get('columnnumber') ?? ''})`;
  return {
    type,
    message:
      sourcepath === undefined
        ? data
        : `${place}: ${properties.get('type')} ${code ?? ''}: ${data}`,
    ...(code === undefined ? {} : { code }),
    ...(sourcepath === undefined ? {} : { sourcepath }),
    ...(line === undefined ? {} : { line: Number(line) }),
  };
}

function setVariable(step: Step, command: Command): void {
  const name = required(command, 'variable');
  warnOfReadOnly(step, name);
  const secret = isTrue(command.properties.get('issecret'));
  if (secret) {
    refuseSeveralLines(command.data);
    step.job.masker.add(command.data);
  }
  if (step.maySet(name)) {
    step.setVariable(name, command.data, {
      secret,
      output: isTrue(command.properties.get('isoutput')),
      readOnly: isTrue(command.properties.get('isreadonly')),
      preserveCase: isTrue(command.properties.get('preservecase')),
    });
  }
}

/** The agent sets it all the same, unless the organisation made that an error. */
function warnOfReadOnly(step: Step, name: string): void {
  if (!step.job.variables.isReadOnly(name)) {
    return;
  }
  if (isTrue(step.job.variables.get('agent.readOnlyVariables'))) {
    throw new Error(`Variable '${name}' is read-only.`);
  }
  step.warning(`Variable '${name}' is read-only and was overwritten.`);
}

function refuseSeveralLines(secret: string): void {
  if (secret.includes('\n')) {
    throw new Error('A secret may not have several lines.');
  }
}

function setTaskVariable(step: Step, command: Command): void {
  const name = required(command, 'variable');
  if (isTrue(command.properties.get('issecret'))) {
    refuseSeveralLines(command.data);
    step.job.masker.add(command.data);
  }
  step.taskVariables[name] = command.data;
}

function setSecret(step: Step, command: Command): void {
  step.job.masker.add(command.data);
}

function prependPath(step: Step, { data }: Command): void {
  if (!step.maySet('PATH')) {
    return;
  }
  if (data === '') {
    throw new Error('The command task.prependpath names no folder.');
  }
  const { prependedPaths } = step.job;
  const before = prependedPaths.indexOf(data);
  if (before >= 0) {
    prependedPaths.splice(before, 1);
  }
  prependedPaths.push(data);
}

function setProgress(step: Step, command: Command): void {
  const written = command.properties.get('value') ?? '';
  const percent = /^\s*[+-]?\d+\s*$/.test(written) ? Number(written) : 0;
  step.progress.push({
    percent: Math.min(Math.max(percent, 0), 100),
    operation: command.data,
  });
}

/** `Cancelled`, as task-lib spells it, is refused like any other unknown result. */
function complete(step: Step, command: Command): void {
  const written = required(command, 'result');
  const result = taskResults.find((one) => one === written);
  if (result === undefined) {
    throw new Error(`There is no result '${written}'.`);
  }
  step.result = mergeResults(step.result, result);
  step.resultMessage = command.data;
  if (['true', '1', '$true'].includes(command.properties.get('done')?.toLowerCase() ?? '')) {
    step.onDone();
  }
}

/** Timeline records are only checked, not kept. */
function logDetail(_step: Step, command: Command): void {
  const id = required(command, 'id');
  if (!/^\{?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\}?$/i.test(id)) {
    throw new Error(`The record id '${id}' is no GUID.`);
  }
}

function uploadSummary(step: Step, { data }: Command): void {
  step.attachSummary(basename(data), data);
}

function uploadFile(step: Step, { data }: Command): void {
  step.attach({
    type: 'DistributedTask.Core.FileAttachment',
    name: basename(data),
    path: data,
  });
}

function addAttachment(step: Step, command: Command): void {
  const type = required(command, 'type');
  const name = required(command, 'name');
  for (const text of [type, name]) {
    if (text.includes('/') || text.includes('\0')) {
      throw new Error(`'${text}' cannot be part of a file name.`);
    }
  }
  step.attach({ type, name, path: command.data });
}

/** Only whether the connection is there is checked: no task here changes one. */
function setEndpoint(step: Step, command: Command): void {
  required(command, 'field');
  const id = required(command, 'id');
  if (!step.job.connections.some((connection) => connection.id === id)) {
    throw new Error(`The job has no service connection '${id}'.`);
  }
}
