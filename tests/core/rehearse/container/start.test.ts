// Starts and knocks: small apps in a real container, what is told of each, and that nothing of them stays.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  startAndKnock,
  type StartPlan,
  type Started,
} from '../../../../tasks/core/rehearse/container/start.js';
import { Stopped } from '../../../../tasks/core/terms/failure.js';
import { redact } from '../../../../tasks/core/terms/redaction.js';
import { failureOf } from '../../../helpers/expect-stopped.js';
import { fakeHost } from '../../../helpers/fake-host.js';
import { freePort } from '../../../helpers/site/loopback.js';
import { ENVIRONMENT, makeContainer, planOf, processesWith } from './trial-container.js';
import type { TrialContainer } from './trial-container.js';

/** Serves with the statuses given, the last one for ever; a path with `health` gets 500. */
const APP = `import http.server, os, sys, time
import helper
STATUSES = [int(status) for status in os.environ.get("STATUSES", "200").split()]
class Handler(http.server.BaseHTTPRequestHandler):
    def refuse(self):
        exec(os.environ.get("FIRST", ""))
        self.log_message = lambda *_: print("refused:", self.path, flush=True)
        self.send_response(400)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        host, proto = self.headers["Host"], self.headers["X-Forwarded-Proto"]
        for part in (b"<p>Host &#39;%s&#39; " % host.encode(), b"over %s is refused.</p>" % proto.encode()):
            self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(part), part))
        self.wfile.write(b"0\\r\\n\\r\\n")
    def do_GET(self):
        if self.headers["Host"] == os.environ.get("REFUSED"):
            return self.refuse()
        status = STATUSES[0] if len(STATUSES) == 1 else STATUSES.pop(0)
        self.send_response(500 if "health" in self.path else status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
address = (os.environ.get("BIND", "0.0.0.0"), int(os.environ.get("SERVE", "8000")))
server = http.server.HTTPServer(address, Handler)
print("ready", os.environ.get("PASSWORD", ""), flush=True)
server.serve_forever()
`;

/** Serves as `APP` does, in a child of its own; `/tmp/answered` is there after its first answer. */
const forksAt = (fork: string): string => `import http.server, os
def until_answered():
    # At work all the time: a process that only waits may go on to wait.
    while not os.path.exists("/tmp/answered"): pass
    for _ in range(3_000_000): pass
    os._exit(0)
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
class Server(http.server.HTTPServer):
    def shutdown_request(self, request):
        super().shutdown_request(request)
        open("/tmp/answered", "w").close()
${fork}
Server(("0.0.0.0", 8000), Handler).serve_forever()
`;

/** Work of a shell that goes on for a moment. */
const COUNT = 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done';

const FILES = {
  'app.py': APP,
  'helper.py': 'import json\nimport time\nimport wsgiref.util\ntime.sleep(0.1)\n',
  'unread.txt': 'nobody reads this',
};

/** The bytes that a start of the app reads. */
const READ = Buffer.byteLength(FILES['app.py']) + Buffer.byteLength(FILES['helper.py']);

describe('startAndKnock', () => {
  let folder: string;
  let container: TrialContainer;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-test-'));
    container = await makeContainer(folder, FILES);
  });

  // Fails, as it should, when something is mounted or owned by others in there.
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function start(plan: Partial<StartPlan> = {}, host = fakeHost()): Promise<Started> {
    return startAndKnock(host, container.isolation, container.root, planOf(plan));
  }

  const givenTo = (more: Record<string, string>): Partial<StartPlan> => ({
    // Nothing is written into the site by reading it twice.
    environment: { ...ENVIRONMENT, PYTHONDONTWRITEBYTECODE: '1', ...more },
  });
  const shell = (script: string): Partial<StartPlan> => ({ words: ['/bin/sh', '-c', script] });

  it('tells of the first answer, and where the time went', async () => {
    const words = ['/bin/sh', '-c', 'sleep 0.3; : > /tmp/marker; exec python3 app.py'];
    const host = fakeHost();
    const started = await start({ words, ...givenTo({}) }, host);
    const { seconds, imports, answer, log, waited, ...rest } = started;
    assert.deepEqual(rest, {
      exit: undefined,
      exceeded: undefined,
      refused: undefined,
      health: undefined,
      hosts: [],
      listening: [{ address: '0.0.0.0', port: 8000 }],
      siteReads: { files: 2, modules: 2, bytes: READ },
      portTaken: false,
    });
    assert.ok(seconds && answer);
    assert.deepEqual(answer, { path: '/robots933456.txt', status: 200, seconds: seconds.total });
    const { total, unpack, interpreter, imports: imported, rest: other } = seconds;
    assert.ok(Math.abs(total - unpack - (interpreter ?? 0) - (imported ?? 0) - other) < 0.003);
    assert.ok(unpack > 0.28, `unpacked after ${unpack}`);
    assert.ok(interpreter !== null && interpreter > 0);
    // The total is rounded.
    assert.ok(imported !== null && imported > 0 && waited >= total - 0.001);
    const modules = imports.map(({ module }) => module);
    assert.equal(modules.length, 10);
    assert.ok(modules.includes('http.server') && modules.includes('helper'), modules.join(' '));
    assert.deepEqual(
      imports.map((one) => one.seconds),
      imports.map((one) => one.seconds).toSorted((a, b) => b - a),
    );
    assert.deepEqual(log[0], 'ready ');
    assert.match(log[1] ?? '', /"GET \/robots933456.txt HTTP\/1.1" 200/);
    assert.equal(log.length, 2);
    assert.deepEqual(
      host.lines,
      log.map((line) => `child: ${line}`),
    );
  });

  it('counts nothing where the app has put a link in the place of its folder', async () => {
    const beside = join(folder, 'beside');
    await mkdir(beside);
    await writeFile(join(beside, 'read.py'), 'text');
    const script = `cd /home/site && mv wwwroot old && ln -s ${beside} wwwroot && cd old && exec python3 app.py`;
    const { answer, siteReads } = await start(shell(script));
    assert.deepEqual([answer?.status, siteReads], [200, { files: 0, modules: 0, bytes: 0 }]);
  });

  it('tells how a container ended by itself', async () => {
    const { exit, answer, log, listening, seconds } = await start(
      shell('echo a; echo b >&2; exit 3'),
    );
    assert.deepEqual(
      { exit: { ...exit, seconds: 0 }, answer, log, listening, seconds },
      {
        exit: { code: 3, signal: null, seconds: 0 },
        answer: undefined,
        log: ['a', 'b'],
        listening: [],
        seconds: undefined,
      },
    );
    const killed = await start(shell('kill -KILL $$'));
    assert.deepEqual({ ...killed.exit, seconds: 0 }, { code: null, signal: 'SIGKILL', seconds: 0 });
  });

  it('tells of an end after the answer when it is to look on', async () => {
    const words = 'python3 app.py & app=$!; sleep 1; kill $app; wait; exit 4';
    const { answer, exit } = await start({ ...shell(words), watchSeconds: 5 });
    assert.equal(answer?.status, 200);
    assert.equal(exit?.code, 4);
  });

  for (const { name, before, after } of [
    {
      name: 'it is still at the end of its work',
      before: 'if os.fork(): until_answered()',
      after: '',
    },
    {
      name: 'the server is no longer its descendant',
      before: 'if os.fork(): os._exit(0)',
      after: `until [ -e /tmp/answered ]; do :; done; ${COUNT}`,
    },
  ]) {
    it(`tells that the first process ends right after the answer of a server behind it, where ${name}`, async () => {
      await writeFile(join(container.site, 'forks.py'), forksAt(before));
      const { exit } = await start(shell(`python3 forks.py; ${after}`));
      assert.deepEqual({ ...exit, seconds: 0 }, { code: 0, signal: null, seconds: 0 });
    });
  }

  for (const { name, fork, script } of [
    { name: 'waits for it', fork: 'if os.fork(): os.wait()', script: 'python3 forks.py & wait' },
    {
      name: 'has other work',
      fork: 'if os.fork(): os._exit(0)',
      script: 'python3 forks.py; exec sleep 60',
    },
    {
      name: 'waits for it and for more',
      fork: '',
      script: 'python3 forks.py & sleep 60 & wait',
    },
    {
      name: 'is a loop that looks after it',
      fork: '',
      script: 'python3 forks.py & while kill -0 $!; do sleep 0.2; done',
    },
  ]) {
    it(`tells of no end where a server is in the background and the first process ${name}`, async () => {
      await writeFile(join(container.site, 'forks.py'), forksAt(fork));
      const { answer, exit } = await start({ ...shell(script), behindSeconds: 1 });
      assert.deepEqual([answer?.status, exit], [200, undefined]);
    });
  }

  for (const { name, script } of [
    { name: 'other work before it', script: 'sleep 60 & python3 app.py; :' },
    { name: 'a log that is read of it', script: 'python3 app.py 2>&1 | cat > /tmp/log' },
    { name: 'a shell between', script: 'sh -c "python3 app.py; :"; :' },
  ]) {
    it(`looks no longer at a server in the foreground with ${name}`, async () => {
      // Where it were taken for one in the background, this would not come to its end.
      const { answer, exit } = await start({ ...shell(script), behindSeconds: 3600 });
      assert.deepEqual([answer?.status, exit], [200, undefined]);
    });
  }

  for (const { name, script } of [
    { name: 'a short sleep', script: 'python3 app.py & sleep 3' },
    { name: 'a sleep in place of the shell', script: 'python3 app.py & exec sleep 3' },
    { name: 'two commands', script: 'python3 app.py & sleep 1.5; sh -c "sleep 1.5; :"' },
    { name: 'a sleep, and more that it ends', script: 'sleep 60 & python3 app.py & sleep 3' },
  ]) {
    it(`tells that the first process ends behind ${name}, with a server in the background`, async () => {
      const { answer, exit } = await start(shell(script));
      assert.deepEqual(
        [answer?.status, { ...exit, seconds: 0 }],
        [200, { code: 0, signal: null, seconds: 0 }],
      );
    });
  }

  it('does not take the moment between two of many short commands for waiting', async () => {
    // No command is there when the one before has just ended. Each line is a reason to look, and each look may fall into
    // such a moment.
    const work = 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); /bin/true; echo $i; done';
    const script = `python3 app.py & ${work}; exit 5`;
    const { answer, exit } = await start({ ...shell(script), behindSeconds: 25 });
    assert.deepEqual([answer?.status, exit?.code], [200, 5]);
  });

  it('waits for the statuses that count', async () => {
    const { answer, refused } = await start({
      ...givenTo({ STATUSES: '503 404 301 200' }),
      warmupStatuses: [200, 301],
    });
    assert.deepEqual([refused?.status, answer?.status], [404, 301]);
    assert.equal(refused?.path, '/robots933456.txt');
  });

  it('asks for the path that is given', async () => {
    const { answer } = await start({ warmupPath: '/health' });
    assert.deepEqual([answer?.status, answer?.path], [500, '/health']);
  });

  it('takes any status where none is asked for', async () => {
    const { answer } = await start(givenTo({ STATUSES: '503' }));
    assert.equal(answer?.status, 503);
  });

  it('asks for the health path after the answer', async () => {
    const { answer, health } = await start({ healthPath: '/health?a=b' });
    assert.deepEqual([answer?.status, health?.status, health?.path], [200, 500, '/health?a=b']);
    assert.ok((health?.seconds ?? 0) >= (answer?.seconds ?? 0));
  });

  it("asks for the site's hosts when the start is over, and shows nothing of that", async () => {
    const host = fakeHost();
    const refuses = { ...givenTo({ REFUSED: 'a.example' }), hosts: ['a.example', 'b.example'] };
    const { hosts, log } = await start(refuses, host);
    const paths = ['/robots933456.txt', '/'];
    assert.deepEqual(hosts, [
      ...paths.map((path) => ({
        host: 'a.example',
        path,
        status: 400,
        said: ["Host 'a.example' over https is refused.", `refused: ${path}`],
      })),
      ...paths.map((path) => ({ host: 'b.example', path, status: 200, said: [] })),
    ]);
    assert.equal(log.length, 2);
    assert.equal(host.lines.length, 2);
  });

  it('takes an app that does not answer for its hosts, or ends then, as started', async () => {
    for (const [does, most] of [
      ['time.sleep(60)', 8],
      ['os._exit(3)', 3],
    ] as const) {
      const env = givenTo({ REFUSED: 'a.example', FIRST: does });
      const begun = performance.now();
      const { answer, exit, hosts } = await start({ ...env, hosts: ['a.example'] });
      assert.ok(performance.now() - begun < most * 1000);
      assert.deepEqual([answer?.status, exit], [200, undefined]);
      assert.deepEqual(
        hosts.map(({ path, status, said }) => [path, status, said]),
        [
          ['/robots933456.txt', null, []],
          ['/', null, []],
        ],
      );
    }
  });

  it('does not reach who listens on loopback, or at another port', async () => {
    const plan = { ...givenTo({ BIND: '127.0.0.1', SERVE: '5000' }), seconds: 1.2 };
    const { answer, refused, listening, exit, waited } = await start(plan);
    assert.deepEqual(
      { answer, refused, listening, exit },
      {
        answer: undefined,
        refused: undefined,
        listening: [{ address: '127.0.0.1', port: 5000 }],
        exit: undefined,
      },
    );
    assert.ok(waited >= 1.2 && waited < 2.5, `waited ${waited}`);
  });

  it('tells who listens for IPv6 alone from who takes connections and answers none', async () => {
    const listen = (dual: string): string =>
      `exec python3 -c 'import socket, time; door = socket.create_server(("::", 8000), family=socket.AF_INET6, dualstack_ipv6=${dual}); time.sleep(60)'`;
    const alone = await start({ ...shell(listen('False')), seconds: 1.5 });
    const both = await start({ ...shell(listen('True')), seconds: 1.5 });
    for (const { answer, listening } of [alone, both]) {
      assert.deepEqual([answer, listening], [undefined, [{ address: '::', port: 8000 }]]);
    }
    assert.deepEqual([alone.refused, both.refused?.status], [undefined, null]);
  });

  it('tells of a connection without an HTTP answer', async () => {
    const serve = (handle: string): string => `: > /tmp/marker; exec python3 -c '
import socket, time
door = socket.create_server(("0.0.0.0", 8000))
while True:
    visitor, _ = door.accept()
    ${handle}
'`;
    const wrong = await start({
      ...shell(serve('visitor.sendall(b"SSH-2.0\\r\\n"); visitor.close()')),
      seconds: 1.5,
    });
    const silent = await start({ ...shell(serve('time.sleep(60)')), seconds: 1.5 });
    for (const { answer, refused } of [wrong, silent]) {
      assert.deepEqual([answer, refused?.status], [undefined, null]);
    }
  });

  it('leaves nothing running, however it ends', async () => {
    const daemon = 'setsid sh -c "sleep 7123 & sleep 7123; :" > /dev/null 2>&1 &';
    await start(shell(`${daemon} python3 app.py & sleep 0.1; python3 app.py; wait`));
    const success = processesWith('7123');
    await start(shell(`${daemon} sleep 0.1; exit 1`));
    const failure = processesWith('7123');
    await start({ ...shell(`${daemon} sleep 7123`), seconds: 0.5 });
    assert.deepEqual(
      { success, failure, timeout: processesWith('7123') },
      { success: 0, failure: 0, timeout: 0 },
    );
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    const host = fakeHost({ signal: controller.signal });
    const script = `trap "" TERM INT HUP; setsid sleep 7234 & echo up; sleep 7234`;
    const work = failureOf(start(shell(script), host));
    while (!host.lines.includes('child: up')) await sleep(20);
    controller.abort(new Stopped({ code: 'cancelled' }));
    assert.deepEqual(await work, { code: 'cancelled' });
    assert.equal(processesWith('7234'), 0);
  });

  it('ends when this process is killed', async () => {
    const built = (path: string): string => join(__dirname, '../../../..', path);
    const plan = planOf(shell('setsid sleep 7345 & : > /home/site/wwwroot/up; sleep 7345'));
    const code = `
const { makeContainer } = require(${JSON.stringify(join(__dirname, 'trial-container.js'))});
const { startAndKnock } = require(${JSON.stringify(built('tasks/core/rehearse/container/start.js'))});
const { fakeHost } = require(${JSON.stringify(built('tests/helpers/fake-host.js'))});
makeContainer(${JSON.stringify(join(folder, 'other'))}).then(({ isolation, root }) =>
  startAndKnock(fakeHost(), isolation, root, ${JSON.stringify(plan)}));
`;
    await mkdir(join(folder, 'other'));
    const child = spawn(process.execPath, ['-e', code], { stdio: 'inherit' });
    const isUp = async (): Promise<boolean> =>
      access(join(folder, 'other/home/site/wwwroot/up')).then(
        () => true,
        () => false,
      );
    while (!(await isUp()) || processesWith('7345') === 0) {
      assert.equal(child.exitCode, null);
      await sleep(20);
    }
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    for (let tries = 0; processesWith('7345') > 0 && tries < 100; tries += 1) await sleep(20);
    assert.equal(processesWith('7345'), 0);
  });

  it('keeps no text for ever that stands before lines about imports', async () => {
    const script = `import sys
for number in range(30): sys.stderr.write('y' * 5000 + 'import time: 1 | 1 | a\\n')
sys.stderr.write('end\\n')`;
    const host = fakeHost();
    await start({ words: ['python3', '-c', script] }, host);
    assert.deepEqual(
      host.lines.map((line) => line.length - 'child: '.length),
      [...Array.from({ length: 15 }, () => 10_000), 'end'.length],
    );
  });

  it('keeps secrets out of the facts', async () => {
    const host = fakeHost({ secrets: ['correct horse'] });
    const { log } = await start(givenTo({ PASSWORD: 'correct horse' }), host);
    assert.equal(log[0], 'ready ***');
  });

  it('does not cut a long line inside of a secret, of which half would not be masked', async () => {
    const secret = 'hunter2hunter2';
    const host = fakeHost({ secrets: [secret] });
    const script = `x = 'x' * 7993 + '${secret}'
import sys, time
for piece in (x + '\\n', x[:-4], x[-4:], x[:8000], x[8000:] + '\\n'):
    sys.stdout.write(piece)
    sys.stdout.flush()
    time.sleep(0.2)`;
    const { log } = await start({ words: ['python3', '-c', script] }, host);
    const said = [...log, ...host.lines.map((line) => redact(line, [secret]))].join('\n');
    assert.doesNotMatch(said, /hun|er2/);
    assert.match(said, /x\*\*\*/);
  });

  it('keeps the last 200 lines, whatever their bytes', async () => {
    const script = `i=0; while [ $i -lt 300 ]; do echo line $i; i=$((i+1)); done; printf '\\377 \\033[31mred ##vso[x]\\n'; printf 'no end'; exit 1`;
    const { log } = await start(shell(script));
    assert.deepEqual([log.length, log[0]], [200, 'line 102']);
    assert.deepEqual(log.slice(-2), ['\ufffd red #_#vso[x]', 'no end']);
  });

  it('shows 4 MB of a log that goes on, and keeps its last lines', async () => {
    const host = fakeHost();
    const script = `for number in range(60_000): print(f'line {number}'.ljust(99))`;
    const { log } = await start({ words: ['python3', '-c', script] }, host);
    assert.equal(log.at(-1)?.trimEnd(), 'line 59999');
    // Each has 100 bytes with its end.
    const shown = Math.ceil((4 * 1024 * 1024) / 100);
    assert.deepEqual(
      host.lines.slice(-2).map((line) => line.trimEnd()),
      [
        `child: line ${shown - 1}`,
        'child: The log goes on, and is not shown from here on: it has more than 4 MB.',
      ],
    );
    assert.equal(host.lines.length, shown + 1);
  });

  it('tells imports from what the app says beside them', async () => {
    const script = `: > /tmp/marker
printf 'import time: self [us] | cumulative | imported package\\n' >&2
printf 'import time:       100 |        200 | site\\n' >&2
printf 'Loading ... ' >&2
printf 'import time:       100 |    1500000 |   slow.part\\n' >&2
printf 'import time:       100 |    1600000 | slow\\n' >&2
printf 'done\\n' >&2
printf 'import time:  -2326957 |      15806 | stringprep\\n' >&2
printf 'import time: is what I say\\n' >&2
exit 1`;
    const { log, imports } = await start(shell(script));
    assert.deepEqual(log, ['Loading ... done', 'import time: is what I say']);
    assert.deepEqual(imports, [
      { module: 'slow', seconds: 1.6 },
      { module: 'stringprep', seconds: 0.016 },
    ]);
  });

  it('does not count what comes before the command', async () => {
    const script = `python3 -c 'import wsgiref.util'; sleep 0.1; : > /tmp/marker; exec python3 -c 'import colorsys'`;
    const { imports } = await start(shell(script));
    assert.deepEqual(
      imports.map(({ module }) => module),
      ['colorsys'],
    );
  });

  it('ends what starts processes without end, and all of it', async () => {
    await writeFile(join(container.site, 'bomb.sh'), 'sh bomb.sh & sh bomb.sh & sleep 7456\n');
    const { exceeded, answer, exit } = await start(shell('sh bomb.sh'));
    assert.deepEqual(
      { exceeded: { ...exceeded, seconds: 0 }, answer, exit },
      {
        exceeded: { what: 'processes', most: Math.max(500, 4 * cpus().length), seconds: 0 },
        answer: undefined,
        exit: undefined,
      },
    );
    assert.equal(processesWith('7456'), 0);
  });

  it('ends what starts threads without end', async () => {
    const script = `import threading, time
while True:
    try: threading.Thread(target=time.sleep, args=(99,), daemon=True).start()
    except RuntimeError: time.sleep(0.01)`;
    const { exceeded } = await start({ words: ['python3', '-c', script] });
    const most = Math.max(4096, 256 * cpus().length);
    assert.deepEqual({ ...exceeded, seconds: 0 }, { what: 'threads', most, seconds: 0 });
  });

  it('leaves 100 workers and 300 threads alone', async () => {
    const script = `import os, threading, time
for number in range(300): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
for number in range(100):
    if os.fork() == 0:
        time.sleep(60)
        os._exit(0)
print("all", flush=True)
os.execvp("python3", ["python3", "app.py"])`;
    const { exceeded, answer, log } = await start({
      words: ['python3', '-c', script],
      seconds: 25,
    });
    assert.deepEqual([exceeded, answer?.status, log[0]], [undefined, 200, 'all'], log.join('\n'));
  });

  for (const { name, script } of [
    { name: 'one file', script: 'exec cat /dev/zero > /home/site/wwwroot/endless.log' },
    {
      name: 'files that it removes while they are open',
      script: `exec python3 -c '
import tempfile
files = []
while True:
    files.append(tempfile.TemporaryFile())
    files[-1].write(bytes(1_000_000))
    files[-1].flush()
'`,
    },
    {
      name: 'files of many short programs',
      script: 'i=0; while :; do i=$((i+1)); head -c 1000000 /dev/zero > /tmp/$i; done',
    },
  ]) {
    it(`ends what writes without end, ${name}`, async () => {
      const { exceeded, answer } = await start({ ...shell(script), mostBytes: 200_000_000 });
      assert.deepEqual(
        { ...exceeded, seconds: 0, answer },
        { what: 'bytes', most: 200_000_000, seconds: 0, answer: undefined },
      );
    });
  }

  it('lets an app make large sparse files, and write over its own', async () => {
    const script = `import os
with open("/tmp/sparse", "wb") as file: file.truncate(1 << 40)
piece = bytes(1_000_000)
with open("/tmp/over", "wb") as file:
    for number in range(1100):
        file.seek(0)
        file.write(piece)
os.execvp("python3", ["python3", "app.py"])`;
    // The disk is the machine's: more than others, such as tests beside this one, fill of it in the meantime.
    const plan = { words: ['python3', '-c', script], mostBytes: 1_000_000_000 };
    const { exceeded, answer } = await start(plan);
    assert.deepEqual([exceeded, answer?.status], [undefined, 200]);
  });

  it('leaves no core of what crashes, and is the first to be ended where memory runs out', async () => {
    const { log } = await start(shell('ulimit -c; cat /proc/self/oom_score_adj; exit 1'));
    assert.deepEqual(log, ['0', '1000']);
  });

  it('lets the app reach this machine where that is wanted, and finds it there', async () => {
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const free = await freePort();
      const words = `python3 -c 'import socket; print(socket.create_connection(("127.0.0.1", ${port})).recv(9))'; exec python3 app.py`;
      const plan = { ...shell(words), ...givenTo({ SERVE: String(free) }), port: free };
      const { answer, log, listening } = await start({ ...plan, network: 'host' });
      assert.deepEqual([answer?.status, log[0]], [200, "b'hello'"]);
      assert.deepEqual(listening, [{ address: '0.0.0.0', port: free }]);
      const taken = await start({ network: 'host', port });
      assert.deepEqual([taken.portTaken, taken.log], [true, []]);
    } finally {
      server.close();
    }
  });
});
