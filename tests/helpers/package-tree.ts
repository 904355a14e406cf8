// A package taken apart by the system's own tools: every file with its address at run time.

import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageReport } from '../../tasks/core/report/report.js';

export interface PackedFile {
  /** Absolute, as the app sees it. */
  readonly address: string;
  readonly onHost: string;
  readonly bytes: Buffer;
}

/** Unpacks a package below an empty folder; links are left out. */
export function takeApart(report: PackageReport, folder: string): PackedFile[] {
  const outer = join(folder, 'zip');
  mkdirSync(outer, { recursive: true });
  execFileSync('unzip', ['-q', report.package.path, '-d', outer]);
  const inner = report.package.inner;
  if (!inner) return filesBelow(outer, report.addresses.app);
  const innerFolder = join(folder, 'inner');
  mkdirSync(innerFolder);
  unpack(join(outer, inner.name), innerFolder);
  rmSync(join(outer, inner.name));
  const whole = report.layout === 'appTarball';
  const innerAddress = whole ? report.addresses.app : report.addresses.venv;
  return [...filesBelow(outer, '/home/site/wwwroot'), ...filesBelow(innerFolder, innerAddress)];
}

function unpack(archive: string, folder: string): void {
  if (archive.endsWith('.zip')) execFileSync('unzip', ['-q', archive, '-d', folder]);
  else if (archive.endsWith('.zst'))
    execFileSync('tar', ['-I', 'zstd', '-xf', archive, '-C', folder]);
  else execFileSync('tar', ['-xzf', archive, '-C', folder]);
}

function filesBelow(folder: string, address: string): PackedFile[] {
  return readdirSync(folder).flatMap((name) => {
    const onHost = join(folder, name);
    const here = `${address}/${name}`;
    const found = lstatSync(onHost);
    if (found.isDirectory()) return filesBelow(onHost, here);
    return found.isFile() ? [{ address: here, onHost, bytes: readFileSync(onHost) }] : [];
  });
}
