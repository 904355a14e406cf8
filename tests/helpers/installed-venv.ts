// An installed venv as pip leaves it, made by hand: every place where a build path may hide.

import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sha256 } from '../../tasks/core/archives/digest.js';
import { recordHash } from '../../tasks/core/terms/record.js';
import { output, pythonProgram } from './programs.js';
import { writeFiles } from './temp-folder.js';

export interface InstalledVenv {
  /** The run's private folder; the venv is in it. */
  readonly work: string;
  readonly venv: string;
  readonly appRoot: string;
  readonly sitePackages: string;
  /** The Python that made it. */
  readonly python: {
    readonly version: string;
    readonly minor: string;
    readonly basePrefix: string;
  };
}

/** Makes a real venv in a folder whose name has a blank and a letter beyond ASCII, with distributions in it. */
export async function installVenv(folder: string): Promise<InstalledVenv> {
  const work = join(folder, 'wörk 1', 'antenv-x');
  const appRoot = join(folder, 'wörk 1', 'my app');
  const venv = join(work, 'antenv');
  await writeFiles(appRoot, { 'app.py': 'x = 1\n' });
  output(pythonProgram(), ['-m', 'venv', '--without-pip', venv]);
  const [version = '', minor = '', basePrefix = ''] = output(pythonProgram(), [
    '-c',
    'import platform, sys; print(platform.python_version(), "%d.%d" % sys.version_info[:2], sys.base_prefix)',
  ])
    .trim()
    .split(' ');
  const sitePackages = `lib/python${minor}/site-packages`;
  const made = { work, venv, appRoot, sitePackages, python: { version, minor, basePrefix } };
  await addTool(made);
  await addLocal(made);
  await addFromVcs(made);
  return made;
}

/** A console script in pip's form, a script with data, a `.pth`, and a file that was compiled here. */
async function addTool(made: InstalledVenv): Promise<void> {
  const { venv, work, appRoot, sitePackages: site } = made;
  await addDistribution(made, 'tool-1.0', {
    'bin/tool': `#!/bin/sh\n'''exec' "${venv}/bin/python" "$0" "$@"\n' '''\nimport sys\nprint("tool", sys.argv[1:])\n`,
    'bin/data.sh': `#!${venv}/bin/python -E\nprint("data")\n`,
    [`${site}/tool/__init__.py`]: `BUILT = ${JSON.stringify(`${work}/tmp/pip-req-build`)}\n`,
    [`${site}/tool/plain.py`]: 'x = 1\n',
    [`${site}/tool/config.json`]: JSON.stringify({ root: appRoot, python: made.python.basePrefix }),
    [`${site}/tool/native.so`]: Buffer.from(`\u007fELF\0${venv}/lib\0`),
    [`${site}/tool, "quoted".txt`]: `${venv}\n`,
    [`${site}/tool.pth`]: `${venv}/${site}/tool/more\nimport sys\n`,
    'share/man/tool.1': 'Tool\n',
    // Carried along with its own RECORD, in another spelling than ours.
    [`${site}/tool/_vendor/inner-2.dist-info/RECORD`]:
      'inner.py,sha256=abc,1\r\n../../bin/inner,,\r\n',
  });
}

/** A distribution from a folder beside the app: its address is that of another folder of this machine. */
async function addLocal(made: InstalledVenv): Promise<void> {
  const url = pathToFileURL(join(made.appRoot, '../libs/local')).href;
  const { sitePackages: site } = made;
  await addDistribution(made, 'local-1.0', {
    [`${site}/local.py`]: 'x = 1\n',
    [`${site}/local-1.0.dist-info/direct_url.json`]: JSON.stringify({ dir_info: {}, url }),
  });
}

async function addFromVcs(made: InstalledVenv): Promise<void> {
  const url = 'https://example.org/vcs.git';
  const { sitePackages: site } = made;
  await addDistribution(made, 'vcs-1.0', {
    [`${site}/vcs.py`]: 'x = 1\n',
    [`${site}/vcs-1.0.dist-info/direct_url.json`]: JSON.stringify({
      url,
      vcs_info: { vcs: 'git' },
    }),
  });
}

/** Writes files of the venv and the dist-info with their RECORD, as pip's csv writer has it. */
async function addDistribution(
  { venv, sitePackages }: InstalledVenv,
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<void> {
  const info = `${sitePackages}/${name}.dist-info`;
  const all = { ...files, [`${info}/METADATA`]: `Name: ${name}\n`, [`${info}/INSTALLER`]: 'pip\n' };
  await writeFiles(venv, all);
  for (const path of Object.keys(files).filter((file) => file.startsWith('bin/'))) {
    await chmod(join(venv, path), 0o755);
  }
  const rows = await Promise.all(
    Object.keys(all).map(async (path) => {
      const bytes = await readFile(join(venv, path));
      return [fromSite(sitePackages, path), recordHash(sha256(bytes)), bytes.length];
    }),
  );
  const own = [`${name}.dist-info/RECORD`, '', ''];
  const compiled = [`__pycache__/${name}.cpython-312.pyc`, '', ''];
  const WRITE = 'import csv, json, sys; csv.writer(sys.stdout).writerows(json.loads(sys.argv[1]))';
  const text = output(pythonProgram(), ['-c', WRITE, JSON.stringify([...rows, own, compiled])]);
  await writeFiles(venv, { [`${info}/RECORD`]: text });
}

/** A path of the venv as seen from its site-packages. */
function fromSite(sitePackages: string, path: string): string {
  const inside = `${sitePackages}/`;
  return path.startsWith(inside) ? path.slice(inside.length) : `../../../${path}`;
}
