// The catalogue: every family of rules, in reading order.

import type { Rule } from './rule.js';
import { appRules } from './rules/app.js';
import { archiveRules } from './rules/archive.js';
import { djangoRules } from './rules/django.js';
import { manifestRules } from './rules/manifest.js';
import { nativeRules } from './rules/native.js';
import { rehearsalRules } from './rules/rehearsal.js';
import { requirementRules } from './rules/requirement.js';
import { runtimeRules } from './rules/runtime.js';
import { secretRules } from './rules/secret.js';
import { serverRules } from './rules/server.js';
import { settingRules } from './rules/setting.js';
import { siteRules } from './rules/site.js';
import { startupRules } from './rules/startup.js';
import { venvRules } from './rules/venv.js';

export const CATALOGUE: readonly Rule[] = [
  ...archiveRules,
  ...manifestRules,
  ...runtimeRules,
  ...venvRules,
  ...nativeRules,
  ...requirementRules,
  ...startupRules,
  ...serverRules,
  ...appRules,
  ...djangoRules,
  ...settingRules,
  ...secretRules,
  ...siteRules,
  ...rehearsalRules,
];
