// Containers for real: the parking page on every CPython at hand, and who is waited for, and who is not.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseIsolation, type Isolation } from '../../tasks/core/rehearse/container/isolation.js';
import { runInside } from '../../tasks/core/rehearse/container/inside.js';
import { buildRoot, type ContainerRoot } from '../../tasks/core/rehearse/container/root.js';
import { startAndKnock, type StartPlan } from '../../tasks/core/rehearse/container/start.js';
import { imageEnvironment } from '../../tasks/core/rehearse/image/image-environment.js';
import { findImagePython } from '../../tasks/core/rehearse/image/pythons.js';
import { KNOWN_MINORS } from '../../tasks/core/runtime/images.js';
import { fakeHost } from '../helpers/fake-host.js';
import { ENVIRONMENT, makeContainer, planOf } from '../core/rehearse/container/trial-container.js';

describe('a container', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-test-'));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function isolation(): Promise<Isolation> {
    const found = await chooseIsolation(fakeHost(), folder);
    assert.ok('chosen' in found);
    return found.chosen;
  }

  async function rootFor(minor: string): Promise<ContainerRoot | undefined> {
    const host = fakeHost();
    const python = await findImagePython(host, minor);
    if (!python) return undefined;
    const packages = await imageEnvironment(host, python, join(folder, 'cache'));
    assert.ok('folder' in packages, JSON.stringify(packages));
    const home = join(folder, 'home');
    await mkdir(join(home, 'site/wwwroot'), { recursive: true });
    return buildRoot(join(folder, minor), home, { ...python, packages: packages.folder });
  }

  const PARKING: Partial<StartPlan> = {
    words: [
      '/bin/sh',
      '-c',
      ': > /tmp/marker; exec gunicorn --chdir /opt/defaultsite application:app',
    ],
    environment: { ...ENVIRONMENT, PORT: '8000' },
  };

  /** Whether there is a Python of this minor; then with the parking page and a pip that has no network. */
  async function parksOn(minor: string): Promise<boolean> {
    const [root, way] = [await rootFor(minor), await isolation()];
    if (!root) return false;
    const started = await startAndKnock(fakeHost(), way, root, planOf(PARKING));
    const { answer, listening, exit, imports, log } = started;
    assert.deepEqual(
      { status: answer?.status, listening, exit },
      { status: 200, listening: [{ address: '0.0.0.0', port: 8000 }], exit: undefined },
      log.join('\n'),
    );
    assert.ok(imports.some(({ module }) => module.startsWith('gunicorn.')));
    const script = `python -c 'import sys; print(sys.prefix, "%d.%d" % sys.version_info[:2])'
pip install --retries 0 --disable-pip-version-check flask 2>&1 | tail -n 1`;
    const plan = { ...planOf({ words: ['/bin/sh', '-c', script] }), seconds: 60 };
    const { output } = await runInside(fakeHost(), way, root, plan);
    const [python, ...said] = output.trim().split('\n');
    // Python 3.14 may tell where the link leads.
    assert.match(python ?? '', new RegExp(`^/opt/python/3\\S* ${minor}$`));
    // A distribution's Python may have no wheel of pip.
    assert.match(said.join('\n'), /No matching distribution found for flask|No module named pip/);
    return true;
  }

  for (const minor of KNOWN_MINORS) {
    it(`parks on Python ${minor}, with the gunicorn and the pip of the image`, async function () {
      if (!(await parksOn(minor))) this.skip();
    });
  }

  const serve = (more: string): Partial<StartPlan> => ({
    words: ['/bin/sh', '-c', `: > /tmp/marker; exec python3 -c '${more}'`],
    seconds: 60,
  });

  for (const { name, address, more } of [
    { name: 'a door where nobody knocks', address: '127.0.0.1', more: '' },
    { name: 'a door for IPv6 alone', address: '::', more: ', family=socket.AF_INET6' },
  ]) {
    it(`is given up when it idles at ${name}`, async () => {
      const { root } = await makeContainer(await mkdtemp(join(folder, 'deaf-')));
      const script = `import socket, time; door = socket.create_server(("${address}", 8000)${more}); time.sleep(90)`;
      const { answer, refused, exit, waited, listening } = await startAndKnock(
        fakeHost(),
        await isolation(),
        root,
        planOf(serve(script)),
      );
      assert.deepEqual(
        { answer, refused, exit, listening },
        {
          answer: undefined,
          refused: undefined,
          exit: undefined,
          listening: [{ address, port: 8000 }],
        },
      );
      assert.ok(waited > 14 && waited < 25, `waited ${waited}`);
    });
  }

  it('is waited for while it works, though another door is open', async () => {
    const { root } = await makeContainer(await mkdtemp(join(folder, 'busy-')));
    const script = `
import http.server, socket, time
metrics = socket.create_server(("0.0.0.0", 9000))
end = time.monotonic() + 20
while time.monotonic() < end:
    pass
http.server.HTTPServer(("0.0.0.0", 8000), http.server.SimpleHTTPRequestHandler).serve_forever()
`;
    const { answer } = await startAndKnock(
      fakeHost(),
      await isolation(),
      root,
      planOf(serve(script)),
    );
    assert.equal(answer?.status, 404);
  });
});
