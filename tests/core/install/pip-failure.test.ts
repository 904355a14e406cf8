// Why pip failed: what it prints in each case, and what we make of it. The real pip is asked in
// tests/slow/pip-failure.slow.ts.

import assert from 'node:assert/strict';
import { classifyPipFailure, tellingOfPip } from '../../../tasks/core/install/pip-failure.js';
import { readPipLog } from '../../../tasks/core/install/pip-log.js';
import type { InstallReason } from '../../../tasks/core/terms/failure.js';

const NOTHING = readPipLog('');

interface TextCase {
  readonly name: string;
  readonly printed: string;
  readonly log?: string;
  readonly reason: InstallReason;
  readonly subject: string;
}

const textCases: readonly TextCase[] = [
  {
    name: 'a certificate that is not trusted',
    printed: `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)'))': /simple/tiny/
ERROR: Could not find a version that satisfies the requirement tiny (from versions: none)
ERROR: No matching distribution found for tiny`,
    reason: 'certificate',
    subject: '',
  },
  {
    name: 'a full disk',
    printed:
      'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device',
    reason: 'disk-full',
    subject: '',
  },
  {
    name: 'an address that cannot be resolved',
    printed: `WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/flask/
ERROR: Could not find a version that satisfies the requirement flask (from versions: none)
ERROR: No matching distribution found for flask`,
    reason: 'network',
    subject: '',
  },
  {
    name: 'the address of a requirement that cannot be reached, behind one that was installed',
    printed: `Collecting flask (from -r requirements.txt (line 1))
  Downloading flask-3.1.0-py3-none-any.whl (102 kB)
Collecting ms_identity_python[flask]@ https://user:****@github.com:443/azure-samples/ms-identity-python/archive/refs/heads/0.9.zip (from -r requirements.txt (line 4))
  WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f980a8ebec0>: Failed to establish a new connection: [Errno -2] Name or service not known')': /azure-samples/ms-identity-python/archive/refs/heads/0.9.zip
ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='github.com', port=443): Max retries exceeded with url: /azure-samples/ms-identity-python/archive/refs/heads/0.9.zip (Caused by NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f980a8ebec0>: Failed to establish a new connection: [Errno -2] Name or service not known'))`,
    reason: 'network',
    subject: 'github.com',
  },
  {
    name: 'a file of the index that cannot be reached, behind a requirement by its address',
    printed: `Collecting https://github.com/azure-samples/ms-identity-python/archive/refs/heads/0.9.zip
  Downloading https://github.com/azure-samples/ms-identity-python/archive/refs/heads/0.9.zip
Collecting flask
ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='files.example', port=443): Max retries exceeded with url: /flask-3.1.0-py3-none-any.whl (Caused by NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f980a8ebec0>: Failed to establish a new connection: [Errno -2] Name or service not known'))`,
    reason: 'network',
    subject: '',
  },
  {
    name: 'the address of a requirement that cannot be reached, to pip 26.2',
    printed: `Collecting tiny
Collecting x @ https://user:****@files.example/x-1.0.zip (from -r requirements.txt (line 2))
  WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError("HTTPSConnection(host='files.example', port=443): Failed to establish a new connection: [Errno 111] Connection refused")': /x-1.0.zip
error: connection-failed

× Failed to connect to files.example while fetching https://user:****@files.example/x-1.0.zip
╰─> [Errno 111] Connection refused

hint: Are you connected to the Internet? If so, check whether your system can connect to files.example before trying again. There may be a firewall or proxy that's preventing the connection.`,
    reason: 'network',
    subject: 'files.example',
  },
  {
    name: 'the address of a requirement behind a proxy that cannot be reached, to pip 26.2',
    printed: `Collecting https://files.example/x-1.0.zip (from -r requirements.txt (line 1))
error: proxy-connection-failed

× Failed to connect to proxy http://127.0.0.1:1 while fetching https://files.example/x-1.0.zip
╰─> ('Unable to connect to proxy', NewConnectionError("HTTPSConnection(host='127.0.0.1', port=1): Failed to establish a new connection: [Errno 111] Connection refused"))`,
    reason: 'network',
    subject: 'files.example',
  },
  {
    name: 'a file of the index that cannot be reached, to pip 26.2',
    printed: `Collecting https://files.example.org/x-1.0.zip
  Downloading https://files.example.org/x-1.0.zip
error: connection-failed

× Failed to connect to files.example while fetching https://files.example/tiny-1.0-py3-none-any.whl
╰─> the connection was closed without a reply from the server.`,
    reason: 'network',
    subject: '',
  },
  {
    name: 'a requirements file by its address that cannot be reached, to pip 26.2',
    printed: `error: connection-failed

× Failed to connect to files.example while fetching https://files.example/limits.txt
╰─> Failed to resolve IP address for 'files.example' ([Errno -2] Name or service not known)`,
    reason: 'network',
    subject: 'files.example',
  },
  {
    name: 'a file of the index that does not come, to pip 26.2',
    printed: `Collecting tiny (from -r requirements.txt (line 1))
error: connection-timeout

× Unable to fetch http://h/files/tiny-1.0-py3-none-any.whl
╰─> h didn't respond within 15.0 seconds`,
    reason: 'slow',
    subject: '',
  },
  {
    name: 'an index that says nothing, to pip 26.2',
    printed: `ERROR: Could not find a version that satisfies the requirement tiny (from versions: none)
ERROR: No matching distribution found for tiny`,
    log: "2026-01-01T00:00:00,000 Could not fetch URL http://h/simple/tiny/: h didn't respond within 15.0 seconds - skipping",
    reason: 'slow',
    subject: '',
  },
  {
    name: 'an index to which no connection is made, to pip 26.2',
    printed: `ERROR: Could not find a version that satisfies the requirement tiny (from versions: none)
ERROR: No matching distribution found for tiny`,
    log: "2026-01-01T00:00:00,000 Could not fetch URL http://h/simple/tiny/: h didn't respond within 15.0 seconds (while establishing a connection) - skipping",
    reason: 'network',
    subject: '',
  },
  {
    name: 'a download that breaks off again and again, to pip 25.1',
    printed: `  WARNING: Connection interrupted while downloading.
error: incomplete-download

× Download failed after 6 attempts because not enough bytes were received (2 bytes/1000 kB)
╰─> URL: http://h/files/tiny-1.0-py3-none-any.whl`,
    reason: 'network',
    subject: '',
  },
  {
    name: 'versions that pip passed over because of their Python',
    printed: `ERROR: Ignored the following versions that require a different python version: 2.0.0 Requires-Python >=3.10; 2.1.0 Requires-Python >=3.10
ERROR: Could not find a version that satisfies the requirement numpy==2.1.0 (from versions: 1.26.3, 1.26.4)
ERROR: No matching distribution found for numpy==2.1.0`,
    reason: 'no-version-for-python',
    subject: 'numpy==2.1.0',
  },
  {
    name: 'an index that pip has asked again and again, and that said nothing',
    printed: `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'ReadTimeoutError("HTTPConnectionPool(host='127.0.0.1', port=8765): Read timed out. (read timeout=1.0)")': /simple/tiny/
ERROR: Could not find a version that satisfies the requirement tiny (from versions: none)
ERROR: No matching distribution found for tiny`,
    reason: 'slow',
    subject: '',
  },
  {
    name: 'a page of an index that was asked too often',
    printed: `ERROR: Could not find a version that satisfies the requirement tiny (from versions: none)
ERROR: No matching distribution found for tiny`,
    log: '2026-01-01T00:00:00,000 Could not fetch URL http://h/simple/tiny/: 429 Client Error: Too Many Requests for url: http://h/simple/tiny/ - skipping',
    reason: 'index-busy',
    subject: 'http://h/simple/tiny/',
  },
  {
    name: 'a file of an index that was asked too often',
    printed: `Collecting tiny
  ERROR: HTTP error 429 while getting http://h/tiny-1.0-py3-none-any.whl#sha256=df89 (from http://h/simple/tiny/)
ERROR: Could not install requirement tiny from http://h/tiny-1.0-py3-none-any.whl#sha256=df89 because of HTTP error 429 Client Error: Too Many Requests for url: http://h/tiny-1.0-py3-none-any.whl for URL http://h/tiny-1.0-py3-none-any.whl#sha256=df89`,
    reason: 'index-busy',
    subject: 'http://h/tiny-1.0-py3-none-any.whl',
  },
  {
    name: 'a proxy that wants a password for an index without TLS',
    printed: `ERROR: Could not find a version that satisfies the requirement tiny (from versions: none)
ERROR: No matching distribution found for tiny`,
    log: '2026-01-01T00:00:00,000 Could not fetch URL http://h/simple/tiny/: 407 Client Error: Proxy Authentication Required for url: http://h/simple/tiny/ - skipping',
    reason: 'network',
    subject: '',
  },
  {
    name: 'certificates of which there is no file',
    printed:
      'ERROR: Could not install packages due to an OSError: Could not find a suitable TLS CA certificate bundle, invalid path: /nowhere.pem\n',
    reason: 'certificate-file',
    subject: '/nowhere.pem',
  },
  {
    name: "a client's certificate of which there is no file",
    printed:
      'ERROR: Could not install packages due to an OSError: Could not find the TLS certificate file, invalid path: /nowhere.pem\n',
    reason: 'certificate-file',
    subject: '/nowhere.pem',
  },
  {
    name: 'constraints of the job of which there is no file',
    printed:
      "ERROR: Could not open requirements file: [Errno 2] No such file or directory: '/nowhere/c.txt'\n",
    reason: 'constraint-file',
    subject: '/nowhere/c.txt',
  },
  {
    name: 'an index without its scheme',
    printed: `WARNING: The index url "pkgs.example.org/simple" seems invalid, please provide a scheme.
WARNING: Location 'pkgs.example.org/simple/flask/' is ignored: it is either a non-existing path or lacks a specific scheme.
Looking in indexes: pkgs.example.org/simple
ERROR: Could not find a version that satisfies the requirement flask==3.0.3 (from versions: none)
ERROR: No matching distribution found for flask==3.0.3`,
    reason: 'index-without-scheme',
    subject: 'pkgs.example.org/simple',
  },
  {
    name: 'an index without its scheme, with a user',
    printed: `Looking in indexes: user:****@pkgs.example.org/simple
WARNING: Location 'user:****@pkgs.example.org/simple/flask/' is ignored: it is either a non-existing path or lacks a specific scheme.
ERROR: Could not find a version that satisfies the requirement flask (from versions: none)
ERROR: No matching distribution found for flask`,
    reason: 'index-without-scheme',
    subject: 'user:****@pkgs.example.org/simple',
  },
  {
    name: 'a folder of --find-links that is not there, beside a name that no index has',
    printed: `WARNING: Location 'wheels/dist/' is ignored: it is either a non-existing path or lacks a specific scheme.
ERROR: Could not find a version that satisfies the requirement flsk (from versions: none)
ERROR: No matching distribution found for flsk`,
    reason: 'not-found',
    subject: 'flsk',
  },
  {
    name: 'a page to sign in, to which the index sends everybody',
    printed: `ERROR: Could not find a version that satisfies the requirement flask (from versions: none)
ERROR: No matching distribution found for flask`,
    log: `2026-01-01T00:00:00,000 Fetching project page and analyzing links: https://h/simple/flask/
2026-01-01T00:00:00,000 Fetched page https://h/simple/flask/ as text/html
2026-01-01T00:00:00,000   Skipping link: not a file: https://h/help (from https://h/login)
2026-01-01T00:00:00,000 Skipping link: not a file: https://h/simple/flask/
2026-01-01T00:00:00,000 Given no hashes to check 0 links for project 'flask': discarding no candidates
2026-01-01T00:00:00,000 ERROR: Could not find a version that satisfies the requirement flask (from versions: none)`,
    reason: 'index-page',
    subject: 'https://h/simple/flask/',
  },
  {
    name: 'an index that names files of other systems alone',
    printed: `ERROR: Could not find a version that satisfies the requirement tiny (from versions: none)
ERROR: No matching distribution found for tiny`,
    log: `2026-01-01T00:00:00,000 Fetched page https://h/simple/tiny/ as text/html
2026-01-01T00:00:00,000   Skipping link: none of the wheel's tags (cp312-cp312-win32) are compatible (run pip debug --verbose to show compatible tags): https://h/tiny-1.0-cp312-cp312-win32.whl (from https://h/simple/tiny/)
2026-01-01T00:00:00,000 Skipping link: not a file: https://h/simple/tiny/
2026-01-01T00:00:00,000 Given no hashes to check 0 links for project 'tiny': discarding no candidates`,
    reason: 'not-found',
    subject: 'tiny',
  },
  {
    name: 'a name that no index has, behind one that was found',
    printed: `ERROR: Could not find a version that satisfies the requirement flsk (from versions: none)
ERROR: No matching distribution found for flsk`,
    log: `2026-01-01T00:00:00,000 Fetched page https://h/simple/flask/ as text/html
2026-01-01T00:00:00,000   Found link https://h/flask-3.0.3-py3-none-any.whl (from https://h/simple/flask/), version: 3.0.3
2026-01-01T00:00:00,000 Could not fetch URL https://h/simple/flsk/: 404 Client Error: Not Found for url: https://h/simple/flsk/ - skipping
2026-01-01T00:00:00,000 Given no hashes to check 0 links for project 'flsk': discarding no candidates`,
    reason: 'not-found',
    subject: 'flsk',
  },
  {
    name: 'a requirements file by its address that cannot be reached',
    printed: `WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError(...)': /limits.txt
ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(host='files.example', port=443): Max retries exceeded with url: /limits.txt (Caused by NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f4bb6901710>: Failed to establish a new connection: [Errno -2] Name or service not known'))`,
    reason: 'network',
    subject: 'files.example',
  },
  {
    name: 'a requirements file by its address that is not there',
    printed: 'ERROR: 404 Client Error: Not Found for url: http://h/limits.txt',
    reason: 'invalid-requirement',
    subject: 'http://h/limits.txt',
  },
  {
    name: 'a marker without quotes, to pip 22.3',
    printed: `    markers = Marker(markers_as_string)
pip._vendor.packaging.markers.InvalidMarker: Invalid marker: 'python_version > 3.8', parse error at '3.8'`,
    reason: 'invalid-requirement',
    subject: 'python_version > 3.8',
  },
  {
    name: 'a marker without quotes, to pip 26',
    printed: `    raise InvalidMarker(str(e)) from e
pip._vendor.packaging.markers.InvalidMarker: Expected a marker variable or quoted string
    python_version > 3.8
                     ^`,
    reason: 'invalid-requirement',
    subject: 'python_version > 3.8',
  },
  {
    name: 'a marker without quotes, to pip 26.2',
    printed: `ERROR: Invalid requirement: 'tiny': Expected a marker variable or quoted string
    python_version > 3.8
                     ^`,
    reason: 'invalid-requirement',
    subject: 'python_version > 3.8',
  },
  {
    name: 'constraints of which there is no file, to pip 26.1',
    printed:
      "ERROR: Could not open constraint file: [Errno 2] No such file or directory: '/app/more.txt'",
    reason: 'constraint-file',
    subject: '/app/more.txt',
  },
  {
    name: 'an egg fragment that is more than a name, to pip 26.0',
    printed: `error: invalid-egg-fragment

× The 'x[a]>1' egg fragment is invalid
╰─> from 'git+http://h/x.git#egg=x[a]>1'`,
    reason: 'invalid-requirement',
    subject: 'x[a]>1',
  },
  {
    name: 'a folder that cannot be built, to pip 26.3',
    printed: `  error: backend-unavailable
  
  × Cannot import build backend 'nobackend'.
  ╰─> ModuleNotFoundError: No module named 'nobackend'
ERROR: Failed to build 'file:///app/lib/shared' when calling build backend hook get_requires_for_build_wheel`,
    reason: 'build-failed',
    subject: 'shared',
  },
  {
    name: 'metadata of old that pip does not read any more',
    printed: `WARNING: Ignoring version 4.0.0 of celery since it has invalid metadata:
Requested celery==4.0.0 from https://files.example/celery-4.0.0-py2.py3-none-any.whl has invalid metadata: Expected end or semicolon (after name and no valid version specifier)
    pytz (>dev)
         ^
Please use pip<24.1 if you need to use this version.
ERROR: Ignored the following yanked versions: 5.0.6, 5.2.5
ERROR: Could not find a version that satisfies the requirement celery==4.0.0 (from versions: 0.1.2, 4.0.0, 4.0.1)
ERROR: No matching distribution found for celery==4.0.0`,
    reason: 'invalid-metadata',
    subject: 'celery',
  },
  {
    name: 'metadata of old that pip passed over, behind which something else was not found',
    printed: `WARNING: Ignoring version 4.0.0 of celery since it has invalid metadata:
Please use pip<24.1 if you need to use this version.
ERROR: Could not find a version that satisfies the requirement tiny==9 (from versions: 1.0)
ERROR: No matching distribution found for tiny==9`,
    reason: 'no-fitting-version',
    subject: 'tiny==9',
  },
  {
    name: 'setuptools without a compiler',
    printed: `  error: subprocess-exited-with-error
    building 'ext' extension
    error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory
  ERROR: Failed building wheel for ext`,
    reason: 'compiler-missing',
    subject: 'x86_64-linux-gnu-gcc',
  },
  {
    name: 'a compiler that ran and found an error of the source',
    printed: `    ext.c:1:2: error: unknown type name 'foo'
    error: command '/usr/bin/gcc' failed with exit code 1
  ERROR: Failed building wheel for ext
Failed to build ext`,
    reason: 'build-failed',
    subject: 'ext',
  },
  {
    name: 'a build that only mentions a compiler',
    printed: `    configure: checking for gcc... gcc
    RuntimeError: cannot make sense of setup.cfg
  ERROR: Failed building wheel for ext`,
    reason: 'build-failed',
    subject: 'ext',
  },
  {
    name: 'subprocess.run without a program',
    printed: `    FileNotFoundError: [Errno 2] No such file or directory: 'cmake'
  ERROR: Failed building wheel for ext`,
    reason: 'compiler-missing',
    subject: 'cmake',
  },
  {
    name: 'a shell that finds no program',
    printed: `    /bin/sh: 1: gfortran: not found\n  ERROR: Failed building wheel for ext`,
    reason: 'compiler-missing',
    subject: 'gfortran',
  },
  {
    name: 'meson without a compiler',
    printed: `    ../meson.build:1:0: ERROR: Unknown compiler(s): [['icc'], ['gcc'], ['cc']]\n  error: subprocess-exited-with-error`,
    reason: 'compiler-missing',
    subject: 'icc',
  },
  {
    name: 'psycopg2 without pg_config',
    printed: '      Error: pg_config executable not found.\n  error: subprocess-exited-with-error',
    reason: 'compiler-missing',
    subject: 'pg_config',
  },
  {
    name: 'cryptography without Rust',
    printed: "      error: can't find Rust compiler\n  error: subprocess-exited-with-error",
    reason: 'compiler-missing',
    subject: 'Rust',
  },
  {
    name: 'a header of Python',
    printed: `    ext.c:1:10: fatal error: Python.h: No such file or directory\n  ERROR: Failed building wheel for ext`,
    reason: 'header-missing',
    subject: 'Python.h',
  },
  {
    name: 'a hash for one of many',
    printed: `ERROR: Hashes are required in --require-hashes mode, but they are missing from some requirements. Here is a list of those requirements along with the hashes their downloaded archives actually had.
    six==1.16.0 --hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254`,
    reason: 'hash-missing',
    subject: 'six==1.16.0',
  },
  {
    name: 'hashes without a pinned version',
    printed: `ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==. These do not:
    six from https://host.invalid/six.whl`,
    reason: 'hash-missing',
    subject: '',
  },
  {
    name: 'a version that is not among thousands',
    printed: `ERROR: Could not find a version that satisfies the requirement botocore==99 (from versions: ${'1.0.0, '.repeat(5000)}1.0.1)
ERROR: No matching distribution found for botocore==99`,
    reason: 'no-fitting-version',
    subject: 'botocore==99',
  },
  { name: 'nothing that we know', printed: 'Segmentation fault', reason: 'unknown', subject: '' },
  { name: 'nothing at all', printed: '', reason: 'unknown', subject: '' },
  {
    name: "pip's traceback, which names errors that did not happen",
    printed: `ERROR: No matching distribution found for tiny`,
    log: `2026-01-01T00:00:00,000 ERROR: No matching distribution found for tiny
2026-01-01T00:00:00,000 Exception information:
2026-01-01T00:00:00,000 pip._vendor.resolvelib.resolvers.ResolutionImpossible: [Requirement]
2026-01-01T00:00:00,000 ERROR: ResolutionImpossible`,
    reason: 'not-found',
    subject: 'tiny',
  },
  {
    name: 'an index that refused one requirement, when another is the problem',
    printed: "ERROR: Invalid requirement: 'a=b' (from line 1 of r.txt)",
    log: '2026-01-01T00:00:00,000 Could not fetch URL http://h/: 403 Client Error: Forbidden for url: http://h/ - skipping',
    reason: 'invalid-requirement',
    subject: 'a=b',
  },
];

/** What no installer prints, and a builder may. */
const LONG_LINES = ["'", ',', 'a', 'a.', '//', 'x=', 'gcc-', 'git d', ' (from ', 'pkg-config '].map(
  (part) => part.repeat(80_000 / part.length),
);

describe('classifyPipFailure', () => {
  it('reads long lines at once', () => {
    for (const line of LONG_LINES) {
      const told = readPipLog(`2026-01-01T00:00:00,000 ERROR: ${line}`);
      assert.equal(classifyPipFailure(`ERROR: ${line}`, told).reason, 'unknown');
    }
    const printed = `Invalid requirement: ${"',".repeat(40_000)}x`;
    assert.equal(classifyPipFailure(printed, NOTHING).reason, 'invalid-requirement');
  });

  for (const { name, printed, log, reason, subject } of textCases) {
    it(`${name}: ${reason}`, () => {
      const told = log === undefined ? NOTHING : readPipLog(log);
      assert.deepEqual(classifyPipFailure(printed, told), { reason, subject });
    });
  }
});

describe('the lines that tell why pip failed', () => {
  const stack = Array.from({ length: 60 }, (_, index) => `  File "pip.py", line ${index}`);
  const full = 'OSError: [Errno 28] No space left on device';

  it('end where it first found no room, before the stacks of what it could not log', () => {
    const printed = ['Collecting flask', ...stack, full, ...stack, full, ...stack];
    assert.deepEqual(tellingOfPip(printed), [...stack.slice(-24), full]);
  });

  it('are the last ones for any other reason, and where no room is among these', () => {
    assert.deepEqual(tellingOfPip(stack), stack.slice(-25));
    const printed = [...stack, full, 'ERROR: no luck'];
    assert.deepEqual(tellingOfPip(printed), printed.slice(-25));
    assert.deepEqual(tellingOfPip([]), []);
  });
});
