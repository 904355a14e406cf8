// AntenvPackage@1: inputs to the flow, its report to outputs.

import { packageApp } from '../core/flow.js';
import { readPackageRequest } from '../core/package-request.js';
import { asMarkdown } from '../core/report/as-markdown.js';
import { underAgent, type Task } from '../hosts/agent.js';

export const antenvPackage: Task = async (inputs, host) => {
  const report = await packageApp(readPackageRequest(inputs), host);
  return {
    message: `Packaged ${report.package.path}`,
    summary: asMarkdown(report),
    outputs: {
      packagePath: report.package.path,
      packageSha256: report.package.sha256,
      layout: report.layout,
      pythonVersion: report.python.version,
    },
  };
};

if (require.main === module) void underAgent('AntenvPackage', antenvPackage);
