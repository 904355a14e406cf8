// antenv inspect: what is in a package.

import { resolve } from 'node:path';
import { inspectPackage, type Inspection } from '../core/inspect/inspect.js';
import { counted } from '../core/terms/counted.js';
import { jsonText } from '../core/report/json-text.js';
import { readableSize } from '../core/report/sizes.js';
import { Stopped } from '../core/terms/failure.js';
import { neutralise } from '../core/terms/redaction.js';
import { readArguments } from './arguments.js';
import type { CliCommand, CliOption } from './command.js';

const OPTIONS: readonly CliOption[] = [{ name: 'json', help: 'print it as JSON' }];

export const inspectCommand: CliCommand = {
  name: 'inspect',
  operands: 'PACKAGE.zip',
  summary:
    'Says what is in a package, for which Python and address, and what the platform would drop.',
  options: OPTIONS,
  example: 'antenv inspect build/web.zip',
  run: async (args) => {
    const given = readArguments(args, OPTIONS);
    const [path, ...more] = given.operands;
    if (path === undefined || more.length > 0) {
      throw new Stopped({ code: 'usage', message: 'One PACKAGE.zip, please.' });
    }
    const found = await inspectPackage(resolve(path));
    process.stdout.write(given.has('json') ? jsonText(found) : `${asText(found)}\n`);
    return 0;
  },
};

function asText(found: Inspection): string {
  const { inner, addresses, dropped, distributions } = found;
  return [
    `Package        ${found.path}`,
    `               ${readableSize(found.size)}, ${counted(found.entries, 'entry', 'entries')}, sha256 ${found.sha256}`,
    ...(inner
      ? [
          `               with ${inner.name}, ${readableSize(inner.size)}, ${counted(inner.entries, 'entry', 'entries')}`,
        ]
      : []),
    `Layout         ${found.layout}`,
    `Python         ${found.pythons.length > 0 ? found.pythons.join(', ') : 'no site-packages found'}`,
    `Runs at        ${addresses.app}${addresses.venv === null ? '' : `, venv in ${addresses.venv}`}`,
    `Distributions  ${distributions.length === 0 ? 'none' : distributions.join(', ')}`,
    ...manifestLines(found),
    `Dropped        ${dropped.length === 0 ? 'nothing that we know of' : ''}`,
    ...dropped.map(({ path, why }) => `               ${path}: ${why}`),
  ]
    .map((line) => neutralise(line.trimEnd()).replaceAll('\n', '\ufffd'))
    .join('\n');
}

function manifestLines({ manifest }: Inspection): string[] {
  const keys = Object.entries(manifest ?? {});
  if (keys.length === 0) return ['Manifest       none'];
  return keys.map(
    ([key, value], index) =>
      `${index === 0 ? 'Manifest' : '        '}       ${key} = ${JSON.stringify(value)}`,
  );
}
