// A rehearsal in words: the verdict of every ending, the lines of the log, the part of the summary.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { rehearsalMarkdown } from '../../../tasks/core/report/as-markdown.js';
import { rehearsalLine, rehearsalLines } from '../../../tasks/core/report/rehearsal.js';
import type { Rehearsal, RehearsalReport } from '../../../tasks/core/terms/rehearsal.js';
import { rehearsalOf } from '../check/rehearsal/rehearsal-fixtures.js';

const KNOCK = '/robots933456.txt';

const WELL: Rehearsal & { readonly notModelled: readonly string[] } = {
  ...rehearsalOf({
    answer: { path: KNOCK, status: 404, seconds: 12.34 },
    health: { path: '/health', status: 200, seconds: 12.5 },
    seconds: { total: 12.34, unpack: 0.411, interpreter: 0.085, imports: 11.5, rest: 0.344 },
    imports: [
      { module: 'pandas', seconds: 10.6 },
      { module: 'flask', seconds: 0.2188 },
    ],
    siteReads: { files: 3, modules: 2, bytes: 2_200_594 },
    references: [{ name: 'API_KEY', origin: 'Key Vault' }],
  }),
  notModelled: ["the image's C library", 'the speed of the share'],
};

function reportOf(facts: Partial<Rehearsal>): Rehearsal & { readonly notModelled: string[] } {
  return { ...rehearsalOf(facts), notModelled: [] };
}

interface Case {
  readonly name: string;
  readonly facts: Partial<Rehearsal>;
  readonly says: string;
}

const silent = { answer: undefined, listening: [] } as const;

const cases: readonly Case[] = [
  { name: 'an answer', facts: {}, says: `It answered ${KNOCK} with 200 after 2.00 s.` },
  {
    name: 'a health path that answers',
    facts: { health: { path: '/health', status: 503, seconds: 3 } },
    says: `It answered ${KNOCK} with 200 after 2.00 s, and /health with 503.`,
  },
  {
    name: 'a health path without HTTP',
    facts: { health: { path: '/health', status: null, seconds: 3 } },
    says: `It answered ${KNOCK} with 200 after 2.00 s, and /health with no status.`,
  },
  {
    name: 'a crash after the answer',
    facts: { exit: { code: 1, signal: null, seconds: 5.04 } },
    says: `It answered ${KNOCK} with 200 after 2.00 s. It ended after 5.04 s with exit code 1.`,
  },
  {
    name: 'an end before the answer',
    facts: { ...silent, exit: { code: 127, signal: null, seconds: 0.4 } },
    says: 'It ended after 0.40 s with exit code 127, before any answer.',
  },
  {
    name: 'an end by a signal',
    facts: { ...silent, exit: { code: null, signal: 'SIGSEGV', seconds: 12.4 } },
    says: 'It ended after 12 s by SIGSEGV, before any answer.',
  },
  {
    name: 'an end for its processes',
    facts: { ...silent, exceeded: { what: 'processes', most: 500, seconds: 0.4 } },
    says: 'It was ended after 0.40 s: more than 500 processes ran.',
  },
  {
    name: 'an end for what it wrote after its answer',
    facts: { exceeded: { what: 'bytes', most: 10_000_000_000, seconds: 31 } },
    says: 'It was ended after 31 s: more than 10.0 GB were written.',
  },
  {
    name: 'nobody',
    facts: silent,
    says: 'No answer, with a limit of 230 s; nothing listened.',
  },
  {
    name: 'somebody at another door',
    facts: {
      ...silent,
      listening: [
        { address: '127.0.0.1', port: 5000 },
        { address: '::1', port: 5000 },
      ],
      limit: 5,
    },
    says: 'No answer, with a limit of 5.00 s; it listened at 127.0.0.1:5000, [::1]:5000.',
  },
  {
    name: 'answers that do not count',
    facts: { ...silent, refused: { path: KNOCK, status: 403, seconds: 229 } },
    says: `No answer that counts, with a limit of 230 s; the last was 403 for ${KNOCK}.`,
  },
  {
    name: 'a connection without an answer',
    facts: { ...silent, refused: { path: KNOCK, status: null, seconds: 229 } },
    says: `No answer that counts, with a limit of 230 s; the last was no status for ${KNOCK}.`,
  },
  {
    name: 'the parking page',
    facts: { parked: true },
    says: 'The platform found no app, and started its parking page.',
  },
  {
    name: 'a deployment that fails',
    facts: { ...silent, reached: 'deploy', problem: 'No space left' },
    says: 'It did not come to the start, because the deployment fails: No space left',
  },
  {
    name: 'an entry point that stops',
    facts: { ...silent, reached: 'init', problem: '\n  eval: line 1: unexpected EOF\nmore' },
    says: "It did not come to the start, because the container's entry point stops: eval: line 1: unexpected EOF",
  },
  {
    name: 'no start script',
    facts: { ...silent, reached: 'generator', problem: 'Destination directory is required.' },
    says: 'It did not come to the start, because the platform makes no start script: Destination directory is required.',
  },
];

describe('the verdict of a rehearsal', () => {
  for (const { name, facts, says } of cases) {
    it(name, () => {
      const report = reportOf(facts);
      assert.deepEqual([rehearsalLine(report), rehearsalLines(report)[0]], [says, says]);
    });
  }

  it('says why there was none', () => {
    assert.equal(rehearsalLine({ notRun: 'It is turned off.' }), 'Not run: It is turned off.');
  });
});

describe('rehearsalLines', () => {
  it('tell everything, one thing a line', () => {
    assert.deepEqual(rehearsalLines(WELL), [
      `It answered ${KNOCK} with 404 after 12 s, and /health with 200.`,
      'Seconds       12 s: unpack 0.41 s, interpreter 0.09 s, imports 12 s, rest 0.34 s',
      'Imports          11 s  pandas',
      '               0.22 s  flask',
      'Site          3 files read, 2.20 MB; 2 modules among them',
      'Isolation     user namespace, no network, Python 3.11.7',
      "Not modelled  the image's C library",
      '              the speed of the share',
    ]);
  });

  it('leave out what was not seen', () => {
    const seconds = { total: 2, unpack: 0, interpreter: null, imports: null, rest: 2 };
    assert.deepEqual(
      rehearsalLines({ ...rehearsalOf({ network: 'host', seconds }), notModelled: [] }),
      [
        `It answered ${KNOCK} with 200 after 2.00 s.`,
        'Seconds       2.00 s: unpack 0.00 s, rest 2.00 s',
        "Isolation     user namespace, this machine's network, Python 3.11.7",
      ],
    );
  });
});

describe('rehearsalMarkdown', () => {
  it('is headings, lists and plain tables', () => {
    assert.equal(
      rehearsalMarkdown(WELL).join('\n'),
      `## Rehearsal

It answered /robots933456.txt with 404 after 12 s, and /health with 200.

- **Site's folder**: 3 files read, 2.20 MB; 2 modules among them
- **Isolation**: user namespace, no network, Python 3.11.7

| part of the start | seconds |
|---|---|
| unpack | 0.41 |
| interpreter | 0.09 |
| imports | 11.50 |
| rest | 0.34 |
| total | 12.34 |

| slowest imports | seconds |
|---|---|
| pandas | 10.60 |
| flask | 0.22 |

### Not modelled

- the image's C library
- the speed of the share
`,
    );
  });

  it('says why there was none, and no more', () => {
    assert.deepEqual(rehearsalMarkdown({ notRun: 'There is no package.' }), [
      '## Rehearsal',
      '',
      'Not run: There is no package.',
      '',
    ]);
  });

  it('stays so whatever a module is called and the platform says', () => {
    const imports = [{ module: 'a|b<script>', seconds: 1 }];
    const text = rehearsalMarkdown({
      ...WELL,
      imports,
      reached: 'init',
      problem: '# [x](http://y)',
    }).join('\n');
    assert.ok(text.includes('| a\\|b\\<script\\> | 1.00 |'), text);
    assert.ok(text.includes('stops: \\# \\[x\\]\\(http://y\\)\n'), text);
  });
});

describe('the schema of a rehearsal', () => {
  const schema = JSON.parse(readFileSync('docs/antenv-report.schema.json', 'utf8')) as object;
  const ajv = new Ajv({ strict: true, allowUnionTypes: true }).addSchema(schema, 'report');
  const validate = ajv.compile({ $ref: 'report#/definitions/rehearsal' });
  const errorsOf = (report: unknown): unknown =>
    validate(JSON.parse(JSON.stringify(report))) ? [] : validate.errors;

  const reports: readonly RehearsalReport[] = [
    WELL,
    { notRun: 'It is turned off.' },
    ...cases.map(({ facts }) => reportOf(facts)),
  ];
  for (const [index, report] of reports.entries()) {
    it(`allows report ${index}: ${rehearsalLine(report)}`, () => {
      assert.deepEqual(errorsOf(report), []);
    });
  }

  for (const wrong of [
    { ...WELL, isolation: undefined },
    { ...WELL, notModelled: undefined },
    { ...WELL, reached: 'somewhere' },
    { ...WELL, secret: 'more' },
    { ...WELL, notRun: 'both' },
    {},
  ]) {
    it(`refuses ${JSON.stringify(wrong).slice(-60)}`, () => {
      assert.notDeepEqual(errorsOf(wrong), []);
    });
  }
});
