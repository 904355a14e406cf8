// Certificates that sign themselves, as DER written by hand: Node.js reads certificates and makes none.

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface MadeCertificate {
  readonly certificate: string;
  readonly key: string;
  /** Both, as one text. */
  readonly pem: string;
}

export interface CertificateWishes {
  readonly kind?: 'rsa' | 'ec';
  readonly name?: string;
  /** Days from now at which it ends. */
  readonly days?: number;
  /** Encrypts the private key. */
  readonly passphrase?: string;
}

/** A certificate for this machine and for the hosts of Fabrikam, signed by its own key. */
export function makeCertificate(wishes: CertificateWishes = {}): MadeCertificate {
  const { kind = 'rsa', name = 'localhost', days = 2, passphrase } = wishes;
  const { publicKey, privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(
    ...(kind === 'rsa'
      ? [objectId([42, 840, 113549, 1, 1, 11]), tagged(0x05)]
      : [objectId([42, 840, 10045, 4, 3, 2])]),
  );
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(1 + Math.floor(Math.random() * 1e6)),
    algorithm,
    nameOf(name),
    sequence(time(-1), time(days)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(basicConstraints(), alternativeNames())),
  );
  const certificate = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  const text = pem('CERTIFICATE', certificate);
  const key = keyText(privateKey, passphrase);
  return { certificate: text, key, pem: `${key}${text}` };
}

function keyText(key: KeyObject, passphrase: string | undefined): string {
  const options = { type: 'pkcs8', format: 'pem' } as const;
  return String(
    passphrase === undefined
      ? key.export(options)
      : key.export({ ...options, cipher: 'aes-256-cbc', passphrase }),
  );
}

function basicConstraints(): Buffer {
  const isAuthority = sequence(tagged(0x01, Buffer.from([0xff])));
  return sequence(objectId([85, 29, 19]), tagged(0x04, isAuthority));
}

function alternativeNames(): Buffer {
  const names = sequence(
    ...['localhost', '*.fabrikam.example', '*.scm.fabrikam.example'].map((name) =>
      tagged(0x82, Buffer.from(name)),
    ),
    tagged(0x87, Buffer.from([127, 0, 0, 1])),
  );
  return sequence(objectId([85, 29, 17]), tagged(0x04, names));
}

function nameOf(name: string): Buffer {
  const pair = sequence(objectId([85, 4, 3]), tagged(0x0c, Buffer.from(name, 'utf8')));
  return sequence(tagged(0x31, pair));
}

function time(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '');
  return tagged(0x18, Buffer.from(text, 'ascii'));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.from([0]), content);
}

function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tagged(0x02, ...((bytes[0] ?? 0) > 127 ? [Buffer.from([0])] : []), bytes);
}

/** The first two numbers come as one. */
function objectId(numbers: readonly number[]): Buffer {
  const bytes = numbers.flatMap((number) => {
    const parts = [number & 0x7f];
    for (let rest = number >> 7; rest > 0; rest >>= 7) parts.unshift((rest & 0x7f) | 0x80);
    return parts;
  });
  return tagged(0x06, Buffer.from(bytes));
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
