// The program that reads Python sources: run by any CPython from 3.8 on, fed with one JSON line a source.

import { APPS } from './apps.js';
import { BINDINGS } from './bindings.js';
import { FACTS } from './facts.js';
import { SETTINGS_CLASSES } from './settings-classes.js';
import { SETTINGS_ELSEWHERE } from './settings-elsewhere.js';
import { SETTINGS_LIBRARIES } from './settings-libraries.js';
import { VALUES } from './values.js';
import { VARIABLES_SET } from './variables-set.js';

/**
 * Takes its own size, the memory limit in bytes and the seconds for one source as arguments, one line
 * `{ index, path, limit, text | file }` a source on standard input, and answers each with one line
 * `{ index, facts?, broken? }`: neither for what it could not look into. It imports nothing but the standard library and never the source.
 */
export const READER: string = [
  VALUES,
  BINDINGS,
  APPS,
  VARIABLES_SET,
  SETTINGS_LIBRARIES,
  SETTINGS_CLASSES,
  SETTINGS_ELSEWHERE,
  FACTS,
].join('\n');
