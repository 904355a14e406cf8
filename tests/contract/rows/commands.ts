// Rows about the command that the generator gets, and how dash takes it.

import type { Tree } from '../../helpers/site/hand-made-package.js';
import type { Row } from '../row.js';
import { APP, WWWROOT } from './parts.js';

function given(name: string, command: string, tree: Tree = {}): Row {
  return { name: `command: ${name}`, tree: { ...APP, ...tree }, command };
}

const script = { 'start.sh': 'exec probe from the script\n' };

export const commandRows: readonly Row[] = [
  given('words', 'probe one "two three" four\\ five'),
  given('gunicorn', 'gunicorn --bind=0.0.0.0 --timeout 600 app:app'),
  given('variables', 'probe $PORT "$APP_PATH" ${HOST} $NONE'),
  given('double quotes', 'probe "app:create_app()"'),
  given('a pipe of two', 'probe one && probe two; probe three'),
  given('cd first', 'cd / && probe one'),
  given('export first', 'export A=1; probe one'),
  given('an assignment first', 'A=1 probe one'),
  given('exec', 'exec probe one'),
  given('a parenthesis', '(probe one)'),
  given('a brace', '{ probe one; }'),
  given('if', 'if true; then probe one; fi'),
  given('for', 'for x in 1 2; do probe $x; done'),
  given('an exclamation mark', '! probe one'),
  given('source', 'source antenv/bin/activate; probe one'),
  given('a test of bash', '[[ -f app.py ]] && probe one'),
  given('two lines', 'probe one\nprobe two'),
  given('a carriage return', 'probe one\r'),
  given('in the background', 'probe one & wait'),
  given('only a space', ' '),
  given('not found', 'no-such-program'),
  given('its exit code', 'PROBE_EXIT=3 probe one'),
  given('a substitution', 'probe "$(pwd)" `pwd`'),
  given('a pattern', 'probe *.py'),
  given('a here document', 'probe <<X\nx\nX'),
  given('a script by its name', 'start.sh', script),
  given('a script by its path', `${WWWROOT}/start.sh`, script),
  given('a script with a dot', './start.sh', script),
  given('a script with arguments', 'start.sh one', script),
  given('a script of another folder', 'in/start.sh', { 'in/start.sh': 'exec probe in\n' }),
  given('a script with a shebang and CRLF', 'start.sh', {
    'start.sh': '#!/bin/sh\r\nprobe one\r\n',
  }),
  given('a script of bash', 'start.sh', {
    'start.sh': '#!/bin/bash\n[[ -f app.py ]] && probe bash\n',
  }),
  given('a folder', 'in', { 'in/x': '' }),
  given('a program in wwwroot', 'serve one', {
    serve: { program: '#!/bin/sh\nexec probe served\n' },
  }),
  given('a comment', '# nothing'),
  given('a comment behind', 'probe one # two'),
  given('a tab and spaces', '\tprobe  one  '),
  given('a hyphen first', '-x one'),
  given('an empty line first', '\nprobe one'),
  given('an open quote', 'probe "one'),
  given('an end of its own', 'probe one; exit 4'),
  given('its own PATH', 'PATH=/nowhere probe one'),
  given('env', 'env A=1 probe one'),
  given('python', 'python -m uvicorn app:app --port $PORT'),
  given('output to a file', 'probe one > out.txt'),
  given('sh and a script', 'sh start.sh', script),
];
