// A session: what signing in gave, and all that the room needs to go on asking.

import type { Host } from '../../host.js';
import type { HttpClient } from '../http/client.js';

export interface Session {
  readonly token: string;
  /** Where Azure Resource Manager answers. */
  readonly resourceManager: URL;
  /** `undefined` when it is to be found. */
  readonly subscriptionId: string | undefined;
}

/** What signing in may use. */
export interface SignInTools {
  readonly host: Host;
  readonly client: HttpClient;
  /** Aborts when the time for all of it is over. */
  readonly signal: AbortSignal;
  /** What the access is called in messages. */
  readonly name: string;
}
