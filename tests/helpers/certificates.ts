// Certificates for a server on the loopback address and for its client, by an authority of their own.

import { join } from 'node:path';
import { output } from './programs.js';
import { writeFiles } from './temp-folder.js';

export interface Certificates {
  /** PEM files. */
  readonly authority: string;
  readonly server: { readonly certificate: string; readonly key: string };
  /** Certificate and key in one file, as pip and uv want it. */
  readonly client: string;
}

/** Makes them with the program openssl. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const below = (name: string): string => join(folder, name);
  await writeFiles(folder, {
    'server.ext': 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n',
    'client.ext': 'extendedKeyUsage=clientAuth\n',
  });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['-keyout', below('ca.key'), '-out', below('ca.pem'), '-days', '2'];
  output('openssl', ['req', '-x509', ...key, ...authority, '-subj', '/CN=Test authority']);
  const signed = ['-CA', below('ca.pem'), '-CAkey', below('ca.key'), '-CAcreateserial'];
  for (const name of ['server', 'client']) {
    const [own, csr] = [below(`${name}.key`), below(`${name}.csr`)];
    output('openssl', ['req', ...key, '-keyout', own, '-out', csr, '-subj', `/CN=${name}`]);
    const wanted = ['-in', csr, '-days', '2', '-extfile', below(`${name}.ext`)];
    const certificate = output('openssl', ['x509', '-req', ...wanted, ...signed]);
    await writeFiles(folder, { [`${name}.pem`]: certificate });
  }
  const both = output('cat', [below('client.pem'), below('client.key')]);
  await writeFiles(folder, { 'both.pem': both });
  return {
    authority: below('ca.pem'),
    server: { certificate: below('server.pem'), key: below('server.key') },
    client: below('both.pem'),
  };
}
