import assert from 'node:assert/strict';
import { sha256 } from '../../../tasks/core/archives/digest.js';
import { relocateVenv, type Destination } from '../../../tasks/core/relocate/relocate.js';
import type { VenvFile } from '../../../tasks/core/relocate/venv-file.js';
import type { Entry } from '../../../tasks/core/terms/archive-entry.js';
import { recordHash } from '../../../tasks/core/terms/record.js';
import { textOf } from '../../helpers/entries.js';

const VENV = '/agent/work/antenv';
const SITE = 'lib/python3.12/site-packages';

const to: Destination = {
  venv: '/antenv',
  installedAt: [VENV],
  mappings: [{ from: VENV, to: '/antenv' }],
  keepsLinks: false,
  pythonVersion: '3.12.4',
  pythonMinor: '3.12',
};

function file(path: string, text: string | undefined, executable = false): VenvFile {
  const bytes = text === undefined ? undefined : Buffer.from(text);
  return {
    path,
    absolute: `${VENV}/${path}`,
    executable,
    size: bytes?.length ?? 10,
    digest: sha256(bytes ?? 'on disk'),
    bytes,
    keepsBuildPath: false,
  };
}

/** The text of a file after relocation, alone or among others. */
function relocated(path: string, files: readonly VenvFile[]): string {
  return textOf(relocateVenv(files, to).find((entry) => entry.path === path));
}

describe('relocation', () => {
  it('gives sorted entries, with a Python of its own', () => {
    const entries = relocateVenv([file('zoo', undefined), file('a', undefined, true)], to);
    assert.deepEqual(
      entries.map(({ path }) => path),
      ['a', 'bin/python', 'bin/python3', 'bin/python3.12', 'pyvenv.cfg', 'zoo'],
    );
    assert.deepEqual(entries[0], {
      kind: 'file',
      path: 'a',
      executable: true,
      content: { kind: 'file', path: `${VENV}/a`, offset: 0, size: 10 },
      digest: sha256('on disk'),
    });
  });

  const scripts = [
    {
      name: 'a plain shebang',
      given: `#!${VENV}/bin/python\nx`,
      expect: '#!/antenv/bin/python\nx',
    },
    { name: 'CRLF', given: `#!${VENV}/bin/python\r\nx\r\n`, expect: '#!/antenv/bin/python\nx\r\n' },
    {
      name: 'arguments',
      given: `#!${VENV}/bin/python3 -Es\nx`,
      expect: '#!/antenv/bin/python3 -Es\nx',
    },
    {
      name: "pip's shell form",
      given: `#!/bin/sh\n'''exec' "${VENV}/bin/python" "$0" "$@"\n' '''\nx`,
      expect: '#!/antenv/bin/python\nx',
    },
    {
      name: 'a shell form with arguments',
      given: `#!/bin/sh\n'''exec' "${VENV}/bin/python" -E "$0" "$@"\n' '''\nx`,
      expect: `#!/bin/sh\n'''exec' "/antenv/bin/python" -E "$0" "$@"\n' '''\nx`,
    },
    {
      name: "uv's shell form",
      given: `#!/bin/sh\n'''exec' '${VENV}/bin/python' "$0" "$@"\n' '''\nx`,
      expect: '#!/antenv/bin/python\nx',
    },
    {
      name: 'another interpreter',
      given: `#!/bin/sh\ncd ${VENV}\n`,
      expect: '#!/bin/sh\ncd /antenv\n',
    },
    {
      name: 'a longer folder name',
      given: `#!${VENV}2/bin/python\n`,
      expect: `#!${VENV}2/bin/python\n`,
    },
  ];
  for (const { name, given, expect } of scripts) {
    it(`rewrites a script with ${name}`, () => {
      assert.equal(relocated('bin/x', [file('bin/x', given, true)]), expect);
    });
  }

  // As `venv` of Python 3.14.6 writes it.
  const activate = (quoted: string): string => `if [ "\${OSTYPE:-}" = "cygwin" ]; then
        VIRTUAL_ENV=$(cygpath ${quoted})
        export VIRTUAL_ENV
else
        export VIRTUAL_ENV=${quoted}
fi
`;
  const madeIn = [
    { name: 'needs no quotes', venv: VENV, quoted: VENV },
    { name: 'has a blank', venv: '/agent/my work/antenv', quoted: "'/agent/my work/antenv'" },
    { name: 'has a quote', venv: "/agent/it's/antenv", quoted: `'/agent/it'"'"'s/antenv'` },
  ];
  for (const { name, venv, quoted } of madeIn) {
    for (const path of ['bin/activate', 'bin/activate.csh', 'bin/activate.fish']) {
      it(`gives ${path} the same bytes where the folder of the venv ${name}`, () => {
        const here = { ...to, installedAt: [venv], mappings: [{ from: venv, to: '/antenv' }] };
        const entries = relocateVenv([file(path, activate(quoted))], here);
        assert.equal(textOf(entries.find((entry) => entry.path === path)), activate('/antenv'));
      });
    }
  }

  it('leaves quotes in all other files as they are', () => {
    const given = (venv: string): string => `PREFIX = '${venv}'\n`;
    const path = `${SITE}/tiny.py`;
    assert.equal(relocated(path, [file(path, given(VENV))]), given('/antenv'));
  });

  it('has nothing that tells which installer it was, and when', () => {
    const info = `${SITE}/tiny-1.0.dist-info`;
    const notes = ['REQUESTED', 'uv_cache.json', 'uv_build.json'].map((name) => `${info}/${name}`);
    const rows = ['METADATA', 'REQUESTED', 'uv_cache.json', 'uv_build.json', 'RECORD'].map(
      (name) => `tiny-1.0.dist-info/${name},,\n`,
    );
    const files = [
      file(`${info}/METADATA`, undefined),
      ...notes.map((path) => file(path, undefined)),
      file(`${info}/RECORD`, rows.join('')),
    ];
    const paths = relocateVenv(files, to).map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => path.startsWith(info)),
      [`${info}/METADATA`, `${info}/RECORD`],
    );
    assert.deepEqual(
      relocated(`${info}/RECORD`, files)
        .split('\n')
        .map((line) => line.split(',')[0]),
      ['tiny-1.0.dist-info/METADATA', 'tiny-1.0.dist-info/RECORD', ''],
    );
  });

  it('tells RECORD the hashes of changed files, by relative and by absolute path', () => {
    const files = [
      file(
        `${SITE}/a-1.dist-info/RECORD`,
        `../../../bin/x,sha256=old,1\n${VENV}/bin/y,sha256=old,1\nb.py,sha256=kept,10\nc.py,,\ngone.py,sha256=kept,3\n`,
      ),
      file(`${SITE}/b.py`, undefined),
      file(`${SITE}/c.py`, VENV),
      file('bin/x', `#!${VENV}/bin/python\n`),
      file('bin/y', `${VENV}\n`),
    ];
    const x = recordHash(sha256('#!/antenv/bin/python\n'));
    const y = recordHash(sha256('/antenv\n'));
    assert.equal(
      relocated(`${SITE}/a-1.dist-info/RECORD`, files),
      `../../../bin/x,${x},21\n/antenv/bin/y,${y},8\nb.py,sha256=kept,10\nc.py,,\ngone.py,sha256=kept,3\n`,
    );
  });

  it('tells RECORD the hashes of changed files also where their rows are spelled otherwise', () => {
    const record = `${SITE}/a-1.dist-info/RECORD`;
    const files = [
      file(record, './p/a.py,sha256=old,1\np/./b.py,sha256=old,1\np//c.py,sha256=old,1\n'),
      ...['a', 'b', 'c'].map((name) => file(`${SITE}/p/${name}.py`, VENV)),
    ];
    const hash = recordHash(sha256('/antenv'));
    assert.equal(
      relocated(record, files),
      `./p/a.py,${hash},7\np/./b.py,${hash},7\np//c.py,${hash},7\n`,
    );
  });

  it('tells a RECORD the hash of another that its distribution carries along', () => {
    const inner = `${SITE}/a/_vendor/b-1.dist-info/RECORD`;
    // Also where the path of the inner one is the shorter.
    const long = 'a_distribution_with_a_long_name-1.dist-info';
    const outer = `${SITE}/${long}/RECORD`;
    const files = [
      file(outer, `a/_vendor/b-1.dist-info/RECORD,sha256=old,1\n${long}/RECORD,,\n`),
      file(inner, 'b.py,sha256=kept,1\r\n'),
    ];
    assert.equal(relocated(inner, files), 'b.py,sha256=kept,1\n');
    const hash = recordHash(sha256('b.py,sha256=kept,1\n'));
    assert.equal(
      relocated(outer, files),
      `a/_vendor/b-1.dist-info/RECORD,${hash},19\n${long}/RECORD,,\n`,
    );
  });

  it('tells RECORD the programs of its own distribution, each once, and no bytecode', () => {
    const points = (info: string, name: string): VenvFile =>
      file(`${SITE}/${info}/entry_points.txt`, `[console_scripts]\n${name} = m:main\n`);
    const [one, two] = [`${SITE}/one-1.dist-info/RECORD`, `${SITE}/two-1.dist-info/RECORD`];
    const files = [
      points('one-1.dist-info', 'first'),
      points('two-1.dist-info', 'second'),
      file(one, '../../../bin/first,sha256=old,3\n__pycache__/m.cpython-312.pyc,,\n'),
      file(two, 'two-1.dist-info/RECORD,,\n'),
      file('bin/first', '#!/bin/sh\n', true),
    ];
    const program =
      "#!/antenv/bin/python\nimport sys\n\nfrom m import main\n\nif __name__ == '__main__':\n    sys.exit(main())\n";
    const sums = `${recordHash(sha256(program))},${program.length}`;
    assert.equal(relocated(one, files), `../../../bin/first,${sums}\n`);
    assert.equal(relocated(two, files), `../../../bin/second,${sums}\ntwo-1.dist-info/RECORD,,\n`);
  });

  it('keeps a file of a package that only looks like the origin of a distribution', () => {
    const path = `${SITE}/a/package.json`;
    const text = `{"url": "file://${VENV}/a"}`;
    assert.equal(relocated(path, [file(path, text)]), '{"url": "file:///antenv/a"}');
  });

  const origins = [
    { name: 'a folder', given: '{"dir_info": {}, "url": "file:///libs/a"}', stays: false },
    {
      name: 'a file, written tightly',
      given: '{"archive_info":{},"url":"file:///a.whl"}',
      stays: false,
    },
    {
      name: 'a repository',
      given: '{"url": "https://example.org/a.git", "vcs_info": {}}',
      stays: true,
    },
    { name: 'nothing that can be read', given: '{', stays: true },
  ];
  for (const { name, given, stays } of origins) {
    it(`${stays ? 'keeps' : 'drops'} the origin of a distribution from ${name}`, () => {
      const path = `${SITE}/a-1.dist-info/direct_url.json`;
      const record = `${SITE}/a-1.dist-info/RECORD`;
      const files = [file(path, given), file(record, 'a-1.dist-info/direct_url.json,,\n')];
      assert.equal(
        relocateVenv(files, to).some((entry) => entry.path === path),
        stays,
      );
      assert.equal(relocated(record, files) !== '', stays);
    });
  }

  const told = [
    {
      name: 'of a repository',
      given:
        '{"vcs_info": {"vcs": "git", "requested_revision": "v1", "commit_id": "ab"}, "url": "https://example.org/a.git", "subdirectory": "b"}',
      expect:
        '{"subdirectory":"b","url":"https://example.org/a.git","vcs_info":{"commit_id":"ab","requested_revision":"v1","vcs":"git"}}',
    },
    {
      name: 'of values that nobody knows',
      given: '{"url": null, "b": ["x", "y"], "a": null}',
      expect: '{"a":null,"b":["x","y"],"url":null}',
    },
    { name: 'that cannot be read', given: '{', expect: '{' },
  ];
  for (const { name, given, expect } of told) {
    it(`keeps an origin ${name}, in one form`, () => {
      const path = `${SITE}/a-1.dist-info/direct_url.json`;
      assert.equal(relocated(path, [file(path, given)]), expect);
    });
  }

  const secretOrigins = [
    {
      name: 'a user and a password',
      given: 'https://build:p4ss@example.org/a.whl',
      packed: 'https://example.org/a.whl',
    },
    {
      name: 'the signature of an address',
      given: 'https://example.org/a.whl?sv=2020&sp=r&sig=Zm9v%3D&se=2026#frag',
      packed: 'https://example.org/a.whl?sv=2020&sp=r&se=2026#frag',
    },
    {
      name: 'a token that is the whole query',
      given: 'https://example.org/a.whl?token=t0ken',
      packed: 'https://example.org/a.whl',
    },
    {
      name: 'nothing but the user name of git',
      given: 'ssh://git@example.org/a.git',
      packed: 'ssh://git@example.org/a.git',
    },
    {
      name: 'nothing that is secret',
      given: 'https://example.org/a.whl?v=1&key=a.whl',
      packed: 'https://example.org/a.whl?v=1&key=a.whl',
    },
  ];
  for (const { name, given, packed } of secretOrigins) {
    it(`leaves out of the origin of a distribution: ${name}`, () => {
      const path = `${SITE}/a-1.dist-info/direct_url.json`;
      const record = `${SITE}/a-1.dist-info/RECORD`;
      const files = [
        file(path, JSON.stringify({ archive_info: { hash: 'sha256=ab' }, url: given })),
        file(record, 'a-1.dist-info/direct_url.json,sha256=old,1\n'),
      ];
      const text = JSON.stringify({ archive_info: {}, url: packed });
      assert.equal(relocated(path, files), text);
      const hash = recordHash(sha256(text));
      assert.equal(
        relocated(record, files),
        `a-1.dist-info/direct_url.json,${hash},${text.length}\n`,
      );
    });
  }

  describe('with files that are left out', () => {
    const record = `${SITE}/a-1.dist-info/RECORD`;
    const points = `${SITE}/a-1.dist-info/entry_points.txt`;
    const files = [
      file(`${SITE}/a/tests/x.py`, undefined),
      file(`${SITE}/a/y.py`, undefined),
      file('bin/run', '#!/bin/sh\n', true),
      file(points, '[console_scripts]\nrun = a.tests.x:main\nwalk = a.y:main\n'),
      file(
        record,
        'a/tests/x.py,sha256=x,10\na/y.py,sha256=y,10\n../../../bin/run,sha256=z,10\na-1.dist-info/entry_points.txt,,\n',
      ),
    ];
    const left = (entries: readonly Entry[]): string[] =>
      entries
        .map(({ path }) => path.replace(`${SITE}/`, ''))
        .filter((path) => !/python|pyvenv/.test(path));

    it('has neither them, nor their lines in RECORD, nor programs that call them', () => {
      const gone = new Set([`${SITE}/a/tests/x.py`, 'bin/run']);
      const entries = relocateVenv(files, to, gone);
      const kept = ['a-1.dist-info/RECORD', 'a-1.dist-info/entry_points.txt', 'a/y.py', 'bin/walk'];
      assert.deepEqual(left(entries).toSorted(), kept);
      const text = textOf(entries.find(({ path }) => path === record));
      assert.deepEqual(
        text.split('\n').map((line) => line.split(',')[0]),
        ['../../../bin/walk', 'a-1.dist-info/entry_points.txt', 'a/y.py', ''],
      );
    });

    it('has no program of a package that no installer wrote a program for', () => {
      const own = [
        file(`${SITE}/pip/_internal/cli/main.py`, undefined),
        file(
          `${SITE}/pip-1.dist-info/entry_points.txt`,
          '[console_scripts]\npip = pip._internal.cli.main:main\n',
        ),
      ];
      const gone = new Set([`${SITE}/pip/_internal/cli/main.py`]);
      assert.deepEqual(left(relocateVenv(own, to, gone)), ['pip-1.dist-info/entry_points.txt']);
      assert.ok(left(relocateVenv(own, to)).includes('bin/pip3'));
    });
  });
});
