// Rules about machine code in the package: whether the image can load it.

import { findImage, KNOWN_MINORS, stackName, type RuntimeImage } from '../../runtime/images.js';
import { compareVersions } from '../native/symbol-versions.js';
import type { Severity } from '../../terms/finding.js';
import type { Evidence } from '../evidence.js';
import {
  compileThere,
  insteadOf,
  isBuiltHere,
  type Circumstances,
} from '../native/library-alternatives.js';
import { findLoaded } from '../native/loaded-objects.js';
import { findMissingLibraries, isMusl, type MissingLibrary } from '../native/missing-libraries.js';
import {
  byOwner,
  foreignOwners,
  joined,
  listed,
  ofPlatforms,
  type Owner,
} from '../native/native-owners.js';
import { rule, type Rule } from '../rule.js';
import type { SharedObject } from '../native/shared-objects.js';

export const nativeRules: readonly Rule[] = [
  rule({
    code: 'native/other-machine',
    severity: 'error',
    why: 'App Service on Linux runs x86-64 code. Extension modules that were installed on macOS or on arm64 cannot be loaded: "invalid ELF header".',
    source: 'F43: OSS support blog 2024-07-25',
    example: {
      bad: 'numpy/_core/_multiarray_umath.cpython-312-darwin.so',
      good: 'numpy/_core/_multiarray_umath.cpython-312-x86_64-linux-gnu.so',
    },
    needs: ['sharedObjects'],
    find: function* ({ sharedObjects, venv }) {
      for (const [machine, owners] of foreignOwners(ofPlatforms(sharedObjects, venv))) {
        yield { machine, names: owners.map(({ name }) => name), ...firstOf(owners) };
      }
    },
    message: ({ machine, names }) =>
      `${listed(names)} ${names.length === 1 ? 'was' : 'were'} built for ${MACHINE_WORDS[machine] ?? machine}, but App Service runs x86-64 Linux.`,
    fix: () => 'Install the requirements on a Linux x64 agent: pool: { vmImage: ubuntu-latest }',
  }),

  rule({
    code: 'native/musl',
    severity: 'error',
    why: 'The images have glibc. Code that was built for Alpine asks for the C library musl, which they lack.',
    source: 'F44: general knowledge of the two C libraries',
    example: {
      bad: 'cryptography-43.0.0-cp39-abi3-musllinux_1_2_x86_64.whl',
      good: 'cryptography-43.0.0-cp39-abi3-manylinux_2_28_x86_64.whl',
    },
    needs: ['sharedObjects'],
    find: function* ({ sharedObjects }) {
      const owners = byOwner(sharedObjects.filter(({ needed }) => needed.some(isMusl)));
      if (owners.length > 0) yield { names: owners.map(({ name }) => name), ...firstOf(owners) };
    },
    message: ({ names }) =>
      `${listed(names)} ${names.length === 1 ? 'was' : 'were'} built for musl (Alpine), but the images of App Service have glibc.`,
    fix: () =>
      'Install the requirements where glibc is: on the agent itself or in a container that is not Alpine, such as python:3.12-slim.',
  }),

  rule({
    code: 'native/glibc-too-new',
    severity: 'error',
    why: "An agent's glibc is newer than the image's. Code compiled there, or a wheel that was chosen for it, asks for symbol versions that the image does not have: \"version `GLIBC_2.33' not found\".",
    source: 'F45: OSS support blog 2026-01-13; pyca/cryptography issue 12064',
    example: {
      bad: 'cryptography, wheel tagged manylinux_2_34, on PYTHON|3.12 (glibc 2.31)',
      good: 'cryptography, wheel tagged manylinux_2_28, on PYTHON|3.12',
    },
    needs: ['sharedObjects', 'image'],
    find: function* ({ sharedObjects, image, venv }) {
      const tooNew = ofPlatforms(sharedObjects, venv).filter(
        (object) => isNewer(object, 'GLIBC', image.glibc) && isLinuxOfImage(object),
      );
      const loaded = findLoaded(sharedObjects);
      for (const owner of byOwner(tooNew)) {
        const wanted = highest(owner.objects, 'GLIBC');
        const severity = severityFor(owner, loaded);
        const facts = { owner, wanted, image, severity };
        yield { ...facts, ...circumstances(owner, image, venv), ...firstOf([owner]) };
      }
    },
    message: ({ owner, wanted, image }) =>
      `'${owner.name}' needs glibc ${wanted}, but the image of ${nameOf(image)} has ${image.glibc}${filesOf(owner)}.`,
    fix: (facts) => {
      if (isBuiltHere(facts)) return compileThere(facts);
      const { owner, wanted, image } = facts;
      const newer = stackWith(({ glibc }) => compareVersions(glibc, wanted) >= 0);
      const alternative = newer
        ? `, or choose ${stackName(newer.python)}, whose image has glibc ${newer.glibc}`
        : '';
      return `Take a wheel of '${owner.name}' tagged ${manylinux(image.glibc)} or older, as AntenvPackage@1 does${alternative}.`;
    },
  }),

  rule({
    code: 'native/libstdcxx-too-new',
    severity: 'error',
    why: 'C++ code that was compiled with a newer compiler than the image\'s libstdc++ asks for symbol versions that it does not have: "version `GLIBCXX_3.4.30\' not found".',
    source: 'F46: general knowledge; libstdc++ ABI policy and guidelines',
    example: {
      bad: 'an extension compiled on ubuntu-24.04 (GCC 13), on PYTHON|3.12 (GLIBCXX_3.4.28)',
      good: 'the wheel of the same distribution, which was compiled for older systems',
    },
    needs: ['sharedObjects', 'image'],
    find: function* ({ sharedObjects, image, venv }) {
      // A package that brings its own libstdc++ may load that one; nothing is certain then.
      if (sharedObjects.some(({ soname }) => soname === 'libstdc++.so.6')) return;
      const limits = { GLIBCXX: image.glibcxx, CXXABI: image.cxxabi };
      const families = Object.entries(limits);
      const tooNew = ofPlatforms(sharedObjects, venv).filter(
        (object) =>
          isLinuxOfImage(object) && families.some(([name, limit]) => isNewer(object, name, limit)),
      );
      const loaded = findLoaded(sharedObjects);
      for (const owner of byOwner(tooNew)) {
        const severity = severityFor(owner, loaded);
        const wanted = families
          .filter(([name, limit]) => owner.objects.some((one) => isNewer(one, name, limit)))
          .map(([name, limit]) => ({ name, limit, version: highest(owner.objects, name) }));
        const facts = { owner, wanted, image, severity };
        yield { ...facts, ...circumstances(owner, image, venv), ...firstOf([owner]) };
      }
    },
    message: ({ owner, wanted, image }) => {
      const needs = joined(wanted.map(({ name, version }) => `${name}_${version}`));
      const has = joined(wanted.map(({ name, limit }) => `${name}_${limit}`));
      return `'${owner.name}' needs ${needs}, but libstdc++ of the image of ${nameOf(image)} ends at ${has}${filesOf(owner)}.`;
    },
    fix: (facts) =>
      isBuiltHere(facts)
        ? compileThere(facts)
        : `Take an older wheel of '${facts.owner.name}', or compile it in a job container of ${facts.system}.`,
  }),

  rule({
    code: 'native/library-missing',
    severity: 'error',
    why: 'A shared library that an extension module needs is neither in the package nor on the image, and nothing can be installed there to stay: "libGL.so.1: cannot open shared object file".',
    source: 'F47, F48, F50: OSS support blog 2023-04-17; packages of the images resolved with apt',
    example: { bad: 'opencv-python', good: 'opencv-python-headless' },
    needs: ['sharedObjects', 'image'],
    find: function* ({ sharedObjects, image, venv }) {
      const missing = findMissingLibraries(sharedObjects, image);
      const wanting = unique(missing.map(({ wantedBy }) => wantedBy));
      for (const owner of byOwner(ofPlatforms(wanting, venv))) {
        const own = missing.filter(({ wantedBy }) => owner.objects.includes(wantedBy));
        // One finding a distribution: what is most certain.
        const kind = MISSING_KINDS.find(({ is }) => own.some(is));
        if (!kind) continue;
        const told = own.filter(kind.is);
        const libraries = unique(told.map(({ library }) => library));
        const where = { file: told[0]?.wantedBy.path ?? '' };
        const facts = { owner, libraries, image, where, ...kind };
        const built = circumstances(owner, image, venv);
        // The glibc of the machine that compiled it is told already, with the same to do: a wheel brings its libraries.
        const hasWheels =
          built.distribution !== undefined && insteadOf(built) === compileThere(built);
        if (hasWheels && own.some((one) => isNewer(one.wantedBy, 'GLIBC', image.glibc))) continue;
        yield { ...facts, ...built };
      }
    },
    message: ({ owner, libraries, isAbsent, image }) =>
      isAbsent
        ? `'${owner.name}' needs ${joined(libraries)}, which the image of ${nameOf(image)} does not have.`
        : `'${owner.name}' needs ${joined(libraries)}, not known to be on the image of ${nameOf(image)}.`,
    fix: (facts) => insteadOf(facts),
  }),

  rule({
    code: 'native/unreadable',
    severity: 'warning',
    why: 'The loader refuses an extension module that is empty, cut off or a text, such as the pointer that Git LFS leaves: "file too short", "invalid ELF header".',
    source: 'F43: measured with the loader of glibc',
    example: {
      bad: 'own/_fast.cpython-312-x86_64-linux-gnu.so of 130 bytes that begins with "version https://git-lfs"',
      good: 'the module itself, by checkout with lfs: true',
    },
    needs: ['sharedObjects'],
    find: function* ({ sharedObjects }) {
      for (const object of sharedObjects) {
        if (!isBroken(object)) continue;
        yield { path: object.path, problem: object.problem, where: { file: object.path } };
      }
    },
    message: ({ path, problem }) => `'${path}' cannot be loaded as machine code: ${problem}`,
    fix: () => "Install it anew without pip's cache; with Git LFS, check out with lfs: true.",
  }),
];

/** What is known of a missing library, most certain first; one that only a plugin wants and nobody knows is not told. */
const MISSING_KINDS: readonly {
  readonly severity: Severity;
  readonly isAbsent: boolean;
  readonly is: (one: MissingLibrary) => boolean;
}[] = [
  { severity: 'error', isAbsent: true, is: (one) => one.isAbsent && one.isLoaded },
  { severity: 'warning', isAbsent: true, is: (one) => one.isAbsent },
  { severity: 'warning', isAbsent: false, is: (one) => one.isLoaded },
];

const MACHINE_WORDS: Readonly<Record<string, string>> = {
  'mach-o': 'macOS',
  aarch64: 'arm64 (aarch64)',
  i386: '32-bit x86 (i386)',
};

function isLinuxOfImage({ machine, needed }: SharedObject): boolean {
  return machine === 'x86-64' && !needed.some(isMusl);
}

function isNewer({ versions }: SharedObject, family: string, limit: string): boolean {
  const wanted = versions[family];
  return wanted !== undefined && compareVersions(wanted, limit) > 0;
}

function highest(objects: readonly SharedObject[], family: string): string {
  const wanted = objects.map(({ versions }) => versions[family] ?? '0');
  return wanted.toSorted(compareVersions).at(-1) ?? '0';
}

/** Headers that lie, or a module that Python would load and that has none; other texts may be for the linker. */
function isBroken({ path, machine, problem }: SharedObject): boolean {
  if (problem === undefined) return false;
  return machine !== 'unknown' || /\.(?:cpython-\d+|abi3)[^/]*\.so$/.test(path);
}

/** A part that nothing loads at import may never be used. */
function severityFor({ objects }: Owner, loaded: ReadonlySet<SharedObject>): Severity {
  return objects.some((object) => loaded.has(object)) ? 'error' : 'warning';
}

function firstOf(owners: readonly Owner[]): { where: { file: string } } {
  return { where: { file: owners[0]?.objects[0]?.path ?? '' } };
}

/** The files to name after a distribution; nothing where the file was named already. */
function filesOf({ distribution, objects }: Owner): string {
  return distribution === undefined ? '' : `: ${listed(objects.map(({ path }) => path))}`;
}

function circumstances(
  { distribution }: Owner,
  image: RuntimeImage,
  venv: Evidence['venv'],
): Circumstances {
  const tags = venv?.distributions.find(({ name }) => name === distribution)?.tags ?? [];
  return { distribution, tags, system: image.distribution };
}

function nameOf(image: RuntimeImage): string {
  return `${stackName(image.python)} (${image.distribution})`;
}

/** The oldest stack whose image will do. */
function stackWith(fits: (image: RuntimeImage) => boolean): RuntimeImage | undefined {
  return KNOWN_MINORS.map((minor) => findImage(minor)).find((image) => image && fits(image));
}

function manylinux(glibc: string): string {
  return `manylinux_${glibc.replace('.', '_')}`;
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
