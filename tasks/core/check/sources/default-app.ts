// What the platform would start without a startup command, held against what the sources say the app is.

import { KNOWN_MINORS } from '../../runtime/images.js';
import { appCandidates, isAside, type AppCandidate } from './app-candidates.js';
import { detectApp, type DetectedApp } from './detect-app.js';
import type { Evidence } from '../evidence.js';
import { frameworkOfName, interfaceOf } from './framework-of.js';
import type { With } from '../rule.js';

/** The outcome of the platform's detection. */
export interface DefaultApp {
  /** `undefined` for the parking page. */
  readonly detected: DetectedApp | undefined;
  /** The app that the sources have, likeliest first. */
  readonly candidate: AppCandidate | undefined;
  /** Whether it was said that there is no startup command, or nothing was said. */
  readonly isSaid: boolean;
}

/**
 * What is started by default; `undefined` when a startup command is given, when the app's files are not all known,
 * or when it depends on a Python that nobody named.
 */
export function defaultApp(evidence: With<'app'>): DefaultApp | undefined {
  const { app, startup, sources, image, venv, settings, manifest } = evidence;
  if (!app.complete || (startup !== undefined && startup.kind !== 'none')) return undefined;
  const minor = image?.python ?? (venv?.minors.length === 1 ? venv.minors[0] : undefined);
  const venvName = manifest?.['virtualEnvName'];
  const withoutFastApi = settings?.some(({ name, value }) => {
    return name === 'DISABLE_FASTAPI_DETECTION' && /^(?:1|t|true)$/i.test(value);
  });
  const outcomes = (minor === undefined ? KNOWN_MINORS : [minor]).map((one) =>
    detectApp(app, one, {
      ...(typeof venvName === 'string' && { venvName }),
      withoutFastApi: withoutFastApi === true,
      mentionsFastApi: (path) => mentionsFastApi(path, evidence),
    }),
  );
  const [first] = outcomes;
  const isSame = outcomes.every((one) => one !== 'unknown' && nameOf(one) === nameOf(first));
  if (!isSame || first === 'unknown') return undefined;
  const candidate = sources === undefined ? undefined : appCandidates(sources)[0];
  return { detected: first, candidate, isSaid: startup !== undefined };
}

function nameOf(outcome: DetectedApp | 'unknown' | undefined): string | undefined {
  return outcome === undefined || outcome === 'unknown' ? undefined : outcome.module;
}

/** Where the text is not at hand, an import counts as the mention that the platform looks for. */
function mentionsFastApi(path: string, { sources }: Evidence): boolean | undefined {
  const imports = sources?.modules.get(path)?.imports.map(({ module }) => module);
  return (
    imports &&
    imports.some((name) => name.startsWith('fastapi')) &&
    !imports.some((name) => name.startsWith('flask'))
  );
}

/** Why what is detected is not the app. */
export type WrongDefault =
  | { readonly kind: 'no-name'; readonly name: string }
  | { readonly kind: 'asgi'; readonly framework: string }
  | { readonly kind: 'other' };

/** What is wrong with the detected app; `undefined` when it is the app, or nobody can know. */
export function wrongDefault(
  { detected, candidate }: DefaultApp,
  { sources }: Evidence,
): WrongDefault | undefined {
  const fact = detected && sources?.modules.get(detected.path);
  if (detected === undefined || fact === undefined || sources === undefined) return undefined;
  const name = detected.callable;
  if (!fact.open && !fact.names.includes(name)) return { kind: 'no-name', name };
  const framework = frameworkOfName(fact, name, sources);
  if (detected.framework !== 'fastapi' && framework && interfaceOf(framework) === 'asgi') {
    return { kind: 'asgi', framework };
  }
  if (detected.framework !== 'django' || candidate === undefined) return undefined;
  const isForeign =
    framework === undefined && !fact.imports.some(({ module }) => module === 'django');
  return isAside(detected.path) || isForeign ? { kind: 'other' } : undefined;
}
