// The order of validating: what there is, gathered once; every rule; what that means.

import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findPackage } from './check/package/find-package.js';
import { gatherFolder } from './check/package/gather-folder.js';
import { gatherPackage } from './check/package/gather-package.js';
import { gatherEvidence } from './check/gather.js';
import type { Gathered } from './check/package/gathered.js';
import { stackKind } from './check/rules/runtime.js';
import { loadSettings } from './check/settings/load-settings.js';
import type { Host, Telling } from './host.js';
import { judgeStart, type Looked, type Rehearsed } from './judge-start.js';
import { JUDGED_BAD } from './rehearse-stage.js';
import { reportParts, type ValidateReport } from './report/report.js';
import { writeReport } from './report-files.js';
import { Run } from './run.js';
import { siteReport } from './report/site.js';
import { evidenceOf, settingsAfter, siteStage } from './site-stage.js';
import { KNOWN_MINORS, readRuntimeStack } from './runtime/images.js';
import { judged, tellClosing } from './tell-judgement.js';
import { messageOf, Stopped } from './terms/failure.js';
import type { Advance } from './terms/progress.js';
import { redactDeep } from './terms/redaction.js';
import type { SiteReading } from './terms/site.js';
import type { ValidateRequest } from './validate-request.js';
import { VERSION } from './version.js';

/**
 * Judges a package, an app folder, or nothing but the configuration.
 * @throws Stopped `package-not-found`, `package-in-folder`, `package-folder-empty`, `package-unreadable`, `settings-unreadable`, `nothing-to-judge`,
 * `unknown-runtime-stack`, `cancelled`
 */
export async function validateApp(asked: ValidateRequest, host: Host): Promise<ValidateReport> {
  const { package: subject, startupCommand, appSettings, runtimeStack, site } = asked;
  if ([subject, startupCommand, appSettings, runtimeStack, site].every((value) => !value)) {
    throw new Stopped({ code: 'nothing-to-judge' });
  }
  refuseUnknownStack(runtimeStack);
  const run = new Run(host);
  const { reading, request } = await siteStage(host, run, asked);
  const path = request.package === undefined ? undefined : await findPackage(request.package);
  const gathered = await run.stage('gather', 'Gather: what there is to be judged', (advance) =>
    gather(host, path, advance),
  );
  try {
    const looked = await run.stage('check', 'Check: would it start?', () =>
      check(host, run, { asked, request, reading }, gathered),
    );
    const { judgement, rehearsal } = await checkStart(host, run, request, looked, path);
    tellClosing(host, judgement);
    const { notes, warnings } = run;
    const report: ValidateReport = {
      schema: 1,
      antenvVersion: VERSION,
      subject: path ?? null,
      ...reportParts(judgement),
      rehearsal,
      ...(reading ? { site: siteReport(reading) } : {}),
      notes,
      warnings,
    };
    return redactDeep(report, host.secrets);
  } finally {
    await gathered?.close();
  }
}

/**
 * Writes the files of a report into a folder of their own: beside the package they would take the place of
 * the report that it was made with, and the folder of an artifact is not ours to write to.
 * @throws Stopped `temp-folder-unusable`, `report-not-writable`, `disk-full`
 */
export async function keepReport(host: Host, report: ValidateReport): Promise<void> {
  const folder = join(host.tempFolder, 'antenv-validate');
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    const reason = messageOf(error);
    throw new Stopped({ code: 'temp-folder-unusable', path: folder, reason }, { cause: error });
  });
  const paths = await writeReport(folder, report);
  host.log.info(`Report: ${paths.report}`);
}

async function gather(
  host: Host,
  path: string | undefined,
  advance: Advance,
): Promise<Gathered | undefined> {
  if (path === undefined) {
    host.log.info('No package: startup command, settings and runtime stack are judged alone.');
    return undefined;
  }
  host.log.info(path);
  const isFolder = (await stat(path)).isDirectory();
  return isFolder
    ? gatherFolder(path, undefined, host.signal)
    : gatherPackage(path, host.signal, host.tempFolder, advance);
}

/** What was asked for, and what the site added to it. */
interface Answered {
  readonly asked: ValidateRequest;
  readonly request: ValidateRequest;
  readonly reading: SiteReading | undefined;
}

async function check(
  host: Host,
  tell: Telling,
  { asked, request, reading }: Answered,
  gathered: Gathered | undefined,
): Promise<Looked> {
  const { appSettings, runtimeStack, startupCommand } = request;
  const typed = appSettings === undefined ? undefined : await loadSettings(appSettings);
  const evidence = await gatherEvidence(host, tell, {
    gathered,
    startupCommand,
    settings: settingsAfter(reading, typed),
    runtimeStack,
    site: evidenceOf(reading, {
      runtimeStack: asked.runtimeStack,
      startupCommand: asked.startupCommand,
      settings: typed?.settings,
    }),
    python: 'python3',
  });
  return { evidence, judgement: judged(host, tell, evidence, request) };
}

/** Starts a package that is not judged bad already, and judges what came of it. */
async function checkStart(
  host: Host,
  run: Run,
  request: ValidateRequest,
  looked: Looked,
  path: string | undefined,
): Promise<Rehearsed> {
  const { judgement } = looked;
  if (judgement.verdict === 'failed') return { judgement, rehearsal: JUDGED_BAD };
  return judgeStart(host, run, request, looked, {
    zip: looked.evidence.package ? path : undefined,
  });
}

/**
 * Refuses what names no runtime stack of Python that is known. One of another kind is a finding.
 * @throws Stopped `unknown-runtime-stack`
 */
function refuseUnknownStack(value: string | undefined): void {
  if (value === undefined) return;
  const isOfOtherKind = !/^(?:python)?$/i.test(stackKind(value) ?? '');
  const isKnown = KNOWN_MINORS.includes(readRuntimeStack(value) ?? '');
  if (isOfOtherKind || isKnown) return;
  throw new Stopped({ code: 'unknown-runtime-stack', value, known: KNOWN_MINORS });
}
