// The flags that package, validate and rehearse share: what is known of the web app, how strictly to judge, and the rehearsal.

import { FAIL_ON } from '../core/terms/judgement.js';
import { REHEARSE, REHEARSE_NETWORKS } from '../core/terms/rehearsal.js';
import type { CliOption } from './command.js';

export const JUDGED_OPTIONS: readonly CliOption[] = [
  {
    name: 'runtime-stack',
    value: 'STACK',
    help: "such as 'PYTHON|3.12'; the Python that builds or has built decides when not given",
  },
  {
    name: 'startup-command',
    value: 'COMMAND',
    help: "the web app's startup command, as --startup-command='…'; '' when none is set",
  },
  { name: 'settings', value: 'FILE|TEXT', help: "the web app's settings; values are not printed" },
  {
    name: 'app',
    value: 'NAME',
    help: 'a web app to ask for all that is not given, signed in as az is or as AZURE_CLIENT_ID says',
  },
  {
    name: 'resource-group',
    value: 'GROUP',
    help: 'of the web app; found when not given',
  },
  { name: 'slot', value: 'SLOT', help: 'of the web app; production when not given' },
  { name: 'fail-on', value: 'SEVERITY', help: `${FAIL_ON.join(', ')} (the first when not given)` },
  {
    name: 'suppress',
    value: 'CODE',
    repeatable: true,
    help: 'a rule not to hear of; may be repeated',
  },
  {
    name: 'rehearse',
    value: 'WHEN',
    help: `${REHEARSE.join(', ')}: start the package here (the first when not given)`,
  },
  {
    name: 'rehearse-timeout',
    value: 'SECONDS',
    help: "how long to wait for an answer; the platform's own limit when not given",
  },
  {
    name: 'rehearse-network',
    value: 'NETWORK',
    help: `${REHEARSE_NETWORKS.join(', ')}: what the app can reach (the first when not given)`,
  },
  {
    name: 'health-check-path',
    value: 'PATH',
    help: 'asked after the first answer; 500 and above is a failure',
  },
];

export const JSON_OPTION: CliOption = {
  name: 'json',
  help: 'print the report to standard output, the log to standard error',
};

/** The flags by which a site is asked. */
export const SITE_FLAGS: readonly string[] = ['app', 'resource-group', 'slot'];
