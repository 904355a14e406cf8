// Azure Resource Manager: reading, page by page, and what each refusal means.
// Source: Microsoft Learn, rest/api/appservice (2022-03-01) and rest/api/resources (2021-04-01, 2020-01-01).

import { decoded } from '../terms/decoded.js';
import type { SiteReason } from '../terms/site.js';
import type { HttpClient } from './http/client.js';
import { redirectText, type HttpAnswer } from './http/exchange.js';
import { retryAfter } from './http/client.js';
import { fieldsOf, parsed, textOf } from './reading/json.js';
import type { Session } from './sign-in/session.js';
import { inShort, Unread, unread } from './unread.js';

/**
 * Versions of the interfaces, by provider. For App Service the oldest that tells the state of Key Vault
 * references: clouds of governments learn new ones late.
 */
const ARM_VERSIONS = {
  web: '2022-03-01',
  resources: '2021-04-01',
  subscriptions: '2020-01-01',
} as const;

/** What is asked: where, in which version, and as which action it is allowed or refused. */
export interface ArmQuestion {
  /** Begins with a slash; parts from outside are encoded. */
  readonly path: string;
  readonly version: keyof typeof ARM_VERSIONS;
  readonly action: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What it is called where there is nothing. */
  readonly missing?: { readonly reason: SiteReason; readonly subject: string };
}

/** More pages than this are an answer without end. */
const MOST_PAGES = 50;

export class Arm {
  private readonly client: HttpClient;
  private readonly session: Session;

  constructor(client: HttpClient, session: Session) {
    this.client = client;
    this.session = session;
  }

  /**
   * Reads a resource.
   * @throws Unread
   */
  get(question: ArmQuestion): Promise<unknown> {
    return this.resource('GET', question);
  }

  /**
   * Reads what the Resource Manager gives to an action called `list` alone, since it may hold secrets. It changes nothing.
   * @throws Unread
   */
  readList(question: ArmQuestion & { readonly path: `${string}/list` }): Promise<unknown> {
    return this.resource('POST', question);
  }

  /**
   * Reads all pages of a list.
   * @throws Unread
   */
  async pages(question: ArmQuestion): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    let url: URL | undefined = this.urlOf(question);
    for (let page = 0; url !== undefined; page += 1) {
      if (page === MOST_PAGES) throw unread('unexpected', url.host, 'a list without end');
      const answer = fieldsOf(await this.ask('GET', question, url));
      const { value } = answer;
      // Read as an empty list, it would be told that there is nothing.
      if (!Array.isArray(value)) throw unread('unexpected', url.host, 'the answer is no list');
      items.push(...(value as readonly unknown[]));
      url = this.nextOf(answer['nextLink']);
    }
    return items;
  }

  /** Without its properties an answer is none of a resource: read as one, it would be a site that has nothing. */
  private async resource(method: 'GET' | 'POST', question: ArmQuestion): Promise<unknown> {
    const url = this.urlOf(question);
    const answer = await this.ask(method, question, url);
    const { properties } = fieldsOf(answer);
    if (typeof properties === 'object' && !Array.isArray(properties)) return answer;
    throw unread('unexpected', url.host, 'the answer has no properties');
  }

  private urlOf({ path, version, query }: ArmQuestion): URL {
    const url = new URL(path, this.session.resourceManager);
    url.searchParams.set('api-version', ARM_VERSIONS[version]);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    // Not every reader of a query takes a plus for a blank.
    url.search = url.search.replaceAll('+', '%20');
    return url;
  }

  /** The token goes with it, so it may lead nowhere else. */
  private nextOf(link: unknown): URL | undefined {
    const text = textOf(link);
    if (text === undefined) return undefined;
    const { origin, host } = this.session.resourceManager;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.origin !== origin) throw unread('redirected', host, 'the next page is elsewhere');
    return url;
  }

  private async ask(method: 'GET' | 'POST', question: ArmQuestion, url: URL): Promise<unknown> {
    const answer = await this.client.send({
      method,
      url,
      headers: { authorization: `Bearer ${this.session.token}`, accept: 'application/json' },
      ...(method === 'POST' ? { body: '' } : {}),
    });
    if (answer.status !== 200) throw refusal(answer, question, url);
    const value = parsed(answer.body);
    if (typeof value !== 'object' || value === null) {
      throw unread('unexpected', url.host, 'the answer is no JSON');
    }
    return value;
  }
}

const BY_CODE: Readonly<Record<string, SiteReason>> = {
  SubscriptionNotFound: 'subscription-missing',
  InvalidSubscriptionId: 'subscription-missing',
  ResourceGroupNotFound: 'group-missing',
  ReadOnlyDisabledSubscription: 'subscription-disabled',
};

function refusal(answer: HttpAnswer, question: ArmQuestion, url: URL): Unread {
  const { status, headers, body } = answer;
  const { code, message } = errorIn(body);
  const said = inShort(code === '' ? `status ${status}` : `${code}: ${message}`);
  const known = BY_CODE[code];
  if (known !== undefined) return unread(known, subjectOf(known, url), said);
  if (code === 'ScopeLocked') return locked(url, message);
  // A page for people is no refusal of Azure: somebody on the way has answered in its place.
  if (status >= 400 && status < 429 && isPage(body)) {
    return unread('unexpected', url.host, `status ${status}, and no JSON`);
  }
  if (status === 401) return unread('unauthorized', url.host, said);
  if (status === 403) return forbidden(question, url, message, said);
  if (status === 404) {
    const { reason = 'unexpected', subject = url.host } = question.missing ?? {};
    return unread(reason, subject, said);
  }
  if (status === 409) return unread('conflict', url.host, said);
  if (status === 429) return unread('throttled', url.host, againText(headers));
  if (status >= 300 && status < 400)
    return unread('redirected', url.host, redirectText(answer, url));
  if (status >= 500) return unread('unavailable', url.host, said);
  return unread('unexpected', url.host, said);
}

/** The Resource Manager says `error`; App Service behind it says `Code` and `Message` alone. */
function errorIn(body: string): { readonly code: string; readonly message: string } {
  const answer = fieldsOf(parsed(body));
  const error = fieldsOf(answer['error']);
  return {
    code: textOf(error['code']) ?? textOf(answer['Code']) ?? '',
    message: textOf(error['message']) ?? textOf(answer['Message']) ?? '',
  };
}

function isPage(body: string): boolean {
  return body.trim() !== '' && typeof parsed(body) !== 'object';
}

/** The message names action and scope; what was asked does where it does not. */
function forbidden({ action }: ArmQuestion, url: URL, message: string, said: string): Unread {
  const named = /perform action '([^']+)' over scope '([^']+)'/.exec(message);
  return new Unread({
    reason: 'forbidden',
    subject: url.host,
    said: named ? 'AuthorizationFailed' : said,
    action: named?.[1] ?? action,
    scope: named?.[2] ?? scopeOf(url),
  });
}

/** A lock against changes refuses whatever is no GET (Microsoft Learn, lock-resources); the message names where it is. */
function locked(url: URL, message: string): Unread {
  const scope = /are locked: '([^']+)'/.exec(message)?.[1] ?? scopeOf(url);
  return new Unread({ reason: 'locked', subject: url.host, said: 'ScopeLocked', scope });
}

/** The resource in a path, without what is asked of it. */
function scopeOf({ pathname }: URL): string {
  return decoded(pathname).replace(/\/(?:config|resources|slots)(?:\/[^]*)?$/, '');
}

function subjectOf(reason: SiteReason, { pathname }: URL): string {
  const [, , subscription = '', , group = ''] = decoded(pathname).split('/');
  return reason === 'group-missing' ? group : subscription;
}

function againText(headers: HttpAnswer['headers']): string {
  const value = headers['retry-after'];
  if (typeof value !== 'string' || retryAfter({ headers }) === undefined)
    return 'too many requests';
  return /^\d+$/.test(value.trim())
    ? `to be asked again in ${value.trim()} s`
    : `to be asked again after ${inShort(value)}`;
}
