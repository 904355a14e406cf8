// The arguments of the platform's generator, read as Go's flags are (platform contract A6, A7).

import { PlatformFailure } from './platform-failure.js';

/** What the arguments of a site can say; the rest is the same for every site. */
export interface GeneratorFlags {
  /** Empty when the generator has to detect the app. */
  readonly command: string;
  /** Empty unless the site is set to remote debugging. */
  readonly debugAdapter: string;
  readonly debugPort: string;
  /** The app starts only when a debugger has come. */
  readonly debugWait: boolean;
}

/** No startup command and no debugging. */
export const NO_FLAGS: GeneratorFlags = {
  command: '',
  debugAdapter: '',
  debugPort: '5678',
  debugWait: false,
};

/** The one flag without a value that a site can be given. */
const WAIT = '-debugWait';

/** Flags with a value. */
const KNOWN = [
  'appPath',
  'manifestDir',
  'userStartupCommand',
  'defaultApp',
  'defaultAppModule',
  'defaultAppDebugModule',
  'debugAdapter',
  'debugPort',
  'virtualEnvName',
  'packagedir',
  'bindPort',
  'output',
];

/**
 * Reads the arguments behind `create-script`. The first word that is no flag ends them, and what
 * follows is dropped without a word.
 * @throws PlatformFailure `generator` for an unknown flag and for one without its value
 */
export function readFlags([, ...words]: readonly string[]): GeneratorFlags {
  const values = new Map<string, string>();
  let debugWait = NO_FLAGS.debugWait;
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === WAIT) {
      debugWait = true;
      continue;
    }
    const flag = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(words[at] ?? '');
    const name = flag?.[1];
    if (name === undefined) break;
    if (!KNOWN.includes(name)) throw refused(`flag provided but not defined: -${name}`);
    const value = flag?.[2] ?? words[(at += 1)];
    if (value === undefined) throw refused(`flag needs an argument: -${name}`);
    values.set(name, value);
  }
  return {
    command: values.get('userStartupCommand') ?? NO_FLAGS.command,
    debugAdapter: values.get('debugAdapter') ?? NO_FLAGS.debugAdapter,
    debugPort: values.get('debugPort') ?? NO_FLAGS.debugPort,
    debugWait,
  };
}

function refused(words: string): PlatformFailure {
  return new PlatformFailure({ step: 'generator', words, exitCode: 2 });
}
