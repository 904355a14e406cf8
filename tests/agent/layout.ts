// The folders of a job on the agent, and the variables that name them.
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAbsolute, join, normalize, relative } from 'node:path';

/** A build (YAML or classic) with one checkout, or a classic release. */
export type HostType = 'build' | 'release';

/** Where a job works. */
export interface Layout {
  readonly hostType: HostType;
  /** The agent's own folder. */
  readonly root: string;
  readonly workFolder: string;
  /** `_work/1/s` in a build, `_work/r1/a` in a release: System.DefaultWorkingDirectory. */
  readonly sources: string;
  /** `_work/1/a`; a release has none. */
  readonly staging: string | undefined;
  readonly temp: string;
}

/**
 * Makes the folders, keeps what lies in them, and empties the temporary one, as the agent does at
 * the start of each job. @throws Error when `root` is no folder.
 */
export async function makeLayout(hostType: HostType, root: string): Promise<Layout> {
  if (!(await stat(root)).isDirectory()) {
    throw new Error(`the agent's root is no folder: ${root}`);
  }
  const layout = layoutOf(hostType, root);
  for (const folder of foldersOf(layout)) {
    await mkdir(folder, { recursive: true });
  }
  for (const name of await readdir(layout.temp)) {
    await rm(join(layout.temp, name), { recursive: true, force: true });
  }
  return layout;
}

function layoutOf(hostType: HostType, root: string): Layout {
  const workFolder = join(root, '_work');
  return {
    hostType,
    root,
    workFolder,
    sources: join(workFolder, hostType === 'build' ? '1/s' : 'r1/a'),
    staging: hostType === 'build' ? join(workFolder, '1/a') : undefined,
    temp: join(workFolder, '_temp'),
  };
}

function foldersOf({ hostType, workFolder, sources, temp }: Layout): string[] {
  const ofBuild = ['1/a', '1/b', '1/TestResults'].map((name) => join(workFolder, name));
  const common = [sources, temp, join(workFolder, '_tool')];
  return hostType === 'build' ? [...common, ...ofBuild] : common;
}

/**
 * Roots a `filePath` input as the agent does: an empty value becomes the root itself, and an
 * absolute one is normalised. Source: azure-pipelines-agent, TaskRunner.cs:598-650,
 * Build/BuildJobExtension.cs:32-99, Release/ReleaseJobExtension.cs:65-115.
 */
export function rootedPath(root: string, value: string): string {
  if (value === '') {
    return root;
  }
  return normalize(isAbsolute(value) ? value : `${root}/${value}`);
}

/**
 * The path of an issue as the run's page shows it: in a build, a file of the repository is named
 * from the repository's root. Source: azure-pipelines-agent, BuildJobExtension.ConvertLocalPath.
 */
export function relativeToSources(layout: Layout, path: string): string {
  const inSources = relative(layout.sources, path);
  const outside = inSources === '' || inSources.startsWith('..') || isAbsolute(inSources);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  return layout.hostType === 'build' && isAbsolute(path) && isFile && !outside ? inSources : path;
}

/**
 * The variables that the agent itself sets. Source: azure-pipelines-agent, JobRunner.cs:187-235,
 * Build/BuildJobExtension.cs:141-191, Release/ReleaseJobExtension.cs:369-455.
 */
export function agentVariables(layout: Layout): Record<string, string> {
  return { ...commonVariables(layout), ...folderVariables(layout) };
}

const operatingSystems: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Linux',
  darwin: 'Darwin',
  win32: 'Windows_NT',
};

function commonVariables({ hostType, root, workFolder, temp }: Layout): Record<string, string> {
  return {
    'agent.id': '1',
    'agent.name': 'Emulated agent',
    'agent.version': '5.278.0',
    'agent.homedirectory': root,
    'agent.RootDirectory': workFolder,
    'agent.workfolder': workFolder,
    'agent.ToolsDirectory': join(workFolder, '_tool'),
    'agent.TempDirectory': temp,
    'agent.jobname': hostType === 'build' ? 'Job' : 'Agent job',
    'agent.jobstatus': 'Succeeded',
    'agent.cloudid': '',
    'agent.isselfhosted': '1',
    'agent.machinename': hostname(),
    'agent.os': operatingSystems[process.platform] ?? process.platform,
    'agent.osarchitecture': process.arch.toUpperCase(),
    'agent.acceptteeeula': 'False',
    'system.workfolder': workFolder,
    'system.hosttype': hostType,
  };
}

function folderVariables({ hostType, workFolder, sources }: Layout): Record<string, string> {
  if (hostType === 'release') {
    return {
      'agent.releaseDirectory': sources,
      'system.artifactsDirectory': sources,
      'system.defaultworkingdirectory': sources,
    };
  }
  const pipeline = join(workFolder, '1');
  const staging = join(pipeline, 'a');
  return {
    'agent.builddirectory': pipeline,
    'pipeline.workspace': pipeline,
    'system.defaultworkingdirectory': sources,
    'build.sourcesdirectory': sources,
    'build.repository.localpath': sources,
    'build.artifactstagingdirectory': staging,
    'build.stagingdirectory': staging,
    'system.artifactsdirectory': staging,
    'build.binariesdirectory': join(pipeline, 'b'),
    'common.testresultsdirectory': join(pipeline, 'TestResults'),
  };
}
