// The version of Antenv; package.json is the one place where it is written.

import { version } from '../../package.json';

export const VERSION: string = version;
