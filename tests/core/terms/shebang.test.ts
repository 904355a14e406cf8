import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readShebang, withInterpreter } from '../../../tasks/core/terms/shebang.js';
import { askPython, output } from '../../helpers/programs.js';
import { folderPerTest } from '../../helpers/temp-folder.js';

const LONG = `/${'long/'.repeat(30)}bin/python`;

/** A console script as the script maker of pip, which is distlib's, writes it for an interpreter. */
const MAKE = `
import json, sys
from pip._vendor.distlib.scripts import ScriptMaker
made = []
for sys.executable in json.loads(sys.argv[1]):
    maker = ScriptMaker(None, "/nowhere")
    maker.clobber = True
    maker.variants = {""}
    maker._fileop.write_binary_file = lambda name, data: made.append(data.decode("utf-8"))
    maker._fileop.set_executable_mode = lambda names: None
    maker.make("x = x.y:main")
print(json.dumps(made))
`;

describe('a shebang', () => {
  const folder = folderPerTest();

  const rows = [
    { name: 'a plain one', given: '#!/venv/bin/python\n', expect: '/venv/bin/python' },
    { name: 'a blank before', given: '#! \t/venv/bin/python\n', expect: '/venv/bin/python' },
    { name: 'a blank after', given: '#!/venv/bin/python \t\n', expect: '/venv/bin/python' },
    { name: 'CRLF', given: '#!/venv/bin/python\r\n', expect: '/venv/bin/python' },
    { name: 'arguments', given: '#!/venv/bin/python -E -s\n', expect: '/venv/bin/python -E -s' },
    { name: 'env', given: '#!/usr/bin/env python3\n', expect: '/usr/bin/env python3' },
    { name: 'letters beyond ASCII', given: '#!/vénv/名/python\n', expect: '/vénv/名/python' },
    {
      name: 'a shell line with quotes',
      given: `#!/bin/sh\n'''exec' "/my venv/bin/python" "$0" "$@"\n' '''\n`,
      expect: '/my venv/bin/python',
    },
    {
      name: 'a shell line with single quotes',
      given: `#!/bin/sh\n'''exec' '/my venv/bin/python' "$0" "$@"\n' '''\n`,
      expect: '/my venv/bin/python',
    },
    {
      name: 'a shell line without quotes',
      given: `#!/bin/sh\n'''exec' /venv/bin/python "$0" "$@"\n' '''\n`,
      expect: '/venv/bin/python',
    },
    {
      name: 'a shell line with CRLF',
      given: `#!/bin/sh\r\n'''exec' "/vénv x/python" "$0" "$@"\r\n' '''\r\n`,
      expect: '/vénv x/python',
    },
  ];
  for (const { name, given, expect } of rows) {
    it(`is read: ${name}`, () => {
      const script = Buffer.from(`${given}import x\n`);
      const shebang = readShebang(script);
      assert.deepEqual(shebang, { interpreter: expect, end: Buffer.byteLength(given) });
      const changed = withInterpreter(script, { interpreter: '', end: shebang?.end ?? 0 }, '/new');
      assert.equal(changed.toString(), '#!/new\nimport x\n');
    });
  }

  const none = [
    { name: 'nothing', given: '' },
    { name: 'one byte', given: '#' },
    { name: 'two bytes', given: '#!' },
    { name: 'a comment', given: '# !/venv/bin/python\n' },
    { name: 'an empty one', given: '#!\nimport x\n' },
    { name: 'blanks alone', given: '#!   \nimport x\n' },
    { name: 'a line that never ends', given: `#!${'x'.repeat(10_000)}\n` },
    { name: 'a byte order mark before', given: '\ufeff#!/venv/bin/python\n' },
  ];
  for (const { name, given } of none) {
    it(`is missing: ${name}`, () => assert.equal(readShebang(Buffer.from(given)), undefined));
  }

  it('is read as pip writes it, short, long, with blanks and beyond ASCII', () => {
    const pythons = ['/venv/bin/python', '/my venv/bin/python', LONG, '/vénv 名/bin/python'];
    const scripts = pipScripts(pythons);
    const found = scripts.map((script) => readShebang(Buffer.from(script))?.interpreter);
    assert.deepEqual(found, pythons);
    assert.deepEqual(
      scripts.map((script) => script.startsWith('#!/bin/sh\n')),
      [false, true, true, true],
    );
  });

  it('is followed by the same script, which the new interpreter runs', async () => {
    const [script] = pipScripts(['/my venv/bin/python']);
    const old = Buffer.from(script ?? '');
    const shebang = readShebang(old);
    assert.ok(shebang);
    const path = join(folder.path, 'x');
    await writeFile(path, withInterpreter(old, shebang, '/bin/cat'), { mode: 0o755 });
    const body = (script ?? '').split('\n').slice(3).join('\n');
    assert.equal(output(path, []), `#!/bin/cat\n${body}`);
    assert.match(body, /^# -\*- coding: utf-8 -\*-\n/);
  });
});

function pipScripts(pythons: readonly string[]): string[] {
  return askPython(MAKE, JSON.stringify(pythons)) as string[];
}
