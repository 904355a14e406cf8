// Rules about what earlier deployments left on the site, and about deployments themselves.

import type { SiteDeployment, SiteFile, SiteFiles } from '../../terms/site.js';
import { isOfPlatformBuild, ownLayout } from '../site/site-manifest.js';
import { rule, type Rule } from '../rule.js';

const WWWROOT = { file: '/home/site/wwwroot' };

function fileNamed(entries: readonly SiteFile[], name: string): SiteFile | undefined {
  return entries.find((entry) => entry.name === name && !entry.isFolder);
}

function folderNamed(entries: readonly SiteFile[], name: string): SiteFile | undefined {
  return entries.find((entry) => entry.name === name && entry.isFolder);
}

const OUTPUTS = ['output.tar.zst', 'output.tar.gz'];

/**
 * The archives that no deployment of a zip takes away. Where the package that was deployed last is one of ours with an
 * archive, it has brought the only one that is there, and Kudu deletes it with that package (contract A4).
 */
function leftOutputs({ entries, manifest }: SiteFiles): SiteFile[] {
  const found = OUTPUTS.flatMap((name) => fileNamed(entries, name) ?? []);
  return found.length === 1 && ownLayout(manifest) === 'appTarball' ? [] : found;
}

/** Who deployed, and when, as it stands after "deployment". */
function origin({ deployer, received }: SiteDeployment): string {
  return `${deployer === '' ? '' : ` by '${deployer}'`} of ${received}`;
}

/** How to remove a file of the site: Kudu's own console, since no deployment of a zip does. */
function removal(name: string): string {
  return `Remove it once in the console of the site's SCM service: rm -r /home/site/wwwroot/${name}`;
}

export const siteFilesRules: readonly Rule[] = [
  rule({
    code: 'site/stale-tarball',
    severity: 'error',
    why: 'An archive that an earlier build on the platform left is never deleted by the deployment of a zip, and the start script takes output.tar.zst before output.tar.gz: the app of that build would start again.',
    source: 'F11: Oryx python/scriptgenerator.go:68-81',
    example: {
      bad: 'layout appTarball with gzip over a site with output.tar.zst',
      good: 'layout venvTarball, or the file removed',
    },
    needs: ['siteFiles', 'package'],
    *find({ siteFiles, package: zip }) {
      const old = leftOutputs(siteFiles).find(({ name }) => name === 'output.tar.zst');
      if (zip.inner?.name === 'output.tar.gz' && old) yield { name: old.name, where: WWWROOT };
    },
    message: ({ name }) =>
      `The site holds ${name} of an earlier build, which starts in the place of the package's output.tar.gz.`,
    fix: ({ name }) => `${removal(name)}, or choose the layout venvTarball.`,
  }),
  rule({
    code: 'site/leftover-output',
    severity: 'note',
    why: 'An archive that an earlier build on the platform left is never deleted by the deployment of a zip. The manifest of the package keeps it from being used; a deployment that fails half way leaves no manifest.',
    source: 'F11, F26: contract A4, A5',
    example: { bad: 'output.tar.gz beside antenv.tar.gz', good: 'antenv.tar.gz alone' },
    needs: ['siteFiles', 'layout'],
    *find({ siteFiles, layout }) {
      if (layout === 'appTarball') return;
      for (const { name, size } of leftOutputs(siteFiles)) {
        yield { name, megabytes: (size / 1e6).toFixed(1), where: WWWROOT };
      }
    },
    message: ({ name, megabytes }) =>
      `The site holds ${name} (${megabytes} MB) of an earlier build, which nothing uses any more.`,
    fix: ({ name }) => `${removal(name)}.`,
  }),
  rule({
    code: 'site/leftover-venv',
    severity: 'note',
    why: 'A folder antenv that a build on the platform made is not deleted by the deployment of a zip. In the layout flat its files stay between those of the package; in the others the start script moves it away at the first start, file by file over the network share.',
    source: 'F09: contract A4, A9',
    example: {
      bad: 'layout flat over a folder antenv of another build',
      good: 'an empty folder, or one that Antenv deployed',
    },
    needs: ['siteFiles', 'layout'],
    *find({ siteFiles, layout }) {
      const folder = folderNamed(siteFiles.entries, 'antenv');
      if (!folder || layout === 'appTarball') return;
      // What a zip of ours has brought, the next one takes away.
      if (ownLayout(siteFiles.manifest) === 'flat') return;
      const isFlat = layout === 'flat';
      yield { isFlat, severity: isFlat ? 'warning' : 'note', where: WWWROOT };
    },
    message: ({ isFlat }) =>
      isFlat
        ? 'The site holds a folder antenv of another build, whose files stay between those of the package.'
        : 'The site holds a folder antenv of another build, which the first start has to move away.',
    fix: () => `${removal('antenv')}.`,
  }),
  rule({
    code: 'site/manifest-of-build',
    severity: 'note',
    why: 'The manifest on the site tells how the app there was built. When the platform built it, the site was deployed with a build, and app settings or a deployment source may still ask for one.',
    source: 'A8: Oryx DefaultBuildScriptGenerator.cs:286-327',
    example: {
      bad: 'oryx-manifest.toml with PlatformName="python"',
      good: 'oryx-manifest.toml with AntenvLayout',
    },
    needs: ['siteFiles'],
    *find({ siteFiles }) {
      if (isOfPlatformBuild(siteFiles.manifest)) yield { where: WWWROOT };
    },
    message: () => 'The app that is on the site was built there, by the platform.',
    fix: () =>
      'Nothing, if this deployment is to take its place; check that no other deployment source builds it again.',
  }),
  rule({
    code: 'site/deployment-running',
    severity: 'warning',
    why: 'Two deployments at once end in 409 Conflict, or in a site that holds parts of both.',
    source: 'F26: KuduLite PushDeploymentController.cs:529',
    example: { bad: 'a deployment that is not complete', good: 'all deployments complete' },
    needs: ['siteDeployments'],
    *find({ siteDeployments: [latest] }) {
      if (latest && !latest.complete) yield { ...latest, where: { file: 'deployments' } };
    },
    message: (latest) => `A deployment${origin(latest)} is still running on the site.`,
    fix: () => 'Wait until it has ended, and let pipelines deploy one after another.',
  }),
  rule({
    code: 'site/last-deployment-failed',
    severity: 'note',
    why: 'Kudu removes the manifest first and copies file by file: what a failed deployment left may be half of it.',
    source: 'F26: contract A5',
    example: { bad: 'the latest deployment failed', good: 'the latest deployment succeeded' },
    needs: ['siteDeployments'],
    *find({ siteDeployments: [latest] }) {
      if (latest?.complete === true && latest.status === 'failed') {
        yield { ...latest, where: { file: 'deployments' } };
      }
    },
    message: (latest) => `The latest deployment of the site,${origin(latest)}, failed.`,
    fix: () => 'A restart now may find half an app: deploy a good package.',
  }),
];
