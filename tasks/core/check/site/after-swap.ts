// The settings of the app after a swap: its own come along, the sticky ones of production are already there.

import type { AppSetting } from '../../terms/app-setting.js';

/** A sticky setting that is another in production. */
export interface SwappedSetting {
  readonly name: string;
  /** `undefined` where it is not set. */
  readonly slot: string | undefined;
  readonly production: string | undefined;
}

/** The settings that the slot's app has when it is in production. */
export function settingsAfterSwap(
  slot: readonly AppSetting[],
  production: readonly AppSetting[],
): AppSetting[] {
  return [
    ...slot.filter(({ slotSetting }) => slotSetting !== true),
    ...production.filter(({ slotSetting }) => slotSetting === true),
  ];
}

/** The sticky settings by which the swap gives the app another value. */
export function swappedSettings(
  slot: readonly AppSetting[],
  production: readonly AppSetting[],
): SwappedSetting[] {
  const sticky = [...slot, ...production].filter(({ slotSetting }) => slotSetting === true);
  const names = [...new Set(sticky.map(({ name }) => name))].toSorted();
  return names
    .map((name) => ({ name, slot: valueIn(slot, name), production: valueIn(production, name) }))
    .filter((one) => one.slot !== one.production);
}

function valueIn(settings: readonly AppSetting[], name: string): string | undefined {
  return settings.find((one) => one.name === name)?.value;
}

/** Settings by which the platform starts the app another way (contract A3, A6, A7, A13; F101). */
const START_SETTINGS =
  /^(?:PORT|WEBSITES_PORT|WEBSITES_CONTAINER_START_TIME_LIMIT|PRE_RUN_COMMAND|PYTHONPATH|PYTHON_\w+|GUNICORN_\w+|WEB_CONCURRENCY|ENABLE_DYNAMIC_INSTALL|DISABLE_FASTAPI_DETECTION|APPSVC_REMOTE_DEBUGGING|WEBSITE_RUN_FROM_(?:PACKAGE|ZIP)|WEBSITE_WARMUP_\w+|DJANGO_SETTINGS_MODULE|FLASK_APP|ApplicationInsightsAgent_EXTENSION_VERSION)$/;

/** Whether a setting changes how the app starts. */
export function changesStart(name: string): boolean {
  return START_SETTINGS.test(name);
}
