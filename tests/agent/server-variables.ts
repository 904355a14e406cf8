// The variables that the server sends with a job, as far as a task may want to know them.
import type { HostType } from './layout.js';

/** Values of a made-up project; a test overrides what it cares for. */
export function serverVariables(hostType: HostType): Record<string, string> {
  return { ...common, ...(hostType === 'build' ? ofBuild : ofRelease) };
}

/** The token of the job's own connection to the server. */
export const systemAccessToken = 'access-token-of-the-emulated-job';

/** The server's address. Nothing listens there. */
export const collectionUrl = 'https://dev.azure.com/fabrikam/';

const common = {
  'system.culture': 'en-US',
  'system.servertype': 'Hosted',
  'system.collectionUri': collectionUrl,
  'system.teamFoundationCollectionUri': collectionUrl,
  'system.taskDefinitionsUri': collectionUrl,
  'system.collectionId': '5b0c7d0e-4f6a-4c58-9d4f-0a6c1f9d2b01',
  'system.teamProject': 'Shop',
  'system.teamProjectId': '5b0c7d0e-4f6a-4c58-9d4f-0a6c1f9d2b02',
  'system.definitionId': '7',
  'system.jobId': '5b0c7d0e-4f6a-4c58-9d4f-0a6c1f9d2b03',
  'system.planId': '5b0c7d0e-4f6a-4c58-9d4f-0a6c1f9d2b04',
  'system.timelineId': '5b0c7d0e-4f6a-4c58-9d4f-0a6c1f9d2b04',
  'system.enableAccessToken': 'SecretVariable',
};

const ofBuild = {
  'system.jobName': 'Job',
  'system.jobDisplayName': 'Job',
  'system.stageName': '__default',
  'system.definitionName': 'Shop CI',
  'build.buildId': '42',
  'build.buildNumber': '20260105.3',
  'build.buildUri': 'vstfs:///Build/Build/42',
  'build.containerId': '1042',
  'build.definitionName': 'Shop CI',
  'build.reason': 'IndividualCI',
  'build.repository.id': '5b0c7d0e-4f6a-4c58-9d4f-0a6c1f9d2b05',
  'build.repository.name': 'shop',
  'build.repository.provider': 'TfsGit',
  'build.repository.uri': `${collectionUrl}Shop/_git/shop`,
  'build.sourceBranch': 'refs/heads/main',
  'build.sourceBranchName': 'main',
  'build.sourceVersion': '8f2d1c9b7a6e5d4c3b2a19081726354453627180',
  'build.sourceVersionAuthor': 'Rowan Fabrikam',
  'build.sourceVersionMessage': 'Sell umbrellas',
  'build.requestedFor': 'Rowan Fabrikam',
};

/** No `build.…`: those come only when the primary artifact is a build, and then from the test. */
const ofRelease = {
  'system.jobName': 'Release',
  'release.releaseId': '12',
  'release.releaseName': 'Release-12',
  'release.releaseUri': 'vstfs:///ReleaseManagement/Release/12',
  'release.definitionId': '3',
  'release.definitionName': 'Shop CD',
  'release.definitionEnvironmentId': '5',
  'release.environmentId': '31',
  'release.environmentName': 'Production',
  'release.attemptNumber': '1',
  'release.reason': 'Manual',
  'release.requestedFor': 'Rowan Fabrikam',
  'release.primaryArtifactSourceAlias': '_Shop CI',
};

/** Source: azure-pipelines-agent, Variables.cs:271-285. */
const neutralised: ReadonlySet<string> = new Set([
  'build.sourceversionmessage',
  'build.definitionname',
  'build.sourceversionauthor',
  'system.sourceversionmessage',
  'system.definitionname',
  'system.jobdisplayname',
  'system.phasedisplayname',
  'system.stagedisplayname',
  'release.definitionname',
  'release.environmentname',
  'agent.machinename',
  'agent.name',
]);

/** The value as the agent takes it over: people's own words can carry no command. */
export function takeOver(name: string, value: string): string {
  return neutralised.has(name.toLowerCase()) ? value.replace(/##vso/gi, '**vso') : value;
}
