// What we pack, unpacked by every program that is here and reads such archives: each file byte by byte.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../tasks/core/archives/digest.js';
import type { Entry } from '../../tasks/core/terms/archive-entry.js';
import { innerArchiveName, type Compression, type Layout } from '../../tasks/core/terms/layout.js';
import { bytesEntry, diskEntry, folderEntry, linkEntry, noise, prose } from '../helpers/entries.js';
import { askPython, output } from '../helpers/programs.js';
import { packSmall, smallApp } from '../helpers/small-package.js';
import { folderPerTest } from '../helpers/temp-folder.js';

const MEBIBYTE = 1024 * 1024;

/** Unpacks `.tar.gz` and `.zip` with Go's own packages. */
const GO = `package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func write(to string, mode fs.FileMode, from io.Reader) {
	check(os.MkdirAll(filepath.Dir(to), 0o755))
	file, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode.Perm())
	check(err)
	_, err = io.Copy(file, from)
	check(err)
	check(file.Close())
}

func fromTar(in io.Reader, to string) {
	unzipped, err := gzip.NewReader(in)
	check(err)
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return
		}
		check(err)
		path := filepath.Join(to, header.Name)
		switch header.Typeflag {
		case tar.TypeDir:
			check(os.MkdirAll(path, 0o755))
		case tar.TypeSymlink:
			check(os.Symlink(header.Linkname, path))
		default:
			write(path, header.FileInfo().Mode(), archive)
		}
	}
}

func fromZip(name string, to string) {
	archive, err := zip.OpenReader(name)
	check(err)
	for _, entry := range archive.File {
		path := filepath.Join(to, entry.Name)
		in, err := entry.Open()
		check(err)
		if strings.HasSuffix(entry.Name, "/") {
			check(os.MkdirAll(path, 0o755))
		} else {
			write(path, entry.Mode(), in)
		}
	}
}

func main() {
	if strings.HasSuffix(os.Args[1], ".zip") {
		fromZip(os.Args[1], os.Args[2])
		return
	}
	in, err := os.Open(os.Args[1])
	check(err)
	fromTar(in, os.Args[2])
}
`;

const PYTHON = `
import json, sys, tarfile, zipfile
source, to = sys.argv[1:]
if source.endswith(".zip"):
    with zipfile.ZipFile(source) as archive:
        assert archive.testzip() is None
        archive.extractall(to)
else:
    with tarfile.open(source) as archive:
        archive.extractall(to)
print(json.dumps(None))
`;

/** What .NET asks of a zip: stored or deflated, a known size before what is stored, UTF-8 names by flag, no needless zip64. */
const DOTNET_RULES = `
import json, struct, sys, zipfile
wrong = []
with zipfile.ZipFile(sys.argv[1]) as archive, open(sys.argv[1], "rb") as file:
    for i in archive.infolist():
        file.seek(i.header_offset)
        signature, needed, flags, method = struct.unpack("<IHHH", file.read(10))
        stands_behind, utf8 = bool(flags & 8), bool(flags & 0x800)
        if method not in (0, 8): wrong.append([i.filename, "method"])
        if method == 0 and stands_behind: wrong.append([i.filename, "descriptor"])
        if utf8 == i.filename.isascii(): wrong.append([i.filename, "utf-8 flag"])
        if needed > 20: wrong.append([i.filename, "zip64"])
print(json.dumps(wrong))
`;

interface Reader {
  readonly name: string;
  readonly reads: readonly string[];
  /** The program that has to be there, asked for its version. */
  readonly needs: readonly [string, ...string[]];
  readonly unpack: (archive: string, to: string) => void;
  /** It makes files of a zip's links, which hold the target. */
  readonly linksAsFiles?: boolean;
}

const READERS: readonly Reader[] = [
  {
    name: 'GNU tar',
    reads: ['.tar.gz', '.tar.zst'],
    needs: ['tar', '--version'],
    unpack: (archive, to) => output('tar', ['-xf', archive, '-C', to]),
  },
  {
    name: 'bsdtar',
    reads: ['.tar.gz', '.tar.zst', '.zip'],
    needs: ['bsdtar', '--version'],
    unpack: (archive, to) => output('bsdtar', ['-xf', archive, '-C', to]),
  },
  {
    name: 'Python',
    reads: ['.tar.gz', '.zip'],
    needs: ['python3', '--version'],
    unpack: (archive, to) => askPython(PYTHON, archive, to),
    linksAsFiles: true,
  },
  {
    name: 'unzip',
    reads: ['.zip'],
    needs: ['unzip', '-v'],
    unpack: (archive, to) => output('unzip', ['-q', archive, '-d', to]),
  },
  {
    name: '7-Zip',
    reads: ['.zip'],
    needs: ['7z', 'i'],
    // It refuses a link to a link unless it is told that links are meant.
    unpack: (archive, to) => output('7z', ['x', '-bd', '-snld20', archive, `-o${to}`]),
  },
  {
    name: 'Go',
    reads: ['.tar.gz', '.zip'],
    needs: ['go', 'version'],
    unpack: (archive, to) => {
      const program = join(dirname(archive), 'unpack.go');
      writeFileSync(program, GO);
      output('go', ['run', program, archive, to]);
    },
    linksAsFiles: true,
  },
];

const isThere = ([program, ...args]: Reader['needs']): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** What may go wrong in an archive: sizes around those of blocks, names, modes. */
function trickyEntries(folder: string): Entry[] {
  const onDisk = join(folder, 'large.bin');
  const large = Buffer.concat([prose(3 * MEBIBYTE + 77), noise(MEBIBYTE)]);
  writeFileSync(onDisk, large);
  const sizes = [0, 1, 511, 512, 513, MEBIBYTE - 512, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1];
  return [
    ...sizes.map((size) => bytesEntry(`lib/sizes/text-${size}`, prose(size))),
    ...sizes.map((size) => bytesEntry(`lib/sizes/noise-${size}`, noise(size))),
    diskEntry('lib/large.bin', onDisk, large),
    bytesEntry('lib/é/名前 😀.txt', 'beyond ASCII'),
    bytesEntry(`lib/${'deep/'.repeat(30)}${'n'.repeat(120)}.txt`, 'a long path'),
    bytesEntry("lib/a b/'quoted' & more.txt", 'signs'),
    bytesEntry('lib/run.sh', '#!/bin/sh\n', true),
    folderEntry('lib/empty'),
    ...Array.from({ length: 3000 }, (_, index) =>
      bytesEntry(`lib/many/${index % 50}/${index}.py`, `x = ${index}\n`.repeat(index % 40)),
    ),
  ];
}

/** Every file below a folder with its digest, and every link with its target. */
function seen(folder: string, below = ''): [string, string][] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((child) => {
    const path = join(below, child.name);
    if (child.isDirectory()) return seen(folder, path);
    // 7-Zip makes an absolute link one into its own folder.
    if (child.isSymbolicLink()) {
      return [[path, readlinkSync(join(folder, path)).replace(folder, '')]];
    }
    return [[path, sha256(readFileSync(join(folder, path)))]];
  });
}

function expected(entries: readonly Entry[], linksAsFiles: boolean): [string, string][] {
  return entries.flatMap((entry): [string, string][] => {
    if (entry.kind === 'folder') return [];
    if (entry.kind === 'file') return [[entry.path, entry.digest]];
    return [[entry.path, linksAsFiles ? sha256(entry.target) : entry.target]];
  });
}

const sorted = (files: readonly [string, string][]): [string, string][] =>
  files.toSorted(([a], [b]) => (a < b ? -1 : 1));

describe('what is packed', function () {
  this.timeout(120_000);
  const folder = folderPerTest();

  async function packed(
    layout: Layout,
    compression: Compression,
  ): Promise<{ zip: string; inner: string | undefined; venv: readonly Entry[] }> {
    const small = smallApp(layout, compression);
    const links = small.facts.venvKeepsLinks ? [linkEntry('lib/link', 'run.sh')] : [];
    const venv = [...small.venv, ...links, ...trickyEntries(folder.path)];
    const zip = await packSmall({ ...small, venv }, folder.path, compression);
    const name = innerArchiveName(layout, compression);
    if (name !== undefined) output('unzip', ['-q', zip, name, '-d', folder.path]);
    return { zip, inner: name && join(folder.path, name), venv };
  }

  const cases = [
    { layout: 'venvTarball', compression: 'gzip', ending: '.tar.gz' },
    { layout: 'venvTarball', compression: 'zstd', ending: '.tar.zst' },
    { layout: 'venvZip', compression: 'gzip', ending: '.zip' },
    { layout: 'flat', compression: 'gzip', ending: undefined },
  ] as const;
  for (const { layout, compression, ending } of cases) {
    const readers = READERS.filter(({ reads }) => reads.includes(ending ?? '.zip'));
    for (const { name, needs, unpack, linksAsFiles = false } of readers) {
      it(`as ${layout} with ${compression} is read by ${name}`, async function () {
        if (!isThere(needs)) this.skip();
        const { zip, inner, venv } = await packed(layout, compression);
        const to = join(folder.path, 'out');
        mkdirSync(to);
        unpack(inner ?? zip, to);
        const asFiles = linksAsFiles && ending === '.zip';
        const root = inner === undefined ? join(to, 'antenv') : to;
        assert.deepEqual(sorted(seen(root)), sorted(expected(venv, asFiles)));
        assert.ok(statSync(join(root, 'lib/empty')).isDirectory());
      });
    }
  }

  for (const { name, needs, unpack } of READERS.filter(({ reads }) => reads.includes('.zip'))) {
    it(`around an archive is read by ${name}`, async function () {
      if (!isThere(needs)) this.skip();
      const { zip, inner = '' } = await packed('venvTarball', 'gzip');
      const to = join(folder.path, 'out');
      mkdirSync(to);
      unpack(zip, to);
      assert.ok(readFileSync(join(to, 'antenv.tar.gz')).equals(readFileSync(inner)));
      assert.equal(readFileSync(join(to, 'app.py'), 'utf8'), 'from tiny import app\n');
    });
  }

  for (const { layout, compression } of cases) {
    it(`as ${layout} with ${compression} keeps to what .NET reads`, async () => {
      const { zip, inner } = await packed(layout, compression);
      assert.deepEqual(askPython(DOTNET_RULES, zip), []);
      if (inner?.endsWith('.zip')) assert.deepEqual(askPython(DOTNET_RULES, inner), []);
    });
  }
});
