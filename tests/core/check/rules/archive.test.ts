// The family archive: each rule fires on its case, and is silent on the nearest good one.

import type { InnerFact } from '../../../../tasks/core/check/evidence.js';
import { archiveRules } from '../../../../tasks/core/check/rules/archive.js';
import type { Startup, StartupScript } from '../../../../tasks/core/check/startup/startup.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { commandOf } from '../../../helpers/app-evidence.js';
import {
  packageOf,
  testRules,
  treeOf,
  venvOf,
  zipOf,
  type RuleCase,
} from '../../../helpers/rule-cases.js';
import { settings } from './setting-cases.js';

const MIB = 1024 ** 2;

function startupOf(text: string, scripts: readonly StartupScript[] = []): Startup {
  return {
    text,
    kind: 'command',
    effective: text,
    problem: undefined,
    commands: [],
    servers: [],
    scripts,
    ignored: [],
  };
}

function innerOf(name: string, ...entries: readonly (string | Partial<InnerFact>)[]) {
  const made = entries.map((entry): InnerFact => {
    const path = typeof entry === 'string' ? entry : '';
    const type = path.endsWith('/') ? 'Directory' : 'File';
    const facts: InnerFact = { path, type, size: 1, mode: 0o644, linkTarget: '' };
    return Object.assign(facts, typeof entry === 'string' ? {} : entry);
  });
  return { name, entries: made };
}

/** So many entries of one name with a number. */
function many(number: number, mtime?: number, folder = '') {
  return zipOf(
    ...Array.from({ length: number }, (_, index) => ({
      path: `${folder}f${index}.py`,
      ...(mtime === undefined ? {} : { mtime }),
    })),
  );
}

const SECOND = Date.UTC(2026, 2, 4, 5, 6, 8) / 1000;
const NESTED = { 'app/requirements.txt': '', 'app/main.py': '', 'README.md': '' };
const IN_PACKAGE = { file: 'package' };

testRules('archive', archiveRules, [
  {
    rule: 'archive/nested-folder',
    name: 'all lies in one folder',
    evidence: { layout: 'flat', package: packageOf(), app: treeOf(NESTED) },
    expect: [
      {
        severity: 'error',
        message:
          "Everything in the package lies in the folder 'app', where 'requirements.txt' is; the platform looks for the app at the root of the zip.",
        fix: "Archive the contents of 'app', not the folder: includeRootFolder: false in ArchiveFiles@2.",
        where: { file: 'app/requirements.txt' },
      },
    ],
  },
  {
    rule: 'archive/nested-folder',
    name: 'with a venv in it',
    evidence: {
      package: packageOf(),
      app: treeOf({ 'drop/antenv/pyvenv.cfg': '', 'drop/x.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "Everything in the package lies in the folder 'drop', where 'antenv' is; the platform looks for the app at the root of the zip.",
        fix: "Archive the contents of 'drop', not the folder: includeRootFolder: false in ArchiveFiles@2.",
        where: { file: 'drop/antenv' },
      },
    ],
  },
  {
    rule: 'archive/nested-folder',
    name: 'a file beside the folder',
    evidence: { package: packageOf(), app: treeOf({ ...NESTED, 'startup.sh': '' }) },
    expect: [],
  },
  {
    rule: 'archive/nested-folder',
    name: 'a Python package that is the app',
    evidence: {
      package: packageOf(),
      app: treeOf({ 'app/__init__.py': '', 'app/main.py': '' }),
    },
    expect: [],
  },
  ...['wsgi.py', 'asgi.py'].map((entry) => ({
    rule: 'archive/nested-folder',
    name: `a Django project of its folder alone, known by ${entry}`,
    evidence: {
      package: packageOf(),
      app: treeOf({ [`mysite/${entry}`]: '', 'mysite/server.py': '' }),
    },
    expect: [],
  })),
  {
    rule: 'archive/nested-folder',
    name: 'a startup command that names the folder',
    evidence: {
      package: packageOf(),
      app: treeOf(NESTED),
      startup: startupOf('gunicorn --chdir app main:app'),
    },
    expect: [],
  },
  {
    rule: 'archive/zip-in-zip',
    name: 'a zip alone',
    evidence: { package: packageOf(), app: treeOf({ 'app.zip': {}, 'notes.md': '' }) },
    expect: [
      {
        severity: 'error',
        message: "The package holds another zip, 'app.zip', and no code beside it.",
        fix: "Deploy 'app.zip' itself.",
        where: { file: 'app.zip' },
      },
    ],
  },
  {
    rule: 'archive/zip-in-zip',
    name: 'an artifact that was downloaded with its folder',
    evidence: { package: packageOf(), app: treeOf({ 'drop/web.zip': {}, 'drop/notes.md': '' }) },
    expect: [
      {
        severity: 'error',
        message: "The package holds another zip, 'drop/web.zip', and no code beside it.",
        fix: "Deploy 'drop/web.zip' itself.",
        where: { file: 'drop/web.zip' },
      },
    ],
  },
  {
    rule: 'archive/zip-in-zip',
    name: 'a zip of data beside the code',
    evidence: { package: packageOf(), app: treeOf({ 'data.zip': {}, 'app.py': '' }) },
    expect: [],
  },
  {
    rule: 'archive/not-a-zip',
    name: 'a gzip file',
    evidence: {
      package: packageOf({ problem: { file: 'package', looksLike: 'gzip', reason: 'no end' } }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The package is a gzip archive, not a zip.',
        fix: 'Make a zip: archiveType: zip in ArchiveFiles@2.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/not-a-zip',
    name: 'a zip that was cut off',
    evidence: {
      package: packageOf({ problem: { file: 'package', looksLike: 'zip', reason: 'no end.' } }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The package cannot be read as a zip: no end.',
        fix: 'Build the package again, and compare its size and SHA-256 after every upload and download.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/not-a-zip',
    name: 'a broken tarball inside',
    evidence: { package: packageOf({ problem: { file: 'output.tar.gz', reason: 'rubbish' } }) },
    expect: [
      {
        severity: 'error',
        message: "'output.tar.gz' in the package cannot be read: rubbish.",
        fix: 'Build the package again, and compare its size and SHA-256 after every upload and download.',
        where: { file: 'output.tar.gz' },
      },
    ],
  },
  { rule: 'archive/not-a-zip', name: 'a zip', evidence: { package: packageOf() }, expect: [] },
  {
    rule: 'archive/too-large',
    name: 'a byte more than 2048 MB',
    evidence: { package: packageOf({ size: 2048 * MIB + 1 }) },
    expect: [
      {
        severity: 'error',
        message: 'The package has 2049 MB; App Service takes 2048 MB at most.',
        fix: 'Leave out what the app does not need at run time, such as models and data, and load it from a storage account.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/too-large',
    name: '2048 MB',
    evidence: { package: packageOf({ size: 2048 * MIB }) },
    expect: [],
  },
  {
    rule: 'archive/large',
    name: '900 MB',
    evidence: { package: packageOf({ size: 900 * MIB }) },
    expect: [
      {
        severity: 'warning',
        message: 'The package has 900 MB; beyond 500 MB deployments often end in timeouts.',
        fix: 'Leave out what the app does not need at run time, such as tests, models and data.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/large',
    name: '500 MB',
    evidence: { package: packageOf({ size: 500 * MIB }) },
    expect: [],
  },
  {
    rule: 'archive/large',
    name: 'what is an error already',
    evidence: { package: packageOf({ size: 3000 * MIB }) },
    expect: [],
  },
  ...(
    [
      [
        'archive/too-large',
        'error',
        'The package has 3000 MB; App Service takes 2048 MB at most.',
        packageOf({ size: 3000 * MIB }),
      ],
      [
        'archive/large',
        'warning',
        'The package has 1900 MB; beyond 500 MB deployments often end in timeouts.',
        packageOf({ size: 1900 * MIB }),
      ],
      [
        'archive/unpacked-size',
        'warning',
        'The package unpacks to 5000 MB; a start may end with "no space left on device".',
        packageOf({ entries: zipOf({ path: 'a', size: 5000 * MIB }) }),
      ],
    ] as const
  ).map(([rule, severity, message, facts]): RuleCase => ({
    rule,
    name: 'with libraries for graphics cards, which come with torch',
    evidence: {
      package: facts,
      venv: venvOf({
        'lib/python3.12/site-packages/torch-2.9.0.dist-info/METADATA': '',
        'lib/python3.12/site-packages/nvidia_cudnn_cu12-9.10.2.21.dist-info/METADATA': '',
      }),
    },
    expect: [
      {
        severity,
        message,
        fix: "Take torch's wheels without libraries for graphics cards, which App Service does not have, from the index https://download.pytorch.org/whl/cpu; in a requirements file: --extra-index-url https://download.pytorch.org/whl/cpu",
        where: IN_PACKAGE,
      },
    ],
  })),
  {
    rule: 'archive/too-large',
    name: 'with torch for processors',
    evidence: {
      package: packageOf({ size: 3000 * MIB }),
      venv: venvOf({ 'lib/python3.12/site-packages/torch-2.9.0+cpu.dist-info/METADATA': '' }),
    },
    expect: [
      {
        severity: 'error',
        message: 'The package has 3000 MB; App Service takes 2048 MB at most.',
        fix: 'Leave out what the app does not need at run time, such as models and data, and load it from a storage account.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/many-entries',
    name: '20,000 entries',
    evidence: { package: packageOf({ entries: many(20_000) }) },
    expect: [
      {
        severity: 'warning',
        message:
          'The package has 20000 entries; Kudu has 60 seconds to change the permissions of all files, and fails otherwise.',
        fix: 'Pack the venv as one file (layout: venvTarball) or all of the app (layout: appTarball).',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/many-entries',
    name: 'most of them of the tools that built a frontend',
    evidence: {
      venv: venvOf({ folder: '' }),
      package: packageOf({
        entries: [
          ...many(6000, undefined, 'web/src/'),
          ...many(8000, undefined, 'web/node_modules/a/'),
          ...many(8000, undefined, 'web/node_modules/b/'),
        ],
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The package has 22000 entries, 16000 of them in 'web/node_modules'; Kudu has 60 seconds to change the permissions of all files, and fails otherwise.",
        fix: "Leave 'web/node_modules' out if the app does not need it at run time (excludes: /web/node_modules/), or pack all of the app as one file (layout: appTarball).",
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/many-entries',
    name: 'most of them of the venv',
    evidence: {
      venv: venvOf({ folder: 'antenv' }),
      package: packageOf({ entries: many(20_000, undefined, 'antenv/lib/') }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          'The package has 20000 entries; Kudu has 60 seconds to change the permissions of all files, and fails otherwise.',
        fix: 'Pack the venv as one file (layout: venvTarball) or all of the app (layout: appTarball).',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/many-entries',
    name: 'more than are read',
    evidence: {
      package: packageOf({ problem: { file: 'package', reason: 'it has more', entries: 200_000 } }),
    },
    expect: [
      {
        severity: 'error',
        message:
          'The package has 200000 entries, so that none was looked into: it has more; Kudu has 60 seconds to change the permissions of all files, and fails otherwise.',
        fix: 'Pack the venv as one file (layout: venvTarball) or all of the app (layout: appTarball).',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/not-a-zip',
    name: 'a zip of more entries than are read',
    evidence: {
      package: packageOf({ problem: { file: 'package', reason: 'it has more', entries: 200_000 } }),
    },
    expect: [],
  },
  {
    rule: 'archive/overlapping',
    name: 'three entries within others',
    evidence: { package: packageOf({ overlapping: ['a.py', 'b.py', 'c.py'] }) },
    expect: [
      {
        severity: 'error',
        message:
          "3 entries of the package overlap another one: 'a.py', 'b.py' and 1 more. Nothing in it was looked into.",
        fix: 'Build the package again, and make sure that nobody else could write to it.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/overlapping',
    name: 'none',
    evidence: { package: packageOf({ overlapping: [] }) },
    expect: [],
  },
  {
    rule: 'archive/many-entries',
    name: 'one less',
    evidence: { package: packageOf({ entries: many(19_999) }) },
    expect: [],
  },
  {
    rule: 'archive/unpacked-size',
    name: '3 GB in the zip and 3 GB in the tarball',
    evidence: {
      package: packageOf({
        entries: zipOf({ path: 'a', size: 3072 * MIB }),
        inner: innerOf('antenv.tar.gz', { path: 'b', size: 3072 * MIB }),
      }),
    },
    expect: [
      {
        severity: 'warning',
        message: 'The package unpacks to 6144 MB; a start may end with "no space left on device".',
        fix: 'Leave out what the app does not need at run time, or take a plan with more disk.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/unpacked-size',
    name: '3 GB',
    evidence: { package: packageOf({ entries: zipOf({ path: 'a', size: 3072 * MIB }) }) },
    expect: [],
  },
  {
    rule: 'archive/backslash-name',
    name: 'folders as Windows writes them',
    evidence: { package: packageOf({ entries: zipOf('a\\b', 'a\\c', 'a\\d', 'e') }) },
    expect: [
      {
        severity: 'error',
        message:
          "3 names in the zip have backslashes, which are no folders on Linux: 'a\\b', 'a\\c' and 1 more.",
        fix: 'Archive on a Linux agent, or with a tool that writes forward slashes.',
        where: { file: 'a\\b' },
      },
    ],
  },
  {
    rule: 'archive/backslash-name',
    name: 'folders as they should be',
    evidence: { package: packageOf({ entries: zipOf('a/b') }) },
    expect: [],
  },
  {
    rule: 'archive/one-time',
    name: 'all of 1980',
    evidence: { package: packageOf({ entries: many(20, Date.UTC(1980, 0, 1) / 1000) }) },
    expect: [
      {
        severity: 'error',
        message:
          'All 20 files of the package have one constant time, 1980-01-01 00:00:00: Kudu leaves out every changed file whose size stays the same.',
        fix: 'Give files the time of the build, or a time that changes with their content.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/one-time',
    name: 'all of one second, which may be that of the build',
    evidence: { package: packageOf({ entries: many(20, SECOND) }) },
    expect: [
      {
        severity: 'warning',
        message:
          'All 20 files of the package have the same time, 2026-03-04 05:06:08; if the next package has it, too, Kudu leaves out every changed file whose size stays the same.',
        fix: 'Give files the time of the build, or a time that changes with their content.',
        where: IN_PACKAGE,
      },
    ],
  },
  {
    rule: 'archive/one-time',
    name: 'times of 1980 that differ with the content, as SOURCE_DATE_EPOCH=0 gives them',
    evidence: {
      package: packageOf({
        entries: zipOf(
          ...Array.from({ length: 30 }, (_, index) => ({
            path: `f${index}.py`,
            mtime: Date.UTC(1980, 0, 1) / 1000 + 2 * index,
          })),
        ),
      }),
    },
    expect: [],
  },
  {
    rule: 'archive/one-time',
    name: 'few files of one second',
    evidence: { package: packageOf({ entries: many(19, SECOND) }) },
    expect: [],
  },
  {
    rule: 'archive/one-time',
    name: 'one file of another second',
    evidence: { package: packageOf({ entries: [...many(30, SECOND), ...zipOf('other')] }) },
    expect: [],
  },
  {
    rule: 'archive/one-time',
    name: 'a tarball, whose files are unpacked anew at every start',
    evidence: {
      layout: 'appTarball',
      package: packageOf({ entries: many(30, Date.UTC(1980, 0, 1) / 1000) }),
    },
    expect: [],
  },
  {
    rule: 'archive/orphan-bytecode',
    name: 'a module without its source',
    evidence: { app: treeOf({ 'old.pyc': {}, 'app.py': '' }) },
    expect: [
      {
        severity: 'note',
        message: "1 compiled module has no source and can be imported all the same: 'old.pyc'.",
        fix: 'Delete them if their modules are gone.',
        where: { file: 'old.pyc' },
      },
    ],
  },
  {
    rule: 'archive/orphan-bytecode',
    name: 'with its source, and in __pycache__',
    evidence: {
      app: treeOf({ 'a.pyc': {}, 'a.py': '', '__pycache__/b.cpython-312.pyc': {} }),
    },
    expect: [],
  },
  {
    rule: 'archive/never-copied',
    name: 'the startup file',
    evidence: {
      app: treeOf({ 'deploy.sh': '' }),
      startup: startupOf('deploy.sh', [{ path: 'deploy.sh', text: '', interpreter: undefined }]),
    },
    expect: [
      {
        severity: 'error',
        message:
          "The startup command runs 'deploy.sh', which never reaches the site: Kudu leaves out every file of that name.",
        fix: "Rename 'deploy.sh', for example to 'startup.sh'.",
        where: { file: 'deploy.sh' },
      },
    ],
  },
  {
    rule: 'archive/never-copied',
    name: 'a script somewhere, and a repository',
    evidence: {
      app: treeOf({}),
      package: packageOf({ entries: zipOf('tools/Deploy.sh', '.git/HEAD', '.git/config') }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'tools/Deploy.sh' never reaches the site: Kudu leaves out everything of that name.",
        fix: "Rename 'tools/Deploy.sh', for example to 'tools/startup.sh'.",
        where: { file: 'tools/Deploy.sh' },
      },
      {
        severity: 'warning',
        message: "'.git/' never reaches the site: Kudu leaves out everything of that name.",
        fix: "Leave '.git/' out of the package.",
        where: { file: '.git' },
      },
    ],
  },
  {
    rule: 'archive/never-copied',
    name: 'other names, and a tarball that Kudu does not look into',
    evidence: { layout: 'appTarball', app: treeOf({ 'deploy.sh': '', '.gitignore': '' }) },
    expect: [],
  },
  {
    rule: 'archive/never-copied',
    name: 'names that are near',
    evidence: { app: treeOf({ 'redeploy.sh': '', '.gitignore': '', 'deploy.sh/x': '' }) },
    expect: [],
  },
  {
    rule: 'archive/dangling-link',
    name: 'a link to nothing',
    evidence: {
      app: treeOf({ 'static/logo.png': { link: '../assets/logo.png' }, a: { link: '/etc/x' } }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'static/logo.png' is a link to '../assets/logo.png', which is not in the package.",
        fix: "Replace 'static/logo.png' by the file that it stands for, or leave it out.",
        where: { file: 'static/logo.png' },
      },
      {
        severity: 'error',
        message: "'a' is a link to '/etc/x', which is not in the package.",
        fix: "Replace 'a' by the file that it stands for, or leave it out.",
        where: { file: 'a' },
      },
    ],
  },
  {
    rule: 'archive/dangling-link',
    name: 'links to a file and to a folder',
    evidence: {
      app: treeOf({ 'a/b.py': '', 'c/d': { link: '../a/b.py' }, e: { link: 'a/' } }),
    },
    expect: [],
  },
  {
    rule: 'archive/link-in-zip',
    name: 'a module, a package and a shared object of the venv, beside a picture',
    evidence: {
      layout: 'flat',
      package: packageOf(),
      app: treeOf({
        'common/db.py': '',
        'web/db.py': { link: '../common/db.py' },
        shared: { link: 'common/' },
        'static/a.png': '',
        'static/b.png': { link: 'a.png' },
      }),
      venv: venvOf({ 'lib/libx.so.1.2': {}, 'lib/libx.so.1': { link: 'libx.so.1.2' } }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "3 entries of the zip are links, which will be text files on the site: 'web/db.py', 'shared' and 1 more.",
        fix: 'Archive the files that the links stand for: zip without -y, or the task AntenvPackage@1.',
        where: { file: 'web/db.py' },
      },
      {
        severity: 'warning',
        message:
          "'static/b.png' is a link in the zip; on the site it will be a text file that holds 'a.png'.",
        fix: 'Archive the files that the links stand for: zip without -y, or the task AntenvPackage@1.',
        where: { file: 'static/b.png' },
      },
    ],
  },
  {
    rule: 'archive/link-in-zip',
    name: 'what the startup command runs, and a test',
    evidence: {
      package: packageOf(),
      app: treeOf({
        'ops/start.sh': '',
        run: { link: 'ops/start.sh' },
        'tests/a.py': { link: '../b.py' },
        'b.py': '',
      }),
      startup: { ...startupOf('bash run'), commands: [commandOf('bash run')] },
    },
    expect: [
      {
        severity: 'error',
        message:
          "'run' is a link in the zip; on the site it will be a text file that holds 'ops/start.sh'.",
        fix: 'Archive the files that the links stand for: zip without -y, or the task AntenvPackage@1.',
        where: { file: 'run' },
      },
      {
        severity: 'warning',
        message:
          "'tests/a.py' is a link in the zip; on the site it will be a text file that holds '../b.py'.",
        fix: 'Archive the files that the links stand for: zip without -y, or the task AntenvPackage@1.',
        where: { file: 'tests/a.py' },
      },
    ],
  },
  {
    rule: 'archive/link-in-zip',
    name: 'links that other rules tell of',
    evidence: {
      layout: 'flat',
      package: packageOf(),
      app: treeOf({ 'a.py': { link: 'gone.py' }, 'b.py': { link: '/etc/x' } }),
      venv: venvOf({
        'bin/python3.12': {},
        'bin/python': { link: 'python3.12' },
        'bin/python3': { link: 'python3.12' },
        'lib/x.py': '',
        lib64: { link: 'lib' },
      }),
    },
    expect: [],
  },
  {
    rule: 'archive/link-in-zip',
    name: 'links in an archive of the zip, which survive',
    evidence: {
      layout: 'venvTarball',
      package: packageOf(),
      app: treeOf({ 'a.py': '' }),
      venv: venvOf({ 'lib/libx.so.1.2': {}, 'lib/libx.so.1': { link: 'libx.so.1.2' } }),
    },
    expect: [],
  },
  {
    rule: 'archive/link-in-zip',
    name: 'links of a whole-app tarball, which has a rule of its own',
    evidence: {
      layout: 'appTarball',
      package: packageOf(),
      app: treeOf({ 'a.py': '', 'b.py': { link: 'a.py' } }),
    },
    expect: [],
  },
  {
    rule: 'archive/case-clash',
    name: 'files and folders',
    evidence: { package: packageOf({ entries: zipOf('A.py', 'a.py', 'Lib/x', 'lib/y') }) },
    expect: [
      {
        severity: 'warning',
        message:
          "'A.py' and 'a.py' differ in case only (and 1 more pair); on the share they may be one.",
        fix: 'Remove one of them; if they come from distributions, pack the venv as one file (layout: venvTarball).',
        where: { file: 'a.py' },
      },
    ],
  },
  {
    rule: 'archive/case-clash',
    name: 'other names',
    evidence: { package: packageOf({ entries: zipOf('a.py', 'ab.py', 'lib/a.py', 'lib/A/') }) },
    expect: [],
  },
  {
    rule: 'archive/name-leaves-site',
    name: 'names that lead away, also in the tarball',
    evidence: {
      package: packageOf({
        entries: zipOf('a/../../b', '/etc/x', 'C:/x'),
        inner: innerOf('output.tar.gz', '../c'),
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "4 names lead out of the folder that the package is unpacked in: 'a/../../b', '/etc/x' and 2 more.",
        fix: 'Archive from inside the app folder, with relative names.',
        where: { file: 'a/../../b' },
      },
    ],
  },
  {
    rule: 'archive/name-leaves-site',
    name: 'dots in names',
    evidence: { package: packageOf({ entries: zipOf('./a', 'b..c', '..d/e') }) },
    expect: [],
  },
  {
    rule: 'archive/twin-names',
    name: 'one name twice, in both archives',
    evidence: {
      package: packageOf({
        entries: zipOf('app.py', './app.py'),
        inner: innerOf('output.tar.gz', 'b/', 'b/', 'b/c', './b/c'),
      }),
    },
    expect: [
      {
        severity: 'error',
        message: "2 names are in the package more than once: 'app.py' and 'b/c'.",
        fix: 'Start with a new archive instead of adding to an old one.',
        where: { file: 'app.py' },
      },
    ],
  },
  {
    rule: 'archive/twin-names',
    name: 'a folder twice',
    evidence: {
      package: packageOf({ entries: zipOf({ path: 'a/', size: 0 }, { path: 'a/', size: 0 }) }),
    },
    expect: [],
  },
  {
    rule: 'archive/encrypted',
    name: 'entries with a password',
    evidence: { package: packageOf({ entries: zipOf({ path: 'a', encrypted: true }, 'b') }) },
    expect: [
      {
        severity: 'error',
        message: "1 entry is encrypted: 'a'.",
        fix: 'Archive without a password.',
        where: { file: 'a' },
      },
    ],
  },
  {
    rule: 'archive/encrypted',
    name: 'entries without',
    evidence: { package: packageOf({ entries: zipOf('a') }) },
    expect: [],
  },
  {
    rule: 'archive/compression-method',
    name: 'entries in a compression that .NET does not know, one of them by its number',
    evidence: {
      package: packageOf({
        entries: zipOf({ path: 'a', method: 14 }, 'b', { path: 'c', method: 96 }),
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "2 entries are compressed in a way that Kudu does not unpack (LZMA, method 96): 'a' and 'c'.",
        fix: 'Compress with deflate, as ArchiveFiles@2 with archiveType: zip and zip itself do.',
        where: { file: 'a' },
      },
    ],
  },
  {
    rule: 'archive/compression-method',
    name: 'stored, deflated, deflated with a larger window, a folder, and one with a password',
    evidence: {
      package: packageOf({
        entries: zipOf(
          { path: 'a', method: 0 },
          'b',
          { path: 'c', method: 9 },
          { path: 'd/', size: 0, method: 14 },
          { path: 'e', method: 99, encrypted: true },
        ),
      }),
    },
    expect: [],
  },
  {
    rule: 'archive/stale-tarball-wins',
    name: 'both tarballs',
    evidence: {
      layout: 'appTarball',
      package: packageOf({ entries: zipOf('output.tar.gz', 'output.tar.zst') }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "The package holds 'output.tar.gz' and 'output.tar.zst', and only the latter is unpacked.",
        fix: 'Leave out the one that is not meant.',
        where: { file: 'output.tar.gz' },
      },
    ],
  },
  {
    rule: 'archive/stale-tarball-wins',
    name: 'what may be on the site is worth a note',
    evidence: { layout: 'appTarball', package: packageOf({ entries: zipOf('output.tar.gz') }) },
    expect: [
      {
        severity: 'note',
        message:
          "'output.tar.gz' is unpacked only if the site has no 'output.tar.zst', which an earlier Oryx build may have left there.",
        fix: 'If this site was ever built by Oryx, delete /home/site/wwwroot/output.tar.zst once, or use layout: venvTarball.',
        where: { file: 'output.tar.gz' },
      },
    ],
  },
  {
    rule: 'archive/stale-tarball-wins',
    name: 'a site whose files are known, of which another rule tells',
    evidence: {
      layout: 'appTarball',
      package: packageOf({ entries: zipOf('output.tar.gz') }),
      siteFiles: { entries: [], manifest: undefined },
    },
    expect: [],
  },
  {
    rule: 'archive/stale-tarball-wins',
    name: 'zstd, which is looked for first',
    evidence: { layout: 'appTarball', package: packageOf({ entries: zipOf('output.tar.zst') }) },
    expect: [],
  },
  {
    rule: 'archive/zstd-unread',
    name: 'an image that never reads it',
    evidence: {
      manifest: { compressedVirtualEnvFile: 'antenv.tar.zst' },
      package: packageOf({ inner: innerOf('antenv.tar.zst') }),
      image: findImage('3.9'),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'antenv.tar.zst' is compressed with zstd, which the image of PYTHON|3.9 never unpacks there.",
        fix: 'Use compression: gzip',
        where: { file: 'antenv.tar.zst' },
      },
    ],
  },
  {
    rule: 'archive/zstd-unread',
    name: 'a whole app, no image known',
    evidence: {
      manifest: { CompressDestinationDir: 'true' },
      package: packageOf({ inner: innerOf('output.tar.zst') }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'output.tar.zst' is compressed with zstd, which images unpack from 2026-01-09 on; the image on a site may be older.",
        fix: 'Use compression: gzip, unless you know the image of the site.',
        where: { file: 'output.tar.zst' },
      },
    ],
  },
  {
    rule: 'archive/zstd-unread',
    name: 'gzip',
    evidence: {
      manifest: { compressedVirtualEnvFile: 'antenv.tar.gz' },
      package: packageOf({ inner: innerOf('antenv.tar.gz') }),
      image: findImage('3.9'),
    },
    expect: [],
  },
  {
    rule: 'archive/folders-after-files',
    name: 'files without and before their folder',
    evidence: {
      package: packageOf({
        inner: innerOf('output.tar.gz', './', './app.py', './a/x', './a/', './b/c/y', 'b/c/z'),
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "3 files of output.tar.gz come without an entry for the folder before: 'a/x', 'b/c/y' and 1 more.",
        fix: 'Archive the folder itself, which writes folders first: tar -czf output.tar.gz -C APP .',
        where: { file: 'output.tar.gz' },
      },
    ],
  },
  {
    rule: 'archive/folders-after-files',
    name: 'folders first',
    evidence: {
      package: packageOf({ inner: innerOf('output.tar.gz', 'app.py', 'a/b/', 'a/b/x', 'a/y') }),
    },
    expect: [],
  },
  {
    rule: 'archive/folders-after-files',
    name: "a tarball that the system's tar unpacks",
    evidence: { package: packageOf({ inner: innerOf('antenv.tar.gz', 'bin/x') }) },
    expect: [],
  },
  {
    rule: 'archive/tarball-links',
    name: 'links of both kinds',
    evidence: {
      package: packageOf({
        inner: innerOf(
          'output.tar.gz',
          { path: './bin/python', type: 'SymbolicLink' },
          { path: 'b', type: 'Link' },
          { path: 'antenv/lib64', type: 'SymbolicLink' },
        ),
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "2 entries of output.tar.gz are links, which the platform leaves out: 'bin/python' and 'b'.",
        fix: 'Archive the files that the links stand for: tar --dereference --hard-dereference.',
        where: { file: 'output.tar.gz' },
      },
    ],
  },
  {
    rule: 'archive/tarball-links',
    name: "the venv's Python alone, in whose place the image's is found",
    evidence: {
      package: packageOf({
        inner: innerOf(
          'output.tar.gz',
          { path: './antenv/bin/python', type: 'SymbolicLink' },
          { path: './antenv/bin/python3.12', type: 'SymbolicLink' },
        ),
      }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "2 entries of output.tar.gz are links, which the platform leaves out: 'antenv/bin/python' and 'antenv/bin/python3.12'.",
        fix: 'Archive the files that the links stand for: tar --dereference --hard-dereference.',
        where: { file: 'output.tar.gz' },
      },
    ],
  },
  {
    rule: 'archive/tarball-links',
    name: "a tarball that the system's tar unpacks",
    evidence: {
      package: packageOf({ inner: innerOf('antenv.tar.gz', { path: 'b', type: 'Link' }) }),
    },
    expect: [],
  },
  {
    rule: 'archive/venv-nested',
    name: 'a venv in its folder',
    evidence: {
      layout: 'venvTarball',
      package: packageOf({
        inner: innerOf('antenv.tar.gz', './antenv/', './antenv/lib/python3.12/x.py'),
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "Everything in 'antenv.tar.gz' lies in the folder 'antenv'; the platform expects it at the root of the archive.",
        fix: 'Archive from inside: tar -czf antenv.tar.gz -C antenv .',
        where: { file: 'antenv.tar.gz' },
      },
    ],
  },
  {
    rule: 'archive/venv-nested',
    name: 'a venv in its folder in a zip',
    evidence: {
      layout: 'venvZip',
      package: packageOf({ inner: innerOf('antenv.zip', 'antenv/pyvenv.cfg', 'antenv/bin/x') }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "Everything in 'antenv.zip' lies in the folder 'antenv'; the platform expects it at the root of the archive.",
        fix: 'Archive from inside: cd antenv && zip -qr ../antenv.zip .',
        where: { file: 'antenv.zip' },
      },
    ],
  },
  ...(
    [
      ['antenv.tar.gz', 'tar -czf antenv.tar.gz -C "my venv" .'],
      ['antenv.zip', 'cd "my venv" && zip -qr ../antenv.zip .'],
    ] as const
  ).map(([name, command]): RuleCase => ({
    rule: 'archive/venv-nested',
    name: `a folder whose name has a space in ${name}`,
    evidence: {
      layout: 'venvTarball',
      package: packageOf({ inner: innerOf(name, 'my venv/pyvenv.cfg') }),
    },
    expect: [
      {
        severity: 'error',
        message: `Everything in '${name}' lies in the folder 'my venv'; the platform expects it at the root of the archive.`,
        fix: `Archive from inside: ${command}`,
        where: { file: name },
      },
    ],
  })),
  {
    rule: 'archive/venv-nested',
    name: 'a tarball of Zstandard, whose root is an entry of its own',
    evidence: {
      layout: 'venvTarball',
      package: packageOf({
        inner: innerOf('antenv.tar.zst', './', './antenv/lib/python3.12/x.py'),
      }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "Everything in 'antenv.tar.zst' lies in the folder 'antenv'; the platform expects it at the root of the archive.",
        fix: 'Archive from inside: tar -czf antenv.tar.gz -C antenv .',
        where: { file: 'antenv.tar.zst' },
      },
    ],
  },
  {
    rule: 'archive/venv-nested',
    name: 'an app in its folder',
    evidence: {
      layout: 'appTarball',
      package: packageOf({ inner: innerOf('output.tar.gz') }),
      app: treeOf({ 'app/antenv/pyvenv.cfg': '', 'app/main.py': '' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "Everything in 'output.tar.gz' lies in the folder 'app'; the platform expects it at the root of the archive.",
        fix: 'Archive from inside: tar -czf output.tar.gz -C app .',
        where: { file: 'output.tar.gz' },
      },
    ],
  },
  {
    rule: 'archive/venv-nested',
    name: 'a venv without its folder',
    evidence: {
      layout: 'venvTarball',
      package: packageOf({ inner: innerOf('antenv.tar.gz', 'lib/', 'lib/python3.12/x.py') }),
    },
    expect: [],
  },
  {
    rule: 'archive/venv-nested',
    name: 'an app of one folder beside its venv',
    evidence: {
      layout: 'appTarball',
      package: packageOf({ inner: innerOf('output.tar.gz') }),
      app: treeOf({ 'app/main.py': '' }),
      venv: venvOf({ 'pyvenv.cfg': '' }),
    },
    expect: [],
  },
  {
    rule: 'archive/deployment-file',
    name: 'a file that steers',
    evidence: {
      app: treeOf({ '.deployment': '[config]\ncommand = bash x.sh\nPROJECT=src\n' }),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'.deployment' steers how Kudu deploys the package: it sets 'command' and 'PROJECT'.",
        fix: 'Leave it out of the package unless you rely on it.',
        where: { file: '.deployment' },
      },
    ],
  },
  {
    rule: 'archive/deployment-file',
    name: 'beside a tarball',
    evidence: {
      layout: 'appTarball',
      app: treeOf({}),
      package: packageOf({ entries: zipOf('.deployment') }),
    },
    expect: [
      {
        severity: 'warning',
        message: "'.deployment' steers how Kudu deploys the package.",
        fix: 'Leave it out of the package unless you rely on it.',
        where: { file: '.deployment' },
      },
    ],
  },
  {
    rule: 'archive/deployment-file',
    name: 'a build that an app setting may turn off',
    evidence: {
      app: treeOf({ '.deployment': '[config]\nSCM_DO_BUILD_DURING_DEPLOYMENT=true\n' }),
      venv: venvOf({}),
    },
    expect: [
      {
        severity: 'warning',
        message:
          "'.deployment' says 'SCM_DO_BUILD_DURING_DEPLOYMENT=true': unless an app setting says otherwise, the platform builds again and throws the packaged virtual environment away.",
        fix: 'Leave it out of the package with a line in .antenvignore: /.deployment',
        where: { file: '.deployment' },
      },
    ],
  },
  {
    rule: 'archive/deployment-file',
    name: 'a build that no app setting of the site turns off',
    evidence: {
      app: treeOf({ '.deployment': '[config]\nSCM_DO_BUILD_DURING_DEPLOYMENT=true\n' }),
      venv: venvOf({}),
      settings: settings({ SECRET_KEY: 'x' }),
      siteSettings: settings({ SECRET_KEY: 'x' }),
    },
    expect: [
      {
        severity: 'error',
        message:
          "'.deployment' says 'SCM_DO_BUILD_DURING_DEPLOYMENT=true': unless an app setting says otherwise, the platform builds again and throws the packaged virtual environment away.",
        fix: 'Leave it out of the package with a line in .antenvignore: /.deployment',
        where: { file: '.deployment' },
      },
    ],
  },
  {
    rule: 'archive/deployment-file',
    name: 'a build that an app setting turns off',
    evidence: {
      app: treeOf({ '.deployment': '[config]\nSCM_DO_BUILD_DURING_DEPLOYMENT=true\n' }),
      venv: venvOf({}),
      settings: settings({ SCM_DO_BUILD_DURING_DEPLOYMENT: 'false' }),
    },
    expect: [],
  },
  {
    rule: 'archive/deployment-file',
    name: 'no build',
    evidence: {
      app: treeOf({ '.deployment': '[config]\nSCM_DO_BUILD_DURING_DEPLOYMENT = false\n' }),
      venv: venvOf({}),
    },
    expect: [],
  },
  {
    rule: 'archive/deployment-file',
    name: 'a command that an app setting replaces',
    evidence: {
      app: treeOf({ '.deployment': '[config]\ncommand = bash x.sh\n' }),
      settings: settings({ COMMAND: 'bash y.sh' }),
    },
    expect: [],
  },
  {
    rule: 'archive/deployment-file',
    name: 'not at the root',
    evidence: { app: treeOf({ 'old/.deployment': '' }) },
    expect: [],
  },
  {
    rule: 'archive/build-env-malformed',
    name: 'a line that is no setting',
    evidence: { app: treeOf({ 'build.env': '# facts\nA=1\nPORT 8000\n' }) },
    expect: [
      {
        severity: 'error',
        message:
          "Line 3 of 'build.env' is no NAME=value, and the platform stops before it starts the app.",
        fix: 'Correct the line, or leave build.env out of the package.',
        where: { file: 'build.env', line: 3 },
      },
    ],
  },
  {
    rule: 'archive/build-env-malformed',
    name: 'every form of a setting',
    evidence: {
      app: treeOf({ 'build.env': 'A=1\r\n\r\nexport B = 2 # two\nC: 3\nD="one\ntwo words"\nE=\n' }),
    },
    expect: [],
  },
  {
    rule: 'archive/run-key-ignored',
    name: 'a run key',
    evidence: { app: treeOf({ 'appsvc.yaml': 'version: 1\nrun: gunicorn app:app\n' }) },
    expect: [
      {
        severity: 'warning',
        message: "'run:' in 'appsvc.yaml' is never reached for Python apps.",
        fix: "Set the command as the web app's startup command.",
        where: { file: 'appsvc.yaml', line: 2 },
      },
    ],
  },
  {
    rule: 'archive/run-key-ignored',
    name: 'other keys',
    evidence: { app: treeOf({ 'appsvc.yaml': 'version: 1\npre-build: |\n  run: x\n' }) },
    expect: [],
  },
]);
