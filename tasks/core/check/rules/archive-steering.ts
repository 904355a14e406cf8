// Rules about files at the root that steer the deployment or the start.

import { findMalformedLine } from '../package/build-env.js';
import { quoted } from '../startup/quoting.js';
import { rule, type Rule } from '../rule.js';
import { sitePaths } from '../package/site-names.js';

export const archiveSteeringRules: readonly Rule[] = [
  rule({
    code: 'archive/deployment-file',
    severity: 'warning',
    why: 'Kudu reads .deployment at the root of the package: it may run a script of its own in place of the copying, turn on a build, or take another folder.',
    source: 'F24: KuduLite SiteBuilderFactory, DeploymentSettingsProvider',
    example: { bad: '.deployment with command = bash build.sh', good: 'no .deployment' },
    needs: ['app'],
    *find(evidence) {
      if (!sitePaths(evidence).includes('.deployment')) return;
      const text = evidence.app.files.get('.deployment')?.text ?? '';
      const keys = [...text.matchAll(/^\s*([A-Za-z_]\w*)\s*=/gm)].map((match) => match[1] ?? '');
      yield { keys, where: { file: '.deployment' } };
    },
    message: ({ keys }) =>
      keys.length > 0
        ? `'.deployment' steers how Kudu deploys the package: it sets ${quoted(keys, 4)}.`
        : "'.deployment' steers how Kudu deploys the package.",
    fix: () => 'Leave it out of the package unless you rely on it.',
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
