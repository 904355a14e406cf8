// Packs one tree once, from the installed venv to the finished zip, in a process of its own: prints what it took.

import '../tasks/core/young-generation.js';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NO_PARTS } from '../tasks/core/archives/part-store.js';
import { entryOfBytes } from '../tasks/core/archives/digest.js';
import type { Host, Telling } from '../tasks/core/host.js';
import { pack } from '../tasks/core/pack/pack.js';
import { venvAtAddress } from '../tasks/core/relocate/venv-at-address.js';
import { replaceEntries } from '../tasks/core/terms/archive-entry.js';
import { layoutFacts, type Compression, type Layout } from '../tasks/core/terms/layout.js';
import { plainEnvironment } from '../tasks/hosts/cancellation.js';
import { runProcess } from '../tasks/hosts/processes.js';
import { gatherBytecode } from './bytecode.js';
import { watchChildren } from './child-memory.js';
import type { Python } from './wheels.js';
import { asInput } from '../tasks/core/terms/input-name.js';

/** What is packed, and how. */
export interface Asked {
  readonly venv: string;
  /** A private folder; the zip is made there. */
  readonly work: string;
  readonly layout: Layout;
  readonly compression: Compression;
  /** The one that made the venv; without it, none did. */
  readonly python?: Pick<Python, 'version' | 'minor' | 'basePrefix'>;
  /** The bytecode that is in the venv is packed, too, as if it had just been compiled. */
  readonly withBytecode?: boolean;
}

/** What it took. */
export interface Took {
  readonly zip: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly seconds: number;
  /** Of them, the relocation. */
  readonly relocation: number;
  /** Most memory that the process had at once, in MB; of programs that it started not. */
  readonly peak: number;
  /** Most memory that one of those programs had, in MB; 0 where none was started. */
  readonly childPeak: number;
}

const silent: Telling = { warn: () => undefined, note: () => undefined };

function hostIn(tempFolder: string): Host {
  const { signal } = new AbortController();
  const ignore = (): void => undefined;
  return {
    log: {
      info: ignore,
      warning: ignore,
      child: ignore,
      group: ignore,
      endGroup: ignore,
      progress: ignore,
    },
    env: plainEnvironment(process.env),
    workingFolder: tempFolder,
    tempFolder,
    signal,
    secrets: [],
    azure: {
      access: () => ({ problem: { reason: 'cli-missing', subject: 'az', said: '' } }),
      network: { proxy: undefined, trusted: [] },
      protect: ignore,
    },
    input: asInput,
    packagePathFor: (appRoot) => `${appRoot}.zip`,
    run: (command) => runProcess(command, { signal, secrets: [], line: ignore }),
  };
}

/** A folder that a file of the venv may name, so that relocation searches for it. */
function beside(work: string, name: string): string {
  const folder = join(dirname(work), name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

async function packOnce(asked: Asked): Promise<Took> {
  const { venv, work, layout, compression } = asked;
  const host = hostIn(work);
  const facts = layoutFacts(layout);
  const zip = join(work, 'app.zip');
  rmSync(zip, { force: true });
  const app = [entryOfBytes('app.py', Buffer.from('app = None\n'))];
  const python = asked.python ?? {
    version: '3.11.7',
    minor: '3.11',
    basePrefix: beside(work, 'python'),
  };
  const bytecode = asked.withBytecode === true ? gatherBytecode(venv, work) : [];
  const peakOfChildren = watchChildren();
  const start = performance.now();
  const { entries } = await venvAtAddress(host, silent, {
    facts,
    venv,
    builtAt: { venv: [venv], work: [work], appRoot: [beside(work, 'app')] },
    app,
    python,
  });
  const relocated = performance.now();
  const { size, sha256 } = await pack(host, silent, {
    facts,
    compression,
    app,
    venv: replaceEntries(entries, bytecode),
    manifest: 'virtualEnvName = "antenv"\n',
    startupCommand: undefined,
    baseTime: Date.UTC(2024, 0, 1) / 1000,
    store: NO_PARTS,
    packagePath: zip,
    partial: zip,
  });
  const seconds = (performance.now() - start) / 1000;
  return {
    zip,
    size,
    sha256,
    seconds,
    relocation: (relocated - start) / 1000,
    peak: (process.resourceUsage().maxRSS * 1024) / 1e6,
    childPeak: peakOfChildren(),
  };
}

/** Packs in a process of its own. */
export function runPackOnce(asked: Asked): Took {
  const args = [__filename, JSON.stringify(asked)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Took;
}

async function main(): Promise<void> {
  const took = await packOnce(JSON.parse(process.argv[2] ?? '{}') as Asked);
  process.stdout.write(JSON.stringify(took));
}

if (require.main === module) void main();
