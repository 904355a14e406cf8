// Rehearsals for tests: one that went well, and ways in which one does not.

import type { Listening, Rehearsal } from '../../../../tasks/core/terms/rehearsal.js';

/** A start that answered with 200 after two seconds, but for the given facts. */
export function rehearsalOf(facts: Partial<Rehearsal> = {}): Rehearsal {
  return {
    isolation: 'user namespace',
    network: 'none',
    python: '3.11.7',
    startupCommand: 'gunicorn app:app',
    commandKnown: true,
    required: false,
    reached: 'start',
    problem: undefined,
    notReplaced: [],
    staleArchive: undefined,
    appPath: '/home/site/wwwroot',
    command: 'gunicorn app:app',
    parked: false,
    port: 8000,
    limit: 230,
    limitIsOurs: false,
    settingsKnown: false,
    settingNames: [],
    references: [],
    exit: undefined,
    exceeded: undefined,
    answer: { path: '/robots933456.txt', status: 200, seconds: 2 },
    refused: undefined,
    health: undefined,
    hosts: [],
    listening: [{ address: '0.0.0.0', port: 8000 }],
    seconds: undefined,
    imports: [],
    siteReads: undefined,
    log: [],
    ...facts,
  };
}

/** A container that ended by itself before an answer. */
export function ended(log: string, code: number, facts: Partial<Rehearsal> = {}): Rehearsal {
  return rehearsalOf({
    log: linesOf(log),
    exit: { code, signal: null, seconds: 1.23 },
    answer: undefined,
    listening: [],
    ...facts,
  });
}

/** A container that ran until the limit without an answer. */
export function silent(
  log: string,
  listening: readonly Listening[],
  facts: Partial<Rehearsal> = {},
): Rehearsal {
  return rehearsalOf({ log: linesOf(log), answer: undefined, listening, ...facts });
}

/** A container that answered the knock. */
export function answered(log: string, status: number, facts: Partial<Rehearsal> = {}): Rehearsal {
  const answer = { path: '/robots933456.txt', status, seconds: 2 };
  return rehearsalOf({ log: linesOf(log), answer, ...facts });
}

/** The platform had no start; these are its words. */
export function refused(
  reached: Rehearsal['reached'],
  problem: string,
  facts: Partial<Rehearsal> = {},
): Rehearsal {
  return rehearsalOf({ reached, problem, answer: undefined, listening: [], ...facts });
}

export function linesOf(log: string): string[] {
  return log === '' ? [] : log.split('\n');
}
