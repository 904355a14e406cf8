// Runs the benchmarks named on the command line, one after another; all of them when none is named.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS = ['elf', 'rehearsal', 'cache', 'pack', 'start', 'task', 'again'];

/** @param args names, then what each of them is told, such as `--runs 1` */
function main(args: readonly string[]): void {
  const end = args.findIndex((arg) => /^(?:-|\d)/.test(arg));
  const names = end === -1 ? args : args.slice(0, end);
  const told = end === -1 ? [] : args.slice(end);
  const unknown = names.filter((name) => !BENCHMARKS.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(
      `No benchmark: ${unknown.join(', ')}. There are ${BENCHMARKS.join(', ')}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  for (const name of names.length > 0 ? names : BENCHMARKS) {
    const script = join(__dirname, `${name}.js`);
    const { status } = spawnSync(process.execPath, [script, ...told], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}

main(process.argv.slice(2));
