// The startup file beside a whole-app tarball, and files that Kudu never copies.

import assert from 'node:assert/strict';
import { findStartupFile, tellNeverCopied } from '../../../tasks/core/pack/startup-file.js';
import { asInput } from '../../../tasks/core/terms/input-name.js';
import { LAYOUTS } from '../../../tasks/core/terms/layout.js';
import { bytesEntry } from '../../helpers/entries.js';

const app = ['app.py', 'startup.sh', 'scripts/start.sh', 'startup.txt'].map((path) =>
  bytesEntry(path, ''),
);

const HINT =
  "startupCommand is empty. If the web app's startup command is a .sh file, give it here, so that the platform finds the file.";

describe('findStartupFile', () => {
  const cases = [
    { given: 'startup.sh', expect: 'startup.sh', told: [] },
    { given: '  ./startup.sh ', expect: 'startup.sh', told: [] },
    { given: '/home/site/wwwroot/startup.sh', expect: 'startup.sh', told: [] },
    { given: 'scripts/start.sh', expect: 'scripts/start.sh', told: [] },
    // The container takes the first line of any other file.
    { given: 'startup.txt', expect: undefined, told: [] },
    { given: 'gunicorn app:app', expect: undefined, told: [] },
    { given: 'bash startup.sh', expect: undefined, told: [] },
    { given: undefined, expect: undefined, told: [HINT] },
    {
      given: 'start.sh',
      expect: undefined,
      told: ["The startup file 'start.sh' is not in the package."],
    },
  ];

  for (const { given, expect, told } of cases) {
    it(`${given ?? 'nothing'}: ${expect ?? 'no file'}`, () => {
      const said: string[] = [];
      const tell = {
        warn: (text: string) => void said.push(text),
        note: (text: string) => void said.push(text),
      };
      assert.equal(findStartupFile(tell, given, app, asInput), expect);
      assert.deepEqual(said, told);
    });
  }
});

describe('tellNeverCopied', () => {
  const entries = ['.deployment', 'deploy.sh', 'tools/Deploy.sh', 'sub/.deployment', 'x.sh'].map(
    (path) => bytesEntry(path, ''),
  );

  for (const layout of LAYOUTS) {
    it(layout, () => {
      const said: string[] = [];
      tellNeverCopied(
        { warn: (text) => void said.push(text), note: () => undefined },
        layout,
        entries,
        asInput,
      );
      const never = (path: string): string =>
        `'${path}' never reaches the site: Kudu leaves out every file of that name. Rename it if the app needs it.`;
      const all = [
        "'.deployment' steers how Kudu deploys the package, and may replace what we built. Leave it out by excludes unless you rely on it.",
        never('deploy.sh'),
        never('tools/Deploy.sh'),
        never('sub/.deployment'),
      ];
      assert.deepEqual(said, layout === 'appTarball' ? [] : all);
    });
  }
});
