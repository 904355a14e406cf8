// Handles one line of a task's output: runs the command in it, or writes the line to the log.
import { parseCommand, unescapeCommand } from './command.js';
import type { Command } from './command.js';
import type { CommandArea } from './command-area.js';
import { artifactArea, buildArea, releaseArea } from './server-commands.js';
import type { Step } from './step.js';
import { taskArea } from './task-commands.js';

/**
 * Source of hosts and names: azure-pipelines-agent, the files named in `*CommandExtension.cs`.
 * Test results, code coverage and telemetry are taken note of only.
 */
const areas: ReadonlyMap<string, CommandArea> = new Map([
  ['task', taskArea],
  ['artifact', artifactArea],
  ['build', buildArea],
  ['release', releaseArea],
  ['results', { hosts: ['build', 'release'], events: 'noted' }],
  ['codecoverage', { hosts: ['build'], events: 'noted' }],
  ['telemetry', { hosts: ['build', 'release'], events: 'noted' }],
]);

/**
 * Takes one line of either stream. Source: azure-pipelines-agent, NodeHandler.cs:604-618 and
 * WorkerCommandManager.cs:69-146.
 */
export function receiveLine(step: Step, line: string): void {
  step.lines.push(line);
  if (!tryCommand(step, line)) {
    step.write(line);
  }
}

/** Returns whether the line was a command, and therefore is not shown. */
function tryCommand(step: Step, line: string): boolean {
  const command = parseCommand(line);
  if (command === undefined) {
    if (line.includes('##vso')) {
      step.warning(`'${line}' holds '##vso' but is no well-formed command.`);
    }
    return false;
  }
  step.commands.push(command);
  const area = areas.get(command.area.toLowerCase());
  if (area === undefined) {
    step.warning(`There are no commands ##vso[${command.area}.…].`);
    return true;
  }
  if (!area.hosts.includes(step.job.hostType)) {
    step.failCommand(`##vso[${command.area}.…] does not work in a ${step.job.hostType}.`);
    return false;
  }
  runCommand(step, area, command, line);
  return true;
}

function runCommand(step: Step, area: CommandArea, command: Command, line: string): void {
  try {
    applyCommand(step, area, command);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    step.failCommand(`The command '${line}' could not be carried out.`, reason);
  }
  if (`${command.area}.${command.event}`.toLowerCase() !== 'task.debug') {
    step.debug(`Processed: ${unescapeCommand(line)}`);
  }
}

function applyCommand(step: Step, area: CommandArea, command: Command): void {
  if (area.events === 'noted') {
    return;
  }
  const event = area.events.get(command.event.toLowerCase());
  if (event === undefined) {
    throw new Error(`There is no command ##vso[${command.area}.${command.event}].`);
  }
  if (step.mayRun(event.whenRestricted)) {
    event.apply(step, command);
  } else {
    step.warning(`##vso[${command.area}.${command.event}] is not allowed in this step.`);
  }
}
