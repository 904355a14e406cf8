// The rules about the site that was asked: what could not be read, what it is, what it has, and what lies in it.

import type { Rule } from '../rule.js';
import { siteFilesRules } from './site-files.js';
import { siteItselfRules } from './site-itself.js';
import { siteSettingsRules } from './site-settings.js';
import { siteUnreadRules } from './site-unread.js';

export const siteRules: readonly Rule[] = [
  ...siteUnreadRules,
  ...siteItselfRules,
  ...siteSettingsRules,
  ...siteFilesRules,
];
