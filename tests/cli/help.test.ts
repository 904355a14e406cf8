// The pages of the help: compared with tests/golden/help.md, which is read as prose.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { COMMANDS } from '../../tasks/cli/commands.js';
import { helpFor, helpForAll } from '../../tasks/cli/help.js';

const GOLDEN = 'tests/golden/help.md';

describe('the help', () => {
  it(`has the words of ${GOLDEN}`, () => {
    const pages: readonly (readonly [string, string])[] = [
      ['antenv --help', helpForAll(COMMANDS)],
      ...COMMANDS.map((command) => [`antenv ${command.name} --help`, helpFor(command)] as const),
    ];
    const text = [
      '# The help of the command line, as the user sees it\n',
      'Made by `tests/cli/help.test.ts`; `UPDATE_GOLDEN=1 npm test` writes it anew.\n',
      ...pages.map(([call, page]) => `## ${call}\n\n\`\`\`text\n${page}\n\`\`\`\n`),
    ].join('\n');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(GOLDEN, text);
    assert.equal(text, readFileSync(GOLDEN, 'utf8'));
  });
});
