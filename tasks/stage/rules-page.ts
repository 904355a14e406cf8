// docs/rules.md: the catalogue of rules as a page, made from the rows.

import { writeFileSync } from 'node:fs';
import { CATALOGUE } from '../core/check/catalogue.js';
import { FAMILIES, type Family, type Rule } from '../core/check/rule.js';
import { evidenceWords } from '../core/terms/evidence-words.js';

export const RULES_PAGE = 'docs/rules.md';

/** Rows of the platform's failures for which there is no rule, and why. */
export const NOT_BUILT: readonly { readonly row: string; readonly why: string }[] = [
  { row: 'requirements.txt in another case (F61)', why: 'told by the package task, no rule' },
  { row: 'Sources built at start (F65)', why: 'startup/install-at-start says it' },
  { row: 'A deployment that is refused (F130)', why: 'between agent and site, not in the package' },
];

/** What a reader should know of a family before its rules. */
const INTRODUCTIONS: Partial<Record<Family, readonly string[]>> = {
  site: [
    'These look at [the site itself](site.md), where one is asked: what differs from what was typed in, what a swap would',
    'change, and what could not be read.',
    '',
  ],
  rehearsal: [
    'These look at a start that really took place, [as the platform would start it](rehearse.md): one reason why it failed,',
    'and what was noticed beside it.',
    '',
  ],
};

/** The page's text. */
export function rulesPage(rules: readonly Rule[]): string {
  return [
    '# Rules',
    '',
    'Made from the catalogue by `npm run docs`. What a rule finds is an **error** when the app would not start or',
    'would run something else, a **warning** when it would hurt, a **note** when it is worth knowing. A rule whose',
    'evidence is missing does not run; log and report name it. `suppress` takes codes, and a comment',
    '`# antenv: ignore code` in a script does the same for that script.',
    '',
    ...FAMILIES.flatMap((family) => familySection(family, rules)),
    '## Not built',
    '',
    ...NOT_BUILT.map(({ row, why }) => `- ${row}: ${why}.`),
    '',
  ].join('\n');
}

function familySection(family: Family, rules: readonly Rule[]): string[] {
  const own = rules.filter(({ code }) => code.startsWith(`${family}/`));
  if (own.length === 0) return [];
  return [`## ${family}`, '', ...(INTRODUCTIONS[family] ?? []), ...own.flatMap(ruleSection)];
}

function ruleSection({ code, severity, why, source, example, needs }: Rule): string[] {
  return [
    `### ${code}`,
    '',
    `**${severity}** · looks at ${needs.length === 0 ? 'everything' : evidenceWords(needs)} · ${source}`,
    '',
    why,
    '',
    ...fenced('Bad', example.bad),
    ...fenced('Good', example.good),
  ];
}

function fenced(title: string, text: string): string[] {
  const fence = text.includes('```') ? '````' : '```';
  return [`${title}:`, '', `${fence}text`, ...text.replace(/\n+$/, '').split('\n'), fence, ''];
}

if (require.main === module) writeFileSync(RULES_PAGE, rulesPage(CATALOGUE));
