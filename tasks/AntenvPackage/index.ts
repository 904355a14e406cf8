// AntenvPackage@1: inputs to the flow, its report to outputs.

import { packageApp } from '../core/flow.js';
import { readPackageRequest } from '../core/package-request.js';
import { asMarkdown } from '../core/report/as-markdown.js';
import { issuesOf } from '../core/report/findings.js';
import { countOf } from '../core/terms/judgement.js';
import { underAgent, type Task } from '../hosts/agent.js';

export const antenvPackage: Task = async (inputs, host) => {
  const { report, ...outputs } = await packageApp(readPackageRequest(inputs), host);
  const { judgement } = report;
  return {
    message: `Packaged ${outputs.packagePath}`,
    summary: asMarkdown(report),
    issues: issuesOf(judgement),
    outputs: {
      ...outputs,
      errors: String(countOf(judgement, 'error')),
      warnings: String(countOf(judgement, 'warning')),
      verdict: judgement.verdict,
    },
  };
};

if (require.main === module) void underAgent('AntenvPackage', antenvPackage);
