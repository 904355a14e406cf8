// pip's settings in uv's words: what is translated, what wins, what is said, and where credentials go.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  forHashed,
  readUvSettings,
  translatePipSettings,
  type Translated,
} from '../../../tasks/core/tools/uv-settings.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { pythonProgram } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

const NO_COUNTERPART = (name: string): string =>
  `pip's setting ${name} of this job has no counterpart in uv and is left out.`;
const MORE_THAN_ONE =
  'There is more than one index: what has no hash uv takes from the first one that has the name, extra indexes first, where pip takes the best version of all. Set UV_INDEX_STRATEGY to unsafe-best-match for the latter.';

interface Row {
  readonly name: string;
  readonly given: Readonly<Record<string, string>>;
  readonly expect: Partial<Translated>;
}

const rows: readonly Row[] = [
  {
    name: 'an index',
    given: { PIP_INDEX_URL: 'https://feed.example/simple/' },
    expect: { variables: { UV_DEFAULT_INDEX: 'antenv-default=https://feed.example/simple/' } },
  },
  {
    name: 'an index with a user and an encoded token',
    given: {
      PIP_INDEX_URL: 'https://build:t%40ken@pkgs.dev.azure.com/o/_packaging/f/pypi/simple/',
    },
    expect: {
      variables: {
        UV_DEFAULT_INDEX: 'antenv-default=https://pkgs.dev.azure.com/o/_packaging/f/pypi/simple/',
        UV_INDEX_ANTENV_DEFAULT_USERNAME: 'build',
        UV_INDEX_ANTENV_DEFAULT_PASSWORD: 't@ken',
      },
    },
  },
  {
    name: 'a token alone, and two extra indexes over several lines',
    given: {
      PIP_EXTRA_INDEX_URL: '\nhttps://t0ken@one.example/simple\nhttps://two.example/simple',
    },
    expect: {
      variables: {
        UV_INDEX:
          'antenv-extra-1=https://one.example/simple antenv-extra-2=https://two.example/simple',
        UV_INDEX_ANTENV_EXTRA_1_USERNAME: 't0ken',
        UV_INDEX_ANTENV_EXTRA_1_PASSWORD: '',
      },
      notes: [MORE_THAN_ONE],
    },
  },
  {
    name: 'extra indexes with a strategy of the user',
    given: {
      PIP_EXTRA_INDEX_URL: 'https://one.example/simple',
      UV_INDEX_STRATEGY: 'unsafe-best-match',
    },
    expect: { variables: { UV_INDEX: 'antenv-extra-1=https://one.example/simple' } },
  },
  {
    name: "uv's own settings, which win",
    given: {
      PIP_INDEX_URL: 'https://pip.example/simple/',
      UV_DEFAULT_INDEX: 'https://uv.example/simple/',
      PIP_TIMEOUT: '5',
      UV_HTTP_TIMEOUT: '60',
    },
    expect: {
      notes: [
        "uv's own UV_DEFAULT_INDEX is used, and not pip's PIP_INDEX_URL of this job.",
        "uv's own UV_HTTP_TIMEOUT is used, and not pip's PIP_TIMEOUT of this job.",
      ],
    },
  },
  {
    name: 'find-links and no index',
    given: { PIP_FIND_LINKS: '/wheels https://x.example/a,b/', PIP_NO_INDEX: 'true' },
    expect: {
      variables: { UV_FIND_LINKS: '/wheels,https://x.example/a%2Cb/' },
      args: ['--no-index'],
    },
  },
  { name: 'a switch that is off', given: { PIP_NO_INDEX: '0', PIP_PRE: 'false' }, expect: {} },
  {
    name: 'hosts and certificates',
    given: {
      PIP_TRUSTED_HOST: 'one.example two.example:8443',
      PIP_CERT: '/ca.pem',
      PIP_CLIENT_CERT: '/me.pem',
      SSL_CERT_FILE: '/image.pem',
    },
    expect: {
      variables: {
        UV_INSECURE_HOST: 'one.example two.example:8443',
        SSL_CERT_FILE: '/ca.pem',
        SSL_CLIENT_CERT: '/me.pem',
      },
    },
  },
  {
    name: "the certificates of pip's HTTP library",
    given: { REQUESTS_CA_BUNDLE: '/bundle.pem' },
    expect: { variables: { SSL_CERT_FILE: '/bundle.pem' } },
  },
  {
    name: 'a proxy without a scheme',
    given: { PIP_PROXY: 'user:pass@proxy.example:3128' },
    expect: {
      variables: Object.fromEntries(
        ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'].map(
          (name) => [name, 'http://user:pass@proxy.example:3128'],
        ),
      ),
    },
  },
  {
    name: 'patience',
    given: { PIP_DEFAULT_TIMEOUT: '0.5', PIP_RETRIES: '2' },
    expect: { variables: { UV_HTTP_TIMEOUT: '1', UV_HTTP_RETRIES: '2' } },
  },
  {
    name: 'constraints, formats and the like',
    given: {
      PIP_CONSTRAINT: 'a.txt b.txt',
      PIP_NO_BINARY: 'x,y',
      PIP_ONLY_BINARY: ':all:',
      PIP_PRE: '1',
      PIP_REQUIRE_HASHES: 'yes',
      PIP_NO_DEPS: '1',
    },
    expect: {
      variables: { UV_CONSTRAINT: 'a.txt b.txt', UV_PRERELEASE: 'allow', UV_REQUIRE_HASHES: '1' },
      args: ['--no-binary', 'x', '--no-binary', 'y', '--only-binary', ':all:', '--no-deps'],
    },
  },
  {
    name: 'a keyring',
    given: { PIP_KEYRING_PROVIDER: 'subprocess' },
    expect: { variables: { UV_KEYRING_PROVIDER: 'subprocess' } },
  },
  {
    name: 'what uv has nothing for',
    given: { PIP_PREFER_BINARY: '1', PIP_REQUIREMENT: 'x.txt', PIP_GLOBAL_OPTION: '--x' },
    expect: {
      notes: [
        "pip's setting PIP_PREFER_BINARY of this job has no counterpart in uv: it takes the newest version, from source where that has no wheel.",
        NO_COUNTERPART('PIP_REQUIREMENT'),
        NO_COUNTERPART('PIP_GLOBAL_OPTION'),
      ],
    },
  },
  {
    name: 'what changes nothing',
    given: {
      PIP_CACHE_DIR: '/cache',
      PIP_NO_CACHE_DIR: '1',
      PIP_DISABLE_PIP_VERSION_CHECK: '1',
      PIP_NO_INPUT: '1',
      PIP_LOG: 'pip.log',
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: '',
      PATH: '/bin',
    },
    expect: {},
  },
];

describe('translatePipSettings', () => {
  for (const { name, given, expect } of rows) {
    it(`translates ${name}`, () => {
      const nothing = { variables: {}, args: [], notes: [] };
      assert.deepEqual(translatePipSettings(given), { ...nothing, ...expect });
    });
  }
});

describe('readUvSettings', () => {
  const folder = folderPerTest();

  it('reads pip.conf, keeps every secret, and leaves out what would move the result', async () => {
    await writeFiles(folder.path, {
      'pip.conf': '[global]\nindex-url = https://u:fr0mfile@feed.example/simple/\n',
    });
    const host = fakeHost({
      env: {
        PATH: '/usr/bin:/bin',
        PIP_CONFIG_FILE: join(folder.path, 'pip.conf'),
        UV_INDEX_OTHER_PASSWORD: 'fr0mvariable',
        HTTPS_PROXY: 'http://u:fr0mproxy@proxy.example:1',
        UV_PYTHON: '3.9',
        UV_PROJECT_ENVIRONMENT: '/elsewhere',
      },
    });
    const { env, notes } = await readUvSettings(host, pythonProgram());
    assert.equal(env['UV_DEFAULT_INDEX'], 'antenv-default=https://feed.example/simple/');
    assert.equal(env['UV_INDEX_ANTENV_DEFAULT_PASSWORD'], 'fr0mfile');
    for (const secret of ['fr0mfile', 'fr0mvariable', 'fr0mproxy']) {
      assert.ok(host.secrets.includes(secret), secret);
    }
    assert.deepEqual(
      notes.filter((note) => note.startsWith("uv's setting")),
      ['UV_PYTHON', 'UV_PROJECT_ENVIRONMENT'].map(
        (name) =>
          `uv's setting ${name} of this job is left out: it would change what is installed or where.`,
      ),
    );
  });

  it('tells that it has none of a pip.conf that pip cannot read', async () => {
    const file = join(folder.path, 'pip.conf');
    await writeFiles(folder.path, { 'pip.conf': 'index-url = https://feed.example/simple/\n' });
    const host = fakeHost({ env: { PATH: '/usr/bin:/bin', PIP_CONFIG_FILE: file } });
    assert.deepEqual((await readUvSettings(host, pythonProgram())).notes, [
      `pip's configuration files cannot be read, so uv has none of their settings, the indexes among them: Configuration file could not be loaded. File contains no section headers. file: '${file}', line: 1 'index-url = https://feed.example/simple/\\n'`,
    ]);
  });
});

describe("uv's settings for requirements with hashes", () => {
  it('ask every index, unless the job says otherwise', () => {
    assert.deepEqual(
      [{ A: '1' }, { UV_INDEX_STRATEGY: '' }, { UV_INDEX_STRATEGY: 'first-index' }].map(forHashed),
      [
        { A: '1', UV_INDEX_STRATEGY: 'unsafe-best-match' },
        { UV_INDEX_STRATEGY: 'unsafe-best-match' },
        { UV_INDEX_STRATEGY: 'first-index' },
      ],
    );
  });
});
