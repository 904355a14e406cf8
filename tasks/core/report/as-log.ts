// The report as lines for the log.

import { prunedText } from './pruned.js';
import { rehearsalLine } from './rehearsal.js';
import { installedBy, type BuildReport, type PackageReport, type RefusedReport } from './report.js';
import { counted } from '../terms/counted.js';
import { readableSize } from './sizes.js';
import { asInput, type InputWords } from '../terms/input-name.js';

/**
 * The lines that close a run; the reader has the log of every stage above them.
 * @param input how the user calls an input
 */
export function asLog(
  report: PackageReport | RefusedReport,
  input: InputWords = asInput,
): string[] {
  const { installed, image, leftOut } = report;
  return [
    ...packageLines(report.package),
    `Layout        ${report.layout}: app in ${report.addresses.app}, venv in ${report.addresses.venv}`,
    `Runtime       ${image.runtimeStack} on ${image.distribution} with glibc ${image.glibc} (facts of ${image.asOf})`,
    `Built with    Python ${report.python.version}, pip ${report.python.pip}, ${report.python.libc}`,
    `Installed     ${counted(installed.count, 'distribution')}, ${readableSize(installed.bytes)}, ${installedBy(installed)}`,
    ...installed.largest.map(
      ({ name, version, bytes }) =>
        `              ${readableSize(bytes).padStart(7)}  ${name} ${version}`,
    ),
    `Pruned        ${prunedText(report.pruned, input)}`,
    `Bytecode      ${counted(report.bytecode.files, 'file')}${notCompiled(report)}`,
    `Left out      ${leftOut.length === 0 ? 'nothing' : leftOutByReason(report, input)}`,
    `Rehearsal     ${rehearsalLine(report.rehearsal)}`,
    `Times         from ${report.times.source}`,
    `Took          ${report.stages.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', ')}`,
  ];
}

function packageLines(made: PackageReport['package'] | null): string[] {
  if (!made) return ['Package       none'];
  const { inner } = made;
  return [
    `Package       ${made.path}`,
    `              ${readableSize(made.size)}, ${counted(made.entries, 'entry', 'entries')}, sha256 ${made.sha256}`,
    ...(inner
      ? [
          `              with ${inner.name}, ${readableSize(inner.size)}, ${counted(inner.entries, 'entry', 'entries')}`,
        ]
      : []),
  ];
}

function notCompiled({ bytecode }: BuildReport): string {
  const { length } = bytecode.notCompiled;
  return length === 0
    ? ''
    : `; ${counted(length, 'file')} not valid for this Python, such as templates`;
}

function leftOutByReason({ leftOut }: BuildReport, input: InputWords): string {
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))].toSorted();
  return reasons
    .map((reason) => {
      const paths = leftOut.filter((one) => one.reason === reason).map(({ path }) => path);
      const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
      const why = reason === 'excludes' ? input.name(reason) : reason;
      return `${why} (${paths.slice(0, 5).join(', ')}${more})`;
    })
    .join(', ');
}
