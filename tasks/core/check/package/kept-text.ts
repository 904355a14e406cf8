// Which files rules read, and how much of each; all other content is looked at by nobody.

import { ENVIRONMENT_FILES } from '../settings/environment-files.js';

/** What a tree is of. */
export type TreeKind = 'app' | 'venv';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Texts of Python sources, and of all other files, are kept up to here together; in bytes. */
export const MOST_KEPT = { sources: 48 * MIB, others: 16 * MIB } as const;

/** More files are no app, and opening each takes its time. */
const MOST_FILES = 20_000;

/** Larger sources are generated, and hold no app. */
const LARGEST_SOURCE = 512 * KIB;

/** A shebang and what may follow it. */
const SCRIPT_HEAD = 256;

/** A key, also behind a chain of certificates of 2 KiB each. */
const KEY_HEAD = 64 * KIB;

/** What rules look into of a lock, whose lines name indexes; larger ones are rare. */
const LOCK_HEAD = 2 * MIB;

interface Row {
  readonly in: TreeKind;
  readonly name: RegExp;
  /** Larger files are not read; in bytes. */
  readonly largest: number;
  /** Only so many bytes are kept. */
  readonly head?: number;
}

const SITE = /^(?:lib\/python[\d.]+|Lib)\/site-packages\//.source;

/** The first row that fits decides. */
const ROWS: readonly Row[] = [
  { in: 'app', name: /(?:^|\/)(?:site-packages|node_modules)\//, largest: -1 },
  { in: 'app', name: /\.sh$/i, largest: MIB },
  { in: 'app', name: /\.py$/, largest: LARGEST_SOURCE },
  { in: 'app', name: /(?:^|\/)requirements[^/]*\.(?:txt|in)$/i, largest: MIB },
  { in: 'app', name: /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/i, largest: MIB },
  { in: 'app', name: /(?:^|\/)(?:poetry|uv)\.lock$/i, largest: 16 * MIB, head: LOCK_HEAD },
  {
    in: 'app',
    name: /(?:^|\/)(?:pip\.conf|pip\.ini|Pipfile|pyproject\.toml|constraints[^/]*\.txt|\.git\/config)$/i,
    largest: MIB,
  },
  { in: 'app', name: /(?:^|\/)pyvenv\.cfg$/, largest: 64 * KIB },
  { in: 'app', name: /^(?:build\.env|appsvc\.yaml|\.deployment)$/, largest: 64 * KIB },
  { in: 'app', name: ENVIRONMENT_FILES, largest: 64 * KIB },
  { in: 'app', name: /^(?:\.streamlit\/config\.toml)$/, largest: 64 * KIB },
  { in: 'app', name: /^[^/]+\.(?:txt|in|toml|ya?ml|ini|cfg)$/i, largest: 64 * KIB },
  { in: 'app', name: /^[^/.][^/.]*$/, largest: 64 * KIB },
  { in: 'app', name: /\.(?:pem|key)$/i, largest: MIB, head: KEY_HEAD },
  {
    in: 'venv',
    name: new RegExp(`${SITE}[^/]+\\.dist-info/RECORD$`),
    largest: 8 * MIB,
  },
  {
    in: 'venv',
    name: new RegExp(`${SITE}[^/]+\\.dist-info/METADATA$`),
    largest: 8 * MIB,
    head: 256 * KIB,
  },
  {
    in: 'venv',
    name: new RegExp(
      `${SITE}[^/]+\\.dist-info/(?:entry_points\\.txt|WHEEL|direct_url\\.json|top_level\\.txt)$`,
    ),
    largest: MIB,
  },
  { in: 'venv', name: new RegExp(`${SITE}[^/]+\\.(?:pth|egg-link)$`), largest: 64 * KIB },
  { in: 'venv', name: /^(?:pyvenv\.cfg|bin\/activate)$/, largest: 64 * KIB },
  { in: 'venv', name: /^bin\/[^/]+\.sh$/, largest: MIB },
  { in: 'venv', name: /^bin\/[^/]+$/, largest: Infinity, head: SCRIPT_HEAD },
];

/** How many bytes of a file are kept as text: all, only the first ones, or `undefined` for none. */
export function keptBytes(kind: TreeKind, path: string, size: number): number | undefined {
  const row = ROWS.find((candidate) => candidate.in === kind && candidate.name.test(path));
  if (!row || size > row.largest) return undefined;
  return Math.min(size, row.head ?? size);
}

/** The text of a file as it is kept: of METADATA only the fields, not the description. */
export function keptText(path: string, bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return path.endsWith('/METADATA') ? (text.split(/\r?\n\r?\n/)[0] ?? '') : text;
}

/** Counts what is kept, so that memory stays bounded whatever the package holds. */
export class TextBudget {
  private readonly left: { sources: number; others: number } = { ...MOST_KEPT };
  private files = 0;
  private refused = 0;

  /** Whether so many more bytes may be kept. */
  take(path: string, bytes: number): boolean {
    const share = path.endsWith('.py') ? 'sources' : 'others';
    if (bytes > this.left[share] || this.files >= MOST_FILES) {
      this.refused += 1;
      return false;
    }
    this.left[share] -= bytes;
    this.files += 1;
    return true;
  }

  /** How many files were not kept for want of room. */
  get notKept(): number {
    return this.refused;
  }
}
