// Packages made by hand with the system's zip and tar, to test the site itself: no product code, no network.

import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a path in a tree is: a file's text, an executable file, or a symbolic link. */
export type Leaf = string | { readonly program: string } | { readonly link: string };
export type Tree = Readonly<Record<string, Leaf>>;

/** Answers every request with what it found at run time, as JSON. */
export const APP = `import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
import greeting

FACTS = {
    'greeting': greeting.TEXT,
    'greetingFile': greeting.__file__,
    'file': os.path.abspath(__file__),
    'arguments': sys.argv[1:],
    'prefix': sys.prefix,
    'appPath': os.environ.get('APP_PATH'),
    'virtualEnv': os.environ.get('VIRTUAL_ENV'),
}

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(FACTS).encode())

HTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`;

/** As much of gunicorn as the platform's default command asks of it, for \`module:app\` and \`module\`. */
const GUNICORN = `import os, shlex, sys
from importlib import import_module
from wsgiref.simple_server import make_server

def run():
    settings = shlex.split(os.environ['GUNICORN_CMD_ARGS'])
    folder = [word[8:] for word in settings if word.startswith('--chdir=')][0]
    os.chdir(folder)
    sys.path.insert(0, folder)
    module, _, name = sys.argv[-1].partition(':')
    app = getattr(import_module(module), name or 'application')
    make_server('127.0.0.1', int(os.environ['PORT']), app).serve_forever()
`;

/** What the packages of a tree have in their site-packages. */
export const SITE_PACKAGES: Tree = {
  'greeting.py': 'TEXT = "from the package"\n',
  'gunicorn/__init__.py': '',
  'gunicorn/app/__init__.py': '',
  'gunicorn/app/wsgiapp.py': GUNICORN,
};

/**
 * A venv for a Python minor at its address at run time. `python` says whether `bin/python` is a
 * link or, where links do not survive, a script that starts the image's Python under its own name.
 */
export function venvTree(minor: string, address: string, python: 'link' | 'script'): Tree {
  const script = '#!/bin/bash\nexec -a "$0" /opt/python/3/bin/python3 "$@"\n';
  return {
    'pyvenv.cfg': 'home = /opt/python/3/bin\ninclude-system-site-packages = true\n',
    'bin/activate': `export VIRTUAL_ENV=${address}\nexport PATH="$VIRTUAL_ENV/bin:$PATH"\n`,
    'bin/python': python === 'link' ? { link: '/opt/python/3/bin/python3' } : { program: script },
    ...below(`lib/python${minor}/site-packages`, SITE_PACKAGES),
  };
}

/** The same tree, in a folder. */
export function below(folder: string, tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).map(([path, leaf]) => [join(folder, path), leaf]));
}

/** Writes a tree into a folder, which is made. */
export async function writeTree(folder: string, tree: Tree): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, leaf] of Object.entries(tree)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    if (typeof leaf === 'string') await writeFile(target, leaf);
    else if ('link' in leaf) await symlink(leaf.link, target);
    else await writeProgram(target, leaf.program);
  }
}

async function writeProgram(target: string, text: string): Promise<void> {
  await writeFile(target, text);
  await chmod(target, 0o755);
}

/** Archives a folder's contents at the archive's root; the ending of the name decides how. */
export async function archive(folder: string, target: string): Promise<void> {
  const names = await readdir(folder);
  if (target.endsWith('.zip')) run(folder, 'zip', '-q', '-r', '-y', target, ...names);
  else if (target.endsWith('.tar.gz')) run(folder, 'tar', '-czf', target, '.');
  else run(folder, 'tar', '-I', 'zstd', '-cf', target, '.');
}

/** Runs a program of the system in a folder. Throws when it fails. */
export function run(folder: string, program: string, ...args: string[]): void {
  execFileSync(program, args, { cwd: folder });
}
