// The client: an exchange with patience. Waits as long as it is told to, tries again what may go well, and gives up in time.

import { setTimeout as wait } from 'node:timers/promises';
import type { SecureContext } from 'node:tls';
import type { NetworkSettings } from '../../terms/azure-access.js';
import { messageOf, systemErrorCode } from '../../terms/failure.js';
import { Unread, unread } from '../unread.js';
import { exchange, TooLarge, type HttpAnswer, type HttpRequest } from './exchange.js';
import { loadTrust } from './trust.js';

/** All in milliseconds. */
export interface Patience {
  readonly tries: number;
  /** For one exchange. */
  readonly exchange: number;
  /** Before the second try; each further wait is twice as long. */
  readonly firstWait: number;
  /** Longer than this is not waited, even if the other side asks for it. */
  readonly longestWait: number;
  /** For all that is asked of one site: nobody waits longer for what a deployment would tell, too. */
  readonly whole: number;
}

/** A service that is asleep may take half a minute to answer. */
export const PATIENCE: Patience = {
  tries: 4,
  exchange: 45_000,
  firstWait: 1000,
  longestWait: 30_000,
  whole: 240_000,
};

/** Too many requests, and what passes by itself; all that we send only reads, so that it may be sent again. */
const AGAIN = [429, 500, 502, 503, 504];

/** What the platform's TLS calls a certificate that it does not trust. */
const UNTRUSTED =
  /^(?:ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|HOSTNAME_MISMATCH|INVALID_CA)/;

export class HttpClient {
  private readonly network: NetworkSettings;
  private readonly signal: AbortSignal;
  private readonly patience: Patience;
  private trust: Promise<SecureContext | undefined> | undefined;

  constructor(network: NetworkSettings, signal: AbortSignal, patience: Patience = PATIENCE) {
    this.network = network;
    this.signal = signal;
    this.patience = patience;
  }

  /** The same client for what is near and answers at once, or is not there. */
  hasty(): HttpClient {
    const { tries, exchange: limit } = this.patience;
    return new HttpClient(this.network, this.signal, {
      ...this.patience,
      tries: Math.min(tries, 3),
      exchange: Math.min(limit, 10_000),
    });
  }

  /**
   * Sends a request until its answer is final.
   * @returns the last answer, also when it is one that asks to come again
   * @throws Unread `network`, `timeout`, `certificate-untrusted`, `proxy`, `unexpected`; the signal's reason
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    for (let tried = 1; ; tried += 1) {
      const outcome = await this.once(request);
      const isLast = tried >= this.patience.tries;
      if (outcome instanceof Unread) {
        if (isLast || !passes(outcome)) throw outcome;
        await this.rest(this.patience.firstWait * 2 ** (tried - 1));
        continue;
      }
      if (isLast || !AGAIN.includes(outcome.status)) return outcome;
      const asked = retryAfter(outcome);
      if (asked !== undefined && asked > this.patience.longestWait) return outcome;
      await this.rest(asked ?? this.patience.firstWait * 2 ** (tried - 1));
    }
  }

  private async once(request: HttpRequest): Promise<HttpAnswer | Unread> {
    this.signal.throwIfAborted();
    const limit = AbortSignal.timeout(this.patience.exchange);
    try {
      this.trust ??= loadTrust(this.network.trusted);
      const trust = await this.trust;
      const signal = AbortSignal.any([this.signal, limit]);
      return await exchange(request, { proxy: this.network.proxy, trust, signal });
    } catch (error) {
      this.signal.throwIfAborted();
      if (error instanceof Unread) return error;
      return limit.aborted ? this.late(request) : troubleOf(request, error);
    }
  }

  private late({ url }: HttpRequest): Unread {
    return unread('timeout', url.host, `${Math.round(this.patience.exchange / 1000)} s`);
  }

  private async rest(milliseconds: number): Promise<void> {
    const time = Math.min(milliseconds, this.patience.longestWait);
    await wait(time, undefined, { signal: this.signal }).catch(() => this.signal.throwIfAborted());
  }
}

/** A certificate stays as it is, and so does a refusal of the proxy. */
function passes({ trouble: { reason } }: Unread): boolean {
  return reason === 'network' || reason === 'timeout';
}

function troubleOf({ url }: HttpRequest, error: unknown): Unread {
  const said = messageOf(error);
  if (error instanceof TooLarge) return unread('unexpected', url.host, said, error);
  const code = systemErrorCode(error) ?? '';
  const reason = UNTRUSTED.test(code) ? 'certificate-untrusted' : 'network';
  return unread(reason, url.host, code === '' ? said : code, error);
}

/** What `Retry-After` asks for, in milliseconds: a number of seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfter({ headers }: Pick<HttpAnswer, 'headers'>): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  // Without the look of one, JavaScript still finds a date in '-5' or in 'soon 1'.
  const date = /^[a-z]{3,9},? .*\d\d:\d\d:\d\d/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
