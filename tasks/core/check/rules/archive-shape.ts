// Rules about the package as a whole: is it a zip, of the right things, of a size that the platform takes?

import type { ArchiveProblem, VenvFacts } from '../evidence.js';
import { archiveInPlaceOfCode } from '../package/code-names.js';
import { folderOfMost } from '../package/folder-of-most.js';
import { findNestedFolder } from '../package/nested-folder.js';
import { count, megabytes, quoted } from '../quoting.js';
import { rule, type Rule } from '../rule.js';
import { LARGEST_PACKAGE } from '../../terms/package-shape.js';

const MIB = 1024 ** 2;

/** Ours: far below what App Service takes. */
const MANY_BYTES = 500 * MIB;

/** Kudu's `chmod` has 60 seconds; reports of failures begin at tens of thousands of files. */
const MANY_ENTRIES = 20_000;

/** Ours: the share of a small plan has 10 GB, for everything that was ever put there. */
const MANY_UNPACKED = 4 * 1024 * MIB;

const PACKAGE = { file: 'package' } as const;

export const archiveShapeRules: readonly Rule[] = [
  rule({
    code: 'archive/nested-folder',
    severity: 'error',
    why: 'The platform looks for the app at the root of the zip. One folder too deep it finds nothing and shows its default page, though the deployment succeeds.',
    source: 'F01: OSS support blog 2025-02-07',
    example: {
      bad: 'ArchiveFiles@2 with rootFolderOrFile: app, includeRootFolder: true',
      good: 'ArchiveFiles@2 with rootFolderOrFile: app, includeRootFolder: false',
    },
    needs: ['package', 'app'],
    *find({ app, layout, venv, package: { inner }, startup }) {
      if (layout === 'appTarball' || venv || inner) return;
      const found = findNestedFolder(app, startup?.text);
      if (found) yield { ...found, where: { file: `${found.folder}/${found.marker}` } };
    },
    message: ({ folder, marker }) =>
      `Everything in the package lies in the folder '${folder}', where '${marker}' is; the platform looks for the app at the root of the zip.`,
    fix: ({ folder }) =>
      `Archive the contents of '${folder}', not the folder: includeRootFolder: false in ArchiveFiles@2.`,
  }),
  rule({
    code: 'archive/zip-in-zip',
    severity: 'error',
    why: 'A zip inside the zip is not unpacked. The platform finds no app and shows its default page.',
    source: 'F02: OSS support blog 2025-02-07',
    example: { bad: 'package.zip holds app.zip', good: 'package.zip holds app.py' },
    needs: ['package', 'app'],
    *find({ app, venv, package: { inner } }) {
      if (venv || inner) return;
      const zip = archiveInPlaceOfCode([...app.files.keys()]);
      if (zip !== undefined && /\.zip$/i.test(zip)) yield { zip, where: { file: zip } };
    },
    message: ({ zip }) => `The package holds another zip, '${zip}', and no code beside it.`,
    fix: ({ zip }) => `Deploy '${zip}' itself.`,
  }),
  rule({
    code: 'archive/not-a-zip',
    severity: 'error',
    why: 'Kudu unpacks nothing but a whole zip. A tar of another name, or a zip whose end was cut off, ends in "End of Central Directory record could not be found".',
    source: 'F03: OSS support blog 2025-02-07',
    example: { bad: 'archiveType: tar', good: 'archiveType: zip' },
    needs: ['package'],
    *find({ package: { problem } }) {
      if (problem && problem.entries === undefined)
        yield { ...problem, where: { file: problem.file } };
    },
    message: unreadableText,
    fix: ({ file, looksLike }) =>
      file === 'package' && looksLike !== undefined && looksLike !== 'zip'
        ? 'Make a zip: archiveType: zip in ArchiveFiles@2.'
        : 'Build the package again, and compare its size and SHA-256 after every upload and download.',
  }),
  rule({
    code: 'archive/overlapping',
    severity: 'error',
    why: 'Entries that share bytes are how zip bombs are made, and how one tool is shown another file than the next. Tools refuse such a zip, or unpack what nobody looked at.',
    source:
      'A2: KuduLite ZipArchiveExtensions; APPNOTE 4.3.6: each file has its own local header and data',
    example: { bad: 'two entries with one local header', good: 'a zip as an archiver writes it' },
    needs: ['package'],
    *find({ package: { overlapping = [] } }) {
      if (overlapping.length > 0) yield { overlapping, where: PACKAGE };
    },
    message: ({ overlapping }) =>
      `${count(overlapping.length, 'entry', 'entries')} of the package ${overlapping.length === 1 ? 'overlaps' : 'overlap'} another one: ${quoted(overlapping)}. Nothing in it was looked into.`,
    fix: () => 'Build the package again, and make sure that nobody else could write to it.',
  }),
  rule({
    code: 'archive/too-large',
    severity: 'error',
    why: 'App Service takes a zip of 2048 MB at most.',
    source: 'F04: OSS support blog 2023-04-17',
    example: { bad: 'a package of 2300 MB', good: 'a package of 400 MB' },
    needs: ['package'],
    *find({ package: { size }, venv }) {
      if (size > LARGEST_PACKAGE) yield { size, venv, where: PACKAGE };
    },
    message: ({ size }) => `The package has ${megabytes(size)}; App Service takes 2048 MB at most.`,
    fix: ({ venv }) =>
      withoutCuda(venv) ??
      'Leave out what the app does not need at run time, such as models and data, and load it from a storage account.',
  }),
  rule({
    code: 'archive/large',
    severity: 'warning',
    why: 'A large package takes long to upload and to unpack, and fails more often by timeouts on the way.',
    source: 'F04: OSS support blog 2023-04-17; the 500 MB are ours',
    example: { bad: 'a package of 900 MB', good: 'a package of 400 MB' },
    needs: ['package'],
    *find({ package: { size }, venv }) {
      if (size > MANY_BYTES && size <= LARGEST_PACKAGE) yield { size, venv, where: PACKAGE };
    },
    message: ({ size }) =>
      `The package has ${megabytes(size)}; beyond 500 MB deployments often end in timeouts.`,
    fix: ({ venv }) =>
      withoutCuda(venv) ??
      'Leave out what the app does not need at run time, such as tests, models and data.',
  }),
  rule({
    code: 'archive/many-entries',
    severity: 'warning',
    why: 'After unpacking, Kudu runs chmod over all files and gives up after 60 seconds: "Error in changing file permissions : 124".',
    source: 'F05: KuduLite PermissionHelper; webapps-deploy issue 277',
    example: {
      bad: 'a zip with antenv/ and 30,000 files',
      good: 'a zip with antenv.tar.gz and 200 files',
    },
    needs: ['package'],
    *find({ package: { entries, problem }, venv }) {
      const unread = problem?.entries;
      if (unread !== undefined) {
        yield {
          entries: unread,
          severity: 'error' as const,
          reason: problem?.reason,
          most: undefined,
          where: PACKAGE,
        };
      } else if (entries.length >= MANY_ENTRIES) {
        const most = folderOfMost(entries.map(({ path }) => path));
        const isOfVenv = venv && most && `${most.folder}/`.startsWith(`${venv.folder}/`);
        const ofApp = isOfVenv ? undefined : most;
        yield { entries: entries.length, reason: undefined, most: ofApp, where: PACKAGE };
      }
    },
    message: ({ entries, reason, most }) =>
      [
        `The package has ${count(entries, 'entry', 'entries')}`,
        most && `, ${most.files} of them in '${most.folder}'`,
        reason !== undefined && `, so that none was looked into: ${reason}`,
        '; Kudu has 60 seconds to change the permissions of all files, and fails otherwise.',
      ]
        .filter(Boolean)
        .join(''),
    fix: ({ most }) =>
      most
        ? `Leave '${most.folder}' out if the app does not need it at run time (excludes: /${most.folder}/), or pack all of the app as one file (layout: appTarball).`
        : 'Pack the venv as one file (layout: venvTarball) or all of the app (layout: appTarball).',
  }),
  rule({
    code: 'archive/unpacked-size',
    severity: 'warning',
    why: 'The unpacked files, and for a tarball the archive beside them, have to find room on the share of the plan or on the local disk of the worker.',
    source: 'F27: OSS support blog 2023-04-11; the 4 GB are ours',
    example: { bad: 'a package that unpacks to 6 GB', good: 'a package that unpacks to 1 GB' },
    needs: ['package'],
    *find({ package: { entries, inner }, venv }) {
      const sum = (all: readonly { size: number }[]): number =>
        all.reduce((total, { size }) => total + size, 0);
      const size = sum(entries) + sum(inner?.entries ?? []);
      if (size > MANY_UNPACKED) yield { size, venv, where: PACKAGE };
    },
    message: ({ size }) =>
      `The package unpacks to ${megabytes(size)}; a start may end with "no space left on device".`,
    fix: ({ venv }) =>
      withoutCuda(venv) ??
      'Leave out what the app does not need at run time, or take a plan with more disk.',
  }),
];

/** A plain `torch` for Linux brings 2 GB and more of libraries for graphics cards, which no plan has. */
function withoutCuda(venv: VenvFacts | undefined): string | undefined {
  const names = venv?.distributions.map(({ name }) => name) ?? [];
  const hasCuda = names.includes('torch') && names.some((name) => name.startsWith('nvidia-'));
  return hasCuda
    ? "Take torch's wheels without libraries for graphics cards, which App Service does not have, from the index https://download.pytorch.org/whl/cpu; in a requirements file: --extra-index-url https://download.pytorch.org/whl/cpu"
    : undefined;
}

/** What cannot be read of a package, and why. */
export function unreadableText({ file, looksLike, reason }: ArchiveProblem): string {
  if (file !== 'package') return `'${file}' in the package cannot be read: ${sentence(reason)}.`;
  if (looksLike === undefined || looksLike === 'zip') {
    return `The package cannot be read as a zip: ${sentence(reason)}.`;
  }
  return `The package is a ${looksLike} archive, not a zip.`;
}

/** A reason of somebody else's, without its full stop. */
function sentence(reason: string): string {
  return reason.replace(/\.+$/, '');
}
