// What documents name is there: files of the tree, and the headings that links lead to.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// mocha is started by npm, in the folder of package.json.
const PAGES = [
  ...markdownIn('.'),
  ...markdownIn('docs'),
  ...markdownIn('samples'),
  ...markdownIn('tests/corpus'),
];

/** Where a page's short path begins: `check/judge.ts`, `hosts/agent.ts`, `tests/helpers/…`. */
const ROOTS = ['tasks/core', 'tasks', '.'];

function markdownIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** The text of a page without its blocks of code. */
function proseOf(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
}

/** The anchors of a page's headings, as GitHub and Azure DevOps make them. */
function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function isThere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(target).includes(anchor);
}

describe('documents', () => {
  for (const page of PAGES) {
    it(`lead to files and headings that are there: ${page}`, () => {
      const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      const own = links.filter((link) => !/^(?:https?|mailto):/.test(link));
      assert.deepEqual(
        own.filter((link) => !isThere(page, link)),
        [],
      );
    });

    it(`name sources that are there: ${page}`, () => {
      const paths = [...proseOf(page).matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.ts)`/g)];
      assert.deepEqual(
        paths
          .map(([, path = '']) => path)
          .filter((path) => !ROOTS.some((root) => existsSync(join(root, path)))),
        [],
      );
    });
  }

  it('have every file of the core in the tree of CONTRIBUTING.md', () => {
    const page = readFileSync('CONTRIBUTING.md', 'utf8');
    const files = readdirSync('tasks/core', { withFileTypes: true }).filter((child) =>
      child.isFile(),
    );
    assert.deepEqual(
      files.map(({ name }) => name).filter((name) => !page.includes(name)),
      [],
    );
  });
});
