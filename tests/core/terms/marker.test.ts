// Environment markers: what they mean for a target, and what is none.

import assert from 'node:assert/strict';
import { evaluateMarker, readMarker, targetEnvironment } from '../../../tasks/core/terms/marker.js';

const PYTHON_3_11 = targetEnvironment('3.11.7');

function holds(text: string, chosen?: Parameters<typeof evaluateMarker>[2]): boolean {
  const marker = readMarker(text);
  assert.ok(marker, text);
  return evaluateMarker(marker, PYTHON_3_11, chosen);
}

describe('evaluateMarker', () => {
  const yes = [
    'python_version < "3.12" and sys_platform == "linux"',
    'python_version>="3.9"and python_version<"4"',
    'python_version > "3.9"',
    '"3.9" < python_version',
    "python_version in '3.9 3.10 3.11'",
    'python_version not in "2.7, 3.9"',
    'python_version ~= "3.8"',
    'python_version == "3.11.*"',
    'python_version == "3.11.0"',
    'python_full_version === "3.11.7"',
    'python_full_version >= "3.11.0rc1"',
    '"nux" in sys_platform',
    'os_name != "it\'s"',
    'os.name == "posix" and python_implementation == "CPython"',
    'platform_machine == "x86_64" and platform_system == "Linux"',
    'os_name == "nt" or os_name == "posix" and implementation_name == "cpython"',
    '((os_name == "nt" or os_name == "posix")) and python_version > "3"',
    'platform_release != "5" or platform_release == ""',
    'extra == ""',
    'os_name >= "posix"',
    'os_name <= "posix"',
    'implementation_version >= "3.9"',
    'sys.platform == "linux" and platform.machine == "x86_64" and platform.version == ""',
    'platform.python_implementation == "CPython"',
    '"dev" not in extras',
    '"dev" != extras',
  ];
  const no = [
    'sys_platform == "win32"',
    'python_version < "3.11"',
    'python_version >= "3.11.*"',
    'os_name == "posix" and os_name == "nt"',
    '(os_name == "posix" or os_name == "nt") and python_version < "3"',
    'os_name < "z"',
    'platform_release >= "5.15"',
    'platform_machine in "aarch64 arm64"',
    'extra == "dev"',
    '"dev" in extras or "dev" in dependency_groups',
  ];
  for (const text of yes) {
    it(`holds: ${text}`, () => assert.equal(holds(text), true));
  }
  for (const text of no) {
    it(`does not hold: ${text}`, () => assert.equal(holds(text), false));
  }

  it('knows what was chosen, in any spelling', () => {
    const chosen = { extras: ['Async_IO', 'web'], groups: ['Dev.Tools'] };
    const texts = [
      'extra == "async-io"',
      '"async.io" == extra and extra == "web"',
      'extra != "web"',
      '"ASYNC-IO" in extras',
      '"web" not in extras',
      '"web" in dependency_groups',
      '"dev_tools" in dependency_groups and python_version < "3"',
      '"dev_tools" in dependency_groups',
    ];
    assert.deepEqual(
      texts.map((text) => holds(text, chosen)),
      [true, true, false, true, false, false, false, true],
    );
  });
});

describe('readMarker', () => {
  const refused = [
    ['', 'os_name', 'os_name == posix', 'os_name = "nt"', 'os_name == "nt', '(os_name == "nt"'],
    ['os_name == "nt")', 'os_name == "nt" and', 'os_name == "nt" os_name == "nt"', '()'],
    ['os_name == "nt" AND os_name == "nt"', 'not os_name == "nt"', 'os_name not"nt"', '"a" == "a"'],
    ['unknown == "1"', 'os_name == "nt" # why', 'os_name == "nt"\n', 'os_name == "\\n"'],
    ['os_name ~= "1.0"', 'python_version ~= "3"', 'extras == "x"', '"x" ~= extras'],
  ].flat();
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(readMarker(text), undefined);
    });
  }

  it('refuses parentheses without an end', () => {
    const deep = (depth: number): string =>
      `${'('.repeat(depth)}os_name == "nt"${')'.repeat(depth)}`;
    assert.ok(readMarker(deep(100)));
    assert.equal(readMarker(deep(101)), undefined);
    assert.equal(readMarker('('.repeat(1_000_000)), undefined);
  });
});

describe('targetEnvironment', () => {
  it('is that of App Service', () => {
    assert.deepEqual(targetEnvironment('3.13.0'), {
      implementation_name: 'cpython',
      implementation_version: '3.13.0',
      os_name: 'posix',
      platform_machine: 'x86_64',
      platform_python_implementation: 'CPython',
      platform_release: '',
      platform_system: 'Linux',
      platform_version: '',
      python_full_version: '3.13.0',
      python_version: '3.13',
      sys_platform: 'linux',
    });
  });
});
