// Tokens of the fake: given, and checked by a library that knows how, so that what we sign is judged by somebody else.

import { generateKeyPairSync, randomUUID, X509Certificate, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import type { World } from './world.js';

const DEVOPS = 'https://vstoken.dev.azure.com/fabrikam';

/** The audience of assertions that Azure DevOps gives. Source: Microsoft Learn, workload-identity-federation. */
const EXCHANGE = 'api://AzureADTokenExchange';

/** Seconds; the documentation advises no more. */
const LONGEST_LIFE = 600;

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Making one takes a while. */
const KEYS = new Map<string, Keys>();

function keys(whose: string): Keys {
  const made = KEYS.get(whose) ?? generateKeyPairSync('rsa', { modulusLength: 2048 });
  KEYS.set(whose, made);
  return made;
}

/** What was wrong, as Microsoft Entra numbers it. */
export class Refused extends Error {
  readonly number: number;

  constructor(number: number, message: string) {
    super(message);
    this.number = number;
  }
}

export class Tokens {
  /** All that were given: none may be read anywhere. */
  readonly given: string[] = [];
  private readonly authority = keys('entra');
  private readonly devOps = keys('azure devops');
  private readonly used = new Set<string>();

  /** A token by which Azure Resource Manager and Kudu know the identity. */
  access(audience: string): Promise<string> {
    return this.keep(
      new SignJWT({ oid: 'canary-object-id' })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(this.authority.privateKey),
    );
  }

  /** Whether a token is one of ours, for this audience. */
  async admits(token: string, audience: string): Promise<boolean> {
    return jwtVerify(token, this.authority.publicKey, { audience }).then(
      () => true,
      () => false,
    );
  }

  /** What Azure DevOps says of a job. */
  oidc({ subject }: World): Promise<string> {
    return this.keep(
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .setIssuer(DEVOPS)
        .setAudience(EXCHANGE)
        .setSubject(subject)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime('10m')
        .sign(this.devOps.privateKey),
    );
  }

  /**
   * Checks an assertion of either kind.
   * @throws Refused
   */
  async checkAssertion(assertion: string, world: World, endpoint: string): Promise<void> {
    this.given.push(assertion);
    const { alg } = decodeProtectedHeader(assertion);
    if (alg === 'RS256') return this.checkFederated(assertion, world);
    return this.checkSigned(assertion, world, endpoint);
  }

  private async checkFederated(assertion: string, { trustedSubject }: World): Promise<void> {
    const { payload } = await jwtVerify(assertion, this.devOps.publicKey, {
      issuer: DEVOPS,
      audience: EXCHANGE,
    }).catch(() => {
      throw new Refused(70021, 'No matching federated identity record found for the assertion.');
    });
    if (payload.sub !== trustedSubject) {
      throw new Refused(
        700213,
        `No matching federated identity record found for presented assertion subject '${payload.sub}'.`,
      );
    }
    this.refuseSecondUse(payload.jti);
  }

  private async checkSigned(assertion: string, world: World, endpoint: string): Promise<void> {
    const { certificate } = world;
    if (!certificate) throw new Refused(700027, 'The certificate is not registered.');
    const known = new X509Certificate(certificate.certificate);
    const header = decodeProtectedHeader(assertion);
    const thumbprint = Buffer.from(known.fingerprint256.replaceAll(':', ''), 'hex');
    if (header['x5t#S256'] !== thumbprint.toString('base64url')) {
      throw new Refused(700027, 'The key was not found by its thumbprint.');
    }
    const { payload } = await jwtVerify(assertion, known.publicKey, {
      algorithms: ['PS256'],
      typ: 'JWT',
      audience: endpoint,
      issuer: world.clientId,
      subject: world.clientId,
      requiredClaims: ['exp', 'nbf', 'iat', 'jti'],
    }).catch((error: unknown) => {
      throw new Refused(700027, `The signature or a claim is wrong: ${String(error)}`);
    });
    const life = (payload.exp ?? 0) - (payload.nbf ?? 0);
    if (life > LONGEST_LIFE) throw new Refused(700027, `The assertion lives for ${life} s.`);
    this.refuseSecondUse(payload.jti);
  }

  private refuseSecondUse(id: string | undefined): void {
    if (id === undefined || this.used.has(id)) {
      throw new Refused(700027, 'The assertion was used before.');
    }
    this.used.add(id);
  }

  private async keep(made: Promise<string>): Promise<string> {
    const token = await made;
    this.given.push(token);
    return token;
  }
}
