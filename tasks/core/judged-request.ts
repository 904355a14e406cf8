// What a user says of the web app, of how strictly to judge and of the rehearsal: the same for a package in the making and for a finished one.

import type { Inputs } from './inputs.js';
import { readSiteRequest } from './site-request.js';
import { FAIL_ON, readCodes, type FailOn } from './terms/judgement.js';
import {
  REHEARSE,
  REHEARSE_NETWORKS,
  type Rehearse,
  type RehearseNetwork,
} from './terms/rehearsal.js';
import type { SiteQuestion } from './terms/site.js';

/** `undefined` is what was not given. */
export interface JudgedRequest {
  readonly runtimeStack: string | undefined;
  /** `''` when it is known that none is set. */
  readonly startupCommand: string | undefined;
  /** The settings' text, or the path of a file with it. */
  readonly appSettings: string | undefined;
  /** The site that is to be asked for what is not given. */
  readonly site: SiteQuestion | undefined;
  readonly failOn: FailOn;
  /** Codes of rules that are not to be heard of. */
  readonly suppress: readonly string[];
  readonly rehearse: Rehearse;
  /** Seconds; `undefined` for the platform's own limit. */
  readonly rehearseTimeout: number | undefined;
  readonly rehearseNetwork: RehearseNetwork;
  readonly healthCheckPath: string | undefined;
}

/** Seconds: the platform itself waits no longer. */
const LONGEST_TIMEOUT = 1800;

/**
 * Reads what both requests have.
 * @throws Stopped `unknown-choice`, `no-such-number`, `no-site-path`, `unresolved-variable`, `site-app-missing`
 */
export function readJudgedRequest(inputs: Inputs): JudgedRequest {
  return {
    runtimeStack: inputs.word('runtimeStack'),
    startupCommand: inputs.textOrEmpty('startupCommand'),
    appSettings: inputs.text('appSettings'),
    site: readSiteRequest(inputs),
    failOn: inputs.choice('failOn', FAIL_ON),
    suppress: readCodes(inputs.lines('suppress')),
    rehearse: inputs.choice('rehearse', REHEARSE),
    rehearseTimeout: inputs.integer('rehearseTimeout', 1, LONGEST_TIMEOUT),
    rehearseNetwork: inputs.choice('rehearseNetwork', REHEARSE_NETWORKS),
    healthCheckPath: inputs.sitePath('healthCheckPath'),
  };
}
