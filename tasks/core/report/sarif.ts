// Findings as SARIF 2.1.0 (OASIS), which code-scanning tools read.

import type { Finding } from '../terms/finding.js';
import type { Judgement } from '../terms/judgement.js';
import { jsonText } from './json-text.js';

/** What SARIF wants to know of a rule. */
export interface SarifRule {
  readonly code: string;
  readonly why: string;
}

/** The text of `antenv.sarif`. */
export function asSarif(
  judgement: Judgement,
  rules: readonly SarifRule[],
  version: string,
): string {
  const used = rules.filter(({ code }) => judgement.findings.some((one) => one.code === code));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Antenv',
            version,
            rules: used.map(({ code, why }) => ({ id: code, shortDescription: { text: why } })),
          },
        },
        results: judgement.findings.map(resultOf),
      },
    ],
  };
  return jsonText(log);
}

function resultOf(finding: Finding): unknown {
  const { code, severity, message, fix, where } = finding;
  const region = where.line === undefined ? {} : { region: { startLine: where.line } };
  return {
    ruleId: code,
    level: severity,
    message: { text: `${message} ${fix}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(where.file) }, ...region } }],
  };
}

/** A path as a relative reference: what would end a scheme, or begin a query or a fragment, is a part of the name. */
function uriOf(path: string): string {
  return encodeURI(path).replace(/[?#:]/g, encodeURIComponent);
}
