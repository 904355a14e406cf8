// The app's own files: walked once, links followed, what stays behind named.

import { lstat, open, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { digestFile, sha256 } from '../archives/digest.js';
import { withZip } from '../archives/read-zip.js';
import {
  sortedByPath,
  type Entry,
  type FileEntry,
  type FolderEntry,
} from '../terms/archive-entry.js';
import type { Host, Telling } from '../host.js';
import { readFailure, Stopped } from '../terms/failure.js';
import { VENV_NAME } from '../terms/layout.js';
import { loadLeaveOut, type LeaveOut, type LeftOutReason } from './ignore.js';

export interface LeftOut {
  readonly path: string;
  readonly reason: LeftOutReason;
}

export interface AppFiles {
  /** Sorted; paths relative to the app root. */
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
}

export interface AppFilesRequest {
  readonly appRoot: string;
  /** gitignore patterns of the user. */
  readonly excludes: readonly string[];
  /** Files and folders of this run that may lie in the app root; absolute. */
  readonly own: readonly string[];
  /** Whether they will lie on the share under `/home`, which may ignore case (F66). */
  readonly isOnShare: boolean;
}

/** Shorter values are found in innocent text. */
const SHORTEST_SECRET = 8;

/** Above this a file is digested in pieces. */
const LARGE = 32 * 1024 * 1024;

/**
 * Reads the app's files, and warns of those that hold a secret of the job.
 * @throws Stopped `link-…`, `name-…`, `names-clash`, `app-has-antenv`, `nothing-to-pack`, `file-changed`, `file-unreadable`
 */
export async function loadAppFiles(
  host: Host,
  tell: Telling,
  request: AppFilesRequest,
): Promise<AppFiles> {
  const leaveOut = await loadLeaveOut(request.appRoot, request.excludes);
  const walk = new Walk(host, request, leaveOut, await realpath(request.appRoot));
  await walk.folder('', []);
  for (const path of walk.withSecret) {
    tell.warn(
      `'${path}' holds the value of a secret variable, and everybody who can read the package can read it. Read it from an app setting instead.`,
    );
  }
  const entries = sortedByPath(walk.entries);
  if (!entries.some((entry) => entry.kind === 'file')) {
    throw new Stopped({ code: 'nothing-to-pack', appRoot: request.appRoot });
  }
  if (request.isOnShare) refuseClashes(entries);
  refuseVenvName(entries);
  return { entries, leftOut: walk.leftOut };
}

/**
 * Refuses names that differ only in case: they become one file on Windows, macOS and shares.
 * @throws Stopped `names-clash`
 */
export function refuseClashes(entries: readonly { readonly path: string }[]): void {
  const seen = new Map<string, string>();
  for (const { path } of entries) {
    const folded = path.normalize('NFC').toLowerCase();
    const first = seen.get(folded);
    if (first !== undefined) throw new Stopped({ code: 'names-clash', first, second: path });
    seen.set(folded, path);
  }
}

/** The platform moves an `antenv` beside the app away, or puts its own there (contract A9). */
function refuseVenvName(entries: readonly Entry[]): void {
  const found = entries.find(({ path }) => path.split('/')[0] === VENV_NAME);
  if (found) throw new Stopped({ code: 'app-has-antenv', path: found.path });
}

class Walk {
  readonly entries: Entry[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly withSecret: string[] = [];
  private readonly signal: AbortSignal;
  private readonly request: AppFilesRequest;
  private readonly leaveOut: LeaveOut;
  private readonly realRoot: string;
  private readonly secrets: readonly Buffer[];

  constructor(host: Host, request: AppFilesRequest, leaveOut: LeaveOut, realRoot: string) {
    this.signal = host.signal;
    this.request = request;
    this.leaveOut = leaveOut;
    this.realRoot = realRoot;
    this.secrets = host.secrets
      .filter((secret) => secret.length >= SHORTEST_SECRET)
      .map((secret) => Buffer.from(secret));
  }

  /** @param above the real paths of the folders that lead here, to notice a link to one of them */
  async folder(path: string, above: readonly string[]): Promise<void> {
    this.signal.throwIfAborted();
    const absolute = join(this.request.appRoot, path);
    const real = await realpath(absolute).catch((error: unknown) => {
      throw readFailure(absolute, error);
    });
    const children = await readFolder(absolute);
    for (const child of children) await this.child(path, child, [...above, real]);
    if (path !== '' && children.length === 0) {
      this.entries.push({ kind: 'folder', path } satisfies FolderEntry);
    }
  }

  private async child(folder: string, child: Dirent, above: readonly string[]): Promise<void> {
    const path = folder === '' ? child.name : `${folder}/${child.name}`;
    const absolute = join(this.request.appRoot, path);
    await refuseUnreadableName(path, absolute);
    if (path.includes('\\') && !this.leaveOut(child.isDirectory() ? `${path}/` : path)) {
      throw new Stopped({ code: 'name-with-backslash', name: path });
    }
    if (child.isSymbolicLink()) await this.link(path, absolute, above);
    else if (child.isDirectory()) await this.childFolder(path, absolute, above);
    else if (child.isFile()) await this.file(path, absolute);
    else this.leave(path, 'no regular file');
  }

  private async childFolder(
    path: string,
    absolute: string,
    above: readonly string[],
  ): Promise<void> {
    const reason = this.leaveOut(`${path}/`) ?? (await this.reasonOfFolder(absolute));
    if (reason) this.leave(`${path}/`, reason);
    else await this.folder(path, above);
  }

  private async reasonOfFolder(absolute: string): Promise<LeftOutReason | undefined> {
    if (this.request.own.includes(absolute)) return 'temporary files';
    const venv = await lstat(join(absolute, 'pyvenv.cfg')).catch(() => undefined);
    return venv ? 'virtual environment' : undefined;
  }

  private async link(path: string, absolute: string, above: readonly string[]): Promise<void> {
    // A link is left out by its own name before anybody asks where it leads: `venv -> /opt/venv`.
    const reason = this.leaveOut(path) ?? this.leaveOut(`${path}/`);
    if (reason) {
      this.leave(path, reason);
      return;
    }
    const target = await realpath(absolute).catch(async () => {
      throw new Stopped({ code: 'link-dangling', link: path, target: await readlink(absolute) });
    });
    const inside = relative(this.realRoot, target);
    if (inside === '..' || inside.startsWith(`..${sep}`)) {
      throw new Stopped({ code: 'link-leaves-app-root', link: path, target });
    }
    if (above.includes(target)) throw new Stopped({ code: 'link-to-itself', link: path, target });
    const found = await stat(absolute);
    const atTarget = this.leaveOut(found.isDirectory() ? `${inside}/` : inside);
    if (atTarget) this.leave(path, atTarget);
    else if (found.isDirectory()) await this.childFolder(path, absolute, above);
    else if (found.isFile()) await this.file(path, absolute);
    else this.leave(path, 'no regular file');
  }

  private async file(path: string, absolute: string): Promise<void> {
    const own = this.request.own.includes(absolute) ? 'earlier package' : undefined;
    const reason = own ?? this.leaveOut(path) ?? (await reasonOfFile(path, absolute));
    if (reason) {
      this.leave(path, reason);
      return;
    }
    const { entry, secret } = await readAppFile(path, absolute, this.secrets);
    this.entries.push(entry);
    if (secret) this.withSecret.push(path);
  }

  private leave(path: string, reason: LeftOutReason): void {
    // Ours, of this very run: nobody would miss them.
    if (reason === 'temporary files') return;
    this.leftOut.push({ path, reason });
  }
}

async function readFolder(absolute: string): Promise<Dirent[]> {
  const children = await readdir(absolute, { withFileTypes: true }).catch((error: unknown) => {
    throw readFailure(absolute, error);
  });
  return children.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function refuseUnreadableName(path: string, absolute: string): Promise<void> {
  // Node shows bytes that are no UTF-8 as U+FFFD; such a name cannot be opened again.
  if (!path.includes('\ufffd')) return;
  const exists = await lstat(absolute).catch(() => undefined);
  if (!exists) throw new Stopped({ code: 'name-not-utf8', name: path });
}

/** A zip with a manifest of the platform at its root is a package that was made before. */
async function reasonOfFile(path: string, absolute: string): Promise<LeftOutReason | undefined> {
  if (!path.toLowerCase().endsWith('.zip')) return undefined;
  const isPackage = await withZip(absolute, async (entries) =>
    Promise.resolve(entries.some((entry) => entry.path === 'oryx-manifest.toml')),
  ).catch((error: unknown) => {
    if (error instanceof Stopped) return false;
    throw error;
  });
  return isPackage ? 'earlier package' : undefined;
}

async function readAppFile(
  path: string,
  absolute: string,
  secrets: readonly Buffer[],
): Promise<{ entry: FileEntry; secret: boolean }> {
  try {
    const { mode, size } = await stat(absolute);
    const holdsSecret = (piece: Buffer): boolean =>
      secrets.some((secret) => piece.includes(secret));
    const { digest, found, script } =
      size > LARGE
        ? { ...(await digestFile(absolute, holdsSecret)), script: await startsAsScript(absolute) }
        : inspectBytes(await readFile(absolute), holdsSecret);
    const content = { kind: 'file', path: absolute, offset: 0, size } as const;
    // git on Windows loses the mode of scripts; a shebang says that a file is to be run.
    const executable = (mode & 0o111) !== 0 || script;
    return { entry: { kind: 'file', path, executable, content, digest }, secret: found };
  } catch (error) {
    throw readFailure(absolute, error);
  }
}

function inspectBytes(
  bytes: Buffer,
  holdsSecret: (piece: Buffer) => boolean,
): { digest: string; found: boolean; script: boolean } {
  return { digest: sha256(bytes), found: holdsSecret(bytes), script: isScript(bytes) };
}

async function startsAsScript(absolute: string): Promise<boolean> {
  const file = await open(absolute);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return isScript(buffer);
  } finally {
    await file.close();
  }
}

function isScript(bytes: Buffer): boolean {
  return bytes[0] === 0x23 && bytes[1] === 0x21;
}
