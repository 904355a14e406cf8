// AntenvPackage@1: inputs to the flow, its report to outputs.

import '../core/young-generation.js';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { packageApp } from '../core/flow.js';
import { readPackageRequest } from '../core/package-request.js';
import { asMarkdown } from '../core/report/as-markdown.js';
import { explainAsText } from '../core/report/explain.js';
import { issuesOf, judgementOutputs, type Issue } from '../core/report/findings.js';
import { judgementOf } from '../core/report/report.js';
import { underAgent, type Task } from '../hosts/agent.js';

/** The run's page keeps ten errors; the last one says why the step ends. */
const ISSUES_BESIDE_THE_END = 9;

export const antenvPackage: Task = async (inputs, host) => {
  const request = readPackageRequest(inputs);
  const result = await packageApp(request, host);
  const judgement = judgementOf(result.report);
  const issues = (most?: number): Issue[] =>
    issuesOf(judgement, most).map((issue) => inSources(request.appRoot, issue));
  const summary = asMarkdown(result.report);
  if ('refusal' in result) {
    return {
      message: explainAsText(result.refusal),
      ending: 'failed with an error',
      summary,
      issues: issues(ISSUES_BESIDE_THE_END),
      outputs: judgementOutputs(judgement),
    };
  }
  const { report: _, ...outputs } = result;
  return {
    message: `Packaged ${outputs.packagePath}`,
    ending: 'succeeded',
    summary,
    issues: issues(),
    outputs: { ...outputs, ...judgementOutputs(judgement) },
  };
};

/** A file of the app by its absolute path, which the agent makes a link into the repository of. */
function inSources(appRoot: string, issue: Issue): Issue {
  const path = resolve(appRoot, issue.file);
  return issue.file !== '' && existsSync(path) ? { ...issue, file: path } : issue;
}

if (require.main === module) void underAgent('AntenvPackage', antenvPackage);
