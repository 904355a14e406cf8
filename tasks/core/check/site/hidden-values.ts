// Values of a site's settings that no log shows: nobody typed them in here, so whoever reads the log may not know them.

import type { AppSetting } from '../../terms/app-setting.js';
import { ORDINARY } from '../../terms/harmless-values.js';
import { secretsIn } from '../../terms/secret-settings.js';
import { isPlatformName } from '../settings/platform-names.js';
import { changesStart } from './after-swap.js';

/** The machine itself: what an app listens on is what a finding is about, and is the same on every machine. */
const OWN_ADDRESS = /^(?:https?:\/\/)?(?:127\.0\.0\.1|0\.0\.0\.0|localhost)(?::\d{1,5})?\/?$/;

/**
 * The values that must appear nowhere; those by which the platform starts the app are what findings are about.
 * @param names of the site, which are no secret: a value that is one, or a part of one, stays
 */
export function hiddenValues(settings: readonly AppSetting[], names: readonly string[]): string[] {
  const others = settings
    .filter(({ name }) => !isPlatformName(name) && !changesStart(name))
    .map(({ value }) => value)
    .filter((value) => !ORDINARY.test(value.trim()) && !OWN_ADDRESS.test(value.trim()))
    .filter((value) => !names.some((name) => name.includes(value.trim())));
  return [...new Set([...secretsIn(settings), ...others])];
}
