// The version of Antenv, and of the Node.js that it needs; package.json is the one place where they are written.

import { engines, version } from '../../package.json';

export const VERSION: string = version;

/** The oldest Node.js that is supported, such as `>=20.17`. */
export const NODE: string = engines.node;
