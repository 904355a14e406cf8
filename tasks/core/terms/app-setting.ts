// An app setting: a name and a value of the web app's configuration. Values may be secrets.

import type { Finding } from './finding.js';

/** One app setting as given. */
export interface AppSetting {
  readonly name: string;
  readonly value: string;
  /** Whether it stays with the slot on a swap; `undefined` when the form does not say. */
  readonly slotSetting: boolean | undefined;
}

/** Something wrong with the text of app settings; it names settings but never shows a value. */
export type SettingProblem = Omit<Finding, 'code'>;

/** A text of app settings as read: every setting in it, and what was wrong with the text. */
export interface ReadSettings {
  /** In the order of the text; a name may come twice, or be none that App Service takes. */
  readonly settings: readonly AppSetting[];
  readonly problems: readonly SettingProblem[];
}
