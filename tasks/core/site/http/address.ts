// Addresses to which a token or a secret may go: https, or this machine itself.

import { unread } from '../unread.js';

/** Whether an address is this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/** Whether an address never leaves the link: where a machine in Azure gives its own tokens. */
function isLinkLocal({ hostname }: URL): boolean {
  return /^169\.254(?:\.\d{1,3}){2}$/.test(hostname);
}

/**
 * Reads an address that a secret may be sent to.
 * @throws Unread `address-insecure`
 */
export function secureAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSecure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (!url || !isSecure || url.username !== '' || url.password !== '') {
    throw unread('address-insecure', url ? `${url.protocol}//${url.host}` : 'no address');
  }
  return url;
}

/**
 * Reads an address that gives tokens to its own machine alone, which is plain http by design.
 * @throws Unread `address-insecure`
 */
export function ownAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' && isLinkLocal(url)) return url;
  return secureAddress(text);
}
