// The order of a rehearsal of its own: what is in the package, the start, and the rules about it alone.

import { stat } from 'node:fs/promises';
import { unreadablePackage } from './archives/package-file.js';
import { CATALOGUE } from './check/catalogue.js';
import { gatherPackage } from './check/package/gather-package.js';
import { loadSettings } from './check/settings/load-settings.js';
import { readStartup } from './check/startup/read-startup.js';
import type { Evidence } from './check/evidence.js';
import type { Host } from './host.js';
import type { JudgedRequest } from './judged-request.js';
import { rehearseStage } from './rehearse-stage.js';
import { reportParts, type ValidateReport } from './report/report.js';
import { Run } from './run.js';
import { stackName } from './runtime/images.js';
import { judged, tellClosing } from './tell-judgement.js';
import type { Advance } from './terms/progress.js';
import { redactDeep } from './terms/redaction.js';
import { VERSION } from './version.js';

export interface RehearseRequest extends JudgedRequest {
  readonly package: string;
  /** A package that was deployed before, or a folder with what the site holds. */
  readonly over: string | undefined;
}

const RULES = CATALOGUE.filter(({ needs }) => needs.includes('rehearsal'));

/**
 * Starts a package as the platform would and judges the start alone.
 * @throws Stopped `package-unreadable`, `settings-unreadable`, `rehearsal-impossible`, `cancelled`
 */
export async function rehearsePackage(
  request: RehearseRequest,
  host: Host,
): Promise<ValidateReport> {
  if (request.over !== undefined) await checkThere(request.over);
  const run = new Run(host);
  const evidence = await run.stage('gather', 'Gather: what is in the package', (advance) =>
    gather(host, run, request, advance),
  );
  const { judgement, rehearsal } = await run.stage(
    'rehearse',
    'Rehearse: does it start?',
    async (advance) => {
      const { package: zip, over } = request;
      const told = await rehearseStage(host, run, request, {
        zip,
        over,
        evidence,
        isAll: true,
        advance,
      });
      const seen = 'notRun' in told ? evidence : { ...evidence, rehearsal: told };
      return { judgement: judged(host, run, seen, request, RULES), rehearsal: told };
    },
  );
  tellClosing(host, judgement);
  const report: ValidateReport = {
    schema: 1,
    antenvVersion: VERSION,
    subject: request.package,
    ...reportParts(judgement),
    rehearsal,
    notes: run.notes,
    warnings: run.warnings,
  };
  return redactDeep(report, host.secrets);
}

async function checkThere(path: string): Promise<void> {
  await stat(path).catch((error: unknown) => {
    throw unreadablePackage(path, error);
  });
}

async function gather(
  host: Host,
  run: Run,
  request: RehearseRequest,
  advance: Advance,
): Promise<Evidence> {
  const { appSettings, startupCommand = '' } = request;
  const settings = appSettings === undefined ? undefined : await loadSettings(appSettings);
  settings?.problems.forEach(({ message }) => run.warn(message));
  const gathered = await gatherPackage(request.package, host.signal, host.tempFolder, advance);
  // Only the files' names and texts are wanted.
  await gathered.close();
  const { app, layout, venv } = gathered.evidence;
  const [minor, ...others] = venv?.minors ?? [];
  const built = minor === undefined || others.length > 0 ? undefined : stackName(minor);
  return {
    ...gathered.evidence,
    runtimeStack: request.runtimeStack ?? built,
    settings: settings?.settings,
    startup: await readStartup(startupCommand, app, layout, settings?.settings),
  };
}
