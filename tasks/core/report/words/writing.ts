// Words for what is made and written: bytecode, archives, the package, the cache.

import { words, type Explain } from './words.js';

/** The same file as a zip: other letters behind a dot are taken for a kind of file, digits for a version. */
function zipName(path: string): string {
  return `${path.replace(/(?<=[^/])(?:\.tar)?\.[a-z]\w{0,4}$/i, '')}.zip`;
}

export const WRITING_WORDS = {
  'zstd-missing': (_, input) =>
    words(
      `${input.name('compression')} is zstd, but nothing here can write it.`,
      ['Node.js has it from version 24 on; the program zstd is not on PATH.'],
      `Run ${input.beforehand}: sudo apt-get install zstd, or set ${input.name('compression')} to 'gzip'.`,
    ),
  'zstd-failed': ({ lastLines }, input) =>
    words('zstd failed.', lastLines, `Set ${input.name('compression')} to 'gzip' if it stays so.`),
  'zstd-never-read': ({ stack }, input) =>
    words(
      `The image of ${stack} never unpacks a venv that is compressed with zstd.`,
      [],
      `Set ${input.name('compression')} to 'gzip', or ${input.name('layout')} to 'appTarball'.`,
    ),
  'bytecode-failed': ({ lastLines }) =>
    words(
      'Compiling the bytecode failed.',
      ['Python says:', ...lastLines],
      'Run the task again; if it stays so, please report it.',
    ),
  'output-is-folder': ({ path }, input) =>
    words(
      'There is a folder where the package should be.',
      [input.with('packagePath', `'${path}'`)],
      'Give the path of a file: a name that ends in .zip.',
    ),
  'output-not-zip': ({ path }, input) =>
    words(
      "The package's name does not end in .zip.",
      [input.with('packagePath', `'${path}'`), 'The task that deploys it takes no other name.'],
      `Write ${input.with('packagePath', `'${zipName(path)}'`)}`,
    ),
  'output-not-writable': ({ path, reason, taken, input: name = 'packagePath' }, input) =>
    words(
      `The ${name === 'packagePath' ? 'package' : 'file'} cannot be written.`,
      [input.with(name, `'${path}'`), reason],
      taken === true
        ? `Choose another ${input.name(name)}.`
        : `Give the agent the right to write there, or choose another ${input.name(name)}.`,
    ),
  'report-not-writable': ({ path, reason, taken }) =>
    words(
      'A file of the report cannot be written.',
      [`'${path}'`, reason],
      taken === true
        ? 'Move what is there: the file is always called so.'
        : 'Give the agent the right to write there.',
    ),
  'output-busy': ({ path, lock, pid }, input) =>
    words(
      'Another run is writing this package.',
      [input.with('packagePath', `'${path}'`), `Process ${pid} holds '${lock}'.`],
      `Wait for it, or give each run another ${input.name('packagePath')}.`,
    ),
  'disk-full': ({ path }, input) =>
    words(
      'The disk is full.',
      path === '' ? [] : [`while writing '${path}'`],
      `${input.moreRoom} ${input.name('packagePath')} and ${input.name('cacheFolder')} may lie on one, too.`,
    ),
  'file-too-large': ({ path }) =>
    words(
      'A file became larger than this user or this disk allows.',
      path === '' ? [] : [`while writing '${path}'`],
      'Raise the limit: ulimit -f unlimited. Without one, write to a disk whose file system takes larger files.',
    ),
  'too-few-open-files': ({ reason }) =>
    words(
      'This agent allows too few open files.',
      [reason],
      'Raise its limit: ulimit -n 1024, or --ulimit nofile=1024 of a container.',
    ),
  'agent-full': ({ lastLines }) =>
    words(
      'This agent can start no further process.',
      lastLines,
      'Let less run on it at the same time, or raise its limit of processes: ulimit -u, or --pids-limit of a container.',
    ),
  'temp-folder-unusable': ({ path, reason }, input) =>
    words(
      'The folder for temporary files cannot be used.',
      [`'${path}': ${reason}`],
      input.otherTempFolder,
    ),
  'cache-folder-unusable': ({ path, reason }, input) =>
    words(
      'The cache folder cannot be used.',
      [input.with('cacheFolder', `'${path}'`), reason],
      `Give a folder in which this user, and nobody else, may write: in a pipeline one below $(Pipeline.Workspace). Without ${input.name('cacheFolder')} nothing is kept.`,
    ),
} satisfies Partial<Explain>;
