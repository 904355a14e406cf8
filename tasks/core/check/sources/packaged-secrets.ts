// Secrets among the app's files, by name and by text. What is found is told without quoting the secret.

import { SECRET_PARAMETER } from '../../terms/secret-names.js';
import type { Tree, TreeFile } from '../evidence.js';
import type { PythonSources } from './python-sources.js';

/** A file that holds or may hold a secret. */
export interface PackagedSecret {
  readonly path: string;
  readonly line: number | undefined;
  /** What it holds, as the end of a sentence: `a private key`. */
  readonly holds: string;
  readonly isCertain: boolean;
  /** What to do about this kind. */
  readonly fix: 'leave-out' | 'feed' | 'variable';
}

type Kind = Pick<PackagedSecret, 'holds' | 'isCertain' | 'fix'>;

/** Files that hold secrets by what they are for. */
const NAMES: readonly (Kind & { readonly name: RegExp })[] = [
  note(
    /^\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$|test$)[\w.-]+)?$/i,
    'environment variables, which may be secrets',
  ),
  note(/^local\.settings\.json$/i, 'settings of a developer’s machine, which may be secrets'),
  {
    name: /\.(?:pfx|p12)$/i,
    holds: 'a certificate with its private key',
    isCertain: true,
    fix: 'leave-out',
  },
  note(/^id_(?:rsa|dsa|ecdsa|ed25519)$/, 'a private SSH key'),
  note(/^\.(?:pypirc|netrc|git-credentials)$/, 'passwords of servers'),
];

function note(name: RegExp, holds: string): Kind & { readonly name: RegExp } {
  return { name, holds, isCertain: false, fix: 'leave-out' };
}

/** A key with its body, of 64 characters for Ed25519; a mere marker is what programs search for. */
const BODY = String.raw`(?:(?:\s|\\n|\\r)*[A-Za-z0-9+/=]{30,80}){2}`;
const PRIVATE_KEY = new RegExp(`-----BEGIN (?:RSA |EC |DSA |OPENSSH )?PRIVATE KEY-----${BODY}`);
const ENCRYPTED_KEY = new RegExp(`-----BEGIN ENCRYPTED PRIVATE KEY-----${BODY}`);

/** Texts that name package indexes or repositories. */
const WITH_ADDRESSES =
  /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|constraints[^/]*\.txt|requirements\/[^/]*\.(?:txt|in)|pip\.conf|pip\.ini|Pipfile|pyproject\.toml|poetry\.lock|uv\.lock|config)$/i;

/** Requirements may name a file of any name by `-r` or `-c`; in a text, these lines are for pip alone. */
const MAYBE_FOR_PIP = /\.(?:txt|in)$/i;
const FOR_PIP =
  /^[ \t]*(?:(?:-i|-f|--(?:extra-)?index-url|--find-links)(?![\w-])|[\w.-]+(?:\[[\w., -]*\])?[ \t]*@[ \t])/;

/** `https://user:password@host`; bounded, so that no line is slow. */
const PASSWORD = /\bhttps?:\/\/[^\s/@:'"]{0,200}:([^\s/@'"]{1,500})@[\w.-]/g;
const TOKEN =
  /\bhttps?:\/\/(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{15,})(?::[^\s/@]*)?@/;

/** What stands for a password that comes from elsewhere, or for none; `%2F` is the start of one. */
const PLACEHOLDER =
  /^(?:\$|%(?![\da-f]{2})|%\w+%$|<|\{|\*+$|x+$|x-oauth-basic$|(?:your|my)?[-_]?(?:password|passwd|pass|token|pat|secret|key)$)/i;

/** A longer text is looked into up to here, in characters. */
const LONGEST = 2_000_000;

const TESTS = /(?:^|\/)(?:tests?|testing|fixtures|examples?|samples?|docs?)\//i;

/** Every file that holds a secret, once each. Sources whose text is not at hand are known by their facts. */
export function packagedSecrets(app: Tree, sources?: PythonSources): readonly PackagedSecret[] {
  const found = [...app.files.values()].flatMap(
    (file) => secretOf(file) ?? (file.text === undefined ? inSource(file.path, sources) : []),
  );
  return [...found, ...gitOf(app)];
}

function inSource(path: string, sources: PythonSources | undefined): PackagedSecret[] {
  const texts = sources?.modules.get(path)?.texts ?? [];
  const key = texts.find(({ text }) => /^BEGIN .*PRIVATE KEY$/.test(text));
  if (key === undefined) return [];
  const isCertain = !key.text.includes('ENCRYPTED') && !TESTS.test(path);
  return [{ path, line: key.line, holds: 'a private key', isCertain, fix: 'leave-out' }];
}

function secretOf(file: TreeFile): PackagedSecret | undefined {
  if (isGit(file.path) && !file.path.endsWith('.git/config')) return undefined;
  const byText =
    file.text === undefined ? undefined : inText(file.path, file.text.slice(0, LONGEST));
  const secret = byText ?? byName(file);
  if (secret === undefined) return undefined;
  return { ...secret, isCertain: secret.isCertain && !TESTS.test(file.path) };
}

function byName({ path, text }: TreeFile): PackagedSecret | undefined {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const kind = NAMES.find(({ name }) => name.test(base));
  if (kind === undefined || (base.startsWith('id_') && text !== undefined)) return undefined;
  const { holds, isCertain, fix } = kind;
  return { path, line: undefined, holds, isCertain, fix };
}

function inText(path: string, text: string): PackagedSecret | undefined {
  const key = PRIVATE_KEY.exec(text) ?? undefined;
  if (key)
    return at(path, text, key.index, { holds: 'a private key', isCertain: true, fix: 'leave-out' });
  const encrypted = ENCRYPTED_KEY.exec(text);
  if (encrypted) {
    const kind: Kind = { holds: 'an encrypted private key', isCertain: false, fix: 'leave-out' };
    return at(path, text, encrypted.index, kind);
  }
  if (WITH_ADDRESSES.test(path)) return inAddress(path, text);
  return MAYBE_FOR_PIP.test(path) ? inAddress(path, blanked(text, isForPip)) : undefined;
}

function inAddress(path: string, text: string): PackagedSecret | undefined {
  if (/(?:^|\/)config$/.test(path) && !path.endsWith('.git/config')) return undefined;
  const said = blanked(text, isNoComment);
  const password = written(said, PASSWORD) ?? TOKEN.exec(text)?.index;
  const index = password ?? written(said, SECRET_PARAMETER);
  if (index === undefined) return undefined;
  const kind: Kind = password === undefined ? WITH_PARAMETER : WITH_PASSWORD;
  return at(path, text, index, isGit(path) ? { ...kind, fix: 'leave-out' } : kind);
}

const WITH_PASSWORD: Kind = { holds: 'an address with its password', isCertain: true, fix: 'feed' };
const WITH_PARAMETER: Kind = {
  holds: 'an address with its signature or token',
  isCertain: true,
  fix: 'variable',
};

/** Where the first secret stands that is not named by a variable or the like; it is the pattern's last group. */
function written(text: string, pattern: RegExp): number | undefined {
  return [...text.matchAll(pattern)].find((match) => !PLACEHOLDER.test(match.at(-1) ?? ''))?.index;
}

/** The same text with blanks for all other lines: these stay where they are. */
function blanked(text: string, isKept: (line: string) => boolean): string {
  return text.replace(/^.*$/gm, (line) => (isKept(line) ? line : ' '.repeat(line.length)));
}

function isForPip(line: string): boolean {
  return FOR_PIP.test(line);
}

function isNoComment(line: string): boolean {
  return !/^[ \t]*[#;]/.test(line);
}

function at(path: string, text: string, index: number, kind: Kind): PackagedSecret {
  return { path, line: text.slice(0, index).split('\n').length, ...kind };
}

function isGit(path: string): boolean {
  return /(?:^|\/)\.git\//.test(path);
}

/** A repository is told once, by its folder. */
function gitOf(app: Tree): PackagedSecret[] {
  const folders = new Set(
    [...app.files.keys()].flatMap((path) => /^((?:.*\/)?\.git)\//.exec(path)?.[1] ?? []),
  );
  return [...folders].map((path) => ({
    path,
    line: undefined,
    holds: 'the whole history of the repository, with all that was ever in it',
    isCertain: false,
    fix: 'leave-out',
  }));
}
