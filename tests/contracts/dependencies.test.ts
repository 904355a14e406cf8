// Every dependency has its line in docs/dependencies.md, with its version and licence, and no line is left over.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

// mocha is started by npm, in the folder of package.json.
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const page = readFileSync('docs/dependencies.md', 'utf8');

/** A row of a section's table: name, version, licence, reason. */
function rowsOf(section: string): string[][] {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(1, -1).split('|'))
    .map((cells) => cells.map((cell) => cell.trim()));
}

function documented(section: string): string[][] {
  return rowsOf(section).map(([name = '', version = '', licence = '']) => [
    name.replaceAll('`', ''),
    version,
    licence,
  ]);
}

function installed(versions: Readonly<Record<string, string>>): string[][] {
  return Object.entries(versions).map(([name, version]) => {
    const { license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {
      license: string;
    };
    return [name, version, license];
  });
}

describe('docs/dependencies.md', () => {
  it('has a line for every dependency, in the order of package.json', () => {
    assert.deepEqual(documented('At run time'), installed(manifest.dependencies));
  });

  it('has a line for every devDependency, in the order of package.json', () => {
    assert.deepEqual(documented('To build and test'), installed(manifest.devDependencies));
  });

  it('gives a reason for each', () => {
    const reasons = [...rowsOf('At run time'), ...rowsOf('To build and test')].map(
      ([name = '', , , reason = '']) => ({ name, short: reason.length < 20 }),
    );
    assert.deepEqual(
      reasons.filter(({ short }) => short),
      [],
    );
  });
});
