// Where an option of a server was set, and how findings say what to do about it there.

import type { Place } from '../../terms/finding.js';
import { APP_SETTINGS } from '../places.js';
import type { ServerCommand } from './startup.js';

/** The place of an option: the command, the configuration file, or the app settings. */
export function placeOfOption({ origins, command }: ServerCommand, option: string): Place {
  const origin = origins?.[option];
  if (origin?.kind === 'file') return { file: origin.path, line: origin.line };
  return origin?.isAppSetting === true ? APP_SETTINGS : command.where;
}

/**
 * What to write where the option was set; `undefined` for the command line.
 * @param words as the command line would have it
 * @param line as a line of the configuration file
 */
export function writeThere(
  { origins }: ServerCommand,
  option: string,
  words: string,
  line: string,
): string | undefined {
  const origin = origins?.[option];
  if (origin === undefined) return undefined;
  if (origin.kind === 'file') return `Write in ${origin.path}: ${line}`;
  return `Write in ${origin.isAppSetting ? 'the app setting ' : ''}${origin.name}: ${words}`;
}

/** What to remove, and from where. */
export function removeThere({ origins }: ServerCommand, option: string, line: string): string {
  const origin = origins?.[option];
  if (origin === undefined) return `Remove ${option}.`;
  if (origin.kind === 'file') return `Remove ${line} from ${origin.path}.`;
  return `Remove ${option} from ${origin.isAppSetting ? 'the app setting ' : ''}${origin.name}.`;
}
