// Findings in the log and as issues: most important first, all of them, and few enough for the run's page.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv04 from 'ajv-draft-04';
import { closingLines, findingLines, issuesOf } from '../../../tasks/core/report/findings.js';
import { asSarif } from '../../../tasks/core/report/sarif.js';
import type { Finding, Severity } from '../../../tasks/core/terms/finding.js';
import type { Judgement } from '../../../tasks/core/terms/judgement.js';

function finding(code: string, severity: Severity, file = 'startup.sh', line = 2): Finding {
  return { code, severity, message: `${code} is so.`, fix: 'Do this.', where: { file, line } };
}

function judgementOf(findings: readonly Finding[]): Judgement {
  return { verdict: 'failed', failOn: 'error', findings, suppressed: [], notRun: [], ran: 3 };
}

describe('the log of a judgement', () => {
  it('has every finding with its place, its fix and its code, and closes with the whole', () => {
    const judgement: Judgement = {
      ...judgementOf([finding('app/a', 'error')]),
      suppressed: [finding('app/b', 'warning')],
      notRun: [
        { code: 'setting/x', missing: ['settings'] },
        { code: 'setting/y', missing: ['settings'] },
        { code: 'startup/z', missing: ['preRun'] },
        { code: 'setting/form', missing: ['settingProblems'] },
      ],
    };
    assert.deepEqual(findingLines(judgement), [
      'error    app/a is so. (startup.sh:2)\n         Do this. [app/a]',
      'Suppressed: app/b (startup.sh:2)',
    ]);
    assert.deepEqual(closingLines(judgement), [
      'Not checked without a text of app settings: setting/form',
      'Not checked without app settings: setting/{x, y}, startup/z',
      '1 error, 0 warnings, 0 notes from 3 rules; 4 rules could not run without app settings, a text of app settings',
    ]);
  });
});

describe('the log of a file whose name has lines', () => {
  const file = 'a\nerror    all is well\r\u2028.py';
  const found: Finding = {
    ...finding('app/a', 'error', file),
    message: `'${file}' is so.`,
    fix: `Rename '${file}'.`,
  };
  const shown = String.raw`a\nerror    all is well\r` + '\ufffd.py';

  it('has two lines for it', () => {
    assert.deepEqual(findingLines({ ...judgementOf([found]), suppressed: [found] }), [
      `error    '${shown}' is so. (${shown}:2)\n         Rename '${shown}'. [app/a]`,
      `Suppressed: app/a (${shown}:2)`,
    ]);
  });
});

describe('the log of many findings', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => finding('app/a', 'error', 'a.sh', index));
  const line = (place: string, code = 'app/a'): string =>
    `error    ${code} is so. (${place})\n         Do this. [${code}]`;

  it('has the first ten of each code, and how many more there are', () => {
    const findings = [...twelve.slice(0, 5), finding('app/b', 'error'), ...twelve.slice(5)];
    const ten = twelve.slice(0, 10).map(({ where }) => line(`a.sh:${where.line}`));
    assert.deepEqual(findingLines(judgementOf(findings)), [
      ...ten.slice(0, 5),
      line('startup.sh:2', 'app/b'),
      ...ten.slice(5),
      '         and 2 more of app/a',
    ]);
    assert.deepEqual(findingLines(judgementOf(twelve.slice(0, 10))), ten);
  });

  it('shortens what is suppressed, too', () => {
    const names = twelve.slice(0, 10).map(({ where }) => `app/a (a.sh:${where.line})`);
    assert.deepEqual(findingLines({ ...judgementOf([]), suppressed: twelve }), [
      `Suppressed: ${names.join(', ')}, and 2 more of app/a`,
    ]);
  });
});

describe('issuesOf', () => {
  it('shares one issue among the findings of a rule, and leaves notes out', () => {
    const issues = issuesOf(
      judgementOf([
        finding('app/a', 'error'),
        finding('app/a', 'error', 'run.sh', 7),
        finding('app/n', 'note'),
      ]),
    );
    assert.deepEqual(issues, [
      {
        severity: 'error',
        message: 'app/a is so. Also in run.sh:7. Do this. [app/a]',
        code: 'app/a',
        file: 'startup.sh',
        line: 2,
      },
    ]);
  });

  it('keeps to ten of a kind, the last one for all that did not fit', () => {
    const findings = Array.from({ length: 14 }, (_, index) => finding(`app/x${index}`, 'warning'));
    const issues = issuesOf(judgementOf(findings));
    assert.equal(issues.length, 10);
    assert.equal(
      issues[9]?.message,
      'And 5 more warnings: app/x9, app/x10, app/x11, app/x12, app/x13. The log above has them all.',
    );
  });
});

describe('asSarif', () => {
  it('is what the public schema of SARIF 2.1.0 allows', () => {
    // Schemata of oasis-tcs/sarif-spec, unchanged.
    const schema = JSON.parse(
      readFileSync('tests/contracts/sarif-schema-2.1.0.json', 'utf8'),
    ) as object;
    const validate = new Ajv04({
      strict: false,
      validateFormats: false,
      unicodeRegExp: false,
    }).compile(schema);
    const findings = [
      finding('app/a', 'error', 'a b.sh'),
      { ...finding('app/b', 'note'), where: { file: 'startup command' } },
    ];
    const rules = [{ code: 'app/a', why: 'Because.' }];
    validate(JSON.parse(asSarif(judgementOf(findings), rules, '1.2.3')));
    assert.deepEqual(validate.errors, null);
  });

  it('names a file whose name has signs that mean something in an address', () => {
    const text = asSarif(judgementOf([finding('app/a', 'error', 'C#/a?b %:c.py')]), [], '1.2.3');
    assert.equal(/"uri": "(.*)"/.exec(text)?.[1], 'C%23/a%3Fb%20%25%3Ac.py');
  });

  it('has a rule for each code that was found and a result for each finding', () => {
    const rules = [
      { code: 'app/a', why: 'Because.' },
      { code: 'app/b', why: 'Never found.' },
    ];
    const log = JSON.parse(
      asSarif(judgementOf([finding('app/a', 'error', 'a b.sh')]), rules, '1.2.3'),
    ) as { version: string; runs: unknown[] };
    assert.equal(log.version, '2.1.0');
    assert.deepEqual(log.runs, [
      {
        tool: {
          driver: {
            name: 'Antenv',
            version: '1.2.3',
            rules: [{ id: 'app/a', shortDescription: { text: 'Because.' } }],
          },
        },
        results: [
          {
            ruleId: 'app/a',
            level: 'error',
            message: { text: 'app/a is so. Do this.' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'a%20b.sh' },
                  region: { startLine: 2 },
                },
              },
            ],
          },
        ],
      },
    ]);
  });
});
