// A requirements file as a source of dependencies: the installer reads it as its author wrote it.

import { basename, dirname } from 'node:path';
import type { Host } from '../../host.js';
import { logicalLines } from '../../terms/requirement-lines.js';
import { loadRequirements } from './requirements-txt.js';
import { knownOnes, type Read, type Source, type SourceQuestion } from './source.js';

export const REQUIREMENTS_TXT: Source = {
  format: 'requirements.txt',
  fits: () => true,
  declares,
  partOf: [],
  load,
};

/** An empty one beside another source is a left-over. What cannot be read is told when it is loaded. */
async function declares(path: string): Promise<boolean> {
  const text = await loadRequirements(dirname(path), path).catch(() => undefined);
  return text === undefined || logicalLines(text.text).length > 0;
}

async function load(_host: Host, path: string, question: SourceQuestion): Promise<Read> {
  const { files, notes, warnings, text } = await loadRequirements(
    question.appRoot,
    question.asked === undefined && basename(path).toLowerCase() === 'requirements.txt'
      ? undefined
      : path,
    question.env,
  );
  knownOnes('group', path, question.groups, []);
  knownOnes('extra', path, question.extras, []);
  return {
    files,
    wanted: { kind: 'file', path },
    project: undefined,
    notes,
    warnings,
    text,
  };
}
