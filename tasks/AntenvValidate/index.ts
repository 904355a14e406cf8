// AntenvValidate@1: inputs to the judgement, its findings to issues and outputs.

import '../core/young-generation.js';
import { findingsMarkdown, rehearsalMarkdown, siteMarkdown } from '../core/report/as-markdown.js';
import { explainAsText } from '../core/report/explain.js';
import { issuesOf, judgementOutputs, verdictText } from '../core/report/findings.js';
import { judgementOf } from '../core/report/report.js';
import { keepReport, validateApp } from '../core/validate-flow.js';
import { readValidateRequest } from '../core/validate-request.js';
import { countOf } from '../core/terms/judgement.js';
import { underAgent, type Task } from '../hosts/agent.js';

export const antenvValidate: Task = async (inputs, host) => {
  const report = await validateApp(readValidateRequest(inputs), host);
  await keepReport(host, report);
  const judgement = judgementOf(report);
  // A step that fails needs an error on the run's page, and warnings are none.
  const warnings = countOf(judgement, 'warning');
  const isWarned = judgement.verdict === 'failed' && countOf(judgement, 'error') === 0;
  const failed = isWarned ? 'failed with an error' : 'failed';
  return {
    message: isWarned ? explainAsText({ code: 'warnings-fail', warnings }) : verdictText(judgement),
    ending: judgement.verdict === 'failed' ? failed : 'succeeded',
    issues: issuesOf(judgement),
    summary: [
      '# Antenv: would it start?',
      '',
      ...findingsMarkdown(judgement),
      ...siteMarkdown(report.site),
      ...rehearsalMarkdown(report.rehearsal),
    ].join('\n'),
    outputs: judgementOutputs(judgement),
  };
};

if (require.main === module) void underAgent('AntenvValidate', antenvValidate);
