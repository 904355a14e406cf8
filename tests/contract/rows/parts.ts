// Parts that many rows share.

import { below, type Tree } from '../../helpers/site/hand-made-package.js';

export const WWWROOT = '/home/site/wwwroot';

/** Where whole apps are unpacked. */
export const UNPACKED = '/tmp/0123456789abcdef';

/** What is activated, and a program that only an activated venv finds. */
export function venv(address: string): Tree {
  return {
    'pyvenv.cfg': 'home = /opt/python/3/bin\n',
    'bin/activate': `export VIRTUAL_ENV=${address}\nexport PATH="$VIRTUAL_ENV/bin:$PATH"\n`,
    'bin/tool': { program: '#!/bin/sh\nexec probe tool "$@"\n' },
    'bin/python': { link: '/opt/python/3/bin/python' },
    'lib/python3.12/site-packages/module.py': 'x = 1\n',
  };
}

/** The same without links, as a venv on the site has to be. */
export function flatVenv(name = 'antenv'): Tree {
  const entries = Object.entries(venv(`${WWWROOT}/${name}`));
  return below(name, Object.fromEntries(entries.filter(([path]) => path !== 'bin/python')));
}

/** An app that is detected. */
export const APP: Tree = { 'app.py': 'app = 1\n' };

/** Lines of a manifest. */
export function manifest(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key}="${value}"\n`);
  return lines.join('');
}

/** The manifest of a whole app. */
export const WHOLE_APP = manifest({
  CompressDestinationDir: 'true',
  SourceDirectoryInBuildContainer: UNPACKED,
});
