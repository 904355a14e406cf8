// Signing in with a certificate: an assertion that its private key signs.
// Source: Microsoft Learn, identity-platform/certificate-credentials: PS256, thumbprint `x5t#S256`.

import {
  constants,
  createPrivateKey,
  randomUUID,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { unread } from '../unread.js';
import { messageOf } from '../../terms/failure.js';

/** Seconds; the documentation advises five to ten minutes. */
const LIFETIME = 600;

export interface AssertionClaims {
  readonly clientId: string;
  /** The token endpoint. */
  readonly audience: string;
  /** Seconds since 1970. */
  readonly now: number;
}

/** A certificate with its private key. */
export interface KeyPair {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/**
 * Loads the text of a PEM file.
 * @throws Unread `certificate-unusable`
 */
export async function loadPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const said = messageOf(error);
    throw unread('certificate-unusable', path, said, error);
  }
}

/**
 * Reads a private key and the certificate that belongs to it from PEM.
 * @throws Unread `certificate-unusable`, `certificate-not-rsa`, `certificate-expired`
 */
export function readKeyPair(
  pem: string,
  passphrase: string | undefined,
  now: number,
  name: string,
): KeyPair {
  const key = readKey(pem, passphrase, name);
  // PSS padding is silently taken with a key of another kind, and the signature is then worth nothing.
  if (key.asymmetricKeyType !== 'rsa') {
    throw unread('certificate-not-rsa', name, key.asymmetricKeyType ?? 'unknown');
  }
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const certificate = blocks
    .flatMap((block) => readCertificate(block))
    .find((one) => one.checkPrivateKey(key));
  if (!certificate) {
    const said = blocks.length === 0 ? 'no certificate' : 'no certificate of this private key';
    throw unread('certificate-unusable', name, `it holds ${said}`);
  }
  const end = Date.parse(certificate.validTo) / 1000;
  if (end < now) {
    throw unread('certificate-expired', name, new Date(end * 1000).toISOString().slice(0, 10));
  }
  return { certificate, key };
}

function readKey(pem: string, passphrase: string | undefined, name: string): KeyObject {
  const block =
    /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----[^]+?-----END \1-----/.exec(pem)?.[0] ?? '';
  if (block === '') throw unread('certificate-unusable', name, 'it holds no private key');
  try {
    return createPrivateKey({ key: block, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    // What OpenSSL says names parts of its own, not of the key.
    throw unread('certificate-unusable', name, 'its private key cannot be read', error);
  }
}

function readCertificate(block: string): X509Certificate[] {
  try {
    return [new X509Certificate(block)];
  } catch {
    return [];
  }
}

/** Makes an assertion that says who asks for a token. */
export function writeAssertion({ certificate, key }: KeyPair, claims: AssertionClaims): string {
  const { clientId, audience, now } = claims;
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex');
  const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint.toString('base64url') };
  const payload = {
    aud: audience,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    iat: now,
    nbf: now,
    exp: now + LIFETIME,
  };
  const signed = `${base64url(header)}.${base64url(payload)}`;
  const signature = sign('sha256', Buffer.from(signed, 'utf8'), {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
  return `${signed}.${signature.toString('base64url')}`;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
