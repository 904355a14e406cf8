// A site that was asked, in words: the lines of the log, the part of the summary, the value of the report.

import assert from 'node:assert/strict';
import { siteMarkdown } from '../../../tasks/core/report/as-markdown.js';
import { siteLines, siteReport } from '../../../tasks/core/report/site.js';
import type { SiteConfig, SiteFacts, SiteReading } from '../../../tasks/core/terms/site.js';
import { BARE_SITE } from '../../helpers/site-facts.js';

const CONFIG: SiteConfig = {
  linuxFxVersion: 'PYTHON|3.12',
  appCommandLine: 'gunicorn app:app',
  alwaysOn: true,
  healthCheckPath: '/health',
};

const deployment = { id: 'd', complete: true, deployer: 'VSTS_ZIP_DEPLOY' };

const WHOLE: SiteFacts = {
  ...BARE_SITE,
  tier: 'Basic',
  config: CONFIG,
  settings: [
    { name: 'API_KEY', value: 'never-in-a-report', slotSetting: true },
    { name: 'MODE', value: 'never-in-a-report', slotSetting: false },
  ],
  stickyNames: ['API_KEY'],
  keyVault: [{ setting: 'API_KEY', status: 'Resolved' }],
  files: {
    entries: [{ name: 'app.py', size: 1, isFolder: false }],
    manifest: 'PlatformName="python"',
  },
  deployments: [
    { ...deployment, status: 'failed', received: '2026-11-20T18:00:00Z' },
    { ...deployment, status: 'success', received: '2026-11-19T18:00:00Z' },
  ],
};

function readingOf(facts: SiteFacts | undefined, more: Partial<SiteReading> = {}): SiteReading {
  const question = {
    connection: undefined,
    app: 'shop',
    resourceGroup: undefined,
    slot: undefined,
  };
  return { question, facts, problems: [], ...more };
}

const NOTHING = readingOf(undefined, {
  question: { connection: 'c', app: 'shop_1', resourceGroup: undefined, slot: 'pre_1' },
  problems: [
    { part: 'site', reason: 'secret-wrong', subject: 's', said: 'never in a report' },
    { part: 'files', reason: 'secret-wrong', subject: 's', said: '' },
    { part: 'files', reason: 'secret-expired', subject: 's', said: '' },
  ],
});

describe('a site that was asked', () => {
  const rows: readonly (readonly [
    name: string,
    reading: SiteReading,
    log: readonly string[],
    summary: readonly string[],
  ])[] = [
    [
      'all of it',
      readingOf(WHOLE),
      [
        'Web app       shop in rg-shop',
        'State         Running, app,linux, plan plan-shop (Basic)',
        "Runtime       PYTHON|3.12, startup command 'gunicorn app:app', always on",
        'Settings      2 app settings, 1 name sticky, 1 Key Vault reference',
        'Files         1 entry in /home/site/wwwroot, with a manifest',
        'Deployments   2 deployments, the latest failed at 2026-11-20T18:00:00Z',
      ],
      [
        '- **Web app**: shop',
        '- **State**: Running, app,linux, plan plan-shop \\(Basic\\)',
        "- **Runtime**: PYTHON\\|3.12, startup command 'gunicorn app:app'",
      ],
    ],
    [
      'one that has no stack and no command, and keeps some of itself',
      readingOf({
        ...WHOLE,
        config: { ...CONFIG, linuxFxVersion: '', appCommandLine: '', alwaysOn: false },
        stickyNames: undefined,
        keyVault: undefined,
        files: { entries: [], manifest: undefined },
        deployments: [],
      }),
      [
        'Web app       shop in rg-shop',
        'State         Running, app,linux, plan plan-shop (Basic)',
        'Runtime       no stack, no startup command, not always on',
        'Settings      2 app settings, sticky ones not known, Key Vault references not known',
        'Files         0 entries in /home/site/wwwroot, no manifest',
      ],
      [
        '- **Web app**: shop',
        '- **State**: Running, app,linux, plan plan-shop \\(Basic\\)',
        '- **Runtime**: no stack, no startup command',
      ],
    ],
    [
      'one whose configuration could not be read: nothing is said of its command',
      readingOf(BARE_SITE, {
        problems: [{ part: 'configuration', reason: 'secret-wrong', subject: 's', said: '' }],
      }),
      [
        'Web app       shop in rg-shop',
        'State         Running, app,linux, plan plan-shop',
        'Not read      configuration',
      ],
      [
        '- **Web app**: shop',
        '- **State**: Running, app,linux, plan plan-shop',
        '- **Not read**: configuration',
      ],
    ],
    [
      'one that could not be read, each part once',
      NOTHING,
      ['Web app       shop_1, slot pre_1', 'Not read      site, files'],
      ['- **Web app**: shop\\_1, slot pre\\_1', '- **Not read**: site, files'],
    ],
  ];
  for (const [name, reading, log, summary] of rows) {
    it(name, () => {
      assert.deepEqual(siteLines(reading), log);
      assert.deepEqual(siteMarkdown(siteReport(reading)), ['## Site', '', ...summary, '']);
    });
  }

  it('is told in the report without the value of a setting and without what came back', () => {
    assert.deepEqual(siteReport(readingOf(WHOLE)), {
      app: 'shop',
      slot: null,
      found: {
        resourceGroup: 'rg-shop',
        kind: 'app,linux',
        state: 'Running',
        plan: 'plan-shop (Basic)',
        runtimeStack: 'PYTHON|3.12',
        startupCommand: 'gunicorn app:app',
        alwaysOn: true,
        healthCheckPath: '/health',
        appSettings: ['API_KEY', 'MODE'],
        stickySettings: ['API_KEY'],
      },
      notRead: [],
    });
    assert.deepEqual(siteReport(NOTHING), {
      app: 'shop_1',
      slot: 'pre_1',
      found: null,
      notRead: [
        { part: 'site', reason: 'secret-wrong' },
        { part: 'files', reason: 'secret-wrong' },
        { part: 'files', reason: 'secret-expired' },
      ],
    });
  });

  it('has no part of the summary where none was asked', () => {
    assert.deepEqual(siteMarkdown(undefined), []);
  });
});
