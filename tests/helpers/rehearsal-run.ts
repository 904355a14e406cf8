// Rehearses a package in this process, with nothing asked for but what a test gives.

import { rehearsePackage, type RehearseRequest } from '../../tasks/core/rehearse-flow.js';
import type { ValidateReport } from '../../tasks/core/report/report.js';
import type { RehearsalReport } from '../../tasks/core/terms/rehearsal.js';
import type { Host } from '../../tasks/core/host.js';

/** The facts of a rehearsal that took place. */
export type RehearsalFacts = Exclude<RehearsalReport, { readonly notRun: string }>;

/** What one rehearsal is asked for; everything else is left to the product. */
export type Asked = Partial<RehearseRequest> & Pick<RehearseRequest, 'package'>;

/** Rehearses as the command line does. */
export async function rehearsed(host: Host, asked: Asked): Promise<ValidateReport> {
  return rehearsePackage(
    {
      over: undefined,
      runtimeStack: undefined,
      startupCommand: undefined,
      appSettings: undefined,
      site: undefined,
      failOn: 'error',
      suppress: [],
      rehearse: 'auto',
      rehearseTimeout: undefined,
      rehearseNetwork: 'none',
      healthCheckPath: undefined,
      ...asked,
    },
    host,
  );
}

/** The facts of a report. Throws when there was no rehearsal. */
export function factsOf({ rehearsal }: Pick<ValidateReport, 'rehearsal'>): RehearsalFacts {
  if (rehearsal === undefined || 'notRun' in rehearsal) {
    throw new Error(`There was no rehearsal: ${JSON.stringify(rehearsal)}`);
  }
  return rehearsal;
}
