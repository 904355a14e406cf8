// Azure on loopback, written from the public shapes: where tokens are given, the Resource Manager, and Kudu.
// It refuses a wrong audience, a wrong version of an interface, a wrong assertion, and every method but reading.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { makeCertificate, type MadeCertificate } from './certificate.js';
import { plainly, type Answer, type Around, type Asked } from './answer.js';
import { answerOfKudu } from './kudu.js';
import { answerOfArm } from './resource-manager.js';
import { Refused, Tokens } from './tokens.js';
import { shopWorld, type ScriptedAnswer, type World } from './world.js';

export interface FakeAzure {
  readonly world: World;
  readonly tokens: Tokens;
  /** The Resource Manager, and where tokens are given: `https://127.0.0.1:…/`. */
  readonly url: string;
  /** The certificate by which it is known. */
  readonly certificate: MadeCertificate;
  /** Where the machine itself gives tokens: `http://127.0.0.1:…/`. */
  readonly machine: string;
  /** `METHOD host/path`, in their order. */
  readonly asked: string[];
  /** Requests that a reader never sends. */
  readonly violations: string[];
  close(): Promise<void>;
}

/** One key for all: making one takes a while. */
let known: MadeCertificate | undefined;

/** Starts the fake. */
export async function startFakeAzure(world: World = shopWorld()): Promise<FakeAzure> {
  known ??= makeCertificate();
  const certificate = known;
  const tokens = new Tokens();
  const asked: string[] = [];
  const violations: string[] = [];
  const respond =
    (scheme: string) => async (request: IncomingMessage, response: ServerResponse) => {
      const url = new URL(`${scheme}://${request.headers.host ?? ''}${request.url ?? ''}`);
      const method = request.method ?? '';
      const one: Asked = { method, url, headers: request.headers, body: await text(request) };
      asked.push(`${method} ${url.hostname}${url.pathname}`);
      const scripted = takeScripted(world.script, `${method} ${url.href}`);
      if (scripted?.hangUp) return void request.socket.destroy();
      if (scripted?.silent) return undefined;
      const answer = scripted
        ? { status: scripted.status, headers: scripted.headers ?? {}, body: scripted.body ?? {} }
        : await answerOf(one, { world, tokens, violations });
      return send(response, answer);
    };
  const secure = createHttpsServer(
    { key: certificate.key, cert: certificate.certificate },
    (request, response) => void respond('https')(request, response),
  );
  const machine = createHttpServer((request, response) => void respond('http')(request, response));
  const [port, plainPort] = await Promise.all([listen(secure), listen(machine)]);
  return {
    world,
    tokens,
    certificate,
    asked,
    violations,
    url: `https://127.0.0.1:${port}/`,
    machine: `http://127.0.0.1:${plainPort}`,
    close: async () => {
      await Promise.all([secure, machine].map(close));
    },
  };
}

async function answerOf(asked: Asked, around: Around): Promise<Answer> {
  const { pathname, hostname } = asked.url;
  if (pathname.endsWith('/oauth2/v2.0/token') && !pathname.startsWith('/metadata')) {
    return tokenFor(asked, around);
  }
  if (pathname === '/oidctoken') return oidcFor(asked, around);
  if (pathname === '/msi/token' || pathname.startsWith('/metadata/')) {
    return machineToken(asked, around);
  }
  const token = /^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '';
  if (!(await around.tokens.admits(token, audienceOf(asked)))) {
    return plainly(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
  }
  const isKudu = hostname === 'localhost' || hostname.startsWith('shop.scm.');
  return isKudu ? answerOfKudu(asked, around) : answerOfArm(asked, around);
}

/** The Resource Manager's address; Kudu takes its tokens. Behind a proxy it has a name. */
function audienceOf({ url }: Asked): string {
  const isNamed = url.hostname.endsWith('.fabrikam.example');
  return isNamed ? 'https://management.fabrikam.example' : `https://127.0.0.1:${url.port}`;
}

/** Source: Microsoft Learn, v2-oauth2-client-creds-grant-flow. */
async function tokenFor(asked: Asked, around: Around): Promise<Answer> {
  const { method, url, headers, body } = asked;
  const { world, tokens, violations } = around;
  const form = new URLSearchParams(body);
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  if (method !== 'POST' || !isForm) violations.push(`${method} ${url.pathname}`);
  try {
    if (url.pathname.split('/')[1] !== world.tenantId) {
      throw new Refused(90002, `Tenant '${url.pathname.split('/')[1]}' not found.`);
    }
    if (form.get('grant_type') !== 'client_credentials') throw new Refused(900144, 'grant_type');
    if (form.get('client_id') !== world.clientId) {
      throw new Refused(
        700016,
        `Application with identifier '${form.get('client_id')}' was not found.`,
      );
    }
    const audience = audienceOf(asked);
    if (form.get('scope') !== `${audience}/.default`) throw new Refused(70011, 'wrong scope');
    await checkProof(form, url, around);
    const token = await tokens.access(audience);
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: token } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refusedBy(error);
  }
}

async function checkProof(
  form: URLSearchParams,
  url: URL,
  { world, tokens }: Around,
): Promise<void> {
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    if (form.get('client_assertion_type') !== type) throw new Refused(900144, 'wrong type');
    return tokens.checkAssertion(assertion, world, url.href);
  }
  const secret = form.get('client_secret') ?? '';
  // As bad as a service can be: it repeats the secret.
  if (secret !== world.secret)
    throw new Refused(7000215, `Invalid client secret '${secret}' provided.`);
  return undefined;
}

function refusedBy({ number, message }: Refused): Answer {
  const description = `AADSTS${number}: ${message} Trace ID: 0 Correlation ID: 0 Timestamp: 2026-11-21`;
  return {
    status: number === 7000215 ? 401 : 400,
    body: { error: 'invalid_client', error_description: description, error_codes: [number] },
  };
}

/** Source: Azure DevOps REST, distributedtask/oidctoken/create. */
async function oidcFor({ method, url, headers }: Asked, around: Around): Promise<Answer> {
  const { world, tokens } = around;
  const isRight =
    method === 'POST' &&
    headers.authorization === `Bearer ${world.jobToken}` &&
    headers['x-tfs-fedauthredirect'] === 'Suppress' &&
    url.searchParams.get('api-version') === '7.1' &&
    url.searchParams.get('serviceConnectionId') === world.connectionId;
  if (!isRight) return { status: 401, body: {} };
  return { status: 200, body: { oidcToken: await tokens.oidc(world) } };
}

/** Source: Microsoft Learn, how-to-use-vm-token and overview-managed-identity. */
async function machineToken({ method, url, headers }: Asked, around: Around): Promise<Answer> {
  const { world, tokens } = around;
  const isMetadata = url.pathname.startsWith('/metadata/');
  const version = url.searchParams.get('api-version');
  const isRight = isMetadata
    ? url.pathname === '/metadata/identity/oauth2/token' &&
      headers['metadata'] === 'true' &&
      version === '2018-02-01'
    : headers['x-identity-header'] === 'canary-identity-header' && version === '2019-08-01';
  const wanted = url.searchParams.get('client_id') ?? undefined;
  if (method !== 'GET' || !isRight || wanted !== world.managedClientId) {
    return {
      status: 400,
      body: { error: 'invalid_request', error_description: 'Identity not found' },
    };
  }
  const audience = url.searchParams.get('resource') ?? '';
  return {
    status: 200,
    body: { access_token: await tokens.access(audience), expires_on: '1' },
  };
}

function takeScripted(script: ScriptedAnswer[], asked: string): ScriptedAnswer | undefined {
  const found = script.find(({ when, times = 1 }) => times > 0 && when.test(asked));
  if (found?.times !== undefined) found.times -= 1;
  return found;
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
