// The platform unpacks output.tar.gz by a program in Go, the rehearsal by its own reader: what the one takes and the other.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders and regular files, each opened and copied, nothing else restored (platform contract A10). */
const PROGRAM = `package main

import (
	"archive/tar"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	file, err := os.Open(os.Args[1])
	check(err)
	plain, err := gzip.NewReader(file)
	check(err)
	for archive := tar.NewReader(plain); ; {
		entry, err := archive.Next()
		if err == io.EOF {
			return
		}
		check(err)
		path := filepath.Join(os.Args[2], entry.Name)
		if entry.Typeflag == tar.TypeDir {
			check(os.MkdirAll(path, 0o755))
		} else if entry.Typeflag == tar.TypeReg {
			out, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, os.FileMode(entry.Mode))
			check(err)
			_, err = io.Copy(out, archive)
			check(err)
			check(out.Close())
		}
	}
}
`;

/** Answers the program's path; `undefined` where Go is not installed. */
export function buildGoReader(work: string): string | undefined {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return undefined;
  const source = join(work, 'reader.go');
  const program = join(work, 'reader');
  writeFileSync(source, PROGRAM);
  execFileSync('go', ['build', '-o', program, source], { stdio: ['ignore', 'ignore', 'inherit'] });
  return program;
}

/** Answers the path of a package's output.tar.gz, unpacked beside it. */
export function outputOf(zip: string): string {
  const folder = join(zip, '..');
  execFileSync('unzip', ['-qo', zip, 'output.tar.gz', '-d', folder]);
  return join(folder, 'output.tar.gz');
}

/** Answers the seconds that the program takes for an archive, its own start among them. */
export function secondsOfGo(program: string, archive: string): number {
  const folder = `${archive}-unpacked`;
  mkdirSync(folder);
  try {
    const begun = performance.now();
    execFileSync(program, [archive, folder]);
    return (performance.now() - begun) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
