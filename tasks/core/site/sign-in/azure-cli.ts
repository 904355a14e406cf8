// The Azure CLI: who is signed in with `az login` is signed in here, too, in the same cloud and subscription.
// Source: Microsoft Learn, `az account get-access-token` and `az cloud show`.

import type { AzureCloud } from '../../terms/azure-access.js';
import { cloudOf } from '../../terms/azure-access.js';
import type { Host, Outcome } from '../../host.js';
import { secureAddress } from '../http/address.js';
import { fieldsOf, parsed, textOf } from '../reading/json.js';
import { inShort, unread } from '../unread.js';
import type { Session } from './session.js';

/** As a shell says it: the program could not be started. */
const NOT_STARTED = 127;

/**
 * Takes over the session of the Azure CLI.
 * @throws Unread `cli-missing`, `cli-signed-out`, `address-insecure`
 */
export async function sessionOfCli(
  host: Host,
  known: AzureCloud | undefined,
  subscriptionId: string | undefined,
): Promise<Session> {
  const cloud = known ?? (await cloudOfCli(host));
  const answer = await az(host, [
    'account',
    'get-access-token',
    '--resource',
    cloud.audience,
    ...(subscriptionId === undefined ? [] : ['--subscription', subscriptionId]),
  ]);
  const fields = fieldsOf(parsed(answer.stdout));
  const token = textOf(fields['accessToken']);
  if (answer.exitCode !== 0 || token === undefined) throw refusal(answer);
  host.azure.protect(token);
  return {
    token,
    resourceManager: secureAddress(cloud.resourceManager),
    subscriptionId: subscriptionId ?? textOf(fields['subscription']),
  };
}

async function cloudOfCli(host: Host): Promise<AzureCloud> {
  const answer = await az(host, ['cloud', 'show']);
  if (answer.exitCode !== 0) throw refusal(answer);
  const cloud = fieldsOf(parsed(answer.stdout));
  const endpoints = fieldsOf(cloud['endpoints']);
  return cloudOf({
    name: textOf(cloud['name']),
    authority: textOf(endpoints['activeDirectory']),
    resourceManager: textOf(endpoints['resourceManager']),
  });
}

function az(host: Host, args: readonly string[]): Promise<Outcome> {
  return host.run({
    program: 'az',
    args: [...args, '--output', 'json'],
    cwd: host.workingFolder,
    env: host.env,
    output: 'capture',
  });
}

function refusal({ exitCode, lastLines }: Outcome): Error {
  if (exitCode === NOT_STARTED) return unread('cli-missing', 'az');
  const said = lastLines.find((line) => /^ERROR/i.test(line)) ?? lastLines.at(-1) ?? '';
  return unread('cli-signed-out', 'az', inShort(said));
}
