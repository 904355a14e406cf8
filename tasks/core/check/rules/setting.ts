// The rules about app settings, in the order in which the platform reads them.

import type { Rule } from '../rule.js';
import { settingBuildRules } from './setting-build.js';
import { settingNameRules } from './setting-names.js';
import { settingStartRules } from './setting-start.js';
import { settingToolRules } from './setting-tools.js';

export const settingRules: readonly Rule[] = [
  ...settingBuildRules,
  ...settingStartRules,
  ...settingNameRules,
  ...settingToolRules,
];
