// Lines that nobody writes and a generator may: every reader of a user's file is done with one at once. Whoever goes
// through it once more for each sign of it takes minutes, and longer than any test may.

import { localPath } from '../../tasks/core/check/native/requirement-lines.js';
import { packageShape } from '../../tasks/core/terms/package-shape.js';
import { filesBeforeFolder } from '../../tasks/core/check/package/tarball-order.js';
import { readGunicornConfig } from '../../tasks/core/check/startup/servers/gunicorn-config.js';
import { readStartup } from '../../tasks/core/check/startup/read-startup.js';
import { testNamesIn } from '../../tasks/core/prune/mentions.js';
import { readEntryPoints } from '../../tasks/core/relocate/console-scripts.js';
import { readConstraint } from '../../tasks/core/resolve/sources/poetry-constraint.js';
import { cloudOf } from '../../tasks/core/terms/azure-access.js';

const MANY = 400_000;
const BLANKS = ' '.repeat(MANY);
const SLASHES = '/'.repeat(MANY);

interface Row {
  readonly name: string;
  readonly read: () => unknown;
}

const rows: readonly Row[] = [
  {
    name: "blanks in gunicorn's configuration",
    read: () => readGunicornConfig(`timeout = 1${BLANKS}x`),
  },
  {
    name: "signs of comments in a text of gunicorn's configuration",
    read: () => readGunicornConfig(`name = "${' #'.repeat(MANY / 2)}"`),
  },
  { name: 'blanks in a requirement', read: () => localPath(`own${BLANKS}x`) },
  { name: 'brackets in a requirement', read: () => localPath(`./own${'['.repeat(MANY)}`) },
  {
    name: 'letters of an option of a shell',
    read: () => readStartup(`bash -${'c'.repeat(MANY)}1 start.sh`, undefined, undefined),
  },
  { name: "blanks in a constraint of Poetry's", read: () => readConstraint(`1${BLANKS}x`) },
  {
    name: 'blanks in an entry point',
    read: () => readEntryPoints(`[console_scripts]\na${BLANKS}x`),
  },
  {
    name: 'dots behind a from',
    read: () => [...testNamesIn(`from ${'.'.repeat(MANY)}`, undefined)],
  },
  { name: 'blanks behind a from', read: () => [...testNamesIn(`from${BLANKS}x`, undefined)] },
  {
    name: 'slashes in an address of the Resource Manager',
    read: () => cloudOf({ resourceManager: `https:${SLASHES}x` }),
  },
  {
    name: 'slashes in a name of a tarball',
    read: () =>
      filesBeforeFolder([{ path: `${SLASHES}x`, type: 'File', size: 0, mode: 0, linkTarget: '' }]),
  },
  {
    name: 'slashes in a folder that the manifest names',
    read: () =>
      packageShape(
        { CompressDestinationDir: 'true', SourceDirectoryInBuildContainer: `${SLASHES}x` },
        () => true,
      ),
  },
];

describe('a line of four hundred thousand', () => {
  for (const { name, read } of rows) {
    it(name, async () => {
      await read();
    });
  }
});
