// The requirement lines of an app: `requirements.txt` and what it includes, as pip reads them. Pure.

import { posix } from 'node:path';
import { includedBy, logicalLines } from '../../terms/requirement-lines.js';
import type { Tree } from '../evidence.js';

export interface RequirementLine {
  /** The file, relative to the app root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Without comment, continued lines joined. */
  readonly text: string;
}

/** The lines of `requirements.txt`, whatever its case, and of the files it includes; none when there is none. */
export function readRequirementLines(app: Tree): RequirementLine[] {
  const first = [...app.files.keys()].find((path) => path.toLowerCase() === 'requirements.txt');
  if (first === undefined) return [];
  const found: RequirementLine[] = [];
  const files = new Set([first]);
  // A set grows while it is walked; a file that includes itself is read once.
  for (const file of files) {
    for (const { number, line } of logicalLines(app.files.get(file)?.text ?? '')) {
      const included = includedBy(line, {});
      // An address beside it may hold a token, whether it counts or not.
      if (included?.isAll !== true) found.push({ file, line: number, text: line });
      if (included !== undefined) files.add(posix.join(posix.dirname(file), included.name));
    }
  }
  return found;
}

/** The path of a requirement that is a folder or a file of this machine, as written; `undefined` for others. */
export function localPath(requirement: string): string | undefined {
  const withoutMarker = requirement.replace(/(?<!\s)\s+;.*$/, '');
  const reference = /^[\w.-]+(?:\[[^\]]*\])?\s*@\s*(.+)$/.exec(withoutMarker)?.[1] ?? withoutMarker;
  const file = /^file:(?:\/\/(?:localhost)?)?(\/.*|\.{1,2}\/.*)$/i.exec(reference)?.[1];
  if (file !== undefined) return file;
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference) || reference.startsWith('-')) return undefined;
  const isPath = /^(?:\.{1,2}(?:\/|$)|\/)/.test(reference);
  const isArchive = /\.(?:whl|zip|tar\.(?:gz|bz2|xz)|tgz)$/i.test(reference);
  return isPath || isArchive ? reference.replace(/\[[^[\]]*\]$/, '') : undefined;
}

/** Hosts of feeds that ask who comes: Azure Artifacts, other products' cloud feeds, names of a private network. */
const PRIVATE_HOSTS = [
  /(?:^|\.)pkgs\.dev\.azure\.com$/,
  /\.pkgs\.visualstudio\.com$/,
  /\.jfrog\.io$/,
  /\.codeartifact\.[\w-]+\.amazonaws\.com$/,
  /(?:^|\.|-)python\.pkg\.dev$/,
  /^pypi\.fury\.io$/,
  /^(?:artifactory|nexus|devpi|gitlab)\./,
  /\.(?:local|internal|intern|corp|lan|intra|private)$/,
  /^[^.]+$/,
];

/** The host of a feed that needs a sign-in, for an option such as `--extra-index-url https://…`. */
export function privateFeed(requirement: string): string | undefined {
  const url =
    /^(?:-i|-f|--index-url|--extra-index-url|--find-links)[\s=]+["']?(https?:\/\/\S+)/.exec(
      requirement,
    )?.[1];
  if (url === undefined) return undefined;
  const [, credentials, host = ''] = /^https?:\/\/([^/]*@)?([^/:"']+)/i.exec(url) ?? [];
  const isPrivate =
    credentials !== undefined || PRIVATE_HOSTS.some((pattern) => pattern.test(host.toLowerCase()));
  return isPrivate ? host : undefined;
}
