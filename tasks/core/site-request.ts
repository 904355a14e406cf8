// Which site is to be asked, read from the inputs of the task or from the flags.

import type { Inputs } from './inputs.js';
import { Stopped } from './terms/failure.js';
import type { SiteQuestion } from './terms/site.js';

/**
 * Reads the question; `undefined` when no site is named.
 * @throws Stopped `site-app-missing` when all but the web app is named; `unresolved-variable`
 */
export function readSiteRequest(inputs: Inputs): SiteQuestion | undefined {
  const connection = inputs.word('azureSubscription');
  const app = inputs.word('appName');
  const resourceGroup = inputs.word('resourceGroupName');
  const slot = inputs.word('slotName');
  if (app !== undefined) return { connection, app, resourceGroup, slot: slotOf(slot) };
  const others = [
    ['azureSubscription', connection],
    ['resourceGroupName', resourceGroup],
    ['slotName', slot],
  ] as const;
  const given = others.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (given.length > 0) throw new Stopped({ code: 'site-app-missing', given });
  return undefined;
}

/** The tasks that deploy call the web app itself a slot, too. */
function slotOf(slot: string | undefined): string | undefined {
  return slot?.toLowerCase() === 'production' ? undefined : slot;
}
