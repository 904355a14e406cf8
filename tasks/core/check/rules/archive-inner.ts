// Rules about the archive inside the package: what the platform cannot unpack, or finds elsewhere.

import { stackName } from '../../runtime/images.js';
import { manifestText } from '../../terms/manifest-keys.js';
import { findNestedFolder } from '../package/nested-folder.js';
import { withoutDot } from '../../terms/package-shape.js';
import { shellWord } from '../../terms/shell-word.js';
import { count, quoted } from '../quoting.js';
import { rule, type Rule } from '../rule.js';
import { droppedEntries, filesBeforeFolder } from '../package/tarball-order.js';

/** The one archive that is unpacked by the generator itself (contract A10). */
const TARBALL = 'output.tar.gz';

export const archiveInnerRules: readonly Rule[] = [
  rule({
    code: 'archive/stale-tarball-wins',
    severity: 'warning',
    why: 'output.tar.zst is looked for before output.tar.gz. One that an earlier Oryx build left on the site is never deleted by a deployment, and then the old app runs.',
    source: 'F11: Oryx start-script generator, scriptgenerator.go',
    example: {
      bad: 'output.tar.gz and output.tar.zst in one package',
      good: 'output.tar.zst alone',
    },
    needs: ['package', 'layout'],
    *find({ package: { entries }, layout, siteFiles }) {
      if (layout !== 'appTarball') return;
      const names = entries.map(({ path }) => withoutDot(path));
      if (!names.includes(TARBALL)) return;
      const both = names.includes('output.tar.zst');
      // Where the site's files are known, site/stale-tarball is certain.
      if (!both && siteFiles !== undefined) return;
      const severity = both ? ('warning' as const) : ('note' as const);
      yield { both, severity, where: { file: TARBALL } };
    },
    message: ({ both }) =>
      both
        ? "The package holds 'output.tar.gz' and 'output.tar.zst', and only the latter is unpacked."
        : "'output.tar.gz' is unpacked only if the site has no 'output.tar.zst', which an earlier Oryx build may have left there.",
    fix: ({ both }) =>
      both
        ? 'Leave out the one that is not meant.'
        : 'If this site was ever built by Oryx, delete /home/site/wwwroot/output.tar.zst once, or use layout: venvTarball.',
  }),
  rule({
    code: 'archive/zstd-unread',
    severity: 'warning',
    why: 'Images unpack .tar.zst only from a certain day on, and an image on a site may be months old. An older one stops: "Could not find file" for a whole app, "Unrecognizable file" for a venv.',
    source: 'F12: Oryx issue 2921; Oryx commits 420891616 and 079b5b629',
    example: { bad: 'compression: zstd on PYTHON|3.9', good: 'compression: gzip' },
    needs: ['manifest', 'package'],
    *find({ manifest, package: { inner }, image }) {
      const venv = manifestText(manifest, 'CompressedVirtualEnvFile');
      const name = inner?.name ?? venv;
      if (!name.endsWith('.zst')) return;
      const kind = name === 'output.tar.zst' ? ('app' as const) : ('venv' as const);
      const never = image !== undefined && image.zstdSince[kind] === null;
      const since = image?.zstdSince[kind] ?? { app: '2026-01-09', venv: '2026-07-10' }[kind];
      const stack = image ? stackName(image.python) : 'this runtime stack';
      const severity = never ? ('error' as const) : ('warning' as const);
      yield { name, since, stack, never, severity, where: { file: name } };
    },
    message: ({ name, since, stack, never }) =>
      never
        ? `'${name}' is compressed with zstd, which the image of ${stack} never unpacks there.`
        : `'${name}' is compressed with zstd, which images unpack from ${since} on; the image on a site may be older.`,
    fix: ({ never }, input) =>
      never
        ? `Use ${input.with('compression', 'gzip')}`
        : `Use ${input.with('compression', 'gzip')}, unless you know the image of the site.`,
  }),
  rule({
    code: 'archive/folders-after-files',
    severity: 'error',
    why: 'output.tar.gz is unpacked by a program that makes no folder by itself: every folder needs an entry before its files, else "An error occurred when trying to extract tarball".',
    source: 'F18: Oryx compressionHelper.go',
    example: { bad: 'tar -czf output.tar.gz app/main.py', good: 'tar -czf output.tar.gz .' },
    needs: ['package'],
    *find({ package: { inner } }) {
      if (inner?.name !== TARBALL) return;
      const files = filesBeforeFolder(inner.entries);
      if (files.length > 0) yield { files, where: { file: TARBALL } };
    },
    message: ({ files }) =>
      `${count(files.length, 'file', 'files')} of output.tar.gz ${files.length === 1 ? 'comes' : 'come'} without an entry for the folder before: ${quoted(files)}.`,
    fix: () =>
      'Archive the folder itself, which writes folders first: tar -czf output.tar.gz -C APP .',
  }),
  rule({
    code: 'archive/tarball-links',
    severity: 'error',
    why: 'When output.tar.gz is unpacked, links of both kinds are left out without a word; the files are missing at run time.',
    source: 'F19: Oryx compressionHelper.go',
    example: {
      bad: 'bin/python -> /usr/bin/python3 in output.tar.gz',
      good: 'files and folders only',
    },
    needs: ['package'],
    *find({ package: { inner } }) {
      if (inner?.name !== TARBALL) return;
      const links = droppedEntries(inner.entries).map(({ path }) => withoutDot(path));
      // Without the venv's own Python the image's is found, with the venv's packages on PYTHONPATH.
      const isPython = links.every((path) => /(?:^|\/)bin\/python[\d.]*$/.test(path));
      const severity = isPython ? ('warning' as const) : ('error' as const);
      if (links.length > 0) yield { links, severity, where: { file: TARBALL } };
    },
    message: ({ links }) =>
      `${count(links.length, 'entry', 'entries')} of output.tar.gz ${links.length === 1 ? 'is a link' : 'are links'}, which the platform leaves out: ${quoted(links)}.`,
    fix: () => 'Archive the files that the links stand for: tar --dereference --hard-dereference.',
  }),
  rule({
    code: 'archive/venv-nested',
    severity: 'error',
    why: 'The contents of the archive are expected at its root. One folder too deep, the venv or the app is not found: "Could not find virtual environment directory".',
    source: 'F21: verified with the start-script generator',
    example: { bad: 'tar -czf antenv.tar.gz antenv', good: 'tar -czf antenv.tar.gz -C antenv .' },
    needs: ['package', 'layout'],
    *find({ package: { inner }, layout, app, venv, startup }) {
      if (!inner) return;
      const nestedApp = venv || !app ? undefined : findNestedFolder(app, startup?.text)?.folder;
      const folder =
        layout === 'appTarball'
          ? nestedApp
          : nestedVenv(inner.entries.map(({ path }) => withoutDot(path)));
      if (folder !== undefined) yield { name: inner.name, folder, where: { file: inner.name } };
    },
    message: ({ name, folder }) =>
      `Everything in '${name}' lies in the folder '${folder}'; the platform expects it at the root of the archive.`,
    fix: ({ name, folder }) =>
      name.endsWith('.zip')
        ? `Archive from inside: cd ${shellWord(folder)} && zip -qr ${shellWord(`../${name}`)} .`
        : `Archive from inside: tar -czf ${shellWord(name.replace(/\.zst$/, '.gz'))} -C ${shellWord(folder)} .`,
  }),
];

/** The folder that a whole venv lies in. */
function nestedVenv(paths: readonly string[]): string | undefined {
  const named = paths.filter((path) => path !== '' && path !== '.');
  const folder = named[0]?.split('/')[0];
  if (folder === undefined || !named.every((path) => path.split('/')[0] === folder))
    return undefined;
  const inside = `${folder}/`;
  const isVenv = named.some(
    (path) => path === `${inside}pyvenv.cfg` || path.startsWith(`${inside}lib/python`),
  );
  return isVenv ? folder : undefined;
}
