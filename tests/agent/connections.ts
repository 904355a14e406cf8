// Service connections, and the environment variables by which a task learns of them.
import { environmentName } from './environment-name.js';
import type { TaskDefinition } from './definition.js';
import { collectionUrl, systemAccessToken } from './server-variables.js';

/** A service connection of the job; a task sees it when one of its inputs names its id. */
export interface ServiceConnection {
  /** A GUID, as written in the input. */
  readonly id: string;
  readonly url: string;
  /** For example `ServicePrincipal` or `WorkloadIdentityFederation`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** Parameters that are no secrets, lower-case. Source: azure-pipelines-agent, MaskingUtil.cs. */
const publicParameters: ReadonlySet<string> = new Set([
  'role',
  'scope',
  'tenantid',
  'issuedat',
  'expiresat',
  'audience',
  'authenticationtype',
  'authorizationtype',
  'accesstokentype',
  'accesstokenfetchingmethod',
  'usewindowssecurity',
  'unsecured',
]);

/** What the log must hide of a connection. */
export function secretParameters({ parameters }: ServiceConnection): string[] {
  return Object.entries(parameters)
    .filter(([name]) => !publicParameters.has(name.toLowerCase()))
    .map(([, value]) => value);
}

/** The connections that the inputs of type `connectedService:…` name, several by commas. */
export function connectionsNamed(
  definition: TaskDefinition,
  inputs: ReadonlyMap<string, string>,
  connections: readonly ServiceConnection[],
): ServiceConnection[] {
  const ids = definition.inputs
    .filter(({ type }) => type.toLowerCase().startsWith('connectedservice:'))
    .flatMap(({ name }) => (inputs.get(name.toLowerCase()) ?? '').split(','))
    .map((id) => id.trim().toLowerCase());
  return connections.filter(({ id }) => ids.includes(id.toLowerCase()));
}

/**
 * The job's own connection, which every task gets, and those named.
 * Source: azure-pipelines-agent, Handlers/Handler.cs:72-140.
 */
export function connectionVariables(
  connections: readonly ServiceConnection[],
): Record<string, string> {
  const variables = authVariables('SYSTEMVSSCONNECTION', system);
  for (const connection of connections) {
    const key = connection.id;
    Object.assign(variables, authVariables(key, connection));
    variables[`ENDPOINT_DATA_${key}`] = JSON.stringify(connection.data);
    for (const [name, value] of Object.entries(connection.data)) {
      variables[`ENDPOINT_DATA_${key}_${environmentName(name)}`] = value;
    }
  }
  return variables;
}

const system: ServiceConnection = {
  id: '',
  url: collectionUrl,
  scheme: 'OAuth',
  parameters: { AccessToken: systemAccessToken },
  data: {},
};

function authVariables(
  key: string,
  { url, scheme, parameters }: ServiceConnection,
): Record<string, string> {
  const variables: Record<string, string> = {
    [`ENDPOINT_URL_${key}`]: url,
    [`ENDPOINT_AUTH_${key}`]: JSON.stringify({ parameters, scheme }),
    [`ENDPOINT_AUTH_SCHEME_${key}`]: scheme,
  };
  for (const [name, value] of Object.entries(parameters)) {
    variables[`ENDPOINT_AUTH_PARAMETER_${key}_${environmentName(name)}`] = value;
  }
  return variables;
}
