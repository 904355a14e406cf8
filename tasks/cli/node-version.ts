// The Node.js that runs the command line, looked at before anything is loaded that an older one cannot run.

import { NODE } from '../core/version.js';

/** Plain code: whatever comes here has to be parsed by what is refused. */
function isOlder(version: string, needed: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = needed.split('.').map(Number);
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

const found = process.version.replace('v', '');
const least = NODE.replace('>=', '');

if (isOlder(found, least)) {
  process.stderr.write(
    `antenv needs Node.js ${least} or later, and this is ${found} (${process.execPath}): install a later one.\n`,
  );
  // Nothing else is loaded, and so nothing is left behind.
  process.exit(1);
}
