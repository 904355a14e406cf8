// The commands that the agent carries to the server: artifacts, builds and releases.
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from './command.js';
import { required } from './command-area.js';
import type { CommandArea, CommandEvent } from './command-area.js';
import type { Step } from './step.js';

/** Source: azure-pipelines-agent, Build/ArtifactCommandExtension.cs. */
export const artifactArea: CommandArea = {
  hosts: ['build', 'release'],
  events: new Map<string, CommandEvent>([
    ['associate', { whenRestricted: false, apply: associateArtifact }],
    ['upload', { whenRestricted: false, apply: uploadArtifact }],
  ]),
};

/** Source: azure-pipelines-agent, Build/BuildCommandExtension.cs. */
export const buildArea: CommandArea = {
  hosts: ['build', 'release'],
  events: new Map<string, CommandEvent>([
    ['uploadlog', { whenRestricted: false, apply: uploadLog }],
    ['uploadsummary', { whenRestricted: false, apply: uploadSummary }],
    ['updatebuildnumber', { whenRestricted: false, apply: updateBuildNumber }],
    ['addbuildtag', { whenRestricted: false, apply: addBuildTag }],
  ]),
};

/** Source: azure-pipelines-agent, Release/ReleaseCommandExtension.cs. */
export const releaseArea: CommandArea = {
  hosts: ['release'],
  events: new Map<string, CommandEvent>([
    ['updatereleasename', { whenRestricted: false, apply: updateReleaseName }],
  ]),
};

function associateArtifact(step: Step, command: Command): void {
  needVariable(step, 'Build.BuildId');
  required(command, 'artifactname');
  const type = command.properties.get('artifacttype') ?? inferType(command.data);
  if (type === '') {
    throw new Error('The command artifact.associate names no artifact type.');
  }
  if (type.toLowerCase() !== 'filepath' && step.job.hostType !== 'build') {
    throw new Error(`An artifact of type '${type}' cannot be associated in a release.`);
  }
}

function inferType(location: string): string {
  if (location.startsWith('\\\\')) {
    return 'filepath';
  }
  if (location.startsWith('$/')) {
    return 'versioncontrol';
  }
  return location.startsWith('#/') ? 'container' : '';
}

function uploadArtifact(step: Step, command: Command): void {
  needVariable(step, 'Build.BuildId');
  needVariable(step, 'Build.ContainerId');
  required(command, 'artifactname');
  const path = command.data;
  if (step.job.hostType !== 'build' && !path.startsWith('\\\\')) {
    throw new Error('An artifact cannot be uploaded in a release.');
  }
  if (path === '' || !existsSync(path)) {
    throw new Error(`The artifact does not exist: '${path}'.`);
  }
}

function uploadLog(step: Step, { data }: Command): void {
  needFile(data);
  step.attach({ type: 'DistributedTask.Core.Log', name: 'CustomToolLog', path: data });
}

/** Deprecated, but alive: needs no build. */
function uploadSummary(step: Step, { data }: Command): void {
  needFile(data);
  step.attachSummary(`CustomMarkDownSummary-${basename(data)}`, data);
}

function updateBuildNumber(step: Step, { data }: Command): void {
  needVariable(step, 'Build.BuildId');
  if (data === '') {
    throw new Error('The command build.updatebuildnumber names no number.');
  }
  step.job.variables.set('build.buildNumber', data);
}

function addBuildTag(step: Step, { data }: Command): void {
  needVariable(step, 'Build.BuildId');
  if (data.trim() === '') {
    throw new Error('The command build.addbuildtag names no tag.');
  }
}

function updateReleaseName(step: Step, { data }: Command): void {
  needVariable(step, 'Release.ReleaseId');
  if (data === '') {
    throw new Error('The command release.updatereleasename names no name.');
  }
  step.job.variables.set('release.releaseName', data);
}

function needVariable(step: Step, name: string): void {
  if (step.job.variables.get(name) === undefined) {
    throw new Error(`The job has no variable ${name}.`);
  }
}

function needFile(path: string): void {
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) {
    throw new Error(`The file does not exist: '${path}'.`);
  }
}
