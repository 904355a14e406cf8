// Resolving: for which Python and image, from which requirements, with which base of times.

import { needZstd } from '../archives/zstd.js';
import type { Host, Telling } from '../host.js';
import { KNOWN_MINORS, readRuntimeStack, stackName, type RuntimeImage } from '../runtime/images.js';
import { Stopped } from '../terms/failure.js';
import type { Dependencies } from '../terms/dependencies.js';
import type { Compression, Layout } from '../terms/layout.js';
import { credentialsIn } from '../terms/redaction.js';
import { expanded } from '../terms/requirement-lines.js';
import { findUv } from '../tools/uv.js';
import { checkAppRoot } from './app-root.js';
import { epochNotes, findBaseTime, type BaseTime } from './commit-time.js';
import { findPython, type FoundPython } from './python.js';
import { loadDependencies } from './sources/sources.js';

export interface Question {
  readonly appRoot: string;
  readonly requirements: string | undefined;
  readonly groups: readonly string[];
  readonly extras: readonly string[];
  readonly runtimeStack: string | undefined;
  readonly pythonPath: string | undefined;
  readonly layout: Layout;
  readonly compression: Compression;
}

/** What is to be built. */
export interface Target extends FoundPython {
  readonly dependencies: Dependencies;
  readonly baseTime: BaseTime;
}

const TIMES_FROM_CONTENT =
  'Neither a commit nor SOURCE_DATE_EPOCH nor a pipeline gives a time, so times in the package come from content alone: a new version may look older than the one before. Set SOURCE_DATE_EPOCH if web caches matter.';

/**
 * Finds out what is to be built.
 * @throws Stopped any of the codes about the app root, the requirements, the runtime stack and the Python; `zstd-missing`
 */
export async function resolveTarget(host: Host, tell: Telling, asked: Question): Promise<Target> {
  const wanted = wantedMinor(asked.runtimeStack);
  await checkAppRoot(asked.appRoot);
  const found = await findPython(host, asked.pythonPath, wanted);
  found.notes.forEach((note) => tell.note(note));
  const dependencies = await loadDependencies(host, {
    appRoot: asked.appRoot,
    asked: asked.requirements,
    groups: asked.groups,
    extras: asked.extras,
    python: found.target,
    pythons: [found.compiler, found.python].filter((one) => one !== undefined),
    uv: () => findUv(host, { python: found.python.program, tell }),
    env: host.env,
  });
  host.secrets.push(...secretsOf(dependencies, host.env));
  dependencies.notes.forEach((note) => tell.note(note));
  dependencies.warnings.forEach((warning) => tell.warn(warning));
  await judgeCompression(host, tell, asked, found.image);
  epochNotes(host).forEach((note) => tell.note(note));
  const baseTime = await findBaseTime(host, asked.appRoot, Math.floor(Date.now() / 1000));
  if (baseTime.seconds === undefined) tell.note(TIMES_FROM_CONTENT);
  const target = { ...found, dependencies, baseTime };
  describe(host, asked.appRoot, target);
  return target;
}

/** The credentials in the requirements, as the installer reads them: the name of a variable is no secret. */
function secretsOf({ text }: Dependencies, env: Host['env']): string[] {
  return credentialsIn(expanded(text, env)).filter((secret) => !secret.includes('${'));
}

function describe(host: Host, appRoot: string, { dependencies, python, image }: Target): void {
  const { version, program, pip, libc } = python;
  host.log.info(`App root      ${appRoot}`);
  host.log.info(`Requirements  ${dependencies.files.join(', ')}`);
  host.log.info(`Python        ${version} (${program}), pip ${pip}, ${libc}`);
  host.log.info(
    `For           ${stackName(image.python)}: ${image.distribution}, glibc ${image.glibc}`,
  );
}

function wantedMinor(runtimeStack: string | undefined): string | undefined {
  if (runtimeStack === undefined) return undefined;
  const minor = readRuntimeStack(runtimeStack);
  if (minor !== undefined && KNOWN_MINORS.includes(minor)) return minor;
  throw new Stopped({ code: 'unknown-runtime-stack', value: runtimeStack, known: KNOWN_MINORS });
}

async function judgeCompression(
  host: Host,
  tell: Telling,
  { layout, compression }: Question,
  image: RuntimeImage,
): Promise<void> {
  if (compression !== 'zstd') return;
  if (layout === 'flat' || layout === 'venvZip') {
    const { input } = host;
    tell.note(
      `${input.name('compression')} 'zstd' has no effect on ${input.name('layout')} '${layout}', which holds no tarball.`,
    );
    return;
  }
  // That the image of a site may be older is a rule's to tell: archive/zstd-unread.
  const since = layout === 'appTarball' ? image.zstdSince.app : image.zstdSince.venv;
  if (since === null) {
    throw new Stopped({ code: 'zstd-never-read', stack: stackName(image.python) });
  }
  await needZstd(host);
}
