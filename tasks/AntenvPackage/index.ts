// AntenvPackage@1: inputs to the flow, its report to outputs.

import { packageApp } from '../core/flow.js';
import { COLLECT_STATIC } from '../core/framework/static-files.js';
import { asMarkdown } from '../core/report/as-markdown.js';
import { COMPRESSIONS, LAYOUTS } from '../core/terms/layout.js';
import { underAgent, type Task } from '../hosts/agent.js';

export const antenvPackage: Task = async (inputs, host) => {
  const report = await packageApp(
    {
      appRoot: inputs.folder('appRoot'),
      requirements: inputs.file('requirements'),
      runtimeStack: inputs.word('runtimeStack'),
      pythonPath: inputs.program('pythonPath'),
      layout: inputs.choice('layout', LAYOUTS),
      compression: inputs.choice('compression', COMPRESSIONS),
      packagePath: inputs.file('packagePath'),
      excludes: inputs.lines('excludes'),
      collectStatic: inputs.choice('collectStatic', COLLECT_STATIC),
      startupCommand: inputs.text('startupCommand'),
      appSettings: inputs.text('appSettings'),
    },
    host,
  );
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
