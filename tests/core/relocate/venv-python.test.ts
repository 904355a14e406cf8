import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pyvenvCfg, venvPythonEntries } from '../../../tasks/core/relocate/venv-python.js';
import { textOf } from '../../helpers/entries.js';
import { output, pythonProgram } from '../../helpers/programs.js';
import { folderPerTest, writeFiles } from '../../helpers/temp-folder.js';

const WRAPPER = '#!/bin/bash\nexec -a "$0" /opt/python/3/bin/python3 "$@"\n';

describe("the venv's Python", () => {
  const folder = folderPerTest();

  it("is links to the image's where links survive", () => {
    assert.deepEqual(venvPythonEntries('3.12', true), [
      { kind: 'link', path: 'bin/python', target: 'python3' },
      { kind: 'link', path: 'bin/python3', target: '/opt/python/3/bin/python3' },
      { kind: 'link', path: 'bin/python3.12', target: 'python3' },
      { kind: 'link', path: 'lib64', target: 'lib' },
    ]);
  });

  it('is wrappers elsewhere, and never a link', () => {
    const entries = venvPythonEntries('3.12', false);
    assert.deepEqual(
      entries.map((entry) => [
        entry.path,
        entry.kind === 'file' && entry.executable,
        textOf(entry),
      ]),
      [
        ['bin/python', true, WRAPPER],
        ['bin/python3', true, WRAPPER],
        ['bin/python3.12', true, WRAPPER],
      ],
    );
  });

  it('has a wrapper that starts in the venv: by path, from PATH, as a shebang and as a child', async () => {
    const [wrapper] = venvPythonEntries('3.12', false);
    const venv = join(folder.path, 'a venv');
    const python = pythonProgram();
    // This machine's Python stands for the image's.
    const text = textOf(wrapper).replace('/opt/python/3/bin/python3', `'${python}'`);
    const home = python.slice(0, python.lastIndexOf('/'));
    await writeFiles(venv, { 'bin/python': text, 'pyvenv.cfg': `home = ${home}\n` });
    await chmod(join(venv, 'bin/python'), 0o755);
    const code = 'import sys; print(sys.prefix, sys.executable)';
    const expect = `${venv} ${join(venv, 'bin/python')}\n`;
    assert.equal(output(join(venv, 'bin/python'), ['-c', code]), expect);
    assert.equal(
      output('env', [`PATH=${join(venv, 'bin')}:/usr/bin:/bin`, 'python', '-c', code]),
      expect,
    );
    const child = `import subprocess, sys; subprocess.run([sys.executable, "-c", ${JSON.stringify(code)}], check=True)`;
    assert.equal(output(join(venv, 'bin/python'), ['-c', child]), expect);
    const script = join(folder.path, 'script');
    // A shebang takes no blanks in its path.
    output('ln', ['-s', venv, join(folder.path, 'venv')]);
    await writeFile(script, `#!${folder.path}/venv/bin/python\n${code}\n`, { mode: 0o755 });
    assert.equal(output(script, []), `${folder.path}/venv ${folder.path}/venv/bin/python\n`);
  });

  it('is described by a pyvenv.cfg for its address', () => {
    const cfg = pyvenvCfg('/antenv', '3.12.4', '3.12');
    assert.deepEqual([cfg.path, cfg.executable], ['pyvenv.cfg', false]);
    assert.equal(
      textOf(cfg),
      `home = /opt/python/3/bin
include-system-site-packages = true
version = 3.12.4
executable = /opt/python/3/bin/python3.12
command = /opt/python/3/bin/python3 -m venv --without-pip --system-site-packages /antenv
prompt = antenv
`,
    );
  });
});
