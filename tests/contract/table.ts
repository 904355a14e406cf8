// The table of the contract: what is laid out in wwwroot, how it is started, one row each.

import { archiveRows } from './rows/archives.js';
import { commandRows } from './rows/commands.js';
import { detectionRows } from './rows/detection.js';
import { manifestRows } from './rows/manifests.js';
import { settingRows } from './rows/settings.js';
import type { Row } from './row.js';

/** All rows; their names are the keys of the golden file. */
export const TABLE: readonly Row[] = [
  ...manifestRows,
  ...archiveRows,
  ...detectionRows,
  ...commandRows,
  ...settingRows,
];
