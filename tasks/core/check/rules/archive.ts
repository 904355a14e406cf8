// The family archive: the package, its entries, the archive inside it.

import type { Rule } from '../rule.js';
import { archiveEntryRules } from './archive-entries.js';
import { archiveInnerRules } from './archive-inner.js';
import { linkInZip } from './archive-links.js';
import { archiveShapeRules } from './archive-shape.js';
import { archiveSteeringRules } from './archive-steering.js';

export const archiveRules: readonly Rule[] = [
  ...archiveShapeRules,
  ...archiveEntryRules,
  linkInZip,
  ...archiveInnerRules,
  ...archiveSteeringRules,
];
