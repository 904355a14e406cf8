// Rows about archives: of a venv, and of a whole app.

import { below } from '../../helpers/site/hand-made-package.js';
import type { Row } from '../row.js';
import { APP, flatVenv, manifest, UNPACKED, venv, WHOLE_APP, WWWROOT } from './parts.js';

const VENV = venv('/antenv');
const WHOLE = { ...APP, ...below('antenv', venv(`${UNPACKED}/antenv`)) };

function venvArchive(name: string, more: Partial<Row> = {}): Row {
  return {
    name: `venv archive: ${name}`,
    tree: APP,
    manifest: manifest({ virtualEnvName: 'antenv', compressedVirtualEnvFile: name }),
    archives: { [name]: { tree: VENV } },
    command: 'tool one',
    ...more,
  };
}

/** A whole app whose tarball is packed in a way of its own. */
function wholeApp(name: string, pack: string, more: Partial<Row> = {}): Row {
  return {
    name: `whole app: ${name}`,
    manifest: WHOLE_APP,
    archives: { 'output.tar.gz': { tree: WHOLE, pack } },
    command: 'probe one',
    ...more,
  };
}

/** The same without a command. */
function detected(name: string, pack: string): Row {
  const archives = { 'output.tar.gz': { tree: WHOLE, pack } };
  return { name: `whole app: ${name}`, manifest: WHOLE_APP, archives };
}

const both = {
  'output.tar.gz': { tree: WHOLE },
  'output.tar.zst': { tree: { ...WHOLE, 'stale.py': '' } },
};

export const archiveRows: readonly Row[] = [
  venvArchive('antenv.tar.gz'),
  venvArchive('antenv.tar.zst'),
  venvArchive('antenv.zip'),
  { ...venvArchive('antenv.tar.gz', { starts: 3 }), name: 'venv archive: started three times' },
  {
    ...venvArchive('antenv.tar.gz', { tree: { ...APP, ...flatVenv() }, starts: 3 }),
    name: 'venv archive: over a flat venv, started three times',
  },
  {
    ...venvArchive('antenv.zip'),
    name: 'venv archive: of another venv name',
    manifest: manifest({ virtualEnvName: 'venv', compressedVirtualEnvFile: 'antenv.zip' }),
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: without the name of the venv',
    manifest: manifest({ compressedVirtualEnvFile: 'antenv.tar.gz' }),
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: with the build folder',
    manifest: manifest({
      compressedVirtualEnvFile: 'antenv.tar.gz',
      SourceDirectoryInBuildContainer: UNPACKED,
    }),
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: with a package folder',
    tree: { ...APP, 'packages/module.py': '' },
    manifest: manifest({ compressedVirtualEnvFile: 'antenv.tar.gz', packagedir: 'packages' }),
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: nested in a folder',
    archives: { 'antenv.tar.gz': { tree: below('antenv', VENV) } },
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: with hard links and modes of its own',
    archives: {
      'antenv.tar.gz': {
        tree: VENV,
        pack: 'ln pyvenv.cfg hard; chmod 700 lib; chmod 777 bin/activate; tar -czf "$1" .',
      },
    },
  },
  venvArchive('in/folder.tar.gz'),
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: a path as the name of the venv',
    manifest: manifest({ virtualEnvName: 'a/b', compressedVirtualEnvFile: 'antenv.tar.gz' }),
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: at an absolute path',
    manifest: manifest({ compressedVirtualEnvFile: `${WWWROOT}/antenv.tar.gz` }),
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: a variable in its name',
    manifest: manifest({ compressedVirtualEnvFile: '$VENV.tar.gz' }),
    settings: { VENV: 'antenv' },
  },
  {
    ...venvArchive('antenv.tar.gz', { tree: { ...APP, antenv: 'a file' } }),
    name: 'venv archive: over a file of its name',
  },
  {
    ...venvArchive('antenv.tar.gz', { tree: { ...APP, '_del_antenv/x': '', 'antenv/y': '' } }),
    name: 'venv archive: over a folder that was moved before',
    starts: 2,
  },
  { ...venvArchive('antenv.tgz'), name: 'venv archive: .tgz' },
  { ...venvArchive('antenv.tar.gz', { archives: {} }), name: 'venv archive: not there' },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: broken',
    tree: { ...APP, 'antenv.tar.gz': 'no archive' },
    archives: {},
  },
  {
    ...venvArchive('antenv.tar.gz'),
    name: 'venv archive: a name with quotes and a space',
    manifest: `compressedVirtualEnvFile='an "x" tenv.tar.gz'`,
    archives: { 'an "x" tenv.tar.gz': { tree: VENV } },
  },
  {
    name: 'venv archive: .zip, app detected',
    tree: APP,
    manifest: manifest({ compressedVirtualEnvFile: 'antenv.zip' }),
    archives: { 'antenv.zip': { tree: VENV } },
  },
  wholeApp('output.tar.gz', 'tar -czf "$1" .', { command: 'tool one' }),
  detected('app detected', 'tar -czf "$1" .'),
  wholeApp('started three times', 'tar -czf "$1" .', { starts: 3 }),
  wholeApp('output.tar.zst', '', {
    archives: { 'output.tar.zst': { tree: WHOLE } },
    command: 'tool one',
  }),
  wholeApp('both archives', '', { archives: both }),
  wholeApp('no archive', '', { archives: {} }),
  wholeApp('no build folder', 'tar -czf "$1" .', {
    manifest: manifest({ CompressDestinationDir: 'true' }),
  }),
  wholeApp('a relative build folder', 'tar -czf "$1" .', {
    manifest: manifest({
      CompressDestinationDir: 'true',
      SourceDirectoryInBuildContainer: 'unpacked',
    }),
  }),
  wholeApp('a build folder that is not empty', 'tar -czf "$1" .', {
    manifest: manifest({
      CompressDestinationDir: 'true',
      SourceDirectoryInBuildContainer: WWWROOT,
    }),
  }),
  wholeApp('an empty build folder', 'tar -czf "$1" .', {
    manifest: manifest({ CompressDestinationDir: 'true', SourceDirectoryInBuildContainer: '/tmp' }),
  }),
  wholeApp('a file as build folder', 'tar -czf "$1" .', {
    tree: { file: 'x' },
    manifest: manifest({
      CompressDestinationDir: 'true',
      SourceDirectoryInBuildContainer: `${WWWROOT}/file`,
    }),
  }),
  wholeApp('a build folder with a space', 'tar -czf "$1" .', {
    manifest: manifest({
      CompressDestinationDir: 'true',
      SourceDirectoryInBuildContainer: '/tmp/a b',
    }),
  }),
  wholeApp('a build folder with a slash at its end', 'tar -czf "$1" .', {
    manifest: manifest({
      CompressDestinationDir: 'true',
      SourceDirectoryInBuildContainer: `${UNPACKED}/`,
    }),
  }),
  wholeApp('a link as build folder', 'tar -czf "$1" .', {
    tree: { link: { link: '/tmp' } },
    manifest: manifest({
      CompressDestinationDir: 'true',
      SourceDirectoryInBuildContainer: `${WWWROOT}/link`,
    }),
  }),
  wholeApp('packed with zstd, named .gz', 'tar -I zstd -cf "$1" .'),
  wholeApp(
    'in two gzip members',
    'tar -cf ../t .; (head -c 1500 ../t | gzip; tail -c +1501 ../t | gzip) > "$1"',
  ),
  wholeApp('with bytes behind its end', 'tar -czf "$1" .; echo more >> "$1"', {
    knownDifference: 'Our reader of gzip reads to the end and takes them for a broken member.',
  }),
  wholeApp('without marks of its end', 'tar -cf ../t app.py; head -c 1024 ../t | gzip > "$1"'),
  wholeApp(
    'a file where a folder was',
    'tar -cf ../t .; rm -r antenv; echo x > antenv; tar -rf ../t ./antenv; gzip -c ../t > "$1"',
  ),
  wholeApp(
    'a folder where a file was',
    'tar -cf ../t .; rm app.py; mkdir app.py; tar -rf ../t ./app.py; gzip -c ../t > "$1"',
  ),
  detected('Django in it', 'mkdir site; touch site/wsgi.py; tar -czf "$1" .'),
  wholeApp('nested in a folder', 'mkdir x; mv app.py antenv x; tar -czf "$1" x'),
  wholeApp('files before their folders', 'tar -czf "$1" --no-recursion antenv/pyvenv.cfg antenv'),
  wholeApp('without entries of folders', 'find . -type f | tar -czf "$1" -T -'),
  wholeApp(
    'hard links, modes, names that are long',
    [
      'ln app.py hard.py; ln -s app.py soft.py; mkfifo pipe',
      'chmod 700 antenv; chmod 777 antenv/pyvenv.cfg; chmod 4755 app.py',
      'long=$(printf "%0120d" 1); mkdir $long; echo x > $long/$long.py; echo é > é.py',
      'tar -czf "$1" .',
    ].join('\n'),
  ),
  wholeApp(
    'long names in pax format',
    'long=$(printf "%0120d" 1); mkdir $long; echo x > $long/$long.py; tar --format=pax -czf "$1" .',
  ),
  wholeApp(
    'a file twice, shorter the second time',
    'tar -cf ../t.tar .; echo x > app.py; tar -rf ../t.tar ./app.py; gzip -c ../t.tar > "$1"',
  ),
  wholeApp('cut off', 'tar -czf ../t.gz .; head -c 200 ../t.gz > "$1"'),
  wholeApp('no tarball', 'echo no > "$1"'),
  wholeApp('a tarball of nothing', 'tar -czf "$1" -T /dev/null'),
  wholeApp('zstd, broken', '', {
    tree: { 'output.tar.zst': 'broken' },
    archives: { 'output.tar.gz': { tree: WHOLE } },
  }),
  wholeApp('zstd, with links and times', '', {
    archives: {
      'output.tar.zst': {
        tree: WHOLE,
        pack: 'ln app.py hard.py; chmod 700 antenv; tar -I zstd -cf "$1" .',
      },
    },
  }),
  wholeApp('a venv without activate', 'rm antenv/bin/activate; tar -czf "$1" .'),
  wholeApp('without a venv', 'rm -r antenv; tar -czf "$1" .'),
  wholeApp('a script in the archive', 'tar -czf "$1" .', {
    archives: {
      'output.tar.gz': {
        tree: { ...WHOLE, 'start.sh': 'exec probe from the script\n' },
      },
    },
    command: 'start.sh',
  }),
  {
    ...wholeApp('with a venv archive as well', ''),
    manifest: `${WHOLE_APP}compressedVirtualEnvFile="antenv.tar.gz"\n`,
    archives: {
      'output.tar.gz': { tree: APP },
      'antenv.tar.gz': { tree: VENV },
    },
  },
];
