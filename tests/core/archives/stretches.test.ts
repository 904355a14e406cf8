import assert from 'node:assert/strict';
import { cutStretches, nameStretch } from '../../../tasks/core/archives/stretches.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import { bytesEntry, linkEntry, MAY_2024, noise, timed } from '../../helpers/entries.js';

const SITE = 'lib/python3.12/site-packages';
const MEBIBYTE = noise(1024 * 1024);

function cut(...entries: readonly Entry[]): string[] {
  return cutStretches(timed(entries)).map(
    ({ entries: own, isInstalled }) =>
      `${isInstalled ? 'installed' : 'other'}: ${own.map(({ path }) => path.replace(`${SITE}/`, '')).join(' ')}`,
  );
}

describe('entries of an archive', () => {
  const rows = [
    { name: 'are no stretch when there are none', given: [], cut: [] },
    {
      name: 'of small distributions are one stretch, apart from what is not installed',
      given: [
        bytesEntry('bin/flask', ''),
        bytesEntry(`${SITE}/click/core.py`, ''),
        bytesEntry(`${SITE}/flask/app.py`, ''),
        bytesEntry('pyvenv.cfg', ''),
      ],
      cut: ['other: bin/flask', 'installed: click/core.py flask/app.py', 'other: pyvenv.cfg'],
    },
    {
      name: 'of a large distribution are a stretch of their own',
      given: [
        bytesEntry(`${SITE}/a.py`, ''),
        bytesEntry(`${SITE}/large/x.so`, MEBIBYTE),
        bytesEntry(`${SITE}/large/y.py`, ''),
        bytesEntry(`${SITE}/z.py`, ''),
      ],
      cut: ['installed: a.py', 'installed: large/x.so large/y.py', 'installed: z.py'],
    },
    {
      name: 'of small ones are cut when they are large together',
      given: ['a', 'b', 'c', 'd'].map((name) =>
        bytesEntry(`${SITE}/${name}.py`, MEBIBYTE.subarray(0, 600_000)),
      ),
      cut: ['installed: a.py b.py', 'installed: c.py d.py'],
    },
    {
      name: 'of a distribution that has data beside site-packages are a stretch as well',
      given: [
        bytesEntry(`${SITE}/z.py`, MEBIBYTE),
        bytesEntry('pyvenv.cfg', ''),
        bytesEntry('share/jupyter/a.js', ''),
        bytesEntry('share/jupyter/b.js', ''),
      ],
      cut: [
        'installed: z.py',
        'other: pyvenv.cfg',
        'installed: share/jupyter/a.js share/jupyter/b.js',
      ],
    },
    {
      name: 'in an app with a venv beside it are told apart as well',
      given: [
        bytesEntry(`antenv/${SITE}/a.py`, ''),
        bytesEntry('antenv/pyvenv.cfg', ''),
        bytesEntry('antenv/share/jupyter/a.js', ''),
        bytesEntry('app.py', ''),
        bytesEntry('share/a.js', ''),
      ],
      cut: [
        'installed: antenv/a.py',
        'other: antenv/pyvenv.cfg',
        'installed: antenv/share/jupyter/a.js',
        'other: app.py share/a.js',
      ],
    },
    {
      name: 'that lie directly in the folder for data are a stretch each',
      given: [
        bytesEntry('pyvenv.cfg', ''),
        bytesEntry('share/a1', MEBIBYTE),
        bytesEntry('share/a2', MEBIBYTE),
      ],
      cut: ['other: pyvenv.cfg', 'installed: share/a1', 'installed: share/a2'],
    },
    {
      name: 'of two large distributions whose names begin alike are a stretch each',
      given: [
        bytesEntry(`${SITE}/pyarrow/a`, MEBIBYTE),
        bytesEntry(`${SITE}/pydantic/a`, MEBIBYTE),
      ],
      cut: ['installed: pyarrow/a', 'installed: pydantic/a'],
    },
    {
      name: 'of large data are a stretch for each folder in that for data',
      given: [
        bytesEntry('etc/share/a', MEBIBYTE),
        bytesEntry('pyvenv.cfg', ''),
        bytesEntry('share/jupyter/a', MEBIBYTE),
        bytesEntry('share/jupyter/b', MEBIBYTE),
        bytesEntry('share/locale/a', MEBIBYTE),
      ],
      cut: [
        'other: etc/share/a pyvenv.cfg',
        'installed: share/jupyter/a share/jupyter/b',
        'installed: share/locale/a',
      ],
    },
    {
      name: "that are the app's own are not installed, whatever their folder is called",
      given: [bytesEntry('share/a.py', ''), bytesEntry('static/share/b.js', '')],
      cut: ['other: share/a.py static/share/b.js'],
    },
    {
      name: 'of a distribution with a folder of that name stay together',
      given: [
        bytesEntry(`${SITE}/large/a.py`, MEBIBYTE),
        bytesEntry(`${SITE}/large/share/b.py`, MEBIBYTE),
      ],
      cut: ['installed: large/a.py large/share/b.py'],
    },
  ];
  for (const { name, given, cut: expected } of rows) {
    it(name, () => assert.deepEqual(cut(...given), expected));
  }
});

describe('the name of a stretch', () => {
  const file = bytesEntry(`${SITE}/a.py`, 'a');
  const nameOf = (entries: readonly Entry[], withTimes: boolean, mtime = MAY_2024): string =>
    cutStretches(timed(entries, mtime))
      .map((stretch) => nameStretch('packer', stretch, withTimes))
      .join('\n\n');
  const first = nameOf([file], true);

  const others = [
    { what: 'content', entries: [bytesEntry(file.path, 'b')] },
    { what: 'path', entries: [bytesEntry(`${SITE}/b.py`, 'a')] },
    { what: 'mode', entries: [{ ...file, executable: true }] },
    { what: 'kind', entries: [linkEntry(file.path, file.digest)] },
    { what: 'number of entries', entries: [file, bytesEntry(`${SITE}/b.py`, 'a')] },
  ];
  for (const { what, entries } of others) {
    it(`is another with another ${what}`, () => assert.notEqual(nameOf(entries, true), first));
  }

  it('is another with another target of a link', () => {
    const [one, other] = ['a', 'b'].map((target) => nameOf([linkEntry('l', target)], true));
    assert.notEqual(one, other);
  });

  it('is another with another packer: parts that an earlier version made are not found', () => {
    const [stretch] = cutStretches(timed([file]));
    assert.ok(stretch);
    assert.notEqual(nameStretch('other packer', stretch, true), first);
  });

  it('has the times where they are among the bytes', () => {
    assert.notEqual(nameOf([file], true, MAY_2024 + 2), first);
    assert.equal(nameOf([file], false, MAY_2024 + 2), nameOf([file], false));
  });

  it('is the same for the same', () => assert.equal(nameOf([file], true), first));
});
