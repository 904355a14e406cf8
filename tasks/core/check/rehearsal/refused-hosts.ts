// Whether the app refuses every host by which its visitors ask: told only where its own words show it, or a page that it has for nothing else.

import type { Place } from '../../terms/finding.js';
import type { HostAnswer, Rehearsal } from '../../terms/rehearsal.js';
import {
  djangoSettings,
  listOf,
  placeOfSetting,
  TAKE_OWN_HOST,
  type DjangoSettings,
} from '../sources/django-settings.js';
import { lacksOs, withOs } from '../sources/import-os.js';
import { readVariables } from '../sources/variable-reads.js';
import { CONTAINER_LOG } from '../places.js';
import type { Evidence } from '../evidence.js';
import type { With } from '../rule.js';
import { hasDistribution } from '../startup/server-distributions.js';
import { shorten } from './story.js';

/** That the app refuses its visitors, in which words, and what to do. */
export interface RefusedHosts {
  readonly hosts: readonly string[];
  readonly line: string;
  readonly fix: string;
  readonly where: Place;
}

type Check = 'django' | 'middleware' | 'werkzeug';

/** What frameworks say of a host, measured with Django 6.1, Starlette 1.10, Litestar 2.25 and Werkzeug 3.1. */
const WORDS: readonly (readonly [Check, RegExp])[] = [
  ['django', /Invalid HTTP_HOST header: .*?ALLOWED_HOSTS\./],
  ['middleware', /\binvalid host header\b/i],
  ['werkzeug', /Host '[^']*' is not trusted\./],
];

/** With DEBUG = False and its default LOGGING, Django says no more than its page for every bad request. */
const DJANGO_PAGE = /^(Bad Request \(400\)) \1$/;

interface Refusal {
  readonly check: Check;
  readonly line: string;
}

/** Yields what the app refuses; nothing where it takes one of the hosts, or may do so on the site. */
export function* refusedHosts(evidence: With<'rehearsal'>): Generator<RefusedHosts> {
  const { rehearsal } = evidence;
  const hosts = [...new Set(rehearsal.hosts.map(({ host }) => host))];
  const refusals = hosts.map((host) => refusalOf(host, evidence));
  const [first] = refusals;
  if (first === undefined || refusals.includes(undefined) || mayBeGiven(rehearsal)) return;
  yield { hosts, line: first.line, ...ADVICE[first.check](evidence, hosts) };
}

function refusalOf(host: string, evidence: With<'rehearsal'>): Refusal | undefined {
  const answers = evidence.rehearsal.hosts.filter((answer) => answer.host === host);
  return inWords(answers) ?? (mayRefuse(host, evidence) ? byPage(answers) : undefined);
}

function inWords(answers: readonly HostAnswer[]): Refusal | undefined {
  for (const text of answers.flatMap(({ said }) => said)) {
    for (const [check, words] of WORDS) {
      const line = words.exec(text)?.[0];
      if (line !== undefined) return { check, line: shorten(line) };
    }
  }
  return undefined;
}

/** Whatever is asked for, also a path that no app has: refused before any page of the app is looked for. */
function byPage(answers: readonly HostAnswer[]): Refusal | undefined {
  const pages = answers.map(({ said: [text = ''] }) => DJANGO_PAGE.exec(text)?.[1]);
  const [line] = pages;
  return line === undefined || pages.includes(undefined) ? undefined : { check: 'django', line };
}

/** Where the sources name the host, something else is refused. */
function mayRefuse(host: string, evidence: Evidence): boolean {
  if (!hasDistribution(evidence.venv, 'django')) return false;
  const named = listOf(settingsOf(evidence)?.get('ALLOWED_HOSTS') ?? { kind: 'unknown' });
  return named?.some((one) => one === '*' || one === host || isBelow(host, one)) !== true;
}

function isBelow(host: string, pattern: string): boolean {
  return pattern.startsWith('.') && `.${host}`.endsWith(pattern);
}

/** A setting that the app did not get may name the hosts: one for that, or one of those that keep all configuration. */
function mayBeGiven({ references }: Rehearsal): boolean {
  return references.some(
    ({ name, origin }) => origin === 'App Configuration' || /host|domain/i.test(name),
  );
}

const HOST = 'os.environ["WEBSITE_HOSTNAME"]';

type Advice = Pick<RefusedHosts, 'fix' | 'where'>;

const ADVICE: {
  readonly [Of in Check]: (evidence: Evidence, hosts: readonly string[]) => Advice;
} = {
  django: (evidence, hosts) => {
    const settings = settingsOf(evidence);
    const where = settings ? placeOfSetting(settings, 'ALLOWED_HOSTS') : CONTAINER_LOG;
    const setting = settings && settingFor(settings, evidence);
    const fix =
      setting === undefined
        ? withOs(lacksOs(evidence.sources, where.file), TAKE_OWN_HOST)
        : `Name the host in the app setting ${setting}, which ALLOWED_HOSTS is read from: ${hosts[0]}`;
    return { fix, where };
  },
  middleware: () => ({
    fix: `Let the check of hosts take the one that App Service names: allowed_hosts=[${HOST}]`,
    where: CONTAINER_LOG,
  }),
  werkzeug: () => ({
    fix: `Trust the host that App Service names: app.config["TRUSTED_HOSTS"] = [${HOST}]`,
    where: CONTAINER_LOG,
  }),
};

function settingsOf({ sources, ...evidence }: Evidence): DjangoSettings | undefined {
  return sources && djangoSettings({ ...evidence, sources });
}

/** The variable of the environment that ALLOWED_HOSTS is read from, where it is a single one and of the app's own. */
function settingFor({ facts }: DjangoSettings, { app }: Evidence): string | undefined {
  const reads = facts
    .flatMap(({ path }) => readVariables(app?.files.get(path)?.text ?? ''))
    .filter(({ holder }) => holder === 'ALLOWED_HOSTS');
  const [name, ...others] = new Set(reads.map((read) => read.name));
  return others.length > 0 || name?.startsWith('WEBSITE_') === true ? undefined : name;
}
