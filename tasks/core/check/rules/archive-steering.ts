// Rules about files at the root that steer the deployment or the start.

import { findMalformedLine } from '../package/build-env.js';
import { quoted } from '../quoting.js';
import type { Evidence } from '../evidence.js';
import { rule, type Rule } from '../rule.js';
import { sitePaths } from '../package/site-names.js';
import { hasPackagedVenv } from '../settings/default-command.js';
import { isTrueLike, valueOf } from '../settings/setting-values.js';

export const archiveSteeringRules: readonly Rule[] = [
  rule({
    code: 'archive/deployment-file',
    severity: 'warning',
    why: 'Kudu reads .deployment at the root of the package: it may run a script of its own in place of the copying, turn on a build, or take another folder. An app setting of the same name comes before it.',
    source:
      'F24: KuduLite SiteBuilderFactory, DeploymentSettingsProvider, SettingsProvidersPriority',
    example: { bad: '.deployment with command = bash build.sh', good: 'no .deployment' },
    needs: ['app'],
    *find(evidence) {
      if (!sitePaths(evidence).includes('.deployment')) return;
      const text = evidence.app.files.get('.deployment')?.text ?? '';
      const all = [...text.matchAll(/^\s*([A-Za-z_]\w*)\s*=(.*)$/gm)];
      const lines = all.filter(([, key = '', value = '']) => steers(key, value, evidence));
      const where = { file: '.deployment' };
      const build = lines.find((line) => isBuild(line[1] ?? ''));
      if (build !== undefined && hasPackagedVenv(evidence) !== false) {
        // Settings that were typed in need not be all that the site has.
        const severity = evidence.siteSettings === undefined ? 'warning' : 'error';
        yield { build: build[0].trim(), keys: [], severity, where };
      }
      const keys = lines.filter((line) => line !== build).map(([, key = '']) => key);
      if (keys.length > 0 || all.length === 0) yield { build: undefined, keys, where };
    },
    message: ({ build, keys }) => {
      if (build !== undefined)
        return `'.deployment' says '${build}': unless an app setting says otherwise, the platform builds again and throws the packaged virtual environment away.`;
      return keys.length > 0
        ? `'.deployment' steers how Kudu deploys the package: it sets ${quoted(keys, 4)}.`
        : "'.deployment' steers how Kudu deploys the package.";
    },
    fix: ({ build }) =>
      build === undefined
        ? 'Leave it out of the package unless you rely on it.'
        : 'Leave it out of the package with a line in .antenvignore: /.deployment',
  }),
  rule({
    code: 'archive/build-env-malformed',
    severity: 'error',
    why: 'The start-script generator reads build.env and stops at a line that is no setting, so that the container has nothing to start.',
    source: 'F35: Oryx configuration.go',
    example: { bad: 'PORT 8000', good: 'PORT=8000' },
    needs: ['app'],
    *find({ app, layout }) {
      const text = layout === 'appTarball' ? undefined : app.files.get('build.env')?.text;
      const found = text === undefined ? undefined : findMalformedLine(text);
      if (found) yield { ...found, where: { file: 'build.env', line: found.line } };
    },
    // Not quoted: such a file may hold secrets.
    message: ({ line }) =>
      `Line ${line} of 'build.env' is no NAME=value, and the platform stops before it starts the app.`,
    fix: () => 'Correct the line, or leave build.env out of the package.',
  }),
  rule({
    code: 'archive/run-key-ignored',
    severity: 'warning',
    why: 'The command of run: in appsvc.yaml is put behind the command that starts the server, and so never runs for Python.',
    source: 'F37: Oryx python/main.go',
    example: { bad: 'run: gunicorn app:app', good: 'startup command gunicorn app:app' },
    needs: ['app'],
    *find({ app, layout }) {
      const text = layout === 'appTarball' ? undefined : app.files.get('appsvc.yaml')?.text;
      const lines = (text ?? '').split(/\r?\n/);
      const index = lines.findIndex((line) => /^run\s*:/.test(line));
      if (index >= 0) yield { where: { file: 'appsvc.yaml', line: index + 1 } };
    },
    message: () => "'run:' in 'appsvc.yaml' is never reached for Python apps.",
    fix: () => "Set the command as the web app's startup command.",
  }),
];

const BUILD = 'SCM_DO_BUILD_DURING_DEPLOYMENT';

function isBuild(key: string): boolean {
  return key.toUpperCase() === BUILD;
}

/** Whether a line of .deployment changes anything: app settings come before it, and no build is what a package has anyway. */
function steers(key: string, value: string, { settings = [] }: Evidence): boolean {
  if (valueOf(settings, key) !== undefined || valueOf(settings, key.toUpperCase()) !== undefined)
    return false;
  return !isBuild(key) || isTrueLike(value.trim());
}
