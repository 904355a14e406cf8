// Measures what a rehearsal costs, beside the bare start of the same app outside of it: until the first answer.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { antenv, rehearsedStart } from './antenv.js';
import { measure, surroundings, table, timed, type Way } from './measure.js';
import { readOptions } from './options.js';

const RUNS = readOptions().runs ?? 5;

const APPS = [
  { folder: 'samples/flask-hello', app: 'app:app' },
  { folder: 'tests/apps/dash', app: 'app:server' },
];

/** Unpacks the venv as the platform does, starts the app with its packages, and tells the seconds to an answer. */
async function bareStart(zip: string, app: string, work: string): Promise<number> {
  const site = mkdtempSync(join(work, 'bare-'));
  execFileSync('unzip', ['-q', zip, '-d', site]);
  const port = await freePort();
  // Not by its name: what PATH gives may be a slow stand-in of a version manager.
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'])
    .toString()
    .trim();
  const start = [
    'mkdir antenv && tar -xzf antenv.tar.gz -C antenv',
    'export PYTHONPATH="$(echo "$PWD"/antenv/lib/python3.*/site-packages)"',
    `exec ${python} -m gunicorn --bind 127.0.0.1:${port} ${app}`,
  ].join(' && ');
  const begun = performance.now();
  const child = spawn('sh', ['-c', start], { cwd: site, stdio: 'ignore', detached: true });
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`The bare start of ${app} failed.`);
      await sleep(20);
    }
    return (performance.now() - begun) / 1000;
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    rmSync(site, { recursive: true, force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/robots933456.txt', agent: false }, (response) => {
      response.resume();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function waysToStart(zip: string, app: string, work: string): Way[] {
  const command = `gunicorn ${app}`;
  return [
    { name: 'bare start', work: () => bareStart(zip, app, work) },
    { name: 'rehearsed start', work: () => Promise.resolve(rehearsedStart(zip, command).total) },
    {
      name: 'antenv rehearse, all of it',
      work: () => timed(() => Promise.resolve(rehearsedStart(zip, command))),
    },
  ];
}

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'antenv-bench-'));
  try {
    for (const { folder, app } of APPS) {
      const zip = join(work, `${folder.replaceAll('/', '-')}.zip`);
      antenv(['package', folder, '--out', zip, '--rehearse', 'off']);
      const ways = waysToStart(zip, app, work);
      const lines = [
        `${folder}, venvTarball, ${RUNS} runs; ${surroundings()}`,
        '',
        ...table(ways, await measure(ways, RUNS)),
        '',
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

void main();
