// Console scripts: which entry points become programs, and what is written for them.

import assert from 'node:assert/strict';
import { consoleScripts, readEntryPoints } from '../../../tasks/core/relocate/console-scripts.js';
import { textOf } from '../../helpers/entries.js';
import { askPython } from '../../helpers/programs.js';

const SITE = 'lib/python3.12/site-packages';

describe('readEntryPoints', () => {
  const rows = [
    { name: 'a plain one', line: 'flask = flask.cli:main', expect: ['flask', 'flask.cli', 'main'] },
    { name: 'without blanks', line: 'a=b:c', expect: ['a', 'b', 'c'] },
    {
      name: 'a dotted attribute',
      line: 'a.b-c = m.n:App.run',
      expect: ['a.b-c', 'm.n', 'App.run'],
    },
    { name: 'extras', line: 'a = b:c [x,y]', expect: ['a', 'b', 'c'] },
    { name: 'a tabulator', line: '\ta\t=\tb : c', expect: ['a', 'b', 'c'] },
    { name: 'a blank in the name', line: 'a b = c:d', expect: ['a b', 'c', 'd'] },
    { name: 'no attribute', line: 'a = b', expect: undefined },
    { name: 'a comment', line: '# a = b:c', expect: undefined },
    { name: 'another comment', line: '; a = b:c', expect: undefined },
    { name: 'a way out of the folder', line: '../a = b:c', expect: undefined },
    { name: 'a folder above', line: '.. = b:c', expect: undefined },
    { name: "the name of the venv's Python", line: 'python3.12 = b:c', expect: undefined },
    { name: 'code in the place of a name', line: 'a = b:c();x', expect: undefined },
  ];
  for (const { name, line, expect } of rows) {
    it(`${expect ? 'reads' : 'leaves out'} ${name}`, () => {
      const found = readEntryPoints(`[console_scripts]\r\n${line}\r\n[other]\r\nz = y:x\r\n`);
      assert.deepEqual(
        found.map(({ name: script, module, attribute }) => [script, module, attribute]),
        expect ? [expect] : [],
      );
    });
  }

  it('finds what Python itself finds', () => {
    const text =
      '[console_scripts]\none = a.b:c\n\ntwo=a:b.c [x]\n# no = a:b\n[gui_scripts]\nthree = d:e\n[plugins]\nfour = f:g\n';
    const code = `
import json, sys
from configparser import ConfigParser
class Parser(ConfigParser):
    optionxform = staticmethod(str)
p = Parser(delimiters="=")
p.read_string(sys.argv[1])
print(json.dumps([n for s in ("console_scripts", "gui_scripts") for n, v in p.items(s)]))
`;
    assert.deepEqual(
      readEntryPoints(text).map(({ name }) => name),
      askPython(code, text),
    );
  });
});

describe('consoleScripts', () => {
  const file = (info: string, text: string) => ({
    path: `${SITE}/${info}/entry_points.txt`,
    bytes: Buffer.from(text),
  });

  it('writes a program for the address, the same whoever installed', () => {
    const found = consoleScripts(
      [file('flask-3.0.dist-info', '[console_scripts]\nflask = flask.cli:App.main\n')],
      '/antenv',
      '3.12',
    );
    assert.deepEqual(
      found.map(({ info, entry }) => ({ info, path: entry.path, executable: entry.executable })),
      [{ info: `${SITE}/flask-3.0.dist-info`, path: 'bin/flask', executable: true }],
    );
    assert.equal(
      textOf(found[0]?.entry),
      "#!/antenv/bin/python\nimport sys\n\nfrom flask.cli import App\n\nif __name__ == '__main__':\n    sys.exit(App.main())\n",
    );
  });

  it("gives pip's three names, and nothing of a distribution that another carries along", () => {
    const pip = '[console_scripts]\npip = pip:main\npip3 = pip:main\npip3.10 = pip:main\n';
    const files = [
      file('pip-24.0.dist-info', pip),
      file('setuptools/_vendor/x-1.dist-info', '[console_scripts]\nx = x:y\n'),
    ];
    assert.deepEqual(
      consoleScripts(files, '/antenv', '3.12').map(({ entry }) => entry.path),
      ['bin/pip', 'bin/pip3', 'bin/pip3.12'],
    );
  });
});
