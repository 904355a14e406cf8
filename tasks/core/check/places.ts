// Places that are no file of the package, as findings name them.

import type { Place } from '../terms/finding.js';

/** The startup command itself. */
export const STARTUP_COMMAND: Place = { file: 'startup command' };

/** `PRE_RUN_COMMAND` and every other app setting. */
export const APP_SETTINGS: Place = { file: 'app settings' };

/** What a rehearsed start has written. */
export const CONTAINER_LOG: Place = { file: 'container log' };
