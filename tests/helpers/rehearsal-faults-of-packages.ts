// Faults in what is packed: the venv, its links and scripts, line endings, and what the site holds already.

import { chmod, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FLASK, STARTUP_COMMAND, withVenv, type Fault } from './rehearsal-fault.js';
import { BUILT_SITES } from './rehearsal-built-sites.js';
import { MINOR, rewrite, type RealVenv } from './rehearsal-venv.js';

const OTHER_MINOR = '3.10';
const GUNICORN = 'gunicorn app:app';

/** A venv of an older stack, in which this Python finds nothing. */
async function ofOtherMinor(venv: string): Promise<void> {
  await rename(join(venv, `lib/python${MINOR}`), join(venv, `lib/python${OTHER_MINOR}`));
  await rewrite(join(venv, 'pyvenv.cfg'), new RegExp(`${MINOR}[.\\d]*`, 'g'), OTHER_MINOR);
}

async function withShebang(venv: string): Promise<void> {
  const script = join(venv, 'bin/uvicorn');
  await rewrite(script, /^#!.*/, '#!/home/vsts/work/1/s/antenv/bin/python');
  await chmod(script, 0o755);
}

/** As `python -m venv` leaves it on an agent. */
function pythonLinkedTo(target: string): (venv: string) => Promise<void> {
  return async (venv) => {
    for (const name of ['python', 'python3', `python${MINOR}`]) {
      await rm(join(venv, 'bin', name), { force: true });
    }
    await symlink(target, join(venv, 'bin/python'));
  };
}

/** The same time for every file, as some tools write it into each zip. */
function packedAt(seconds: number, text: string): Fault['make'] {
  return async (venv) => {
    const touch = async (folder: string) => utimes(join(folder, 'app.py'), seconds, seconds);
    return venv.package({ app: { 'app.py': text }, venv: venv.archive, prepare: touch });
  };
}

const EQUAL_TIME = 1_700_000_000;

export const FAULTS_OF_PACKAGES: readonly Fault[] = [
  {
    name: 'no venv',
    make: async (venv) => venv.package({ app: { 'app.py': FLASK } }),
    command: GUNICORN,
    asked: { runtimeStack: `PYTHON|${MINOR}` },
    told: {
      code: 'rehearsal/venv-missing',
      severity: 'error',
      message:
        "The site has no venv (No virtual environment at '/home/site/wwwroot/antenv'), and so the app's packages are missing: ModuleNotFoundError: No module named 'flask'.",
      fix: 'Pack the venv with the app: AntenvPackage makes it, named antenv.',
      where: { file: 'antenv' },
    },
  },
  {
    name: 'no venv, and a server that is started as a module',
    make: async (venv) => venv.package({ app: { 'app.py': FLASK } }),
    command: 'python -m uvicorn app:app --host 0.0.0.0',
    asked: { runtimeStack: `PYTHON|${MINOR}` },
    told: {
      code: 'rehearsal/venv-missing',
      severity: 'error',
      message:
        "The site has no venv (No virtual environment at '/home/site/wwwroot/antenv'), and so the app's packages are missing: /opt/python/3/bin/python: No module named uvicorn.",
      fix: 'Pack the venv with the app: AntenvPackage makes it, named antenv.',
      where: { file: 'antenv' },
    },
  },
  {
    name: 'a venv of another minor',
    make: async (venv) =>
      venv.package({ app: { 'app.py': FLASK }, venv: await venv.changed(ofOtherMinor) }),
    command: 'python -m gunicorn app:app',
    asked: { runtimeStack: `PYTHON|${MINOR}` },
    told: {
      code: 'rehearsal/other-minor',
      severity: 'error',
      message:
        'The venv is made for Python 3.10, but the image has 3.11 and does not find its packages: /antenv/bin/python: No module named gunicorn.',
      fix: "Make the venv with Python 3.11: set runtimeStack to 'PYTHON|3.11'",
      where: { file: 'antenv' },
    },
  },
  {
    name: 'a venv of another minor, and gunicorn by its name',
    make: async (venv) =>
      venv.package({ app: { 'app.py': FLASK }, venv: await venv.changed(ofOtherMinor) }),
    command: 'gunicorn app:app',
    asked: { runtimeStack: `PYTHON|${MINOR}` },
    told: {
      code: 'rehearsal/other-minor',
      severity: 'error',
      message:
        "The venv is made for Python 3.10, but the image has 3.11 and does not find its packages: ModuleNotFoundError: No module named 'gunicorn'.",
      fix: "Make the venv with Python 3.11: set runtimeStack to 'PYTHON|3.11'",
      where: { file: 'antenv' },
    },
  },
  {
    name: "a script that begins with the agent's path",
    make: async (venv) =>
      venv.package({ app: { 'app.py': FLASK }, venv: await venv.changed(withShebang) }),
    command: 'uvicorn app:app --host 0.0.0.0',
    told: {
      code: 'rehearsal/dangling-shebang',
      severity: 'error',
      message:
        "'uvicorn' begins with '#!/home/vsts/work/1/s/antenv/bin/python', which is not there: /opt/startup/startup.sh: 22: uvicorn: not found.",
      fix: 'Start it as a module: python -m uvicorn; or let AntenvPackage make the venv.',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: "flat, with python as a link to the image's",
    make: async (venv) =>
      venv.flatPackage({ 'app.py': FLASK }, pythonLinkedTo('/opt/python/3/bin/python3')),
    command: 'antenv/bin/python -m gunicorn app:app',
    told: {
      code: 'rehearsal/python-link',
      severity: 'error',
      message:
        "The venv's python is a text file in place of a symbolic link: it ended with code 0, without a word and without running the app.",
      fix: 'Pack the venv as one file, where links survive (layout: venvTarball).',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: "flat, with python as a link to the agent's",
    make: async (venv) =>
      venv.flatPackage(
        { 'app.py': FLASK },
        pythonLinkedTo('/opt/hostedtoolcache/Python/3.11.9/x64/bin/python3'),
      ),
    command: 'antenv/bin/python -m gunicorn app:app',
    told: {
      code: 'rehearsal/python-link',
      severity: 'error',
      message:
        "The venv's python is a text file in place of a symbolic link, and does not start: antenv/bin/python: 1: /opt/hostedtoolcache/Python/3.11.9/x64/bin/python3: not found.",
      fix: 'Pack the venv as one file, where links survive (layout: venvTarball).',
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'a script with Windows line endings',
    make: withVenv({
      'app.py': FLASK,
      'startup.sh': '#!/bin/bash\r\ngunicorn app:app\r\n',
    }),
    command: 'startup.sh',
    told: {
      code: 'rehearsal/crlf',
      severity: 'error',
      message:
        "'startup.sh' has Windows line endings, and the shell stumbles over them: /opt/startup/startup.sh: 22: startup.sh: not found.",
      fix: 'Write the script with LF line endings; in .gitattributes: *.sh text eol=lf',
      where: { file: 'startup.sh', line: 1 },
    },
  },
  {
    name: 'no startup file',
    make: withVenv({ 'app.py': FLASK }),
    command: 'startup.sh',
    told: {
      code: 'rehearsal/file-missing',
      severity: 'error',
      message:
        "The file 'startup.sh' is not there: /opt/startup/startup.sh: 22: startup.sh: not found.",
      fix: "Add 'startup.sh' to the package, or correct its name: upper and lower case count.",
      where: STARTUP_COMMAND,
    },
  },
  {
    name: 'an output.tar.zst of before that cannot be read',
    make: async (venv) => venv.wholeApp({ 'app.py': FLASK }),
    over: async (venv) => siteWith(venv, Buffer.from('not an archive')),
    command: GUNICORN,
    told: {
      code: 'rehearsal/stale-tarball',
      severity: 'error',
      message:
        "The site's own 'output.tar.zst' is unpacked, and not the archive of the package: panic: An error occurred when trying to extract tarball '/home/site/wwwroot/output.tar.zst'. zstd tar extraction failed: zstd: /*stdin*\\: unsupported format.",
      fix: 'Delete output.tar.zst from wwwroot, or choose the layout venvTarball.',
      where: { file: 'output.tar.zst' },
    },
  },
  {
    name: 'an output.tar.zst of before with an older app that starts',
    make: async (venv) => venv.wholeApp({ 'app.py': FLASK }),
    over: async (venv) =>
      BUILT_SITES['output.tar.zst'](venv, { 'app.py': FLASK.replace('hello', 'of long ago') }),
    command: GUNICORN,
    told: {
      code: 'rehearsal/stale-tarball',
      severity: 'error',
      message:
        "The site's own 'output.tar.zst' is unpacked, and not the archive of the package: the app of an earlier build is started.",
      fix: 'Delete output.tar.zst from wwwroot, or choose the layout venvTarball.',
      where: { file: 'output.tar.zst' },
    },
  },
  {
    name: 'a changed file of equal size and time',
    make: packedAt(EQUAL_TIME, FLASK.replace('hello', 'tally')),
    over: packedAt(EQUAL_TIME, FLASK),
    command: GUNICORN,
    told: {
      code: 'rehearsal/not-replaced',
      severity: 'error',
      message:
        "A deployment over the one before leaves the old 'app.py' on the site: size and time are the same.",
      fix: 'Give changed files a new time in the zip, as AntenvPackage does.',
      where: { file: 'app.py' },
    },
  },
];

async function siteWith(venv: RealVenv, archive: Buffer): Promise<string> {
  const folder = await mkdtemp(join(venv.folder, 'site-'));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'output.tar.zst'), archive);
  return folder;
}
