// The family manifest: what oryx-manifest.toml says, and whether the package keeps the promise.

import { findManifestItem, MANIFEST_KEYS, manifestText } from '../../terms/manifest-keys.js';
import { withoutDot } from '../../terms/package-shape.js';
import { quoted } from '../quoting.js';
import { archiveInPlaceOfCode } from '../package/code-names.js';
import { MANIFEST_FILE } from '../package/read-manifest.js';
import { rule, type Rule } from '../rule.js';
import { isTakenFolder } from '../package/taken-folder.js';

const WHERE = { file: MANIFEST_FILE } as const;

export const manifestRules: readonly Rule[] = [
  rule({
    code: 'manifest/tarball-missing',
    severity: 'error',
    why: 'The manifest announces an archive that the platform then looks for at the root of the site. When it is not there, the container stops with "Could not find file".',
    source: 'F13: Oryx scriptgenerator.go; OSS support blog 2023-03-28',
    example: {
      bad: 'CompressDestinationDir = "true" and app.tar.gz',
      good: 'CompressDestinationDir = "true" and output.tar.gz',
    },
    needs: ['manifest', 'package'],
    *find({ manifest, package: { entries, inner } }) {
      if (inner) return;
      const has = (name: string): boolean =>
        entries.some(({ path }) => withoutDot(path) === withoutDot(name));
      const wanted =
        manifestText(manifest, 'CompressDestinationDir') === 'true'
          ? ['output.tar.zst', 'output.tar.gz']
          : [manifestText(manifest, 'CompressedVirtualEnvFile')].filter((name) => name !== '');
      if (wanted.length > 0 && !wanted.some(has)) yield { wanted, where: WHERE };
    },
    message: ({ wanted }) =>
      wanted.length > 1
        ? "The manifest says that the app is in a tarball, but neither 'output.tar.zst' nor 'output.tar.gz' is at the root of the package."
        : `The manifest names the archive ${quoted(wanted)}, which is not in the package.`,
    fix: ({ wanted }) =>
      wanted.length > 1
        ? "Name the tarball 'output.tar.gz' and put it at the root."
        : 'Put the archive at that place, or correct compressedVirtualEnvFile.',
  }),
  rule({
    code: 'manifest/tarball-unannounced',
    severity: 'error',
    why: 'Only a manifest with CompressDestinationDir = "true" makes the platform unpack output.tar.gz or output.tar.zst. Without it the site holds a file that nobody reads, and shows the default page.',
    source: 'A8, F13: Oryx scriptgenerator.go',
    example: {
      bad: 'output.tar.gz alone in the package',
      good: 'output.tar.gz and the oryx-manifest.toml that was made with it',
    },
    needs: ['package', 'app', 'layout'],
    *find({ app, venv, layout, manifest = {}, package: { manifestProblem } }) {
      if (layout !== 'flat' || venv || manifestProblem !== undefined) return;
      // A value that is meant so and not taken so is told by other rules.
      const item = findManifestItem(manifest, 'CompressDestinationDir');
      if (item && (typeof item.value !== 'string' || isMeantTrue(item.value))) return;
      const found = archiveInPlaceOfCode([...app.files.keys()]);
      if (found?.startsWith('output.tar.') === true) yield { found, where: { file: found } };
    },
    message: ({ found }) =>
      `The package holds '${found}' and no code beside it, but no manifest says that it is the app, so that the platform does not unpack it.`,
    fix: () =>
      'Pack the oryx-manifest.toml that was made with it, with CompressDestinationDir = "true" and its SourceDirectoryInBuildContainer.',
  }),
  rule({
    code: 'manifest/not-strings',
    severity: 'error',
    why: 'The generator reads every key of its own into a string. A boolean or a number, or text that is no TOML, stops it, and the container has nothing to start.',
    source: 'F14: Oryx buildManifestHelper.go',
    example: { bad: 'CompressDestinationDir = true', good: 'CompressDestinationDir = "true"' },
    needs: ['package'],
    *find({ manifest = {}, package: { manifestProblem: problem } }) {
      if (problem !== undefined) yield { key: undefined, problem, value: '', where: WHERE };
      for (const key of MANIFEST_KEYS) {
        const item = findManifestItem(manifest, key);
        if (!item || typeof item.value === 'string') continue;
        const value = JSON.stringify(item.value);
        yield { key: item.written, problem: '', value, where: WHERE };
      }
    },
    message: ({ key, value, problem }) =>
      key === undefined
        ? `oryx-manifest.toml cannot be read: ${problem.replace(/\.+$/, '')}.`
        : `In the manifest the value of '${key}' is ${value}, not a string.`,
    fix: ({ key, value }) =>
      key === undefined
        ? 'Write it as TOML, every value a string: virtualEnvName = "antenv"'
        : `Quote it: ${key} = ${/^[[{"]/.test(value) ? '"…"' : `"${value}"`}`,
  }),
  rule({
    code: 'manifest/compress-not-true',
    severity: 'error',
    why: 'Only the exact value "true" makes the platform unpack the tarball; any other spelling counts as false.',
    source: 'F15: Oryx scriptgenerator.go',
    example: { bad: 'CompressDestinationDir = "True"', good: 'CompressDestinationDir = "true"' },
    needs: ['manifest'],
    *find({ manifest }) {
      const value = manifestText(manifest, 'CompressDestinationDir');
      if (isMeantTrue(value) && value !== 'true') yield { value, where: WHERE };
    },
    message: ({ value }) =>
      `CompressDestinationDir is "${value}" in the manifest; only "true" makes the platform unpack the tarball.`,
    fix: () => 'Write CompressDestinationDir = "true"',
  }),
  rule({
    code: 'manifest/container-missing',
    severity: 'error',
    why: 'For a whole-app tarball the manifest has to say where it is unpacked; else the container stops with "Destination directory is required."',
    source: 'F16: Oryx compressionHelper.go',
    example: {
      bad: 'CompressDestinationDir = "true" alone',
      good: 'SourceDirectoryInBuildContainer = "/tmp/8dc0ffee"',
    },
    needs: ['manifest'],
    *find({ manifest }) {
      const isTarball = manifestText(manifest, 'CompressDestinationDir') === 'true';
      const container = findManifestItem(manifest, 'SourceDirectoryInBuildContainer');
      if (!isTarball || (container && container.value !== '')) return;
      yield { where: WHERE };
    },
    message: () =>
      'The manifest says that the app is in a tarball, but not where to unpack it: SourceDirectoryInBuildContainer is missing.',
    fix: () =>
      'Add a folder that does not exist yet: SourceDirectoryInBuildContainer = "/tmp/8dc0ffee"',
  }),
  rule({
    code: 'manifest/container-not-fresh',
    severity: 'error',
    why: 'The folder that the tarball is unpacked in must be empty or not exist. One that has files, or that survives a restart, ends the start with "directory not empty".',
    source: 'F17: Oryx compressionHelper.go',
    example: {
      bad: 'SourceDirectoryInBuildContainer = "/home/site/app"',
      good: 'SourceDirectoryInBuildContainer = "/tmp/8dc0ffee"',
    },
    needs: ['manifest'],
    *find({ manifest }) {
      if (manifestText(manifest, 'CompressDestinationDir') !== 'true') return;
      const folder = manifestText(manifest, 'SourceDirectoryInBuildContainer');
      if (folder !== '' && isTakenFolder(folder)) yield { folder, where: WHERE };
    },
    message: ({ folder }) =>
      `The tarball is to be unpacked in '${folder}', which is not empty when the app starts, or not at its next start.`,
    fix: () => 'Name a folder of its own: SourceDirectoryInBuildContainer = "/tmp/8dc0ffee"',
  }),
  rule({
    code: 'manifest/venv-archive-suffix',
    severity: 'error',
    why: "How the archive of the venv is unpacked is decided by its ending; an unknown one ends the start: \"Unrecognizable file … Expected '.zip', '.tar.zst' or '.tar.gz'\".",
    source: 'F20: Oryx scriptgenerator.go',
    example: {
      bad: 'compressedVirtualEnvFile = "antenv.tgz"',
      good: 'compressedVirtualEnvFile = "antenv.tar.gz"',
    },
    needs: ['manifest'],
    *find({ manifest }) {
      if (manifestText(manifest, 'CompressDestinationDir') === 'true') return;
      const name = manifestText(manifest, 'CompressedVirtualEnvFile');
      if (name !== '' && !/\.(?:tar\.gz|tar\.zst|zip)$/.test(name)) yield { name, where: WHERE };
    },
    message: ({ name }) =>
      `The manifest names '${name}' as archive of the venv; the platform knows .tar.gz, .tar.zst and .zip only.`,
    fix: () =>
      'Name the archive antenv.tar.gz, and write compressedVirtualEnvFile = "antenv.tar.gz"',
  }),
];

/** Whether a value is a spelling of true, taken for one or not. */
function isMeantTrue(value: string): boolean {
  return ['true', '1', 'yes', 'on'].includes(value.trim().toLowerCase());
}
