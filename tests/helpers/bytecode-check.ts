// Judges packed bytecode with the target Python's own importlib.

import { execFileSync } from 'node:child_process';
import type { PackedFile } from './package-tree.js';

/** What is wrong with a .pyc, as `address: what`; nothing when all is as it should be. */
export function bytecodeProblems(
  python: string,
  files: readonly PackedFile[],
  isChecked: (address: string) => boolean,
): string[] {
  const byAddress = new Map(files.map((file) => [file.address, file]));
  const jobs = files
    .filter(({ address }) => address.endsWith('.pyc'))
    .map(({ address, onHost }) => {
      const source = address.replace(/__pycache__\/([^/]+)\.cpython-\d+\.pyc$/, '$1.py');
      return [address, onHost, source, byAddress.get(source)?.onHost ?? null, isChecked(source)];
    });
  const out = execFileSync(python, ['-c', SCRIPT], {
    input: JSON.stringify(jobs),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(out) as string[];
}

const SCRIPT = `
import importlib.util, json, marshal, sys, types
problems = []
def names(code):
    yield code.co_filename
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from names(constant)
for address, path, source_address, source, checked in json.load(sys.stdin):
    data = open(path, "rb").read()
    if data[:4] != importlib.util.MAGIC_NUMBER:
        problems.append(address + ": magic")
    if int.from_bytes(data[4:8], "little") != (3 if checked else 1):
        problems.append(address + ": flags")
    if source is None:
        problems.append(address + ": no source")
        continue
    if data[8:16] != importlib.util.source_hash(open(source, "rb").read()):
        problems.append(address + ": hash")
    wrong = set(names(marshal.loads(data[16:]))) - {source_address}
    if wrong:
        problems.append(address + ": co_filename " + ", ".join(sorted(wrong)))
print(json.dumps(problems))
`;
