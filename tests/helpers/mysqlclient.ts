// A web app with mysqlclient, compiled by pip from its real sources on this machine.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageReport } from '../../tasks/core/report/report.js';
import { antenvPackage } from './command-line.js';
import { unpackDebianPackages } from './debian-packages.js';
import { output } from './programs.js';

/** Where the compiler finds the client library: the variables that mysqlclient's build reads. */
export interface ClientLibrary {
  readonly MYSQLCLIENT_CFLAGS: string;
  readonly MYSQLCLIENT_LDFLAGS: string;
}

/** Debian's MariaDB client library with its headers, unpacked into the folder. */
export function mariadbLibrary(folder: string): ClientLibrary {
  const root = unpackDebianPackages(folder, ['libmariadb-dev', 'libmariadb3']);
  return {
    MYSQLCLIENT_CFLAGS: `-I${join(root, 'usr/include/mariadb')}`,
    MYSQLCLIENT_LDFLAGS: `-L${join(root, 'usr/lib/x86_64-linux-gnu')} -lmariadb`,
  };
}

/**
 * The same headers with an empty library of the name that Ubuntu's client library has: Debian's archive
 * has no such one, and what is linked keeps no more of a library than its name. Needs gcc.
 */
export function libraryNamedAsOnUbuntu(folder: string, mariadb: ClientLibrary): ClientLibrary {
  const empty = join(folder, 'empty.c');
  writeFileSync(empty, '');
  const name = ['-Wl,-soname,libmysqlclient.so.21', '-o', join(folder, 'libmysqlclient.so')];
  output('gcc', ['-shared', ...name, empty]);
  return {
    MYSQLCLIENT_CFLAGS: mariadb.MYSQLCLIENT_CFLAGS,
    MYSQLCLIENT_LDFLAGS: `-L${folder} -Wl,--no-as-needed -lmysqlclient`,
  };
}

/** Packages an app that imports mysqlclient with it, compiled against a library; a new folder is made for it. */
export async function packageWithMysqlclient(
  folder: string,
  pythonHome: string,
  library: ClientLibrary,
): Promise<PackageReport> {
  const app = join(folder, 'app');
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'requirements.txt'), 'gunicorn\nmysqlclient\n');
  writeFileSync(join(app, 'app.py'), APP);
  const python = ['--python', join(pythonHome, 'bin', 'python3')];
  const flags = [
    '--startup-command=gunicorn app:app',
    '--fail-on=never',
    '--out',
    join(folder, 'web.zip'),
  ];
  return antenvPackage([app, ...python, ...flags], {
    ...library,
    PIP_CONFIG_FILE: '/dev/null',
    PIP_FIND_LINKS: '',
    // Else pip would hand out what it compiled the last time, against another library.
    PIP_NO_CACHE_DIR: '1',
    PIP_NO_BINARY: 'mysqlclient',
  });
}

const APP = `import MySQLdb


def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [MySQLdb.get_client_info().encode()]
`;
