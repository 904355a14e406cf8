// The command line asks a site: signed in by each of its ways, with findings of the differences, and no secret anywhere.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateReport } from '../../tasks/core/report/report.js';
import { startFakeAzure, type FakeAzure } from '../helpers/azure/fake-azure.js';
import { makeCertificate } from '../helpers/azure/certificate.js';
import { CANARIES, type World } from '../helpers/azure/world.js';
import { runCli, type CliRun } from '../helpers/cli-run.js';

function assertFitsSchema(report: ValidateReport): void {
  const schema = JSON.parse(readFileSync('docs/antenv-report.schema.json', 'utf8')) as object;
  const validate = new Ajv({ strict: false }).compile(schema);
  assert.ok(validate(report), JSON.stringify(validate.errors));
}

describe('antenv validate --app', () => {
  let folder: string;
  let azure: FakeAzure;
  let world: World;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'antenv-cli-site-'));
    azure = await startFakeAzure();
    world = azure.world;
    await writeFile(join(folder, 'roots.pem'), azure.certificate.certificate);
  });

  afterEach(async () => {
    await azure.close();
    await rm(folder, { recursive: true });
    assert.deepEqual(azure.violations, []);
  });

  /** What every way of signing in needs besides: the fake's addresses, as those of a private cloud. */
  function place(): Record<string, string> {
    return {
      AZURE_AUTHORITY_HOST: azure.url,
      AZURE_RESOURCE_MANAGER_URL: azure.url,
      AZURE_SUBSCRIPTION_ID: world.subscriptions[0] ?? '',
      AZURE_TENANT_ID: world.tenantId,
      AZURE_CLIENT_ID: world.clientId,
      NODE_EXTRA_CA_CERTS: join(folder, 'roots.pem'),
      ANTENV_DEBUG: '1',
    };
  }

  const run = (args: readonly string[], env: Record<string, string>): Promise<CliRun> =>
    runCli(['validate', '--rehearse', 'off', ...args], { folder, env });

  /** Nothing that was printed or written holds a secret of the world, or a token. */
  async function assertNoSecrets({ stdout, stderr }: CliRun, ...files: string[]): Promise<void> {
    const texts = [
      stdout,
      stderr,
      ...(await Promise.all(files.map((file) => readFile(file, 'utf8')))),
    ];
    const secrets = [...Object.values(CANARIES), ...azure.tokens.given, 'canary'];
    for (const secret of secrets) {
      assert.deepEqual(
        texts.filter((text) => text.includes(secret)),
        [],
        secret,
      );
    }
  }

  const ways: Record<string, () => Promise<Record<string, string>>> = {
    'a secret': async () => ({ AZURE_CLIENT_SECRET: world.secret }),
    'a certificate': async () => {
      world.certificate = makeCertificate({ name: 'shop' });
      const path = join(folder, 'shop.pem');
      await writeFile(path, world.certificate.pem);
      return { AZURE_CLIENT_CERTIFICATE_PATH: path };
    },
    'a federated token': async () => {
      const path = join(folder, 'token');
      await writeFile(path, await azure.tokens.oidc(world));
      return { AZURE_FEDERATED_TOKEN_FILE: path };
    },
    'the Azure CLI': async () => {
      const token = await azure.tokens.access(azure.url.replace(/\/$/, ''));
      await mkdir(join(folder, 'bin'));
      await writeFile(
        join(folder, 'bin', 'az'),
        `#!/bin/sh\necho '{"accessToken":"${token}","subscription":"${world.subscriptions[0]}"}'\n`,
      );
      await chmod(join(folder, 'bin', 'az'), 0o755);
      return { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` };
    },
  };

  for (const [name, env] of Object.entries(ways)) {
    it(`signs in with ${name}`, async () => {
      const sarif = join(folder, 'antenv.sarif');
      const args = ['--app', 'shop', '--sarif', sarif, '--json'];
      const ended = await run(args, { ...place(), ...(await env()) });
      const report = JSON.parse(ended.stdout) as ValidateReport;
      assertFitsSchema(report);
      assert.deepEqual(report.site, {
        app: 'shop',
        slot: null,
        found: {
          resourceGroup: 'rg-shop',
          kind: 'app,linux',
          state: 'Running',
          plan: 'plan-shop (Basic)',
          runtimeStack: 'PYTHON|3.11',
          startupCommand: 'gunicorn app:app',
          alwaysOn: true,
          healthCheckPath: '/health',
          appSettings: [
            'DATABASE_URL',
            'SCM_DO_BUILD_DURING_DEPLOYMENT',
            'SHOP_API_KEY',
            'SHOP_WELCOME',
          ],
          stickySettings: [],
        },
        notRead: [],
      });
      assert.equal(ended.code, 0, ended.stderr);
      await assertNoSecrets(ended, sarif);
    });
  }

  it('tells each difference, and judges with what was typed in', async () => {
    Object.assign(world.production.settings, {
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'true',
      PORT: '80',
    });
    const typed = [
      { name: 'SCM_DO_BUILD_DURING_DEPLOYMENT', value: 'false' },
      { name: 'SHOP_API_KEY', value: 'canary-typed-4711' },
    ];
    const ended = await run(
      [
        '--app=shop',
        '--resource-group=rg-shop',
        '--runtime-stack=PYTHON|3.12',
        '--startup-command=gunicorn --bind 0.0.0.0:8000 app:app',
        `--settings=${JSON.stringify(typed)}`,
      ],
      { ...place(), AZURE_CLIENT_SECRET: world.secret },
    );
    const codes = [...ended.stdout.matchAll(/\[([a-z]+\/[a-z-]+)\]$/gm)].map(([, code]) => code);
    const differences = codes.filter((code) => code?.startsWith('site/'));
    assert.deepEqual(differences, [
      'site/build-setting-late',
      'site/runtime-stack-differs',
      'site/startup-command-differs',
      'site/setting-differs',
    ]);
    // PORT comes from the site, the command was typed in: together they are wrong.
    assert.ok(
      codes.some((code) => code?.startsWith('server/')),
      ended.stdout,
    );
    assert.ok(!codes.includes('setting/build-during-deployment'));
    await assertNoSecrets(ended);
  });

  it('compares a slot with production', async () => {
    world.stickyNames = ['SHOP_API_KEY'];
    const slot = world.slots['staging'] ?? assert.fail();
    slot.config['linuxFxVersion'] = 'PYTHON|3.12';
    const ended = await run(['--app', 'shop', '--slot', 'staging'], {
      ...place(),
      AZURE_CLIENT_SECRET: world.secret,
    });
    assert.match(ended.stdout, /\[site\/swap-setting\]/);
    assert.match(ended.stdout, /\[site\/swap-start\]/);
    await assertNoSecrets(ended);
  });

  it('knows a typed setting as sticky that the slot does not have yet', async () => {
    world.stickyNames = ['SHOP_PAGE'];
    const app = join(folder, 'app');
    await mkdir(app);
    await writeFile(join(app, 'requirements.txt'), '');
    await writeFile(join(app, 'app.py'), "import os\nPAGE = os.environ['SHOP_PAGE']\n");
    const ended = await run(
      [app, '--app', 'shop', '--slot', 'staging', '--settings', '{"SHOP_PAGE":"1"}'],
      { ...place(), AZURE_CLIENT_SECRET: world.secret },
    );
    assert.match(
      ended.stdout,
      /The code reads 'SHOP_PAGE' without a default, but the setting is sticky and production has none: after a swap it is missing\./,
    );
  });

  it('takes production for the slot of that name', async () => {
    const ended = await run(['--app', 'shop', '--slot', 'Production', '--json'], {
      ...place(),
      AZURE_CLIENT_SECRET: world.secret,
    });
    assert.equal((JSON.parse(ended.stdout) as ValidateReport).site?.slot, null);
  });

  it('goes on over what is known, and failOn decides', async () => {
    world.secret = 'another';
    const env = { ...place(), AZURE_CLIENT_SECRET: 'canary-wrong-secret-4711' };
    const args = ['--app', 'shop', '--startup-command=gunicorn app:app'];
    const told =
      /^warning {2}The site could not be read: Microsoft Entra does not take the secret of the environment \(AZURE_CLIENT_ID\) \(AADSTS7000215: Invalid client secret '\*\*\*' provided/m;
    const passed = await run(args, env);
    assert.equal(passed.code, 0, passed.stdout);
    assert.match(passed.stdout, told);
    assert.match(passed.stdout, /^Not read {6}site$/m);
    await assertNoSecrets(passed);
    const failed = await run([...args, '--fail-on', 'warning', '--json'], env);
    assert.equal(failed.code, 1);
    const report = JSON.parse(failed.stdout) as ValidateReport;
    assertFitsSchema(report);
    assert.deepEqual(report.site, {
      app: 'shop',
      slot: null,
      found: null,
      notRead: [{ part: 'site', reason: 'secret-wrong' }],
    });
    await assertNoSecrets(failed);
  });

  it('is an error when nothing else is known', async () => {
    world.role = 'none';
    const ended = await run(['--app', 'shop', '--resource-group', 'rg-shop'], {
      ...place(),
      AZURE_CLIENT_SECRET: world.secret,
    });
    assert.equal(ended.code, 1);
    assert.match(
      ended.stdout,
      /^error {4}The site could not be read: the identity may not do 'Microsoft\.Web\/sites\/read' on/m,
    );
  });

  it('does not call missing what it may not read', async () => {
    world.role = 'reader';
    const app = join(folder, 'app');
    await mkdir(app);
    await writeFile(join(app, 'requirements.txt'), '');
    await writeFile(
      join(app, 'app.py'),
      "import os\nKEY = os.environ['SHOP_API_KEY']\nPAGE = os.environ['SHOP_PAGE']\n",
    );
    const env = { ...place(), AZURE_CLIENT_SECRET: world.secret };
    const args = [app, '--app', 'shop', '--settings', '{"OTHER":"1"}'];
    const reader = await run(args, env);
    assert.match(reader.stdout, /The site's app settings could not be read/);
    assert.ok(!reader.stdout.includes('[setting/missing]'), reader.stdout);
    world.role = 'contributor';
    const contributor = await run(args, env);
    assert.match(contributor.stdout, /variable 'SHOP_PAGE' without a default/);
    assert.ok(!contributor.stdout.includes("variable 'SHOP_API_KEY'"), contributor.stdout);
    await assertNoSecrets(contributor);
  });

  it('tells that it goes without a proxy that has no address, and not what stands there', async () => {
    const env = {
      ...place(),
      AZURE_CLIENT_SECRET: world.secret,
      HTTPS_PROXY: 'http://me:pass@p:x',
    };
    const ended = await run(['--app', 'shop'], env);
    assert.match(
      ended.stdout,
      /^Note: The site is asked without a proxy: HTTPS_PROXY is set, but to no address\. Set it so: HTTPS_PROXY=http:\/\/proxy\.example:8080$/m,
    );
    assert.doesNotMatch(ended.stdout + ended.stderr, /me:pass/);
  });

  it('wants the name of the web app', async () => {
    const ended = await run(['--slot', 'staging'], {});
    assert.equal(ended.code, 2);
    assert.match(
      ended.stderr,
      /^It is not said which web app is to be asked\.\n {2}--slot='staging'$/m,
    );
  });
});
