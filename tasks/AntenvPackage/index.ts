// AntenvPackage@1: inputs to the flow, its report to outputs.

import { packageApp } from '../core/flow.js';
import { readPackageRequest } from '../core/package-request.js';
import { asMarkdown } from '../core/report/as-markdown.js';
import { underAgent, type Task } from '../hosts/agent.js';

export const antenvPackage: Task = async (inputs, host) => {
  const { report, ...outputs } = await packageApp(readPackageRequest(inputs), host);
  return {
    message: `Packaged ${outputs.packagePath}`,
    summary: asMarkdown(report),
    outputs,
  };
};

if (require.main === module) void underAgent('AntenvPackage', antenvPackage);
