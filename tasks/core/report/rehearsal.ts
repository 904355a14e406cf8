// A rehearsal in words: the verdict in a line, and the lines of the log.

import type {
  Answer,
  Listening,
  Rehearsal,
  RehearsalReport,
  StartSeconds,
  Step,
} from '../terms/rehearsal.js';
import { counted } from '../terms/counted.js';
import { readableSize } from './sizes.js';

/** What the log tells of a rehearsal; the list of what was not modelled closes it. */
export type Rehearsed = Rehearsal & { readonly notModelled: readonly string[] };

/** The lines of the log: what came of it, where the seconds went, and what it was and was not. */
export function rehearsalLines(rehearsal: Rehearsed): string[] {
  const { imports, notModelled } = rehearsal;
  return [
    verdictOf(rehearsal),
    ...titled('Seconds', secondsText(rehearsal)),
    ...titled(
      'Imports',
      imports.map(({ module, seconds }) => `${readableSeconds(seconds).padStart(7)}  ${module}`),
    ),
    ...titled('Site', readsText(rehearsal)),
    ...titled('Isolation', [isolationText(rehearsal)]),
    ...titled('Not modelled', notModelled),
  ];
}

/** The whole in one line, for a report. */
export function rehearsalLine(report: RehearsalReport): string {
  return 'notRun' in report ? `Not run: ${report.notRun}` : verdictOf(report);
}

/** How the app was kept apart, from what, and which Python it got. */
export function isolationText({ isolation, network, python }: Rehearsal): string {
  const reach = network === 'none' ? 'no network' : "this machine's network";
  return `${isolation}, ${reach}, Python ${python}`;
}

/** What was read from the site's folder; nothing where that could not be measured. */
export function readsText({ siteReads }: Rehearsal): string[] {
  if (!siteReads) return [];
  const { files, bytes, modules } = siteReads;
  return [
    `${counted(files, 'file')} read, ${readableSize(bytes)}; ${counted(modules, 'module')} among them`,
  ];
}

/** The parts of a start in their order, without those that were not seen. */
export function partsOf(seconds: StartSeconds): (readonly [name: string, seconds: number])[] {
  const { unpack, interpreter, imports, rest } = seconds;
  const parts: (readonly [string, number | null])[] = [
    ['unpack', unpack],
    ['interpreter', interpreter],
    ['imports', imports],
    ['rest', rest],
  ];
  return parts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** `0.38 s`, and without a fraction where that means nothing: `38 s`. */
function readableSeconds(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

const COLUMN = 14;

/** A title before the first line, and the others below that. */
function titled(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => (index === 0 ? title : '').padEnd(COLUMN) + line);
}

function secondsText({ seconds }: Rehearsal): string[] {
  if (!seconds) return [];
  const parts = partsOf(seconds).map(([name, value]) => `${name} ${readableSeconds(value)}`);
  return [`${readableSeconds(seconds.total)}: ${parts.join(', ')}`];
}

/** Where it ended when it did not come to the start. */
const ENDED_IN: Readonly<Record<Step, string>> = {
  deploy: 'the deployment fails',
  init: "the container's entry point stops",
  generator: 'the platform makes no start script',
  start: 'the start script stops',
};

function verdictOf(rehearsal: Rehearsal): string {
  const { problem, reached, parked, answer } = rehearsal;
  if (problem !== undefined) {
    const reason = problem.split('\n').find((line) => line.trim() !== '') ?? '';
    return `It did not come to the start, because ${ENDED_IN[reached]}: ${reason.trim()}`;
  }
  if (parked) return 'The platform found no app, and started its parking page.';
  if (rehearsal.exceeded) return exceededText(rehearsal.exceeded);
  return answer ? answeredText(rehearsal, answer) : silentText(rehearsal);
}

function exceededText({ what, most, seconds }: NonNullable<Rehearsal['exceeded']>): string {
  const much = what === 'bytes' ? `${readableSize(most)} were written` : `${most} ${what} ran`;
  return `It was ended after ${readableSeconds(seconds)}: more than ${much}.`;
}

function answeredText({ health, exit }: Rehearsal, answer: Answer): string {
  const first = `It answered ${answer.path} with ${statusOf(answer)} after ${readableSeconds(answer.seconds)}`;
  const checked = health ? `, and ${health.path} with ${statusOf(health)}` : '';
  const end = exit ? ` It ended ${endOf(exit)}.` : '';
  return `${first}${checked}.${end}`;
}

function silentText({ exit, refused, listening, limit }: Rehearsal): string {
  if (exit) return `It ended ${endOf(exit)}, before any answer.`;
  const limited = `with a limit of ${readableSeconds(limit)}`;
  if (refused) {
    return `No answer that counts, ${limited}; the last was ${statusOf(refused)} for ${refused.path}.`;
  }
  if (listening.length === 0) return `No answer, ${limited}; nothing listened.`;
  return `No answer, ${limited}; it listened at ${listening.map(socketOf).join(', ')}.`;
}

function statusOf({ status }: Answer): string {
  return status === null ? 'no status' : String(status);
}

function endOf({ code, signal, seconds }: NonNullable<Rehearsal['exit']>): string {
  const how = code === null ? `by ${signal ?? 'a signal'}` : `with exit code ${code}`;
  return `after ${readableSeconds(seconds)} ${how}`;
}

function socketOf({ address, port }: Listening): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
