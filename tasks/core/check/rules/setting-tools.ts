// App settings that load more than the app: the debugger, monitoring; and settings that could not be read.

import { rule, type Rule } from '../rule.js';
import { listed, removal } from '../settings/setting-words.js';
import { valueOf } from '../settings/setting-values.js';
import { APP_SETTINGS } from '../places.js';

const where = APP_SETTINGS;

const DEBUGGING = 'APPSVC_REMOTE_DEBUGGING';
const BREAK = 'APPSVC_REMOTE_DEBUGGING_BREAK';
const TUNNEL_PORT = 'APPSVC_TUNNEL_PORT';
const INSIGHTS = 'ApplicationInsightsAgent_EXTENSION_VERSION';

/** Distributions of the SDK that the platform's own agent brings in another version. */
function isTelemetry(name: string): boolean {
  return /^(?:opentelemetry|azure-monitor-opentelemetry|azure-core-tracing-opentelemetry)(?:-|$)/.test(
    name,
  );
}

export const settingToolRules: readonly Rule[] = [
  rule({
    code: 'setting/remote-debugging',
    severity: 'warning',
    why: 'The entry point starts the app under a debugger when the setting is exactly TRUE, and hands it APPSVC_TUNNEL_PORT; without that port the start script is never written. With APPSVC_REMOTE_DEBUGGING_BREAK the app starts only when a debugger has come.',
    source: 'F114: ImageBuilder init_container.sh:64-73; Oryx python/scriptgenerator.go:378-394',
    example: { bad: 'APPSVC_REMOTE_DEBUGGING=TRUE', good: 'no APPSVC_REMOTE_DEBUGGING' },
    needs: ['settings'],
    *find({ settings }) {
      if (valueOf(settings, DEBUGGING) !== 'TRUE') return;
      const hasPort = valueOf(settings, TUNNEL_PORT) !== undefined;
      const waits = valueOf(settings, BREAK) === 'TRUE';
      yield { hasPort, waits, severity: hasPort ? 'warning' : 'error', where };
    },
    message: ({ hasPort, waits }) =>
      hasPort
        ? `The app setting ${DEBUGGING} is 'TRUE': an app without a startup command runs under a debugger${waits ? `, and with ${BREAK} it does not start before one attaches` : ''}.`
        : `The app setting ${DEBUGGING} is 'TRUE' without ${TUNNEL_PORT}, at which the platform's start fails.`,
    fix: () => `Remove it: ${removal(DEBUGGING)}`,
  }),
  rule({
    code: 'setting/insights-twice',
    severity: 'warning',
    why: "The agent of Application Insights puts its own OpenTelemetry before the app's; packages of two versions then meet in one process.",
    source: 'F115: OSS support blog 2025-10-14',
    example: {
      bad: 'ApplicationInsightsAgent_EXTENSION_VERSION=~3 with azure-monitor-opentelemetry in requirements.txt',
      good: 'azure-monitor-opentelemetry in requirements.txt alone',
    },
    needs: ['settings', 'venv'],
    *find({ settings, venv }) {
      if (!/^~?[3-9]/.test(valueOf(settings, INSIGHTS) ?? '')) return;
      const names = venv.distributions.map(({ name }) => name).filter(isTelemetry);
      if (names.length > 0) yield { names, where };
    },
    message: ({ names }) =>
      `The app setting ${INSIGHTS} loads the platform's OpenTelemetry beside the packaged one: ${listed(names)}.`,
    fix: () => `Keep one of the two; for the packaged one: ${removal(INSIGHTS)}`,
  }),
  rule({
    code: 'setting/unreadable',
    severity: 'error',
    why: 'App settings that cannot be read cannot be checked, and the task that is to set them reads them no better.',
    source: 'F107; azure-pipelines-tasks-common-packages ParameterParserUtility.ts',
    example: {
      bad: '[{ "name": "KEY", "value": "value" },]',
      good: '[{ "name": "KEY", "value": "value" }]',
    },
    needs: ['settingProblems'],
    find: ({ settingProblems }) => settingProblems,
    message: ({ message }) => message,
    fix: ({ fix }) => fix,
  }),
];
