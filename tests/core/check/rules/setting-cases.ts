// App settings, findings about them and the commands that these tell, for tables of cases.

import type { AppSetting } from '../../../../tasks/core/terms/app-setting.js';
import type { Finding } from '../../../../tasks/core/terms/finding.js';

/** App settings of names and values. */
export function settings(values: Readonly<Record<string, string>>): AppSetting[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, slotSetting: undefined }));
}

/** Findings at the app settings. */
export function found(
  severity: Finding['severity'],
  message: string,
  fix: string,
): Omit<Finding, 'code'> {
  return { severity, message, fix, where: { file: 'app settings' } };
}

/** The command that removes a setting. */
export function del(name: string): string {
  return `az webapp config appsettings delete --name APP --resource-group GROUP --setting-names ${name}`;
}

/** The command that sets a setting. */
export function set(assignment: string): string {
  return `az webapp config appsettings set --name APP --resource-group GROUP --settings ${assignment}`;
}
