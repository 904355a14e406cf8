// Python's own `packaging`, asked what it says about versions, markers, requirements and wheels.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpythons } from './cpythons.js';

/** The newest release when these rows were written. */
const PACKAGING = 'packaging==26.3';

/** One question: what is asked, and its arguments. */
export type Question = readonly [kind: string, ...unknown[]];

/**
 * Reads questions as JSON from its input and writes the answers in their order; null is a refusal.
 * A marker is refused, too, if only its evaluation finds that it has no meaning.
 */
const PROGRAM = `
import json, sys
sys.path.insert(0, sys.argv[1])
from importlib import metadata
from packaging import _manylinux, markers, requirements, specifiers, tags, utils, version

def read_version(text):
    read = version.Version(text)
    return [str(read), read.is_prerelease]

def order(texts):
    read = [version.Version(text) for text in texts]
    return ["".join("<" if a < b else "=" if a == b else ">" for b in read) for a in read]

def contains(text, texts):
    read = specifiers.SpecifierSet(text)
    return ["".join("01"[read.contains(version.Version(one), prereleases=choice)] for one in texts)
            for choice in (None, True, False)]

def evaluated(marker, environments):
    return "".join("01"[marker.evaluate({key: set(value) if isinstance(value, list) else value
                                         for key, value in one.items()})] for one in environments)

def marker(text, environments):
    return evaluated(markers.Marker(text), environments)

def requirement(line, environments):
    read = requirements.Requirement(line)
    return [read.name, sorted(read.extras), sorted({str(one) for one in read.specifier}), read.url,
            read.marker and evaluated(read.marker, environments)]

def wheel(name):
    distribution, read, build, found = utils.parse_wheel_filename(name)
    return [distribution, str(read), list(map(str, build)), sorted(map(str, found))]

def target_tags(minor, glibc):
    _manylinux._get_glibc_version = lambda: _manylinux._GLibCVersion(2, glibc)
    platforms = list(_manylinux.platform_tags(["x86_64"]))
    python = (3, minor)
    cpython = f"cp3{minor}"
    return [*map(str, tags.cpython_tags(python, [cpython], platforms)),
            *map(str, tags.compatible_tags(python, cpython, platforms))]

def installed(folders):
    return sorted({line for one in metadata.distributions(path=folders) for line in one.requires or []})

REFUSALS = (version.InvalidVersion, specifiers.InvalidSpecifier, requirements.InvalidRequirement,
            utils.InvalidWheelFilename, markers.InvalidMarker, markers.UndefinedComparison,
            markers.UndefinedEnvironmentName)
KINDS = {"version": read_version, "order": order, "contains": contains, "marker": marker,
         "requirement": requirement, "name": utils.canonicalize_name, "wheel": wheel,
         "tags": target_tags, "installed": installed}

def answer(kind, *given):
    try:
        return KINDS[kind](*given)
    except REFUSALS:
        return None

print(json.dumps([answer(*question) for question in json.load(sys.stdin)]))
`;

/** Installs `packaging` from the index into a folder; returns who answers questions with it. */
export function packagingOracle(folder: string): (questions: readonly Question[]) => unknown[] {
  const program = cpythons().at(-1)?.program ?? '';
  run(program, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, PACKAGING]);
  return (questions) =>
    JSON.parse(
      run(program, ['-I', '-W', 'ignore', '-c', PROGRAM, folder], JSON.stringify(questions)),
    ) as unknown[];
}

function run(program: string, args: readonly string[], input = ''): string {
  const env = { ...process.env, PIP_FIND_LINKS: '', PIP_CONFIG_FILE: '/dev/null' };
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env,
    input,
    maxBuffer: 256 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}
