// The command line on a real terminal, and without one: what is drawn, and what is left when it ends.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli, type CliRun } from '../helpers/cli-run.js';
import { quickPython } from '../helpers/fake-python.js';
import { pythonProgram } from '../helpers/programs.js';
import { screenOf } from '../helpers/screen.js';
import { folderPerTest, writeFiles } from '../helpers/temp-folder.js';

/** Runs a program on a terminal of 72 columns, and types ^C when it has written some text. */
const ON_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
awaited = sys.argv[1].encode()
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 72, 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    os.write(1, piece)
    seen += piece
    if awaited and awaited in seen:
        awaited = b""
        os.write(terminal, b"\\x03")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

describe('antenv package, packing a large app', () => {
  const folder = folderPerTest();

  beforeEach(async () => {
    await mkdir(join(folder.path, 'app'));
    await writeFiles(join(folder.path, 'app'), { 'app.py': 'x = 1\n', 'requirements.txt': '' });
    // Takes its time, and no room on the disk.
    await writeFile(join(folder.path, 'app', 'model.bin'), '');
    await truncate(join(folder.path, 'app', 'model.bin'), 2 ** 28);
  });

  async function run(inside?: readonly string[]): Promise<CliRun> {
    const python = await quickPython(join(folder.path, 'quick'), []);
    const out = join(folder.path, 'out', 'web.zip');
    const asked = ['--python', python, '--layout', 'flat', '--rehearse', 'off'];
    return runCli(['package', join(folder.path, 'app'), '--out', out, ...asked], {
      folder: folder.path,
      env: { TERM: 'xterm', NO_COLOR: '1' },
      ...(inside && { inside }),
    });
  }

  const onTerminal = (awaited: string): string[] => [pythonProgram(), '-c', ON_TERMINAL, awaited];

  /** How often the live line was drawn. */
  const drawings = ({ stdout }: CliRun): number => stdout.split('\r[').length - 1;

  it('draws a live line on a terminal, and leaves nothing of it', async () => {
    const made = await run(onTerminal(''));
    assert.equal(made.code, 0, made.stdout);
    assert.ok(drawings(made) > 0, made.stdout);
    const lines = screenOf(made.stdout);
    const pack = lines.indexOf('Pack: everything into one zip');
    assert.deepEqual(lines.slice(pack + 1, pack + 3), ['', 'Archive: would it arrive?']);
    assert.deepEqual(
      lines.filter((line) => line.includes('Packing')),
      [],
    );
  });

  it('leaves nothing of it after ^C', async () => {
    const made = await run(onTerminal('Packing'));
    assert.equal(made.code, 1);
    assert.ok(drawings(made) > 0, made.stdout);
    const lines = screenOf(made.stdout);
    assert.deepEqual(lines.slice(lines.indexOf('Pack: everything into one zip') + 1), [
      '',
      'Cancelled.',
      'Nothing was left behind; run it again when you like.',
      '',
    ]);
    assert.deepEqual(made.leftTemp, []);
    assert.deepEqual(readdirSync(join(folder.path, 'out')), []);
  });

  it('has no control characters in a pipe', async () => {
    const made = await run();
    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /^[^\p{Cc}]+$/mu);
    assert.equal(made.stdout.replace(/[^\p{Cc}]|\n/gu, ''), '');
    assert.equal(made.stderr, '');
  });
});
