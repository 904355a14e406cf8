// Kudu, the site's service for deployments: what lies in the app's folder, and what was deployed. Nothing else is asked.
// Source: Kudu wiki, REST API. It takes the Resource Manager's token (Accessing the kudu service).

import type { SiteDeployment, SiteFiles } from '../terms/site.js';
import type { HttpClient } from './http/client.js';
import { secureAddress } from './http/address.js';
import { redirectText, type HttpAnswer } from './http/exchange.js';
import { parsed } from './reading/json.js';
import { readDeployments, readListing } from './reading/read-kudu.js';
import { unread, type Unread } from './unread.js';

const MANIFEST = 'oryx-manifest.toml';

/** Bytes; a manifest has some hundreds. */
const LARGEST_MANIFEST = 64 * 1024;

export class Kudu {
  private readonly client: HttpClient;
  private readonly token: string;
  private readonly base: URL;
  private readonly isStopped: boolean;

  /** @throws Unread `address-insecure` */
  constructor(client: HttpClient, token: string, host: string, isStopped: boolean) {
    this.client = client;
    this.token = token;
    this.base = secureAddress(`https://${host}/`);
    this.isStopped = isStopped;
  }

  /**
   * Lists the folder that the app runs from.
   * @throws Unread
   */
  async files(): Promise<SiteFiles> {
    const entries = readListing(await this.json('/api/vfs/site/wwwroot/'));
    const manifest = entries.find(({ name, isFolder }) => name === MANIFEST && !isFolder);
    const isSmall = manifest !== undefined && manifest.size <= LARGEST_MANIFEST;
    const path = `/api/vfs/site/wwwroot/${MANIFEST}`;
    return { entries, manifest: isSmall ? (await this.get(path)).body : undefined };
  }

  /**
   * Lists what was deployed, newest first.
   * @throws Unread
   */
  async deployments(): Promise<readonly SiteDeployment[]> {
    return readDeployments(await this.json('/api/deployments'));
  }

  private async json(path: string): Promise<unknown> {
    const value = parsed((await this.get(path)).body);
    if (Array.isArray(value)) return value;
    throw unread('unexpected', this.base.host, 'the answer is no list');
  }

  private async get(path: string): Promise<HttpAnswer> {
    const answer = await this.client.send({
      method: 'GET',
      url: new URL(path, this.base),
      headers: { authorization: `Bearer ${this.token}`, accept: 'application/json, */*' },
    });
    if (answer.status === 200) return answer;
    throw this.refusal(answer);
  }

  private refusal(answer: HttpAnswer): Unread {
    const { status, headers } = answer;
    const { host } = this.base;
    const said = `status ${status}`;
    if (status === 401 || status === 403) {
      if (this.isStopped) return unread('scm-stopped', host, said);
      // The front end names the address that it turned away.
      const isAddress = headers['x-ms-forbidden-ip'] !== undefined;
      return unread(isAddress ? 'scm-address-refused' : 'scm-refused', host, said);
    }
    if (status === 409) return unread('conflict', host, said);
    if (status === 429) return unread('throttled', host, said);
    if (status >= 300 && status < 400) {
      return unread('redirected', host, redirectText(answer, this.base));
    }
    return unread(status >= 500 ? 'unavailable' : 'unexpected', host, said);
  }
}
