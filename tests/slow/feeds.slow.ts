// Private feeds with both installers: every way in which a job brings credentials, and every fault of a feed, as
// whole messages. The feed is on the loopback address; no token may be seen anywhere.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installDependencies } from '../../tasks/core/install/antenv.js';
import { chooseInstaller } from '../../tasks/core/install/installers.js';
import { explainAsText } from '../../tasks/core/report/explain.js';
import { Stopped } from '../../tasks/core/terms/failure.js';
import { makeCertificates } from '../helpers/certificates.js';
import { fakeHost } from '../helpers/fake-host.js';
import {
  brings,
  feedAnswer,
  localIndex,
  projectPage,
  UNAUTHORIZED,
  type Answer,
  type Files,
  type LocalIndex,
} from '../helpers/local-index.js';
import { askPython, pythonProgram } from '../helpers/programs.js';
import { folderWithUv } from '../helpers/real-uv.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';
import { writeWheel } from '../helpers/wheels.js';

const TOKEN = 't0p-s3cret@token';
const ENCODED = encodeURIComponent(TOKEN);
const CREDENTIALS = `build:${TOKEN}`;
const FEED = '/contoso/web/_packaging/python-feed/pypi/simple/';
const WHEEL = 'ours-1.0-py3-none-any.whl';

/** How a run ended: what is installed, or the words of its failure; and all that was told on the way. */
interface Ended {
  readonly installed: readonly string[];
  readonly words: string;
  readonly notes: readonly string[];
}

for (const name of ['pip', 'uv'] as const) {
  describe(`a private feed with ${name}`, () => {
    const folder = folderPerTest();
    const below = (...names: readonly string[]): string => join(folder.path, ...names);
    let files: Files;
    let index: LocalIndex | undefined;
    let python: { program: string; version: string; minor: string; pip: string };

    before(() => {
      const [version, minor] = askPython(
        'import json, platform, sys; print(json.dumps([platform.python_version(), "%d.%d" % sys.version_info[:2]]))',
      ) as [string, string];
      python = { program: pythonProgram(), version, minor, pip: '' };
    });

    beforeEach(async () => {
      await writeFiles(folder.path, { 'app/requirements.txt': 'ours\n', 'work/.keep': '' });
      const path = await writeWheel(folder.path, { name: 'ours', version: '1.0' });
      files = { [WHEEL]: await readFile(path) };
    });

    afterEach(async () => {
      await index?.close();
      index = undefined;
    });

    const withToken = (url: string): string => url.replace('://', `://build:${ENCODED}@`);
    const feed = (path: string, authorization: string | undefined): Answer =>
      brings(authorization, CREDENTIALS) ? feedAnswer(files, path) : UNAUTHORIZED;

    async function serve(answer: Parameters<typeof localIndex>[0]): Promise<string> {
      index = await localIndex(answer);
      return index.url;
    }

    async function run(
      env: Readonly<Record<string, string>>,
      requirements = 'ours\n',
    ): Promise<Ended> {
      await writeFiles(folder.path, { 'app/requirements.txt': requirements });
      const uv = await folderWithUv(below('uv'));
      const host = fakeHost({
        tempFolder: folder.path,
        workingFolder: folder.path,
        env: {
          PATH: `${uv}:/usr/bin:/bin`,
          HOME: below('home'),
          PIP_CONFIG_FILE: '/dev/null',
          PIP_NO_CACHE_DIR: '1',
          UV_CACHE_DIR: below('uv-cache'),
          ...env,
        },
      });
      const commands: string[] = [];
      const watched = {
        ...host,
        run: (command: Parameters<typeof host.run>[0]) => {
          commands.push([command.program, ...command.args].join(' '));
          return host.run(command);
        },
      };
      const notes: string[] = [];
      const tell = { warn: assert.fail, note: (text: string) => void notes.push(text) };
      const ended = await install(watched, tell).then(
        (installed) => ({ installed, words: '' }),
        (error: unknown) => {
          if (!(error instanceof Stopped)) throw error;
          return { installed: [], words: explainAsText(error.failure) };
        },
      );
      const told = [...host.lines, ...notes, ...commands, ended.words].join('\n');
      for (const secret of [TOKEN, ENCODED, 'pr0xy-secret']) {
        assert.ok(!told.includes(secret), told);
      }
      const words = ended.words
        .replaceAll(folder.path, 'FOLDER')
        .replaceAll(index?.url ?? 'none', 'INDEX')
        .replaceAll(index?.url.replace('http://', '') ?? 'none', 'HOST')
        .replaceAll(/port=\d+/g, 'port=PORT')
        .replaceAll(`Python ${python.version}`, 'Python X');
      return { ...ended, words, notes };
    }

    async function install(
      host: Parameters<typeof chooseInstaller>[0],
      tell: Parameters<typeof chooseInstaller>[1],
    ): Promise<readonly string[]> {
      const format = 'requirements.txt';
      const installer = await chooseInstaller(host, tell, name, { format, python });
      const path = below('app', 'requirements.txt');
      const { distributions } = await installDependencies(host, installer, {
        python,
        glibc: '2.31',
        appRoot: below('app'),
        work: below('work'),
        dependencies: {
          wanted: { kind: 'file', path },
          project: undefined,
          text: await readFile(path, 'utf8'),
        },
      });
      return distributions.map((one) => `${one.name} ${one.version}`);
    }

    const OURS = { installed: ['ours 1.0'], words: '', notes: [] };

    describe('takes the credentials', () => {
      it('of PIP_INDEX_URL', async () => {
        const url = await serve((path, { authorization }) => feed(path, authorization));
        assert.deepEqual(await run({ PIP_INDEX_URL: `${withToken(url)}${FEED}` }), OURS);
      });

      it('of PIP_EXTRA_INDEX_URL, and says how indexes are chosen', async () => {
        const url = await serve((path, { authorization }) =>
          path.startsWith('/public/') ? { status: 404 } : feed(path, authorization),
        );
        const { notes, ...ended } = await run({
          PIP_INDEX_URL: `${url}/public/simple/`,
          PIP_EXTRA_INDEX_URL: `${withToken(url)}${FEED}`,
        });
        assert.deepEqual({ ...ended, notes: [] }, OURS);
        assert.deepEqual(
          notes,
          name === 'pip'
            ? []
            : [
                'There is more than one index: what has no hash uv takes from the first one that has the name, extra indexes first, where pip takes the best version of all. Set UV_INDEX_STRATEGY to unsafe-best-match for the latter.',
              ],
        );
      });

      it('of a pip.conf of the user', async () => {
        const url = await serve((path, { authorization }) => feed(path, authorization));
        await writeFiles(folder.path, {
          'home/.config/pip/pip.conf': `[global]\nindex-url = ${withToken(url)}${FEED}\n`,
        });
        assert.deepEqual(await run({ PIP_CONFIG_FILE: '' }), OURS);
      });

      it('of the file that PIP_CONFIG_FILE names', async () => {
        const url = await serve((path, { authorization }) => feed(path, authorization));
        await writeFiles(folder.path, {
          'own.conf': `[install]\nindex-url = ${withToken(url)}${FEED}\n`,
        });
        assert.deepEqual(await run({ PIP_CONFIG_FILE: 'own.conf' }), OURS);
      });

      it('of netrc', async () => {
        const url = await serve((path, { authorization }) => feed(path, authorization));
        await writeFiles(folder.path, {
          'home/.netrc': `machine 127.0.0.1\nlogin build\npassword ${TOKEN}\n`,
        });
        assert.deepEqual(await run({ PIP_INDEX_URL: `${url}${FEED}` }), OURS);
      });

      it('for a proxy', async () => {
        const url = await serve((path, headers) => {
          if (!brings(headers['proxy-authorization'], 'me:pr0xy-secret')) return { status: 407 };
          return feed(path, headers.authorization);
        });
        const ended = await run({
          PIP_PROXY: url.replace('://', '://me:pr0xy-secret@'),
          PIP_INDEX_URL: `${withToken('http://pkgs.dev.azure.com')}${FEED}`,
          PIP_TRUSTED_HOST: 'pkgs.dev.azure.com',
        });
        assert.deepEqual(ended, OURS);
      });

      it("of a certificate of its own, by an authority of the company's", async () => {
        const made = await makeCertificates(below('certificates'));
        const [ca, cert, key] = await Promise.all(
          [made.authority, made.server.certificate, made.server.key].map((path) => readFile(path)),
        );
        index = await localIndex((path) => feedAnswer(files, path), {
          ca,
          cert,
          key,
          requestCert: true,
          rejectUnauthorized: true,
        });
        const ended = await run({
          PIP_INDEX_URL: `${index.url}${FEED}`,
          PIP_CERT: made.authority,
          PIP_CLIENT_CERT: made.client,
        });
        assert.deepEqual(ended, OURS);
      });
    });

    describe('goes on', () => {
      it('when the feed stumbles', async () => {
        let asked = 0;
        const url = await serve((path, { authorization }) => {
          asked += 1;
          return asked === 1 ? { status: 503 } : feed(path, authorization);
        });
        assert.deepEqual(await run({ PIP_INDEX_URL: `${withToken(url)}${FEED}` }), OURS);
      });
    });

    describe('stops, and says why', () => {
      const failing =
        (answer: (path: string) => Answer) =>
        (path: string): Answer =>
          answer(path);

      it('when the token is wrong: the feed is named, the token is not', async () => {
        const url = await serve(failing(() => UNAUTHORIZED));
        const { words } = await run({
          HTTP_PROXY: url,
          http_proxy: url,
          PIP_INDEX_URL: `${withToken('http://pkgs.dev.azure.com')}${FEED}`,
          PIP_TRUSTED_HOST: 'pkgs.dev.azure.com',
        });
        assert.equal(words, REFUSED[name]);
      });

      it('when the feed is slow: what to set is said', async () => {
        const url = await serve(
          failing((path) => (path.includes('/simple/') ? feedAnswer(files, path) : 'never')),
        );
        const { words } = await run({
          PIP_INDEX_URL: `${withToken(url)}${FEED}`,
          PIP_DEFAULT_TIMEOUT: '1',
          PIP_RETRIES: '0',
        });
        assert.equal(words, SLOW[name]);
      });

      it('when the feed is gone half way', async () => {
        const url = await serve(
          failing((path) =>
            path.includes('/simple/')
              ? feedAnswer(files, path)
              : { half: files[WHEEL] ?? Buffer.alloc(0) },
          ),
        );
        const { words } = await run({
          PIP_INDEX_URL: `${withToken(url)}${FEED}`,
          PIP_RETRIES: '0',
        });
        const lines = words.split('\n');
        // A pip before 25 takes the half for the whole, and finds that it has another hash.
        const half = lines[0] === "What was downloaded for 'ours' is not what its hash says.";
        if (!half || name === 'uv') {
          assert.equal(lines[0], 'The connection to the package index failed.');
        }
        assert.match(lines.at(-1) ?? '', /^Run it again/);
      });

      it('when a file is not what its hash in the feed says', async () => {
        const url = await serve(
          failing((path) =>
            path.includes('/simple/')
              ? projectPage({ [`/files/${WHEEL}#sha256=${'0'.repeat(64)}`]: WHEEL })
              : feedAnswer(files, path),
          ),
        );
        const { words } = await run({ PIP_INDEX_URL: `${withToken(url)}${FEED}` });
        assert.match(words, /^What was downloaded for 'ours[^']*' is not what its hash says\.\n/);
      });

      it('when a file is not what its hash in the requirements says', async () => {
        const url = await serve(failing((path) => feedAnswer(files, path)));
        const { words } = await run(
          { PIP_INDEX_URL: `${withToken(url)}${FEED}` },
          `ours==1.0 --hash=sha256:${'0'.repeat(64)}\n`,
        );
        assert.match(words, /^What was downloaded for 'ours==1\.0' is not what its hash says\.\n/);
      });

      it("when the feed's certificate is not trusted", async () => {
        const made = await makeCertificates(below('certificates'));
        const [cert, key] = await Promise.all(
          [made.server.certificate, made.server.key].map((path) => readFile(path)),
        );
        index = await localIndex((path) => feedAnswer(files, path), { cert, key });
        const { words } = await run({ PIP_INDEX_URL: `${index.url}${FEED}`, PIP_RETRIES: '0' });
        const lines = words.split('\n');
        assert.equal(lines[0], `${name} does not trust the package index's certificate.`);
        assert.equal(
          lines.at(-1),
          'Give it the certificate of your proxy or feed: set the variable PIP_CERT to its file.',
        );
      });
    });
  });
}

const REFUSED_FIX =
  "Run PipAuthenticate@1 before this task and give the build service 'Feed and Upstream Reader (Collaborator)' on the feed. On a laptop put user and token into ~/.netrc or pip.conf.";

const REFUSED = {
  pip: `The feed 'python-feed' of the project 'web' in the organisation 'contoso' refused us (401 or 403).
  pip says:
  Looking in indexes: http://***@pkgs.dev.azure.com${FEED}
  ERROR: Could not find a version that satisfies the requirement ours (from versions: none)
  ERROR: No matching distribution found for ours
${REFUSED_FIX}`,
  uv: `The feed 'python-feed' of the project 'web' in the organisation 'contoso' refused us (401 or 403).
  uv says:
  Using Python X environment at: FOLDER/work/antenv
  error: No solution found when resolving dependencies
    cause: Because ours was not found in the package registry and you require ours, we can conclude that your requirements are unsatisfiable.
  
  hint: An index URL (http://pkgs.dev.azure.com${FEED}) could not be queried due to a lack of valid authentication credentials (401 Unauthorized)
${REFUSED_FIX}`,
};

const SLOW_FIX = (name: string): string =>
  `Run it again. If it stays so, give ${name} more time: set the variable PIP_DEFAULT_TIMEOUT of the job to the seconds that it may wait, such as 120.`;
const FILE = `${FEED.replace('simple/', 'files/')}${WHEEL}`;

const SLOW = {
  pip: `The package index was too slow.
  pip says:
  Looking in indexes: http://***@HOST${FEED}
  Collecting ours (from -r FOLDER/app/requirements.txt (line 1))
  ERROR: Could not install packages due to an OSError: HTTPConnectionPool(host='127.0.0.1', port=PORT): Max retries exceeded with url: ${FILE} (Caused by ReadTimeoutError("HTTPConnectionPool(host='127.0.0.1', port=PORT): Read timed out. (read timeout=1.0)"))
  
${SLOW_FIX('pip')}`,
  uv: `The package index 'INDEX${FILE}' was too slow.
  uv says:
  Using Python X environment at: FOLDER/work/antenv
  error: Failed to fetch: INDEX${FILE}
    cause: error sending request for url (INDEX${FILE})
    cause: operation timed out
${SLOW_FIX('uv')}`,
};
