// The Azure CLI: who is signed in with `az login` is signed in here, too, in the same cloud and subscription.
// Source: Microsoft Learn, `az account get-access-token` and `az cloud show`.

import type { AzureCloud } from '../../terms/azure-access.js';
import { cloudOf } from '../../terms/azure-access.js';
import type { Outcome } from '../../host.js';
import { secureAddress } from '../http/address.js';
import { fieldsOf, parsed, textOf } from '../reading/json.js';
import { inShort, unread } from '../unread.js';
import type { Session, SignInTools } from './session.js';

/** As a shell says it: the program could not be started. */
const NOT_STARTED = 127;

/**
 * Takes over the session of the Azure CLI.
 * @throws Unread `cli-missing`, `cli-signed-out`, `subscription-missing`, `address-insecure`
 */
export async function sessionOfCli(
  tools: SignInTools,
  known: AzureCloud | undefined,
  subscriptionId: string | undefined,
): Promise<Session> {
  const cloud = known ?? (await cloudOfCli(tools));
  const answer = await az(tools, [
    'account',
    'get-access-token',
    '--resource',
    cloud.audience,
    ...(subscriptionId === undefined ? [] : ['--subscription', subscriptionId]),
  ]);
  const fields = jsonOf(answer);
  const token = textOf(fields['accessToken']);
  if (answer.exitCode !== 0) throw refusal(answer, subscriptionId);
  // Its last lines are not quoted: a token may be among them.
  if (token === undefined) throw unread('cli-signed-out', 'az', 'it answered without a token');
  tools.host.azure.protect(token);
  return {
    token,
    resourceManager: secureAddress(cloud.resourceManager),
    subscriptionId: subscriptionId ?? textOf(fields['subscription']),
  };
}

async function cloudOfCli(tools: SignInTools): Promise<AzureCloud> {
  const answer = await az(tools, ['cloud', 'show']);
  if (answer.exitCode !== 0) throw refusal(answer, undefined);
  const cloud = jsonOf(answer);
  const endpoints = fieldsOf(cloud['endpoints']);
  return cloudOf({
    name: textOf(cloud['name']),
    authority: textOf(endpoints['activeDirectory']),
    resourceManager: textOf(endpoints['resourceManager']),
  });
}

async function az({ host, signal }: SignInTools, args: readonly string[]): Promise<Outcome> {
  const outcome = await host.run({
    program: 'az',
    args: [...args, '--output', 'json'],
    cwd: host.workingFolder,
    env: host.env,
    output: 'capture',
    // It has no end of its own where a firewall is silent.
    signal,
  });
  signal.throwIfAborted();
  return outcome;
}

/** Programs around the Azure CLI, and some of its own notices, print lines before the answer. */
function jsonOf({ stdout }: Outcome): Readonly<Record<string, unknown>> {
  return fieldsOf(parsed(stdout.slice(Math.max(0, stdout.search(/^\{/m)))));
}

function refusal({ exitCode, lastLines }: Outcome, subscriptionId: string | undefined): Error {
  if (exitCode === NOT_STARTED) return unread('cli-missing', 'az');
  const said = lastLines.find((line) => /^ERROR/i.test(line)) ?? lastLines.at(-1) ?? '';
  if (/subscription of '.*' doesn't exist/i.test(said)) {
    return unread('subscription-missing', subscriptionId ?? '', inShort(said));
  }
  return unread('cli-signed-out', 'az', inShort(said));
}
