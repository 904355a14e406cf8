// Words for what is made and written: bytecode, archives, the package, the cache.

import { words, type Explain } from './words.js';

export const WRITING_WORDS = {
  'zstd-missing': () =>
    words(
      'compression is zstd, but nothing on this agent can write it.',
      ['Node.js has it from version 24 on; the program zstd is not on PATH.'],
      "Add a step before this task: sudo apt-get install zstd, or set compression to 'gzip'.",
    ),
  'zstd-failed': ({ lastLines }) =>
    words('zstd failed.', lastLines, "Set compression to 'gzip' if it stays so."),
  'zstd-never-read': ({ stack }) =>
    words(
      `The image of ${stack} never unpacks a venv that is compressed with zstd.`,
      [],
      "Set compression to 'gzip', or layout to 'appTarball'.",
    ),
  'bytecode-failed': ({ lastLines }) =>
    words(
      'Compiling the bytecode failed.',
      ['Python says:', ...lastLines],
      'Run the task again; if it stays so, please report it.',
    ),
  'output-is-folder': ({ path }) =>
    words(
      'There is a folder where the package should be.',
      [`packagePath: '${path}'`],
      'Give the path of a file, such as a name that ends in .zip.',
    ),
  'output-not-writable': ({ path, reason, input = 'packagePath' }) =>
    words(
      `The ${input === 'packagePath' ? 'package' : 'file'} cannot be written.`,
      [`${input}: '${path}'`, reason],
      `Give the agent the right to write there, or choose another ${input}.`,
    ),
  'output-busy': ({ path, lock, pid }) =>
    words(
      'Another run is writing this package.',
      [`packagePath: '${path}'`, `Process ${pid} holds '${lock}'.`],
      'Wait for it, or give each run a packagePath of its own.',
    ),
  'disk-full': ({ path }) =>
    words(
      'The disk is full.',
      path === '' ? [] : [`while writing '${path}'`],
      'Free space on that disk, or choose a larger one: by packagePath for the package, by cacheFolder for the cache, by TMPDIR for all else.',
    ),
  'temp-folder-unusable': ({ path, reason }) =>
    words(
      'The folder for temporary files cannot be used.',
      [`'${path}': ${reason}`],
      'Set TMPDIR to a folder that exists and that you may write to.',
    ),
  'cache-folder-unusable': ({ path, reason }) =>
    words(
      'The cache folder cannot be used.',
      [`cacheFolder: '${path}'`, reason],
      'Give a folder in which this user, and nobody else, may write: one below $(Pipeline.Workspace). Without cacheFolder nothing is kept.',
    ),
} satisfies Partial<Explain>;
