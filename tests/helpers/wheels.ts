// Wheels and source distributions made by hand, so that the real pip has something to install without a network.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../tasks/core/archives/digest.js';
import { gzip } from '../../tasks/core/archives/gzip.js';
import { tarParts } from '../../tasks/core/archives/tar-parts.js';
import { zipBytes } from '../../tasks/core/archives/write-zip.js';
import { recordHash, writeRecord } from '../../tasks/core/terms/record.js';
import { allBytes, bytesEntry, timed } from './entries.js';

export interface WheelFacts {
  readonly name: string;
  readonly version: string;
  /** Lines for `Requires-Dist`. */
  readonly requires?: readonly string[];
  /** Such as `<3.9`. */
  readonly requiresPython?: string;
  /** Any Python on any machine, when not given. */
  readonly tag?: string;
  /** Path to text; one module of the distribution's name, when not given. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names of commands; each calls `main()` of the module. */
  readonly scripts?: readonly string[];
}

const NEVER = new AbortController().signal;

/** The files of a wheel, its dist-info among them. */
export function wheelFiles(facts: WheelFacts): Record<string, string> {
  const module = facts.name.replaceAll('-', '_');
  const info = `${module}-${facts.version}.dist-info`;
  const files: Record<string, string> = {
    ...(facts.files ?? { [`${module}.py`]: `VERSION = '${facts.version}'\n` }),
    [`${info}/METADATA`]: [
      'Metadata-Version: 2.1',
      `Name: ${facts.name}`,
      `Version: ${facts.version}`,
      ...(facts.requires ?? []).map((line) => `Requires-Dist: ${line}`),
      ...(facts.requiresPython === undefined ? [] : [`Requires-Python: ${facts.requiresPython}`]),
      '',
    ].join('\n'),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: by-hand\nRoot-Is-Purelib: true\nTag: ${tagOf(facts)}\n`,
  };
  if (facts.scripts) {
    const lines = facts.scripts.map((script) => `${script} = ${module}:main`);
    files[`${info}/entry_points.txt`] = `[console_scripts]\n${lines.join('\n')}\n`;
  }
  const rows = Object.entries(files).map(([path, text]) => ({
    path,
    hash: recordHash(sha256(text)),
    size: String(Buffer.byteLength(text)),
  }));
  const record = { path: `${info}/RECORD`, hash: '', size: '' };
  return { ...files, [record.path]: writeRecord([...rows, record]) };
}

function tagOf({ tag }: WheelFacts): string {
  return tag ?? 'py3-none-any';
}

/** Writes a wheel into a folder; returns its path. */
export async function writeWheel(folder: string, facts: WheelFacts): Promise<string> {
  const module = facts.name.replaceAll('-', '_');
  const path = join(folder, `${module}-${facts.version}-${tagOf(facts)}.whl`);
  const entries = Object.entries(wheelFiles(facts)).map(([name, text]) => bytesEntry(name, text));
  await writeFile(path, await allBytes(zipBytes(timed(entries), NEVER)));
  return path;
}

/** A project of version 1.0 whose build runs `build`, Python in a function that returns the wheel's name. */
export function sourceFiles(name: string, build: string): Record<string, string> {
  return {
    'pyproject.toml':
      '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    'backend.py': `${BACKEND}\n\ndef build_wheel(folder, settings=None, metadata=None):\n    name = ${JSON.stringify(name)}\n${indented(build)}\n`,
    'PKG-INFO': `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`,
    'extension.c': '#include <no-such-library/header.h>\n',
  };
}

/** A source distribution of such a project. */
export async function writeSdist(folder: string, name: string, build: string): Promise<string> {
  const entries = Object.entries(sourceFiles(name, build)).map(([path, text]) =>
    bytesEntry(`${name}-1.0/${path}`, text),
  );
  const path = join(folder, `${name}-1.0.tar.gz`);
  await writeFile(path, await allBytes(gzip(tarParts(timed(entries), NEVER))));
  return path;
}

function indented(code: string): string {
  return code
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

/** A build backend (PEP 517) that needs nothing but Python; `pure(folder, name)` makes a wheel. */
const BACKEND = `
import os, subprocess, sys, zipfile

def pure(folder, name):
    wheel = name + "-1.0-py3-none-any.whl"
    info = name + "-1.0.dist-info/"
    with zipfile.ZipFile(os.path.join(folder, wheel), "w") as z:
        z.writestr(name + ".py", "VERSION = '1.0'\\n")
        z.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: %s\\nVersion: 1.0\\n" % name)
        z.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        z.writestr(info + "RECORD", "")
    return wheel
`;
