// What uv lists for a target: names, versions and files, read from the text that it really writes.

import assert from 'node:assert/strict';
import { readListedPackages } from '../../../tasks/core/install/listed-packages.js';
import { targetEnvironment } from '../../../tasks/core/terms/marker.js';

const LISTED = `lock-version = "1.0"
created-by = "uv"
requires-python = ">=3.11.15"

[[packages]]
name = "cffi"
version = "2.1.1"
marker = "platform_python_implementation != 'PyPy'"
sdist = { url = "https://h/cffi-2.1.1.tar.gz", hashes = { sha256 = "ab" } }
wheels = [
    { url = "https://h/x/cffi-2.1.1-cp311-cp311-win_amd64.whl#sha256=ab", hashes = { sha256 = "ab" } },
    { path = "wheels/cffi-2.1.1%2Bown-py3-none-any.whl", hashes = { sha256 = "ab" } },
]

[[packages]]
name = "colorama"
version = "0.4.6"
marker = "sys_platform == 'win32'"
wheels = [{ url = "https://h/colorama-0.4.6-py3-none-any.whl" }]

[[packages]]
name = "docopt"
version = "0.6.2"
sdist = { url = "https://h/docopt-0.6.2.tar.gz" }

[[packages]]
name = "host"
version = "1.0"
archive = { path = "lw/host-1.0-cp312-cp312-linux_x86_64.whl", hashes = { sha256 = "ab" } }

[[packages]]
name = "proj"
directory = { path = "proj" }

[[packages]]
name = "repo"
version = "2"
vcs = { type = "git", url = "https://h/repo.git", commit-id = "ab" }
`;

describe('the packages that uv lists', () => {
  it('are those for the target, with the names of their wheels', () => {
    assert.deepEqual(readListedPackages(LISTED, targetEnvironment('3.11.15')), [
      {
        name: 'cffi',
        version: '2.1.1',
        wheels: ['cffi-2.1.1-cp311-cp311-win_amd64.whl', 'cffi-2.1.1+own-py3-none-any.whl'],
        isDirect: false,
      },
      { name: 'docopt', version: '0.6.2', wheels: [], isDirect: false },
      {
        name: 'host',
        version: '1.0',
        wheels: ['host-1.0-cp312-cp312-linux_x86_64.whl'],
        isDirect: true,
      },
      { name: 'proj', version: '', wheels: [], isDirect: true },
      { name: 'repo', version: '2', wheels: [], isDirect: true },
    ]);
  });

  it('are none where there are none', () => {
    assert.deepEqual(
      readListedPackages('lock-version = "1.0"\n', targetEnvironment('3.11.15')),
      [],
    );
  });
});
