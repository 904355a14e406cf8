// Rows about the manifest's text and its keys, with files that lie in wwwroot as they are.

import type { Row } from '../row.js';
import { APP, flatVenv, manifest, UNPACKED, WWWROOT } from './parts.js';

const tree = { ...APP, ...flatVenv() };
const folder = { '__oryx_packages__/module.py': '', '__oryx_packages__/bin/tool': 'x' };

/** A manifest beside a flat venv. */
function withVenv(name: string, text: string): Row {
  return { name: `manifest: ${name}`, tree, manifest: text };
}

export const manifestRows: readonly Row[] = [
  { name: 'flat: an app alone', tree: APP },
  { name: 'flat: a venv', tree },
  { name: 'flat: a venv, a tool of it', tree, command: 'tool one' },
  { name: 'flat: a venv without anything in it', tree: { ...APP, 'antenv/empty': '' } },
  { name: 'flat: a file in place of the venv', tree: { ...APP, antenv: '' } },
  {
    name: 'flat: a link to nothing in place of the venv',
    tree: { ...APP, antenv: { link: '/no' } },
  },
  { name: 'flat: nothing at all', tree: {} },
  withVenv('empty', ''),
  withVenv('only the build folder', manifest({ SourceDirectoryInBuildContainer: UNPACKED })),
  {
    name: 'manifest: the build folder, started three times',
    tree,
    manifest: manifest({ SourceDirectoryInBuildContainer: UNPACKED }),
    command: 'tool one',
    starts: 3,
  },
  {
    name: 'manifest: the build folder, no activate',
    tree: { ...APP, 'antenv/empty': '' },
    manifest: manifest({ SourceDirectoryInBuildContainer: UNPACKED }),
  },
  {
    name: 'manifest: the build folder, no venv',
    tree: APP,
    manifest: manifest({ SourceDirectoryInBuildContainer: UNPACKED }),
  },
  withVenv(
    'True is not true',
    manifest({ CompressDestinationDir: 'True', SourceDirectoryInBuildContainer: UNPACKED }),
  ),
  withVenv('keys in other cases', manifest({ SOURCEDIRECTORYINBUILDCONTAINER: UNPACKED })),
  withVenv('CRLF and a byte order mark', `\uFEFFSourceDirectoryInBuildContainer="${UNPACKED}"\r\n`),
  withVenv('literal strings', `SourceDirectoryInBuildContainer='${UNPACKED}'`),
  withVenv(
    'comments and other keys',
    `# x\nAntenvLayout = "flat"\nNumber = 1\n[table]\nx = true\n`,
  ),
  withVenv('a key in a table', `[table]\nSourceDirectoryInBuildContainer="${UNPACKED}"\n`),
  withVenv('a boolean', 'CompressDestinationDir = true\n'),
  withVenv('a number', 'PythonVersion = 3.12\n'),
  withVenv('a number in a key of another language', 'NodeVersion = 20\n'),
  withVenv('a date in a key without effect', 'OperationId = 2026-01-01\n'),
  withVenv('a list', 'VirtualEnvName = ["antenv"]\n'),
  withVenv('a key with a dot', `VirtualEnvName.x = 1\n`),
  withVenv('an inline table in a key without effect', 'X = { a = 1, b = "c" }\n'),
  withVenv('an inline table over two lines', 'X = { a = 1,\n b = 2 }\n'),
  withVenv('an inline table with a comma at its end', 'X = { a = 1, }\n'),
  withVenv('an escape of TOML 1.1', 'X = "\\e"\n'),
  withVenv('another escape of TOML 1.1', 'X = "\\x41"\n'),
  withVenv('an escape that is none', 'X = "\\q"\n'),
  withVenv('a time without seconds', 'X = 07:32\n'),
  withVenv('a control character', 'X = "\u0001"\n'),
  withVenv('a control character in a comment', '# \u0001\n'),
  withVenv('a zero byte', 'X = "\0"\n'),
  withVenv('a carriage return alone', 'X = "a"\rY = "b"\n'),
  withVenv('numbers of all kinds', 'X = 0x1f\nY = 1_000\nZ = -inf\nW = 1e5\n'),
  withVenv('a number with leading zeros', 'X = 007\n'),
  withVenv('a large number', 'X = 99999999999999999999\n'),
  withVenv('a string over lines', 'VirtualEnvName = """\nantenv"""\n'),
  withVenv('a quoted key', '"VirtualEnvName" = "antenv"\n'),
  withVenv('a bare key that is no ASCII', 'é = "x"\n'),
  withVenv('a table twice', '[a]\nx = 1\n[a]\ny = 2\n'),
  withVenv('no value', 'VirtualEnvName =\n'),
  withVenv('two keys in a line', 'X = "a" Y = "b"\n'),
  withVenv('a line that goes on behind its value', 'X = "a" # and so on\n'),
  withVenv('a path in the venv name', manifest({ VirtualEnvName: 'antenv/../antenv' })),
  withVenv(
    'a build folder with a space',
    manifest({ SourceDirectoryInBuildContainer: '/tmp/a b' }),
  ),
  withVenv(
    'a build folder with a variable',
    manifest({ SourceDirectoryInBuildContainer: '/tmp/$PORT' }),
  ),
  withVenv('an empty package folder', manifest({ packagedir: '' })),
  withVenv('a Python with three slashes', manifest({ PythonVersion: '../../x' })),
  withVenv('no TOML', 'this is no toml\n'),
  withVenv('a key twice', 'VirtualEnvName = "a"\nVirtualEnvName = "b"\n'),
  {
    name: 'manifest: a venv of another name',
    tree: { ...APP, ...flatVenv('venv') },
    manifest: manifest({ virtualEnvName: 'venv', SourceDirectoryInBuildContainer: UNPACKED }),
    command: 'tool one',
  },
  {
    name: 'manifest: a venv deeper down, with a slash at the end',
    tree: { ...APP, ...flatVenv('deep/venv') },
    manifest: manifest({ virtualEnvName: './deep/venv/' }),
  },
  withVenv('a venv that is not there', manifest({ virtualEnvName: 'venv' })),
  { name: 'packages: without a manifest', tree: { ...APP, ...folder }, command: 'probe one' },
  { name: 'packages: beside a venv', tree: { ...tree, ...folder } },
  {
    name: 'packages: a folder by the manifest, no venv',
    tree: { ...APP, 'packages/module.py': '' },
    manifest: manifest({ packagedir: 'packages' }),
  },
  {
    name: 'packages: a folder by the manifest, beside a venv',
    tree: { ...tree, 'packages/module.py': '' },
    manifest: manifest({ packagedir: 'packages' }),
  },
  withVenv('a package folder that is not there', manifest({ packagedir: 'packages' })),
  withVenv('another Python', manifest({ PythonVersion: '3.11.9' })),
  withVenv('a Python that is not there', manifest({ PythonVersion: '3.10.1' })),
  {
    name: 'manifest: wwwroot as the build folder',
    tree,
    manifest: manifest({ SourceDirectoryInBuildContainer: WWWROOT }),
    starts: 2,
  },
];
