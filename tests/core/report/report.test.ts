// The report in the log and in the run's summary: aligned lines, plain Markdown whatever the names are.

import assert from 'node:assert/strict';
import { asFlag } from '../../../tasks/cli/flags.js';
import { asLog } from '../../../tasks/core/report/as-log.js';
import { asMarkdown } from '../../../tasks/core/report/as-markdown.js';
import { largestOf, type PackageReport } from '../../../tasks/core/report/report.js';
import { counted } from '../../../tasks/core/terms/counted.js';
import { readableSize } from '../../../tasks/core/report/sizes.js';

const REPORT: PackageReport = {
  schema: 1,
  antenvVersion: '1.2.3',
  package: {
    path: '/agent/_work/1/a/web.zip',
    size: 12_345_678,
    sha256: 'ab'.repeat(32),
    entries: 12,
    inner: { name: 'antenv.tar.gz', entries: 1234, size: 12_000_000 },
  },
  layout: 'venvTarball',
  compression: 'gzip',
  addresses: { app: '/home/site/wwwroot', venv: '/antenv' },
  python: {
    version: '3.12.4',
    program: '/usr/bin/python3',
    pip: '24.0',
    libc: 'glibc 2.39',
    build: 'native',
  },
  image: {
    runtimeStack: 'PYTHON|3.12',
    distribution: 'Debian 11',
    glibc: '2.31',
    endOfLife: '2028-10',
    asOf: '2026-11-20',
  },
  requirements: {
    format: 'requirements.txt',
    path: 'requirements.txt',
    files: ['requirements.txt'],
    notUsed: [],
    groups: [],
    extras: [],
  },
  installed: {
    by: { name: 'pip', version: '24.0' },
    reused: false,
    count: 2,
    bytes: 1_500_000,
    distributions: [
      { name: 'flask', version: '3.0.0' },
      { name: 'six', version: '1.16.0' },
    ],
    largest: [
      { name: 'flask', version: '3.0.0', bytes: 1_400_000 },
      { name: 'six', version: '1.16.0', bytes: 100_000 },
    ],
  },
  pruned: {
    prune: 'safe',
    files: 1020,
    bytes: 30_000_000,
    leftOut: Array.from({ length: 6 }, (_, n) => ({
      reason: 'test directory',
      what: `lib/python3.12/site-packages/p${n}/tests`,
      files: 170,
      bytes: 5_000_000,
    })),
  },
  staticFiles: { outcome: 'skipped', why: 'the app root has no manage.py' },
  bytecode: { files: 345, notCompiled: ['/antenv/lib/x.py'] },
  leftOut: [
    { path: '.git/', reason: 'version control' },
    ...Array.from({ length: 7 }, (_, n) => ({ path: `p${n}/__pycache__/`, reason: 'cache' })),
  ],
  times: { base: '2024-05-06T07:08:09.000Z', source: 'the commit' },
  deployment: { startupCommand: 'gunicorn app:app', appSettings: ['WEBSITES_PORT'] },
  findings: [
    {
      code: 'startup/slow-step',
      severity: 'warning',
      message: "'migrate' runs first.",
      fix: 'Run it in the pipeline.',
      where: { file: 'startup.sh', line: 3 },
    },
  ],
  judgement: {
    verdict: 'passed',
    failOn: 'error',
    suppressed: [],
    notRun: [{ code: 'setting/duplicate', missing: ['settings'] }],
    ran: 7,
  },
  rehearsal: { notRun: 'It is turned off.' },
  warnings: [],
  notes: [],
  stages: [
    { name: 'resolve', seconds: 0.412 },
    { name: 'install', seconds: 31.04 },
  ],
};

describe('asLog', () => {
  it('says everything in a line or two each', () => {
    assert.deepEqual(asLog(REPORT), [
      'Package       /agent/_work/1/a/web.zip',
      `              12.3 MB, 12 entries, sha256 ${'ab'.repeat(32)}`,
      '              with antenv.tar.gz, 12.0 MB, 1,234 entries',
      'Layout        venvTarball: app in /home/site/wwwroot, venv in /antenv',
      'Runtime       PYTHON|3.12 on Debian 11 with glibc 2.31 (facts of 2026-11-20)',
      'Built with    Python 3.12.4, pip 24.0, glibc 2.39',
      'Installed     2 distributions, 1.50 MB, by pip 24.0',
      '              1.40 MB  flask 3.0.0',
      '               100 kB  six 1.16.0',
      'Pruned        1,020 files, 30.0 MB that nothing needs: p0/tests, p1/tests, p2/tests, p3/tests, p4/tests and 1 more; packed with prune: none',
      'Bytecode      345 files; 1 file not valid for this Python, such as templates',
      'Left out      cache (p0/__pycache__/, p1/__pycache__/, p2/__pycache__/, p3/__pycache__/, p4/__pycache__/ and 2 more), version control (.git/)',
      'Rehearsal     Not run: It is turned off.',
      'Times         from the commit',
      'Took          resolve 0.4 s, install 31.0 s',
    ]);
  });

  it('calls inputs as the command line does', () => {
    const left = { path: 'docs/', reason: 'excludes' };
    const lines = asLog({ ...REPORT, leftOut: [left] }, asFlag);
    assert.ok(lines.includes('Left out      --exclude (docs/)'));
    assert.ok(
      lines.includes(
        'Pruned        1,020 files, 30.0 MB that nothing needs: p0/tests, p1/tests, p2/tests, p3/tests, p4/tests and 1 more; packed with --prune=none',
      ),
    );
  });

  it('leaves out what is not there', () => {
    const lines = asLog({
      ...REPORT,
      package: { ...REPORT.package, inner: null },
      bytecode: { files: 1, notCompiled: [] },
      leftOut: [],
    });
    assert.ok(!lines.some((line) => line.includes('with antenv')));
    assert.ok(lines.includes('Bytecode      1 file'));
    assert.ok(lines.includes('Left out      nothing'));
  });
});

describe('a report without a package', () => {
  it('says so in the log', () => {
    const [first, second] = asLog({ ...REPORT, package: null });
    assert.deepEqual(
      [first, second],
      [
        'Package       none',
        'Layout        venvTarball: app in /home/site/wwwroot, venv in /antenv',
      ],
    );
  });

  it('says so in the summary', () => {
    const [head] = asMarkdown({ ...REPORT, package: null }).split('\n## ');
    assert.equal(
      head,
      `# Antenv: no package

- **Layout**: \`venvTarball\`, app in \`/home/site/wwwroot\`, venv in \`/antenv\`
- **Runtime**: \`PYTHON|3.12\` on Debian 11 with glibc 2.31
- **Built with**: Python 3.12.4, pip 24.0
- **Installed**: 2 distributions, 1.50 MB, by pip 24.0
- **Pruned**: 1,020 files, 30.0 MB that nothing needs: p0/tests, p1/tests, p2/tests, p3/tests, p4/tests and 1 more; packed with prune: none
`,
    );
  });
});

describe('asMarkdown', () => {
  it('is headings, lists and plain tables', () => {
    assert.equal(
      asMarkdown({ ...REPORT, warnings: ['Mind the gap.'], notes: ['All is well.'] }),
      `# Antenv: web.zip

- **Package**: \`/agent/_work/1/a/web.zip\`, 12.3 MB, 12 entries
- **sha256**: \`${'ab'.repeat(32)}\`
- **Layout**: \`venvTarball\`, app in \`/home/site/wwwroot\`, venv in \`/antenv\`
- **Runtime**: \`PYTHON|3.12\` on Debian 11 with glibc 2.31
- **Built with**: Python 3.12.4, pip 24.0
- **Installed**: 2 distributions, 1.50 MB, by pip 24.0
- **Pruned**: 1,020 files, 30.0 MB that nothing needs: p0/tests, p1/tests, p2/tests, p3/tests, p4/tests and 1 more; packed with prune: none

## Findings

0 errors, 1 warning, 0 notes from 7 rules; 1 rule could not run without app settings

### Warnings

- **startup/slow-step**, startup.sh:3: 'migrate' runs first. Run it in the pipeline.

## Rehearsal

Not run: It is turned off.

## Warnings

- Mind the gap.

## Notes

- All is well.

## Largest distributions

| distribution | version | size |
|---|---|---|
| flask | 3.0.0 | 1.40 MB |
| six | 1.16.0 | 100 kB |

## Time

| stage | seconds |
|---|---|
| resolve | 0.4 |
| install | 31.0 |
`,
    );
  });

  it('turns no direction of writing, and obeys nothing', () => {
    const text = asMarkdown({
      ...REPORT,
      package: { ...REPORT.package, path: '/a/\u202egpj.zip' },
      warnings: ['a\u001b[2Jb\u2066c'],
    });
    assert.ok(text.includes('- **Package**: `/a/\ufffdgpj.zip`,'), text);
    assert.ok(text.includes('- ab\ufffdc\n'), text);
  });

  it('stays so with hostile names', () => {
    const hostile = 'a|b](http://x)<script>\n# c`*_~![i](y)';
    const text = asMarkdown({
      ...REPORT,
      package: { ...REPORT.package, path: `/a/\`${hostile}.zip` },
      installed: { ...REPORT.installed, largest: [{ name: hostile, version: '|', bytes: 1 }] },
      warnings: [`'${hostile}' is odd.`],
    });
    assert.equal(
      text.split('\n').length,
      asMarkdown({ ...REPORT, warnings: ['x'] }).split('\n').length - 1,
    );
    const escaped = 'a\\|b\\]\\(http://x\\)\\<script\\> \\# c\\`\\*\\_\\~\\!\\[i\\]\\(y\\)';
    assert.ok(text.includes(`| ${escaped} | \\| | 1 B |`), text);
    assert.ok(text.includes(`- '${escaped}' is odd.`), text);
    assert.ok(text.includes(`- **Package**: /a/\\\`${escaped}.zip,`), text);
  });

  it('keeps a path with a line break on one line', () => {
    const text = asMarkdown({ ...REPORT, package: { ...REPORT.package, path: '/a\n# b/web.zip' } });
    assert.ok(text.includes('- **Package**: `/a # b/web.zip`,'), text);
  });
});

describe('sizes', () => {
  for (const [bytes, expect] of [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'],
    [88_700_000, '88.7 MB'],
    [1_234_567_890_123, '1.23e+3 GB'],
  ] as const) {
    it(`${bytes} is ${expect}`, () => assert.equal(readableSize(bytes), expect));
  }

  it('counts in words', () => {
    assert.equal(counted(1, 'entry', 'entries'), '1 entry');
    assert.equal(counted(0, 'file'), '0 files');
    assert.equal(counted(12_345, 'file'), '12,345 files');
  });

  it('lists the largest first, and those of one size by name', () => {
    const of = (name: string, bytes: number) => ({ name, version: '1', bytes, tags: [], files: 1 });
    const found = largestOf([of('b', 1), of('c', 5), of('a', 1), of('d', 0)], 3);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['c', 'a', 'b'],
    );
  });
});
