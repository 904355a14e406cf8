// AntenvValidate@1: inputs to the judgement, its findings to issues and outputs.

import { findingsMarkdown } from '../core/report/as-markdown.js';
import { issuesOf, verdictText } from '../core/report/findings.js';
import { countOf } from '../core/terms/judgement.js';
import { validateApp } from '../core/validate-flow.js';
import { readValidateRequest } from '../core/validate-request.js';
import { underAgent, type Task } from '../hosts/agent.js';

export const antenvValidate: Task = async (inputs, host) => {
  const { judgement } = await validateApp(readValidateRequest(inputs), host);
  return {
    message: verdictText(judgement),
    failed: judgement.verdict === 'failed',
    issues: issuesOf(judgement),
    summary: ['# Antenv: would it start?', '', ...findingsMarkdown(judgement)].join('\n'),
    outputs: {
      errors: String(countOf(judgement, 'error')),
      warnings: String(countOf(judgement, 'warning')),
      verdict: judgement.verdict,
    },
  };
};

if (require.main === module) void underAgent('AntenvValidate', antenvValidate);
