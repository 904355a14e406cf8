// What is to be done, as the command line tells it: findings call inputs as their reader does.

import assert from 'node:assert/strict';
import { asFlag } from '../../../../tasks/cli/flags.js';
import { CATALOGUE } from '../../../../tasks/core/check/catalogue.js';
import type { Evidence } from '../../../../tasks/core/check/evidence.js';
import { judge } from '../../../../tasks/core/check/judge.js';
import type { SiteProblem } from '../../../../tasks/core/terms/site.js';
import { packageOf } from '../../../helpers/rule-cases.js';
import { DRIVERS } from '../rehearsal/logs-of-drivers.js';
import { ended } from '../rehearsal/rehearsal-fixtures.js';

const unread = (problem: Omit<SiteProblem, 'part' | 'said'>): Evidence => ({
  askedSite: {
    problems: [{ part: 'site', said: '', ...problem }],
    typed: { runtimeStack: undefined, startupCommand: undefined, settings: undefined },
  },
});

const cases: readonly {
  readonly rule: string;
  readonly name: string;
  readonly evidence: Evidence;
  readonly fix: string;
}[] = [
  {
    rule: 'archive/zstd-unread',
    name: 'a value to paste',
    evidence: {
      manifest: { CompressDestinationDir: 'true' },
      package: packageOf({ inner: { name: 'output.tar.zst', entries: [] } }),
    },
    fix: 'Use --compression=gzip, unless you know the image of the site.',
  },
  {
    rule: 'site/not-found',
    name: 'a slot',
    evidence: unread({ reason: 'slot-missing', subject: 'stagging', known: ['staging'] }),
    fix: 'Correct --slot, or give none for production.',
  },
  {
    rule: 'site/not-found',
    name: 'a web app',
    evidence: unread({ reason: 'app-missing', subject: 'shop' }),
    fix: 'Correct --app (its name alone, without .azurewebsites.net), or --resource-group, or the subscription of the connection.',
  },
  {
    rule: 'rehearsal/name-not-resolved',
    name: 'the network',
    evidence: { rehearsal: ended(DRIVERS.psycopg2, 3) },
    fix: 'Connect at the first request in place of the start, or rehearse with --rehearse-network=host.',
  },
  {
    rule: 'rehearsal/setting-missing',
    name: 'the app settings',
    evidence: { rehearsal: ended(DRIVERS.environ, 3) },
    fix: 'Set DATABASE_URL on the site, and give the app settings in --settings to rehearse with them.',
  },
];

describe('findings on the command line', () => {
  for (const { rule, name, evidence, fix } of cases) {
    it(`name ${name} by its flag: ${rule}`, () => {
      const rules = CATALOGUE.filter(({ code }) => code === rule);
      const { judgement } = judge(evidence, rules, { failOn: 'error', suppress: [] }, asFlag);
      assert.deepEqual(
        judgement.findings.map((finding) => finding.fix),
        [fix],
      );
    });
  }
});
