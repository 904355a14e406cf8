import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readAtOnce } from '../../../tasks/core/archives/read-content.js';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import type { VenvPlaces } from '../../../tasks/core/relocate/host-places.js';
import {
  venvAtAddress,
  type Pruning,
  type RelocatedVenv,
} from '../../../tasks/core/relocate/venv-at-address.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import { LAYOUTS, layoutFacts, type Layout } from '../../../tasks/core/terms/layout.js';
import { allBytes, bytesEntry, textOf, timed } from '../../helpers/entries.js';
import { tarBytes } from '../../../tasks/core/archives/write-tar.js';
import { spelledOut } from '../../../tasks/core/cache/keep.js';
import { fakeHost } from '../../helpers/fake-host.js';
import { installVenv, type InstalledVenv } from '../../helpers/installed-venv.js';
import { askPython, output, pythonProgram } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

/** Each line of every RECORD below a venv whose hash or size is not that of its file, by Python's own means. */
const WRONG_LINES = `
import base64, csv, hashlib, json, pathlib, sys
wrong = []
for record in pathlib.Path(sys.argv[1]).glob("lib/*/site-packages/*.dist-info/RECORD"):
    site = record.parent.parent
    for path, hash, size in csv.reader(record.open(newline="", encoding="utf-8")):
        file = site / path
        if not hash:
            continue
        data = file.read_bytes()
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        if [hash, size] != ["sha256=" + digest, str(len(data))]:
            wrong.append([record.parent.name, path])
print(json.dumps(wrong))
`;

describe('a venv at its address', () => {
  const folder = folderPerTest();
  let installed: InstalledVenv;
  let notes: string[];

  beforeEach(async () => {
    installed = await installVenv(folder.path);
    notes = [];
  });

  async function relocate(
    layout: Layout,
    from = installed,
    pruning?: Pruning,
    places?: VenvPlaces,
  ): Promise<RelocatedVenv> {
    const tell = { warn: assert.fail, note: (text: string) => void notes.push(text) };
    return venvAtAddress(fakeHost(), tell, {
      ...from,
      builtAt: await spelledOut({ path: from.venv, work: from.work, appRoot: from.appRoot }),
      facts: layoutFacts(layout),
      app: [bytesEntry('app.py', 'x = 1\n')],
      ...(pruning && { pruning }),
      ...(places && { places }),
    });
  }

  async function unpack({ entries }: RelocatedVenv): Promise<string> {
    const target = join(folder.path, 'unpacked');
    await mkdir(target);
    const { signal } = new AbortController();
    const tar = join(folder.path, 'venv.tar');
    await writeFile(tar, await allBytes(tarBytes(timed(entries), signal)));
    output('tar', ['-xf', tar, '-C', target]);
    return target;
  }

  const addresses = {
    venvTarball: () => '/antenv',
    venvZip: () => '/antenv',
    appTarball: (id: string) => `/tmp/${id.slice(0, 16)}/antenv`,
    flat: () => '/home/site/wwwroot/antenv',
  } satisfies Record<Layout, (id: string) => string>;

  for (const layout of LAYOUTS) {
    it(`holds no path of this machine, and true RECORDs: ${layout}`, async () => {
      const before = treeDigest(installed.venv);
      const relocated = await relocate(layout);
      const { entries, id } = relocated;
      const venv = addresses[layout](id);
      const { appRoot, sitePackages: site } = installed;
      const app = layout === 'appTarball' ? venv.slice(0, -'/antenv'.length) : '/home/site/wwwroot';
      assert.deepEqual([relocated.addresses.venv, relocated.addresses.app], [venv, app]);

      assert.equal(
        entryText(entries, 'bin/tool'),
        `#!${venv}/bin/python\nimport sys\nprint("tool", sys.argv[1:])\n`,
      );
      assert.equal(entryText(entries, 'bin/data.sh'), `#!${venv}/bin/python -E\nprint("data")\n`);
      assert.equal(
        entryText(entries, `${site}/tool.pth`),
        `${venv}/${site}/tool/more\nimport sys\n`,
      );
      assert.equal(
        entryText(entries, `${site}/tool/__init__.py`),
        'BUILT = "/antenv-build/tmp/pip-req-build"\n',
      );
      assert.deepEqual(JSON.parse(entryText(entries, `${site}/tool/config.json`)), {
        root: app,
        python: '/opt/python/3',
      });
      assert.match(
        entryText(entries, 'pyvenv.cfg'),
        new RegExp(` --system-site-packages ${venv}\n`),
      );

      const withPath = await pathsHolding(entries, [
        folder.path,
        encodeURI(folder.path),
        appRoot,
        'wörk 1',
        'w%C3%B6rk',
      ]);
      assert.deepEqual(withPath, [`${site}/tool/native.so`]);
      assert.deepEqual(notes, [
        `Built here, and a path of this machine is in them: ${site}/tool/native.so. Binary files are not rewritten; most never use that path.`,
      ]);
      const paths = entries.map(({ path }) => path);
      assert.equal(paths.includes(`${site}/local-1.0.dist-info/direct_url.json`), false);
      assert.equal(paths.includes(`${site}/vcs-1.0.dist-info/direct_url.json`), true);
      assert.deepEqual(paths, [...new Set(paths)]);

      const unpacked = await unpack(relocated);
      assert.deepEqual(askPython(WRONG_LINES, unpacked), []);
      const record = await readFile(join(unpacked, site, 'local-1.0.dist-info/RECORD'), 'utf8');
      assert.equal(record.includes('direct_url'), false);
      assert.equal(treeDigest(installed.venv), before);
    });
  }

  it('is activated by its scripts', async () => {
    const relocated = await relocate('venvTarball');
    const unpacked = await unpack(relocated);
    for (const shell of ['bash', 'dash']) {
      const said = output(shell, ['-c', `. '${unpacked}/bin/activate'; echo "$VIRTUAL_ENV $PATH"`]);
      assert.match(said, /^\/antenv \/antenv\/bin:/, shell);
    }
  });

  it('has scripts that run at the address', async () => {
    const unpacked = await unpack(await relocate('flat'));
    const script = join(unpacked, 'bin/tool');
    const text = (await readFile(script, 'utf8')).replace(
      '/home/site/wwwroot/antenv/bin/python',
      pythonProgram(),
    );
    await writeFile(script, text);
    await chmod(script, 0o755);
    assert.equal(output(script, ['a b']), "tool ['a b']\n");
  });

  it('has the same id and bytes wherever it was installed', async () => {
    const elsewhere = await installVenv(join(folder.path, 'elsewhere'));
    for (const venv of [installed, elsewhere]) await withoutBinary(venv);
    for (const layout of LAYOUTS) {
      const first = await relocate(layout);
      const second = await relocate(layout, elsewhere);
      assert.deepEqual(digests(second.entries), digests(first.entries), layout);
      assert.equal(second.id, first.id, layout);
      assert.match(first.id, /^[0-9a-f]{32}$/);
    }
    assert.deepEqual(notes, []);
  });

  it('has another id when the app or a distribution is another', async () => {
    const { id } = await relocate('appTarball');
    await writeFile(join(installed.venv, installed.sitePackages, 'tool/plain.py'), 'x = 2\n');
    assert.notEqual((await relocate('appTarball')).id, id);
  });

  it('knows this machine also by the real path behind a link', async () => {
    const link = join(folder.path, 'link');
    await symlink(dirname(installed.work), link);
    const throughLink = {
      ...installed,
      work: join(link, 'antenv-x'),
      venv: join(link, 'antenv-x/antenv'),
      appRoot: join(link, 'my app'),
    };
    const { entries } = await relocate('venvTarball', throughLink);
    assert.deepEqual(await pathsHolding(entries, ['wörk 1', link]), [
      `${installed.sitePackages}/tool/native.so`,
    ]);
  });

  it('leaves out what it is told to, and knows the venv by all of its files', async () => {
    const { sitePackages: site } = installed;
    const plain = `${site}/tool/plain.py`;
    const asked: string[] = [];
    const noted: unknown[] = [];
    const whole = await relocate('appTarball');
    const pruned = await relocate('appTarball', installed, {
      name: 'plain',
      wants: (path) => path === plain,
      note: (path, bytes) => [path, bytes.toString()],
      leaveOut: (files) => {
        asked.push(...files.map(({ path }) => path));
        noted.push(...files.map(({ note }) => note));
        return new Set([plain, `${site}/tool/native.so`]);
      },
    });
    assert.deepEqual(
      noted.filter((note) => note !== undefined),
      [[plain, 'x = 1\n']],
    );
    assert.ok(asked.includes(plain));
    assert.equal(pruned.installed, whole.installed);
    assert.notEqual(pruned.id, whole.id);
    const paths = new Set(pruned.entries.map(({ path }) => path));
    assert.deepEqual(
      whole.entries.map(({ path }) => path).filter((path) => !paths.has(path)),
      [`${site}/tool/native.so`, plain],
    );
    assert.deepEqual(askPython(WRONG_LINES, await unpack(pruned)), []);
    // Nobody is told of a path in a file that is not packed.
    assert.equal(notes.length, 1);
  });

  it('shows files where they belong on App Service', async () => {
    const { minor } = installed.python;
    const plain = 'lib/python3.99/site-packages/tool/plain.py';
    const noted: unknown[] = [];
    const pruning: Pruning = {
      name: 'plain',
      wants: (path) => path === plain,
      note: (path) => path,
      leaveOut: (files) => {
        noted.push(...files.filter(({ path }) => path === plain).map(({ note }) => note));
        return new Set<string>();
      },
    };
    const places = { onWindows: false, hostMinor: minor, targetMinor: '3.99' };
    await relocate('flat', installed, pruning, places);
    assert.deepEqual(noted, [plain]);
  });

  it('names a few of many binary files', async () => {
    for (const number of [1, 2, 3, 4, 5, 6]) {
      await writeFile(join(installed.venv, `${number}.bin`), `\0${installed.work}\0`);
    }
    await relocate('flat');
    assert.match(notes[0] ?? '', /: 1\.bin, 2\.bin, 3\.bin, 4\.bin, 5\.bin and 2 more\. /);
  });
});

/** Takes away the one file that is not the same wherever it was built. */
async function withoutBinary({ venv, sitePackages }: InstalledVenv): Promise<void> {
  const site = join(venv, sitePackages);
  await rm(join(site, 'tool/native.so'));
  const record = join(site, 'tool-1.0.dist-info/RECORD');
  const lines = (await readFile(record, 'utf8')).split('\n');
  await writeFile(record, lines.filter((line) => !line.includes('native.so')).join('\n'));
}

/** What is below a folder, with content, mode and link targets, in one line. */
function treeDigest(path: string): string {
  const script =
    'find . -printf "%p %m %l %T@\\n" | sort; find . -type f -print0 | sort -z | xargs -0 sha256sum';
  return sha256(output('sh', ['-c', `cd "$0" && ${script}`, path]));
}

function entryText(entries: readonly Entry[], path: string): string {
  return textOf(entries.find((entry) => entry.path === path));
}

/** The paths of entries whose bytes hold one of the texts. */
async function pathsHolding(
  entries: readonly Entry[],
  texts: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'file') continue;
    const bytes = readAtOnce(entry.content);
    if (texts.some((text) => bytes.includes(text))) found.push(entry.path);
  }
  return found;
}

function digests(entries: readonly Entry[]): string[] {
  return entries.map(
    (entry) => `${entry.path} ${entry.kind === 'file' ? entry.digest : entry.kind}`,
  );
}
