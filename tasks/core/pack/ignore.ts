// What stays behind: version control, virtual environments, caches, local secrets, earlier packages.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore from 'ignore';
import { messageOf, Stopped, systemErrorCode } from '../terms/failure.js';

const IGNORE_FILE = '.antenvignore';

/** Why something stayed behind. */
export type LeftOutReason =
  | 'version control'
  | 'virtual environment'
  | 'cache'
  | 'local secrets'
  | 'earlier package'
  | typeof IGNORE_FILE
  | 'excludes'
  | 'no regular file'
  | 'temporary files';

interface Rule {
  readonly reason: LeftOutReason;
  readonly patterns: readonly string[];
}

const ALWAYS: readonly Rule[] = [
  { reason: 'version control', patterns: ['.git', '.hg', '.svn', '.bzr'] },
  {
    reason: 'cache',
    patterns: [
      '__pycache__/',
      '.pytest_cache/',
      '.mypy_cache/',
      '.ruff_cache/',
      '.tox/',
      '.nox/',
      '.ipynb_checkpoints/',
      '.DS_Store',
    ],
  },
  { reason: 'local secrets', patterns: ['.env', 'local.settings.json'] },
  {
    reason: 'earlier package',
    patterns: [
      '/oryx-manifest.toml',
      '/antenv.tar.gz',
      '/antenv.tar.zst',
      '/antenv.zip',
      '/output.tar.gz',
      '/output.tar.zst',
      'antenv-report.json',
      'antenv.sarif',
    ],
  },
  { reason: 'temporary files', patterns: ['.*.antenv-partial', '.*.antenv-lock*'] },
  { reason: IGNORE_FILE, patterns: [`/${IGNORE_FILE}`] },
];

/** Decides about a path relative to the app root; folders end in a slash. */
export type LeaveOut = (path: string) => LeftOutReason | undefined;

/**
 * Puts together what stays behind: ours, then the app's `.antenvignore`, then the `excludes` input; a later
 * pattern wins, so that `!.env` brings a file back.
 * @throws Stopped `file-unreadable`
 */
export async function loadLeaveOut(
  appRoot: string,
  excludes: readonly string[],
): Promise<LeaveOut> {
  return leaveOut(await loadIgnoreFile(join(appRoot, IGNORE_FILE)), excludes);
}

/** The same from texts. */
function leaveOut(ignoreFile: string, excludes: readonly string[]): LeaveOut {
  const rules = [
    ...ALWAYS.map(({ reason, patterns }) => ({ reason, text: patterns.join('\n') })),
    { reason: IGNORE_FILE, text: ignoreFile } as const,
    { reason: 'excludes', text: excludes.join('\n') } as const,
  ].map(({ reason, text }) => ({ reason, matcher: ignore({ ignorecase: false }).add(text) }));
  return (path) => {
    let verdict: LeftOutReason | undefined;
    for (const { reason, matcher } of rules) {
      const { ignored, unignored } = matcher.test(path);
      if (ignored) verdict = reason;
      if (unignored) verdict = undefined;
    }
    return verdict;
  };
}

async function loadIgnoreFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return '';
    const reason = messageOf(error);
    throw new Stopped({ code: 'file-unreadable', path, reason }, { cause: error });
  });
}
