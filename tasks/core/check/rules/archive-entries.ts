// Rules about the entries of the zip: names and times that Kudu and the share make something else of.

import { quoted, count } from '../quoting.js';
import { findOneTime } from '../package/one-time.js';
import { rule, type Rule } from '../rule.js';
import {
  caseClashes,
  fileEntries,
  leavesFolder,
  sitePaths,
  twinNames,
} from '../package/site-names.js';
import { withoutDot } from '../../terms/package-shape.js';
import { MANIFEST_FILE } from '../package/read-manifest.js';
import { findDanglingLinks } from '../package/dangling-links.js';
import { isUnpackedByKudu } from '../package/zip-content.js';

/** Names of compression methods (APPNOTE 4.4.5). */
const METHODS: Readonly<Record<number, string>> = {
  12: 'bzip2',
  14: 'LZMA',
  93: 'zstd',
  95: 'xz',
  98: 'PPMd',
};

export const archiveEntryRules: readonly Rule[] = [
  rule({
    code: 'archive/backslash-name',
    severity: 'error',
    why: 'On Linux a backslash is an ordinary character: the files get names with backslashes at the root, and their folders do not exist.',
    source: 'F07: KuduLite ZipArchiveExtensions',
    example: { bad: 'antenv\\Lib\\site-packages\\flask', good: 'antenv/lib/python3.12/…' },
    needs: ['package'],
    *find({ package: { entries } }) {
      const names = entries.map(({ path }) => path).filter((path) => path.includes('\\'));
      const [first] = names;
      if (first !== undefined) yield { names, where: { file: first } };
    },
    message: ({ names }) =>
      `${count(names.length, 'name', 'names')} in the zip ${names.length === 1 ? 'has' : 'have'} backslashes, which are no folders on Linux: ${quoted(names)}.`,
    fix: () => 'Archive on a Linux agent, or with a tool that writes forward slashes.',
  }),
  rule({
    code: 'archive/one-time',
    severity: 'error',
    why: 'Kudu skips a file whose time and size are those of the file on the site. With one constant time a change of equal size never arrives, and the old code goes on running.',
    source: 'F08: kudusync FileInfo; kudu issues 3287 and 3065',
    example: {
      bad: 'SOURCE_DATE_EPOCH=315532800 for every entry',
      good: 'times that change with the content',
    },
    needs: ['package'],
    *find({ package: { entries, inner }, layout }) {
      if (layout === 'appTarball') return;
      const apart = [MANIFEST_FILE, inner?.name];
      const files = fileEntries(entries).filter(({ path }) => !apart.includes(withoutDot(path)));
      const found = findOneTime(files);
      if (!found) return;
      yield {
        ...found,
        severity: found.fixed ? ('error' as const) : ('warning' as const),
        where: { file: 'package' },
      };
    },
    message: ({ files, time, fixed }) =>
      fixed
        ? `All ${files} files of the package have one constant time, ${time}: Kudu leaves out every changed file whose size stays the same.`
        : `All ${files} files of the package have the same time, ${time}; if the next package has it, too, Kudu leaves out every changed file whose size stays the same.`,
    fix: () => 'Give files the time of the build, or a time that changes with their content.',
  }),
  rule({
    code: 'archive/orphan-bytecode',
    severity: 'note',
    why: 'A .pyc file beside the place of its source is imported without the source, and Kudu deletes only what an earlier package of its own had: modules that were removed live on.',
    source: 'F09: kudusync FileUtils',
    example: { bad: 'old_module.pyc without old_module.py', good: 'old_module.py' },
    needs: ['app'],
    *find({ app: { files, complete } }) {
      const orphans = [...files.keys()].filter(
        (path) =>
          path.endsWith('.pyc') && !path.includes('__pycache__/') && !files.has(path.slice(0, -1)),
      );
      const [first] = complete ? orphans : [];
      if (first !== undefined) yield { orphans, where: { file: first } };
    },
    message: ({ orphans }) =>
      `${count(orphans.length, 'compiled module has', 'compiled modules have')} no source and can be imported all the same: ${quoted(orphans)}.`,
    fix: () => 'Delete them if their modules are gone.',
  }),
  rule({
    code: 'archive/never-copied',
    severity: 'warning',
    why: 'When Kudu copies the package to the site it leaves out deploy.sh, .git and .hg, at any depth and in any case.',
    source: 'F10: KuduScript deploy.bash.basic.template; contract A4',
    example: { bad: 'startup command deploy.sh', good: 'startup command startup.sh' },
    needs: ['app'],
    *find(evidence) {
      if (evidence.layout === 'appTarball') return;
      const scripts = new Set(evidence.startup?.scripts.map(({ path }) => path));
      const folders = new Set<string>();
      for (const path of sitePaths(evidence)) {
        const [folder] = /^(?:.*\/)?\.(?:git|hg)(?=\/)/i.exec(path) ?? [];
        if (folder !== undefined && !folders.has(folder)) {
          folders.add(folder);
          yield { path: `${folder}/`, isStartup: false, where: { file: folder } };
        }
        if (folder !== undefined || !/(?:^|\/)deploy\.sh$/i.test(path)) continue;
        const isStartup = scripts.has(path);
        const severity = isStartup ? ('error' as const) : ('warning' as const);
        yield { path, isStartup, severity, where: { file: path } };
      }
    },
    message: ({ path, isStartup }) =>
      isStartup
        ? `The startup command runs '${path}', which never reaches the site: Kudu leaves out every file of that name.`
        : `'${path}' never reaches the site: Kudu leaves out everything of that name.`,
    fix: ({ path }) =>
      path.endsWith('/')
        ? `Leave '${path}' out of the package.`
        : `Rename '${path}', for example to '${path.replace(/[^/]+$/, 'startup.sh')}'.`,
  }),
  rule({
    code: 'archive/dangling-link',
    severity: 'error',
    why: 'A zip keeps no links on its way to the site: a link becomes a text file, or ends the deployment with "ENOENT … stat" when it leads nowhere.',
    source: 'F39: OSS support blog 2025-02-07; azure-docs issue 17648',
    example: { bad: 'config.json -> /home/me/config.json', good: 'config.json' },
    needs: ['app'],
    *find({ app, layout }) {
      if (layout === 'appTarball') return;
      for (const { path, target } of findDanglingLinks(app)) {
        yield { path, target, where: { file: path } };
      }
    },
    message: ({ path, target }) =>
      `'${path}' is a link to '${target}', which is not in the package.`,
    fix: ({ path }) => `Replace '${path}' by the file that it stands for, or leave it out.`,
  }),
  rule({
    code: 'archive/case-clash',
    severity: 'warning',
    why: 'The share behind /home may not tell names apart that differ in case only; one file then takes the place of the other.',
    source: 'F66: general knowledge',
    example: { bad: 'Crypto/ and crypto/', good: 'Crypto/' },
    needs: ['package'],
    *find({ package: { entries } }) {
      const clashes = caseClashes(fileEntries(entries).map(({ path }) => withoutDot(path)));
      const [first] = clashes;
      if (first) yield { ...first, clashes: clashes.length, where: { file: first.second } };
    },
    message: ({ first, second, clashes }) =>
      `'${first}' and '${second}' differ in case only${clashes > 1 ? ` (and ${count(clashes - 1, 'more pair', 'more pairs')})` : ''}; on the share they may be one.`,
    fix: () =>
      'Remove one of them; if they come from distributions, pack the venv as one file (layout: venvTarball).',
  }),
  rule({
    code: 'archive/name-leaves-site',
    severity: 'error',
    why: 'Kudu does not check where a name leads: an absolute one, or one with .., is written outside of the site, over files of the platform.',
    source: 'A2: KuduLite ZipArchiveExtensions',
    example: { bad: '../site.conf', good: 'site.conf' },
    needs: ['package'],
    *find({ package: { entries, inner } }) {
      const paths = [...entries, ...(inner?.entries ?? [])].map(({ path }) => path);
      const names = paths.filter(leavesFolder);
      const [first] = names;
      if (first !== undefined) yield { names, where: { file: first } };
    },
    message: ({ names }) =>
      `${count(names.length, 'name leads', 'names lead')} out of the folder that the package is unpacked in: ${quoted(names)}.`,
    fix: () => 'Archive from inside the app folder, with relative names.',
  }),
  rule({
    code: 'archive/twin-names',
    severity: 'error',
    why: 'Of two entries of one name the later takes the place of the earlier, or leaves the end of a longer one behind it.',
    source: 'A2, A10: KuduLite ZipArchiveExtensions, Oryx compressionHelper',
    example: { bad: 'app.py twice', good: 'app.py once' },
    needs: ['package'],
    *find({ package: { entries, inner } }) {
      const outer = twinNames(fileEntries(entries).map(({ path }) => withoutDot(path)));
      const files = (inner?.entries ?? []).filter(({ type }) => type === 'File');
      const twins = [...outer, ...twinNames(files.map(({ path }) => withoutDot(path)))];
      const [first] = twins;
      if (first !== undefined) yield { twins, where: { file: first } };
    },
    message: ({ twins }) =>
      `${count(twins.length, 'name is', 'names are')} in the package more than once: ${quoted(twins)}.`,
    fix: () => 'Start with a new archive instead of adding to an old one.',
  }),
  rule({
    code: 'archive/encrypted',
    severity: 'error',
    why: 'Kudu has no password to unpack an encrypted entry with.',
    source: 'A2',
    example: { bad: 'zip --encrypt', good: 'zip' },
    needs: ['package'],
    *find({ package: { entries } }) {
      const names = entries.filter(({ encrypted }) => encrypted).map(({ path }) => path);
      const [first] = names;
      if (first !== undefined) yield { names, where: { file: first } };
    },
    message: ({ names }) =>
      `${count(names.length, 'entry is', 'entries are')} encrypted: ${quoted(names)}.`,
    fix: () => 'Archive without a password.',
  }),
  rule({
    code: 'archive/compression-method',
    severity: 'error',
    why: 'Kudu unpacks entries that are stored, deflated or deflated with a larger window (deflate64), and ends the deployment at any other: "The archive entry was compressed using an unsupported compression method."',
    source: 'A2: .NET ZipArchive, which KuduLite unpacks with',
    example: { bad: '7z a -mm=LZMA app.zip .', good: '7z a -mm=Deflate app.zip .' },
    needs: ['package'],
    *find({ package: { entries } }) {
      // An entry with a password has a method of its own, and is told as such.
      const others = fileEntries(entries).filter(
        (entry) => !entry.encrypted && !isUnpackedByKudu(entry),
      );
      const [first] = others;
      if (!first) return;
      const methods = [
        ...new Set(others.map(({ method }) => METHODS[method] ?? `method ${method}`)),
      ];
      yield { names: others.map(({ path }) => path), methods, where: { file: first.path } };
    },
    message: ({ names, methods }) =>
      `${count(names.length, 'entry is', 'entries are')} compressed in a way that Kudu does not unpack (${methods.join(', ')}): ${quoted(names)}.`,
    fix: () => 'Compress with deflate, as ArchiveFiles@2 with archiveType: zip and zip itself do.',
  }),
];
