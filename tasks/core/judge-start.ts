// The start of a package in a stage of its own, and what comes of it for the judgement: of a new package and of a finished one.

import type { Evidence } from './check/evidence.js';
import type { Host } from './host.js';
import type { JudgedRequest } from './judged-request.js';
import { notToRehearse, rehearseStage, type Rehearsable } from './rehearse-stage.js';
import type { Run } from './run.js';
import { judgedAgain } from './tell-judgement.js';
import type { Judgement } from './terms/judgement.js';
import type { RehearsalReport } from './terms/rehearsal.js';

/** What was looked at, and what came of it. */
export interface Looked {
  readonly evidence: Evidence;
  readonly judgement: Judgement;
}

/** The same with what a start added. */
export interface Rehearsed {
  readonly judgement: Judgement;
  readonly rehearsal: RehearsalReport;
}

/** What is to be started, and which test directories it was packed without. */
type ToBeStarted = Pick<Rehearsable, 'zip' | 'program'> & Pick<Evidence, 'prunedFolders'>;

/**
 * Rehearses a package in a stage of its own, and judges what came of it.
 * @throws Stopped `rehearsal-impossible` where it is required; `cancelled`, `package-unreadable`
 */
export async function judgeStart(
  host: Host,
  run: Run,
  request: JudgedRequest,
  { evidence, judgement }: Looked,
  { prunedFolders, ...made }: ToBeStarted,
): Promise<Rehearsed> {
  const none = notToRehearse(request, made);
  if (none) return { judgement, rehearsal: none };
  return run.stage('rehearse', 'Rehearse: does it start?', async (advance) => {
    const rehearsal = await rehearseStage(host, run, request, { ...made, evidence, advance });
    if ('notRun' in rehearsal) return { judgement, rehearsal };
    return {
      judgement: judgedAgain(host, judgement, { ...evidence, prunedFolders, rehearsal }, request),
      rehearsal,
    };
  });
}
