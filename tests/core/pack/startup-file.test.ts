// The startup file beside a whole-app tarball.

import assert from 'node:assert/strict';
import { findStartupFile } from '../../../tasks/core/pack/startup-file.js';
import { asInput } from '../../../tasks/core/terms/input-name.js';
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
