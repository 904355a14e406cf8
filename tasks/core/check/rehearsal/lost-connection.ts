// A start that failed for want of the network: which host and port, by the words of drivers and of the C library.

import type { Story } from './story.js';

/** `name`: not resolved. `refused`, `unreachable`: no connection. `credential`: no identity to log in with. */
export type Loss = 'name' | 'refused' | 'unreachable' | 'credential';

export interface LostConnection {
  readonly loss: Loss;
  /** `undefined` where no word of the log tells. */
  readonly host: string | undefined;
  readonly port: string | undefined;
}

/** First that fits wins: a name that is not resolved is also told as a failed connection. */
const LOSSES: readonly (readonly [Loss, RegExp])[] = [
  [
    'name',
    /name resolution|Name or service not known|nodename nor servname|translate host name|[Ff]ailed to resolve|No address associated|[Cc]ould not resolve|unable to resolve|getaddrinfo|All nameservers failed|resolution lifetime expired/,
  ],
  [
    'credential',
    /DefaultAzureCredential failed|CredentialUnavailableError|no response from the IMDS endpoint|ManagedIdentityCredential authentication unavailable/,
  ],
  ['refused', /Connection refused|ConnectionRefusedError|Connect call failed|Errno 111\b/],
  [
    'unreachable',
    /Network is unreachable|No route to host|Errno 1(?:01|10|13)\b|Connection timed out|[Cc]onnection timeout|connect timeout|ConnectTimeout|Login timeout expired|TimeoutError: timed out|\.PGSQL\.\d+" failed: No such file/,
  ],
];

/** Where drivers put the address; the first group is the host, the second the port. */
const ADDRESSES: readonly RegExp[] = [
  /translate host name "([^"]+)"/,
  /[Ff]ailed to resolve (?:host )?'([^']+)'/,
  /connection to server at "([^"]+)"(?: \([^)]*\))?, port (\d+)/,
  /connection to server on socket "([^"]+)"/,
  /Can't connect to MySQL server on '([^':]+)(?::(\d+))?'/,
  /Error -?\d+ (?:while )?connecting to ([^\s:]+):(\d+)/,
  /Connect call failed \('([^']+)', (\d+)/,
  /Cannot connect to host ([^\s:]+):(\d+)/,
  /host='([^']+)', port=(\d+)/,
  /_mongodb\._tcp\.([\w.-]*\w)/,
  /^([\w.-]+):(\d+): \[Errno/m,
  /[Cc]ould not resolve host: ([\w.-]*\w)/,
  /unable to resolve host address [‘'"]([\w.-]+)/,
  /connect to ([\w.-]+) port (\d+)/,
];

/** An address in a line of the app: a URL, or a host and a port. */
const IN_CODE: readonly RegExp[] = [
  /\/\/(?:[^@/"'\s]*@)?([\w.-]*\w)(?::(\d+))?/,
  /\(?["']([\w-]+(?:\.[\w-]+)+)["']\s*,\s*(\d+)/,
  /\bhost\s*=\s*["']([\w.-]+)["'](?:.*\bport\s*=\s*(\d+))?/,
  /\bserver=(?:tcp:)?([\w.-]*\w)(?:,(\d+))?/i,
];

/** Lines that a log without a traceback is judged by. */
const LAST_LINES = 20;

/** Finds what could not be reached in the uncaught exception and its causes, else at the log's end. */
export function findLostConnection(story: Story): LostConnection | undefined {
  const { traceback, appLine, rehearsal } = story;
  const text =
    traceback?.map(({ type, message }) => `${type}: ${message}\n${message}`).join('\n') ??
    rehearsal.log.slice(-LAST_LINES).join('\n');
  const loss = LOSSES.find(([, pattern]) => pattern.test(text))?.[0];
  if (loss === undefined) return undefined;
  const [host, port] =
    loss === 'credential'
      ? []
      : (addressIn(text, ADDRESSES) ?? addressIn(appLine?.code ?? '', IN_CODE) ?? []);
  return { loss, host, port };
}

function addressIn(
  text: string,
  patterns: readonly RegExp[],
): readonly [host: string, port: string | undefined] | undefined {
  for (const pattern of patterns) {
    const [, host, port] = pattern.exec(text) ?? [];
    if (host !== undefined) return [host, port];
  }
  return undefined;
}
