// The packed tasks ask a site under the agent: by service connections of each kind, in a build and in a classic release,
// with System.Debug on, and nothing that they print or write holds a secret.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PackageReport, ValidateReport } from '../../tasks/core/report/report.js';
import { runTask, type ServiceConnection, type TaskRun } from '../agent/agent.js';
import { createJob, type Job } from '../agent/job.js';
import type { HostType } from '../agent/layout.js';
import { makeCertificate } from '../helpers/azure/certificate.js';
import { startFakeAzure, type FakeAzure } from '../helpers/azure/fake-azure.js';
import { startProxy } from '../helpers/azure/proxy.js';
import { CANARIES } from '../helpers/azure/world.js';
import { findPython } from '../helpers/pythons.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const MINOR = '3.11';

describe('the packed tasks ask a site', () => {
  let folder: string;
  let azure: FakeAzure;
  let agentEnv: Record<string, string>;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'agent site '));
    execFileSync('unzip', [
      '-q',
      resolve(`build/antenv-${version}.vsix`),
      '-d',
      join(folder, 'vsix'),
    ]);
    const python = findPython(MINOR);
    assert.ok(python, `These tests need a CPython ${MINOR}.`);
    const kept = ['PIP_CERT', 'SSL_CERT_FILE', 'PIP_INDEX_URL'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    agentEnv = {
      ...Object.fromEntries(kept),
      PATH: `${join(python, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      LANG: 'C.UTF-8',
    };
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    azure = await startFakeAzure();
    writeFileSync(join(folder, 'roots.pem'), azure.certificate.certificate);
  });

  afterEach(async () => {
    await azure.close();
    assert.deepEqual(azure.violations, []);
  });

  function connection(
    scheme: string,
    parameters: Record<string, string>,
    data: Record<string, string> = {},
    url = azure.url,
  ): ServiceConnection {
    const { connectionId: id, tenantId, subscriptions } = azure.world;
    return {
      id,
      url,
      scheme,
      parameters: { tenantid: tenantId, ...parameters },
      data: {
        environment: 'AzureCloud',
        environmentAuthorityUrl: 'https://login.windows.net/',
        activeDirectoryAuthority: url,
        subscriptionid: subscriptions[0] ?? '',
        subscriptionname: 'Fabrikam',
        ...data,
      },
    };
  }

  function job(
    hostType: HostType,
    connections: readonly ServiceConnection[],
    variables: Record<string, string> = {},
    secrets: Record<string, string> = {},
  ): Promise<Job> {
    return createJob({
      hostType,
      root: mkdtempSync(join(folder, 'agent ')),
      connections,
      secrets,
      variables: {
        'System.Debug': 'true',
        'System.OidcRequestUri': `${azure.url}oidctoken`,
        'Agent.CAInfo': join(folder, 'roots.pem'),
        ...variables,
      },
    });
  }

  function validate(
    at: Job,
    inputs: Record<string, string> = {},
    env: Record<string, string> = {},
  ): Promise<TaskRun> {
    return runTask(at, {
      taskFolder: join(folder, 'vsix', 'tasks', 'AntenvValidate'),
      inputs: {
        azureSubscription: azure.world.connectionId,
        appName: 'shop',
        resourceGroupName: 'rg-shop',
        rehearse: 'off',
        ...inputs,
      },
      stepName: 'judge',
      agentEnv: { ...agentEnv, ...env },
    });
  }

  function reportOf(at: Job): ValidateReport {
    const path = join(at.temp, 'antenv-validate', 'antenv-report.json');
    return JSON.parse(readFileSync(path, 'utf8')) as ValidateReport;
  }

  /** Every file below a folder. */
  function filesIn(at: string): string[] {
    return readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((child) => child.isFile())
      .map((child) => join(child.parentPath, child.name));
  }

  /** Raw lines of the process and all that it wrote: only the command that hides a secret may hold it. */
  function assertNoSecrets(run: TaskRun, at: Job): void {
    const lines = run.lines.filter((line) => !line.startsWith('##vso[task.setsecret]'));
    const written = [at.temp, at.staging ?? at.temp]
      .flatMap(filesIn)
      .filter((path) => /\.(?:md|json|sarif)$/.test(path))
      .map((path) => readFileSync(path, 'utf8'));
    const texts = [
      ...lines,
      ...written,
      run.resultMessage,
      ...run.issues.map(({ message }) => message),
    ];
    const pem = azure.world.certificate?.key.split('\n').slice(1, -2) ?? [];
    const secrets = [
      ...Object.values(CANARIES),
      ...azure.tokens.given,
      ...pem,
      azure.world.secret,
      azure.world.jobToken,
      'canary',
    ];
    for (const secret of secrets) {
      assert.deepEqual(
        texts.filter((text) => text.includes(secret)),
        [],
        secret,
      );
    }
  }

  const kinds: Record<string, () => { given: ServiceConnection; env?: Record<string, string> }> = {
    'a secret': () => ({
      given: connection('ServicePrincipal', {
        authenticationType: 'spnKey',
        serviceprincipalid: azure.world.clientId,
        serviceprincipalkey: azure.world.secret,
      }),
    }),
    'a certificate': () => {
      azure.world.certificate = makeCertificate({ name: 'shop' });
      return {
        given: connection('ServicePrincipal', {
          authenticationType: 'spnCertificate',
          serviceprincipalid: azure.world.clientId,
          servicePrincipalCertificate: azure.world.certificate.pem,
        }),
      };
    },
    'workload identity federation': () => ({
      given: connection('WorkloadIdentityFederation', {
        serviceprincipalid: azure.world.clientId,
        workloadIdentityFederationSubject: azure.world.subject,
      }),
    }),
    'a managed identity': () => ({
      given: connection('ManagedServiceIdentity', {}),
      env: {
        IDENTITY_ENDPOINT: `${azure.machine}/msi/token`,
        IDENTITY_HEADER: 'canary-identity-header',
      },
    }),
    'a secret, in the cloud of the US Government': () => ({
      given: connection(
        'ServicePrincipal',
        { serviceprincipalid: azure.world.clientId, serviceprincipalkey: azure.world.secret },
        { environment: 'AzureUSGovernment' },
      ),
    }),
    'a secret, in the cloud of China': () => ({
      given: connection(
        'ServicePrincipal',
        { serviceprincipalid: azure.world.clientId, serviceprincipalkey: azure.world.secret },
        {
          environment: 'AzureChinaCloud',
          activeDirectoryAuthority: '',
          environmentAuthorityUrl: azure.url,
        },
      ),
    }),
  };

  for (const hostType of ['build', 'release'] as const) {
    for (const [name, make] of Object.entries(kinds)) {
      it(`by ${name}, in a ${hostType}`, async () => {
        const { given, env } = make();
        const at = await job(hostType, [given]);
        const run = await validate(at, {}, env);
        assert.equal(run.result, 'Succeeded', run.resultMessage);
        assert.deepEqual(run.warningsOfAgent, []);
        const { site, judgement } = reportOf(at);
        assert.deepEqual([site?.notRead, site?.found?.state], [[], 'Running']);
        assert.equal(judgement.verdict, 'passed');
        assert.ok(run.log.includes('Web app       shop in rg-shop'), run.log.join('\n'));
        assertNoSecrets(run, at);
        // The token is hidden before the first question is asked with it.
        const hidden = run.lines.findIndex((line) => line.startsWith('##vso[task.setsecret]'));
        const told = run.lines.findIndex((line) => line.startsWith('Web app'));
        assert.ok(hidden >= 0 && hidden < told);
      });
    }

    it(`goes on when it may not sign in, in a ${hostType}, and failOn decides`, async () => {
      const given = connection('ServicePrincipal', {
        serviceprincipalid: azure.world.clientId,
        serviceprincipalkey: 'canary-wrong-secret',
      });
      azure.world.secret = 'the right one';
      const at = await job(hostType, [given]);
      const inputs = { startupCommand: 'gunicorn app:app', runtimeStack: 'PYTHON|3.12' };
      const passed = await validate(at, inputs);
      assert.equal(passed.result, 'Succeeded', passed.resultMessage);
      const told = passed.issues.map(({ type, code }) => [type, code]);
      assert.deepEqual(told, [['warning', 'site/sign-in-failed']]);
      assert.deepEqual(reportOf(at).site?.notRead, [{ part: 'site', reason: 'secret-wrong' }]);
      const failed = await validate(at, { ...inputs, failOn: 'warning' });
      assert.equal(failed.result, 'Failed');
      assertNoSecrets(passed, at);
      assertNoSecrets(failed, at);
    });
  }

  it("goes through the agent's proxy, with its password", async () => {
    const to = Number(new URL(azure.url).port);
    const proxy = await startProxy({ to, user: 'agent:canary-proxy-4711' });
    const named = 'https://management.fabrikam.example/';
    const given = connection(
      'ServicePrincipal',
      { serviceprincipalid: azure.world.clientId, serviceprincipalkey: azure.world.secret },
      { activeDirectoryAuthority: 'https://login.fabrikam.example/' },
      named,
    );
    const variables = {
      'Agent.ClientCert': '/nowhere',
      'Agent.ProxyUrl': proxy.url,
      'Agent.ProxyUsername': 'agent',
    };
    const at = await job('build', [given], variables, {
      'Agent.ProxyPassword': 'canary-proxy-4711',
      'Agent.ClientCertPassword': 'canary-client-4711',
    });
    const run = await validate(at);
    await proxy.close();
    assert.equal(run.result, 'Succeeded', run.resultMessage);
    assert.deepEqual(reportOf(at).site?.notRead, []);
    assert.equal(proxy.tunnels.length, 7);
    assertNoSecrets(run, at);
  });

  it('wants a service connection for a web app, and a web app for a service connection', async () => {
    const at = await job('build', []);
    const without = await validate(at, { azureSubscription: '' });
    assert.equal(without.result, 'Failed');
    assert.match(without.resultMessage, /^A web app is named, but no service connection/);
    const nameless = await validate(at, { appName: '' });
    assert.equal(nameless.result, 'Failed');
    assert.match(nameless.resultMessage, /^It is not said which web app is to be asked\./);
  });

  describe('AntenvPackage', () => {
    function secret(): ServiceConnection {
      return connection('ServicePrincipal', {
        serviceprincipalid: azure.world.clientId,
        serviceprincipalkey: azure.world.secret,
      });
    }

    function pack(at: Job, inputs: Record<string, string> = {}): Promise<TaskRun> {
      return runTask(at, {
        taskFolder: join(folder, 'vsix', 'tasks', 'AntenvPackage'),
        inputs: {
          azureSubscription: azure.world.connectionId,
          appName: 'shop',
          rehearse: 'auto',
          ...inputs,
        },
        stepName: 'pack',
        agentEnv,
      });
    }

    async function appJob(): Promise<Job> {
      const at = await job('build', [secret()]);
      cpSync('samples/flask-hello', at.sources, { recursive: true });
      return at;
    }

    it("packs for the site's stack, and rehearses with its command and settings", async () => {
      const at = await appJob();
      const run = await pack(at);
      assert.equal(run.result, 'Succeeded', run.resultMessage);
      const path = join(at.staging ?? '', 'antenv-report.json');
      const report = JSON.parse(readFileSync(path, 'utf8')) as PackageReport;
      assert.equal(report.deployment.startupCommand, 'gunicorn app:app');
      assert.deepEqual(
        report.deployment.appSettings,
        Object.keys(azure.world.production.settings).toSorted(),
      );
      assert.equal(report.site?.found?.runtimeStack, 'PYTHON|3.11');
      assert.ok(!('notRun' in report.rehearsal), JSON.stringify(report.rehearsal));
      assert.equal(report.rehearsal.health?.path, '/health');
      const host = 'shop.azurewebsites.net';
      assert.deepEqual(report.rehearsal.hosts, [
        { host, path: '/robots933456.txt', status: 404, said: [] },
        { host, path: '/', status: 200, said: [] },
      ]);
      assertNoSecrets(run, at);
    });

    const PRINTING =
      "import os\nfrom flask import Flask\nprint('ENV', dict(os.environ), flush=True)\napp = Flask(__name__)\n";

    it('gives the settings of the site to an app that reaches nothing, and hides what it prints of them', async () => {
      const at = await appJob();
      writeFileSync(join(at.sources, 'app.py'), PRINTING);
      const run = await pack(at);
      assert.equal(run.result, 'Succeeded', run.resultMessage);
      const printed = run.log.filter((line) => line.includes('ENV {'));
      assert.ok(
        printed.some((line) => line.includes("'SHOP_API_KEY': '***'")),
        printed.join('\n'),
      );
      assert.ok(
        printed.some((line) => line.includes("'WEBSITE_HOSTNAME': 'shop.azurewebsites.net'")),
      );
      assertNoSecrets(run, at);
    });

    it('gives an app that reaches the network none of them', async () => {
      const at = await appJob();
      writeFileSync(join(at.sources, 'app.py'), PRINTING);
      const run = await pack(at, { rehearseNetwork: 'host' });
      assert.equal(run.result, 'Succeeded', run.resultMessage);
      const printed = run.log.filter((line) => line.includes('ENV {'));
      assert.ok(printed.length > 0 && !printed.some((line) => line.includes('SHOP_API_KEY')));
      assert.ok(!printed.some((line) => line.includes('shop.azurewebsites.net')));
      assert.ok(
        run.log.some((line) => line.includes('it gets none of the settings that were read')),
      );
      assertNoSecrets(run, at);
    });

    it('refuses a package that an archive on the site would win over', async () => {
      azure.world.production.files['output.tar.zst'] = 70_000_000;
      const at = await appJob();
      const run = await pack(at, { layout: 'appTarball' });
      assert.equal(run.result, 'Failed');
      assert.deepEqual(run.issues.map(({ code }) => code)[0], 'site/stale-tarball');
      assertNoSecrets(run, at);
      const other = await pack(at, { layout: 'venvTarball' });
      assert.equal(other.result, 'Succeeded', other.resultMessage);
    });

    it("builds for the site's stack, also with another Python on the agent", async () => {
      azure.world.production.config['linuxFxVersion'] = 'PYTHON|3.13';
      const at = await appJob();
      const run = await pack(at);
      assert.equal(run.result, 'Succeeded', run.resultMessage);
      const path = join(at.staging ?? '', 'antenv-report.json');
      const report = JSON.parse(readFileSync(path, 'utf8')) as PackageReport;
      assert.equal(report.image.runtimeStack, 'PYTHON|3.13');
    });
  });
});
