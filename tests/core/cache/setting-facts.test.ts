// Settings: what changes the result counts, without the credentials of one job.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentFact, differences, type Fact } from '../../../tasks/core/cache/facts.js';
import {
  configurationFact,
  counts,
  settingFacts,
  variableFacts,
} from '../../../tasks/core/cache/setting-facts.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

describe('settings of an installer', () => {
  const folder = folderPerTest();
  const facts = (env: Readonly<Record<string, string>>): Promise<Fact[]> =>
    settingFacts(env, folder.path);

  it('count unless they are known to change nothing', () => {
    const names = [
      'PIP_INDEX_URL',
      'PIP_PRE',
      'PIP_SOMETHING_NEW',
      'UV_DEFAULT_INDEX',
      'UV_INDEX_STRATEGY',
      'UV_VENV_SEED',
      'CFLAGS',
      'PIP_CACHE_DIR',
      'PIP_NO_CACHE_DIR',
      'PIP_DEFAULT_TIMEOUT',
      'PIP_CERT',
      'UV_INDEX_FEED_USERNAME',
      'UV_INDEX_FEED_PASSWORD',
      'UV_LINK_MODE',
      'UV_PYTHON_DOWNLOADS',
      'PATH',
    ];
    assert.deepEqual(names.filter(counts), names.slice(0, 7));
  });

  it('are of no other job because its token is another one', async () => {
    const index = (userInfo: string, feed: string): Record<string, string> => ({
      PIP_INDEX_URL: `https://${userInfo}@pkgs.example.org/${feed}/simple/`,
    });
    const one = await facts(index('build:t0ken-of-today', 'a'));
    assert.deepEqual(one, await facts(index('build:t0ken-of-tomorrow', 'a')));
    assert.deepEqual(differences(one, await facts(index('build:t0ken-of-today', 'b'))), [
      'setting PIP_INDEX_URL changed',
    ]);
    assert.ok(!JSON.stringify(one).includes('example.org'));
  });

  it('are what is in the files and folders that they name', async () => {
    await writeFiles(folder.path, { 'c.txt': 'click<9\n', 'wheels/a-1-py3-none-any.whl': 'a' });
    const env = {
      PIP_CONSTRAINT: 'c.txt',
      PIP_FIND_LINKS: `${join(folder.path, 'wheels')} https://example.org/wheels`,
      PIP_PRE: '',
    };
    const before = await facts(env);
    assert.deepEqual(
      before.map(({ name }) => name),
      ['setting PIP_CONSTRAINT', 'setting PIP_FIND_LINKS'],
    );
    await writeFile(join(folder.path, 'c.txt'), 'click<8\n');
    assert.deepEqual(differences(before, await facts(env)), ['setting PIP_CONSTRAINT changed']);
    await writeFile(join(folder.path, 'wheels', 'b-1-py3-none-any.whl'), 'b');
    assert.deepEqual(differences(before, await facts(env)), [
      'setting PIP_CONSTRAINT changed',
      'setting PIP_FIND_LINKS changed',
    ]);
  });

  for (const { what, env, changes } of [
    {
      what: 'a constraints file that another one includes',
      env: { PIP_CONSTRAINT: 'limits/all.txt' },
      changes: 'limits/more/click.txt',
    },
    {
      what: 'requirements of the job, and the constraints in them',
      env: { PIP_REQUIREMENT: 'limits/agent.txt' },
      changes: 'limits/more/click.txt',
    },
    {
      what: 'the URL of a file',
      env: { PIP_CONSTRAINT: 'file://FOLDER/limits/all.txt' },
      changes: 'limits/all.txt',
    },
    {
      what: 'a folder of wheels in the home folder',
      env: { PIP_FIND_LINKS: '~/wheels', HOME: 'FOLDER' },
      changes: 'wheels/a-1-py3-none-any.whl',
    },
    {
      what: 'the URL of a folder of wheels',
      env: { PIP_FIND_LINKS: 'file://FOLDER/wheels' },
      changes: 'wheels/a-1-py3-none-any.whl',
    },
  ]) {
    it(`change with ${what}`, async () => {
      await writeFiles(folder.path, {
        'limits/all.txt': 'flask<4\n-c more/click.txt\n',
        // In a circle, as pip takes it.
        'limits/more/click.txt': 'click<9\n-c ../all.txt\n',
        'limits/agent.txt': 'gunicorn\n-c all.txt\n',
        'wheels/a-1-py3-none-any.whl': 'a',
      });
      const here = Object.entries(env).map(([name, value]) => [
        name,
        value.replace('FOLDER', folder.path),
      ]);
      const given = Object.fromEntries(here) as Record<string, string>;
      const before = await facts(given);
      assert.deepEqual(before, await facts(given));
      await writeFile(join(folder.path, changes), 'click<8\n');
      assert.deepEqual(differences(before, await facts(given)), [
        `setting ${Object.keys(env)[0]} changed`,
      ]);
    });
  }

  it('are read from a configuration file where there is one', async () => {
    const path = join(folder.path, 'uv.toml');
    assert.equal(await configurationFact('uv.toml', path), undefined);
    await writeFile(path, 'url = "https://u:t0ken@example.org/"\n');
    assert.deepEqual(
      await configurationFact('uv.toml', path),
      contentFact('uv.toml', 'url = "https://***@example.org/"\n'),
    );
  });

  it('are the variables that requirements name, but for credentials', () => {
    const text =
      'flask==${FLASK}\n--index-url https://${USER}:${TOKEN}@example.org/${FEED}/\na @ https://example.org/a.whl?sv=1&sig=${SIG}\n';
    assert.deepEqual(variableFacts([text], { FLASK: '3.0', TOKEN: 'x', FEED: 'a' }), [
      contentFact('variable FEED', 'a'),
      contentFact('variable FLASK', '3.0'),
    ]);
  });
});
