// Why uv failed: texts of several versions, and what we make of them. The real uv is asked in
// tests/slow/install-failure.slow.ts.

import assert from 'node:assert/strict';
import { classifyUvFailure, quotedOfUv } from '../../../tasks/core/install/uv-failure.js';
import type { InstallReason } from '../../../tasks/core/terms/failure.js';

interface TextCase {
  readonly name: string;
  readonly printed: string;
  readonly reason: InstallReason;
  readonly subject: string;
}

const textCases: readonly TextCase[] = [
  {
    name: 'a full disk',
    printed:
      'error: Failed to install: numpy-2.3.0.whl (numpy==2.3.0)\n  cause: failed to copy file\n  cause: No space left on device (os error 28)',
    reason: 'disk-full',
    subject: '',
  },
  {
    name: 'constraints of the job of which there is no file',
    printed: 'error: File not found: /nowhere/c.txt',
    reason: 'constraint-file',
    subject: '/nowhere/c.txt',
  },
  {
    name: 'an index without its scheme',
    printed:
      'warning: Relative paths passed to `--index` or `--default-index` should be disambiguated from index names (use `./pkgs.example.org/simple`). Support for ambiguous values will be removed in the future\nUsing Python 3.12.1 environment at: /tmp/x\nerror: No solution found when resolving dependencies\n  cause: Because flask was not found in the package registry and you require flask==3.0.3, we can conclude that your requirements are unsatisfiable.',
    reason: 'index-without-scheme',
    subject: 'pkgs.example.org/simple',
  },
  {
    name: 'a certificate that is not trusted',
    printed:
      'error: Failed to fetch: https://feed.example/simple/x/\n  cause: error sending request\n  cause: client error (Connect)\n  cause: invalid peer certificate: UnknownIssuer',
    reason: 'certificate',
    subject: '',
  },
  {
    name: 'an index that refuses, in the words of uv 0.8',
    printed:
      '  × No solution found when resolving dependencies:\n  ╰─▶ Because x was not found in the package registry and you require x, we can\n      conclude that your requirements are unsatisfiable.\n\n      hint: An index URL (https://feed.example/simple) could not be queried due to a lack of valid authentication credentials (401 Unauthorized).',
    reason: 'index-refused',
    subject: 'https://feed.example/simple',
  },
  {
    name: 'a file that is not there',
    printed:
      'error: Failed to fetch: https://x.example/a.whl\n  cause: HTTP status client error (404 Not Found) for url (https://x.example/a.whl)',
    reason: 'not-found',
    subject: 'https://x.example/a.whl',
  },
  {
    name: 'an address that says nothing when it is called',
    printed:
      'error: Failed to fetch: https://x.example/\n  cause: client error (Connect)\n  cause: operation timed out',
    reason: 'network',
    subject: '',
  },
  {
    name: 'the address of a requirement that cannot be reached',
    printed:
      'error: Failed to download and build `x @ https://u:****@github.com/x/archive/0.9.zip`\n  cause: Failed to fetch: https://github.com/x/archive/0.9.zip\n  cause: error sending request for url (https://github.com/x/archive/0.9.zip)\n  cause: client error (Connect)\n  cause: dns error\n  cause: error resolving DNS\n  cause: failed to lookup address information: Name or service not known',
    reason: 'network',
    subject: 'github.com',
  },
  {
    name: 'a slow download',
    printed:
      'error: Failed to download `numpy==2.3.0`\n  cause: Failed to extract archive\n  cause: I/O operation failed during extraction\n  cause: Failed to download distribution due to network timeout. Try increasing UV_HTTP_TIMEOUT (current value: 30s).',
    reason: 'slow',
    subject: '',
  },
  {
    name: 'no wheel for this Python, in an archive of wheels alone',
    printed:
      'error: No solution found when resolving dependencies\n  cause: Because numpy==1.19.5 has no wheels with a matching Python ABI tag (e.g., `cp313`) and you require numpy==1.19.5, we can conclude that your requirements are unsatisfiable.',
    reason: 'no-wheel',
    subject: 'numpy',
  },
  {
    name: 'a later Python',
    printed:
      'error: No solution found when resolving dependencies\n  cause: Because the requested Python version (>=3.9.18) does not satisfy Python>=3.10 and flask==3.2.0 depends on Python>=3.10, we can conclude that flask==3.2.0 cannot be used.\n         And because you require flask==3.2.0, we can conclude that your requirements are unsatisfiable.',
    reason: 'no-version-for-python',
    subject: 'flask==3.2.0',
  },
  {
    name: 'two lines that exclude each other',
    printed:
      'error: No solution found when resolving dependencies\n  cause: Because you require tiny==1 and you require tiny==2, we can conclude that your requirements are unsatisfiable.',
    reason: 'conflict',
    subject: 'you require tiny==1 and you require tiny==2',
  },
  {
    name: 'one name in two versions',
    printed:
      'error: No solution found when resolving dependencies\n  cause: Because you require six==1.16.0 and six==1.15.0, we can conclude that your requirements are unsatisfiable.',
    reason: 'conflict',
    subject: 'you require six==1.16.0 and six==1.15.0',
  },
  {
    name: 'an index that was asked too often',
    printed:
      'error: Failed to fetch: http://h/simple/tiny/\n  cause: HTTP status client error (429 Too Many Requests) for url (http://h/simple/tiny/)',
    reason: 'index-busy',
    subject: 'http://h/simple/tiny/',
  },
  {
    name: 'the page of a proxy in the place of a wheel',
    printed:
      'error: No solution found when resolving dependencies\n  cause: Because tiny==1.0 has an invalid package format and only tiny==1.0 is available, we can conclude that all versions of tiny cannot be used.\n         And because you require tiny, we can conclude that your requirements are unsatisfiable.\n\n  hint: The metadata for `tiny` (v1.0) could not be read:\n    Failed to read from zip file',
    reason: 'network',
    subject: '',
  },
  {
    name: 'an option of pip behind a requirement',
    printed:
      'error: Expected `--hash`, found `"--config-settings=\\"a=b\\""`: requirements.txt:1:5',
    reason: 'invalid-requirement',
    subject: 'requirements.txt:1:5',
  },
  {
    name: 'a setting for its patience that is no number',
    printed:
      'error: Failed to parse environment variable `UV_HTTP_TIMEOUT` with invalid value `fast`: invalid digit found in string; value should be an integer number of seconds',
    reason: 'unknown',
    subject: '',
  },
  {
    name: 'a build without a compiler',
    printed:
      "error: Failed to build `uwsgi==2.0.28`\n  cause: The build backend returned an error\n  cause: Call to `setuptools.build_meta.build_wheel` failed (exit status: 1)\n\n         [stderr]\n         error: command 'gcc' failed: No such file or directory",
    reason: 'compiler-missing',
    subject: 'gcc',
  },
  {
    name: 'a build whose own requirements cannot be fetched',
    printed:
      'error: Failed to build `x==1`\n  cause: Failed to resolve requirements from `build-system.requires`\n  cause: Failed to fetch: https://feed.example/simple/setuptools/\n  cause: HTTP status client error (403 Forbidden) for url (https://feed.example/simple/setuptools/)',
    reason: 'index-refused',
    subject: 'https://feed.example/simple/setuptools/',
  },
  {
    name: 'a conflict, in the words of uv 0.8',
    printed:
      '  × No solution found when resolving dependencies:\n  ╰─▶ Because needs-one==1.0 depends\n      on tiny==1.0 and needs-two==1.0 depends on tiny==2.0, we can conclude that\n      needs-one==1.0 and needs-two==1.0 are incompatible.',
    reason: 'conflict',
    subject: 'needs-one==1.0 depends on tiny==1.0 and needs-two==1.0 depends on tiny==2.0',
  },
  {
    name: 'a build without a compiler, in the words of uv 0.8',
    printed:
      "  × Failed to build `x==1.0`\n  ├─▶ The build backend returned an error\n  ╰─▶ Call to `setuptools.build_meta.build_wheel` failed (exit status: 1)\n\n      [stderr]\n      error: command 'x86_64-linux-gnu-gcc' failed: No\n      such file or directory",
    reason: 'compiler-missing',
    subject: 'x86_64-linux-gnu-gcc',
  },
  {
    name: 'a build of something that is named like a fault of the network',
    printed:
      '     Building sshtunnel==0.4.0\nerror: Failed to build `sshtunnel==0.4.0`\n  cause: The build backend returned an error',
    reason: 'build-failed',
    subject: 'sshtunnel==0.4.0',
  },
  {
    name: 'a build that speaks of a connection in passing',
    printed:
      'error: Failed to build `x==1`\n  cause: The build backend returned an error\n\n         [stdout]\n         pool.c: warning: connection closed twice\n\n         [stderr]\n         RuntimeError: no way',
    reason: 'build-failed',
    subject: 'x==1',
  },
  {
    name: 'a build on a full disk',
    printed:
      'error: Failed to build `x==1`\n  cause: The build backend returned an error\n\n         [stderr]\n         OSError: [Errno 28] No space left on device',
    reason: 'disk-full',
    subject: '',
  },
  {
    name: 'a project that is built in sight, whose builder tells an error of its own',
    printed:
      'Building wheel...\nerror: could not read version: connection refused\nerror: Failed to build `/app`\n  cause: The build backend returned an error',
    reason: 'build-failed',
    subject: '/app',
  },
  { name: 'nothing that we know', printed: 'Segmentation fault', reason: 'unknown', subject: '' },
  { name: 'nothing at all', printed: '', reason: 'unknown', subject: '' },
];

/** What no installer prints, and a builder may. */
const LONG_LINES = ["'", ',', 'a', 'a.', 'x=', 'a=a', 'gcc-', 'Because ', 'only '].map((part) =>
  part.repeat(80_000 / part.length),
);

describe('classifyUvFailure', () => {
  it('reads long lines at once', () => {
    for (const line of LONG_LINES) {
      assert.equal(classifyUvFailure(`error: ${line}`).reason, 'unknown');
    }
    const printed = `Distribution not found at: ${"',".repeat(40_000)}x`;
    assert.equal(classifyUvFailure(printed).reason, 'invalid-requirement');
  });

  for (const { name, printed, reason, subject } of textCases) {
    it(`${name}: ${reason}`, () => {
      assert.deepEqual(classifyUvFailure(printed), { reason, subject });
    });
  }
});

describe('quotedOfUv', () => {
  const output = Array.from({ length: 40 }, (_, at) => `         line ${at + 1}`);
  const told = ['error: Failed to build `x==1`', '  cause: The build backend returned an error'];
  const rows: readonly {
    readonly name: string;
    readonly printed: readonly string[];
    readonly expect: readonly string[];
  }[] = [
    { name: 'nothing', printed: [], expect: [] },
    {
      name: 'few lines',
      printed: ['Resolved 9 packages', ...told],
      expect: ['Resolved 9 packages', ...told],
    },
    { name: 'the last of many lines', printed: output, expect: output.slice(-25) },
    {
      name: 'what failed, and the last lines of a builder that printed many',
      printed: ['Resolved 9 packages', ...told, '', '         [stderr]', ...output],
      expect: [...told, '  …', ...output.slice(-22)],
    },
    {
      name: 'what failed, in the words of uv 0.8',
      printed: ['  × Failed to build `x==1`', '  ╰─▶ Call failed', '', '      [stderr]', ...output],
      expect: ['  × Failed to build `x==1`', '  ╰─▶ Call failed', '  …', ...output.slice(-22)],
    },
    {
      name: 'the beginning and the end of a long explanation',
      printed: ['error: No solution found', ...output],
      expect: ['error: No solution found', ...output.slice(0, 4), '  …', ...output.slice(-19)],
    },
  ];
  for (const { name, printed, expect } of rows) {
    it(name, () => {
      assert.deepEqual(quotedOfUv(printed), expect);
    });
  }
});
