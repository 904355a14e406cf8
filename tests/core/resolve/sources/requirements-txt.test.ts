// requirements.txt: which file, and what it includes.

import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRequirements } from '../../../../tasks/core/resolve/sources/requirements-txt.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { folderPerTest, writeFiles } from '../../../helpers/temp-folder.js';

describe('loadRequirements', () => {
  const folder = folderPerTest();
  const at = (...names: readonly string[]): string => join(folder.path, ...names);

  it('replaces ${NAME} in the names of included files as pip does', async () => {
    await writeFiles(folder.path, {
      'requirements.txt': '-r ${PART}/web.txt\n',
      'parts/web.txt': 'flask\n',
    });
    const { files } = await loadRequirements(folder.path, undefined, { PART: 'parts' });
    assert.deepEqual(files, [at('requirements.txt'), at('parts', 'web.txt')]);
  });

  it('reads nested files in order, each once, by every spelling of -r and -c', async () => {
    await writeFiles(folder.path, {
      'requirements.txt': [
        '-r base/a.txt',
        '-rbase/b.txt',
        '--requirement=base/c.txt',
        '--constraint base/d.txt',
        '-c "base/e f.txt"',
        '-r https://host.invalid/more.txt',
        '-r base/a.txt',
      ].join('\n'),
      'base/a.txt': '-r ../requirements.txt\nflask\n',
      'base/b.txt': '',
      'base/c.txt': '',
      'base/d.txt': '\ufeffsix==1\n',
      'base/e f.txt': '',
    });
    const { path, files, notes } = await loadRequirements(folder.path, undefined);
    assert.equal(path, at('requirements.txt'));
    assert.deepEqual(
      files.map((file) => file.slice(folder.path.length + 1)),
      ['requirements.txt', 'base/a.txt', 'base/b.txt', 'base/c.txt', 'base/d.txt', 'base/e f.txt'],
    );
    assert.deepEqual(notes, []);
  });

  for (const { line, files, counts } of [
    { line: '-r a.txt -c b.txt', files: ['a.txt'], counts: '-r a.txt' },
    { line: '-c b.txt -r a.txt', files: ['a.txt'], counts: '-r a.txt' },
    { line: '-cb.txt --pre --requirement=a.txt', files: ['a.txt'], counts: '-r a.txt' },
    { line: '-r "c -d.txt" -r a.txt', files: ['c -d.txt'], counts: '-r c -d.txt' },
    { line: '--constraint b.txt -c a.txt', files: ['b.txt'], counts: '-c b.txt' },
    { line: '-i https://me:t0ken@h.invalid/s -r a.txt', files: ['a.txt'], counts: '-r a.txt' },
    {
      line: '-r https://h.invalid/r.txt -c b.txt',
      files: [],
      counts: '-r https://h.invalid/r.txt',
    },
    { line: '-r "c -d.txt"', files: ['c -d.txt'], counts: undefined },
    { line: '-r e f.txt', files: ['e f.txt'], counts: undefined },
    { line: '--pre --no-index', files: [], counts: undefined },
  ]) {
    it(`reads of '${line}' what pip reads, and says so`, async () => {
      const names = ['a.txt', 'b.txt', 'c -d.txt', 'e f.txt'];
      await writeFiles(folder.path, {
        'requirements.txt': `flask\n${line}\n`,
        ...Object.fromEntries(names.map((name) => [name, ''])),
      });
      const { files: read, notes } = await loadRequirements(folder.path, undefined);
      assert.deepEqual(read, [at('requirements.txt'), ...files.map((name) => at(name))]);
      assert.deepEqual(
        notes,
        counts === undefined
          ? []
          : [
              `Of line 2 of requirements.txt only '${counts}' counts, as pip reads it. Write each option of it on a line of its own.`,
            ],
      );
    });
  }

  for (const { name, line, told } of [
    {
      name: 'a variable that the step has not',
      line: '-i https://me:${FEED_TOKEN}@feed.invalid/simple/',
      told: [
        "Line 2 of requirements.txt has '${FEED_TOKEN}', which stays as it is written, since this step has no such variable. A secret one reaches it by env alone: FEED_TOKEN: $(FEED_TOKEN)",
      ],
    },
    {
      name: 'a variable that is empty',
      line: '-i https://me:${EMPTY}@feed.invalid/simple/',
      told: [
        "Line 2 of requirements.txt has '${EMPTY}', which stays as it is written, since this step has no such variable. A secret one reaches it by env alone: EMPTY: $(EMPTY)",
      ],
    },
    {
      name: "a variable in the pipeline's own words",
      line: '-i https://me:$(feed.token)@feed.invalid/simple/',
      told: [
        "Line 2 of requirements.txt has '$(feed.token)', which stays as it is written: a pipeline replaces that in its own files alone. Write ${FEED_TOKEN} there, and give the step its value by env: FEED_TOKEN: $(feed.token)",
      ],
    },
    { name: 'none in a comment', line: 'six # ${FEED_TOKEN}', told: [] },
    { name: 'none that it has', line: '-i https://${TOKEN}@feed.invalid/simple/', told: [] },
  ]) {
    it(`warns of ${name}`, async () => {
      await writeFiles(folder.path, { 'requirements.txt': `flask\n${line}\n` });
      const env = { TOKEN: 'x', EMPTY: '' };
      assert.deepEqual((await loadRequirements(folder.path, undefined, env)).warnings, told);
    });
  }

  it('finds the file whatever its case, and says so', async () => {
    await writeFiles(folder.path, { 'Requirements.TXT': 'flask\n' });
    const { path, notes } = await loadRequirements(folder.path, undefined);
    assert.equal(path, at('Requirements.TXT'));
    assert.deepEqual(notes, [
      "The requirements file is called 'Requirements.TXT'. The platform's own builder looks for 'requirements.txt' only.",
    ]);
  });

  it('prefers the usual name, and what was asked for before it', async () => {
    await writeFiles(folder.path, {
      'requirements.txt': '',
      'REQUIREMENTS.txt': '',
      'other.in': '',
    });
    assert.equal((await loadRequirements(folder.path, undefined)).path, at('requirements.txt'));
    assert.equal((await loadRequirements(folder.path, at('other.in'))).path, at('other.in'));
  });

  for (const [name, bytes, looksLike] of [
    [
      'UTF-16, little end first',
      Buffer.from('\ufefffl', 'utf16le'),
      "UTF-16, as Windows PowerShell's `>` writes it",
    ],
    [
      'UTF-16, big end first',
      Buffer.from([0xfe, 0xff, 0, 0x66]),
      "UTF-16, as Windows PowerShell's `>` writes it",
    ],
    ['bytes', Buffer.from([0x66, 0, 0xff]), 'a binary file'],
    ['Latin-1', Buffer.from([0x66, 0xe9]), 'Latin-1 or another 8-bit encoding'],
  ] as const) {
    it(`refuses ${name}`, async () => {
      await writeFiles(folder.path, { 'requirements.txt': bytes });
      const failure = await failureOf(loadRequirements(folder.path, undefined));
      const path = at('requirements.txt');
      assert.deepEqual(failure, { code: 'requirements-not-utf8', path, looksLike });
    });
  }

  for (const line of [
    'flask-editable',
    'x @ file:///a-e',
    'my-pkg[-e]==1',
    '--no-binary=x',
    'pkg --config-settings=-e',
  ]) {
    it(`takes '${line}' for no editable install`, async () => {
      await writeFiles(folder.path, { 'requirements.txt': `${line}\n` });
      await loadRequirements(folder.path, undefined);
    });
  }

  for (const [line, target] of [
    ['-e .', '.'],
    ['-e.', '.'],
    ['--editable=./lib', './lib'],
    ['--editable git+https://host.example.org/x#egg=x', 'git+https://host.example.org/x#egg=x'],
    ['--pre -e ./lib', './lib'],
  ] as const) {
    it(`refuses '${line}', with its place`, async () => {
      await writeFiles(folder.path, {
        'requirements.txt': 'flask\n-r more.txt\n',
        'more.txt': `# ours\n\n${line}\n`,
      });
      assert.deepEqual(await failureOf(loadRequirements(folder.path, undefined)), {
        code: 'requirements-editable',
        where: `${at('more.txt')}:3`,
        line,
        target,
      });
    });
  }

  it('names what is there instead where there is none', async () => {
    const others = ['Pipfile', 'pyproject.toml', 'requirements-dev.txt', 'uv.lock'];
    await writeFiles(folder.path, Object.fromEntries([...others, 'app.py'].map((n) => [n, ''])));
    assert.deepEqual(await failureOf(loadRequirements(folder.path, undefined)), {
      code: 'requirements-missing',
      appRoot: folder.path,
      seen: others,
    });
  });

  it('says who asked for a file that is not there', async () => {
    await writeFiles(folder.path, { 'requirements.txt': 'flask\n-r more.txt\n' });
    assert.deepEqual(await failureOf(loadRequirements(folder.path, undefined)), {
      code: 'requirements-not-found',
      path: at('more.txt'),
      askedBy: `${at('requirements.txt')}:2`,
    });
  });

  it('says what is no file', async () => {
    await writeFiles(folder.path, { 'requirements.txt/x': '' });
    await symlink('nowhere', at('link.txt'));
    const failures = ['requirements.txt', 'link.txt'].map((name) =>
      failureOf(loadRequirements(folder.path, at(name))),
    );
    assert.deepEqual(await Promise.all(failures), [
      { code: 'requirements-unreadable', path: at('requirements.txt'), reason: 'it is a folder' },
      {
        code: 'requirements-unreadable',
        path: at('link.txt'),
        reason: 'it is a link that leads nowhere',
      },
    ]);
  });
});
