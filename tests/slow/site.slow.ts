// The site helper against packages made by hand: that it treats them as the platform would.

import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findPython } from '../helpers/pythons.js';
import { Site } from '../helpers/site.js';
import {
  APP,
  archive,
  below,
  run,
  SITE_PACKAGES,
  venvTree,
  writeTree,
  type Tree,
} from '../helpers/site/hand-made-package.js';
import { imagePython } from '../helpers/site/image.js';

const MINORS = ['3.12', '3.13', '3.11', '3.10', '3.9', '3.14'];
const { minor, pythonHome } = anyPython();
const WWWROOT = '/home/site/wwwroot';
const UNPACKED = '/tmp/0123456789abcdef';
const FLAT_VENV = below('antenv', venvTree(minor, `${WWWROOT}/antenv`, 'script'));

interface Facts {
  readonly greetingFile: string;
  readonly arguments: readonly string[];
}

describe('the site helper', function () {
  let work: string;
  let site: Site;
  let packages = 0;

  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'site helper ü-'));
    await mkdir(join(work, 'sites'));
    site = await Site.create({ pythonHome, work: join(work, 'sites') });
  });

  afterEach(async () => {
    await site.stop();
    deepEqual(await readdir(join(work, 'sites')), []);
    await rm(work, { recursive: true });
  });

  /** Writes a tree and zips it; `also` may put archives beside its files. */
  async function zipOf(
    tree: Tree,
    also: (folder: string) => Promise<void> = async () => {},
  ): Promise<string> {
    const folder = join(work, `package-${(packages += 1)}`);
    await writeTree(folder, tree);
    await also(folder);
    await archive(folder, `${folder}.zip`);
    return `${folder}.zip`;
  }

  async function withArchive(name: string, inside: Tree, beside: Tree): Promise<string> {
    const contents = join(work, `contents-${(packages += 1)}`);
    await writeTree(contents, inside);
    return zipOf(beside, async (folder) => archive(contents, join(folder, name)));
  }

  async function facts(): Promise<Facts> {
    const { status, body } = await site.get('/');
    equal(status, 200);
    return JSON.parse(body) as Facts;
  }

  async function said(command: string): Promise<string> {
    const { code, stdout, stderr } = await site.exec(command);
    equal(code, 0, stderr);
    return stdout;
  }

  describe('boots every layout', () => {
    const manifest = (...lines: string[]): Tree => ({ 'oryx-manifest.toml': lines.join('\n') });
    const app = { 'app.py': APP };
    const venvArchive = async (name: string): Promise<string> =>
      withArchive(name, venvTree(minor, '/antenv', 'link'), {
        ...app,
        ...manifest('virtualEnvName="antenv"', `compressedVirtualEnvFile="${name}"`),
      });
    const appArchive = async (name: string, python: 'link' | 'script'): Promise<string> => {
      const venv = below('antenv', venvTree(minor, `${UNPACKED}/antenv`, python));
      const destination = `SourceDirectoryInBuildContainer="${UNPACKED}"`;
      const keys = manifest('CompressDestinationDir="true"', destination);
      return withArchive(name, { ...app, ...venv }, keys);
    };
    const inWwwroot = { appPath: WWWROOT, file: `${WWWROOT}/app.py` };
    const unpacked = { appPath: UNPACKED, file: `${UNPACKED}/app.py` };
    const image = `/opt/python/${imagePython(pythonHome).version}`;
    const sitePackages = `lib/python${minor}/site-packages`;

    const rows = [
      {
        name: 'flat',
        zip: async () => zipOf({ ...app, ...FLAT_VENV }),
        expect: { ...inWwwroot, venv: `${WWWROOT}/antenv`, virtualEnv: null, prefix: image },
      },
      {
        name: 'flat with activation',
        zip: async () =>
          zipOf({
            ...app,
            ...FLAT_VENV,
            ...manifest(`SourceDirectoryInBuildContainer="${UNPACKED}"`),
          }),
        expect: { ...inWwwroot, venv: `${WWWROOT}/antenv` },
      },
      ...['antenv.tar.gz', 'antenv.tar.zst', 'antenv.zip'].map((name) => ({
        name,
        zip: async () => venvArchive(name),
        expect: { ...inWwwroot, venv: '/antenv' },
      })),
      {
        name: 'output.tar.gz',
        zip: async () => appArchive('output.tar.gz', 'script'),
        expect: { ...unpacked, venv: `${UNPACKED}/antenv` },
      },
      {
        name: 'output.tar.zst',
        zip: async () => appArchive('output.tar.zst', 'link'),
        expect: { ...unpacked, venv: `${UNPACKED}/antenv` },
      },
    ];

    for (const { name, zip, expect } of rows) {
      it(name, async () => {
        await site.deploy(await zip());
        await site.start({ startupCommand: 'python app.py' });
        const { venv, ...rest } = expect;
        deepEqual(await facts(), {
          greeting: 'from the package',
          greetingFile: `${venv}/${sitePackages}/greeting.py`,
          arguments: [],
          prefix: venv,
          virtualEnv: venv,
          ...rest,
        });
      });
    }

    it('package folder', async () => {
      const folder = '__oryx_packages__';
      await site.deploy(await zipOf({ ...app, ...below(folder, SITE_PACKAGES) }));
      await site.start({ startupCommand: 'python app.py' });
      equal((await facts()).greetingFile, `${WWWROOT}/${folder}/greeting.py`);
    });
  });

  describe('deploys as Kudu', () => {
    it('makes text files of links and 777 of every mode', async () => {
      const tree = { 'folder/data.txt': 'data', link: { link: 'folder/data.txt' } };
      await site.deploy(await zipOf(tree));
      equal(await said('cat link; stat -c " %F %a" link'), 'folder/data.txt regular file 777\n');
      equal(await said('stat -c "%a %n" folder folder/*'), '777 folder\n777 folder/data.txt\n');
    });

    it('leaves out what kudusync ignores, at any depth and in any case', async () => {
      const ignored = ['Deploy.SH', '.deployment', '.git/config', 'in/deploy.sh', 'in/.hg/x'];
      const tree = Object.fromEntries(['kept', ...ignored].map((path) => [path, '']));
      await site.deploy(await zipOf(tree));
      equal(await said('find . -type f'), './kept\n');
    });

    it('skips a file of equal time and size', async () => {
      const time = 1_700_000_000;
      const zipAt = async (tree: Tree, timeOfB: number): Promise<string> =>
        zipOf(tree, async (folder) => {
          for (const name of Object.keys(tree)) await utimes(join(folder, name), time, time);
          await utimes(join(folder, 'b.py'), timeOfB, timeOfB);
        });
      await site.deploy(await zipAt({ 'a.py': 'one', 'b.py': 'one', 'c.py': 'one' }, time));
      await site.deploy(await zipAt({ 'a.py': 'two', 'b.py': 'two', 'c.py': 'three' }, time + 2));
      equal(
        await said('tail -n 1 a.py b.py c.py | xargs'),
        '==> a.py <== one ==> b.py <== two ==> c.py <== three\n',
      );
    });

    it('deletes only what it brought before', async () => {
      await site.deploy(await zipOf({ 'kept.py': '', 'old.py': '', 'folder/old.py': '' }));
      await site.edit('output.tar.zst', 'of another builder');
      await site.edit('folder/uploaded.txt', '');
      await site.deploy(await zipOf({ 'kept.py': '' }));
      equal(
        await said('find . -type f | sort'),
        './folder/uploaded.txt\n./kept.py\n./output.tar.zst\n',
      );
    });

    it('removes the manifest of before', async () => {
      await site.edit('oryx-manifest.toml', 'CompressDestinationDir="true"');
      await site.deploy(await zipOf({ 'app.py': APP, ...FLAT_VENV }));
      await site.start({ startupCommand: 'python app.py' });
      await facts();
    });

    it('deploys over a site that has run from a venv archive', async () => {
      const name = 'antenv.tar.gz';
      const keys = { 'oryx-manifest.toml': `compressedVirtualEnvFile="${name}"` };
      const venv = venvTree(minor, '/antenv', 'link');
      await site.deploy(await withArchive(name, venv, { 'app.py': APP, ...keys }));
      await site.start({ startupCommand: 'python app.py' });
      await facts();
      await site.deploy(await zipOf({ 'app.py': APP, ...FLAT_VENV }));
      await site.restart();
      match((await facts()).greetingFile, /^\/home\/site\/wwwroot\/antenv\//);
    });
  });

  describe('reads output.tar.gz as the platform', () => {
    const keys = [
      'CompressDestinationDir="true"',
      `SourceDirectoryInBuildContainer="${UNPACKED}"`,
    ].join('\n');

    /** `pack` writes the archive, given its path, in a folder with the tree. */
    async function deployTarball(
      tree: Tree,
      pack: (contents: string, target: string) => Promise<void>,
    ): Promise<void> {
      const contents = join(work, 'contents');
      await writeTree(contents, tree);
      await site.deploy(
        await zipOf({ 'oryx-manifest.toml': keys }, async (folder) =>
          pack(contents, join(folder, 'output.tar.gz')),
        ),
      );
    }

    it('drops links of both kinds, forces folder modes, applies the umask', async () => {
      const tree = { 'a.txt': 'a', 'symbolic.txt': { link: 'a.txt' }, 'folder/b.txt': 'b' };
      await deployTarball(tree, async (contents, target) => {
        run(contents, 'ln', 'a.txt', 'hard.txt');
        run(contents, 'chmod', '700', 'folder');
        run(contents, 'chmod', '777', 'folder/b.txt');
        run(contents, 'tar', '-czf', target, './a.txt', './hard.txt', './symbolic.txt', './folder');
      });
      equal(
        await said('find . -mindepth 1 -printf "%P %m\\n" | sort'),
        'a.txt 644\nfolder 755\nfolder/b.txt 755\n',
      );
    });

    it('does not restore times and does not truncate a file that comes twice', async () => {
      await deployTarball({ 'a.txt': 'longer' }, async (contents, target) => {
        const tar = target.replace(/\.gz$/, '');
        await utimes(join(contents, 'a.txt'), 0, 0);
        run(contents, 'tar', '-cf', tar, 'a.txt');
        await writeFile(join(contents, 'a.txt'), 'SHO');
        run(contents, 'tar', '-rf', tar, 'a.txt');
        run(contents, 'gzip', tar);
      });
      equal(await said('cat a.txt'), 'SHOger');
      ok(Number(await said('stat -c %Y a.txt')) > 1_600_000_000);
    });

    it('fails on a file whose folder has no entry', async () => {
      await deployTarball({ 'folder/b.txt': 'b' }, async (contents, target) => {
        run(contents, 'tar', '-czf', target, 'folder/b.txt');
      });
      await rejects(
        site.start(),
        /panic: [^]*output\.tar\.gz'\. ENOENT: no such file or directory$/,
      );
    });

    it('fails on a folder to unpack into that has something in it', async () => {
      await deployTarball({ 'a.txt': 'a' }, archive);
      await site.edit('oryx-manifest.toml', keys.replace(UNPACKED, WWWROOT));
      await rejects(site.start(), /directory not empty$/);
    });

    it('exits when the venv has no activate', async () => {
      await deployTarball({ 'app.py': APP, 'antenv/pyvenv.cfg': '' }, archive);
      await site.start({ startupCommand: 'python app.py' });
      await rejects(site.get('/'), /ended with exit code 2\.[^]*antenv\/bin\/activate/);
    });
  });

  describe('takes a startup command as init does', () => {
    const rows = [
      { name: 'a command', command: 'python app.py one "two three"', expect: ['one', 'two three'] },
      { name: 'the first line of a file', command: 'startup.txt', expect: ['first'] },
      { name: 'a script', command: 'startup.sh', expect: ['script'] },
      { name: 'a script and arguments', command: 'sh startup.sh', expect: ['script'] },
      { name: 'a variable', command: 'python app.py $SETTING', expect: ['of', 'the', 'site'] },
      { name: 'cut at a single quote', command: "python app.py 'a b'", expect: ['a'] },
    ];

    for (const { name, command, expect } of rows) {
      it(name, async () => {
        const files = {
          'app.py': APP,
          'startup.txt': 'python app.py first \\\nsecond\n',
          'startup.sh': 'cd /\nexec python "$APP_PATH/app.py" script\n',
        };
        await site.deploy(await zipOf({ ...files, ...FLAT_VENV }));
        await site.start({ startupCommand: command, settings: { SETTING: 'of the site' } });
        deepEqual((await facts()).arguments, expect);
      });
    }

    it('and has no start script when the quoting breaks', async () => {
      const start = site.start({ startupCommand: "gunicorn 'app:create_app()'" });
      await rejects(start, /syntax error near unexpected token[^]*startup\.sh: No such file/);
    });

    it('and dash refuses what is no simple command', async () => {
      await site.start({ startupCommand: 'if true; then python app.py; fi' });
      await rejects(site.get('/'), /ended with exit code 2\.[^]*Syntax error/);
    });
  });

  describe('detects the app when there is no command', () => {
    const wsgi = (name: string, text: string): string =>
      `def ${name}(environ, start_response):\n` +
      `    start_response('200 OK', [])\n    return [b'${text}']\n`;
    const rows = [
      { name: 'app.py', tree: { 'app.py': wsgi('app', 'app') }, expect: 'app' },
      {
        name: 'application.py before app.py',
        tree: { 'app.py': wsgi('app', 'app'), 'application.py': wsgi('app', 'application') },
        expect: 'application',
      },
      {
        name: 'any folder with wsgi.py before all',
        tree: { 'app.py': wsgi('app', 'app'), 'tests/wsgi.py': wsgi('application', 'tests') },
        expect: 'tests',
      },
      { name: 'main.py not at all', tree: { 'main.py': '' }, expect: 'the default site' },
    ];
    for (const { name, tree, expect } of rows) {
      it(name, async () => {
        await site.deploy(await zipOf({ ...tree, ...FLAT_VENV }));
        await site.start();
        deepEqual(await site.get('/'), { status: 200, body: expect });
      });
    }
  });

  it('shows nothing of this machine but its distribution', async () => {
    await site.deploy(await zipOf(FLAT_VENV));
    const paths = [pythonHome, work, process.cwd(), __dirname, process.execPath, '/usr/local/bin'];
    const beside = paths.filter(
      (path) => !path.startsWith('/usr') || path.startsWith('/usr/local'),
    );
    for (const path of beside) equal((await site.exec(`test -e '${path}'`)).code, 1, path);
    equal(await said('ls -A /root /home /tmp'), '/home:\nsite\n\n/root:\n.bashrc\n\n/tmp:\n');
  });

  it('hides the packages and the environment of this machine', async () => {
    await site.deploy(await zipOf(FLAT_VENV));
    process.env['OF_THIS_MACHINE'] = 'leaked';
    try {
      equal(await said('env | grep -c OF_THIS_MACHINE || true'), '0\n');
    } finally {
      delete process.env['OF_THIS_MACHINE'];
    }
    const { code, stderr } = await site.exec('python -c "import pip"');
    equal(code, 1);
    match(stderr, /No module named 'pip'/);
  });

  it('runs other programs where the app runs', async () => {
    const venv = venvTree(minor, '/antenv', 'link');
    const keys = { 'oryx-manifest.toml': 'compressedVirtualEnvFile="antenv.tar.gz"' };
    await site.deploy(await withArchive('antenv.tar.gz', venv, { 'app.py': APP, ...keys }));
    await site.start({ startupCommand: 'python app.py' });
    await facts();
    const question = 'import sys, greeting; print(sys.prefix, sys.executable, greeting.TEXT)';
    equal(
      await said(`pwd; command -v python; /antenv/bin/python -c '${question}'`),
      `${WWWROOT}\n/antenv/bin/python\n/antenv /antenv/bin/python from the package\n`,
    );
    deepEqual(await site.exec('echo out; echo err >&2; exit 3'), {
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('shows an edit after a restart, in a fresh container', async () => {
    await site.deploy(await zipOf({ 'app.py': APP, ...FLAT_VENV }));
    await site.start({ startupCommand: 'python app.py one' });
    await said('touch /tmp/of-the-container /home/of-the-share');
    await site.edit('app.py', APP.replace('sys.argv[1:]', '["edited"]'));
    deepEqual((await facts()).arguments, ['one']);
    await site.restart();
    deepEqual((await facts()).arguments, ['edited']);
    equal(await said('ls /tmp /home'), '/home:\nof-the-share\nsite\n\n/tmp:\n');
  });

  it('tells what the container said when the app ends', async () => {
    await site.deploy(await zipOf({ 'app.py': 'import nothing_like_it', ...FLAT_VENV }));
    await site.start({ startupCommand: 'python app.py' });
    await rejects(site.get('/'), /ended with exit code 1\.[^]*No module named 'nothing_like_it'/);
  });

  it('leaves no process and no file behind', async () => {
    const addresses = ['/antenv', '/home/site', '/opt/startup', UNPACKED];
    const before = addresses.filter((path) => existsSync(path));
    const marker = `left-behind-${process.pid}`;
    const startScript = [
      // Out of the process group and without the container's output.
      `setsid sh -c 'sleep 999; true' ${marker} < /dev/null > /dev/null 2>&1 &`,
      `exec python app.py ${marker}`,
    ];
    const files = { 'app.py': APP, 'start.sh': startScript.join('\n') };
    await site.deploy(await zipOf({ ...files, ...FLAT_VENV }));
    await site.start({ startupCommand: 'sh start.sh' });
    await facts();
    equal(processesWith(marker).length, 2);
    await site.stop();
    deepEqual(processesWith(marker), []);
    deepEqual(readdirSync(join(work, 'sites')), []);
    deepEqual(
      addresses.filter((path) => existsSync(path)),
      before,
    );
  });
});

function anyPython(): { minor: string; pythonHome: string } {
  for (const known of MINORS) {
    const home = findPython(known);
    if (home !== undefined) return { minor: known, pythonHome: home };
  }
  throw new Error(`This test needs a CPython of ${MINORS.join(', ')}.`);
}

/** Ids of this machine's processes with a word in their command line. */
function processesWith(word: string): string[] {
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(word);
    } catch {
      return false;
    }
  });
}
