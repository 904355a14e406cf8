// The corpus of real startup configurations holds its shape: what is labelled, counted and kept out.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where an item was seen: a repository, or else an address or the place of the find. */
interface Origin {
  readonly repository: string | null;
  readonly path: string | null;
  readonly url?: string;
  readonly found?: string;
}

interface Item {
  readonly id: string;
  readonly origin: Origin;
  readonly startupCommand?: string;
  readonly scripts?: Record<string, string>;
  readonly settings?: readonly { readonly name: string; readonly value: string }[];
  readonly runtimeStack?: string;
  readonly note?: string;
  readonly errors: readonly string[];
  readonly why?: string;
}

const FOLDER = 'tests/corpus';

const FIELDS = [
  'id',
  'origin',
  'startupCommand',
  'scripts',
  'settings',
  'runtimeStack',
  'note',
  'errors',
  'why',
];

/** Errors that a startup command, a script, settings and a runtime stack can show by themselves. */
const KNOWN_CODES = [
  'runtime/not-python',
  'server/asgi-on-sync-worker',
  'server/bound-to-loopback',
  'server/tls',
  'server/unknown-option',
  'server/wrong-port',
  'setting/build-during-deployment',
  'setting/duplicate',
  'setting/fastapi-detection-not-boolean',
  'setting/multiworkers-not-boolean',
  'setting/name-invalid',
  'setting/other-builder',
  'setting/port-invalid',
  'setting/port-mismatch',
  'setting/remote-debugging',
  'setting/run-from-package',
  'setting/run-from-url',
  'setting/start-limit',
  'setting/worker-number',
  'startup/activate-path',
  'startup/agent-path',
  'startup/background',
  'startup/bash-builtin',
  'startup/compound-start',
  'startup/crlf',
  'startup/install-at-start',
  'startup/only-first-line',
  'startup/serves-nothing',
  'startup/single-quotes',
  'startup/source-file-as-command',
  'startup/system-python',
  'startup/unknown-program',
  'startup/unparsable',
];

const SECRETS = [
  /\bsk-[A-Za-z0-9_-]{16,}/u,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/u,
  /\bAKIA[0-9A-Z]{16}\b/u,
  /\bAIza[0-9A-Za-z_-]{30,}/u,
  /AccountKey=/u,
  /-----BEGIN/u,
  /[?&]sig=/u,
  /\/\/[^/\s:@"]+:[^/\s:@"]+@/u,
  /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/iu,
  /(password|secret(_key)?|token|api_?key)\s*=\s*["']?(?!replaced\b)[\w-]{6,}/iu,
  /[\w.+-]+@[\w-]+\.[a-z]{2,}/iu,
];

// mocha is started by npm, in the folder of package.json.
const kinds = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({
    kind: name.replace('.json', ''),
    items: JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Item[],
  }));
const items = kinds.flatMap((kind) => kind.items);
const good = (some: readonly Item[]) => some.filter((item) => item.errors.length === 0).length;

/** The ids of the items for which a sentence about the corpus does not hold. */
const broken = (holds: (item: Item) => boolean) =>
  items.filter((item) => !holds(item)).map((item) => item.id);

/** All that an item quotes; its origin is public by nature. */
const textOf = ({ startupCommand, scripts, settings, note, why }: Item) =>
  [
    startupCommand,
    ...Object.values(scripts ?? {}),
    ...(settings ?? []).map(({ name, value }) => `${name}=${value}`),
    note,
    why,
  ].join('\n\n');

describe('the corpus of startup configurations', () => {
  it('holds at least 160 items, at least four of ten without an error', () => {
    assert.ok(items.length >= 160, `${items.length} items`);
    assert.ok(good(items) >= items.length * 0.4, `${good(items)} of ${items.length} good`);
  });

  it('names each item once, in small words', () => {
    const ids = items.map((item) => item.id);
    assert.deepEqual(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      [],
    );
    assert.deepEqual(
      broken((item) => /^[a-z0-9]+(-[a-z0-9]+)*$/u.test(item.id)),
      [],
    );
  });

  it('has no other fields than those of its README', () => {
    assert.deepEqual(
      broken((item) => Object.keys(item).every((field) => FIELDS.includes(field))),
      [],
    );
  });

  it('says where each item comes from', () => {
    assert.deepEqual(
      broken(({ origin }) => (origin.repository ?? origin.url ?? origin.found ?? '') !== ''),
      [],
    );
  });

  it('gives each item something to judge', () => {
    assert.deepEqual(
      broken((item) => item.startupCommand !== undefined || (item.settings ?? []).length > 0),
      [],
    );
  });

  it('holds no configuration twice', () => {
    const texts = items.map(({ startupCommand, scripts, settings }) =>
      JSON.stringify(startupCommand === undefined ? settings : [startupCommand, scripts]),
    );
    assert.deepEqual(
      items.filter((_, at) => texts.indexOf(texts[at] ?? '') !== at).map((item) => item.id),
      [],
    );
  });

  it('labels with known codes, sorted, each once and with a reason', () => {
    assert.deepEqual(
      broken(({ errors }) => errors.every((code) => KNOWN_CODES.includes(code))),
      [],
    );
    assert.deepEqual(
      broken(({ errors }) => errors.join() === [...new Set(errors)].toSorted().join()),
      [],
    );
    assert.deepEqual(
      broken(({ errors, why }) => errors.length === 0 || (why ?? '') !== ''),
      [],
    );
  });

  it('keeps scripts short', () => {
    assert.deepEqual(
      broken(({ scripts }) =>
        Object.values(scripts ?? {}).every((text) => text.split('\n').length <= 60),
      ),
      [],
    );
  });

  it('holds nothing that looks like a secret or an address of a person', () => {
    assert.deepEqual(
      broken((item) => !SECRETS.some((secret) => secret.test(textOf(item)))),
      [],
    );
  });

  it('is counted right in its README', () => {
    const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8').replaceAll(/ +/gu, ' ');
    const codes = [...new Set(items.flatMap((item) => item.errors))];
    const rows = [
      ...kinds.map((kind) => `| \`${kind.kind}\` | ${kind.items.length} | ${good(kind.items)} |`),
      `| all | ${items.length} | ${good(items)} |`,
      ...codes.map((code) => {
        const count = items.filter((item) => item.errors.includes(code)).length;
        return `| \`${code}\` | ${count} |`;
      }),
    ];
    assert.deepEqual(
      rows.filter((row) => !readme.includes(row)),
      [],
    );
  });
});
