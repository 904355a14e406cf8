import assert from 'node:assert/strict';
import type { VenvFacts } from '../../../../tasks/core/check/evidence.js';
import { settingRules } from '../../../../tasks/core/check/rules/setting.js';
import { settingToolRules } from '../../../../tasks/core/check/rules/setting-tools.js';
import { findImage } from '../../../../tasks/core/runtime/images.js';
import { testRules, type RuleCase } from '../../../helpers/rule-cases.js';
import { del, found, settings } from './setting-cases.js';

const INSIGHTS = 'ApplicationInsightsAgent_EXTENSION_VERSION';

function venv(...names: string[]): VenvFacts {
  const distributions = names.map((name) => ({
    name,
    version: '1.0',
    tags: [],
    scripts: [],
    topLevel: [],
    requires: [],
    editable: false,
  }));
  const tree = { files: new Map(), complete: true };
  return { folder: 'antenv', address: '/antenv', tree, minors: ['3.12'], distributions };
}

const cases: readonly RuleCase[] = [
  {
    rule: 'setting/remote-debugging',
    name: 'without a port',
    evidence: { settings: settings({ APPSVC_REMOTE_DEBUGGING: 'TRUE' }) },
    expect: [
      found(
        'error',
        "The app setting APPSVC_REMOTE_DEBUGGING is 'TRUE' without APPSVC_TUNNEL_PORT, at which the platform's start fails.",
        `Remove it: ${del('APPSVC_REMOTE_DEBUGGING')}`,
      ),
    ],
  },
  {
    rule: 'setting/remote-debugging',
    name: 'with a port',
    evidence: {
      settings: settings({ APPSVC_REMOTE_DEBUGGING: 'TRUE', APPSVC_TUNNEL_PORT: '49494' }),
    },
    expect: [
      found(
        'warning',
        "The app setting APPSVC_REMOTE_DEBUGGING is 'TRUE': an app without a startup command runs under a debugger.",
        `Remove it: ${del('APPSVC_REMOTE_DEBUGGING')}`,
      ),
    ],
  },
  {
    rule: 'setting/remote-debugging',
    name: 'which is waited for',
    evidence: {
      settings: settings({
        APPSVC_REMOTE_DEBUGGING: 'TRUE',
        APPSVC_REMOTE_DEBUGGING_BREAK: 'TRUE',
        APPSVC_TUNNEL_PORT: '49494',
      }),
    },
    expect: [
      found(
        'warning',
        "The app setting APPSVC_REMOTE_DEBUGGING is 'TRUE': an app without a startup command runs under a debugger, and with APPSVC_REMOTE_DEBUGGING_BREAK it does not start before one attaches.",
        `Remove it: ${del('APPSVC_REMOTE_DEBUGGING')}`,
      ),
    ],
  },
  {
    rule: 'setting/remote-debugging',
    name: 'another case, which the entry point does not take',
    evidence: { settings: settings({ APPSVC_REMOTE_DEBUGGING: 'true' }) },
    expect: [],
  },
  {
    rule: 'setting/insights-twice',
    name: 'the agent and the SDK',
    evidence: {
      settings: settings({ [INSIGHTS]: '~3' }),
      venv: venv('flask', 'azure-monitor-opentelemetry', 'opentelemetry-api'),
    },
    expect: [
      found(
        'warning',
        `The app setting ${INSIGHTS} loads the platform's OpenTelemetry beside the packaged one: 'azure-monitor-opentelemetry', 'opentelemetry-api'.`,
        `Keep one of the two; for the packaged one: ${del(INSIGHTS)}`,
      ),
    ],
  },
  {
    rule: 'setting/insights-twice',
    name: 'the agent alone',
    evidence: { settings: settings({ [INSIGHTS]: '~3' }), venv: venv('flask', 'azure-identity') },
    expect: [],
  },
  {
    rule: 'setting/insights-twice',
    name: 'the SDK with the agent switched off',
    evidence: { settings: settings({ [INSIGHTS]: 'disabled' }), venv: venv('opentelemetry-api') },
    expect: [],
  },
  {
    rule: 'setting/unreadable',
    name: 'what the reader found',
    evidence: {
      settingProblems: [
        { severity: 'error', message: 'M.', fix: 'F.', where: { file: 'settings.json', line: 3 } },
        { severity: 'note', message: 'N.', fix: 'G.', where: { file: 'app settings' } },
      ],
    },
    expect: [
      { severity: 'error', message: 'M.', fix: 'F.', where: { file: 'settings.json', line: 3 } },
      { severity: 'note', message: 'N.', fix: 'G.', where: { file: 'app settings' } },
    ],
  },
  {
    rule: 'setting/unreadable',
    name: 'nothing found',
    evidence: { settingProblems: [] },
    expect: [],
  },
];

testRules('setting', settingToolRules, cases);

describe('the rules about app settings', () => {
  it('have each code once, all of one family', () => {
    const codes = settingRules.map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    assert.deepEqual(
      codes.filter((code) => !/^setting\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(code)),
      [],
    );
    assert.equal(codes.length, 29);
  });

  it('never show a value that could be a secret', () => {
    const secret = 'hunter2s3cret';
    const names = [
      ...settingRules.flatMap(({ why, example }) =>
        `${why} ${example.bad} ${example.good}`.match(/[A-Z][A-Z_]{3,}/g),
      ),
      'PORT',
      'PATH',
      'APPSVC_REMOTE_DEBUGGING',
      INSIGHTS,
    ];
    const withValue = (value: string) =>
      settings(Object.fromEntries(names.map((name) => [`${name}`, value])));
    const evidence = {
      settings: [...withValue(secret), ...withValue(`${secret}2`)],
      app: { files: new Map(), complete: true },
      venv: venv('opentelemetry-api'),
      image: findImage('3.14'),
    };
    const findings = settingRules.flatMap((rule) => rule.check(evidence) ?? []);
    assert.ok(findings.length > 30, `${findings.length} findings`);
    assert.deepEqual(
      findings.filter((finding) => JSON.stringify(finding).includes(secret)),
      [],
    );
  });

  it("say nothing about 10,000 settings of the app's own", () => {
    const many = settings(
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`KEY_${index}`, 'value'])),
    );
    const findings = settingRules.flatMap((rule) => rule.check({ settings: many }) ?? []);
    assert.deepEqual(findings, []);
  });

  it('say nothing about the settings that this tool recommends', () => {
    const good = settings({
      SCM_DO_BUILD_DURING_DEPLOYMENT: 'false',
      WEBSITES_CONTAINER_START_TIME_LIMIT: '230',
      WEBSITE_HTTPLOGGING_RETENTION_DAYS: '3',
      APPLICATIONINSIGHTS_CONNECTION_STRING:
        'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://x.in.applicationinsights.azure.com/',
      DATABASE_URL: '@Microsoft.KeyVault(VaultName=my-vault;SecretName=database-url)',
    });
    const findings = settingRules.flatMap(
      (rule) => rule.check({ settings: good, layout: 'venvTarball', settingProblems: [] }) ?? [],
    );
    assert.deepEqual(findings, []);
  });
});
