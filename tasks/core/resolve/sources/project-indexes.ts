// Indexes that pyproject.toml names for one tool, and no other reads.

import { tableAt, tablesAt, textAt, textsAt, type Table } from '../../tools/toml.js';
import { otherIndex } from './locked.js';

/** Some indexes, and who reads of them. */
interface Named {
  readonly urls: readonly (string | undefined)[];
  readonly where: string;
  /** Ends the sentence that begins with the index. */
  readonly reader: string;
}

/**
 * A note for each index that stands in the project for one tool: without a lock it says nothing to the others, which
 * would take whatever has that name elsewhere. One that is explicit is asked for single names alone, and those are
 * refused without a lock.
 */
export function projectIndexNotes(data: Table): string[] {
  return [ofUv(data), ...ofUvBefore(data), ofPoetry(data), ofPdm(data)].flatMap(
    ({ urls, where, reader }) => {
      const others = new Set(urls.map(otherIndex).filter((url) => url !== undefined));
      return [...others].map(
        (url) =>
          `pyproject.toml names the index '${url}' in ${where}, which ${reader}. Name it in pip's settings of the job, by PipAuthenticate@1 or PIP_EXTRA_INDEX_URL.`,
      );
    },
  );
}

const NOT_BY_PIP = 'pip does not read';

function ofUv(data: Table): Named {
  const asked = tablesAt(data, 'tool', 'uv', 'index').filter((one) => one['explicit'] !== true);
  const urls = asked.map((one) => textAt(one, 'url'));
  return { urls, where: '[[tool.uv.index]]', reader: NOT_BY_PIP };
}

/** What uv had before it had tables. */
function ofUvBefore(data: Table): Named[] {
  const uv = tableAt(data, 'tool', 'uv');
  const reader = NOT_BY_PIP;
  return [
    { urls: [textAt(uv, 'index-url')], where: 'index-url of [tool.uv]', reader },
    { urls: textsAt(uv, 'extra-index-url'), where: 'extra-index-url of [tool.uv]', reader },
  ];
}

function ofPoetry(data: Table): Named {
  const sources = tablesAt(data, 'tool', 'poetry', 'source');
  const asked = sources.filter((one) => textAt(one, 'priority')?.toLowerCase() !== 'explicit');
  const urls = asked.map((one) => textAt(one, 'url'));
  return { urls, where: '[[tool.poetry.source]]', reader: 'Poetry alone reads' };
}

function ofPdm(data: Table): Named {
  const urls = tablesAt(data, 'tool', 'pdm', 'source').map((one) => textAt(one, 'url'));
  return { urls, where: '[[tool.pdm.source]]', reader: 'PDM alone reads' };
}
